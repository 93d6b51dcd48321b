internal import ArgumentParser
internal import Dispatch
internal import Glibc
internal import Logging
internal import Syndication
internal import SyndicationFiles
internal import SyndicationOptions
internal import SyndicationSite

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Write the feeds, and again whenever the sources or the configuration change.",
    discussion: """
      Ctrl-C, SIGTERM or the terminal's closing ends it, with exit code 0, a second Ctrl-C or SIGTERM at once; \
      SIGHUP else builds now.
      Exit codes: 0 ended; 1 the configuration has errors at the start; 2 it is missing; 64 wrong usage.
      SOURCE_DATE_EPOCH, in seconds since 1970, sets the time at which it starts; from there its clock goes on.
      """)

  @OptionGroup var publishing: PublishingOptions

  @Option(
    help: ArgumentHelp(
      "How long to wait for another build before saying so, such as 500ms or 10s.", valueName: "duration"))
  var lockTimeout = Interval(.seconds(10))

  @Option(
    help: ArgumentHelp("What goes to the log, on standard error: \(Self.levels).", valueName: "level"),
    transform: { text in
      guard let level = Logger.Level(rawValue: text) else { throw ValidationError("write one of \(Self.levels)") }
      return level
    })
  var logLevel = Logger.Level.info

  @Flag(help: "Print each event as a JSON object on a line.")
  var json = false

  func run() async throws {
    // A reader of what is printed may go away; the feeds are to stay up to date all the same.
    signal(SIGPIPE, SIG_IGN)
    let console = WatchConsole(isJSON: json, isVerbose: publishing.verbose, logLevel: logLevel)
    do {
      var watch = Watch(publishing.site.config, timer: ContinuousClock(), wallClock: try Self.wallClock())
      publishing.apply(to: &watch.options)
      watch.options.lockTimeout = lockTimeout.duration
      watch.progress = console.progress
      if let folder = WorkingFolder() { watch.enterWorkingFolder = folder.enter }
      let terminal = Terminal()
      let (requests, request) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let ending = Ending { _ in
        console.stopped()
        _exit(0)
      }
      let signals =
        await ending.handleSignals() + [
          await Ending.onSignal(SIGHUP) {
            request.yield()
            guard let terminal else { return }
            // The signal may come before the terminal is let go of.
            for delay in [0, 0.1, 1] {
              DispatchQueue.global().asyncAfter(deadline: .now() + delay) { if terminal.isGone { ending.begin() } }
            }
          }
        ]
      let ping = HubPing(publishing.site)
      try await ending.run { [watch] in
        try await watch.run(requests: requests) { event in
          console.tell(event)
          if case .built(let report, _, _) = event, let sentence = ping.begin(after: report) { console.warn(sentence) }
        }
      }
      withExtendedLifetime(signals) { console.stopped() }
    } catch {
      throw Console(style: .quiet).exitCode(after: error, seconds: .zero)
    }
  }

  private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

  /// The time since 1970; where SOURCE_DATE_EPOCH is set, it starts there.
  private static func wallClock() throws -> @Sendable () -> Duration {
    let start = try BuildInstant.current()
    guard BuildInstant.isSet else {
      return { .nanoseconds(FileState.tick) }
    }
    let began = ContinuousClock.now
    return { .seconds(start.seconds) + began.duration(to: .now) }
  }
}
