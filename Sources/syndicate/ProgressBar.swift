internal import Glibc
internal import Synchronization
internal import SyndicationFiles

/// A bar on the terminal for work that takes more than half a second, drawn at most ten times a second.
final class ProgressBar: Sendable {
  private struct State {
    var nextDrawing = ContinuousClock.now + .milliseconds(500)
    var isShown = false
  }

  private let state = Mutex(State())

  func show(_ progress: BuildProgress) {
    state.withLock { state in
      guard ContinuousClock.now >= state.nextDrawing else { return }
      state.nextDrawing = .now + .milliseconds(100)
      state.isShown = true
      let width = 30
      let filled = progress.all == 0 ? width : width * progress.done / progress.all
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      writeAll("\r\u{1B}[K\(progress.task) \(bar) \(progress.done)/\(progress.all)", to: STDERR_FILENO)
    }
  }

  func clear() {
    state.withLock { state in
      if state.isShown { writeAll("\r\u{1B}[K", to: STDERR_FILENO) }
      state.isShown = false
    }
  }
}
