internal import Glibc
internal import Synchronization
internal import Syndication
internal import SyndicationSite

/// A line on the terminal: whom a build waits for, and a bar for work that takes more than half a second, drawn at most
/// ten times a second.
final class ProgressBar: Sendable {
  private struct State {
    var nextDrawing = ContinuousClock.now + .milliseconds(500)
    var isShown = false
  }

  private let state = Mutex(State())
  private let write: @Sendable (String) -> Void

  /// - Parameter write: takes what goes to the terminal.
  init(write: @escaping @Sendable (String) -> Void = { writeAll($0, to: STDERR_FILENO) }) { self.write = write }

  func show(_ progress: BuildProgress) {
    switch progress {
    case .waiting(let holder): draw(Self.sentence(waitingFor: holder))
    // Entries are rendered and documents written by turns: one bar tells of both.
    case .publishing(.rendering): break
    case .publishing(.writing(let done, let all)): drawBar(done, of: all)
    }
  }

  static func sentence(waitingFor holder: Int32?) -> String {
    "waiting for the build of process \(holder.map(String.init) ?? "unknown") to end"
  }

  private func drawBar(_ done: Int, of all: Int) {
    let isDue = state.withLock { state in
      guard ContinuousClock.now >= state.nextDrawing else { return false }
      state.nextDrawing = .now + .milliseconds(100)
      return true
    }
    guard isDue else { return }
    let width = 30
    let filled = all == 0 ? width : width * done / all
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    draw("publishing \(bar) \(done)/\(all)")
  }

  private func draw(_ text: String) {
    state.withLock { $0.isShown = true }
    write("\r\u{1B}[K\(text)")
  }

  /// Takes it away; what comes next is work of its own.
  func clear() {
    state.withLock { state in
      if state.isShown { write("\r\u{1B}[K") }
      state.isShown = false
      state.nextDrawing = .now + .milliseconds(500)
    }
  }
}
