internal import ArgumentParser
internal import Syndication
internal import SyndicationFiles

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Write the feeds whose content changed.",
    discussion: """
      Exit codes: 0 done; 1 the configuration or a source has errors; 2 the machine failed; 64 wrong usage; \
      75 another build holds the lock.
      SOURCE_DATE_EPOCH, in seconds since 1970, sets the time of the build.
      """)

  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = "config.json"

  @Option(help: ArgumentHelp("Publish to this folder instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Leave out entries and feeds with errors, publish the rest, and exit 1.")
  var keepGoing = false

  @Flag(help: "Publish though a source holds less than half of what was published last.")
  var allowShrink = false

  @Flag(help: "Trust no note of an earlier build: compare every document byte by byte.")
  var force = false

  @Option(
    help: ArgumentHelp("How long to wait for another build, such as 500ms or 10s.", valueName: "duration"))
  var lockTimeout = Interval(.seconds(10))

  @Flag(help: "Say what would be done, and touch nothing.")
  var dryRun = false

  @Flag(help: "Print nothing but problems.")
  var quiet = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output wants the path of a folder") }
  }

  func run() async throws {
    let console = Console(style: json ? .json : quiet ? .quiet : .plain)
    let stopwatch = ContinuousClock.now
    do {
      let instant = try BuildInstant.current()
      var options = Build.Options()
      options.keepGoing = keepGoing
      options.allowShrink = allowShrink
      options.force = force
      options.dryRun = dryRun
      options.lockTimeout = lockTimeout.duration
      options.output = output
      let build = Build(try Configuration.load(config), options: options)
      let report = try await build.run(at: instant, progress: console.progress)
      console.print(report, seconds: stopwatch.duration(to: .now), isDryRun: dryRun)
      if report.problems.hasErrors { throw ExitCode(1) }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw console.exitCode(after: error, seconds: stopwatch.duration(to: .now))
    }
  }
}

/// A length of time on the command line: `200ms`, `2s`, `1m`.
struct Interval: ExpressibleByArgument, CustomStringConvertible {
  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let match = argument.wholeMatch(of: /(\d{1,9})(ms|s|m)/), let count = Int64(match.1) else { return nil }
    duration = match.2 == "ms" ? .milliseconds(count) : .seconds(match.2 == "s" ? count : count * 60)
  }

  var description: String {
    let (seconds, attoseconds) = duration.components
    return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
  }

  var defaultValueDescription: String { description }
}
