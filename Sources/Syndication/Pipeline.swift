/// The one way through the core, from the items of the sources to the documents to publish.
///
/// A pure function of items, ledger and instant: it reads no clock and, but for the bodies, no file.
public struct Pipeline: Sendable {
  public var site: Site
  public var feeds: FeedSettings
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
  ///   - ledger: of the last publication.
  ///   - instant: the build instant.
  /// - Throws: what reading a body throws. What is wrong in the data is in the edition's problems.
  public func edition(
    of items: [SourceItem], remembering ledger: Ledger, at instant: Timestamp
  ) throws -> Edition {
    var problems: [Problem] = []
    let identified = ledger.identify(items, on: site, at: instant, precedence: precedence, problems: &problems)
    let catalog = Catalog(
      site: site, entries: identified.entries, axes: Set(feeds.scopes.keys), tags: tags, remembering: ledger,
      configuration: configuration, problems: &problems)
    var plan = FeedPlan(
      catalog, feeds: feeds, tags: tags, remembering: ledger, reserving: documents.map(\.path),
      configuration: configuration, problems: &problems)
    var newLedger = ledger
    newLedger.siteDocuments.formUnion(documents.map(\.path.string))
    let changes = try newLedger.record(&plan, present: catalog.entries, at: instant)
    let published = plan.feeds.flatMap { $0.documents.map(\.path) } + documents.map(\.path)
    return Edition(
      plan: plan, ledger: newLedger,
      publication: Renderer(plan, site: site, settings: feeds)
        .publication(withdrawn: newLedger.documents.subtracting(published)).followed(by: documents, of: plan),
      changes: changes, problems: problems,
      visible: catalog.entries, counts: catalog.terms.mapValues(\.all.count), scheduled: identified.scheduled.sorted(),
      hidden: identified.hidden, nextChange: identified.nextChange)
  }
}

/// What one build publishes.
public struct Edition: Sendable {
  public let plan: FeedPlan
  /// To be kept before anything of the publication is.
  public let ledger: Ledger
  /// Its documents are yet to be made.
  public private(set) var publication: Publication
  public let changes: Ledger.Changes
  /// Without those that making the documents finds.
  public private(set) var problems: [Problem]
  /// All entries that may be published now, newest first, whether a feed holds them or not.
  public let visible: [Entry]
  /// How many terms of an axis they have, where it has feeds; and how many tags.
  let counts: [Axis: Int]
  /// How many terms they have, by axis. Authors without feeds count by their names.
  public var terms: [Axis: Int] {
    guard counts[.author] == nil else { return counts }
    var names: Set<String> = []
    for entry in visible {
      for author in entry.identified.shared.item.authors { names.insert(author.name) }
    }
    return counts.merging([.author: names.count]) { $1 }
  }
  /// When those will be due that are dated after the build, soonest first.
  public let scheduled: [Timestamp]
  /// How many items are drafts, hidden or expired.
  public let hidden: Int
  /// When the next entry is due or expires: until then, the same items and ledger give the same documents.
  public let nextChange: Timestamp?

  /// The same with all its documents in memory, and what making them finds among its problems.
  ///
  /// - Throws: as `Publication.makeDocuments`.
  public func rendered() throws -> Edition {
    var edition = self
    let (documents, problems) = try publication.documents()
    edition.publication = Publication(documents: documents, withdrawn: publication.withdrawn)
    edition.problems += problems
    return edition
  }
}

extension Ledger {
  /// Every path that anything was ever published at.
  var documents: Set<DocumentPath> {
    Set((feeds.values.flatMap(\.documents) + siteDocuments).compactMap(DocumentPath.init))
  }
}
