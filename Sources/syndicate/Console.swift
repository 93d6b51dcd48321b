internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// Where commands print, and where exit codes are decided: what was done to standard output, problems to standard error.
struct Console: Sendable {
  enum Style { case plain, quiet, json }

  let style: Style
  private let bar = ProgressBar()

  /// Draws a bar where somebody looks at a terminal.
  var progress: Progress {
    guard style == .plain, isatty(STDERR_FILENO) == 1 else { return { _ in } }
    return { [bar] in bar.show($0) }
  }

  func print(_ report: BuildReport, seconds: Duration, isDryRun: Bool) {
    bar.clear()
    for problem in report.problems { write("\(problem)\n", to: STDERR_FILENO) }
    switch style {
    case .json: write(report.json(seconds: seconds), to: STDOUT_FILENO)
    case .plain where isatty(STDOUT_FILENO) == 1:
      write(report.table(seconds: seconds, isDryRun: isDryRun), to: STDOUT_FILENO)
    case .plain: write(report.lines(seconds: seconds, isDryRun: isDryRun), to: STDOUT_FILENO)
    case .quiet: break
    }
    if report.published == nil {
      let errors = report.problems.count { $0.severity == .error }
      write("nothing was published: \(errors) error\(errors == 1 ? "" : "s")\n", to: STDERR_FILENO)
    }
  }

  /// Says what went wrong, and gives the command's exit code.
  func exitCode(after error: any Error, seconds: Duration) -> ExitCode {
    bar.clear()
    var problems: [Problem] = []
    let code: Int32
    switch error {
    case let error as ConfigurationProblems:
      problems = error.problems
      code = 1
    case let problem as Problem:
      problems = [problem]
      code = 1
    case let error as MissingConfiguration:
      problems = [.error(at: Place(file: error.path), rule: "configuration", "\(error)")]
      code = 2
    case let error as FileError:
      problems = [.error(at: Place(file: error.path), rule: "errno \(error.code)", "\(error)")]
      code = 2
    case let error as FileChanged:
      problems = [.error(at: Place(file: error.path), rule: "file", "\(error)")]
      code = 2
    case let error as LockHeld:
      problems = [.error(at: Place(file: "lock"), rule: "lock", "\(error)")]
      code = 75
    default:
      problems = [.error(at: Place(file: "syndicate"), rule: "internal", "\(error)")]
      code = 2
    }
    for problem in problems {
      // A machine's failure has its path in its sentence.
      write(code < 2 ? "\(problem)\n" : "\(problem.message)\n", to: STDERR_FILENO)
    }
    if style == .json { write(BuildReport.json(problems: problems, seconds: seconds), to: STDOUT_FILENO) }
    return ExitCode(code)
  }

  private func write(_ text: String, to descriptor: Int32) { writeAll(text, to: descriptor) }
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
