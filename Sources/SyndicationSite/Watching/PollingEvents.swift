internal import SyndicationFiles

/// A look at each file from time to time, for file systems whose changes the kernel does not hear of.
struct PollingEvents<Timer: Clock>: ChangeEvents where Timer.Duration == Duration {
  private let watched: WatchedPaths
  private let interval: Duration
  private let timer: Timer
  private let snapshot: Snapshot

  /// Changes count from now on.
  init(watching watched: WatchedPaths, every interval: Duration, timer: Timer) {
    self.watched = watched
    self.interval = interval
    self.timer = timer
    snapshot = Snapshot(of: watched)
  }

  var changes: AsyncStream<Result<Set<String>, FileError>> {
    AsyncStream { continuation in
      let looking = Task {
        var last = snapshot
        while (try? await timer.sleep(for: interval)) != nil {
          let now = Snapshot(of: watched)
          let changed = now.changes(since: last)
          last = now
          if !changed.isEmpty { continuation.yield(.success(changed)) }
        }
      }
      continuation.onTermination = { _ in looking.cancel() }
    }
  }
}
