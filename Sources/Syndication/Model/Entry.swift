/// A post that is published: identified, dated, its fields checked. RFC 4287 §4.1.2.
public struct Entry: Sendable, Hashable {
  /// A URI that never changes. RFC 4287 §4.2.6.
  public var id: String
  public var permalink: AbsoluteURL?
  /// Plain text, one line; nil where the source has none and one is made from the summary.
  public var title: String?
  public var published: Timestamp
  /// When the author last changed what a reader sees. RFC 4287 §4.2.15.
  public var updated: Timestamp
  public var authors: [Person]
  public var tags: [Tag]
  /// Plain text as the source gives it; nil where one is made from the content.
  public var summary: String?
  /// As the source gives it: not yet cleaned.
  public var content: Content?
  public var image: AbsoluteURL?
  public var attachments: [Attachment]
  public var language: String?

  /// The row that remembers it.
  var key: Ledger.Key
  /// What the author wrote, to be compared with what the ledger remembers.
  var written: Written
  /// The source's own `updated`.
  var sourceUpdated: Timestamp?
  /// The day that a date-only entry is from.
  var date: LocalDate?
  var place: Place
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
  /// For people: the configured title, or the spelling of the sources.
  public var label: String

  public init(slug: String, label: String) {
    self.slug = slug
    self.label = label
  }
}
