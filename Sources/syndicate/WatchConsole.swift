internal import Glibc
internal import Logging
internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

/// Where `watch` prints: what was done to standard output, a line each; problems, and what else there is to know, to the log.
///
/// Nothing here waits for a reader.
struct WatchConsole: Sendable {
  let isJSON: Bool
  private let isVerbose: Bool
  private let log: Logger
  private let bar: ProgressBar
  private let writer: BackgroundWriter
  private let logWriter: BackgroundWriter

  /// - Parameter isVerbose: whether each problem is told, also one that the last build had told.
  init(isJSON: Bool, isVerbose: Bool, logLevel: Logger.Level) {
    self.isJSON = isJSON
    self.isVerbose = isVerbose
    let logWriter = BackgroundWriter { LogLines.line(.warning, "nobody read \(counted($0, "line")) in time: left out") }
    self.logWriter = logWriter
    // Where both are one terminal, lines stay in their order.
    let (output, errors) = (stat(descriptor: STDOUT_FILENO), stat(descriptor: STDERR_FILENO))
    writer =
      output.flatMap { output in errors.map(output.isSame) } ?? false
      ? logWriter
      : BackgroundWriter { count in
        isJSON
          ? WatchEvent.json("dropped") { $0.number("lines", count) } + "\n"
          : "nobody read \(counted(count, "line")) in time: left out\n"
      }
    bar = ProgressBar { logWriter.write($0, to: STDERR_FILENO) }
    log = Logger(label: "syndicate") { _ in
      LogLines(level: logLevel) { logWriter.write($0, to: STDERR_FILENO) }
    }
  }

  /// Draws a bar where somebody looks at a terminal.
  var progress: Progress {
    let isTerminal = !isJSON && isatty(STDERR_FILENO) == 1
    return { [bar, log] progress in
      if case .waiting(let holder) = progress { log.debug("\(ProgressBar.sentence(waitingFor: holder))") }
      if isTerminal { bar.show(progress) }
    }
  }

  func tell(_ event: WatchEvent) {
    bar.clear()
    switch event {
    case .watching(_, let watcher):
      if let reason = watcher.reason { log.warning("looking at each file every second, as \(reason)") }
    case .noticed(let trigger): log.debug("\(BuildTrigger.sentence(for: [trigger]))")
    case .began: log.debug("building")
    case .built(let report, _, _):
      log(report.problems, known: report.known)
    case .failed(let error, _, let delay, let isRepeated):
      let level = isRepeated ? Logger.Level.debug : .error
      log(error, level)
      log.log(
        level: level,
        "the feeds stay as they are; trying again in \(delay.components.seconds) s, or when something changes")
    case .misconfigured(let error):
      log(error, .error)
      log.error("the last good configuration stays in use")
    case .mended: log.info("the configuration is good again")
    }
    if let line = isJSON ? event.json : event.line {
      writer.write(printable(line, as: isJSON ? .json : .text) + "\n", to: STDOUT_FILENO)
    }
  }

  func warn(_ sentence: String) { log.warning("\(sentence)") }

  /// Says so, where somebody reads it.
  func stopped() {
    log.info("stopped")
    if isJSON { writer.write(WatchEvent.json("stopped") { _ in } + "\n", to: STDOUT_FILENO) }
    for writer in [writer, logWriter] { writer.finish(within: 0.5) }
  }

  private func log(_ error: any Error, _ level: Logger.Level) {
    let (code, problems) = Console.meaning(of: error)
    // A machine's failure has its path in its sentence.
    for line in code < 2 ? problems.lines(isVerbose: true, hasSeverity: false) : problems.map(\.message) {
      log.log(level: level, "\(line)")
    }
  }

  /// The log has the severity already.
  private func log(_ problems: [Problem], known: Set<Problem>) {
    for severity in Problem.Severity.allCases {
      let level: Logger.Level =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .unread: .info
        }
      let lines = problems.filter { $0.severity == severity }
        .lines(known: isVerbose ? [] : known, isVerbose: isVerbose, hasSeverity: false)
      for line in lines { log.log(level: level, "\(line)") }
    }
  }
}
