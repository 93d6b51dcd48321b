/// A look at each file from time to time, for file systems whose changes the kernel does not hear of.
struct PollingEvents<Timer: Clock>: ChangeEvents where Timer.Duration == Duration {
  private let files: Set<String>
  private let interval: Duration
  private let timer: Timer
  private let looks: [String: FileLook]

  /// Changes count from now on.
  init(watching files: Set<String>, every interval: Duration, timer: Timer) {
    self.files = files
    self.interval = interval
    self.timer = timer
    looks = FileLook.each(of: files)
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let events: PollingEvents
    fileprivate var looks: [String: FileLook]

    /// Nil when the task is cancelled.
    mutating func next(isolation actor: isolated (any Actor)?) async throws(FileError) -> Change? {
      while (try? await events.timer.sleep(for: events.interval)) != nil {
        let now = FileLook.each(of: events.files)
        let changed = events.files.filter { now[$0] != looks[$0] }
        looks = now
        if !changed.isEmpty { return Change(files: changed) }
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self, looks: looks) }
}
