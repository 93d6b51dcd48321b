internal import Synchronization
public import Syndication

/// One build of a site's feeds: reads the sources and the ledger, and publishes.
public struct Build: Sendable {
  /// What is asked of one build, beside what the configuration says.
  public struct Options: Sendable {
    /// Publish nothing where something has an error.
    public var isStrict = false
    /// Publish though a source lost most of its entries.
    public var allowShrink = false
    /// What to do where that is meant, as the problem says.
    public var shrinkCure = "build once with --allow-shrink"
    /// Trust nothing that an earlier build noted: read everything, and compare every document byte by byte.
    public var force = false
    /// Say what would be done, and touch nothing.
    public var dryRun = false
    /// How long to wait for another build.
    public var lockTimeout = Duration.seconds(10)
    /// Publish to this folder instead of the configured one.
    public var output: String?

    /// Nothing is asked.
    public init() {}
  }

  /// The site's.
  public let configuration: Configuration
  /// What was asked of it.
  public let options: Options
  /// What earlier builds of this program have read; nil where there is only one.
  let loaded: LoadedSources?
  /// In the configuration's order.
  let sources: [any CatalogSource]
  let sink: any Sink
  let state: any StateStore
  /// By the configuration's file.
  let said = SaidByFile()

  /// - Parameters:
  ///   - sink: where the documents go.
  ///   - state: where what is remembered between builds is kept.
  public init(
    _ configuration: Configuration, options: Options = Options(), loaded: LoadedSources? = nil, to sink: any Sink,
    remembering state: any StateStore
  ) {
    self.configuration = configuration
    self.options = options
    self.loaded = loaded
    self.sink = sink
    self.state = state
    let outputs = configuration.outputs(options)
    sources = configuration.sources.map { $0.source(on: configuration.site, without: outputs) }
  }

  /// Whether one error stops it.
  var isStrict: Bool { options.isStrict || configuration.isStrict }

  /// The sources with what they name, and the configuration itself.
  var watched: WatchedPaths {
    let reach = sources.flatMap { source in source.files.map { ($0, source.reach) } }
    return WatchedPaths(
      Set(sources.flatMap(\.files) + configuration.sources.flatMap(\.adopted) + [configuration.file]),
      without: configuration.outputs(options), within: Dictionary(reach) { $0.union($1) })
  }

  /// - Parameters:
  ///   - instant: the build instant.
  ///   - tell: is called with the report as soon as all is published, before what the next build goes on from is kept: that is
  ///     only a cache, and no error then.
  /// - Throws: `FileError`, `LockHeld`, `RenderError`; a `Problem` for a ledger that cannot be read; `CancellationError`
  ///   where the task is cancelled: at the next entry or document, and the next build completes what was published. What is
  ///   wrong in the data is in the report.
  public func run(
    at instant: Timestamp, progress: @escaping Progress = { _ in }, tell: (@Sendable (BuildReport) -> Void)? = nil
  ) async throws -> BuildReport {
    let lock =
      options.dryRun ? nil : try await state.lock(timeout: options.lockTimeout) { progress(.waiting(for: $0)) }
    defer { lock?.release() }

    let report = BuildReport(of: self)
    guard report.problems.isEmpty else {
      tell?(report)
      return report
    }
    let before = try? await state.read(.problems)
    let (found, keep) = try await publish(report, at: instant, progress: progress)
    var done = found
    done.noteKnown(before ?? [])
    if done.published != nil, !options.dryRun, !configuration.feeds.hubs.isEmpty {
      done.untold = try await Set(state.outbox().notices.map(\.topic)).count
    }
    // A first build that is refused leaves no trace.
    if !options.dryRun, done.published != nil || before != nil, case let text = done.problemsText, text != before {
      _ = try await state.write(text, to: .problems)
    }
    guard let tell else {
      try await keep?()
      return done
    }
    tell(done)
    try? await keep?()
    return done
  }

  /// Keeps what the next build is to go on from.
  typealias Keeping = @Sendable () async throws -> Void

  /// - Parameter report: nothing is in it yet.
  private func publish(
    _ report: BuildReport, at instant: Timestamp, progress: @escaping Progress
  ) async throws -> (BuildReport, Keeping?) {
    var report = report
    // Before any of them is read.
    let inputs = await inputs()
    if let report = try await recordedReport(from: inputs, at: instant) { return (report, nil) }
    let mayFollow = mayFollowChanges
    if mayFollow, let changed = try await changedReport(from: inputs, at: instant, progress: progress) {
      return changed
    }
    guard let (_, edition, source) = try await edition(at: instant, into: &report) else {
      return (report, nil)
    }

    try Task.checkCancellation()
    let check = publicationCheck()
    let publication = check?.checking(edition.publication) ?? edition.publication
    if options.dryRun {
      let previewed = try await sink.preview(publication) { progress(.publishing($0)) }
      if let check {
        try await check.checkUnmade(of: publication, beside: previewed.edition.siteDocuments, in: sink)
        report.add(check.problems)
        if report.problems.hasErrors, check.problems.hasErrors { return (report, nil) }
      }
      report.add(previewed)
      return (report, nil)
    }
    let sketch = mayFollow && source != nil ? CatalogSketch(of: edition, from: report.entriesRead) : nil
    edition.releaseUnheld()
    let saved = Mutex<(edition: RenderedEdition, text: ContentHash, ledger: Revision)?>(nil)
    let published: PublishReport
    do {
      published = try await sink.publish(publication) {
        progress(.publishing($0))
      } commit: { rendered in
        try Task.checkCancellation()
        try await check?.checkUnmade(of: publication, beside: rendered.siteDocuments, in: sink)
        try check?.refuseErrors()
        // Before anything that they tell of is changed.
        try await state.remove(.record)
        try await state.remove(.edition)
        try await noteChanges(rendered)
        let text = rendered.ledger.text
        let ledger = try await state.write(text, to: .ledger)
        saved.withLock { $0 = (rendered, ContentHash(text), ledger) }
      }
    } catch is PublicationCheck.Refusal {
      report.add(check?.problems ?? [])
      return (report, nil)
    }
    report.add(check?.problems ?? [])
    guard let (rendered, text, ledger) = saved.withLock({ $0 }) else {
      report.add((published, RenderedEdition()))
      return (report, nil)
    }
    report.add((published, rendered))
    try await remember(report, from: inputs, ledger: ledger, edition.publication.withdrawn, at: instant)
    if let source, let sketch, let catalog = CatalogState(of: edition, sketch, rendered) {
      try await keep(catalog, of: source, ledger: text, report, edition.publication.withdrawn, at: instant)
    }
    return (report, nil)
  }

  /// Notes what hubs are to be told of, before anybody sees it.
  func noteChanges(_ rendered: RenderedEdition) async throws {
    let former = try await state.outbox()
    var outbox = former
    outbox.note(rendered, to: configuration.feeds.hubs)
    try await state.keep(outbox, insteadOf: former)
  }

  /// - Parameters:
  ///   - inputs: as they were before they were read.
  ///   - ledger: the revision that was written.
  func remember(
    _ report: BuildReport, from inputs: [Revision]?, ledger: Revision, _ withdrawn: Set<DocumentPath>,
    at instant: Timestamp
  ) async throws {
    guard try await state.revision(of: .ledger) == ledger,
      let record = BuildRecord(without: withdrawn, from: inputs, ledger: ledger, report, at: instant)
    else { return }
    _ = try await state.write(record.text, to: .record)
  }

  /// What the sources come to with what the ledger remembers, that ledger, and the state of the source where there is one; nil
  /// where nothing may be published of it, as `report` then says.
  func edition(
    at instant: Timestamp, into report: inout BuildReport
  ) async throws -> (ledger: Ledger, Edition, source: SourceState?)? {
    guard let gathered = try await gathered(at: instant, into: &report), gathered.isFit else { return nil }
    report.nextChange = gathered.edition.nextChange
    return (gathered.ledger, gathered.edition, gathered.state)
  }

  /// What the sources hold, and what it comes to with what the ledger remembers, fit to be published or not.
  struct Gathered {
    /// Of all sources, in their order, and of the feeds that they had before.
    var items: [SourceItem]
    var adopted: [SourceItem]
    var ledger: Ledger
    /// As a build publishes it.
    var pipeline: Pipeline
    var edition: Edition
    /// Of the source, where there is one.
    var state: SourceState?
    var isFit: Bool
  }

  /// - Returns: nil where nothing can be read of a source that is all there is.
  func gathered(at instant: Timestamp, into report: inout BuildReport) async throws -> Gathered? {
    // Read beside the sources: in a large site either takes its time.
    async let remembered = self.state.ledger()
    var items: [SourceItem] = []
    var incomplete: Set<String> = []
    var known: [SiteDefaults] = []
    var state: SourceState?
    var hasLostSource = false
    for (named, source) in zip(configuration.sources, sources) {
      try Task.checkCancellation()
      let contents =
        if let loaded, !options.force {
          try await loaded.contents(
            of: source, as: named, on: configuration.site, isAlone: sources.count == 1)
        } else {
          try await source.load()
        }
      // Not copied where there is one source.
      if items.isEmpty { items = contents.items } else { items += contents.items }
      report.add(contents.problems)
      known.append(contents.site)
      state = contents.state
      report.sources.append(.init(path: named.path, entries: contents.items.count, kind: contents.kind))
      guard contents.problems.hasErrors else { continue }
      incomplete.insert(named.name)
      // Nothing of it can be read.
      if contents.items.isEmpty { hasLostSource = true }
    }

    var ledger = try await remembered
    // That the sources hold nothing is told already.
    if items.isEmpty, hasLostSource { return nil }
    report.add(await clockProblems(at: instant))
    report.add(ledger.healed(at: instant, beside: items, in: self.state.name(of: .ledger)))
    var pipeline = configuration.pipeline
    pipeline.site = configuration.site.filled(configuration.siteDefaults, from: known)
    var adopted: [SourceItem] = []
    for source in configuration.sources {
      let former = try await source.adoptedContents(on: pipeline.site, remembering: ledger)
      adopted += former.items
      report.add(former.problems)
      if former.problems.hasErrors { hasLostSource = true }
    }
    let edition = pipeline.edition(
      of: items, adopting: adopted, without: incomplete, remembering: ledger, at: instant)
    report.add(edition)
    var shrinkage: [Problem] = []
    if !options.allowShrink {
      shrinkage = ledger.shrinkage(
        to: edition.visible, of: configuration.sources.map(\.name), configuration: configuration.file,
        cure: options.shrinkCure)
    }
    report.add(shrinkage)
    let hasErrors = report.problems.hasErrors
    let isFit = shrinkage.isEmpty && !hasLostSource && !(hasErrors && (isStrict || edition.plan.feeds.isEmpty))
    return Gathered(
      items: items, adopted: adopted, ledger: ledger, pipeline: pipeline, edition: edition, state: state, isFit: isFit)
  }
}

/// A hash of the bytes of a file, once they were found to say what is believed of it.
final class SaidByFile: Sendable {
  let hash = Mutex<ContentHash?>(nil)
}

extension Configuration {
  /// The way through the core that its settings are.
  package var pipeline: Pipeline {
    var pipeline = Pipeline(site: site, feeds: feeds, tags: tags, precedence: precedence, configuration: file)
    pipeline.documents = feeds.discovery.documents
    return pipeline
  }

  /// The folder where the documents are published.
  func output(_ options: Build.Options) -> String { options.output ?? feedDirectory }

  /// The folders that builds write to: where they lie in a source's, they are none of its content.
  func outputs(_ options: Build.Options) -> Set<String> { [output(options), feedDirectory, stateDirectory] }
}

/// Is told how far a build has come.
public typealias Progress = @Sendable (BuildProgress) -> Void

/// How far a build has come.
public enum BuildProgress: Sendable {
  /// Another build, of this process, holds the lock.
  case waiting(for: Int32?)
  /// Documents are made and written.
  case publishing(PublishProgress)
}

/// What a build found and did.
public struct BuildReport: Sendable, Hashable {
  /// What was read from one source.
  public struct Source: Sendable, Hashable {
    /// As the configuration names it.
    public var path: String
    /// How many it holds.
    public var entries: Int
    /// What it was taken for, where that had to be found out: `Jekyll`.
    public var kind: String?
  }

  /// The site's.
  public let title: String
  /// Where the documents are published.
  public let directory: String
  /// Names of the formats, in the configuration's order.
  public let formats: [String]
  /// In the configuration's order.
  public var sources: [Source] = []
  /// All that were found.
  public var problems: [Problem] = []
  /// Those of the problems that the last build found, too, wherever in their files.
  public private(set) var known: Set<Problem> = []
  /// What was done, or in a dry run would be; nil where the build was refused.
  public var published: PublishReport?
  /// Which entries came, changed and went.
  public internal(set) var changes = Ledger.Changes()
  /// How many there are.
  public internal(set) var feeds = 0
  /// How many there are, of all feeds and beside them.
  public internal(set) var documents = 0
  /// How many tags, authors and what else has feeds the entries have.
  public internal(set) var terms: [Axis: Int] = [:]
  /// When entries are due that are not yet.
  public internal(set) var scheduled: [Timestamp] = []
  /// How many their sources keep back.
  public internal(set) var hidden = 0
  /// When the next entry is due or expires: until then, the same sources give the same documents.
  public internal(set) var nextChange: Timestamp?
  /// How many documents hubs are yet to be told of.
  public internal(set) var untold = 0

  /// How many items the sources hold.
  public var entriesRead: Int { sources.reduce(0) { $0 + $1.entries } }
}

extension BuildReport {
  /// Of a build that did not come to read anything.
  public init(problems: [Problem]) { self.init(title: "", directory: "", formats: [], problems: problems) }

  /// Has an error where the folder to publish to may not be one.
  init(of build: Build) {
    let configuration = build.configuration
    let directory = configuration.output(build.options)
    self.init(title: configuration.site.title, directory: directory, formats: configuration.feeds.formats)
    guard !configuration.keepsState(outside: directory) else { return }
    problems.addError(
      at: Place(file: directory), rule: "configuration",
      "the state \(configuration.stateDirectory) would lie in the folder that is published: choose another --output, "
        + "or another \"state\"")
  }

  mutating func add(_ problems: [Problem]) { self.problems = (self.problems + problems).bounded }

  mutating func add(_ published: (report: PublishReport, edition: RenderedEdition)) {
    add(published.report.problems)
    self.published = published.report
    changes = published.edition.changes
  }

  mutating func add(_ edition: Edition) {
    add(edition.problems)
    feeds = edition.plan.feeds.count
    documents = edition.publication.paths.count
    terms = edition.terms
    scheduled = edition.scheduled
    hidden = edition.hidden
  }
}

extension BuildReport {
  /// What the next build knows the problems by: a hash a line.
  fileprivate var problemsText: [UInt8] {
    Set(problems.map { $0.hash.description }).sorted().flatMap { Array("\($0)\n".utf8) }
  }

  /// - Parameter text: that of the last build.
  fileprivate mutating func noteKnown(_ text: [UInt8]) {
    let hashes = Set(text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) })
    known = Set(problems.filter { hashes.contains($0.hash.description) })
  }
}

extension Problem {
  /// The same wherever it is in its file, as lines move.
  fileprivate var hash: ContentHash {
    ContentHash(texts: [severity.rawValue, place.file, rule, message] + (others > 0 ? ["\(others)"] : []))
  }
}
