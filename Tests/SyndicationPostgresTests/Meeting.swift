import Foundation

/// Where two transactions wait for each other once.
final class Meeting: @unchecked Sendable {
  private let condition = NSCondition()
  private var here = 0
  private(set) var attempts = 0

  /// Whether this is one of the first two attempts.
  func begin() -> Bool {
    condition.withLock {
      attempts += 1
      return attempts <= 2
    }
  }

  /// Waits until two have come.
  func meet() {
    condition.withLock {
      here += 1
      condition.broadcast()
      while here < 2 { condition.wait() }
    }
  }
}
