internal import Dispatch
internal import Synchronization

/// Calls `body` for every number below `count`, on all cores: each core takes `chunk` numbers, in their order, at a time.
///
/// - Throws: the first error; what has not begun by then is not done.
func concurrently(_ count: Int, chunk: Int, _ body: @Sendable (Int) throws -> Void) throws {
  guard count > chunk else { return try (0..<count).forEach(body) }
  let failure = Mutex<(any Error)?>(nil)
  DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { number in
    do {
      for index in number * chunk..<min(count, (number + 1) * chunk) where failure.withLock({ $0 == nil }) {
        try body(index)
      }
    } catch {
      failure.withLock { $0 = $0 ?? error }
    }
  }
  if let error = failure.withLock({ $0 }) { throw error }
}
