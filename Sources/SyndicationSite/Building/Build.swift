internal import Glibc
public import Syndication
internal import SyndicationFiles
internal import SyndicationFolder
internal import SyndicationSources

/// One build of a site's feeds: reads the sources and the ledger, and publishes to the feeds' folder.
public struct Build: Sendable {
  public struct Options: Sendable {
    /// Leave out what has errors, and publish the rest.
    public var keepGoing = false
    /// Publish though a source lost most of its entries.
    public var allowShrink = false
    /// Trust nothing that an earlier build noted: read everything, and compare every document byte by byte.
    public var force = false
    /// Say what would be done, and touch nothing.
    public var dryRun = false
    public var lockTimeout = Duration.seconds(10)
    /// Publish to this folder instead of the configured one.
    public var output: String?

    public init() {}
  }

  public var configuration: Configuration
  public var options: Options
  /// What earlier builds of this program have read; nil where there is only one.
  public var loaded: LoadedSources?

  public init(_ configuration: Configuration, options: Options = Options(), loaded: LoadedSources? = nil) {
    self.configuration = configuration
    self.options = options
    self.loaded = loaded
  }

  /// - Parameter instant: the build instant.
  /// - Throws: `FileError`, `LockHeld`, `RenderError`; a `Problem` for a ledger that cannot be read; `CancellationError`
  ///   where the task is cancelled before anything is published. What is wrong in the data is in the report.
  public func run(at instant: Timestamp, progress: @escaping Progress = { _ in }) async throws -> BuildReport {
    let state = configuration.stateDirectory
    let lock =
      options.dryRun
      ? nil
      : try await StateLock.acquire(in: state, timeout: options.lockTimeout) {
        progress(.waiting(for: $0))
      }
    defer { lock?.release() }

    var report = BuildReport(of: self)
    guard report.problems.isEmpty else { return report }
    let sink = sink(progress)
    let ledgerFile = LedgerFile(directory: state)
    // Before any of them is read.
    let inputs = inputs
    if let report = recordedReport(from: inputs, sink, at: instant) { return report }
    guard let (_, edition) = try await edition(at: instant, into: &report) else { return report }

    try Task.checkCancellation()
    var ledgerState: FileState?
    if options.dryRun {
      let published = try sink.preview(edition.publication)
      report.problems += published.problems
      report.published = published
    } else {
      let published = try sink.publishNow(edition.publication) {
        // From here on, a build goes on to its end.
        try Task.checkCancellation()
        try BuildRecord.remove(from: state)
        ledgerState = try ledgerFile.save(edition.ledger)
      }
      report.problems += published.problems
      report.published = published
      try ledgerState.flatMap {
        BuildRecord(of: edition, from: inputs, ledger: $0, ledgerFile, sink, report, at: instant)
      }?.save(in: state)
    }
    return report
  }

  /// Where the documents go, told by `progress`.
  func sink(_ progress: @escaping Progress) -> DirectorySink {
    var sink = DirectorySink(
      directory: directory, stateDirectory: configuration.stateDirectory, trustsManifest: !options.force,
      program: Program.identity)
    sink.progress = { progress(.writing($0, of: $1)) }
    sink.renderingProgress = { progress(.rendering($0, of: $1)) }
    return sink
  }

  /// Where the documents are published.
  var directory: String { options.output ?? configuration.feedDirectory }

  /// What there is to report where nothing is new since the last build; nil where something may be.
  ///
  /// - Parameter inputs: as they were before they were read.
  func recordedReport(from inputs: [FileStamp]?, _ sink: DirectorySink, at instant: Timestamp) -> BuildReport? {
    guard !options.force else { return nil }
    let state = configuration.stateDirectory
    return BuildRecord(in: state)?.report(from: inputs, LedgerFile(directory: state), sink, at: instant)
  }

  /// What the sources come to with what the ledger remembers, and that ledger; nil where nothing may be published of
  /// it, as `report` then says.
  func edition(at instant: Timestamp, into report: inout BuildReport) async throws -> (ledger: Ledger, Edition)? {
    // Read beside the sources: in a large site either takes its time.
    async let remembered = LedgerFile(directory: configuration.stateDirectory).load()
    var items: [SourceItem] = []
    var hasLostSource = false
    for source in configuration.sources {
      try Task.checkCancellation()
      let contents =
        if let loaded, !options.force {
          try await loaded.contents(of: source, on: configuration.site, without: outputs)
        } else {
          try await source.source(on: configuration.site, without: outputs).load()
        }
      // Not copied where there is one source.
      if items.isEmpty { items = contents.items } else { items += contents.items }
      report.problems += contents.problems
      report.sources.append(.init(path: source.path, entries: contents.items.count, kind: contents.kind))
      // Not one entry is left to keep going with.
      if contents.items.isEmpty && contents.problems.hasErrors { hasLostSource = true }
    }

    let ledger = try await remembered
    let edition = try configuration.pipeline.edition(of: items, remembering: ledger, at: instant)
    report.add(edition)
    let shrinkage =
      options.allowShrink
      ? []
      : ledger.shrinkage(
        to: edition.visible, of: configuration.sources.map(\.name), configuration: configuration.file)
    report.problems += shrinkage
    let isFit = !report.problems.hasErrors || options.keepGoing && !hasLostSource && shrinkage.isEmpty
    guard isFit else { return nil }
    report.nextChange = edition.nextChange
    return (ledger, edition)
  }
}

extension Configuration {
  var pipeline: Pipeline {
    Pipeline(site: site, feeds: feeds, tags: tags, precedence: precedence, configuration: file)
  }
}

/// Is told how far a build has come.
public typealias Progress = @Sendable (BuildProgress) -> Void

/// How far a build has come.
public enum BuildProgress: Sendable {
  /// Another build, of this process, holds the lock.
  case waiting(for: Int32?)
  /// So many entries are rendered.
  case rendering(Int, of: Int)
  /// So many documents are written, or found unchanged.
  case writing(Int, of: Int)
}

/// What a build found and did.
public struct BuildReport: Sendable, Hashable {
  public struct Source: Sendable, Hashable {
    public var path: String
    public var entries: Int
    /// What it was taken for, where that had to be found out: `Jekyll`.
    public var kind: String?
  }

  public let title: String
  /// Where the documents are published.
  public let directory: String
  public let formats: [String]
  public var sources: [Source] = []
  public var problems: [Problem] = []
  /// What was done, or in a dry run would be; nil where the build was refused.
  public var published: PublishReport?
  public internal(set) var changes = Ledger.Changes()
  public internal(set) var feeds = 0
  public internal(set) var documents = 0
  /// How many tags, authors and what else has feeds the entries have.
  public internal(set) var terms: [Axis: Int] = [:]
  public internal(set) var scheduled: [Timestamp] = []
  public internal(set) var hidden = 0
  /// When the next entry is due or expires: until then, the same sources give the same documents.
  public internal(set) var nextChange: Timestamp?

  init(title: String, directory: String, formats: [String]) {
    self.title = title
    self.directory = directory
    self.formats = formats
  }

  /// Has an error where the folder to publish to may not be one.
  init(of build: Build) {
    let configuration = build.configuration
    self.init(title: configuration.site.title, directory: build.directory, formats: configuration.feeds.formats)
    guard !configuration.keepsState(outside: directory) else { return }
    problems.append(
      .error(
        at: Place(file: directory), rule: "configuration",
        "the state \(configuration.stateDirectory) would lie in the folder that is published: choose another --output, "
          + "or another \"state\""))
  }

  /// How many items the sources hold.
  public var entriesRead: Int { sources.reduce(0) { $0 + $1.entries } }

  mutating func add(_ edition: Edition) {
    problems += edition.problems
    changes = edition.changes
    feeds = edition.plan.feeds.count
    documents = edition.publication.paths.count
    terms = edition.terms
    scheduled = edition.scheduled
    hidden = edition.hidden
  }
}
