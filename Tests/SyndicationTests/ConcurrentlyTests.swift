import Synchronization
import Testing

@testable import Syndication

@Suite("Work on all cores") struct ConcurrentlyTests {
  @Test("is all done, each in its place", arguments: [0, 1, 7, 1_000])
  func whole(_ count: Int) throws {
    #expect(try concurrentMap(count, chunk: 7) { $0 * 2 } == (0..<count).map { $0 * 2 })
  }

  @Test("ends at the next piece where its task is cancelled", arguments: [5, 1_000])
  func cancelled(_ count: Int) async {
    // Of its own, which it cancels.
    let done = await Task {
      let done = Atomic<Int>(0)
      #expect(throws: CancellationError.self) {
        try concurrently(count, chunk: 7) { _ in
          // On other threads there is none.
          withUnsafeCurrentTask { $0?.cancel() }
          done.add(1, ordering: .relaxed)
        }
      }
      return done.load(ordering: .relaxed)
    }.value
    #expect(done < count)
  }
}
