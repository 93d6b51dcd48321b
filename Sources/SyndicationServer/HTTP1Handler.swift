internal import NIOCore
internal import NIOHTTP1
internal import Syndication
internal import SyndicationSite

/// One connection of HTTP/1.1 or 1.0: behind NIO's decoder, and with no encoder, as heads are made before.
final class HTTP1Handler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let service: FeedService
  private let date: DateLine
  private let log: AccessLog?
  /// Nil of a Unix socket.
  private let peer: NetworkAddress?

  private var scratch = ByteBuffer()
  /// The one that is being read, and its body where an endpoint is to have it.
  private var head: HTTPRequestHead?
  private var request: Request?
  private var path = ""
  private var endpoint: (any Endpoint)?
  private var body: [UInt8] = []
  private var bodySize = 0
  private var keeps = true
  /// While an endpoint answers, what follows waits.
  private var isAnswering = false
  private var waiting: [HTTPServerRequestPart] = []
  /// The client sends nothing more.
  private var isInputClosed = false
  /// Nothing more is answered.
  private var isClosing = false
  /// And our half is closed.
  private var isHalfClosed = false
  /// The next answer is the last.
  private var isQuiescing = false
  private var isReadHeld = false
  private var sawPart = false

  private var lastActive: NIODeadline = .uptimeNanoseconds(0)
  /// When the first bytes of a head came that is not whole yet.
  private var headStarted: NIODeadline?
  private var lastPending = 0
  private var timer: NIOScheduledCallback?

  init(_ service: FeedService, _ date: DateLine, peer: NetworkAddress?, logging log: AccessLog? = nil) {
    self.service = service
    self.date = date
    self.peer = peer
    self.log = log
  }

  func handlerAdded(context: ChannelHandlerContext) {
    lastActive = context.eventLoop.now
    if context.channel.isActive { arm(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    arm(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    context.fireChannelInactive()
  }

  // MARK: - Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    sawPart = true
    let part = unwrapInboundIn(data)
    if isAnswering { waiting.append(part) } else { take(part, context) }
  }

  private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    if isClosing { return }
    switch part {
    case .head(let head): begin(head, context)
    case .body(let bytes):
      bodySize += bytes.readableBytes
      if bodySize > ConnectionLimits.body {
        refuse(413, "That is too much.", context)
      } else if endpoint != nil {
        body += bytes.readableBytesView
      }
    case .end: if request != nil { finish(context) }
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    headStarted = nil
    lastActive = context.eventLoop.now
    let request = Request(head)
    self.request = request
    (endpoint, body, bodySize) = (nil, [], 0)
    keeps = head.isKeepAlive && !isQuiescing
    if let flaw = request.flaw { return refuse(flaw.status, flaw.sentence, context) }
    if let coding = request.transferCoding, coding.lowercased() != "chunked" {
      return refuse(501, "Bodies come in chunks, or as they are.", context)
    }
    if let expectation = request.expectation, expectation.lowercased() != "100-continue" {
      return refuse(417, "Nothing but 100-continue can be expected.", context)
    }
    path = request.resource!
    endpoint = service.endpoints[path]
    if endpoint != nil {
      self.head = head
      if let length = request.bodyLength.flatMap({ Int($0) }), length > ConnectionLimits.body {
        refuse(413, "That is too much.", context)
      } else if request.expectation != nil {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
      }
    } else if request.hasBody {
      // Nothing here wants one: the answer does not wait for it, and nothing behind it is taken for a request.
      keeps = false
      finish(context)
    }
  }

  private func finish(_ context: ChannelHandlerContext) {
    guard let request else { return }
    self.request = nil
    let (client, refusal) = service.admission(of: request, at: path, from: peer, now: context.eventLoop.now)
    if let refusal {
      answer(refusal, to: request, of: client, context)
    } else if let endpoint, let head {
      ask(endpoint, request, head, of: client, context)
    } else {
      switch service.answer(request, at: path, of: client) {
      case .now(let answer): self.answer(answer, to: request, of: client, context)
      case .later(let find):
        let path = path
        wait(for: find, request, of: client, context) { [service] found in
          service.answer(request, at: path, of: client, with: found)
        }
      }
    }
  }

  private func ask(
    _ endpoint: any Endpoint, _ request: Request, _ head: HTTPRequestHead, of client: NetworkAddress?,
    _ context: ChannelHandlerContext
  ) {
    let whole = EndpointRequest(request, head, at: path, body, of: client)
    (body, self.head) = ([], nil)
    wait(for: { await endpoint.answer(whole) }, request, of: client, context, by: Answer.init)
  }

  /// Answers a request once something is known; what comes behind it waits.
  private func wait<Value: Sendable>(
    for find: @escaping @Sendable () async -> Value, _ request: Request, of client: NetworkAddress?,
    _ context: ChannelHandlerContext, by answer: @escaping (Value) -> Answer
  ) {
    isAnswering = true
    let promise = context.eventLoop.makePromise(of: Value.self)
    promise.completeWithTask { await find() }
    promise.futureResult.assumeIsolated().whenSuccess { [self] value in
      isAnswering = false
      guard context.channel.isActive else { return }
      self.answer(answer(value), to: request, of: client, context)
      context.flush()
      let parts = waiting
      waiting = []
      for part in parts { if isAnswering { waiting.append(part) } else { take(part, context) } }
      context.flush()
      if isInputClosed, !isAnswering { linger(context) }
      release(context)
    }
  }

  // MARK: - Answers

  private func answer(
    _ answer: Answer, to request: Request, of client: NetworkAddress?, _ context: ChannelHandlerContext
  ) {
    write(answer, isHead: request.method == .head, isOld: request.version.minor == 0, context)
    log?.note(request, answer, of: client)
    lastActive = context.eventLoop.now
    if !keeps { linger(context) }
  }

  private func write(_ answer: Answer, isHead: Bool, isOld: Bool, _ context: ChannelHandlerContext) {
    scratch.clear()
    var body: ByteBuffer?
    switch answer {
    case .whole(let form, let fields):
      scratch.writeImmutableBuffer(form.head)
      if !fields.isEmpty { scratch.writeString(fields.lines) }
      body = form.body
    case .notModified(let form, let fields):
      scratch.writeImmutableBuffer(form.notModifiedHead)
      if !fields.isEmpty { scratch.writeString(fields.lines) }
    case .made(let response):
      scratch.writeString("HTTP/1.1 \(response.status) \(response.reason)\r\n")
      scratch.writeString(response.fields.lines)
      if response.mayHaveBody {
        scratch.writeString("Content-Length: \(response.body.readableBytes)\r\n")
        body = response.body
      }
    }
    date.write(to: &scratch, keeps: keeps, isOld: isOld)
    context.write(wrapOutboundOut(scratch), promise: nil)
    if !isHead, let body, body.readableBytes > 0 { context.write(wrapOutboundOut(body), promise: nil) }
  }

  /// Answers what is no good request, after which nobody knows where the next one begins.
  private func refuse(_ status: Int, _ sentence: String, _ context: ChannelHandlerContext) {
    let request = request
    self.request = nil
    keeps = false
    let answer = Answer.text(status, sentence)
    service.metrics.others.note(status, bytes: answer.length)
    write(answer, isHead: request?.method == .head, isOld: false, context)
    if let request { log?.note(request, answer, of: peer) }
    linger(context)
  }

  /// The answer goes out, then our half closes; the client's half is read and dropped for a moment, lest a reset overtake the
  /// answer (RFC 9112 §9.6).
  private func linger(_ context: ChannelHandlerContext) {
    guard !isClosing else { return }
    isClosing = true
    // What is yet to be written would be dropped where the client has closed its half: this write comes behind it.
    let written = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    written.futureResult.assumeIsolated().whenComplete { [self] _ in
      guard context.channel.isActive else { return }
      if isInputClosed { return context.close(promise: nil) }
      context.close(mode: .output, promise: nil)
      isHalfClosed = true
      schedule(in: ConnectionLimits.linger, context) { context in context.close(promise: nil) }
    }
    release(context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Bytes came, and the decoder made nothing of them: a head has begun.
    if !sawPart, request == nil, !isClosing, !isAnswering, headStarted == nil { headStarted = context.eventLoop.now }
    sawPart = false
    context.flush()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isClosing else { return }
    guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
    switch error {
    case .headerOverflow: refuse(431, "The head is too large.", context)
    case .invalidVersion: refuse(505, "HTTP/1.1 is spoken here.", context)
    case .invalidMethod: refuse(501, "That method is unknown here.", context)
    case .invalidEOFState, .closedConnection: context.close(promise: nil)
    default: refuse(400, "That is no request.", context)
    }
  }

  // MARK: - Clients that are slow, or have had enough

  /// Who does not take answers is not read from.
  func read(context: ChannelHandlerContext) {
    if isClosing || context.channel.isWritable && !isAnswering { context.read() } else { isReadHeld = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    release(context)
    context.fireChannelWritabilityChanged()
  }

  private func release(_ context: ChannelHandlerContext) {
    guard isReadHeld, isClosing || context.channel.isWritable && !isAnswering else { return }
    isReadHeld = false
    context.read()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case is ChannelShouldQuiesceEvent:
      isQuiescing = true
      if request == nil, headStarted == nil, !isAnswering { linger(context) }
    case ChannelEvent.inputClosed:
      // What was asked before is answered; then both halves are closed.
      isInputClosed = true
      if isHalfClosed { context.close(promise: nil) } else if !isAnswering { linger(context) }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  private func arm(_ context: ChannelHandlerContext) {
    schedule(in: ConnectionLimits.tick, context) { [unowned self] context in check(context) }
  }

  private func check(_ context: ChannelHandlerContext) {
    let now = context.eventLoop.now
    if !isClosing, let start = headStarted ?? (request == nil ? nil : lastActive), now - start >= ConnectionLimits.head
    {
      return refuse(408, "That took too long.", context)
    }
    let pending = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    if pending > 0 {
      if pending != lastPending {
        lastPending = pending
        lastActive = now
      } else if now - lastActive >= ConnectionLimits.write {
        return context.close(promise: nil)
      }
    } else if request == nil, headStarted == nil, !isAnswering, now - lastActive >= ConnectionLimits.idle {
      return context.close(promise: nil)
    }
    arm(context)
  }

  private struct Callback: NIOScheduledCallbackHandler {
    let context: ChannelHandlerContext
    let action: (ChannelHandlerContext) -> Void

    func handleScheduledCallback(eventLoop: some EventLoop) { action(context) }
  }

  private func schedule(
    in delay: TimeAmount, _ context: ChannelHandlerContext, _ action: @escaping (ChannelHandlerContext) -> Void
  ) {
    timer?.cancel()
    timer = try? context.eventLoop.assumeIsolated()
      .scheduleCallback(in: delay, handler: Callback(context: context, action: action))
  }
}
