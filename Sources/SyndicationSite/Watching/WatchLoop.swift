internal import Syndication
internal import SyndicationFiles

/// The state of a watch between two messages.
struct WatchLoop<Timer: Clock> where Timer.Duration == Duration {
  private let watch: Watch<Timer>
  private let inbox: AsyncStream<WatchMessage>.Continuation
  private let tell: (WatchEvent) -> Void

  private var configuration: LastGoodConfiguration
  private var files: WatchedFiles<Timer>
  private var schedule: BuildSchedule<Timer.Instant>
  private var clock = BuildClock()
  /// What a build leaves for the next.
  private let loaded = LoadedSources()
  private let running: RunningBuild
  /// The folder that was published to, as it was left.
  private var published: (path: String, state: FileState)?
  private var alarm: Task<Void, Never>?
  /// Whether a build has ended: only then it is told what is watched.
  private var isAnnounced = false

  /// Watches from now on; the first build is due.
  ///
  /// - Throws: what `Configuration.load` throws.
  init(
    _ watch: Watch<Timer>, _ inbox: AsyncStream<WatchMessage>.Continuation, _ running: RunningBuild,
    _ tell: @escaping (WatchEvent) -> Void
  ) throws {
    self.watch = watch
    self.inbox = inbox
    self.running = running
    self.tell = tell
    configuration = try LastGoodConfiguration(at: watch.configuration)
    files = WatchedFiles(of: configuration.current, watch, inbox: inbox)
    schedule = BuildSchedule(configuration.current.watch)
    demand(.start)
  }

  mutating func handle(_ message: WatchMessage) {
    switch message {
    case .changed(.success(let changed)):
      if changed.isEmpty { note(.flood) }
      note(changesOf: changed)
    case .changed(.failure(let error)):
      guard files.poll(after: error) else { return }
      announce()
      look()
    case .triggered(let trigger): demand(trigger)
    case .ended(let result, let triggers, let duration): end(result, triggers, duration)
    case .woke: checkFiles()
    }
  }

  /// Starts a build where one has to start now, else sets the alarm for when there is more to do.
  mutating func step() {
    alarm?.cancel()
    guard !schedule.isBuilding else { return }
    if schedule.isDue(at: instant) { demand(.schedule) }
    if let folder = published, FileState(ofFolder: folder.path) != folder.state {
      // Told once.
      published = nil
      demand(.output(folder.path))
    }
    let now = watch.timer.now
    if let start = schedule.start, start <= now { return begin() }
    let wake = schedule.wake(after: now, wallClock: watch.wallClock(), isSettled: files.detector.isSettled)
    alarm = Task { [timer = watch.timer, inbox] in
      if (try? await timer.sleep(until: wake, tolerance: nil)) != nil { inbox.yield(.woke) }
    }
  }

  func stop() async {
    files.stop()
    alarm?.cancel()
    running.cancel()
    await running.end()
  }

  /// The build instant: now.
  private var instant: Timestamp { clock.instant(at: watch.wallClock()) }

  // MARK: - What happens

  private mutating func note(_ trigger: BuildTrigger) {
    if schedule.note(trigger) { tell(.noticed(trigger)) }
  }

  private mutating func note(changesOf files: Set<String>) {
    for file in self.files.paths.summary(of: files).sorted() { note(.change(of: file)) }
    schedule.change(at: watch.timer.now)
  }

  private mutating func demand(_ trigger: BuildTrigger) {
    note(trigger)
    schedule.demand(at: watch.timer.now)
  }

  /// Notices what no event told of.
  private mutating func checkFiles() {
    guard !schedule.isBuilding else { return }
    watch.enterWorkingFolder()
    if files.retry() {
      announce()
      look()
    }
    let changed = files.settledChanges()
    if !changed.isEmpty { note(changesOf: changed) }
  }

  /// Notices what changed, though it may change further: a build that follows reads the files as they are.
  private mutating func look() {
    if !schedule.isBuilding { watch.enterWorkingFolder() }
    let changed = files.changes()
    if !changed.isEmpty { note(changesOf: changed) }
  }

  // MARK: - Builds

  private mutating func begin() {
    let seen = files.detector.seen
    look()
    // What comes now is for the next build.
    let triggers = files.withoutTemporaries(schedule.begin(), since: seen)
    do throws(FileError) { try reload() } catch {
      inbox.yield(.ended(.failure(error), on: triggers, took: .zero))
      return
    }
    let file = configuration.current.file
    // The feeds are those of the last good configuration, and it stays.
    if configuration.isOutdated, !schedule.hasFailed, triggers.allSatisfy({ $0 == .change(of: file) }) {
      schedule.cancel()
      inbox.yield(.woke)
      return
    }
    tell(.began)
    let build = Build(configuration.current, options: watch.options, loaded: loaded) {
      [current = configuration.current] in
      watch.wrapSink($0, current)
    }
    let instant = self.instant
    clock.last = instant
    running.start { [timer = watch.timer, progress = watch.progress, inbox] in
      let start = timer.now
      let end = { @Sendable (result: Result<BuildReport, any Error>) in
        _ = inbox.yield(.ended(result, on: triggers, took: start.duration(to: timer.now)))
      }
      do { _ = try await build.run(at: instant, progress: progress) { end(.success($0)) } } catch {
        end(.failure(error))
      }
    }
  }

  /// Reads the configuration again, and watches what it names before a build reads that.
  private mutating func reload() throws(FileError) {
    if let event = try configuration.reload() { tell(event) }
    schedule.settings = configuration.current.watch
    if files.follow(configuration.current) { announce() }
  }

  private mutating func end(
    _ result: Result<BuildReport, any Error>, _ triggers: Set<BuildTrigger>, _ duration: Duration
  ) {
    switch result {
    case .success(let report):
      schedule.succeed(nextChange: report.nextChange)
      if report.published != nil { published = FileState(ofFolder: report.directory).map { (report.directory, $0) } }
      tell(.built(report, on: triggers, took: duration))
    case .failure(let error):
      let isRepeated = schedule.fail(error, for: triggers, at: watch.timer.now)
      tell(.failed(error, on: triggers, retryAfter: schedule.retryDelay, isRepeated: isRepeated))
    }
    if !isAnnounced {
      isAnnounced = true
      announce()
    }
  }

  private func announce() { if isAnnounced { tell(.watching(files.paths.paths, files.watcher)) } }
}
