/// How feeds are written, and where: `feeds` of the configuration.
public struct FeedSettings: Sendable, Hashable {
  /// Where the feed directory is served; ends in `/`.
  public var url: AbsoluteURL
  /// `atom`, `rss`, `json`: in the order given, each once, at least one.
  public var formats: [String]
  /// The path template of a scope (`all`, `tag`: an extension is added) or of one format of it (`all.atom`: the whole name).
  public var paths: [String: String]
  /// How many entries a feed holds at most; 1 or more.
  public var entries: Int
  /// How big a document may be, in bytes; 1 or more.
  public var bytes: Int
  public var content: EntryForm

  public init(
    url: AbsoluteURL, formats: [String] = ["atom", "rss", "json"],
    paths: [String: String] = ["all": "all", "tag": "tags/{slug}"], entries: Int = 20, bytes: Int = 1_000_000,
    content: EntryForm = .full
  ) {
    self.url = url
    self.formats = formats
    self.paths = paths
    self.entries = entries
    self.bytes = bytes
    self.content = content
  }
}

/// What a publisher decides about tags: `tags` of the configuration.
public struct TagSettings: Sendable, Hashable {
  /// Tags that are other tags.
  public var aliases: [String: String]
  /// What people see of a tag.
  public var titles: [String: String]
  /// What addresses have of a tag.
  public var slugs: [String: String]
  /// The page of a tag: an absolute URL with `{slug}`.
  public var page: String?

  public init(
    aliases: [String: String] = [:], titles: [String: String] = [:], slugs: [String: String] = [:], page: String? = nil
  ) {
    self.aliases = aliases
    self.titles = titles
    self.slugs = slugs
    self.page = page
  }
}
