internal import Synchronization

/// What bytes are made of (law 8): rendering sees these values and nothing beside them, and a document's fingerprint is made
/// of them as a whole.
public enum RenderInput {
  /// All that an entry's bytes are made of, in every format and form.
  public struct Entry: Sendable, Encodable {
    /// The site that publishes it.
    public let site: Shared<Site>
    /// As in `Entry`.
    public let id: String
    /// As in `Entry`.
    public let permalink: AbsoluteURL?
    /// As in `Entry`.
    public let published: Timestamp
    /// As in `Entry`; the ledger says whether its author changed it.
    public internal(set) var updated: Timestamp
    let title: String?
    let summary: Text?
    let content: Text?
    let authors: [Shared<Person>]
    let tags: [Shared<Term>]
    let image: String?
    let attachments: [Attachment]
    let origin: Origin?
    let episode: Episode?
    let language: String?

    /// Reads the entry's bodies.
    ///
    /// - Throws: what reading a body throws.
    public init(_ entry: Syndication.Entry, among others: Others) throws {
      self.init(
        entry, summary: try entry.item.summary?.read(), content: try entry.item.content?.read(), among: others)
    }

    /// - Parameters:
    ///   - summary: what is read of the entry's.
    ///   - content: what is read of the entry's.
    init(_ entry: Syndication.Entry, summary: ReadBody?, content: ReadBody?, among others: Others) {
      let item = entry.item
      site = others.site
      id = entry.id
      permalink = entry.permalink
      published = entry.published
      updated = entry.updated
      title = item.title
      self.summary = Text(summary, in: item.summary?.markup)
      self.content = Text(content, in: item.content?.markup)
      authors = item.authors.map { others.people[$0] }
      tags = entry.tags.map { others.terms[$0] }
      image = item.image
      attachments = item.attachments
      origin = item.origin
      episode = item.episode
      language = item.language
    }
  }

  /// A text that was read, and what it is written in.
  struct Text: Sendable, Encodable {
    let bytes: [UInt8]
    let markup: any Markup

    /// Nil for none.
    init?(_ body: ReadBody?, in markup: (any Markup)?) {
      guard let body, let markup else { return nil }
      bytes = body.text
      self.markup = markup
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(ContentHash(bytes))
      try container.encode(markup)
    }
  }

  /// All that the bytes around the entries of a document are made of.
  public struct Frame: Sendable, Encodable {
    /// The site that publishes the feed.
    public let site: Shared<Site>
    /// As in `Feed`.
    public let id: String
    /// As in `Feed`.
    public let title: String
    /// As in `Feed`.
    public let alternate: AbsoluteURL
    /// As in `Feed`.
    public let updated: Timestamp
    /// Whether it is the feed of everything.
    public let isOfAll: Bool
    /// Where the document is served.
    public let selfLink: AbsoluteURL

    /// That of `feed` where it is served at `selfLink`.
    public init(_ feed: Feed, on site: Shared<Site>, at selfLink: AbsoluteURL) {
      self.site = site
      id = feed.id
      title = feed.title
      alternate = feed.alternate
      updated = feed.updated
      isOfAll = feed.scope == .all
      self.selfLink = selfLink
    }
  }

  /// All that a document is made of.
  struct Document: Sendable, Encodable {
    let format: String
    let frame: Frame
    let form: EntryForm
    /// How large it may be.
    let bytes: Int
    /// Of the fingerprints of its entries, in their order.
    let entries: ContentHash
  }

  /// What many entries have.
  public struct Others: Sendable {
    let site: Shared<Site>
    let people = SharedValues<Person>()
    let terms = SharedValues<Term>()

    /// None yet.
    public init(on site: Site) { self.site = Shared(site) }
  }
}

/// A value that many inputs have, hashed once.
public final class Shared<Value: Sendable & Encodable>: Sendable, Encodable {
  /// What is shared.
  public let value: Value
  private let fingerprint: ContentHash

  /// Makes the fingerprint.
  public init(_ value: Value) {
    self.value = value
    fingerprint = ContentHash(encoding: value)
  }

  /// As its fingerprint.
  public func encode(to encoder: any Encoder) throws { try fingerprint.encode(to: encoder) }
}

/// Values that come again and again: each is shared by all that are equal.
final class SharedValues<Value: Hashable & Sendable & Encodable>: Sendable {
  private let known = Mutex<[Value: Shared<Value>]>([:])

  subscript(value: Value) -> Shared<Value> {
    known.withLock { known in
      if let shared = known[value] { return shared }
      let shared = Shared(value)
      known[value] = shared
      return shared
    }
  }
}
