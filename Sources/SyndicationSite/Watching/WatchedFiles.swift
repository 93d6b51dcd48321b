internal import SyndicationFiles

/// The files that are watched, what tells of their changes, and as what they were last seen.
struct WatchedFiles<Timer: Clock> where Timer.Duration == Duration {
  private let watch: Watch<Timer>
  private let inbox: AsyncStream<WatchMessage>.Continuation
  private(set) var paths: WatchedPaths
  /// As it was asked for.
  private var method: WatchSettings.Method
  private(set) var watcher: FileWatcher
  private(set) var detector: ChangeDetector
  /// When the method that was asked for, or the better one, is tried again, where it was not to be had.
  private var retryAt: Timer.Instant?
  private var forwarding: Task<Void, Never>?

  /// Watches from now on.
  init(of configuration: Configuration, _ watch: Watch<Timer>, inbox: AsyncStream<WatchMessage>.Continuation) {
    self.watch = watch
    self.inbox = inbox
    paths = Build(configuration, options: watch.options).watched
    method = configuration.watch.method
    // Before the first look: no change is lost between them.
    watcher = watch.makeWatcher(paths, method)
    detector = ChangeDetector(Snapshot(of: paths))
    use(watcher)
  }

  /// Watches what `configuration` names, in the way that it names, from now on.
  ///
  /// - Returns: whether that is anything new.
  mutating func follow(_ configuration: Configuration) -> Bool {
    let (paths, method) = (Build(configuration, options: watch.options).watched, configuration.watch.method)
    guard paths != self.paths || method != self.method else { return false }
    stop()
    self = WatchedFiles(of: configuration, watch, inbox: inbox)
    return true
  }

  /// - Returns: whether it did not poll already.
  mutating func poll(after error: FileError) -> Bool {
    guard watcher.method != .poll else { return false }
    use(FileWatcher(polling: paths, because: Inotify.meaning(of: error)))
    return true
  }

  /// What refused the kernel's events may have passed.
  ///
  /// - Returns: whether they can be had again.
  mutating func retry() -> Bool {
    guard let retryAt, retryAt <= watch.timer.now else { return false }
    let better = watch.makeWatcher(paths, method)
    guard better.method != .poll else {
      self.retryAt = watch.timer.now.advanced(by: .seconds(60))
      return false
    }
    use(better)
    return true
  }

  private mutating func use(_ watcher: FileWatcher) {
    self.watcher = watcher
    retryAt = watcher.method == .poll && method != .poll ? watch.timer.now.advanced(by: .seconds(60)) : nil
    stop()
    forwarding = Task { [events = watcher.events, inbox] in
      for await change in events.changes {
        inbox.yield(.changed(change))
        if case .failure = change { return }
      }
    }
  }

  func stop() { forwarding?.cancel() }

  /// The files that are not as they were seen.
  mutating func changes() -> Set<String> { detector.changes(in: snapshot()) }

  /// What changed without an event, and holds still: by a file system mounted or unmounted on the way, in a folder that must
  /// not be listed, through another hard link. What polls sees that anyway.
  mutating func settledChanges() -> Set<String> {
    watcher.method == .poll ? [] : detector.settledChanges(in: snapshot())
  }

  private func snapshot() -> Snapshot {
    do throws(FileError) { try watcher.events.resolvePaths() } catch { inbox.yield(.changed(.failure(error))) }
    return Snapshot(of: paths)
  }

  /// `triggers`, but for names in watched folders that were no file's in `old` and are none's now, unless they are all: an
  /// editor's temporaries, and folders, whose files changed.
  func withoutTemporaries(_ triggers: Set<BuildTrigger>, since old: Snapshot) -> Set<BuildTrigger> {
    let files = Set(triggers.compactMap(\.file))
    let others = triggers.filter { $0.file == nil }
    let real = files.filter {
      paths.paths.contains($0) || old.hashes[$0] != nil || detector.seen.hashes[$0] != nil
    }
    let named = real.isEmpty && others.isEmpty ? files : real
    return others.union(paths.summary(of: named).map(BuildTrigger.change(of:)))
  }
}
