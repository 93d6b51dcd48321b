/// A build of what changed on such a site: it costs what it touches, not what the site holds.
public struct SliceBuild: Sendable {
  private let pipeline: Pipeline
  private let source: String
  private let store: any SliceStore
  private let sink: any Sink

  /// How many entries are placed at once; how many feeds are made of one slice.
  private static let batch = (entries: 500, scopes: 50)

  /// Nil where the settings ask for what only all entries can tell: see `Pipeline.canSlice`.
  ///
  /// - Parameter source: the name of the one source, by which the ledger knows the entries.
  public init?(by pipeline: Pipeline, source: String, of store: any SliceStore, to sink: any Sink) {
    guard pipeline.canSlice else { return nil }
    self.pipeline = pipeline
    self.source = source
    self.store = store
    self.sink = sink
  }

  /// What a build did.
  public struct Report: Sendable {
    public var problems: [Problem] = []
    /// How many entries changed their places, or might have.
    public var entries = 0
    /// How many feeds were made.
    public var feeds = 0
    /// How many documents were written.
    public var written = 0
    /// How many were removed.
    public var removed = 0
    /// When the first of the entries that changed is due or expires.
    public var nextChange: Timestamp?

    /// Of one that is yet to begin.
    public init() {}
  }

  /// Puts entries that changed, came or went where they are to be: their feeds are to be made then.
  public func place(_ ids: [String], at instant: Timestamp, into report: inout Report) async throws {
    for start in stride(from: 0, to: ids.count, by: SliceBuild.batch.entries) {
      try Task.checkCancellation()
      let ids = ids[start..<min(start + SliceBuild.batch.entries, ids.count)]
      let contents = try await store.items(Array(ids))
      let items = contents.items
      let names = pipeline.ledgerNames(of: items, at: instant)
      let ledger = try await ledger(names.union(Pipeline.ledgerNames(ofEntries: ids, of: source)))
      var problems = contents.problems
      var (placements, noted) = pipeline.placements(of: items, remembering: ledger, at: instant, problems: &problems)
      report.problems = (report.problems + problems).bounded
      report.nextChange = ([report.nextChange] + placements.map(\.nextChange)).compactMap(\.self).min()
      let present = Set(placements.map(\.id))
      // One that cannot become an entry has not gone.
      let faulty = problems.hasErrors ? try await store.existing(Array(ids)).subtracting(present) : []
      let gone = ids.filter { !present.contains($0) && !faulty.contains($0) }
      let lines = Pipeline.ledgerLines(
        placing: placements + gone.map { Placement(id: $0, published: instant) }, of: source, in: noted,
        insteadOf: ledger)
      placements += ids.filter { !present.contains($0) }.map { Placement(id: $0, published: instant) }
      try await store.place(placements, keeping: lines)
      report.entries += ids.count
    }
  }

  /// Makes the feeds that are to be made.
  ///
  /// - Throws: as `Build.run`; what is made until then is published, and the rest still to be made.
  public func publish(at instant: Timestamp, into report: inout Report) async throws {
    var pipeline = pipeline
    if pipeline.site.founded == nil, let oldest = try await store.oldest() {
      pipeline.site.founded = pipeline.site.timeZone.date(of: oldest)
    }
    while case let scopes = try await store.stale(atMost: SliceBuild.batch.scopes), !scopes.isEmpty {
      try Task.checkCancellation()
      var ids: [String] = []
      var known: Set<String> = []
      for scope in scopes {
        for id in try await store.newest(pipeline.entries(of: scope), in: scope) where known.insert(id).inserted {
          ids.append(id)
        }
      }
      let items = try await store.items(ids).items
      let ledger = try await ledger(pipeline.ledgerNames(of: items, in: scopes, at: instant))
      let slice = pipeline.slice(of: Set(scopes), holding: items, remembering: ledger, at: instant)
      let published = try await sink.publish(slice.publication) { rendered in
        try Task.checkCancellation()
        try await store.keep(slice.ledgerLines(after: rendered))
      }
      report.problems = (report.problems + slice.problems + published.problems).bounded
      report.feeds += scopes.count
      report.written += published.written.count
      report.removed += published.removed.count
      try await store.settle(scopes)
    }
  }

  private func ledger(_ names: Set<String>) async throws -> Ledger {
    try Ledger(lines: try await store.lines(named: names), file: store.ledgerName)
  }
}
