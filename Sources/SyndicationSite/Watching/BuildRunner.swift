internal import Syndication
internal import SyndicationFiles

/// Runs the builds of a watch, one at a time and beside its loop, and keeps what one leaves for the next.
struct BuildRunner<Timer: Clock> where Timer.Duration == Duration {
  private let watch: Watch<Timer>
  private let inbox: AsyncStream<WatchMessage>.Continuation
  private let loaded = LoadedSources()
  private var clock = BuildClock()
  /// The folder that was published to, as it was left.
  private var published: (path: String, state: FileState)?
  private var running: Task<Void, Never>?

  init(_ watch: Watch<Timer>, inbox: AsyncStream<WatchMessage>.Continuation) {
    self.watch = watch
    self.inbox = inbox
  }

  /// The build instant: now.
  var instant: Timestamp { clock.instant(at: watch.wallClock()) }

  /// Its end is a message.
  mutating func start(_ configuration: Configuration, for triggers: Set<BuildTrigger>) {
    let build = Build(configuration, options: watch.options, loaded: loaded)
    let instant = self.instant
    clock.last = instant
    running = Task { [timer = watch.timer, progress = watch.progress, inbox] in
      let start = timer.now
      let result: Result<BuildReport, any Error>
      do { result = .success(try await build.run(at: instant, progress: progress)) } catch { result = .failure(error) }
      inbox.yield(.ended(result, on: triggers, took: start.duration(to: timer.now)))
    }
  }

  mutating func finish(_ report: BuildReport) {
    guard report.published != nil else { return }
    published = FileState(ofFolder: report.directory).map { (report.directory, $0) }
  }

  /// The folder that was published to, where it is gone, or is another; told once.
  mutating func lostFolder() -> String? {
    guard let folder = published, FileState(ofFolder: folder.path) != folder.state else { return nil }
    published = nil
    return folder.path
  }

  func stop() async {
    running?.cancel()
    await running?.value
  }
}
