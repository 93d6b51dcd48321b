/// Which feeds there are, and which entries each holds: all that is decided before anything is written.
public struct FeedPlan: Sendable {
  /// Whose feeds they are.
  public let site: Site
  /// The entries that some feed holds, newest first; no other is read, cleaned, hashed or written.
  public internal(set) var entries: [Entry]
  /// One for each tag, by slug, then the one for everything: the order of publication.
  public private(set) var feeds: [Feed]

  /// - Parameters:
  ///   - configuration: the file that problems name.
  ///   - problems: takes what keeps a feed from being planned.
  public init(
    _ catalog: Catalog, feeds settings: FeedSettings, tags tagSettings: TagSettings, remembering ledger: Ledger,
    configuration: String, problems: inout [Problem]
  ) {
    site = catalog.site
    var everything: [Int] = []
    var byTag: [[Int]] = Array(repeating: [], count: catalog.tags.count)
    var selected: [Entry] = []
    for (index, tags) in catalog.tagsOfEntries.enumerated() {
      let isRecent = everything.count < settings.entries
      guard isRecent || tags.contains(where: { byTag[$0].count < settings.entries }) else { continue }
      if isRecent { everything.append(selected.count) }
      for tag in tags where byTag[tag].count < settings.entries { byTag[tag].append(selected.count) }
      var entry = catalog.entries[index]
      entry.tags = tags.map { catalog.tags[$0] }
      selected.append(entry)
    }
    entries = selected

    self.feeds = []
    guard let founded = catalog.founded else {
      problems.append(
        .error(
          at: Place(file: configuration, pointer: "/site/founded"), rule: "RFC 4151 §2.1",
          "there is no entry yet, so that nothing tells when the site was founded: say so in site.founded"))
      return
    }
    let tags = zip(catalog.tags, byTag).sorted { $0.0.slug < $1.0.slug }
    let scopes = tags.map { (Scope.tag($0), $1) } + [(.all, everything)]
    let templates = (all: settings.templates(of: "all"), tag: settings.templates(of: "tag"))
    feeds = scopes.map { scope, entries in
      Feed(
        scope: scope,
        id: ledger.feeds[scope.name]?.id ?? Feed.newID(of: scope, site: site, founded: founded),
        title: Feed.title(of: scope, site: site), alternate: Feed.alternate(of: scope, site: site, tags: tagSettings),
        entries: entries, founded: site.timeZone.instant(of: founded, at: 0),
        paths: scope.slug == nil ? templates.all : templates.tag, settings: settings)
    }
    withholdUnplaceable(configuration: configuration, settings: settings, problems: &problems)
    for index in feeds.indices { setTime(ofFeed: index) }
  }

  /// Of feeds that a template puts at one path, or one in the other, the one for everything keeps it, then the first by
  /// slug (rule G2); a feed whose path no file system could hold is withheld, too.
  private mutating func withholdUnplaceable(configuration: String, settings: FeedSettings, problems: inout [Problem]) {
    var owners: [String: String] = [:]
    var folders: [String: String] = [:]
    var withheld: Set<String> = []
    func withhold(_ feed: Feed, _ what: String) {
      withheld.insert(feed.scope.name)
      problems.append(
        .error(
          at: Place(file: configuration, pointer: "/feeds/paths"), rule: "G2",
          "\(what): change feeds.paths\(feed.scope.slug == nil ? "" : ", or give the tag another slug in tags.slugs")"))
    }
    for feed in feeds.suffix(1) + feeds.dropLast() {
      guard feed.documents.count == settings.formats.count else {
        withhold(
          feed, "the feed “\(feed.scope.name)” has a path that is no path, or a name in it of more than 255 bytes")
        continue
      }
      // Folded, as file systems may take `All.atom` for `all.atom`.
      let paths = feed.documents.map { Slug.folded($0.path.string) }
      let clash = paths.lazy.compactMap { path in
        (owners[path] ?? folders[path] ?? FeedPlan.folders(of: path).lazy.compactMap { owners[$0] }.first).map {
          ($0, path)
        }
      }.first
      if let (owner, path) = clash {
        withhold(feed, "the feeds “\(owner)” and “\(feed.scope.name)” would both be at, or below, \(path)")
      } else {
        for path in paths {
          owners[path] = feed.scope.name
          for folder in FeedPlan.folders(of: path) { folders[folder] = feed.scope.name }
        }
      }
    }
    feeds.removeAll { withheld.contains($0.scope.name) }
  }

  private static func folders(of path: String) -> [String] {
    path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
  }

  /// Rule D4: a feed is as new as the newest of its entries.
  mutating func setTime(ofFeed index: Int) { feeds[index].setTime(from: entries) }
}

/// A feed: who it is, where it lies, and which entries of the plan it holds.
public struct Feed: Sendable, Hashable {
  public let scope: Scope
  /// Of its own, and permanent (rule I4).
  public let id: String
  public let title: String
  /// The page that it is a feed of.
  public let alternate: AbsoluteURL
  /// The greatest `updated` among its entries; the site's founding where it has none.
  public private(set) var updated: Timestamp
  /// Positions in the plan's entries, newest first.
  public let entries: [Int]
  /// Where it is published, in each format.
  public let documents: [Destination]

  public struct Destination: Sendable, Hashable {
    /// A `FeedFormat`'s name.
    public var format: String
    public var path: DocumentPath
  }

  fileprivate init(
    scope: Scope, id: String, title: String, alternate: AbsoluteURL, entries: [Int], founded: Timestamp,
    paths: [SlugTemplate], settings: FeedSettings
  ) {
    self.scope = scope
    self.id = id
    self.title = title
    self.alternate = alternate
    self.entries = entries
    updated = founded
    documents = zip(settings.formats, paths).compactMap { format, path in
      DocumentPath(path.filled(with: scope.slug ?? "")).map { Destination(format: format, path: $0) }
    }
  }

  fileprivate mutating func setTime(from plan: [Entry]) {
    if let newest = entries.lazy.map({ plan[$0].updated }).max() { updated = newest }
  }

  fileprivate static func newID(of scope: Scope, site: Site, founded: LocalDate) -> String {
    "tag:\(site.host),\(founded):feeds/\(AbsoluteURL.percentEncoded(scope.name, keeping: "/"))"
  }

  fileprivate static func title(of scope: Scope, site: Site) -> String {
    switch scope {
    case .all: site.title
    case .tag(let tag): "Tag: \(tag.label) · \(site.title)"
    }
  }

  fileprivate static func alternate(of scope: Scope, site: Site, tags: TagSettings) -> AbsoluteURL {
    guard let slug = scope.slug, let page = tags.page else { return site.url }
    return site.url.resolving(page.replacing("{slug}", with: slug)) ?? site.url
  }
}
