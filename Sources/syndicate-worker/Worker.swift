internal import Glibc
internal import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Synchronization
internal import Syndication
internal import SyndicationPostgres
internal import SyndicationServer
internal import SyndicationSite

/// Takes the sites that changed, one after the other, and publishes them.
///
/// It remembers nothing: what is to be done is in the database, and whoever comes next does what one that was killed left.
final class Worker: Service {
  private let database: String
  private let store: DocumentStore
  private let fields: DocumentStore.ObjectFields
  private let wholeLimit: Int
  private let poll: Duration
  private let isOnce: Bool
  private let metrics: WorkerMetrics
  private let logger: Logger
  private let status = Mutex(Status())

  /// How it is, for who looks after it.
  struct Status: Sendable {
    /// Whether it has a connection to a database whose schema it knows.
    var isReady = false
    /// When it published last, in seconds since 1970.
    var published: Int64?
    /// Whether the last site that it took could not be published.
    var hasFailed = false
    /// How many sites are not published as they are, when it looked last.
    var unfinished = 0
  }

  /// - Parameters:
  ///   - wholeLimit: of how many entries a site is read whole.
  ///   - poll: after how long it looks for changes that nobody told of.
  ///   - isOnce: whether it ends when nothing is left to be done.
  init(
    database: String, store: DocumentStore, storing fields: DocumentStore.ObjectFields, wholeLimit: Int, poll: Duration,
    isOnce: Bool,
    measuring registry: MetricsRegistry, logger: Logger
  ) {
    self.database = database
    self.store = store
    self.fields = fields
    self.wholeLimit = wholeLimit
    self.poll = poll
    self.isOnce = isOnce
    metrics = WorkerMetrics(registry)
    self.logger = logger
  }

  var currentStatus: Status { status.withLock { $0 } }

  /// The name of the source of every site, by which its ledger knows the entries.
  static let source = "posts"

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var pause = Duration.milliseconds(200)
      var told: String?
      while !Task.isCancelled {
        do {
          try await self.work {
            pause = .milliseconds(200)
            if told != nil { self.logger.info("PostgreSQL does what it is asked to again") }
            told = nil
          }
          if self.isOnce {
            let unfinished = self.currentStatus.unfinished
            if unfinished > 0 { throw UnfinishedWork(sites: unfinished) }
            return
          }
        } catch is CancellationError { return } catch let error as PostgresError {
          // Also one that came while it took or ended a turn, as for a full disk: nothing is lost, and it may pass.
          self.status.withLock { $0.isReady = false }
          if self.isOnce { throw error }
          if told != "\(error)" { self.logger.error("\(error)") }
          told = "\(error)"
          // Many workers do not come back at once.
          try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
          pause = min(pause * 2, .seconds(10))
        }
      }
    }
  }

  /// Works until the connection is lost, or there is nothing to do where it is to end then.
  ///
  /// - Parameter succeeded: called after every step that went well.
  private func work(succeeded: () -> Void) async throws {
    let connection = try await PostgresConnection.open(database, as: "syndicate-worker")
    let ears = try await PostgresConnection.open(database, as: "syndicate-worker")
    defer {
      Task {
        await connection.close()
        await ears.close()
      }
    }
    try await Migrations.check(on: connection)
    let queue = ChangeQueue(on: connection)
    let listener = try await ChangeListener(on: ears)
    status.withLock { $0.isReady = true }
    var looked = ContinuousClock.now
    while true {
      try Task.checkCancellation()
      if let turn = try await queue.take() {
        try await take(turn, of: queue, on: connection)
        succeeded()
        // Who always has something to do looks now and then.
        if looked.duration(to: .now) > poll {
          metrics.note(try await queue.outlook())
          looked = .now
        }
        continue
      }
      let outlook = try await queue.outlook()
      metrics.note(outlook)
      looked = .now
      status.withLock { $0.unfinished = outlook.refused + outlook.failed }
      if isOnce { return }
      let rest = min(outlook.timeToNext ?? poll, outlook.isAnybodyAtWork ? Worker.watch : poll, poll)
      _ = try await listener.wait(atMost: max(rest, .milliseconds(1)))
      succeeded()
    }
  }

  /// After how long it looks again while another is at a site, who may be killed.
  private static let watch = Duration.seconds(2)

  private func take(_ turn: ChangeQueue.Turn, of queue: ChangeQueue, on connection: PostgresConnection) async throws {
    let clock = ContinuousClock()
    let began = clock.now
    do {
      let done = try await publish(turn, on: connection)
      let new = try await queue.finish(
        turn, nextChange: done.nextChange, isWhole: done.isWhole, noting: done.findings)
      let isRefused = done.findings.isRefused
      metrics.note(done, in: clock.now - began)
      status.withLock { status in
        status.hasFailed = isRefused
        if !isRefused { status.published = turn.instant.seconds }
      }
      log(new, of: turn.site, isRefused: isRefused)
      if done.written > 0 || done.removed > 0 {
        logger.info(
          "\(turn.site.name): wrote \(done.written) documents, removed \(done.removed), in \(clock.now - began)")
      }
    } catch is CancellationError {
      // Also where this task is cancelled.
      try? await Task { try await queue.putBack(turn) }.value
      throw CancellationError()
    } catch let error as PostgresError where error.isConnectionLost {
      throw error
    } catch is EntryChanged {
      try await queue.putBack(turn)
    } catch {
      metrics.noteFailure()
      status.withLock { $0.hasFailed = true }
      if try await queue.fail(turn, saying: "\(error)") {
        logger.error("\(turn.site.name): \(error): what was published stays, and it is tried again")
      }
    }
  }

  /// What a turn came to.
  struct Done: Sendable {
    var findings = TurnFindings()
    var written = 0
    var removed = 0
    var nextChange: Timestamp?
    /// Whether the next turn has to look at all entries.
    var isWhole = true
  }

  private func publish(_ turn: ChangeQueue.Turn, on connection: PostgresConnection) async throws -> Done {
    let source = PostgresSource(of: turn.site, named: Worker.source, on: connection)
    let place = "postgresql:\(turn.site.name)"
    var configuration: Configuration
    do {
      configuration = try Configuration(
        Array(turn.site.configuration.utf8), file: place,
        reading: SourceConfiguration(source, name: Worker.source, path: place))
    } catch {
      // It is looked at again when somebody writes another.
      return Done(findings: TurnFindings(error.problems, isRefused: true))
    }
    try await store.claim(turn.site, on: connection)
    var problems: [Problem] = []
    if !configuration.feeds.hubs.isEmpty {
      // Documents that named one would have readers wait for what never comes.
      problems.addWarning(
        at: Place(file: place, pointer: "/hub"), rule: "configuration",
        "workers tell no hub, so documents name none: leave \"hub\" out, or publish this site by syndicate serve")
      configuration.feeds.hubs = []
    }
    let sink = try store.sink(of: turn.site, on: connection, storing: fields)
    let slices = PostgresSlices(of: turn.site, named: Worker.source, on: connection)
    if let build = SliceBuild(by: configuration.pipeline, source: Worker.source, of: slices, to: sink),
      try await slices.count(upTo: wholeLimit + 1) > wholeLimit
    {
      var done = try await publish(turn, by: build, slices)
      done.findings.problems += problems
      return done
    }
    var options = Build.Options()
    // What a program deleted is meant to be gone: no folder was unmounted.
    options.allowShrink = true
    let build = Build(
      configuration, options: options, to: sink, remembering: PostgresState(of: turn.site, on: connection))
    let report = try await build.run(at: turn.instant)
    return Done(
      findings: TurnFindings(
        problems + report.problems, ofDocuments: Set(report.published?.problems ?? []),
        isRefused: report.published == nil, areOfAll: true),
      written: report.published?.written.count ?? 0, removed: report.published?.removed.count ?? 0,
      nextChange: report.nextChange)
  }

  /// How many ids of entries are read at once.
  private static let page = 10_000

  private func publish(
    _ turn: ChangeQueue.Turn, by build: SliceBuild, _ slices: PostgresSlices
  ) async throws -> Done {
    var report = SliceBuild.Report()
    let isWhole = turn.isWhole || turn.isOfAll
    if isWhole {
      try await slices.beginAnew()
    } else if turn.isDue {
      try await build.place(try await slices.dueEntries(), at: turn.instant, into: &report)
    }
    var last: String?
    while true {
      let ids =
        try await isWhole
        ? slices.ids(after: last, atMost: Worker.page) : slices.changed(in: turn, after: last, atMost: Worker.page)
      guard !ids.isEmpty else { break }
      try await build.place(ids, at: turn.instant, into: &report)
      last = ids.last
    }
    let found = Set(report.problems)
    try await build.publish(at: turn.instant, into: &report)
    return Done(
      findings: TurnFindings(
        report.problems, ofDocuments: Set(report.problems).subtracting(found), areOfAll: isWhole),
      written: report.written, removed: report.removed,
      nextChange: try await slices.nextChange(), isWhole: false)
  }

  /// - Parameter problems: what nobody logged yet, what is worse first.
  private func log(_ problems: [Problem], of site: PostgresSite, isRefused: Bool) {
    for problem in problems.prefix(Limit.loggedProblems.value) {
      let text = "\(site.name): \(problem)" + (problem.others > 0 ? ", and \(problem.others) more" : "")
      switch problem.severity {
      case .error: logger.error("\(text)")
      case .warning: logger.warning("\(text)")
      case .unread: logger.info("\(text)")
      }
    }
    let rest = problems.dropFirst(Limit.loggedProblems.value)
    if !rest.isEmpty { logger.warning("\(site.name): \(Array(rest).told) more are in the table syndicate.problem") }
    if isRefused, problems.hasErrors { logger.error("\(site.name): nothing was published") }
  }
}

/// What a worker leaves that was to end when nothing is left.
struct UnfinishedWork: Error, CustomStringConvertible {
  /// How many are not published as they are.
  let sites: Int

  var description: String {
    "\(sites == 1 ? "a site is" : "\(sites) sites are") not published as it is now, for what the table syndicate.problem says: "
      + "what failed waits for its next turn, and a configuration that cannot be used for another one"
  }
}

/// What a worker measures of itself.
private struct WorkerMetrics: Sendable {
  private let turns: Counter
  private let refusals: Counter
  private let failures: Counter
  private let documents: Counter
  private let time: Timer
  private let refused: Meter
  private let failed: Meter

  init(_ registry: MetricsRegistry) {
    func counter(_ label: String, _ result: String) -> Counter {
      Counter(label: label, dimensions: [("result", result)], factory: registry)
    }
    turns = counter("syndicate_worker_turns_total", "published")
    refusals = counter("syndicate_worker_turns_total", "refused")
    failures = counter("syndicate_worker_turns_total", "failed")
    documents = Counter(label: "syndicate_worker_documents_total", factory: registry)
    time = Timer(label: "syndicate_worker_turn_seconds", factory: registry)
    func meter(_ state: String) -> Meter {
      Meter(label: "syndicate_worker_sites", dimensions: [("state", state)], factory: registry)
    }
    refused = meter("refused")
    failed = meter("failed")
  }

  func note(_ done: Worker.Done, in duration: Duration) {
    (done.findings.isRefused ? refusals : turns).increment()
    documents.increment(by: done.written + done.removed)
    time.record(duration: duration)
  }

  func noteFailure() { failures.increment() }

  /// Of all sites, whoever had their turns.
  func note(_ outlook: ChangeQueue.Outlook) {
    refused.set(outlook.refused)
    failed.set(outlook.failed)
  }
}
