internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import ServiceLifecycle
internal import Syndication
internal import SyndicationServer

/// Answers who looks after a worker: whether it lives, is ready, and what it has done.
struct StatusServer: Service {
  let host: String
  let port: Int
  let worker: Worker
  let registry: MetricsRegistry
  let logger: Logger

  func run() async throws {
    // RFC 3986 §3.2.2.
    let name = host.contains(":") ? "[\(host)]" : host
    let channel: any Channel
    do {
      channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { [self] channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline()
            try channel.pipeline.syncOperations.addHandler(Handler(server: self))
          }
        }
        .bind(host: host, port: port).get()
    } catch { throw ListeningError(error, at: "\(name):\(port)") ?? error }
    logger.info("answers at http://\(name):\(channel.localAddress?.port ?? port)/readyz")
    // Also where the worker fails: else the process would stay, and do nothing.
    try await cancelWhenGracefulShutdown {
      try await withTaskCancellationHandler {
        try await channel.closeFuture.get()
      } onCancel: {
        channel.close(promise: nil)
      }
    }
  }

  private func answer(_ path: Substring) -> (status: HTTPResponseStatus, type: String, body: String) {
    switch path {
    case "/healthz": return (.ok, "text/plain", "alive\n")
    case "/readyz":
      let status = worker.currentStatus
      var json = JSONWriter()
      json.object { json in
        json.string("status", status.isReady ? "ready" : "waiting")
        json.string("published", status.published.map { Timestamp(seconds: $0).rfc3339 })
        json.boolean("failed", status.hasFailed)
      }
      return (
        status.isReady ? .ok : .serviceUnavailable, "application/json",
        String(decoding: json.bytes, as: UTF8.self) + "\n"
      )
    case "/metrics": return (.ok, "text/plain; version=0.0.4; charset=utf-8", registry.text)
    default: return (.notFound, "text/plain", "There is nothing here.\n")
    }
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: StatusServer
    private var head: HTTPRequestHead?

    init(server: StatusServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): self.head = head
      case .body: break
      case .end:
        guard let head else { return }
        let (status, type, body) = server.answer(head.uri.prefix { $0 != "?" })
        let fields = [
          ("Content-Type", type), ("Content-Length", "\(body.utf8.count)"), ("Cache-Control", "no-store"),
        ]
        let response = HTTPResponseHead(version: head.version, status: status, headers: HTTPHeaders(fields))
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        if head.method != .HEAD {
          context.write(wrapOutboundOut(.body(.byteBuffer(.init(string: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
