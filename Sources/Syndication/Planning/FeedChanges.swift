/// What a publication changes for those who follow a feed, in ids. No id is in two of the sets.
public struct FeedChanges: Sendable, Hashable {
  /// The scope's name.
  public let feed: String
  /// What becomes of the feed itself.
  public let state: State
  /// What nobody was shown in this feed.
  public internal(set) var new: Set<String> = []
  /// What may have been shown before: an entry that comes back, or a post that has lost its id.
  public internal(set) var again: Set<String> = []
  /// Entries whose time of update moves, or in RSS, which has none, would.
  public internal(set) var updated: Set<String> = []
  /// Entries that are no more, or no more of this feed. Not those that newer ones leave no room for.
  public internal(set) var removed: Set<String> = []

  /// What becomes of a feed.
  public enum State: String, Sendable, Hashable {
    /// It was never published, so that nobody follows it yet.
    case begins
    /// It is there, as it was.
    case stays
    /// It would be there no more.
    case ends
    /// Another feed takes its place.
    case moves
  }

  init(of feed: String, state: State = .stays) {
    self.feed = feed
    self.state = state
  }

  /// Whether nothing changes for who follows the feed.
  public var isEmpty: Bool { state == .stays && new.isEmpty && again.isEmpty && updated.isEmpty && removed.isEmpty }
}

/// Compares what feeds hold with what an edition would have them hold.
///
/// What they hold, their documents tell, exactly. The ledger tells which of what they did not hold is known.
public struct FeedComparison {
  /// A document of a feed as it lies there and as it would; nil where there is none.
  public typealias Document = (before: HeldEntries?, after: HeldEntries?)

  private let edition: Edition
  private let rendered: RenderedEdition
  private let ledger: Ledger
  private let pipeline: Pipeline
  private let entries: [String: Entry]
  /// Of posts that are no more under the id that they had.
  private let goneTexts: Set<[ContentHash]>
  /// Asked for only where a feed loses an entry.
  private lazy var catalog = {
    var ignored: [Problem] = []
    return pipeline.catalog(of: edition.visible, remembering: ledger, problems: &ignored)
  }()
  private lazy var positions = Dictionary(
    uniqueKeysWithValues: catalog.entries.enumerated().map { ($1.id, $0) })

  /// - Parameters:
  ///   - rendered: what making the edition's documents came to.
  ///   - ledger: the one that `edition` was made with.
  public init(
    of edition: Edition, rendered: RenderedEdition, by pipeline: Pipeline, remembering ledger: Ledger
  ) {
    self.edition = edition
    self.rendered = rendered
    self.pipeline = pipeline
    self.ledger = ledger
    entries = Dictionary((rendered.plan ?? edition.plan).entries.map { ($0.id, $0) }) { first, _ in first }
    goneTexts = Set(rendered.ledger.entries.values.lazy.filter { !$0.isLive }.map(\.written.text))
  }

  /// - Parameters:
  ///   - documents: those of the feed's current page that change. Of one that is not there, what no row remembers is new.
  ///   - archived: those of the pages of its archive. Nobody is shown what they hold who does not ask for what is old, so that
  ///     nothing in them is new.
  public mutating func changes(of feed: Feed, in documents: [Document], archived: [Document] = []) -> FeedChanges {
    let scope = feed.scope.name
    let isKnown = ledger.feeds[scope] != nil || documents.contains { $0.before != nil }
    var changes = FeedChanges(of: scope, state: isKnown || documents.isEmpty ? .stays : .begins)
    for (before, after) in documents {
      let held = before?.updated ?? [:]
      let holds = after?.updated.keys.map(\.self) ?? feed.entries.map { edition.plan.entries[$0].id }
      for id in holds {
        if let updated = held[id] {
          if rendered.changes.updated.contains(id) || after?.isUpdated(id, since: updated) == true {
            changes.updated.insert(id)
          }
        } else if before != nil || entries[id]?.identified.rowKey == nil {
          if isNew(id, to: feed) { changes.new.insert(id) } else { changes.again.insert(id) }
        }
      }
      for id in Set(held.keys).subtracting(holds) where !isPresent(id, in: feed) {
        changes.removed.insert(id)
      }
    }
    for (before, after) in archived {
      let (held, holds) = (before?.updated ?? [:], after?.updated ?? [:])
      changes.updated.formUnion(
        held.filter { id, time in
          holds[id] != nil && (rendered.changes.updated.contains(id) || after?.isUpdated(id, since: time) == true)
        }.keys)
      for id in held.keys where holds[id] == nil && !isPresent(id, in: feed) { changes.removed.insert(id) }
    }
    // Documents differ where `feeds.bytes` cuts them: what one shows for the first time is new.
    changes.again.subtract(changes.new)
    changes.updated.subtract(changes.new.union(changes.again))
    changes.removed.subtract(changes.new.union(changes.again).union(changes.updated))
    return changes
  }

  /// The changes of the feeds that go, by the names of their scopes.
  ///
  /// - Parameter documents: those that would be removed, and what they hold.
  public func changes(removing documents: [DocumentPath: HeldEntries]) -> [FeedChanges] {
    let planned = Set(edition.plan.feeds.map(\.scope.name))
    return ledger.feeds.sorted { $0.key < $1.key }.compactMap { scope, row in
      guard !planned.contains(scope) else { return nil }
      let held = row.documents.compactMap { DocumentPath($0).flatMap { documents[$0] } }
      guard !held.isEmpty else { return nil }
      var changes = FeedChanges(of: scope, state: .ends)
      changes.removed = held.reduce(into: []) { $0.formUnion($1.updated.keys) }
      return changes
    }
  }

  /// The changes of the feeds that others take the place of.
  ///
  /// - Parameter written: the paths of the documents that would be.
  public func moves(writing written: Set<DocumentPath>) -> [FeedChanges] {
    Set(edition.plan.moved.filter { written.contains($0.path) }.map(\.scope)).sorted().map {
      FeedChanges(of: $0, state: .moves)
    }
  }

  /// Whether the entry may still be published, and is of the feed's scope.
  private mutating func isPresent(_ id: String, in feed: Feed) -> Bool {
    guard let position = positions[id] else { return false }
    guard let term = feed.scope.term, let terms = catalog.terms[feed.scope.axis] else { return true }
    return terms.inFeeds[position].contains { terms.all[$0].slug == term.slug }
  }

  /// Whether an entry that `feed` did not hold is one that it never held, as far as the ledger tells.
  private func isNew(_ id: String, to feed: Feed) -> Bool {
    guard let entry = entries[id], let written = entry.written else { return true }
    guard let row = entry.identified.rowKey.flatMap({ ledger.entries[$0] }) else {
      return written.isEmpty || !goneTexts.contains(written.text)
    }
    let axis = feed.scope.axis
    return axis.written(row.written) != axis.written(written)
  }
}

extension WrittenHashes {
  fileprivate var text: [ContentHash] { [title, summary, body] }

  fileprivate var isEmpty: Bool { text.allSatisfy { $0 == ContentHash("") } }
}
