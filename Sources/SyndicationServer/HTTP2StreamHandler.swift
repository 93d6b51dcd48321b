internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import Syndication
internal import SyndicationSite

/// One request of HTTP/2: behind NIO's codec.
final class HTTP2StreamHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let service: FeedService
  private let date: DateLine
  private let log: AccessLog?
  private let peer: NetworkAddress?
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private var isAnswered = false

  init(_ service: FeedService, _ date: DateLine, peer: NetworkAddress?, logging log: AccessLog?) {
    self.service = service
    self.date = date
    self.peer = peer
    self.log = log
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(let bytes):
      guard !isAnswered else { return }
      if body.count + bytes.readableBytes > ConnectionLimits.body {
        if let head { answer(.text(413, "That is too much."), to: Request(head), of: peer, context) }
      } else {
        body += bytes.readableBytesView
      }
    case .end: if let head, !isAnswered { finish(head, context) }
    }
  }

  private func finish(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let request = Request(head)
    if let flaw = request.flaw { return answer(.text(flaw.status, flaw.sentence), to: request, of: peer, context) }
    let path = request.resource!
    let (client, refusal) = service.admission(of: request, at: path, from: peer, now: context.eventLoop.now)
    if let refusal {
      answer(refusal, to: request, of: client, context)
    } else if let endpoint = service.endpoints[path] {
      let whole = EndpointRequest(request, head, at: path, body, of: client)
      wait(for: { await endpoint.answer(whole) }, request, of: client, context, by: Answer.init)
    } else {
      switch service.answer(request, at: path, of: client) {
      case .now(let answer): self.answer(answer, to: request, of: client, context)
      case .later(let find):
        wait(for: find, request, of: client, context) { [service] found in
          service.answer(request, at: path, of: client, with: found)
        }
      }
    }
  }

  private func wait<Value: Sendable>(
    for find: @escaping @Sendable () async -> Value, _ request: Request, of client: NetworkAddress?,
    _ context: ChannelHandlerContext, by answer: @escaping (Value) -> Answer
  ) {
    let promise = context.eventLoop.makePromise(of: Value.self)
    promise.completeWithTask { await find() }
    promise.futureResult.assumeIsolated().whenSuccess { [self] value in
      self.answer(answer(value), to: request, of: client, context)
    }
  }

  private func answer(
    _ answer: Answer, to request: Request, of client: NetworkAddress?, _ context: ChannelHandlerContext
  ) {
    isAnswered = true
    guard context.channel.isActive else { return }
    var fields: [Field]
    var body: ByteBuffer?
    switch answer {
    case .whole(let form, let more): (fields, body) = (form.fields + more, form.body)
    case .notModified(let form, let more): fields = form.notModifiedFields + more
    case .made(let response): (fields, body) = (response.fields, response.mayHaveBody ? response.body : nil)
    }
    if let body { fields.append(("Content-Length", "\(body.readableBytes)")) }
    fields.append(("Date", date.value))
    let head = HTTPResponseHead(
      version: .http2, status: HTTPResponseStatus(statusCode: answer.status),
      headers: HTTPHeaders(fields.map { ($0.name, $0.value) }))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if let body, request.method != .head, body.readableBytes > 0 {
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    log?.note(request, answer, of: client)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Closes a connection of HTTP/2 on which nothing happens, or that is to end.
final class HTTP2ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = Any

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is IdleStateHandler.IdleStateEvent: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent:
      // Streams that are open are answered meanwhile.
      let channel = context.channel
      context.eventLoop.scheduleTask(in: ConnectionLimits.linger) { channel.close(promise: nil) }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
