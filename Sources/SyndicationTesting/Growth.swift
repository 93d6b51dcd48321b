internal import Foundation

/// How many times as much of this thread's processor time `work` takes for `8 * size` as for `size`: some eight times where the
/// time is linear in the size, and 64 times where it grows with its square.
///
/// One run is held to another beside it, so neither the machine's speed nor other work on it matters. The least of three counts,
/// unless one is within `bound` before.
public func growth(of size: Int, within bound: Double, _ work: (Int) -> Void) -> Double {
  var least = Double.infinity
  for _ in 0..<3 where least > bound {
    let small = processorTime { work(size) }
    least = min(least, processorTime { work(8 * size) } / small)
  }
  return least
}

/// In nanoseconds.
private func processorTime(_ work: () -> Void) -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
  let start = now()
  work()
  return max(1, now() - start)
}
