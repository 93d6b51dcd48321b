/// A feed: who it is, where it lies, and which entries of the plan it holds.
public struct Feed: Sendable, Hashable {
  /// What it is a feed of.
  public let scope: Scope
  /// Of its own, and permanent (rule I4).
  public let id: String
  /// What people call it.
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
    /// Where it is published.
    public var path: DocumentPath
  }

  /// Those of the current page.
  public var entries: [Int] { pages[0].entries }
  /// That of the current page.
  public var updated: Timestamp { pages[0].updated }
  /// Those of all pages.
  public var documents: [Destination] { pages.flatMap(\.documents) }

  static func newID(of scope: Scope, site: Site, founded: LocalDate) -> String {
    "tag:\(site.host),\(founded):feeds/\(AbsoluteURL.percentEncoded(scope.name, keeping: "/"))"
  }

  static func alternate(of scope: Scope, site: Site, tags: TagSettings) -> AbsoluteURL {
    if let url = scope.term?.url { return url }
    guard scope.axis == .tag, let slug = scope.term?.slug, let page = tags.page else { return site.url }
    return site.url.resolving(page.replacing("{slug}", with: slug)) ?? site.url
  }
}
