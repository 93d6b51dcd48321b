public import Syndication
internal import SyndicationFiles
public import SyndicationFolder

/// Builds a site's feeds once, and then again whenever something asks for it: a source or the configuration that changes,
/// an entry that falls due, somebody's request, the published folder gone.
///
/// Nothing but cancellation ends it. A build that fails or refuses leaves the last good feeds where they are.
public struct Watch<Timer: Clock>: Sendable where Timer.Duration == Duration {
  /// The path of the configuration, which is read again before each build.
  public var configuration: String
  /// Of each build.
  public var options: Build.Options
  /// Measures waiting.
  public var timer: Timer
  /// The time that people see, since 1970: it may jump.
  public var wallClock: @Sendable () -> Duration
  /// Begins to watch in one of the ways.
  public var makeWatcher: @Sendable (WatchedPaths, WatchSettings.Method) -> FileWatcher = {
    FileWatcher(of: $0, by: $1)
  }

  /// Called before files are looked at, and never during a build: what relative paths begin at may have to be found again.
  public var enterWorkingFolder: @Sendable () -> Void = {}
  /// Is told how far a build has come.
  public var progress: Progress = { _ in }
  /// Makes what builds publish to of the folder that a configuration names.
  public var wrapSink: @Sendable (DirectorySink, Configuration) -> any Sink = { sink, _ in sink }

  /// A watch of the site of a configuration's path.
  public init(
    _ configuration: String, options: Build.Options = Build.Options(), timer: Timer,
    wallClock: @escaping @Sendable () -> Duration
  ) {
    self.configuration = configuration
    self.options = options
    self.timer = timer
    self.wallClock = wallClock
  }

  /// Runs until the task is cancelled; a build that runs then ends at its next entry or document.
  ///
  /// - Parameters:
  ///   - requests: each asks for a build now.
  ///   - tell: called with what happens, in its order, by one at a time.
  /// - Throws: what `Configuration.load` throws, where there is no good configuration to begin with.
  public func run(
    requests: some AsyncSequence<Void, Never> & Sendable, tell: @escaping @Sendable (WatchEvent) -> Void
  ) async throws {
    let (messages, inbox) = AsyncStream.makeStream(of: WatchMessage.self)
    let builds = RunningBuild()
    var loop = try WatchLoop(self, inbox, builds, tell)
    let asking = Task { for await _ in requests { inbox.yield(.triggered(.request)) } }
    // Told at once: where a build takes all cores, the loop may not come to run.
    await withTaskCancellationHandler {
      loop.step()
      for await message in messages {
        loop.handle(message)
        loop.step()
      }
      asking.cancel()
      await loop.stop()
    } onCancel: {
      builds.cancel()
    }
  }
}

/// What wakes the loop of a watch.
enum WatchMessage: Sendable {
  /// Or no changes are seen any more.
  case changed(Result<Set<String>, FileError>)
  case triggered(BuildTrigger)
  case ended(Result<BuildReport, any Error>, on: Set<BuildTrigger>, took: Duration)
  /// It is time to look at the clocks.
  case woke
}
