internal import Synchronization

/// What one asks for, and any number wait for.
final class PendingLoad<Outcome: Sendable>: Sendable {
  private struct State {
    var outcome: Outcome?
    var waiting: [Int: CheckedContinuation<Outcome?, Never>] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// Tells all that wait, and whoever asks later.
  func finish(with outcome: Outcome) {
    let waiting = state.withLock { state in
      state.outcome = outcome
      defer { state.waiting = [:] }
      return state.waiting.values.map { $0 }
    }
    for continuation in waiting { continuation.resume(returning: outcome) }
  }

  /// What it comes to; nil where that takes longer than `patience`.
  func outcome(within patience: Duration) async -> Outcome? {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    var timer: Task<Void, any Error>?
    defer { timer?.cancel() }
    return await withCheckedContinuation { continuation in
      let outcome = state.withLock { state in
        if state.outcome == nil { state.waiting[number] = continuation }
        return state.outcome
      }
      if let outcome { return continuation.resume(returning: outcome) }
      timer = Task { [self] in
        try await Task.sleep(for: patience)
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: nil)
      }
    }
  }
}
