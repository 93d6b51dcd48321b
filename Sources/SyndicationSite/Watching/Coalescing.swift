/// Decides when changes make a build: a state, told what happens and when; it reads no clock and waits for nothing.
///
/// A build starts when it was quiet for `quiet`, but at the latest `atMost` after the first change. Changes during a build
/// make one more. So in a flood there is one build per `atMost` at most, and one after.
struct Coalescing<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  var quiet: Duration
  var atMost: Duration
  private(set) var isBuilding = false
  /// When it will have been quiet for long enough, and when the first change is too long ago.
  private var earliest: Instant?
  private var latest: Instant?

  init(quiet: Duration, atMost: Duration) {
    self.quiet = quiet
    self.atMost = atMost
  }

  /// When the next build has to start; nil where nothing changed, or a build is running.
  var start: Instant? {
    guard !isBuilding, let earliest, let latest else { return nil }
    return min(earliest, latest)
  }

  mutating func change(at instant: Instant) {
    earliest = instant.advanced(by: quiet)
    if latest == nil { latest = instant.advanced(by: atMost) }
  }

  /// A build is wanted now, or when the running one is done.
  mutating func demand(at instant: Instant) {
    earliest = instant
    latest = instant
  }

  /// A build starts, and sees every change until now.
  mutating func begin() {
    isBuilding = true
    earliest = nil
    latest = nil
  }

  mutating func end() { isBuilding = false }
}
