internal import Dispatch
internal import Glibc
internal import Synchronization

/// Ends a command in the middle of its work: the first SIGINT or SIGTERM cancels the work, which ends at its next entry; the
/// second ends the process at once, and so does the first where the work does not end in time.
///
/// That costs nothing but time: whenever a build is killed, each document is wholly old or new, and the next completes it.
final class Ending: Sendable {
  private struct State {
    var isAsked = false
    var signal: Int32?
    var cancel: (@Sendable () -> Void)?
  }

  /// In seconds; with what is printed after it, it is two at most.
  private static let grace = 1.0
  /// A thread of its own: work may take all others.
  private static let queue = DispatchQueue(label: "signals")

  private let state = Mutex(State())
  private let late: @Sendable (Stopped) -> Never

  /// - Parameter late: ends the process where the work does not end in time.
  init(late: @escaping @Sendable (Stopped) -> Never) { self.late = late }

  /// What handles the signals, for as long as it is kept.
  func handleSignals() async -> [any DispatchSourceSignal] {
    [await Self.onSignal(SIGINT) { self.receive(SIGINT) }, await Self.onSignal(SIGTERM) { self.receive(SIGTERM) }]
  }

  /// Calls `action` at each such signal from now on, for as long as the source is kept.
  static func onSignal(_ number: Int32, _ action: @escaping @Sendable () -> Void) async -> any DispatchSourceSignal {
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler(handler: action)
    await withCheckedContinuation { continuation in
      source.setRegistrationHandler { @Sendable in continuation.resume() }
      source.activate()
    }
    return source
  }

  /// What `work` comes to.
  ///
  /// - Throws: what it throws; `Stopped` where a signal cancelled it.
  func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = Task(operation: work)
    let isAsked = state.withLock { state in
      state.cancel = { task.cancel() }
      return state.isAsked
    }
    if isAsked { task.cancel() }
    do { return try await task.value } catch let error as CancellationError {
      throw state.withLock(\.signal).map(Stopped.init) ?? error
    }
  }

  /// Ends the work; asked again, does nothing.
  func begin() {
    let (isFirst, cancel) = state.withLock { state in
      defer { state.isAsked = true }
      return (!state.isAsked, state.cancel)
    }
    guard isFirst else { return }
    cancel?()
    Self.queue.asyncAfter(deadline: .now() + Self.grace) {
      self.late(Stopped(signal: self.state.withLock(\.signal) ?? SIGHUP))
    }
  }

  private func receive(_ number: Int32) {
    let isFirst = state.withLock { state in
      defer { state.signal = state.signal ?? number }
      return state.signal == nil
    }
    if isFirst { begin() } else { Stopped(signal: number).endProcess() }
  }
}

/// A signal ended a command before its work was done.
struct Stopped: Error, CustomStringConvertible {
  let signal: Int32

  /// As shells tell it.
  var exitCode: Int32 { 128 + signal }

  /// By the signal itself, as whoever sent it expects.
  func endProcess() -> Never {
    Glibc.signal(signal, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    raise(signal)
    _exit(exitCode)
  }

  var description: String {
    "stopped by \(signal == SIGINT ? "SIGINT" : "SIGTERM"): what is published is whole, and the next build completes it"
  }
}
