/// Which feeds there are, where they are served, and how much they hold.
public struct FeedSettings: Sendable, Hashable {
  /// Where the feeds' folder is served; ends in `/`.
  public var url: AbsoluteURL
  /// `atom`, `rss`, `json`: in the order of publication, each once.
  public var formats: [String]
  /// Templates of document paths by `all`, `tag`, or one document's whole name such as `all.atom`.
  public var paths: [String: String]
  /// How many entries a feed holds at most.
  public var entries: Int
  /// How large a document may be, uncompressed.
  public var bytes: Int
  public var content: EntryForm

  public init(
    url: AbsoluteURL, formats: [String] = ["atom", "rss", "json"], paths: [String: String] = Self.defaultPaths,
    entries: Int = 20, bytes: Int = 1_000_000, content: EntryForm = .full
  ) {
    self.url = url
    self.formats = formats
    self.paths = paths
    self.entries = entries
    self.bytes = bytes
    self.content = content
  }

  /// The templates of what the configuration does not say.
  public static let defaultPaths = ["all": "all", "tag": "tags/{slug}"]

  /// Where documents of a kind of scope lie below the feeds' folder, in each format: by the document's whole name, else by
  /// its scope with the extension added.
  func templates(of kind: String) -> [SlugTemplate] {
    formats.map { format in
      SlugTemplate(paths["\(kind).\(format)"] ?? "\(paths[kind] ?? Self.defaultPaths[kind]!).\(format)")
    }
  }
}

/// A text with `{slug}` in it.
struct SlugTemplate {
  private let pieces: [Substring]

  init(_ text: String) { pieces = text.split(separator: "{slug}", omittingEmptySubsequences: false) }

  func filled(with slug: String) -> String { pieces.joined(separator: slug) }
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

  public init(
    aliases: [String: String] = [:], titles: [String: String] = [:], slugs: [String: String] = [:], page: String? = nil
  ) {
    self.aliases = aliases
    self.titles = titles
    self.slugs = slugs
    self.page = page
  }
}
