internal import Glibc
internal import Synchronization

/// A look at each file from time to time, for file systems whose changes the kernel does not hear of.
struct PollingEvents<Timer: Clock>: ChangeEvents where Timer.Duration == Duration {
  private let files: Set<String>
  private let interval: Duration
  private let timer: Timer
  private let stamps: [String: Stamp]

  /// What stat(2) tells of a file, links followed.
  fileprivate struct Stamp: Sendable, Equatable {
    var file: FileStamp
    /// Tells of permissions too, and of a writer that set the time of its writing back.
    var changed: Int64
    var mode: UInt32

    init?(of path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      file = FileStamp(path: path, state: FileState(status), device: UInt64(status.st_dev))
      changed = FileState.nanoseconds(of: status.st_ctim)
      mode = status.st_mode
    }
  }

  /// Changes count from now on.
  init(watching files: Set<String>, every interval: Duration, timer: Timer) {
    self.files = files
    self.interval = interval
    self.timer = timer
    stamps = Self.look(at: files)
  }

  private static func look(at files: Set<String>) -> [String: Stamp] {
    files.reduce(into: [:]) { $0[$1] = Stamp(of: $1) }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let events: PollingEvents
    fileprivate var stamps: [String: Stamp]

    /// Nil when the task is cancelled.
    mutating func next(isolation actor: isolated (any Actor)?) async throws(FileError) -> Change? {
      while (try? await events.timer.sleep(for: events.interval)) != nil {
        let now = look(at: events.files)
        let changed = events.files.filter { now[$0] != stamps[$0] }
        stamps = now
        if !changed.isEmpty { return Change(files: changed) }
      }
      return nil
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events: self, stamps: stamps) }
}
