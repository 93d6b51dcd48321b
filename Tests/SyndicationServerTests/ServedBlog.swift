import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Syndication
import SyndicationFolder
import SyndicationSite
import SyndicationTesting

@testable import SyndicationServer

private typealias ByteBuffer = NIOCore.ByteBuffer

/// A small site whose feeds are published to a folder, and served.
struct ServedBlog {
  let folder: TemporaryFolder
  let store: PublicationStore
  let service: FeedService
  let registry = MetricsRegistry()

  static let today = Timestamp(seconds: 1_656_633_600)

  /// - Parameters:
  ///   - feeds: members of `feeds`, beside those that all have.
  ///   - rest: members of the configuration.
  init(posts: [Int] = [1, 2, 3], feeds: String = "", rest: String = "") async throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      {"site": {"title": "Notes", "url": "https://a.org/"}, "sources": [{"type": "json", "path": "posts.json"}],
       "feeds": {"page": true, "opml": true, "stylesheet": true, "catalogue": true, "host": "nginx"\(feeds)}\(rest)}
      """, to: "config.json")
    let configuration = try Configuration.load(folder["config.json"])
    (service, store) = ServedBlog.service(configuration, measuring: registry)
    try write(posts: posts)
    try await build()
  }

  /// One that has published nothing.
  static func service(
    _ configuration: Configuration, measuring registry: MetricsRegistry = MetricsRegistry()
  ) -> (FeedService, PublicationStore) {
    let metrics = ServerMetrics(registry)
    let store = PublicationStore(counting: metrics)
    return (FeedService(configuration.serving, serving: store, counting: metrics), store)
  }

  var configuration: Configuration { get throws { try Configuration.load(folder["config.json"]) } }

  /// Each with a text of its own, of a few hundred words.
  func write(posts: [Int], tag: String = "graphs") throws {
    let items = posts.map { number in
      let text = (0..<120).map { "word\($0 * number % 97)" }.joined(separator: " ")
      return #"{"id": "urn:\#(number)", "url": "https://a.org/\#(number)/", "title": "Post \#(number)", "#
        + #""content_html": "<p>\#(text)</p>", "tags": ["\#(tag)", "ÄÖ"], "#
        + #""date_published": "2022-05-\#(number < 10 ? "0" : "")\#(number)T08:00:00Z"}"#
    }
    try folder.write("[\(items.joined(separator: ",\n"))]", to: "posts.json")
  }

  @discardableResult
  func build(at instant: Timestamp = today, hubs: [String] = []) async throws -> BuildReport {
    let configuration = try configuration
    let wording = Wording(
      url: configuration.feeds.url, maxAge: Int(configuration.serving.maxAge.components.seconds), hubs: hubs)
    return try await Build(configuration) { ServingSink($0, serving: store, said: wording) }.run(at: instant)
  }

  /// What is answered to bytes that a client sends before it closes its half, without any socket.
  func exchange(_ bytes: String, peer: String = "192.0.2.1") throws -> [UInt8] {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandlers(
      ByteToMessageHandler(
        HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: ConnectionLimits.decoder)),
      HTTP1Handler(service, DateLine(), peer: NetworkAddress(peer)))
    try channel.connect(to: SocketAddress(ipAddress: peer, port: 4711)).wait()
    try channel.writeInbound(ByteBuffer(string: bytes))
    if channel.isActive { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    channel.embeddedEventLoop.advanceTime(by: .seconds(3))
    var answer: [UInt8] = []
    while let part = try channel.readOutbound(as: ByteBuffer.self) { answer += part.readableBytesView }
    _ = try? channel.finish(acceptAlreadyClosed: true)
    return answer
  }

  /// The one answer to a request that has no body.
  func ask(
    _ target: String, _ fields: KeyValuePairs<String, String> = [:], method: String = "GET", peer: String = "192.0.2.1"
  ) throws -> RawAnswer {
    let lines = fields.map { "\($0.key): \($0.value)\r\n" }.joined()
    let bytes = try exchange("\(method) \(target) HTTP/1.1\r\nHost: a.org\r\n\(lines)\r\n", peer: peer)
    guard let answer = RawAnswer.all(in: bytes, isHead: method == "HEAD").first else { throw NoAnswer() }
    return answer
  }

  struct NoAnswer: Error {}
}

/// An answer as a client reads it.
struct RawAnswer {
  var status: Int
  var fields: [(name: String, value: String)]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The values of all fields of a name, joined.
  subscript(name: String) -> String? {
    let values = fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// One behind the other; what is none is one of status 0.
  static func all(in bytes: [UInt8], isHead: Bool = false) -> [RawAnswer] {
    var answers: [RawAnswer] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return answers + [broken] }
      let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      let words = lines[0].split(separator: " ")
      guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return answers + [broken] }
      var answer = RawAnswer(status: status, fields: [], body: [])
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        answer.fields.append((String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""))
      }
      rest = rest[end.upperBound...]
      if !isHead, status != 304, status != 204, status >= 200 {
        guard let length = answer["Content-Length"].flatMap({ Int($0) }), length <= rest.count else {
          return answers + [broken]
        }
        answer.body = Array(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      answers.append(answer)
    }
    return answers
  }

  private static let broken = RawAnswer(status: 0, fields: [], body: [])
}
