import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A proxy on loopback in front of a store, which loses, refuses and delays as a test wants it to.
final class FaultyProxy: Sendable {
  /// What becomes of a request.
  enum Fate: Sendable {
    case passes
    /// It is answered so, and the store hears nothing.
    case answered(Int)
    /// The connection ends, and the store hears nothing.
    case lost
    /// The store hears it, and the connection ends without an answer.
    case answerLost
    /// It passes when that is done, and not before.
    case held(@Sendable () async -> Void)
  }

  struct Request: Sendable {
    var method: String
    var uri: String
    /// Of all requests, from 0.
    var number: Int

    var key: String { String(uri.prefix { $0 != "?" }.drop { $0 == "/" }.drop { $0 != "/" }.dropFirst()) }
  }

  private let channel: any Channel
  private let client: HTTPClient
  private let noted = Mutex<[Request]>([])
  private let fate: Mutex<@Sendable (Request) -> Fate>

  /// - Parameter port: the store's.
  init(to port: Int, _ fate: @escaping @Sendable (Request) -> Fate = { _ in .passes }) async throws {
    self.fate = Mutex(fate)
    var configuration = HTTPClient.Configuration()
    // That the store is not there is told at once.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    let proxy = Mutex<WeakProxy>(WeakProxy())
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 256)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            Handler { head, body, channel in
              let proxy = proxy.withLock { $0.proxy }
              Task { await proxy?.serve(head, body, on: channel, from: port) }
            })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    proxy.withLock { $0.proxy = self }
  }

  deinit {
    channel.close(promise: nil)
    Task { [client] in try? await client.shutdown().get() }
  }

  var port: Int { channel.localAddress!.port! }
  var requests: [Request] { noted.withLock { $0 } }

  func forget() { noted.withLock { $0 = [] } }
  func gives(_ fate: @escaping @Sendable (Request) -> Fate) { self.fate.withLock { $0 = fate } }

  private func serve(_ head: HTTPRequestHead, _ body: ByteBuffer, on channel: any Channel, from port: Int) async {
    let request = noted.withLock { noted in
      noted.append(Request(method: head.method.rawValue, uri: head.uri, number: noted.count))
      return noted.last!
    }
    let fate = fate.withLock { $0 }(request)
    switch fate {
    case .answered(let status):
      return answer(HTTPResponseHead(version: .http1_1, status: .init(statusCode: status)), ByteBuffer(), on: channel)
    case .lost: return channel.close(promise: nil)
    case .held(let release): await release()
    case .passes, .answerLost: break
    }
    var message = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(head.uri)")
    message.method = head.method
    // Its host, which is signed, among them.
    message.headers = head.headers
    if head.method == .PUT { message.body = .bytes(body) }
    guard let response = try? await client.execute(message, timeout: .seconds(60)),
      let bytes = try? await response.body.collect(upTo: 1 << 24)
    else { return channel.close(promise: nil) }
    if case .answerLost = fate { return channel.close(promise: nil) }
    answer(HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers), bytes, on: channel)
  }

  private func answer(_ head: HTTPResponseHead, _ body: ByteBuffer, on channel: any Channel) {
    var head = head
    if head.headers["content-length"].isEmpty {
      head.headers.add(name: "content-length", value: "\(body.readableBytes)")
    }
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    if body.readableBytes > 0 { channel.write(HTTPServerResponsePart.body(.byteBuffer(body)), promise: nil) }
    channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
  }

  private struct WeakProxy { weak var proxy: FaultyProxy? }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let serve: @Sendable (HTTPRequestHead, ByteBuffer, any Channel) -> Void
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()

    init(_ serve: @escaping @Sendable (HTTPRequestHead, ByteBuffer, any Channel) -> Void) { self.serve = serve }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): (self.head, body) = (head, ByteBuffer())
      case .body(var part): body.writeBuffer(&part)
      case .end: head.map { serve($0, body, context.channel) }
      }
    }
  }
}

/// A server on loopback that answers with more than anybody asked for.
final class FloodServer: Sendable {
  private let channel: any Channel
  private let count = Mutex(0)
  var port: Int { channel.localAddress!.port! }
  var requests: Int { count.withLock { $0 } }

  init(bytes: Int) async throws {
    let counted = Box()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(bytes) { counted.server?.count.withLock { $0 += 1 } })
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    counted.set(self)
  }

  deinit { channel.close(promise: nil) }

  private final class Box: Sendable {
    private struct Weak { weak var server: FloodServer? }
    private let held = Mutex(Weak())
    var server: FloodServer? { held.withLock { $0.server } }
    func set(_ server: FloodServer) { held.withLock { $0.server = server } }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    private let bytes: Int
    private let asked: () -> Void

    init(_ bytes: Int, _ asked: @escaping () -> Void) { (self.bytes, self.asked) = (bytes, asked) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      guard case .end = unwrapInboundIn(data) else { return }
      asked()
      // Without a length that would tell it at once.
      let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["etag": "\"a\""])
      context.write(NIOAny(HTTPServerResponsePart.head(head)), promise: nil)
      let part = ByteBuffer(repeating: 0x20, count: 1 << 20)
      for _ in 0...bytes >> 20 {
        context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(part))), promise: nil)
      }
      context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: nil)
    }
  }
}
