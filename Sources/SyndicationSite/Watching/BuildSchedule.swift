internal import Syndication

/// Decides when to build, and what for: a state, told what happens and when; it reads no clock and waits for nothing.
struct BuildSchedule<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  var coalescing: Coalescing<Instant>
  private(set) var retry = Retry<Instant>()
  /// When time alone changes something.
  private var due: Timestamp?
  /// What the next build is for.
  private var triggers: Set<BuildTrigger> = []

  init(quiet: Duration, atMost: Duration) { coalescing = Coalescing(quiet: quiet, atMost: atMost) }

  /// - Returns: whether the next build was not for that yet.
  mutating func note(_ trigger: BuildTrigger) -> Bool { triggers.insert(trigger).inserted }

  /// A build starts, and sees all that happened until now.
  ///
  /// - Returns: what it is for.
  mutating func begin() -> Set<BuildTrigger> {
    coalescing.begin()
    retry.begin()
    defer { triggers = [] }
    return triggers
  }

  /// - Parameter nextChange: when time alone changes something.
  mutating func succeed(nextChange: Timestamp?) {
    coalescing.end()
    retry = Retry()
    due = nextChange
  }

  /// What the build was for, the next one is for.
  ///
  /// - Returns: whether it failed like this the last time.
  mutating func fail(_ error: any Error, for triggers: Set<BuildTrigger>, at now: Instant) -> Bool {
    coalescing.end()
    due = nil
    self.triggers.formUnion(triggers)
    return retry.fail(error, at: now)
  }

  func isDue(at instant: Timestamp) -> Bool { due.map { $0 <= instant } ?? false }

  /// When the next build has to start, as far as is known; nil where nothing asks for one, or one is running.
  var start: Instant? { coalescing.isBuilding ? nil : [coalescing.start, retry.at].compactMap(\.self).min() }

  /// When there may be something to do: clocks may jump, folders go, and files change without an event.
  ///
  /// - Parameters:
  ///   - wallClock: what it shows now.
  ///   - isSettled: whether no file may be in the middle of being written.
  func wake(after now: Instant, wallClock: Duration, isSettled: Bool) -> Instant {
    var wakes = [now.advanced(by: isSettled ? .seconds(5) : .seconds(1))]
    if let due { wakes.append(now.advanced(by: .seconds(due.seconds) - wallClock)) }
    if let start { wakes.append(start) }
    return wakes.min()!
  }
}
