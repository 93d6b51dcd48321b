internal import Synchronization

/// The build that runs beside the loop of a watch, if one does: one at a time.
final class RunningBuild: Sendable {
  private let state = Mutex<(task: Task<Void, Never>?, isCancelled: Bool)>((nil, false))

  func start(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      // It is told that a build is done while it still keeps what the next one goes on from.
      state.task = Task { [before = state.task] in
        await before?.value
        await work()
      }
      if state.isCancelled { state.task?.cancel() }
    }
  }

  /// And every later one.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.task?.cancel()
    }
  }

  /// Waits for its end.
  func end() async { await state.withLock(\.task)?.value }
}
