/// The one way through the core, from the items of the sources to the documents to publish.
///
/// A pure function of items, ledger and instant: it reads no clock and, but for the bodies, no file.
public struct Pipeline: Sendable {
  /// Whose entries these are.
  public var site: Site
  /// Which feeds there are.
  public var feeds: FeedSettings
  /// How tags are spelled, and which count.
  public var tags: TagSettings
  /// Those about all feeds, in the order of publication.
  public var documents: [any SiteDocument] = []
  /// Names of sources: of an entry that several hold, the one named first keeps it.
  public var precedence: [String]
  /// The file that problems of the configuration name.
  public var configuration: String

  /// Where sources have no precedence, an entry that two of them hold is an error.
  public init(
    site: Site, feeds: FeedSettings, tags: TagSettings, precedence: [String] = [], configuration: String
  ) {
    self.site = site
    self.feeds = feeds
    self.tags = tags
    self.precedence = precedence
    self.configuration = configuration
  }

  /// - Parameters:
  ///   - items: of all sources.
  ///   - adopted: of feeds that sources had before, named as these.
  ///   - incomplete: names of sources that hold more than could be read: nothing of them counts as gone.
  ///   - ledger: of the last publication.
  ///   - instant: the build instant.
  /// - Returns: what is wrong in the data is among its problems.
  public func edition(
    of items: [SourceItem], adopting adopted: [SourceItem] = [], without incomplete: Set<String> = [],
    remembering ledger: Ledger, at instant: Timestamp
  ) -> Edition {
    var problems: [Problem] = []
    let identified = ledger.identify(
      bounded(items, problems: &problems), adopting: adopted, on: site, at: instant, precedence: precedence,
      problems: &problems)
    let catalog = catalog(of: identified.entries, remembering: ledger, problems: &problems)
    var plan = FeedPlan(
      catalog, feeds: feeds, tags: tags, remembering: ledger, reserving: documents.map(\.path),
      isTallied: !documents.isEmpty, configuration: configuration, problems: &problems)
    let incomplete = incomplete.union(identified.incomplete)
    if let tombstones = feeds.tombstones {
      plan.tell(
        of: ledger.tombstones(
          beside: Set(catalog.entries.lazy.map(\.id)), without: incomplete, at: instant, tombstones))
    }
    let documents = siteDocuments(of: &plan, remembering: ledger, problems: &problems)
    let renderer = Renderer(
      plan, settings: feeds, remembering: ledger, present: catalog.entries, incomplete: incomplete, at: instant,
      siteDocuments: documents)
    return Edition(
      plan: plan,
      publication: Publication(
        paths: renderer.paths, withdrawn: ledger.documents.subtracting(renderer.paths), make: renderer.makeDocuments),
      problems: problems, catalog: catalog, scheduled: identified.scheduled.sorted(), hidden: identified.hidden,
      withheld: identified.withheld, nextChange: identified.nextChange)
  }

  /// Those about all feeds of `plan`, which is told what they are to say of former documents.
  func siteDocuments(
    of plan: inout FeedPlan, remembering ledger: Ledger, problems: inout [Problem]
  ) -> [any SiteDocument] {
    if documents.isEmpty { return [] }
    var taken = Set(plan.feeds.flatMap { $0.documents.map(\.path) } + plan.moved.map(\.path))
    for feed in plan.feeds {
      // A feed that lies elsewhere than it did is still the same.
      for old in (ledger.feeds[feed.scope.name]?.documents ?? []).compactMap(DocumentPath.init)
      where !taken.contains(old) {
        let moved = feed.pages.first?.documents.first { old.string.hasSuffix(".\($0.format)") }
        if let moved, plan.redirects[old] == nil { plan.redirects[old] = moved.path }
      }
    }
    // A query that nothing answers now may be answered again.
    let waiting = feeds.queries.flatMap { query in
      let name = Scope(axis: .query, term: Term(slug: query.name, spelling: query.name)).name
      return (ledger.feeds[name]?.documents ?? []).union(ledger.pages[name]?.values.flatMap(\.documents) ?? [])
    }
    plan.gone = ledger.documents.subtracting(taken)
      .subtracting((waiting + ledger.siteDocuments).compactMap(DocumentPath.init))
      .filter { plan.redirects[$0] == nil }.sorted()
    var made: [any SiteDocument] = []
    for document in documents.flatMap({ $0.parts(of: plan) }) {
      if taken.insert(document.path).inserted {
        made.append(document)
      } else {
        problems.addError(
          at: Place(file: configuration, pointer: "/feeds/scopes"), rule: "G2",
          "a feed is at \(document.path), where the page of all feeds goes on: change its path")
      }
    }
    return made
  }

  func bounded(_ items: [SourceItem], problems: inout [Problem]) -> [SourceItem] {
    let terms = tags.atMost
    // By its index none is copied.
    guard items.indices.contains(where: { !items[$0].isWithin(terms: terms) }) else { return items }
    return items.map { item in
      var item = item
      let warnings = item.cut(toTerms: terms)
      // Of what is kept back nobody misses it.
      if !item.isHidden { problems += warnings }
      return item
    }
  }

  /// Whether what changed in a source may be built alone: not where a query may have answers and no feed.
  package var mayFollowChanges: Bool {
    feeds.queries.isEmpty || feeds.scopes[.query].map { $0.minimumEntries <= 1 } ?? true
  }

  /// - Parameter isPartial: whether there are other entries, of which nothing is asked.
  func catalog(
    of entries: [Entry], remembering ledger: Ledger, isPartial: Bool = false, problems: inout [Problem]
  ) -> Catalog {
    Catalog(
      site: site, entries: entries, axes: Set(feeds.scopes.keys), tags: tags, queries: feeds.queries,
      remembering: ledger, isPartial: isPartial, configuration: configuration, problems: &problems)
  }
}

/// What one build is to publish: its bodies are not read yet, nor its documents made.
public struct Edition: Sendable {
  /// Which entries its feeds hold.
  public let plan: FeedPlan
  /// Making its documents tells what the ledger is to remember.
  public let publication: Publication
  /// Without those that making the documents finds.
  public let problems: [Problem]
  let catalog: Catalog
  /// All entries that may be published now, newest first, whether a feed holds them or not.
  public var visible: [Entry] { catalog.entries }
  /// How many terms they have, by axis. Authors without feeds count by their names.
  public var terms: [Axis: Int] {
    let counts = catalog.terms.mapValues(\.all.count)
    guard counts[.author] == nil else { return counts }
    var seen: Set<Identical> = []
    var names: Set<String> = []
    for entry in visible {
      entry.identified.item.eachAuthor { if seen.insert(Identical($0)).inserted { names.insert($0) } }
    }
    return counts.merging([.author: names.count]) { $1 }
  }

  /// Lets go of what the items say that no feed holds, once nothing but their ids and dates is wanted of them.
  public func releaseUnheld() {
    // What is held is put elsewhere, so that the rest leaves whole pages free.
    let before = visible.map(\.item)
    var held = plan.entries.makeIterator()
    var next = held.next()
    var unsaid: SourceItem?
    // Both are in the order of the catalog.
    for entry in visible {
      if next?.identified === entry.identified {
        entry.identified.release(nil)
        next = held.next()
      } else {
        let source = entry.identified.item.source
        if unsaid?.source != source { unsaid = SourceItem(unsaidOf: source) }
        entry.identified.release(unsaid)
      }
    }
    withExtendedLifetime(before) {}
  }

  /// When those will be due that are dated after the build, soonest first.
  public let scheduled: [Timestamp]
  /// How many items are drafts, hidden or expired.
  public let hidden: Int
  /// These, and those that are not due.
  let withheld: [Ledger.Withheld]
  /// When the next entry is due or expires: until then, the same items and ledger give the same documents.
  public let nextChange: Timestamp?
}
