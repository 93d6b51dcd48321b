internal import Synchronization

/// The right to publish, until it is released, or forgotten.
public final class StateLock: Sendable {
  private let giveBack: Mutex<(@Sendable () -> Void)?>

  /// - Parameter giveBack: is called once.
  public init(givingBack giveBack: @escaping @Sendable () -> Void) { self.giveBack = Mutex(giveBack) }

  deinit { release() }

  /// Gives the right back; further calls do nothing.
  public func release() { giveBack.withLock { $0.take() }?() }
}

/// Another process publishes, and went on for longer than we were to wait.
public struct LockHeld: Error, Sendable, Hashable, CustomStringConvertible {
  /// Its process id; nil where it did not leave one.
  public var holder: Int32?

  /// - Parameter holder: a process id; nil where it is not known.
  public init(holder: Int32?) { self.holder = holder }

  public var description: String {
    "another build is publishing (process \(holder.map(String.init) ?? "unknown")): try again when it is done"
  }
}
