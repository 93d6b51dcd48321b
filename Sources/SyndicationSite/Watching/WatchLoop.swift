internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationFolder

/// The state of a watch between two messages.
struct WatchLoop<Timer: Clock> where Timer.Duration == Duration {
  private let watch: Watch<Timer>
  private let inbox: AsyncStream<WatchMessage>.Continuation
  private let tell: (WatchEvent) -> Void

  /// The last good one.
  private var configuration: Configuration
  private var watched: WatchedPaths
  private let loaded = LoadedSources()
  private var watcher: FileWatcher
  /// The watched files as the last build saw them, or what was noticed since; and as they were when they were last looked at.
  private var seen: Snapshot
  private var glimpsed: Snapshot
  /// A file is not as it was seen, and may be in the middle of being written.
  private var isUnsettled = false
  private var isAnnounced = false
  private var coalescing: Coalescing<Timer.Instant>
  private var triggers: Set<BuildTrigger> = []
  /// When time alone changes something.
  private var due: Timestamp?
  private var retry = Retry()
  /// What was published to, as it was left.
  private var published: (path: String, state: FileState)?
  private var lastInstant: Timestamp?
  private var flaw: String?

  /// When the better way to watch is tried again, where it was not to be had.
  private var restoring: Timer.Instant?

  private var forwarding: Task<Void, Never>?
  private var alarm: Task<Void, Never>?
  private var building: Task<Void, Never>?

  /// How long nothing is looked at: clocks may jump, folders go, and files change without an event.
  private static var patience: Duration { .seconds(5) }
  /// How long a file has to stay as it is where no event tells that its writer is done.
  private static var stillness: Duration { .seconds(1) }

  /// Watches from now on; the first build is due.
  init(
    _ watch: Watch<Timer>, _ configuration: Configuration, _ inbox: AsyncStream<WatchMessage>.Continuation,
    _ tell: @escaping (WatchEvent) -> Void
  ) {
    self.watch = watch
    self.inbox = inbox
    self.tell = tell
    self.configuration = configuration
    watched = Build(configuration, options: watch.options).watched
    coalescing = Coalescing(quiet: configuration.watch.quiet, atMost: configuration.watch.atMost)
    watcher = watch.makeWatcher(watched, configuration.watch.method)
    seen = Snapshot(of: watched)
    glimpsed = seen
    forward()
    demand(.start)
  }

  mutating func handle(_ message: WatchMessage) {
    switch message {
    case .changed(let change):
      if change.files.isEmpty { note(.flood) }
      note(changesOf: change.files)
    case .eventsFailed(let error):
      post(FileWatcher(pollingAfter: error, watched))
      look()
    case .triggered(let trigger): demand(trigger)
    case .ended(let result, let triggers, let duration): end(result, triggers, duration)
    case .woke: glance()
    }
  }

  /// Starts a build where one has to start now, else sets the alarm for when there is more to do.
  mutating func step() {
    alarm?.cancel()
    guard !coalescing.isBuilding else { return }
    if let due, due <= instant { demand(.schedule) }
    if let folder = published, FileState(ofFolder: folder.path) != folder.state {
      published = nil
      demand(.output(folder.path))
    }
    let now = watch.timer.now
    if let retryAt = retry.at, retryAt <= now { coalescing.demand(at: now) }
    if let start = coalescing.start, start <= now { return begin() }

    var wake = now.advanced(by: Self.patience)
    if isUnsettled { wake = min(wake, now.advanced(by: Self.stillness)) }
    if let due { wake = min(wake, now.advanced(by: .seconds(due.seconds) - watch.wallClock())) }
    for other in [retry.at, coalescing.start] { wake = min(wake, other ?? wake) }
    alarm = Task { [wake, timer = watch.timer, inbox] in
      if (try? await timer.sleep(until: wake, tolerance: nil)) != nil { inbox.yield(.woke) }
    }
  }

  mutating func stop() async {
    for task in [forwarding, alarm, building] { task?.cancel() }
    await building?.value
  }

  private mutating func note(_ trigger: BuildTrigger) {
    if triggers.insert(trigger).inserted { tell(.noticed(trigger)) }
  }

  private mutating func note(changesOf files: Set<String>) {
    for file in watched.summary(of: files).sorted() { note(.change(of: file)) }
    coalescing.change(at: watch.timer.now)
  }

  private mutating func demand(_ trigger: BuildTrigger) {
    note(trigger)
    coalescing.demand(at: watch.timer.now)
  }

  // MARK: - Builds

  private mutating func begin() {
    let (old, watchedBefore) = (seen, watched)
    var now = look()
    coalescing.begin()
    // What comes now is for the next build.
    let triggers = triggers(between: old, and: now)
    self.triggers = []
    retry.at = nil
    do throws(FileError) { try reload() } catch {
      due = nil
      inbox.yield(.ended(.failure(error), on: triggers, took: .zero))
      return
    }
    if watched != watchedBefore { now = Snapshot(of: watched) }
    seen = now
    glimpsed = now
    isUnsettled = false
    // The feeds are those of the last good configuration, and it stays.
    let isIdle = flaw != nil && !retry.isPending && triggers.allSatisfy { $0 == .change(of: configuration.file) }
    if isIdle {
      coalescing.end()
      inbox.yield(.woke)
      return
    }
    tell(.began)
    // This build's report says when time will change something again.
    due = nil
    let build = Build(configuration, options: watch.options, loaded: loaded)
    let instant = self.instant
    lastInstant = instant
    building = Task { [timer = watch.timer, progress = watch.progress, inbox] in
      let start = timer.now
      let result: Result<BuildReport, any Error>
      do { result = .success(try await build.run(at: instant, progress: progress)) } catch { result = .failure(error) }
      inbox.yield(.ended(result, on: triggers, took: start.duration(to: timer.now)))
    }
  }

  /// What happened, but for names in watched folders that were no file's before and are none's now, unless they are all:
  /// an editor's temporaries, and folders, whose files changed.
  private func triggers(between old: Snapshot, and now: Snapshot) -> Set<BuildTrigger> {
    var (files, others) = (Set<String>(), Set<BuildTrigger>())
    for trigger in triggers {
      if case .change(let file) = trigger { files.insert(file) } else { others.insert(trigger) }
    }
    let real = files.filter { watched.paths.contains($0) || old.hashes[$0] != nil || now.hashes[$0] != nil }
    return others.union(
      watched.summary(of: real.isEmpty && others.isEmpty ? files : real).map(BuildTrigger.change(of:)))
  }

  private mutating func end(
    _ result: Result<BuildReport, any Error>, _ triggers: Set<BuildTrigger>, _ duration: Duration
  ) {
    coalescing.end()
    switch result {
    case .success(let report):
      retry = Retry()
      due = report.nextChange
      if report.published != nil { published = FileState(ofFolder: report.directory).map { (report.directory, $0) } }
      tell(.built(report, on: triggers, took: duration))
    case .failure(let error):
      self.triggers.formUnion(triggers)
      let isRepeated = retry.fail(error, at: watch.timer.now)
      tell(.failed(error, on: triggers, retryAfter: retry.delay, isRepeated: isRepeated))
    }
    if !isAnnounced { announce() }
  }

  /// The build instant: now. A clock that was set back by up to a day is not followed until it has caught up, so that what
  /// was due stays published; one that was set back by more was wrong before.
  private var instant: Timestamp {
    let now = Timestamp(seconds: watch.wallClock().components.seconds)
    guard let lastInstant, now < lastInstant, lastInstant <= now + 86_400 else { return now }
    return lastInstant
  }

  // MARK: - What is watched

  /// Notices what changed without an event: by a file system mounted or unmounted on the way, in a folder that must not be
  /// listed, through another hard link. What polls sees that anyway.
  private mutating func glance() {
    guard !coalescing.isBuilding else { return }
    watch.enterWorkingFolder()
    if let restoring, restoring <= watch.timer.now { restore() }
    guard watcher.method == .inotify else { return }
    watcher.events.resolvePaths()
    let now = Snapshot(of: watched)
    let changed = now.changes(since: seen)
    let settled = changed.filter { now.hashes[$0] == glimpsed.hashes[$0] }
    glimpsed = now
    isUnsettled = settled.count < changed.count
    notice(settled, as: now)
  }

  /// The same at once, as before a build, which reads the files as they are.
  @discardableResult
  private mutating func look() -> Snapshot {
    if !coalescing.isBuilding { watch.enterWorkingFolder() }
    if watcher.method == .inotify { watcher.events.resolvePaths() }
    let now = Snapshot(of: watched)
    notice(now.changes(since: seen), as: now)
    return now
  }

  private mutating func notice(_ files: Set<String>, as now: Snapshot) {
    if files.isEmpty { return }
    seen = seen.taking(files, from: now)
    note(changesOf: files)
  }

  /// Reads the configuration again, and watches what it names before a build reads that.
  ///
  /// - Throws: where the machine does not give it: nobody knows whether it changed.
  private mutating func reload() throws(FileError) {
    let new: Configuration
    do {
      new = try Configuration.load(watch.configuration)
    } catch let error as FileError {
      throw error
    } catch let error as MissingConfiguration {
      return distrust(FileError("read", error.path, code: ENOENT))
    } catch {
      return distrust(error)
    }
    if flaw != nil { tell(.mended) }
    flaw = nil
    let old = configuration
    configuration = new
    coalescing.quiet = new.watch.quiet
    coalescing.atMost = new.watch.atMost
    let before = watched
    watched = Build(new, options: watch.options).watched
    if watched != before || new.watch.method != old.watch.method { post(watch.makeWatcher(watched, new.watch.method)) }
  }

  private mutating func distrust(_ error: any Error) {
    if flaw != "\(error)" { tell(.misconfigured(error)) }
    flaw = "\(error)"
  }

  private mutating func post(_ watcher: FileWatcher) {
    self.watcher = watcher
    forward()
    if isAnnounced { announce() }
  }

  /// What refused the kernel's events may have passed.
  private mutating func restore() {
    let better = watch.makeWatcher(watched, configuration.watch.method)
    guard better.method == .inotify else {
      restoring = watch.timer.now.advanced(by: .seconds(60))
      return
    }
    post(better)
    look()
  }

  private mutating func announce() {
    isAnnounced = true
    tell(.watching(watched.paths, watcher))
  }

  private mutating func forward() {
    let isSecondBest = watcher.method == .poll && configuration.watch.method != .poll
    restoring = isSecondBest ? watch.timer.now.advanced(by: .seconds(60)) : nil
    forwarding?.cancel()
    forwarding = Task { [events = watcher.events, inbox] in await events.forward(to: inbox) }
  }

  /// When a build that failed is tried again: later and later, as long as it fails.
  private struct Retry {
    var at: Timer.Instant?
    private(set) var delay = Duration.zero
    private var error: String?

    /// Whether the last build failed.
    var isPending: Bool { error != nil }

    /// - Returns: whether it failed like this the last time.
    mutating func fail(_ error: any Error, at now: Timer.Instant) -> Bool {
      // The holder of a lock is soon done, and gives no event.
      delay = error is LockHeld ? .seconds(1) : min(max(delay * 2, .seconds(1)), .seconds(60))
      at = now.advanced(by: delay)
      defer { self.error = "\(error)" }
      return self.error == "\(error)"
    }
  }
}

extension ChangeEvents {
  fileprivate func forward(to inbox: AsyncStream<WatchMessage>.Continuation) async {
    do throws(FileError) {
      for try await change in self { inbox.yield(.changed(change)) }
    } catch {
      inbox.yield(.eventsFailed(error))
    }
  }
}
