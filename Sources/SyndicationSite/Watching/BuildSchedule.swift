internal import Syndication

/// Decides when to build, and what for: a state, told what happens and when; it reads no clock and waits for nothing.
///
/// A build starts when it was quiet for `quiet`, but at the latest `atMost` after the first change. Changes during a build
/// make one more. So in a flood there is one build per `atMost` at most, and one after. A build that failed is tried again
/// later and later, as long as it fails.
struct BuildSchedule<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  var settings: WatchSettings
  private(set) var isBuilding = false
  /// When it will have been quiet for long enough, and when the first change is too long ago.
  private var earliest, latest: Instant?
  /// When a build that failed is tried again, and how long that is after it did.
  private var retry: Instant?
  private(set) var retryDelay = Duration.zero
  /// Why the last build failed; nil where it did not.
  private var failure: String?
  /// When time alone changes something.
  private var due: Timestamp?
  /// What the next build is for.
  private var triggers: Set<BuildTrigger> = []

  init(_ settings: WatchSettings) { self.settings = settings }

  /// - Returns: whether the next build was not for that yet.
  mutating func note(_ trigger: BuildTrigger) -> Bool { triggers.insert(trigger).inserted }

  mutating func change(at instant: Instant) {
    earliest = instant.advanced(by: settings.quiet)
    latest = latest ?? instant.advanced(by: settings.atMost)
  }

  /// A build is wanted now, or when the running one is done.
  mutating func demand(at instant: Instant) { (earliest, latest) = (instant, instant) }

  /// A build starts, and sees all that happened until now.
  ///
  /// - Returns: what it is for.
  mutating func begin() -> Set<BuildTrigger> {
    isBuilding = true
    (earliest, latest, retry) = (nil, nil, nil)
    defer { triggers = [] }
    return triggers
  }

  /// A build that had begun was not needed.
  mutating func cancel() { isBuilding = false }

  /// - Parameter nextChange: when time alone changes something.
  mutating func succeed(nextChange: Timestamp?) {
    isBuilding = false
    (retry, retryDelay, failure, due) = (nil, .zero, nil, nextChange)
  }

  /// What the build was for, the next one is for.
  ///
  /// - Returns: whether it failed like this the last time.
  mutating func fail(_ error: any Error, for triggers: Set<BuildTrigger>, at now: Instant) -> Bool {
    isBuilding = false
    due = nil
    self.triggers.formUnion(triggers)
    // The holder of a lock is soon done, and gives no event.
    retryDelay = error is LockHeld ? .seconds(1) : min(max(retryDelay * 2, .seconds(1)), .seconds(60))
    retry = now.advanced(by: retryDelay)
    defer { failure = "\(error)" }
    return failure == "\(error)"
  }

  /// Whether the last build did.
  var hasFailed: Bool { failure != nil }

  func isDue(at instant: Timestamp) -> Bool { due.map { $0 <= instant } ?? false }

  /// When the next build has to start, as far as is known; nil where nothing asks for one, or one is running.
  var start: Instant? { isBuilding ? nil : [earliest, latest, retry].compactMap(\.self).min() }

  /// When there may be something to do: clocks may jump, folders go, and files change without an event.
  ///
  /// - Parameters:
  ///   - wallClock: what it shows now.
  ///   - isSettled: whether no file may be in the middle of being written.
  func wake(after now: Instant, wallClock: Duration, isSettled: Bool) -> Instant {
    let look = now.advanced(by: isSettled ? .seconds(5) : .seconds(1))
    let due = due.map { now.advanced(by: .seconds($0.seconds) - wallClock) }
    return [look, due, start].compactMap(\.self).min()!
  }
}

/// Makes build instants of what the wall clock shows, which may jump.
///
/// A clock that was set back by up to a day is not followed until it has caught up, so that what was due stays published;
/// one that was set back by more was wrong before.
struct BuildClock: Sendable {
  /// The instant of the last build.
  var last: Timestamp?

  /// The instant of a build that starts when the wall clock shows `time`, since 1970.
  func instant(at time: Duration) -> Timestamp {
    let now = Timestamp(seconds: time.components.seconds)
    guard let last, now < last, last <= now + 86_400 else { return now }
    return last
  }
}
