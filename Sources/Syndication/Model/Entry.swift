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
  public var item: SourceItem { identified.item }
  /// When the author last changed what a reader sees. RFC 4287 §4.2.15.
  public var updated: Timestamp
  /// Merged, named and addressed; set by the plan.
  public var tags: [Term] = []
  /// Hashes of what its author wrote; set by the ledger for what a feed selects.
  var written: WrittenHashes?
  let identified: Identified

  /// What is known of it once it is identified. It is shared, not copied: there may be many, and it is large.
  final class Identified: Sendable {
    /// The item's position among those of all sources.
    let index: Int
    let id: String
    let permalink: AbsoluteURL?
    let published: Timestamp
    let item: SourceItem
    /// Under which the ledger remembers it from now on.
    let key: Ledger.Key
    /// Under which the ledger remembers it until now; nil for a new one.
    let rowKey: Ledger.Key?
    /// The source's own `updated`, which wins over every other.
    let sourceUpdated: Timestamp?
    /// When it was published as the source gives it, where that is no instant.
    let date: SourceDate?
    /// Likewise, when it was updated.
    let updatedDate: SourceDate?

    init(
      _ item: SourceItem, at index: Int, id: String, permalink: AbsoluteURL?, published: Timestamp, key: Ledger.Key,
      rowKey: Ledger.Key?, sourceUpdated: Timestamp?, date: SourceDate?, updatedDate: SourceDate?
    ) {
      self.item = item
      self.index = index
      self.id = id
      self.permalink = permalink
      self.published = published
      self.key = key
      self.rowKey = rowKey
      self.sourceUpdated = sourceUpdated
      self.date = date
      self.updatedDate = updatedDate
    }
  }
}

/// How much of an entry is written.
public enum EntryForm: String, Sendable, Hashable, Fingerprinted, CaseIterable {
  /// Content and summary.
  case full
  /// The summary alone.
  case summary
}
