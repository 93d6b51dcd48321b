import Synchronization
import Syndication
import SyndicationPush
import SyndicationSite
import SyndicationTesting
import Testing

/// A site of three posts that names a hub, published to memory.
struct PushedSite {
  let folder: TemporaryFolder
  let sink = MemorySink()
  let state = MemoryState()
  let clock = ManualClock()
  static let hub = "https://hub.example/"

  init(hub: String = #", "hub": "https://hub.example/""#) throws {
    folder = try TemporaryFolder()
    try configure(hub: hub)
    try write("One", "Two", "Three")
  }

  func configure(hub: String, archive: Bool = false) throws {
    let scopes = archive ? #", "scopes": {"all": {"archive": {"entries": 10}}}"# : ""
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "feeds": {"opml": true\#(scopes)},
       "sources": [{"type": "json", "path": "posts.json"}]\#(hub)}
      """#, to: "config.json")
  }

  /// The first post is about graphs, the second about vision, the third about both.
  func write(_ titles: String...) throws {
    let tags = ["\"graphs\"", "\"vision\"", "\"graphs\", \"vision\""]
    let posts = zip(titles, tags).enumerated().map { index, post in
      #"{"id": "urn:\#(index)", "title": "\#(post.0)", "date_published": "2022-03-0\#(index + 1)", "tags": [\#(post.1)]}"#
    }
    try folder.write("[\(posts.joined(separator: ",\n"))]", to: "posts.json")
  }

  @discardableResult func build(to other: (any Sink)? = nil) async throws -> BuildReport {
    clock.advance(10)
    let build = Build(try Configuration.load(folder["config.json"]), to: other ?? sink, remembering: state)
    return try await build.run(at: clock.now)
  }

  func publisher(_ tell: @escaping Publisher.Tell) -> Publisher {
    Publisher(state: state, sink: sink, clock: clock.clock, tell: tell)
  }

  /// Delivers to a hub that accepts everything.
  func deliver() async throws -> [String] {
    let round = try await publisher { _, _ in nil }.deliver()
    #expect(round.failed.isEmpty && round.next == nil)
    return round.told.map(\.path.string)
  }

  func waiting() async throws -> [String] { try await state.outbox().notices.map(\.path.string) }
}

@Suite("Hubs are told") struct PublisherTests {
  let site: PushedSite

  init() throws { site = try PushedSite() }

  private static func documents(_ names: String...) -> [String] {
    names.flatMap { name in ["atom", "json", "rss"].map { "\(name).\($0)" } }.sorted()
  }

  @Test("of every feed of a first publication, once, and of no other document")
  func first() async throws {
    try await site.build()
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs", "tags/vision"))
    #expect(try await site.deliver() == [])
    #expect(site.state.read(.outbox) == nil)
  }

  @Test("of exactly the feeds whose documents changed")
  func changed() async throws {
    try await site.build()
    _ = try await site.deliver()
    try await site.build()
    #expect(try await site.deliver() == [])
    try site.write("Uno", "Two", "Three")
    let report = try await site.build()
    let told = try await site.deliver()
    #expect(told == Self.documents("all", "tags/graphs"))
    #expect(Set(told) == Set((report.published?.written ?? []).map(\.string).filter { !$0.hasSuffix("opml") }))
  }

  @Test("of no page of an archive, and these name no hub")
  func archive() async throws {
    try site.configure(hub: #", "hub": "https://hub.example/""#, archive: true)
    try await site.build()
    #expect(try await site.deliver() == Self.documents("all"))
  }

  @Test("of what changed while nobody told them, once, as it is now")
  func several() async throws {
    try await site.build()
    for title in ["A", "B", "C"] {
      try site.write(title, "Two", "Three")
      try await site.build()
    }
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs", "tags/vision"))
  }

  @Test("again after a minute, two, four, up to an hour, and of all that changed meanwhile once")
  func down() async throws {
    try await site.build()
    let isUp = Mutex(false)
    let publisher = site.publisher { _, _ in isUp.withLock { $0 } ? nil : "down" }
    var delays: [Int64] = []
    var elapsed: Int64 = 0
    while elapsed < 3 * 3600 {
      let round = try await publisher.deliver()
      #expect(round.failed.count == 9 && round.told.isEmpty)
      let delay = try #require(round.next).seconds - site.clock.now.seconds
      delays.append(delay)
      elapsed += delay
      site.clock.advance(delay - 1)
      #expect(try await publisher.deliver().failed.isEmpty, "it is not told before its time")
      site.clock.advance(1)
    }
    #expect(delays.prefix(7) == [60, 120, 240, 480, 960, 1920, 3600] && delays.allSatisfy { $0 <= 3600 })
    isUp.withLock { $0 = true }
    #expect(try await publisher.deliver().told.count == 9)
    #expect(try await site.deliver() == [])
  }

  @Test("at once of what changes anew while they are down")
  func changedWhileDown() async throws {
    try await site.build()
    let publisher = site.publisher { _, _ in "down" }
    _ = try await publisher.deliver()
    try site.write("Uno", "Two", "Three")
    try await site.build()
    #expect(try await publisher.deliver().failed.map(\.notice.path.string) == Self.documents("all", "tags/graphs"))
  }

  @Test("no more after three days in vain")
  func abandoned() async throws {
    try await site.build()
    let publisher = site.publisher { _, _ in "down" }
    _ = try await publisher.deliver()
    site.clock.advance(3 * 86_400 - 1)
    #expect(try await publisher.deliver().abandoned.isEmpty)
    site.clock.advance(3_600)
    #expect(try await publisher.deliver().abandoned.count == 9)
    #expect(site.state.read(.outbox) == nil)
  }

  @Test("each of them, where there are several: one that is down keeps none from another")
  func hubs() async throws {
    try site.configure(hub: #", "hub": ["https://a.example/", "https://b.example/"]"#)
    try await site.build()
    let round = try await site.publisher { _, hub in hub.contains("b.") ? "down" : nil }.deliver()
    #expect(Set(round.told.map(\.hub)) == ["https://a.example/"] && round.told.count == 9)
    #expect(Set(round.failed.map(\.notice.hub)) == ["https://b.example/"] && round.failed.count == 9)
    // One that is named no more has to be told nothing.
    try site.configure(hub: #", "hub": "https://a.example/""#)
    try await site.build()
    #expect(Set(try await site.state.outbox().notices.map(\.hub)) == ["https://a.example/"])
  }

  /// A machine that fails before what is committed appears, or after.
  private struct BrokenSink: Sink {
    struct Broken: Error {}
    let sink: MemorySink
    let appears: Bool

    func preview(
      _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
    ) async throws -> (report: PublishReport, edition: RenderedEdition) {
      try await sink.preview(publication, progress: progress)
    }

    func publish(
      _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
      commit: @Sendable (RenderedEdition) async throws -> Void
    ) async throws -> PublishReport {
      _ = try await sink.publish(publication, progress: progress) { edition in
        try await commit(edition)
        if !appears { throw Broken() }
      }
      throw Broken()
    }

    func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>? { nil }
    func contents(of path: DocumentPath) async throws -> [UInt8]? { await sink.contents(of: path) }
  }

  @Test("nothing of what a machine that failed did not let appear, and all of it when it does")
  func failedBefore() async throws {
    try await site.build()
    _ = try await site.deliver()
    try site.write("Uno", "Two", "Three")
    await #expect(throws: BrokenSink.Broken.self) {
      try await site.build(to: BrokenSink(sink: site.sink, appears: false))
    }
    #expect(try await site.waiting() == Self.documents("all", "tags/graphs"))
    #expect(try await site.deliver() == [])
    try await site.build()
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs"))
  }

  @Test("of what appeared before a machine failed")
  func failedAfter() async throws {
    try await site.build()
    _ = try await site.deliver()
    try site.write("Uno", "Two", "Three")
    await #expect(throws: BrokenSink.Broken.self) {
      try await site.build(to: BrokenSink(sink: site.sink, appears: true))
    }
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs"))
    try await site.build()
    #expect(try await site.deliver() == [])
  }

  @Test("of what they were not told, where a later build failed before it let anything appear")
  func earlier() async throws {
    try await site.build()
    try site.write("Uno", "Two", "Three")
    await #expect(throws: BrokenSink.Broken.self) {
      try await site.build(to: BrokenSink(sink: site.sink, appears: false))
    }
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs", "tags/vision"))
  }

  @Test("of what a build publishes while they are told of the version before")
  func meanwhile() async throws {
    try await site.build()
    let isFirst = Mutex(true)
    let site = site
    let round = try await site.publisher { topic, _ in
      guard
        isFirst.withLock({ first in
          defer { first = false }
          return first
        })
      else { return nil }
      do {
        try site.write("Uno", "Two", "Three")
        try await site.build()
        return nil
      } catch {
        return "\(error)"
      }
    }.deliver()
    #expect(round.told.count == 9)
    #expect(try await site.deliver() == Self.documents("all", "tags/graphs"))
  }

  @Test("as they want it: by a form with mode, url and topic, and 2xx is yes")
  func request() async throws {
    let server = try await WebServer()
    let client = PushClient(CallbackResolver())
    let topic = "https://example.org/feeds/tags/c%2B%2B.atom"
    #expect(await client.publish(topic, to: server.url + "/hub?a=b") == nil)
    let request = try #require(server.requests.first)
    #expect(request.method == "POST" && request.uri == "/hub?a=b")
    #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
    let form = WebForm(reading: request.body)
    #expect(form["hub.mode"] == "publish" && form["hub.url"] == topic && form["hub.topic"] == topic)
    server.answers { _ in .init(400, "unknown\ntopic") }
    #expect(await client.publish(topic, to: server.url) == "it answered 400: unknown topic")
    server.answers { _ in .init(302, headers: [("Location", "/elsewhere")]) }
    #expect(await client.publish(topic, to: server.url) == "it answered 302")
    #expect(await client.publish(topic, to: "http://127.0.0.1:1/")?.hasPrefix("it cannot be asked: ") == true)
    try await client.shutDown()
  }

  @Test("of what the outbox says, whatever else stands in it")
  func text() async throws {
    try await site.build()
    let outbox = try await site.state.outbox()
    #expect(outbox.notices.count == 9 && Outbox(outbox.text) == outbox)
    let broken = Array("{\"hub\": 1}\n\n[]\n{\"hub\":\"x\",\n".utf8) + outbox.text + outbox.text + [0xFF, 0x0A]
    #expect(Outbox(broken) == outbox)
    #expect(Outbox([]) == Outbox())
  }

  @Test("and documents name them: Atom and RSS by links, JSON Feed by hubs; without a key none does")
  func names() async throws {
    try await site.build()
    func text(_ path: String) async -> String {
      String(decoding: await site.sink.contents(of: DocumentPath(path)!) ?? [], as: UTF8.self)
    }
    #expect(await text("all.atom").contains(#"<link rel="hub" href="https://hub.example/"/>"#))
    #expect(await text("tags/graphs.rss").contains(#"<atom:link rel="hub" href="https://hub.example/"/>"#))
    #expect(await text("all.json").contains(#""hubs":[{"type":"WebSub","url":"https://hub.example/"}]"#))
    try site.configure(hub: #", "hub": "built-in""#)
    try await site.build()
    #expect(await text("all.atom").contains(#"<link rel="hub" href="https://example.org/feeds/hub"/>"#))
    try site.configure(hub: "")
    try await site.build()
    for path in await site.sink.documents.keys { #expect(await !text(path.string).contains("hub"), "\(path)") }
    #expect(site.state.read(.outbox) == nil)
  }

  @Test("that are addresses, each once; and networks that are networks")
  func configuration() throws {
    func problems(_ keys: String) throws -> String {
      try site.configure(hub: ", " + keys)
      do {
        _ = try Configuration.load(site.folder["config.json"])
        return ""
      } catch { return "\(error)" }
    }
    #expect(try problems(#""hub": "builtin""#).contains("neither the address of a hub nor"))
    #expect(try problems(#""hub": ["https://a.org/", "https://a.org"]"#).contains("given twice"))
    #expect(try problems(#""hub": []"#).contains("empty"))
    #expect(try problems(#""hubNetworks": ["10.0.0.0/99"]"#).contains("is no address"))
    #expect(try problems(#""hub": ["built-in", "https://a.org/"], "hubNetworks": "10.0.0.0/8""#) == "")
    let configuration = try Configuration.load(site.folder["config.json"])
    #expect(configuration.hub.address?.string == "https://example.org/feeds/hub")
    #expect(configuration.feeds.hubs.map(\.string) == ["https://example.org/feeds/hub", "https://a.org/"])
  }
}
