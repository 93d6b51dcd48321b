internal import ArgumentParser
internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import SyndicationPostgres
internal import SyndicationServer
internal import UnixSignals

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Publish what changes, until it is told to stop: any number of these share the sites.",
    discussion: """
      The store is a folder that a web server serves, file:/srv/feeds, or a bucket, s3://bucket/folder, whose credentials and \
      endpoint are taken from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL. Each site has a folder of its \
      name there.
      SIGTERM or Ctrl-C ends it: what it was at is left to others.
      Exit codes: 0 ended; 1 a setting cannot be used, or the schema is another program's; 2 the machine failed; 64 wrong usage.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("Where the documents go: file:/srv/feeds or s3://bucket/folder.", valueName: "address"))
  var store: String

  @Option(
    help: ArgumentHelp(
      "Of a bucket: what caches are told of each document; empty for nothing. (default: max-age=300)",
      valueName: "directives"))
  var cacheControl: String?

  @Option(
    help: ArgumentHelp(
      "Of a bucket: gzip has each document stored compressed, and so served to every reader.", valueName: "coding"))
  var contentEncoding: String?

  @Option(help: ArgumentHelp("Answer /healthz, /readyz and /metrics at this address.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp("And at this port; 0 for one that is free. Without it nothing is answered.", valueName: "number")
  )
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "Sites of more entries are not read whole where their configuration lets each feed be made of what it holds.",
      valueName: "entries"))
  var whole = 1_000

  @Option(
    help: ArgumentHelp("Look for changes after so many seconds, should a notification be lost.", valueName: "seconds"))
  var poll = 30

  @Flag(help: "End when there is nothing left to publish.")
  var once = false

  func validate() throws {
    if let port, !(0...65_535 ~= port) { throw ValidationError("--port wants a number from 0 to 65535") }
    if poll < 1 { throw ValidationError("--poll wants a number of seconds, 1 or more") }
    if let contentEncoding, contentEncoding != "gzip" {
      throw ValidationError("--content-encoding wants gzip, or is left out")
    }
    // RFC 9110 §5.5, without what only some stores take.
    if let cacheControl, !cacheControl.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
      throw ValidationError("--cache-control wants directives as RFC 9111 has them, such as max-age=60")
    }
    if !store.hasPrefix("s3:"), cacheControl != nil || contentEncoding != nil {
      throw ValidationError(
        "--cache-control and --content-encoding are of buckets: what serves a folder says them, as examples/scale/nginx.conf does"
      )
    }
    if whole < 0 { throw ValidationError("--whole wants a number of entries") }
  }

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let logger = Logger(label: "syndicate-worker")
    do {
      let store = try DocumentStore(store)
      var fields = DocumentStore.ObjectFields()
      if let cacheControl { fields.cacheControl = cacheControl.isEmpty ? nil : cacheControl }
      fields.isCompressed = contentEncoding == "gzip"
      let registry = MetricsRegistry()
      let worker = Worker(
        database: database.database, store: store, storing: fields, wholeLimit: whole, poll: .seconds(poll),
        isOnce: once,
        measuring: registry, logger: logger)
      var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
        .init(service: worker, successTerminationBehavior: .gracefullyShutdownGroup)
      ]
      if let port {
        services.append(
          .init(service: StatusServer(host: host, port: port, worker: worker, registry: registry, logger: logger)))
      }
      var group = ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() })
      group.maximumGracefulShutdownDuration = .seconds(30)
      try await ServiceGroup(configuration: group).run()
      logger.info("stopped")
    } catch {
      logger.error("\(error)")
      let isOfSetting = error is StoreError || error is SchemaVersionError || error is DatabaseAddressError
      throw ExitCode(isOfSetting ? 1 : 2)
    }
  }
}
