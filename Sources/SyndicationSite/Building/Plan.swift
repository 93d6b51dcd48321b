internal import Synchronization
public import Syndication

extension Build {
  /// What a build would do, and what that would change for subscribers; touches nothing, and waits for nobody.
  ///
  /// - Parameter instant: the build instant.
  /// - Throws: as `run`.
  public func plan(at instant: Timestamp, progress: @escaping Progress = { _ in }) async throws -> PlanReport {
    var report = BuildReport(of: self)
    let queries = configuration.feeds.queries
    guard report.problems.isEmpty else { return PlanReport(of: report) }
    if let report = try await recordedReport(from: await inputs(), at: instant) {
      return PlanReport(of: report, queries: queries)
    }
    guard let (ledger, edition, _) = try await edition(at: instant, into: &report) else {
      return PlanReport(of: report, queries: queries)
    }
    let (published, rendered) = try await sink.preview(edition.publication) { progress(.publishing($0)) }
    report.add((published, rendered))

    var comparison = FeedComparison(of: edition, rendered: rendered, by: configuration.pipeline, remembering: ledger)
    let held = await heldEntries(at: published.written.union(published.removed))
    let documents = try changes(of: held, to: edition.publication)
    let changes = edition.plan.feeds.map { feed in
      func changed(_ pages: ArraySlice<Feed.Page>) -> [FeedComparison.Document] {
        pages.flatMap { $0.documents.map(\.path).filter(published.written.contains) }.map {
          documents[$0] ?? (nil, nil)
        }
      }
      return comparison.changes(of: feed, in: changed(feed.pages.prefix(1)), archived: changed(feed.pages.dropFirst()))
    }
    let gone = comparison.changes(removing: held.filter { published.removed.contains($0.key) })
    var plan = PlanReport(
      of: report, queries: queries, changes: changes + comparison.moves(writing: published.written) + gone,
      losses: rendered.losses, in: edition)
    plan.archives = edition.plan.feeds.filter { configuration.feeds.scopes[$0.scope.axis]?.archive != nil }.map {
      feed in
      let pages = feed.pages.dropFirst()
      return PlanReport.Archive(
        feed: feed.scope.name, pages: pages.count,
        written: pages.count { $0.documents.contains { published.written.contains($0.path) } })
    }
    return plan
  }

  /// What documents that are there hold, and what they would hold: made once more, as few of them change.
  private func changes(
    of held: [DocumentPath: HeldEntries], to publication: Publication
  ) throws -> [DocumentPath: FeedComparison.Document] {
    let documents = Mutex<[DocumentPath: FeedComparison.Document]>([:])
    @Sendable func stays(_ index: Int, _: ContentHash) -> Bool { held[publication.paths[index]] == nil }
    _ = try publication.makeDocuments(unless: stays) { made in
      let path = publication.paths[made.index]
      let after = FeedFormats.heldEntries(in: made.document.parts.flatMap(\.self))
      documents.withLock { $0[path] = (held[path], after) }
    }
    return documents.withLock { $0 }
  }

  /// What those documents hold that are there, on all cores.
  private func heldEntries(at paths: Set<DocumentPath>) async -> [DocumentPath: HeldEntries] {
    await withTaskGroup(of: (DocumentPath, HeldEntries?).self) { group in
      for path in paths {
        group.addTask {
          (path, ((try? await sink.contents(of: path)) ?? nil).flatMap { FeedFormats.heldEntries(in: $0) })
        }
      }
      var held: [DocumentPath: HeldEntries] = [:]
      for await (path, entries) in group { held[path] = entries }
      return held
    }
  }

  /// Which feeds there would be, where nothing keeps a build from publishing; touches nothing, and waits for nobody.
  ///
  /// - Throws: as `run`.
  public func feeds(at instant: Timestamp) async throws -> (report: BuildReport, plan: FeedPlan?) {
    var report = BuildReport(of: self)
    guard report.problems.isEmpty else { return (report, nil) }
    let edition = try await edition(at: instant, into: &report)
    return (report, edition?.1.plan)
  }

  /// When the next entry is due or expires, in the report of a build that does not publish; nil there for never.
  ///
  /// Where nothing is new, the record of the last build tells. It touches nothing, and waits for nobody.
  ///
  /// - Throws: as `run`.
  public func nextChange(at instant: Timestamp) async throws -> BuildReport {
    if let record = try await record(from: await inputs(), at: instant) { return record.report }
    var report = BuildReport(of: self)
    if report.problems.isEmpty { _ = try await edition(at: instant, into: &report) }
    return report
  }
}

/// What a build would do, and what that would change for subscribers.
public struct PlanReport: Sendable {
  /// An entry that readers would show as new.
  public struct Notification: Sendable, Hashable {
    /// Its own, as feeds have it.
    public let id: String
    /// Nil for one that has none.
    public let title: String?
    /// Whether some of them may have shown it before.
    public let isAgain: Bool
    /// The scopes' names of the feeds in which they would.
    public fileprivate(set) var feeds: [String]
  }

  /// The archive of a feed (RFC 5005 §4).
  public struct Archive: Sendable, Hashable {
    /// The scope's name.
    public let feed: String
    /// How many it would have.
    public let pages: Int
    /// How many of them would be written.
    public let written: Int
  }

  /// As of a dry run.
  public let build: BuildReport
  /// Of the feeds for whose subscribers something changes.
  public let changes: [FeedChanges]
  /// Each entry once, in how many feeds ever it is new or shown again; newest first.
  public let notifications: [Notification]
  /// What the documents that would be written have no room for.
  public let losses: [FeedLoss]
  /// Those that have feeds, by the names of these.
  public let queries: [FeedQuery]
  /// Of the feeds that have one, in the order of publication; none where a build would change nothing.
  public fileprivate(set) var archives: [Archive] = []

  /// Of a build that would change nothing.
  public init(of build: BuildReport, queries: [FeedQuery] = []) {
    self.build = build
    self.queries = queries.sorted { $0.name < $1.name }
    changes = []
    notifications = []
    losses = []
  }

  fileprivate init(
    of build: BuildReport, queries: [FeedQuery], changes: [FeedChanges], losses: [FeedLoss], in edition: Edition
  ) {
    self.build = build
    self.queries = queries.sorted { $0.name < $1.name }
    self.losses = losses
    self.changes = changes.filter { !$0.isEmpty }
    var feeds: [String: [String]] = [:]
    for change in changes { for id in change.new.union(change.again) { feeds[id, default: []].append(change.feed) } }
    let new = changes.reduce(into: Set<String>()) { $0.formUnion($1.new) }
    notifications = edition.plan.entries.compactMap { entry in
      feeds[entry.id].map {
        Notification(
          id: entry.id, title: entry.item.title.map { PlainText.line($0).text }, isAgain: !new.contains(entry.id),
          feeds: $0)
      }
    }
  }
}
