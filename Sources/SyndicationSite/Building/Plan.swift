internal import Synchronization
public import Syndication
internal import SyndicationFiles
internal import SyndicationFolder

extension Build {
  /// What a build would do, and what that would change for subscribers; touches nothing, and waits for nobody.
  ///
  /// - Parameter instant: the build instant.
  /// - Throws: as `run`.
  public func plan(at instant: Timestamp, progress: @escaping Progress = { _ in }) async throws -> PlanReport {
    var report = BuildReport(of: self)
    guard report.problems.isEmpty else { return PlanReport(of: report) }
    let sink = sink(progress)
    if let report = recordedReport(from: inputs, sink, at: instant) { return PlanReport(of: report) }
    guard let (ledger, edition) = try await edition(at: instant, into: &report) else { return PlanReport(of: report) }
    let (published, rendered) = try sink.previewed(edition.publication)
    report.changes = rendered.changes
    report.problems += published.problems
    report.published = published

    var comparison = FeedComparison(of: edition, rendered: rendered, by: configuration.pipeline, remembering: ledger)
    let present = published.written.filter { FileState(at: file(at: $0)) != nil }
    let documents = try changes(of: present, to: edition.publication)
    let changes = edition.plan.feeds.map { feed in
      let written = feed.documents.map(\.path).filter(published.written.contains)
      return comparison.changes(of: feed, in: written.map { documents[$0] ?? (nil, nil) })
    }
    let gone = comparison.changes(
      removing: published.removed.reduce(into: [:]) { $0[$1] = heldEntries(at: $1) })
    return PlanReport(of: report, changes: changes + gone, in: edition)
  }

  /// What documents that are there hold, and what they would hold: made once more, as few of them change.
  private func changes(
    of paths: Set<DocumentPath>, to publication: Publication
  ) throws -> [DocumentPath: FeedComparison.Document] {
    let documents = Mutex<[DocumentPath: FeedComparison.Document]>([:])
    @Sendable func stays(_ index: Int, _: ContentHash) -> Bool { !paths.contains(publication.paths[index]) }
    _ = try publication.makeDocuments(unless: stays) { made in
      let path = publication.paths[made.index]
      guard let before = heldEntries(at: path) else { return }
      let after = FeedFormats.heldEntries(in: made.document.parts.flatMap(\.self))
      documents.withLock { $0[path] = (before, after) }
    }
    return documents.withLock { $0 }
  }

  /// Nil where there is no document at `path`.
  private func heldEntries(at path: DocumentPath) -> HeldEntries? {
    (try? FileContents.read(file(at: path))).flatMap { FeedFormats.heldEntries(in: $0) }
  }

  private func file(at path: DocumentPath) -> String { "\(directory)/\(path)" }

  /// When the next entry is due or expires, in the report of a build that does not publish; nil there for never.
  ///
  /// Where nothing is new, the record of the last build tells. It touches nothing, and waits for nobody.
  ///
  /// - Throws: as `run`.
  public func nextChange(at instant: Timestamp) async throws -> BuildReport {
    var report = BuildReport(of: self)
    let state = configuration.stateDirectory
    if !options.force,
      let report = BuildRecord(in: state)?.findings(
        from: inputs, LedgerFile(directory: state), at: instant)
    {
      return report
    }
    if report.problems.isEmpty { _ = try await edition(at: instant, into: &report) }
    return report
  }
}

/// What a build would do, and what that would change for subscribers.
public struct PlanReport: Sendable {
  /// An entry that readers would show as new.
  public struct Notification: Sendable, Hashable {
    public let id: String
    public let title: String?
    /// Whether some of them may have shown it before.
    public let isAgain: Bool
    /// The scopes' names of the feeds in which they would.
    public fileprivate(set) var feeds: [String]
  }

  /// As of a dry run.
  public let build: BuildReport
  /// Of the feeds for whose subscribers something changes.
  public let changes: [FeedChanges]
  /// Each entry once, in how many feeds ever it is new or shown again; newest first.
  public let notifications: [Notification]

  fileprivate init(of build: BuildReport) {
    self.build = build
    changes = []
    notifications = []
  }

  fileprivate init(of build: BuildReport, changes: [FeedChanges], in edition: Edition) {
    self.build = build
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
