internal import Glibc
public import Syndication

/// What tells the time, and waits; another one in tests.
public struct PushClock: Sendable {
  /// The time that people see: it may jump.
  public var now: @Sendable () -> Timestamp
  /// Waits until that time; not at all where it is past.
  public var sleep: @Sendable (Timestamp) async throws -> Void

  /// A clock of these two.
  public init(now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Timestamp) async throws -> Void) {
    self.now = now
    self.sleep = sleep
  }

  /// The machine's.
  public static let system = PushClock(
    now: { Timestamp(seconds: Int64(time(nil))) },
    sleep: { try await ContinuousClock().sleep(for: .seconds(max(0, $0.seconds - Int64(time(nil))))) })
}

/// How long to wait after what failed.
public struct Backoff: Sendable, Hashable {
  /// After the first failure.
  public var first: Duration
  /// By how much longer after each further one.
  public var factor: Int
  /// At the longest.
  public var longest: Duration

  /// A backoff of these.
  public init(first: Duration, factor: Int, longest: Duration) {
    self.first = first
    self.factor = factor
    self.longest = longest
  }

  /// The time to wait after so many failures, one or more.
  func delay(after failures: Int) -> Duration {
    var delay = first
    for _ in 1..<max(failures, 1) where delay < longest { delay *= factor }
    return min(delay, longest)
  }
}

extension Timestamp {
  static func + (time: Timestamp, duration: Duration) -> Timestamp {
    // What is less than a second is one: times are in seconds.
    time + Int64(duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0))
  }
}
