internal import Synchronization

/// The build that runs beside the loop of a watch, if one does.
final class RunningBuild: Sendable {
  private let state = Mutex<(task: Task<Void, Never>?, isCancelled: Bool)>((nil, false))

  func start(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      state.task = Task(operation: work)
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
