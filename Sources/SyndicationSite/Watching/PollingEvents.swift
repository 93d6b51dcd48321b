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

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let events: PollingEvents
    fileprivate var snapshot: Snapshot

    /// Nil when the task is cancelled.
    mutating func next(isolation actor: isolated (any Actor)?) async throws(FileError) -> ChangeEvent? {
      while (try? await events.timer.sleep(for: events.interval)) != nil {
        let now = Snapshot(of: events.watched)
        let changed = now.changes(since: snapshot)
        snapshot = now
        if !changed.isEmpty { return ChangeEvent(files: changed) }
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self, snapshot: snapshot) }
}
