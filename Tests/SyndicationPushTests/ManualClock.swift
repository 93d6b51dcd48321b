import Synchronization
import Syndication
import SyndicationPush

/// A time that stands still until a test lets it go on.
final class ManualClock: Sendable {
  private struct State {
    var now = Timestamp(seconds: 1_700_000_000)
    var sleepers: [Int: (until: Timestamp, continuation: CheckedContinuation<Void, any Error>)] = [:]
    var cancelled: Set<Int> = []
    var last = 0
  }

  private let state = Mutex(State())

  var now: Timestamp { state.withLock(\.now) }

  var clock: PushClock { PushClock(now: { self.now }, sleep: { try await self.sleep($0) }) }

  func advance(_ seconds: Int64) {
    let awake = state.withLock { state in
      state.now = state.now + seconds
      let awake = state.sleepers.filter { $0.value.until <= state.now }
      for id in awake.keys { state.sleepers[id] = nil }
      return awake.values
    }
    for sleeper in awake { sleeper.continuation.resume() }
  }

  private func sleep(_ deadline: Timestamp) async throws {
    let id = state.withLock { state in
      state.last += 1
      return state.last
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result: Result<Void, any Error>? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
          if deadline <= state.now { return .success(()) }
          state.sleepers[id] = (deadline, continuation)
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let sleeper = state.withLock { state in
        let sleeper = state.sleepers.removeValue(forKey: id)
        if sleeper == nil { state.cancelled.insert(id) }
        return sleeper
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
