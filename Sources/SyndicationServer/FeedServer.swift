internal import Glibc
public import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTP2
internal import NIOPosix
internal import NIOSSL
public import ServiceLifecycle
internal import Synchronization
public import Syndication
public import SyndicationFolder
public import SyndicationSite

/// Serves over HTTP/1.1 and, where it has a certificate, HTTP/2: what builds of one site publish, from memory, the publication as
/// one value that is swapped whole; or the documents of many sites, by a `DocumentCache`.
public final class FeedServer: Service {
  /// Where it listens.
  public enum Listener: Sendable, Hashable {
    /// A name or an address of this machine; port 0 is one that is free.
    case address(host: String, port: Int)
    /// The path of a Unix socket.
    case unix(String)
    /// A socket that another process has opened, and listens on.
    case inherited(Int32)

    /// For messages.
    var name: String {
      switch self {
      // RFC 3986 §3.2.2.
      case .address(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      case .unix(let path): path
      case .inherited: "what systemd opened"
      }
    }
  }

  /// Where a server listens: at the sockets that systemd opened for this process; else where the options say; else where the
  /// settings do.
  public static func listeners(
    _ settings: ServingSettings, host: String?, port: Int?, socket: String?
  ) -> [Listener] {
    let inherited = SystemdSockets.inherited
    if !inherited.isEmpty { return inherited.map { .inherited($0) } }
    let isAddressed = host != nil || port != nil
    if let path = socket ?? (isAddressed ? nil : settings.socket) { return [.unix(path)] }
    return [.address(host: host ?? settings.host, port: port ?? settings.port)]
  }

  /// Those of the machine.
  public static var cores: Int { System.coreCount }

  private let service: FeedService
  /// Nil where it serves many sites.
  private let store: PublicationStore?
  private let listeners: [Listener]
  /// The address of the hub that this server is itself, since it began; nil where it is none.
  private let hub: AbsoluteURL?
  private let logger: Logger
  private let loops: MultiThreadedEventLoopGroup
  private let log: AccessLog?
  private let certificate: Mutex<NIOSSLContext?>
  private let bound = Mutex<[SocketAddress]>([])
  /// Whether it is bound, and to what.
  private let (started, start) = AsyncStream.makeStream(of: Void.self)

  /// - Parameters:
  ///   - configuration: the site's.
  ///   - listeners: at least one.
  ///   - threads: on how many it answers.
  /// - Throws: `CertificateError`; `FileError` for a log that it cannot write.
  public convenience init(
    _ configuration: Configuration, on listeners: [Listener], endpoints: [any Endpoint] = [],
    threads: Int = FeedServer.cores, measuring registry: MetricsRegistry = MetricsRegistry(), logger: Logger
  ) throws {
    let metrics = ServerMetrics(registry)
    let store = PublicationStore(counting: metrics)
    let service = FeedService(
      configuration.serving, serving: store, at: AbsoluteURL.percentDecoded(configuration.feeds.url.path) ?? "/",
      endpoints: endpoints, counting: metrics)
    try self.init(
      service, store, on: listeners, hub: configuration.hub.address, threads: threads, logger: logger)
  }

  /// - Parameters:
  ///   - documents: those of many sites.
  ///   - listeners: at least one.
  ///   - threads: on how many it answers.
  /// - Throws: `CertificateError`; `FileError` for a log that it cannot write.
  public convenience init(
    serving documents: DocumentCache, _ settings: ServingSettings, on listeners: [Listener],
    threads: Int = FeedServer.cores, measuring registry: MetricsRegistry, logger: Logger
  ) throws {
    let metrics = ServerMetrics(registry)
    try self.init(
      FeedService(settings, serving: documents, counting: metrics), nil, on: listeners, hub: nil, threads: threads,
      logger: logger)
  }

  private init(
    _ service: FeedService, _ store: PublicationStore?, on listeners: [Listener], hub: AbsoluteURL?, threads: Int,
    logger: Logger
  ) throws {
    let settings = service.settings
    self.service = service
    self.store = store
    self.listeners = listeners
    self.hub = hub
    self.logger = logger
    log = try settings.accessLog.map { path in try AccessLog(path) }
    certificate = Mutex(try settings.tls.map(FeedServer.context))
    loops = MultiThreadedEventLoopGroup(numberOfThreads: threads)
  }

  /// What builds publish to, so that it is served: a folder, and the memory beside it. Of a server of many sites, the folder alone.
  public func sink(over folder: DirectorySink, _ configuration: Configuration) -> any Sink {
    guard let store else { return folder }
    service.use(configuration.serving)
    if configuration.hub.address != hub {
      logger.warning(
        "\(configuration.file)#/hub: the built-in hub begins, and ends, with the server: restart it")
    }
    let hubs = configuration.feeds.hubs.map(\.string)
    return ServingSink(
      folder, serving: store,
      said: Wording(
        url: configuration.feeds.url, maxAge: Int(configuration.serving.maxAge.components.seconds), hubs: hubs))
  }

  /// The feed's document that is served at an address of the site, whole, and its type; nil where there is none.
  public func feed(at address: String) -> (mediaType: String, body: [UInt8])? {
    guard let site = store?.site, address.hasPrefix(site.wording.url.string),
      let path = AbsoluteURL.percentDecoded(address.dropFirst(site.wording.url.string.count)).flatMap(
        DocumentPath.init),
      // It has one address.
      site.wording.url.appending(path: path.string).string == address, let document = site.documents[path],
      let format = document.kind.format.flatMap(FeedFormats.named)
    else { return nil }
    return (format.mediaType, Array(document.identity.body.readableBytesView))
  }

  /// To be told what a watch tells of.
  public func note(_ event: WatchEvent) { store?.note(event) }

  /// Reads the certificate again, and goes on in the log's file anew: where that fails, all stays as it was, and it is logged.
  public func reload() {
    if let tls = service.settings.tls {
      do {
        let context = try FeedServer.context(tls)
        certificate.withLock { $0 = context }
      } catch { logger.error("the certificate \(tls.certificate) with the key \(tls.key) stays as it was: \(error)") }
    }
    do { try log?.reopen() } catch { logger.error("the access log stays as it was: \(error)") }
  }

  /// The ports that it listens on, once it does.
  public var ports: [Int] {
    get async {
      for await _ in started { break }
      return bound.withLock { $0.compactMap(\.port) }
    }
  }

  /// Serves until a graceful shutdown: then it answers what it was asked, and closes.
  ///
  /// - Throws: `ListeningError`.
  public func run() async throws {
    FeedServer.raiseDescriptorLimit(to: service.settings.connections)
    let dates = try await dateLines()
    var channels: [any Channel] = []
    do {
      for listener in listeners {
        do { channels.append(try await open(listener, dates)) } catch {
          throw ListeningError(error, at: listener.name) ?? error
        }
      }
    } catch {
      for channel in channels { channel.close(promise: nil) }
      start.finish()
      throw error
    }
    bound.withLock { $0 = channels.compactMap(\.localAddress) }
    for channel in channels { logger.info("listening on \(FeedServer.name(of: channel, isSecure: isSecure))") }
    start.finish()
    let stops = channels.map(ServerStop.init)
    await withGracefulShutdownHandler {
      await withTaskCancellationHandler {
        for stop in stops { await stop.done() }
      } onCancel: {
        for stop in stops { stop.begin() }
      }
    } onGracefulShutdown: {
      for stop in stops { stop.begin() }
    }
    for case .unix(let path) in listeners { unlink(path) }
    log?.flush()
    try await loops.shutdownGracefully()
  }

  private var isSecure: Bool { certificate.withLock { $0 != nil } }

  // MARK: - Listening

  typealias Dates = [ObjectIdentifier: NIOLoopBound<DateLine>]

  private func dateLines() async throws -> Dates {
    var dates: Dates = [:]
    for loop in loops.makeIterator() {
      dates[ObjectIdentifier(loop)] = try await loop.submit { NIOLoopBound(DateLine(), eventLoop: loop) }.get()
    }
    return dates
  }

  private func open(_ listener: Listener, _ dates: Dates) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: loops)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { [service] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptHandler(service))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { [self] channel in configure(channel, dates) }
    switch listener {
    case .address(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
    case .unix(let path):
      // Where somebody answers, it is no leftover.
      if let other = try? await ClientBootstrap(group: loops).connect(unixDomainSocketPath: path).get() {
        other.close(promise: nil)
        throw IOError(errnoCode: EADDRINUSE, reason: "bind")
      }
      return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
    case .inherited(let descriptor): return try await bootstrap.withBoundSocket(descriptor).get()
    }
  }

  /// Prepares a connection for what it is asked.
  func configure(_ channel: any Channel, _ dates: Dates) -> EventLoopFuture<Void> {
    guard let context = certificate.withLock({ $0 }) else {
      return channel.eventLoop.makeCompletedFuture { try addHTTP1(to: channel, dates) }
    }
    // Whoever never comes to speak HTTP has no handler that would end it.
    let handshake = channel.eventLoop.scheduleTask(in: ConnectionLimits.head) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in handshake.cancel() }
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }.flatMap { [self] in
      channel.configureHTTP2SecureUpgrade(
        h2ChannelConfigurator: { [self] channel in
          handshake.cancel()
          return addHTTP2(to: channel, dates)
        },
        http1ChannelConfigurator: { [self] channel in
          handshake.cancel()
          return channel.eventLoop.makeCompletedFuture { try addHTTP1(to: channel, dates) }
        })
    }
  }

  private func addHTTP1(to channel: any Channel, _ dates: Dates) throws {
    let decoder = HTTPRequestDecoder(
      leftOverBytesStrategy: .dropBytes, limitConfiguration: ConnectionLimits.decoder)
    let handler = HTTP1Handler(
      service, dates[ObjectIdentifier(channel.eventLoop)]!.value,
      peer: channel.remoteAddress.flatMap(NetworkAddress.init), logging: log)
    try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(decoder), handler)
  }

  private func addHTTP2(to channel: any Channel, _ dates: Dates) -> EventLoopFuture<Void> {
    let peer = channel.remoteAddress.flatMap(NetworkAddress.init)
    return channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandlers(
        IdleStateHandler(allTimeout: ConnectionLimits.idle), HTTP2ConnectionHandler())
    }.flatMap { [service, log] in
      channel.configureHTTP2Pipeline(
        mode: .server,
        initialLocalSettings: [
          HTTP2Setting(parameter: .maxConcurrentStreams, value: 100),
          HTTP2Setting(parameter: .maxHeaderListSize, value: 32_768),
        ]
      ) { stream in
        stream.eventLoop.makeCompletedFuture {
          try stream.pipeline.syncOperations.addHandlers(
            HTTP2FramePayloadToHTTP1ServerCodec(),
            HTTP2StreamHandler(
              service, dates[ObjectIdentifier(stream.eventLoop)]!.value, peer: peer, logging: log))
        }
      }.map { _ in }
    }
  }

  private static func context(_ tls: ServingSettings.TLS) throws -> NIOSSLContext {
    do {
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["h2", "http/1.1"]
      return try NIOSSLContext(configuration: configuration)
    } catch { throw CertificateError(error, of: tls) ?? error }
  }

  private static func name(of channel: any Channel, isSecure: Bool) -> String {
    guard let address = channel.localAddress else { return "a socket" }
    if let path = address.pathname, !path.isEmpty { return path }
    let host = address.ipAddress ?? ""
    return "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(address.port ?? 0)/"
  }

  /// Each connection takes a descriptor.
  private static func raiseDescriptorLimit(to connections: Int) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(connections + 256)))
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

/// How one listening socket ends: it accepts no more, and its connections have a while to end.
private final class ServerStop: Sendable {
  private let channel: any Channel
  private let promise: EventLoopPromise<Void>

  init(_ channel: any Channel) {
    self.channel = channel
    promise = channel.eventLoop.makePromise()
  }

  func begin() {
    channel.eventLoop.execute { [channel, promise] in
      guard let handler = try? channel.pipeline.syncOperations.handler(type: AcceptHandler.self) else {
        return promise.succeed()
      }
      channel.close(promise: nil)
      handler.stop(promise)
      let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
      channel.eventLoop.scheduleTask(in: .seconds(10)) { bound.value.closeAll() }
    }
  }

  func done() async { try? await promise.futureResult.get() }
}
