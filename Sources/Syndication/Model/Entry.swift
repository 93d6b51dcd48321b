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
  var written: WrittenHashes? {
    get { hashes?.value }
    set { hashes = newValue.map(Boxed.init) }
  }
  private var hashes: Boxed<WrittenHashes>?
  let identified: Identified

  init(updated: Timestamp, identified: Identified) {
    self.updated = updated
    self.identified = identified
  }

  /// What is known of it once it is identified. It is shared, not copied: there may be many, and it is large.
  final class Identified: Sendable {
    /// The item's position among those of all sources.
    let index: Int
    let id: String
    let permalink: AbsoluteURL?
    let published: Timestamp
    /// Of one that was released, its source and no more.
    nonisolated(unsafe) private(set) var item: SourceItem
    /// The source's own `updated`, which wins over every other.
    let sourceUpdated: Timestamp?
    private let keyID: String
    /// Whether the ledger remembers it until now; and what of it is not as with most entries.
    let isKnown: Bool
    private let rare: Boxed<Rare>?

    private struct Rare: Sendable {
      var rowKey: Ledger.Key?
      var date: SourceDate?
      var updatedDate: SourceDate?
    }

    /// Under which the ledger remembers it from now on.
    var key: Ledger.Key { Ledger.Key(source: item.source, id: keyID) }
    /// Under which the ledger remembers it until now; nil for a new one.
    var rowKey: Ledger.Key? { isKnown ? rare?.value.rowKey ?? key : nil }
    /// When it was published as the source gives it, where that is no instant.
    var date: SourceDate? { rare?.value.date }
    /// Likewise, when it was updated.
    var updatedDate: SourceDate? { rare?.value.updatedDate }

    /// Lets go of what the item says, where another stands in for it, or of the memory that it is in beside others': nobody
    /// else may be reading it.
    func release(_ other: SourceItem?) { item = other ?? item.detached }

    init(
      _ item: SourceItem, at index: Int, id: String, permalink: AbsoluteURL?, published: Timestamp, key: Ledger.Key,
      rowKey: Ledger.Key?, sourceUpdated: Timestamp?, date: SourceDate?, updatedDate: SourceDate?
    ) {
      self.item = item
      self.index = index
      self.id = id
      self.permalink = permalink
      self.published = published
      self.sourceUpdated = sourceUpdated
      keyID = key.id
      isKnown = rowKey != nil
      let former = rowKey == key ? nil : rowKey
      rare =
        former == nil && date == nil && updatedDate == nil
        ? nil : Boxed(Rare(rowKey: former, date: date, updatedDate: updatedDate))
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
