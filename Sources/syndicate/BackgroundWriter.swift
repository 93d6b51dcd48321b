internal import Dispatch
internal import Glibc
internal import Synchronization

/// Writes lines one after the other on a thread of its own: a reader that stalls holds nobody up.
///
/// So much waits for it at most; beyond that the oldest goes, and what is written next says how many lines went.
final class BackgroundWriter: Sendable {
  private struct State {
    var waiting: [(text: String, descriptor: Int32)] = []
    var bytes = 0
    var dropped = 0
    var isWriting = false
  }

  /// In bytes.
  static let capacity = 1 << 20

  private let state = Mutex(State())
  /// A serial queue has a thread of its own, that may block.
  private let queue = DispatchQueue(label: "output")
  private let notice: @Sendable (Int) -> String

  /// - Parameter notice: the line, with its end, that stands for so many lines that were dropped.
  init(notice: @escaping @Sendable (Int) -> String) { self.notice = notice }

  func write(_ text: String, to descriptor: Int32) {
    let isIdle = state.withLock { state in
      state.waiting.append((text, descriptor))
      state.bytes += text.utf8.count
      var surplus = 0
      while state.bytes > BackgroundWriter.capacity, surplus < state.waiting.count - 1 {
        state.bytes -= state.waiting[surplus].text.utf8.count
        surplus += 1
      }
      state.waiting.removeFirst(surplus)
      state.dropped += surplus
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if isIdle {
      queue.async { while let (text, descriptor) = self.next() { writeAll(text, to: descriptor) } }
    }
  }

  /// Waits until all is written, but not longer than that.
  func finish(within seconds: Double) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + seconds)
  }

  private func next() -> (String, Int32)? {
    state.withLock { state in
      guard let first = state.waiting.first else {
        state.isWriting = false
        return nil
      }
      if state.dropped > 0 {
        defer { state.dropped = 0 }
        return (notice(state.dropped), first.descriptor)
      }
      state.waiting.removeFirst()
      state.bytes -= first.text.utf8.count
      return (first.text, first.descriptor)
    }
  }
}
