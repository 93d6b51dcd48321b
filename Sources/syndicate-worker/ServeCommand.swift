internal import ArgumentParser
internal import Dispatch
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import SyndicationFiles
internal import SyndicationPostgres
internal import SyndicationS3
internal import SyndicationServer
internal import SyndicationSite
internal import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve over HTTP what workers have published, of all sites: any number of these say the same.",
    discussion: """
      Each site is served under the host of its name, below /feeds/. Which version of a document is right the database says, \
      and the store has it; what was asked for of late is in memory. Nothing is written: a role that may read will do.
      The file of --settings holds an object such as "serve" of a configuration, for proxies that are in front, TLS, a log. A \
      socket that systemd has opened is taken instead of any.
      SIGTERM or Ctrl-C ends it, once what was asked is answered; SIGHUP has it read the certificate again, and open the log \
      anew.
      Exit codes: 0 ended; 1 a setting cannot be used, or the schema is another program's; 2 the machine failed; 64 wrong usage.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("Where the documents are: file:/srv/feeds or s3://bucket/folder.", valueName: "address"))
  var store: String

  @Option(help: ArgumentHelp("The address to listen on (default: 127.0.0.1).", valueName: "address"))
  var host: String?

  @Option(help: ArgumentHelp("The port; 0 for one that is free (default: 8080).", valueName: "number"))
  var port: Int?

  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  var socket: String?

  @Option(help: ArgumentHelp("Where the documents of a site are, below its host.", valueName: "path"))
  var path = "/feeds/"

  @Option(help: ArgumentHelp("How much memory documents may take.", valueName: "megabytes"))
  var cache = 256

  @Option(
    help: ArgumentHelp(
      "Hold documents to the database after so many seconds, should a notification be lost.", valueName: "seconds"))
  var poll = 30

  @Option(help: ArgumentHelp("A file of settings.", valueName: "file"))
  var settings: String?

  func validate() throws {
    if let port, !(0...65_535 ~= port) { throw ValidationError("--port wants a number from 0 to 65535") }
    if poll < 1 { throw ValidationError("--poll wants a number of seconds, 1 or more") }
    if !(1...1_000_000 ~= cache) { throw ValidationError("--cache wants a number of megabytes, 1 or more") }
    // RFC 3986 §2.3: what is compared as it stands, with what readers ask for.
    if path.wholeMatch(of: /\/((?!\.\.?\/)[A-Za-z0-9._~-]+\/)*/) == nil {
      throw ValidationError(
        "--path wants a path such as /feeds/: letters, digits, -, ., _ and ~ between slashes, and no . or .. alone")
    }
  }

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let logger = Logger(label: "syndicate-worker")
    do {
      let serving = try settings.map(ServingSettings.load) ?? ServingSettings()
      // Whoever asks for a document does not wait as long as a worker would.
      var patience = S3Bucket.Patience()
      patience.tries = 3
      patience.timeout = .seconds(5)
      let sites = PublishedSites(
        database: database.database, store: try DocumentStore(store, patience: patience), logger: logger)
      let registry = MetricsRegistry()
      var kept = DocumentCache.Settings()
      kept.path = path
      kept.bytes = cache * 1_000_000
      kept.trust = .seconds(poll)
      kept.maxAge = serving.maxAge
      let documents = DocumentCache(over: sites, kept, measuring: registry, logger: logger)
      let server = try FeedServer(
        serving: documents, serving,
        on: FeedServer.listeners(serving, host: host, port: port, socket: socket), measuring: registry, logger: logger)
      let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "signals"))
      signal(SIGHUP, SIG_IGN)
      hangUp.setEventHandler { @Sendable in server.reload() }
      hangUp.activate()
      // The last of them ends first.
      var group = ServiceGroupConfiguration(
        services: [.init(service: PublicationListener(sites: sites, cache: documents)), .init(service: server)],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() })
      group.maximumGracefulShutdownDuration = .seconds(15)
      try await ServiceGroup(configuration: group).run()
      withExtendedLifetime(hangUp) {}
      logger.info("stopped")
    } catch {
      logger.error("\(error)")
      let isOfSettings =
        error is StoreError || error is SchemaVersionError || error is ConfigurationProblems || error is FileError
        || error is CertificateError || error is DatabaseAddressError
      throw ExitCode(isOfSettings ? 1 : 2)
    }
  }
}
