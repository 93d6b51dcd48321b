internal import Dispatch
internal import Synchronization

/// What `body` makes of every number below `count`, made as `concurrently` does.
package func concurrentMap<Result: Sendable>(
  _ count: Int, chunk: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  try [Result](unsafeUninitializedCapacity: count) { results, initialized in
    try withUnsafeTemporaryAllocation(of: Bool.self, capacity: count) { made in
      made.initialize(repeating: false)
      // Each place is written once, by one thread.
      nonisolated(unsafe) let results = results
      nonisolated(unsafe) let made = made
      do {
        try concurrently(count, chunk: chunk) { index in
          results.initializeElement(at: index, to: try body(index))
          made[index] = true
        }
      } catch {
        for index in 0..<count where made[index] { results.deinitializeElement(at: index) }
        throw error
      }
      initialized = count
    }
  }
}

/// Calls `body` for every number below `count`, on all cores: each core takes `chunk` numbers, in their order, at a time.
///
/// - Throws: the first error, and `CancellationError` where the task is cancelled; what has not begun by then is not done.
package func concurrently(_ count: Int, chunk: Int, _ body: @Sendable (Int) throws -> Void) throws {
  guard count > chunk else {
    for index in 0..<count {
      try Task.checkCancellation()
      try body(index)
    }
    return
  }
  let failure = Mutex<(any Error)?>(nil)
  let hasFailed = Atomic<Bool>(false)
  withUnsafeCurrentTask { task in
    // The threads have no task of their own; this one waits for them.
    nonisolated(unsafe) let task = task
    DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { number in
      do {
        for index in number * chunk..<min(count, (number + 1) * chunk) where !hasFailed.load(ordering: .relaxed) {
          if task?.isCancelled ?? false { throw CancellationError() }
          try body(index)
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
        hasFailed.store(true, ordering: .relaxed)
      }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
