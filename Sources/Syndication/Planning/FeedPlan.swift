/// Which feeds there are, and which entries each holds: all that is decided before anything is written.
public struct FeedPlan: Sendable {
  /// Whose feeds they are.
  public let site: Site
  /// Where the feeds' folder is served; ends in `/`.
  public let url: AbsoluteURL
  /// The entries that some feed holds, newest first; no other is read, cleaned, hashed or written.
  public internal(set) var entries: [Entry]
  /// Those of each axis, by slug, the one for everything last: the order of publication.
  public internal(set) var feeds: [Feed]
  /// Over which the feeds' tallies are counted; nil where nobody asks for them.
  public private(set) var timeline: Timeline?
  /// Where documents were that are nowhere any more, in their order, where somebody asks.
  public internal(set) var gone: [DocumentPath] = []
  /// Of feeds that another has taken the place of, the last documents: each says where that is.
  public internal(set) var moved: [MovedDocument] = []
  /// Where a reader who asks for the address of a feed that moved finds it now.
  public internal(set) var redirects: [DocumentPath: DocumentPath] = [:]

  /// - Parameters:
  ///   - reserved: where documents about all feeds are to lie.
  ///   - isTallied: whether these want to know how many entries each feed is about.
  ///   - configuration: the file that problems name.
  ///   - problems: takes what keeps a feed from being planned.
  public init(
    _ catalog: Catalog, feeds settings: FeedSettings, tags tagSettings: TagSettings, remembering ledger: Ledger,
    reserving reserved: [DocumentPath] = [], isTallied: Bool = false, configuration: String,
    problems: inout [Problem]
  ) {
    site = catalog.site
    url = settings.url
    if isTallied, let newest = catalog.entries.first, let oldest = catalog.entries.last {
      timeline = Timeline(from: oldest.published, to: newest.published)
    }
    let tagNames = Vocabulary(of: .tag, tagSettings)
    let excluded = Set(tagSettings.excluded.map(tagNames.slug))
    var shelves = Axis.axes.compactMap { axis in
      // Without a query there is no feed of one.
      (axis == .all || catalog.terms[axis] != nil ? settings.scopes[axis] : nil).map {
        FeedShelf(
          axis, $0, of: catalog, entries: $0.archive == nil ? settings.entries(of: $0) : .max,
          only: axis == .language ? settings.languages : nil, without: axis == .tag ? excluded : [])
      }
    }
    for query in shelves.first(where: { $0.axis == .query })?.withoutFeeds ?? [] {
      problems.addWarning(
        at: Place(file: configuration, pointer: "/feeds/queries/\(query)"), rule: "query",
        "fewer posts answer this than feeds.scopes.query.minimumEntries wants: there is no feed of it")
    }
    let tags = catalog.terms[.tag]!
    var selected: [Entry] = []
    for index in catalog.entries.indices {
      var isSelected = false
      let moment = timeline.map { timeline in
        let published = catalog.entries[index].published
        return (published: published, span: timeline.span(of: published))
      }
      for shelf in shelves.indices where shelves[shelf].take(index, as: selected.count, at: moment) {
        isSelected = true
      }
      guard isSelected else { continue }
      var entry = catalog.entries[index]
      entry.tags = tags.ofEntries[index].map { tags.all[$0] }
      selected.append(entry)
    }
    entries = selected

    self.feeds = []
    noteLanguagesWithoutFeeds(catalog, settings, configuration: configuration, problems: &problems)
    guard let founded = catalog.founded ?? ledger.founded else {
      problems.addError(
        at: Place(file: configuration, pointer: "/site/founded"), rule: "RFC 4151 §2.1",
        "there is no entry yet, so that nothing tells when the site was founded: say so in site.founded")
      return
    }
    let count = shelves.reduce(0) { $0 + $1.pageCount } * settings.formats.count
    guard count <= settings.documents else {
      problems.addError(
        at: Place(file: configuration, pointer: "/feeds/documents"), rule: "P3",
        "there would be \(count) documents, and \(settings.documents) are allowed: raise feeds.documents if so many are "
          + "meant, or let feeds want more posts by minimumEntries in feeds.scopes")
      return
    }
    feeds = shelves.flatMap { shelf in
      let template = FeedTemplate(shelf.settings, of: shelf.axis, settings, on: site, tags: tagSettings)
      return shelf.sorted.map { term, entries, tally in
        let scope = Scope(axis: shelf.axis, term: term)
        let archive = shelf.settings.archive.map {
          Archive(of: entries, in: selected, holding: $0, remembering: ledger.pages[scope.name] ?? [:])
        }
        var feed = template.feed(
          of: scope, id: ledger.feeds[scope.name]?.id ?? Feed.newID(of: scope, site: site, founded: founded),
          founded: site.timeZone.instant(of: founded, at: 0), holding: entries, archive)
        feed.tally = tally
        return feed
      }
    }
    withholdUnplaceable(reserving: reserved, configuration: configuration, settings: settings, problems: &problems)
    if let scope = settings.scopes[.tag] {
      let template = FeedTemplate(scope, of: .tag, settings, on: site, tags: tagSettings)
      moved = movedDocuments(
        remembering: ledger, tagNames, template, founded: site.timeZone.instant(of: founded, at: 0), reserving: reserved
      )
      redirects = Dictionary(moved.map { ($0.path, $0.destination) }) { first, _ in first }
    }
    setTimes()
  }

  /// What of a feed a change touches.
  struct Part {
    var scope: Scope
    /// The positions of the entries of the current page; nil where that is to stay as it is.
    var members: [Int]?
    var archive: Archive?
  }

  /// The part of a plan that those of some feeds are, which hold `entries` and are known to the ledger; nil where one is not.
  init?(
    of parts: [Part], holding entries: [Entry], on site: Site, _ settings: FeedSettings, tags: TagSettings,
    remembering ledger: Ledger
  ) {
    self.site = site
    url = settings.url
    self.entries = entries
    self.feeds = []
    for part in parts {
      let held = part.members ?? part.archive?.pages.flatMap(\.entries) ?? []
      guard let row = ledger.feeds[part.scope.name], let scopeSettings = settings.scopes[part.scope.axis],
        let newest = held.first
      else { return nil }
      let template = FeedTemplate(scopeSettings, of: part.scope.axis, settings, on: site, tags: tags)
      self.feeds.append(
        template.feed(of: part.scope, id: row.id, founded: entries[newest].updated, holding: part.members, part.archive)
      )
    }
    setTimes()
  }

  /// Of all feeds there are, none of which says what it holds.
  ///
  /// Nil where one is not known to the ledger.
  init?(
    of feeds: [(scope: Scope, updated: Timestamp, tally: FeedTally)], archives: [String: Archive],
    over timeline: Timeline, on site: Site, _ settings: FeedSettings, tags: TagSettings, remembering ledger: Ledger
  ) {
    self.site = site
    url = settings.url
    entries = []
    self.feeds = []
    self.timeline = timeline
    var templates: [Axis: FeedTemplate] = [:]
    for (scope, updated, tally) in feeds {
      guard let row = ledger.feeds[scope.name], let scopeSettings = settings.scopes[scope.axis] else { return nil }
      let template =
        templates[scope.axis] ?? FeedTemplate(scopeSettings, of: scope.axis, settings, on: site, tags: tags)
      templates[scope.axis] = template
      var feed = template.feed(of: scope, id: row.id, founded: updated, holding: [], archives[scope.name])
      feed.tally = tally
      self.feeds.append(feed)
    }
  }

  /// Takes the times of those feeds that `part` has, too.
  mutating func note(_ part: FeedPlan) {
    let times = Dictionary(part.feeds.filter { !$0.pages[0].isUntouched }.map { ($0.scope, $0.updated) }) { $1 }
    for index in feeds.indices {
      if let time = times[feeds[index].scope] { feeds[index].pages[0].updated = time }
    }
  }

  /// Tells of translations that no feed holds, where the configuration does not say which languages have feeds.
  private func noteLanguagesWithoutFeeds(
    _ catalog: Catalog, _ settings: FeedSettings, configuration: String, problems: inout [Problem]
  ) {
    guard settings.languages == nil, settings.scopes[.language] == nil else { return }
    let languages = catalog.entries.lazy.map(\.identified.item).filter(\.isTranslation).map { $0.language ?? "" }
    let names = Set(languages).sorted()
    guard !names.isEmpty else { return }
    let listed = ([site.language] + names).map { "\"\($0)\"" }.joined(separator: ", ")
    problems.addWarning(
      at: Place(file: configuration, pointer: "/languages"), rule: "configuration",
      "\(languages.count) translation\(languages.count == 1 ? " is" : "s are") in no feed (\(names.joined(separator: ", "))): write \"languages\": [\(listed)] "
        + "for feeds of their own, or [\"\(site.language)\"] where none are wanted")
  }

  /// Has feeds tell of entries that are gone.
  ///
  /// - Parameter tombstones: by the names of scopes.
  mutating func tell(of tombstones: [String: [Tombstone]]) {
    if tombstones.isEmpty { return }
    for index in feeds.indices { feeds[index].tombstones = tombstones[feeds[index].scope.name] ?? [] }
  }

  private mutating func setTimes() {
    for feed in feeds.indices { for page in feeds[feed].pages.indices { setTime(ofPage: page, ofFeed: feed) } }
  }

  /// Rule D4: a page is as new as the newest of its entries.
  mutating func setTime(ofPage page: Int, ofFeed feed: Int) {
    let newest = feeds[feed].pages[page].entries.map { entries[$0].updated }.max()
    if let newest { feeds[feed].pages[page].updated = newest }
  }
}
