internal import Glibc
internal import Synchronization
public import Syndication

/// Remembers in memory, for as long as it lives: for tests of what builds, and an example of a state store.
public final class MemoryState: StateStore {
  private struct State {
    var documents: [StateDocument: [UInt8]] = [:]
    /// How often each was written.
    var revisions: [StateDocument: Int] = [:]
    var isLocked = false
  }

  private let state = Mutex(State())

  /// Nothing is remembered yet.
  public init() {}

  public func name(of document: StateDocument) -> String { document.rawValue }

  public func read(_ document: StateDocument) -> [UInt8]? { state.withLock { $0.documents[document] } }

  public func write(_ bytes: [UInt8], to document: StateDocument) -> Revision {
    state.withLock { state in
      state.documents[document] = bytes
      state.revisions[document, default: 0] += 1
      return Revision(["\(state.revisions[document]!)"])
    }
  }

  public func remove(_ document: StateDocument) { state.withLock { $0.documents[document] = nil } }

  public func revision(of document: StateDocument) -> Revision? {
    state.withLock { state in
      state.documents[document] == nil ? nil : state.revisions[document].map { Revision(["\($0)"]) }
    }
  }

  public func lock(timeout: Duration, waiting: @Sendable (_ holder: Int32?) -> Void) async throws -> StateLock {
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    var isWaiting = false
    while !take() {
      guard clock.now < deadline else { throw LockHeld(holder: getpid()) }
      if !isWaiting { waiting(getpid()) }
      isWaiting = true
      try await clock.sleep(until: min(deadline, clock.now + .milliseconds(5)))
    }
    return StateLock { [self] in state.withLock { $0.isLocked = false } }
  }

  /// Whether nobody had the lock.
  private func take() -> Bool {
    state.withLock { state in
      defer { state.isLocked = true }
      return !state.isLocked
    }
  }
}
