/// Feeds that are made of what they hold alone, where a site is too large to be looked at whole.
///
/// A database finds the newest entries of a scope, and the lines of the ledger that tell of them; nothing else is looked at. What only
/// all entries can tell is refused: see `canSlice`.
extension Pipeline {
  /// Whether the settings ask for nothing that only all entries can tell: no queries, archives, tombstones, complete feeds, pages
  /// about all feeds, tags above others or without feeds, and no feed waits for its second entry.
  package var canSlice: Bool {
    feeds.queries.isEmpty && feeds.tombstones == nil && documents.isEmpty && tags.parents.isEmpty
      && tags.excluded.isEmpty && precedence.isEmpty
      && feeds.scopes.values.allSatisfy { $0.archive == nil && !$0.isComplete && $0.minimumEntries <= 1 }
  }

  /// How many of the newest entries of a scope its feed is made of.
  package func entries(of scope: String) -> Int {
    Scope.parts(of: scope).flatMap { feeds.scopes[$0.axis] }.map(feeds.entries(of:)) ?? 0
  }

  /// The names of the lines of the ledger that tell of items and their terms, and of the feeds of scopes.
  package func ledgerNames(of items: [SourceItem], in scopes: some Sequence<String> = [], at instant: Timestamp)
    -> Set<String>
  {
    var terms: [(axis: Axis, slug: String)] = []
    let (entries, catalog, _) = catalog(of: items, remembering: Ledger(), at: instant)
    for (axis, found) in catalog.terms {
      for term in found.all {
        terms.append((axis, term.slug))
        // Of several who share a name, one may have it with a number.
        if term.url != nil { terms += (2...Pipeline.namesakes).map { (axis, "\(term.slug)-\($0)") } }
      }
    }
    for scope in scopes {
      if case (let axis, let slug?)? = Scope.parts(of: scope) { terms.append((axis, slug)) }
    }
    return LedgerLines.names(of: entries.keys, terms, feeds: scopes)
  }

  /// How many authors of one name are told apart in a slice.
  private static let namesakes = 9

  /// The names of the lines that tell of entries that may be there no more.
  package static func ledgerNames(ofEntries ids: some Sequence<String>, of source: String) -> Set<String> {
    LedgerLines.names(of: ids.map { Ledger.Key(source: source, id: $0) }, [], feeds: [])
  }

  /// Where items are to be, each told without the others.
  ///
  /// - Parameters:
  ///   - items: of one source, each with an id of its own.
  ///   - ledger: what it knows of them and their terms.
  ///   - problems: takes what is wrong with an item; one with an error has no placement.
  /// - Returns: in the order of `items`; and the ledger, in which it is noted whose the slugs of new terms are.
  package func placements(
    of items: [SourceItem], remembering ledger: Ledger, at instant: Timestamp, problems: inout [Problem]
  ) -> (placements: [Placement], ledger: Ledger) {
    let (known, catalog, found) = catalog(of: items, remembering: ledger, at: instant)
    problems += found
    var settings = feeds
    settings.entries = .max
    for axis in settings.scopes.keys { settings.scopes[axis]!.entries = nil }
    settings.documents = .max
    var ignored: [Problem] = []
    let plan = FeedPlan(
      catalog, feeds: settings, tags: tags, remembering: ledger, configuration: configuration, problems: &ignored)
    var placements: [Ledger.Key: Placement] = [:]
    for key in known.keys {
      placements[key] = Placement(id: key.id, published: known.times[key]!, nextChange: known.changes[key])
    }
    for feed in plan.feeds {
      for entry in feed.entries { placements[plan.entries[entry].identified.key]!.scopes.insert(feed.scope.name) }
    }
    var after = ledger
    for (axis, terms) in catalog.terms where feeds.scopes[axis] != nil {
      for term in terms.all {
        guard let url = term.url, after.terms[axis]?[term.slug] == nil else { continue }
        after.terms[axis, default: [:]][term.slug] = .init(spelling: term.spelling, url: url.string, isLive: true)
      }
    }
    return (known.keys.map { placements[$0]! }, after)
  }

  /// What is to be remembered of entries before their feeds are made: what `placements` noted, and that those are gone that have no
  /// place any more.
  ///
  /// - Parameters:
  ///   - placements: where entries are to be.
  ///   - after: what `placements` gave.
  ///   - ledger: what it knows of all of them.
  package static func ledgerLines(
    placing placements: [Placement], of source: String, in after: Ledger, insteadOf ledger: Ledger
  ) -> [LedgerLine] {
    var after = after
    for placement in placements {
      let key = Ledger.Key(source: source, id: placement.id)
      if let row = after.entries[key], row.isLive == placement.scopes.isEmpty { after.entries[key]!.isLive.toggle() }
    }
    return LedgerLines.lines(of: after, insteadOf: ledger)
  }

  /// The feeds of some scopes.
  ///
  /// - Parameters:
  ///   - scopes: by name. Of one that holds nothing any more the documents are withdrawn.
  ///   - items: the newest of each scope, as many as `entries(of:)` says.
  ///   - ledger: what it knows of them, their terms, and the scopes.
  ///   - instant: the build instant.
  package func slice(
    of scopes: Set<String>, holding items: [SourceItem], remembering ledger: Ledger, at instant: Timestamp
  ) -> EditionSlice {
    let (known, catalog, found) = catalog(of: items, remembering: ledger, at: instant)
    var problems = found
    var plan = FeedPlan(
      catalog, feeds: feeds, tags: tags, remembering: ledger, configuration: configuration, problems: &problems)
    plan.feeds.removeAll { !scopes.contains($0.scope.name) }
    plan.moved = []
    plan.redirects = [:]
    let renderer = Renderer(
      plan, settings: feeds, remembering: ledger, present: catalog.entries, incomplete: known.incomplete, at: instant,
      siteDocuments: [])
    let former = ledger.feeds.filter { scopes.contains($0.key) && $0.value.successor == nil }
    let withdrawn = Set(former.values.flatMap(\.documents).compactMap(DocumentPath.init))
    return EditionSlice(
      publication: Publication(
        paths: renderer.paths, withdrawn: withdrawn.subtracting(renderer.paths), isPart: true,
        make: renderer.makeDocuments),
      problems: problems, scopes: scopes, before: ledger)
  }

  /// What is known of items, by their keys.
  private struct Known {
    /// In the order of the items, without those that could not become entries.
    var keys: [Ledger.Key] = []
    var times: [Ledger.Key: Timestamp] = [:]
    /// When they will be due, or expire.
    var changes: [Ledger.Key: Timestamp] = [:]
    var incomplete: Set<String> = []
  }

  private func catalog(
    of items: [SourceItem], remembering ledger: Ledger, at instant: Timestamp
  ) -> (Known, Catalog, [Problem]) {
    var problems: [Problem] = []
    let items = bounded(items, problems: &problems)
    let identified = ledger.identify(items, on: site, at: instant, problems: &problems)
    var known = Known(incomplete: identified.incomplete)
    var positions: [Int: Ledger.Key] = [:]
    for entry in identified.entries {
      let key = entry.identified.key
      positions[entry.identified.index] = key
      known.times[key] = entry.published
      // The only one that has not passed.
      known.changes[key] = expiry(of: entry.item)
    }
    for withheld in identified.withheld {
      positions[withheld.index] = withheld.key
      known.times[withheld.key] = withheld.published
      if !withheld.item.isHidden, withheld.published > instant { known.changes[withheld.key] = withheld.published }
    }
    known.keys = items.indices.compactMap { positions[$0] }
    return (known, catalog(of: identified.entries, remembering: ledger, isPartial: true, problems: &problems), problems)
  }

  private func expiry(of item: SourceItem) -> Timestamp? {
    item.expires.flatMap(SourceDate.init)?.instant(in: item.timeZone ?? site.timeZone, at: site.timeOfDay)
  }
}

/// Where an entry is to be.
public struct Placement: Sendable, Hashable {
  /// That of the item.
  public var id: String
  public var published: Timestamp
  /// The names of the scopes whose feeds are about it: none where it is not to be published now.
  public var scopes: Set<String> = []
  /// When that may become another, though nobody edits anything: it is due then, or expires.
  public var nextChange: Timestamp?

  /// One that is nowhere.
  public init(id: String, published: Timestamp, nextChange: Timestamp? = nil) {
    self.id = id
    self.published = published
    self.nextChange = nextChange
  }
}

/// The feeds of some scopes, to be published.
public struct EditionSlice: Sendable {
  /// Their documents; all others stay as they are.
  public let publication: Publication
  /// Without those that making the documents finds.
  public let problems: [Problem]
  private let scopes: Set<String>
  private let before: Ledger

  fileprivate init(publication: Publication, problems: [Problem], scopes: Set<String>, before: Ledger) {
    self.publication = publication
    self.problems = problems
    self.scopes = scopes
    self.before = before
  }

  /// What the ledger is to say before any of the documents appears, where it says something else.
  ///
  /// - Parameter rendered: what making them came to.
  public func ledgerLines(after rendered: RenderedEdition) -> [LedgerLine] {
    var after = rendered.ledger
    // Of the terms of other scopes nothing was asked.
    for (axis, rows) in before.terms {
      for (slug, row) in rows where !scopes.contains("\(axis.plural!)/\(slug)") { after.terms[axis]?[slug] = row }
    }
    return LedgerLines.lines(of: after, insteadOf: before)
  }
}
