internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

/// Where commands print, and where exit codes are decided: what was done to standard output, problems to standard error.
struct Console: Sendable {
  enum Style { case plain, quiet, json }

  let style: Style
  /// Whether each problem is told, also one that the last build had told.
  var isVerbose = false
  private let bar = ProgressBar()

  /// Draws a bar where somebody looks at a terminal.
  var progress: Progress {
    guard style == .plain, isatty(STDERR_FILENO) == 1 else { return { _ in } }
    return { [bar] in bar.show($0) }
  }

  func print(_ report: BuildReport, seconds: Duration, isDryRun: Bool) {
    show(report.problems, known: report.known)
    show(
      table: report.table(seconds: seconds, isDryRun: isDryRun),
      lines: report.lines(seconds: seconds, isDryRun: isDryRun), json: report.json(seconds: seconds))
    if report.published == nil { showRefusal("nothing was published", of: report) }
  }

  /// - Parameter allowed: how many entries may be shown as new; nil for all.
  func print(_ plan: PlanReport, seconds: Duration, allowed: Int?) {
    show(plan.build.problems, known: [])
    if plan.build.published != nil || style == .json {
      show(table: plan.table(seconds: seconds), lines: plan.lines(seconds: seconds), json: plan.json(seconds: seconds))
    }
    if plan.build.published == nil { showRefusal("a build would publish nothing", of: plan.build) }
    guard let allowed, plan.notifies(moreThan: allowed) else { return }
    let named = plan.notifications.prefix(Limit.problemsOfKind.value)
    writeLines(named.map(\.line), to: STDERR_FILENO)
    if named.count < plan.notifications.count {
      writeLines(["and \(plan.notifications.count - named.count) more: --json names each"], to: STDERR_FILENO)
    }
    let entries = counted(plan.notifications.count, "entry", "entries")
    writeLines(["\(entries) would be shown as new to subscribers, where \(allowed) may be"], to: STDERR_FILENO)
  }

  /// The elements of a head, and what is wrong beside them.
  func print(_ links: [String], of report: BuildReport, problems: [Problem]) {
    show(report.problems.filter { $0.severity == .error }, known: [])
    // What was asked for by name is told by it.
    writeLines(problems.lines(isVerbose: true), to: STDERR_FILENO)
    writeLines(links, to: STDOUT_FILENO)
  }

  func printNextChange(of report: BuildReport) {
    show(report.problems, known: [])
    if let next = report.nextChange { writeLines([next.rfc3339], to: STDOUT_FILENO) }
  }

  private func show(_ problems: [Problem], known: Set<Problem>) {
    bar.clear()
    let told = style == .quiet ? problems.filter { $0.severity == .error } : problems
    writeLines(told.lines(known: isVerbose ? [] : known, isVerbose: isVerbose), to: STDERR_FILENO)
    let rest = told.filter(known.contains)
    if !isVerbose, style != .quiet, !rest.isEmpty {
      writeLines(["\(rest.countedBySeverity) as in the last build: --verbose tells each"], to: STDERR_FILENO)
    }
  }

  private func show(
    table: @autoclosure () -> [String], lines: @autoclosure () -> [String], json: @autoclosure () -> String
  ) {
    switch style {
    case .json: writeLines([json()], as: .json, to: STDOUT_FILENO)
    case .plain where isatty(STDOUT_FILENO) == 1: writeLines(table(), to: STDOUT_FILENO)
    case .plain: writeLines(lines(), to: STDOUT_FILENO)
    case .quiet: break
    }
  }

  private func showRefusal(_ what: String, of report: BuildReport) {
    // Who is told of errors alone was told of these.
    if style == .quiet, !isVerbose, report.problems.allSatisfy({ $0.severity != .error || report.known.contains($0) }) {
      return
    }
    writeLines(["\(what): \(report.countedErrors)"], to: STDERR_FILENO)
  }

  /// Says what went wrong, and gives the command's exit code.
  ///
  /// - Parameter json: the object of a command that came to nothing but what is in the report.
  func exitCode(
    after error: any Error, seconds: Duration, json: (BuildReport) -> (Duration) -> String = BuildReport.json
  ) -> ExitCode {
    bar.clear()
    let (code, problems) = Self.meaning(of: error)
    // A machine's failure has its path in its sentence.
    let lines = code < 2 ? problems.lines(isVerbose: true) : problems.map(\.message)
    writeLines(lines, to: STDERR_FILENO)
    if style == .json { writeLines([json(BuildReport(problems: problems))(seconds)], as: .json, to: STDOUT_FILENO) }
    return ExitCode(code)
  }

  /// An error's exit code, and what there is to say.
  static func meaning(of error: any Error) -> (code: Int32, problems: [Problem]) {
    switch error {
    case let error as ConfigurationProblems: (1, error.problems)
    case let problem as Problem: (1, [problem])
    case let error as MissingConfiguration:
      (2, [.error(at: Place(file: error.path), rule: "configuration", "\(error)")])
    case let error as FileError: (2, [.error(at: Place(file: error.path), rule: "errno \(error.code)", "\(error)")])
    case let error as FileChanged: (2, [.error(at: Place(file: error.path), rule: "file", "\(error)")])
    case let error as Stopped:
      (error.exitCode, [.error(at: Place(file: "syndicate"), rule: "signal", "\(error)")])
    case let error as LockHeld: (75, [.error(at: Place(file: "lock"), rule: "lock", "\(error)")])
    default: (2, [.error(at: Place(file: "syndicate"), rule: "internal", "\(error)")])
    }
  }
}

/// Writes each as a line, and printable: the one way in which a command prints what is no more than a line.
func writeLines(_ lines: [String], as form: PrintedForm = .text, to descriptor: Int32) {
  writeAll(lines.map { printable($0, as: form) + "\n" }.joined(), to: descriptor)
}

/// Writes `text` whole; a reader that went away is no concern of a build.
func writeAll(_ text: String, to descriptor: Int32) {
  var text = text
  text.withUTF8 { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
