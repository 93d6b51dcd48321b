/// A post that is published: identified and dated. RFC 4287 §4.1.2.
///
/// Its text is still the source's, so that what no feed selects is never read, cleaned or hashed.
public struct Entry: Sendable {
  /// A URI that never changes. RFC 4287 §4.2.6.
  public var id: String { identified.id }
  /// Where it lives; nil for one that has no page.
  public var permalink: AbsoluteURL? { identified.permalink }
  /// When it was first published. RFC 4287 §4.2.9.
  public var published: Timestamp { identified.published }
  /// The post as its source keeps it.
  public var item: SourceItem { identified.shared.item }
  /// When the author last changed what a reader sees. RFC 4287 §4.2.15.
  public var updated: Timestamp
  /// Merged, named and addressed; set by the plan.
  public var tags: [Tag] = []
  /// Hashes of what its author wrote; set by the ledger for what a feed selects.
  var written: Written?
  /// Of what readers are shown of its item, as `ReadItem` has it; set with `written`.
  var shown: ContentHash?
  let identified: Identified

  /// What is known of it once it is identified. It is shared, not copied: there may be many, and it is large.
  final class Identified: Sendable {
    let id: String
    let permalink: AbsoluteURL?
    let published: Timestamp
    let shared: SharedItem
    /// Under which the ledger remembers it from now on.
    let key: Ledger.Key
    /// Under which the ledger remembers it until now; nil for a new one.
    let rowKey: Ledger.Key?
    /// The source's own `updated`, which wins over every other.
    let sourceUpdated: Timestamp?
    /// When it was published as the source gives it, where that is no instant.
    let date: SourceDate?

    init(
      _ shared: SharedItem, id: String, permalink: AbsoluteURL?, published: Timestamp, key: Ledger.Key,
      rowKey: Ledger.Key?, sourceUpdated: Timestamp?, date: SourceDate?
    ) {
      self.shared = shared
      self.id = id
      self.permalink = permalink
      self.published = published
      self.key = key
      self.rowKey = rowKey
      self.sourceUpdated = sourceUpdated
      self.date = date
    }
  }
}

/// An item that is passed on without being copied.
final class SharedItem: Sendable {
  let item: SourceItem

  init(_ item: SourceItem) { self.item = item }
}

/// How much of an entry is written.
public enum EntryForm: String, Sendable, Hashable, CaseIterable {
  /// Content and summary.
  case full
  /// The summary alone.
  case summary
}

/// A topic that entries share, and that has feeds of its own.
public struct Tag: Sendable, Hashable {
  /// In addresses: lower case, safe in a path.
  public var slug: String
  /// As the ledger remembers it: the spelling of the sources.
  public var spelling: String
  /// For people: the configured title, else the spelling.
  public var label: String

  public init(slug: String, spelling: String, label: String? = nil) {
    self.slug = slug
    self.spelling = spelling
    self.label = label ?? spelling
  }
}
