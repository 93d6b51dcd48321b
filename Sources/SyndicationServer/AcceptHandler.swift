internal import Glibc
internal import NIOCore
internal import Syndication
internal import SyndicationSite

/// The connections of a listening socket: how many there are, of whom, and that a stop can tell them. It lives on the loop that
/// accepts.
final class AcceptHandler: ChannelDuplexHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel
  typealias OutboundIn = Never

  private let service: FeedService
  private var open: [ObjectIdentifier: (channel: any Channel, network: NetworkAddress?)] = [:]
  private var counts: [NetworkAddress: Int] = [:]
  /// Told when the last one has closed.
  private var stopped: EventLoopPromise<Void>?
  private var isReadHeld = false
  /// While there are no descriptors.
  private var isResting = false

  init(_ service: FeedService) { self.service = service }

  private var isFull: Bool { isResting || open.count >= service.settings.connections }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let channel = unwrapInboundIn(data)
    let network = channel.remoteAddress.flatMap(NetworkAddress.init)?.network
    if let network, !network.isLoopback, counts[network, default: 0] >= service.settings.connectionsPerAddress {
      return channel.close(promise: nil)
    }
    open[ObjectIdentifier(channel)] = (channel, network)
    if let network { counts[network, default: 0] += 1 }
    service.metrics.note(openConnections: open.count)
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
      let (handler, context) = bound.value
      handler.drop(channel, context)
    }
    context.fireChannelRead(data)
  }

  /// What is not accepted waits in the kernel's queue.
  func read(context: ChannelHandlerContext) { if isFull { isReadHeld = true } else { context.read() } }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? IOError, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) else {
      return context.fireErrorCaught(error)
    }
    // Asked again at once, the kernel would say the same.
    isResting = true
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .milliseconds(200)) {
      let (handler, context) = bound.value
      handler.isResting = false
      handler.release(context)
    }
  }

  /// Asks all to close once what they were asked is answered.
  ///
  /// - Parameter promise: is kept when all have.
  func stop(_ promise: EventLoopPromise<Void>) {
    stopped = promise
    if open.isEmpty { return promise.succeed() }
    for (channel, _) in open.values { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
  }

  func closeAll() { for (channel, _) in open.values { channel.close(promise: nil) } }

  private func drop(_ channel: any Channel, _ context: ChannelHandlerContext) {
    guard let (_, network) = open.removeValue(forKey: ObjectIdentifier(channel)) else { return }
    if let network, let count = counts[network] { counts[network] = count > 1 ? count - 1 : nil }
    service.metrics.note(openConnections: open.count)
    if open.isEmpty { stopped?.succeed() }
    release(context)
  }

  private func release(_ context: ChannelHandlerContext) {
    guard isReadHeld, !isFull, context.channel.isActive else { return }
    isReadHeld = false
    context.read()
  }
}

extension NetworkAddress {
  /// Nil of a Unix socket.
  init?(_ address: SocketAddress) {
    guard let text = address.ipAddress else { return nil }
    // Without the zone of a link's own address.
    self.init(String(text.prefix { $0 != "%" }))
  }
}
