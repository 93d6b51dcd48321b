internal import ArgumentParser
internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Syndication
internal import SyndicationOptions
internal import SyndicationServer
internal import SyndicationSite
internal import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = ServeOptions.command

  @OptionGroup var options: ServeOptions

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let logger = Logger(label: "syndicate")
    do {
      let configuration = try Configuration.load(options.site.config)
      let pushing = Pushing(configuration, output: options.site.output, logger: logger)
      let server = try FeedServer(
        configuration,
        on: FeedServer.listeners(
          configuration.serving, host: options.host, port: options.port, socket: options.socket),
        endpoints: pushing.endpoints, logger: logger)
      pushing.send(from: server)
      var watch = Watch(options.site.config, timer: ContinuousClock(), wallClock: ServeCommand.wallClock)
      watch.options.isStrict = options.strict
      watch.options.output = options.site.output
      watch.wrapSink = server.sink(over:_:)
      let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "signals"))
      signal(SIGHUP, SIG_IGN)
      hangUp.setEventHandler { @Sendable in
        server.reload()
        request.yield()
      }
      hangUp.activate()
      let builds = BuildService(watch: watch, requests: requests) { event in
        server.note(event)
        pushing.note(event)
        logger.log(event)
      }
      var group = ServiceGroupConfiguration(
        services: [.init(service: server), .init(service: builds), .init(service: pushing)],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() })
      group.maximumGracefulShutdownDuration = .seconds(12)
      try await ServiceGroup(configuration: group).run()
      withExtendedLifetime(hangUp) {}
      logger.info("stopped")
    } catch {
      logger.error("\(error)")
      throw ExitCode(error is ConfigurationProblems ? 1 : 2)
    }
  }

  /// Since 1970.
  private static let wallClock: @Sendable () -> Duration = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return .seconds(Int64(now.tv_sec)) + .nanoseconds(Int64(now.tv_nsec))
  }
}

/// Builds for as long as the server serves.
private struct BuildService: Service {
  let watch: Watch<ContinuousClock>
  let requests: AsyncStream<Void>
  let tell: @Sendable (WatchEvent) -> Void

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await watch.run(requests: requests, tell: tell) }
  }
}

extension Logger {
  /// As people read it.
  fileprivate func log(_ event: WatchEvent) {
    switch event {
    case .built(let report, _, let duration):
      for problem in report.problems where !report.known.contains(problem) {
        switch problem.severity {
        case .error: error("\(problem)")
        case .warning: warning("\(problem)")
        case .unread: info("\(problem)")
        }
      }
      guard let published = report.published else { return error("nothing was published") }
      if !published.written.isEmpty || !published.removed.isEmpty {
        info("wrote \(published.written.count) documents, removed \(published.removed.count), in \(duration)")
      }
    case .failed(let reason, _, _, isRepeated: false): error("\(reason): what was published stays")
    case .misconfigured(let reason): error("\(reason): the last good configuration stays in use")
    case .mended: info("the configuration is good again")
    case .watching(_, let watcher):
      if let reason = watcher.reason { warning("looking at each file every second, as \(reason)") }
    case .noticed, .began, .failed: break
    }
  }
}
