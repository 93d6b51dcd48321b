internal import ArgumentParser
internal import Syndication
internal import SyndicationSite

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say what a build would change for subscribers, feed by feed, and touch nothing.",
    discussion: """
      Exit codes: those of build, but for 75, and 3 where more entries than --max-notified would be shown as new.
      SOURCE_DATE_EPOCH, in seconds since 1970, sets the time of the build.
      """)

  @OptionGroup var options: BuildOptions

  @Option(
    help: ArgumentHelp(
      "Exit 3 where readers would show more entries as new, for the first time or again; each counts once.",
      valueName: "entries"))
  var maxNotified: Int?

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if let maxNotified, maxNotified < 0 { throw ValidationError("--max-notified wants a number from 0 on") }
  }

  func run() async throws {
    let console = Console(style: json ? .json : quiet ? .quiet : .plain, isVerbose: options.publishing.verbose)
    let stopwatch = ContinuousClock.now
    do {
      let plan = try await options.build().plan(at: BuildInstant.current(), progress: console.progress)
      console.print(plan, seconds: stopwatch.duration(to: .now), allowed: maxNotified)
      if plan.build.problems.hasErrors { throw ExitCode(1) }
      if plan.notifies(moreThan: maxNotified) { throw ExitCode(3) }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw console.exitCode(after: error, seconds: stopwatch.duration(to: .now)) { PlanReport(of: $0).json }
    }
  }
}
