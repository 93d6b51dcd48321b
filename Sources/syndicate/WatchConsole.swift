internal import Glibc
internal import Logging
internal import Syndication
internal import SyndicationFiles

/// Where `watch` prints: what was done to standard output, a line each; problems, and what else there is to know, to the log.
struct WatchConsole: Sendable {
  let isJSON: Bool
  private let log = Logger(label: "syndicate")
  private let bar = ProgressBar()

  init(isJSON: Bool) { self.isJSON = isJSON }

  /// Draws a bar where somebody looks at a terminal.
  var progress: Progress {
    let isTerminal = !isJSON && isatty(STDERR_FILENO) == 1
    return { [bar, log] progress in
      if case .waiting(let holder) = progress {
        log.debug("waiting for the build of process \(holder.map(String.init) ?? "unknown") to end")
      }
      if isTerminal { bar.show(progress) }
    }
  }

  func tell(_ event: WatchEvent) {
    bar.clear()
    switch event {
    case .watching(_, let lookout):
      if let reason = lookout.reason { log.warning("looking at each file every second, as \(reason)") }
    case .noticed(let occasion): log.debug("\(Occasion.sentence(for: [occasion]))")
    case .began: log.debug("building")
    case .built(let report, _, _):
      for problem in report.problems { log.log(level: problem.severity == .error ? .error : .warning, "\(problem)") }
    case .failed(let error, _, let delay, let isRepeated):
      let level = isRepeated ? Logger.Level.debug : .error
      log(error, level)
      log.log(
        level: level,
        "the feeds stay as they are; trying again in \(delay.components.seconds) s, or when something changes")
    case .misconfigured(let error):
      log(error, .error)
      log.error("the last good configuration stays in use")
    }
    if let line = isJSON ? event.json : event.line { writeAll(line + "\n", to: STDOUT_FILENO) }
  }

  func stopped() {
    log.info("stopped")
    if isJSON { writeAll(WatchEvent.json("stopped") { _ in } + "\n", to: STDOUT_FILENO) }
  }

  private func log(_ error: any Error, _ level: Logger.Level) {
    let (code, problems) = Console.meaning(of: error)
    // A machine's failure has its path in its sentence.
    for problem in problems { log.log(level: level, "\(code < 2 ? "\(problem)" : problem.message)") }
  }
}
