import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A server of HTTP on loopback that notes what it is asked, and answers as a test wants it to.
final class WebServer: Sendable {
  struct Request: Sendable {
    var method: String
    var uri: String
    var headers: [String: String]
    var body: [UInt8]

    var path: String { String(uri.prefix { $0 != "?" }) }
    var query: String { String(uri.drop { $0 != "?" }.dropFirst()) }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  struct Answer: Sendable {
    var status = 200
    var body: [UInt8] = []
    var headers: [(String, String)] = []

    init(_ status: Int = 200, _ text: String = "", headers: [(String, String)] = []) {
      self.status = status
      body = Array(text.utf8)
      self.headers = headers
    }
  }

  /// Nil for an answer that does not come before `release`.
  typealias Responder = @Sendable (Request) -> Answer?

  private let noted = Mutex<[Request]>([])
  private let held = Mutex<[@Sendable (Answer) -> Void]>([])
  private let responder: Mutex<Responder>
  private let channel: any Channel

  init(_ responder: @escaping Responder = { _ in Answer() }) async throws {
    self.responder = Mutex(responder)
    let box = Box()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 4_096)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler { box.server?.answer($0, by: $1) })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    box.set(self)
  }

  deinit { channel.close(promise: nil) }

  var port: Int { channel.localAddress!.port! }
  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { noted.withLock { $0 } }

  func answers(_ responder: @escaping Responder) { self.responder.withLock { $0 = responder } }
  func forget() { noted.withLock { $0 = [] } }

  /// Answers what was not answered so far.
  func release(_ answer: Answer) {
    for send in held.withLock({ held in
      defer { held = [] }
      return held
    }) { send(answer) }
  }

  private func answer(_ request: Request, by send: @escaping @Sendable (Answer) -> Void) {
    let answer = responder.withLock { $0 }(request)
    if answer == nil { held.withLock { $0.append(send) } }
    noted.withLock { $0.append(request) }
    if let answer { send(answer) }
  }

  private final class Box: Sendable {
    private let held = Mutex<WeakServer>(WeakServer())
    var server: WebServer? { held.withLock { $0.server } }
    func set(_ server: WebServer) { held.withLock { $0.server = server } }
  }

  private struct WeakServer { weak var server: WebServer? }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let answer: (Request, @escaping @Sendable (Answer) -> Void) -> Void
    private var request: Request?

    init(_ answer: @escaping (Request, @escaping @Sendable (Answer) -> Void) -> Void) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { $0 + ", " + $1 }
        request = Request(method: head.method.rawValue, uri: head.uri, headers: headers, body: [])
      case .body(let part): request?.body += Array(part.readableBytesView)
      case .end:
        guard let request else { return }
        let channel = context.channel
        answer(request) { answer in
          var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status))
          for (name, value) in answer.headers { head.headers.add(name: name, value: value) }
          head.headers.replaceOrAdd(name: "Content-Length", value: "\(answer.body.count)")
          channel.write(HTTPServerResponsePart.head(head), promise: nil)
          channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: answer.body))), promise: nil)
          channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
      }
    }
  }
}

struct NeverHappened: Error {}

/// Waits until `condition` holds, for as long as no machine takes.
func eventually(_ condition: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(600)
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw NeverHappened() }
    try await Task.sleep(for: .milliseconds(5))
  }
}
