/// Which feeds there are, and which entries each holds: all that is decided before anything is written.
public struct FeedPlan: Sendable {
  /// Whose feeds they are.
  public let site: Site
  /// Where the feeds' folder is served; ends in `/`.
  public let url: AbsoluteURL
  /// The entries that some feed holds, newest first; no other is read, cleaned, hashed or written.
  public internal(set) var entries: [Entry]
  /// Those of each axis, by slug, the one for everything last: the order of publication.
  public private(set) var feeds: [Feed]
  /// Over which the feeds' tallies are counted; nil where nobody asks for them.
  public private(set) var timeline: Timeline?
  /// Where documents were that are nowhere any more, in their order, where somebody asks.
  public internal(set) var gone: [DocumentPath] = []
  /// Of feeds that another has taken the place of, the last documents: each says where that is.
  public private(set) var moved: [MovedDocument] = []
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
        Shelf(
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
    guard let founded = catalog.founded else {
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

  /// The feeds of one axis while they are filled.
  private struct Shelf {
    let axis: Axis
    let settings: ScopeSettings
    private let terms: Catalog.Terms?
    private let limit: Int
    /// Whether there is to be a feed, by position of the term.
    private let isPlanned: [Bool]
    private var entries: [[Int]]
    /// By position of the term.
    private var tallies: [FeedTally]
    /// By position in the catalog, those that feeds are without but for those of languages; a query says itself whether it asks
    /// for them.
    private let isTranslation: [Bool]

    /// - Parameters:
    ///   - languages: those that are to have feeds; nil for all.
    ///   - excluded: the slugs of terms that are to have none.
    init(
      _ axis: Axis, _ settings: ScopeSettings, of catalog: Catalog, entries limit: Int, only languages: [String]?,
      without excluded: Set<String>
    ) {
      self.axis = axis
      self.settings = settings
      self.limit = limit
      let terms = catalog.terms[axis]
      self.terms = terms
      entries = Array(repeating: [], count: terms?.all.count ?? 1)
      tallies = Array(repeating: FeedTally(), count: entries.count)
      var counts = Array(repeating: 0, count: entries.count)
      let isTranslation =
        axis == .language || axis == .query ? [] : catalog.entries.map { $0.identified.item.isTranslation }
      self.isTranslation = isTranslation.contains(true) ? isTranslation : []
      if let terms {
        for index in 0..<terms.inFeeds.count where self.isTranslation.isEmpty || !isTranslation[index] {
          for term in terms.inFeeds[index] { counts[term] += 1 }
        }
      }
      // RFC 4647 §3.3.1: who names `de` means `de-CH`, too.
      let ranges = languages?.map(Slug.of)
      func isWanted(_ slug: String) -> Bool { ranges?.contains { slug == $0 || slug.hasPrefix("\($0)-") } ?? true }
      isPlanned = counts.enumerated().map { term, count in
        guard let terms else { return true }
        let slug = terms.all[term].slug
        return count >= max(settings.minimumEntries, 1) && isWanted(slug) && !excluded.contains(slug)
      }
    }

    /// Whether a feed takes the entry at `index` of the catalog, which is then at `position` in the plan.
    ///
    /// - Parameter moment: when it was published, where that is to be tallied.
    mutating func take(_ index: Int, as position: Int, at moment: (published: Timestamp, span: Int)?) -> Bool {
      if !isTranslation.isEmpty, isTranslation[index] { return false }
      var isTaken = false
      func take(_ term: Int) {
        guard isPlanned[term] else { return }
        if let moment { tallies[term].add(moment.published, in: moment.span) }
        guard entries[term].count < limit else { return }
        entries[term].append(position)
        isTaken = true
      }
      if let terms { for term in terms.inFeeds[index] { take(term) } } else { take(0) }
      return isTaken
    }

    /// Of all feeds, about: what is dated back may make one less.
    var pageCount: Int {
      let current = isPlanned.count { $0 }
      guard let size = settings.archive.map({ max($0, Archive.least) }) else { return current }
      return entries.reduce(current) { $0 + ($1.count + size - 1) / size }
    }

    /// The slugs of terms that some entry has, and that have no feed all the same.
    var withoutFeeds: [String] {
      guard let terms else { return [] }
      let held = Set((0..<terms.inFeeds.count).lazy.flatMap { terms.inFeeds[$0] })
      return held.filter { !isPlanned[$0] }.map { terms.all[$0].slug }.sorted()
    }

    /// What each feed is about and holds, by slug.
    var sorted: [(term: Term?, entries: [Int], tally: FeedTally)] {
      guard let terms else { return [(nil, entries[0], tallies[0])] }
      return terms.all.indices.filter { isPlanned[$0] }.map { (terms.all[$0], entries[$0], tallies[$0]) }
        .sorted { $0.0.slug < $1.0.slug }
    }
  }

  /// Of feeds that a template puts at one path, or one in the other, the one for everything keeps it, then the first in
  /// order (rule G2); a feed whose path no file system could hold is withheld, too.
  private mutating func withholdUnplaceable(
    reserving reserved: [DocumentPath], configuration: String, settings: FeedSettings, problems: inout [Problem]
  ) {
    var owners: [String: String] = [:]
    var folders: [String: String] = [:]
    var withheld: Set<String> = []
    func own(_ paths: [String], as owner: String) {
      for path in paths {
        owners[path] = owner
        for folder in FeedPlan.folders(of: path) { folders[folder] = owner }
      }
    }
    func withhold(_ feed: Feed, _ what: String) {
      withheld.insert(feed.scope.name)
      let axis = feed.scope.axis
      problems.addError(
        at: Place(file: configuration, pointer: "/feeds/scopes"), rule: "G2",
        "\(what): change feeds.scopes.\(axis.name).path"
          + (axis == .tag ? ", or give the tag another slug in tags.slugs" : ""))
    }
    for document in reserved { own([Slug.folded(document.string)], as: document.string) }
    for feed in feeds.filter({ $0.scope.term == nil }) + feeds.filter({ $0.scope.term != nil }) {
      guard feed.documents.count == settings.formats.count * feed.pages.count else {
        withhold(
          feed, "the feed “\(feed.scope.name)” has a path that is no path, or a name in it of more than 255 bytes")
        continue
      }
      // Folded, as file systems may take `All.atom` for `all.atom`.
      let paths = feed.documents.map { Slug.folded($0.path.string) }
      func owner(of path: String) -> String? {
        owners[path] ?? folders[path] ?? FeedPlan.folders(of: path).lazy.compactMap { owners[$0] }.first
      }
      if let path = paths.first(where: { owner(of: $0) != nil }) {
        withhold(feed, "“\(owner(of: path)!)” and “\(feed.scope.name)” would both be at, or below, \(path)")
      } else {
        own(paths, as: feed.scope.name)
      }
    }
    feeds.removeAll { withheld.contains($0.scope.name) }
  }

  /// The last documents of the feeds of tags that are called otherwise now: by an alias or a slug of the configuration, or, as
  /// the ledger knows, once were.
  private func movedDocuments(
    remembering ledger: Ledger, _ names: Vocabulary, _ template: FeedTemplate, founded: Timestamp,
    reserving reserved: [DocumentPath]
  ) -> [MovedDocument] {
    let rows = ledger.terms[.tag] ?? [:]
    let planned = Dictionary(feeds.lazy.filter { $0.scope.axis == .tag }.map { ($0.scope.term!.slug, $0) }) { a, _ in a
    }
    func scope(_ slug: String) -> Scope {
      Scope(axis: .tag, term: Term(slug: slug, spelling: rows[slug]?.spelling ?? slug))
    }
    /// What a tag is called now; nil where it is called as it was, or had gone before it was called otherwise.
    func next(after slug: String) -> String? {
      let known = ledger.feeds[scope(slug).name]?.successor
      let meant = rows[slug].flatMap { $0.isLive || known != nil ? names.slug(of: $0.spelling) : nil }
      return meant.flatMap { $0 == slug ? nil : $0 } ?? known
    }
    func successor(of slug: String) -> Feed? {
      var (slug, seen) = (slug, Set<String>())
      while seen.insert(slug).inserted, let next = next(after: slug) {
        if let feed = planned[next] { return feed }
        slug = next
      }
      return nil
    }
    let moving = rows.keys.filter { planned[$0] == nil }.sorted().compactMap { slug in
      successor(of: slug).map { (scope: scope(slug), feed: $0) }
    }
    guard !moving.isEmpty else { return [] }
    var taken = Set((feeds.flatMap(\.documents).map(\.path) + reserved).map { Slug.folded($0.string) })
    var folders = Set(taken.flatMap(FeedPlan.folders))
    var moved: [MovedDocument] = []
    for (scope, feed) in moving {
      guard let known = ledger.feeds[scope.name] else { continue }
      for own in template.feed(of: scope, id: known.id, founded: founded, holding: []).documents {
        let path = Slug.folded(own.path.string)
        guard known.documents.contains(own.path.string), !folders.contains(path),
          FeedPlan.folders(of: path).allSatisfy({ !taken.contains($0) }),
          let destination = feed.documents.first(where: { $0.format == own.format })?.path,
          taken.insert(path).inserted
        else { continue }
        folders.formUnion(FeedPlan.folders(of: path))
        let empty = template.feed(
          of: scope, id: known.id, founded: founded, holding: [], at: [own], alternate: feed.alternate,
          description: "This feed is now at \(url.appending(path: destination.string))")
        moved.append(MovedDocument(feed: empty, destination: destination, successor: feed.scope.term!.slug))
      }
    }
    return moved
  }

  private static func folders(of path: String) -> [String] {
    path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
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

/// What the feeds of one axis have in common.
private struct FeedTemplate {
  private let site: Site
  private let tags: TagSettings
  private let title: TextTemplate
  /// By slug.
  private let descriptions: [String: String]
  private let paths: [(format: String, path: TextTemplate)]
  /// Of the pages of archives.
  private let archivePaths: [(format: String, path: TextTemplate)]
  private let settings: ScopeSettings
  /// How many entries a current page holds.
  private let limit: Int
  private let bytes: Int
  private let content: EntryForm

  init(_ settings: ScopeSettings, of axis: Axis, _ feeds: FeedSettings, on site: Site, tags: TagSettings) {
    self.site = site
    self.tags = tags
    title = TextTemplate(settings.title)
    switch axis {
    case .query:
      descriptions =
        Dictionary(feeds.queries.map { ($0.name, $0.description) }) { first, _ in first }.compactMapValues(\.self)
    case .tag where !tags.descriptions.isEmpty:
      let names = Vocabulary(of: .tag, tags)
      let told = tags.descriptions.sorted { $0.key < $1.key }.map { (names.slug(of: $0.key), $0.value) }
      descriptions = Dictionary(told) { first, _ in first }
    default: descriptions = [:]
    }
    paths = feeds.formats.map { (format: $0, path: TextTemplate(settings.path(in: $0))) }
    archivePaths = feeds.formats.map { (format: $0, path: TextTemplate(settings.archivePath(in: $0))) }
    self.settings = settings
    limit = feeds.entries(of: settings)
    bytes = settings.bytes ?? feeds.bytes
    content = settings.content ?? feeds.content
  }

  /// - Parameters:
  ///   - founded: the time of a feed that holds nothing.
  ///   - members: the positions of entries, of which an archive leaves the current page the newest; nil where that is untouched.
  ///   - documents: where they are not where the template puts them; and so for the rest.
  func feed(
    of scope: Scope, id: String, founded: Timestamp, holding members: [Int]?, _ archive: Archive? = nil,
    at documents: [Feed.Destination]? = nil, alternate: AbsoluteURL? = nil, description: String? = nil
  ) -> Feed {
    let current = members.map { archive == nil ? $0 : Array($0.prefix(limit)) }
    var pages = [
      Feed.Page(
        entries: current ?? [], documents: documents ?? self.documents(of: scope), number: nil, isFollowed: false,
        isUntouched: current == nil, updated: founded)
    ]
    var rows = archive?.rows
    for page in archive?.pages ?? [] {
      let documents = self.documents(of: scope, page: page.number)
      rows?[page.number, default: .init()].documents.formUnion(documents.lazy.map(\.path.string))
      pages.append(
        Feed.Page(
          entries: page.entries, documents: documents, number: page.number, isFollowed: page.isFollowed,
          isUntouched: page.isUntouched, updated: founded))
    }
    return Feed(
      scope: scope, id: id, title: title.filled(with: ["name": scope.term?.label ?? "", "site": site.title]),
      description: description ?? scope.term.flatMap { descriptions[$0.slug] },
      alternate: alternate ?? Feed.alternate(of: scope, site: site, tags: tags), pages: pages,
      // What a feed that moved no longer holds has not gone.
      isComplete: settings.isComplete && documents == nil, archive: rows, bytes: bytes, content: content)
  }

  private func documents(of scope: Scope, page: Int? = nil) -> [Feed.Destination] {
    (page == nil ? paths : archivePaths).compactMap { format, path in
      DocumentPath(path.filled(with: ["slug": scope.term?.slug ?? "", "page": page.map(String.init) ?? ""])).map {
        Feed.Destination(format: format, path: $0)
      }
    }
  }
}

/// The last document of a feed in one format, where another feed has taken its place: it holds nothing, and its self link is that
/// of the other.
public struct MovedDocument: Sendable, Hashable {
  /// What it was, and now says; of one document.
  let feed: Feed
  /// Where the other feed is in this format.
  public let destination: DocumentPath
  /// The slug of what that is about.
  let successor: String
  /// The name of the feed's scope.
  public var scope: String { feed.scope.name }
  /// Where it lies.
  public var path: DocumentPath { feed.documents[0].path }
}

/// A feed: who it is, where it lies, and which entries of the plan it holds.
public struct Feed: Sendable, Hashable {
  public let scope: Scope
  /// Of its own, and permanent (rule I4).
  public let id: String
  public let title: String
  /// What it is about, where that is another than what the site is.
  public let description: String?
  /// The page that it is a feed of.
  public let alternate: AbsoluteURL
  /// Of all entries that it is about, where the plan has a timeline.
  public internal(set) var tally = FeedTally()
  /// Of entries that are gone, newest first.
  var tombstones: [Tombstone] = []
  /// The current one, then those of its archive, the newest first.
  public internal(set) var pages: [Page]
  /// Whether the current one holds every entry, and says so (RFC 5005 §2).
  public let isComplete: Bool
  /// What the ledger is to remember of the pages of its archive; nil where it has none.
  let archive: [Int: Ledger.PageRow]?
  /// How large a document may be, uncompressed.
  public let bytes: Int
  /// The form of its entries, where there is room.
  public let content: EntryForm

  /// A part of a feed that is a document in each format.
  public struct Page: Sendable, Hashable {
    /// Positions in the plan's entries, newest first.
    public let entries: [Int]
    /// Where it is published, in each format.
    public let documents: [Destination]
    /// Of a page of an archive, counted from the oldest; nil for the current page.
    public let number: Int?
    /// Whether it leads to the page that comes after it in the archive.
    let isFollowed: Bool
    /// Whether it stays as it is, of a plan that is a part; what it holds and when it was updated is not in that.
    let isUntouched: Bool
    /// The greatest `updated` among its entries; the site's founding where it has none.
    public internal(set) var updated: Timestamp
  }

  /// A document of a feed.
  public struct Destination: Sendable, Hashable {
    /// A `FeedFormat`'s name.
    public var format: String
    public var path: DocumentPath
  }

  /// Those of the current page.
  public var entries: [Int] { pages[0].entries }
  /// That of the current page.
  public var updated: Timestamp { pages[0].updated }
  /// Those of all pages.
  public var documents: [Destination] { pages.flatMap(\.documents) }

  fileprivate static func newID(of scope: Scope, site: Site, founded: LocalDate) -> String {
    "tag:\(site.host),\(founded):feeds/\(AbsoluteURL.percentEncoded(scope.name, keeping: "/"))"
  }

  fileprivate static func alternate(of scope: Scope, site: Site, tags: TagSettings) -> AbsoluteURL {
    if let url = scope.term?.url { return url }
    guard scope.axis == .tag, let slug = scope.term?.slug, let page = tags.page else { return site.url }
    return site.url.resolving(page.replacing("{slug}", with: slug)) ?? site.url
  }
}
