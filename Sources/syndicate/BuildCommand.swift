internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationSite

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Write the feeds whose content changed.",
    discussion: """
      Exit codes: 0 done; 1 the configuration or a source has errors; 2 the machine failed; 64 wrong usage; \
      75 another build holds the lock; Ctrl-C or SIGTERM ends it, with 130 or 143, a second one at once.
      SOURCE_DATE_EPOCH, in seconds since 1970, sets the time of the build.
      """)

  @OptionGroup var options: BuildOptions

  @Option(
    help: ArgumentHelp("How long to wait for another build, such as 500ms or 10s.", valueName: "duration"))
  var lockTimeout = Interval(.seconds(10))

  @Flag(help: "Say what would be done, and touch nothing.")
  var dryRun = false

  @Flag(help: "Print nothing but errors, and those of the last build not again.")
  var quiet = false

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Build nothing; print when the next entry is due or expires, if ever one does.")
  var nextDue = false

  func validate() throws {
    if nextDue && json { throw ValidationError("--next-due prints one line; plan --json has it as nextChange") }
  }

  func run() async throws {
    let console = Console(style: json ? .json : quiet ? .quiet : .plain, isVerbose: options.publishing.verbose)
    let stopwatch = ContinuousClock.now
    let ending = Ending { stopped in
      _ = console.exitCode(after: stopped, seconds: stopwatch.duration(to: .now))
      stopped.endProcess()
    }
    let signals = await ending.handleSignals()
    defer { withExtendedLifetime(signals) {} }
    do {
      let instant = try BuildInstant.current()
      let build = try options.build {
        $0.dryRun = dryRun
        $0.lockTimeout = lockTimeout.duration
      }
      let report = try await ending.run { [nextDue] in
        nextDue
          ? try await build.nextChange(at: instant) : try await build.run(at: instant, progress: console.progress)
      }
      if nextDue {
        console.printNextChange(of: report)
      } else {
        console.print(report, seconds: stopwatch.duration(to: .now), isDryRun: dryRun)
        if let sentence = HubPing(options.publishing.site).tell(after: report), !quiet {
          writeLines([sentence], to: STDERR_FILENO)
        }
      }
      if report.problems.hasErrors { throw ExitCode(1) }
    } catch let code as ExitCode {
      throw code
    } catch {
      let code = console.exitCode(after: error, seconds: stopwatch.duration(to: .now))
      if let stopped = error as? Stopped { stopped.endProcess() }
      throw code
    }
  }
}

/// A length of time on the command line: `200ms`, `2s`, `1m`.
struct Interval: ExpressibleByArgument {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let duration = Duration(inUnits: argument) else { return nil }
    self.init(duration)
  }

  var defaultValueDescription: String { duration.inUnits }
}
