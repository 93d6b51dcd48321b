/// Which feeds there are, where they are served, and how much they hold.
public struct FeedSettings: Sendable, Hashable {
  /// Where the feeds' folder is served; ends in `/`.
  public var url: AbsoluteURL
  /// `atom`, `rss`, `json`: in the order of publication, each once.
  public var formats = FeedFormats.all.map(\.name)
  /// The axes that have feeds.
  public var scopes = Self.defaultScopes
  /// The languages that have feeds, as tags of BCP 47; nil for the site's alone, and those that the scope is named for.
  public var languages: [String]?
  /// Those that have feeds, where the axis has; no two have one name.
  public var queries: [FeedQuery] = []
  /// How many entries a feed holds at most.
  public var entries = Limit.feedEntries.value
  /// How large a document may be, uncompressed.
  public var bytes = Limit.documentBytes.value
  /// How many documents a build may make.
  public var documents = Limit.documents.value
  /// Whether entries are told in full or in short.
  public var content = EntryForm.full
  /// What there is beside feeds.
  public var discovery = DiscoverySettings()
  /// How entries that are gone are told of; nil where they are not.
  public var tombstones: TombstoneSettings?
  /// The hubs that tell subscribers when a feed changes (WebSub), as the documents name them.
  public var hubs: [AbsoluteURL] = []

  /// - Parameter url: the address that the documents' paths start from.
  public init(url: AbsoluteURL) { self.url = url }

  /// How many entries the current page of a feed of the scope holds at most.
  func entries(of scope: ScopeSettings) -> Int { scope.isComplete ? .max : scope.entries ?? entries }

  /// Whether a scope that has feeds has archives.
  package var hasArchives: Bool { scopes.values.contains { $0.archive != nil } }

  /// The axes that have feeds where the configuration does not say.
  public static let defaultScopes: [Axis: ScopeSettings] = [.all: .init(of: .all), .tag: .init(of: .tag)]
}

/// How feeds in Atom tell of entries that are gone (RFC 6721).
public struct TombstoneSettings: Sendable, Hashable {
  /// How many a feed holds at most, the newest.
  public var atMost: Int
  /// For how many days, counted from the last change of the feed: time alone changes no document.
  public var days: Int

  /// So many, for so long.
  public init(atMost: Int = 50, days: Int = 365) {
    self.atMost = atMost
    self.days = days
  }
}

/// What the feeds of one axis are like, where that differs.
public struct ScopeSettings: Sendable, Hashable {
  /// The template of their documents' paths, to which the format's extension is added: `tags/{slug}`.
  public var path: String
  /// Templates of whole paths by format, which come before `path`.
  public var paths: [String: String]
  /// A template with `{name}` and `{site}`.
  public var title: String
  /// How many entries a term needs to have a feed.
  public var minimumEntries: Int
  /// As in `FeedSettings`, where they differ.
  public var entries: Int?
  /// As in `FeedSettings`, where it differs.
  public var bytes: Int?
  /// As in `FeedSettings`, where it differs.
  public var content: EntryForm?
  /// How many entries a page of an archive holds, `Archive.least` or more; nil where there is none (RFC 5005 §4).
  public var archive: Int?
  /// Whether a feed holds every entry in one document, and says so (RFC 5005 §2).
  public var isComplete: Bool

  /// What is not said of path and title is the axis's own.
  public init(
    of axis: Axis, path: String? = nil, paths: [String: String] = [:], title: String? = nil, minimumEntries: Int = 1,
    entries: Int? = nil, bytes: Int? = nil, content: EntryForm? = nil, archive: Int? = nil, isComplete: Bool = false
  ) {
    self.path = path ?? axis.path
    self.paths = paths
    self.title = title ?? axis.title
    self.minimumEntries = minimumEntries
    self.entries = entries
    self.bytes = bytes
    self.content = content
    self.archive = archive
    self.isComplete = isComplete
  }

  /// Where the documents lie below the feeds' folder in `format`: a template with `{slug}`.
  public func path(in format: String) -> String { paths[format] ?? "\(path).\(format)" }

  /// Where the pages of an archive lie: a template with `{slug}` and `{page}`.
  func archivePath(in format: String) -> String {
    let path = path(in: format)
    let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    // A document cannot be a folder, too.
    guard let dot = path[name...].lastIndex(of: "."), dot > name else { return "\(path)-archive/{page}" }
    return "\(path[..<dot])/archive/{page}\(path[dot...])"
  }
}

/// A text with names in braces, such as `{slug}`, that stand for others.
struct TextTemplate {
  /// Texts, and between them names.
  private var texts: [Substring] = []
  private var names: [Substring] = []

  init(_ text: String) {
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{"), let end = rest[brace...].firstIndex(of: "}") {
      texts.append(rest[..<brace])
      names.append(rest[rest.index(after: brace)..<end])
      rest = rest[rest.index(after: end)...]
    }
    texts.append(rest)
  }

  /// A name without a value stays as it stands there.
  func filled(with values: KeyValuePairs<Substring, String>) -> String {
    var result = String(texts[0])
    for (name, text) in zip(names, texts.dropFirst()) {
      result += values.first { $0.key == name }?.value ?? "{\(name)}"
      result += text
    }
    return result
  }
}

/// How tags are merged, named and addressed.
public struct TagSettings: Sendable, Hashable {
  /// A tag to the tag that it means.
  public var aliases: [String: String]
  /// A tag to its title for people.
  public var titles: [String: String]
  /// A tag to its slug.
  public var slugs: [String: String]
  /// The template of a tag's page on the site, with `{slug}`.
  public var page: String?
  /// A tag to what its feed is about, for people.
  public var descriptions: [String: String]
  /// A tag to those whose feeds hold its entries, too.
  public var parents: [String: [String]]
  /// Those that have no feed.
  public var excluded: [String]
  /// How many tags an entry has at most; and how many categories, and how many authors.
  public var atMost: Int

  /// Settings of these.
  public init(
    aliases: [String: String] = [:], titles: [String: String] = [:], slugs: [String: String] = [:],
    page: String? = nil, descriptions: [String: String] = [:], parents: [String: [String]] = [:],
    excluded: [String] = [], atMost: Int? = nil
  ) {
    self.aliases = aliases
    self.titles = titles
    self.slugs = slugs
    self.page = page
    self.descriptions = descriptions
    self.parents = parents
    self.excluded = excluded
    self.atMost = atMost ?? Limit.terms.value
  }
}
