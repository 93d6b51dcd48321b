internal import Syndication

/// When a build that failed is tried again: later and later, as long as it fails.
struct Retry<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  /// Nil where the last build did not fail, or the next one runs.
  private(set) var at: Instant?
  private(set) var delay = Duration.zero
  private var error: String?

  /// Whether the last build failed.
  var isPending: Bool { error != nil }

  mutating func begin() { at = nil }

  /// - Returns: whether it failed like this the last time.
  mutating func fail(_ error: any Error, at now: Instant) -> Bool {
    // The holder of a lock is soon done, and gives no event.
    delay = error is LockHeld ? .seconds(1) : min(max(delay * 2, .seconds(1)), .seconds(60))
    at = now.advanced(by: delay)
    defer { self.error = "\(error)" }
    return self.error == "\(error)"
  }
}
