/// What bytes are made of (law 8): rendering sees these values and nothing beside them, and a document's fingerprint is made
/// of them as a whole.
public enum RenderInput {
  /// All that an entry's bytes are made of, in every format and form.
  public struct Entry: Sendable, Fingerprinted {
    /// See `Fingerprinted`.
    public static let layout = FingerprintLayout(of: Entry.self)

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
    let needsNoTitle: Bool
    let summary: Text?
    let content: Text?
    let authors: [Person]
    let tags: [Term]
    let image: String?
    let bannerImage: String?
    let externalURL: String?
    let attachments: [Attachment]
    let origin: Origin?
    let episode: Episode?
    let language: String?

    /// Reads the entry's bodies.
    ///
    /// - Throws: what reading a body throws.
    public init(_ entry: Syndication.Entry, on site: Shared<Site>) throws {
      let (summary, content) = try entry.item.readBodies()
      self.init(entry, summary: summary, content: content, on: site)
    }

    /// - Parameters:
    ///   - summary: what is read of the entry's.
    ///   - content: what is read of the entry's.
    ///   - updated: as the ledger has it; nil where that is as the entry has it.
    init(
      _ entry: Syndication.Entry, summary: ReadBody?, content: ReadBody?, updated: Timestamp? = nil,
      on site: Shared<Site>
    ) {
      let item = entry.item
      self.site = site
      id = entry.id
      permalink = entry.permalink
      published = entry.published
      self.updated = updated ?? entry.updated
      title = item.title
      needsNoTitle = item.needsNoTitle
      self.summary = Text(summary, of: item.summary)
      self.content = Text(content, of: item.content)
      authors = item.authors
      tags = entry.tags
      image = item.image
      bannerImage = item.bannerImage
      externalURL = item.externalURL
      attachments = item.attachments
      origin = item.origin
      episode = item.episode
      language = item.language
    }
  }

  /// A text that was read, and what it is written in.
  struct Text: Sendable, Fingerprinted {
    let bytes: [UInt8]
    private let shared: SharedMarkup

    var markup: any Markup { shared.value }

    /// Nil for none.
    init?(_ body: ReadBody?, of content: Content?) {
      guard let body, let content else { return nil }
      bytes = body.text
      shared = content.shared
    }

    static let layout = FingerprintLayout { (text: Text, fingerprint) in
      fingerprint.write(ContentHash(text.bytes).value)
      fingerprint.write(text.shared.hash.value)
    }
  }

  /// All that the bytes around the entries of a document are made of.
  public struct Frame: Sendable, Fingerprinted {
    /// See `Fingerprinted`.
    public static let layout = FingerprintLayout(of: Frame.self)

    /// The site that publishes the feed.
    public let site: Shared<Site>
    /// As in `Feed`.
    public let id: String
    /// As in `Feed`.
    public let title: String
    /// As in `Feed`, or of the site.
    public let description: String
    /// As in `Feed`.
    public let alternate: AbsoluteURL
    /// As in `Feed`.
    public let updated: Timestamp
    /// Of entries that are gone, newest first.
    public let tombstones: [Tombstone]
    /// Whether it is the feed of everything.
    public let isOfAll: Bool
    /// Where the document is served.
    public let selfLink: AbsoluteURL
    /// Where a reader goes on from there.
    public let pages: Pages
    /// As in `Feed`.
    public let isComplete: Bool
    /// Where the stylesheet is by which a browser shows it, from there; nil for none.
    public let stylesheet: String?
    /// Where one subscribes to changes of the document (WebSub).
    public let hubs: [AbsoluteURL]

    /// That of a page of `feed`, the current one if nothing else is said, where it is served at `selfLink`.
    public init(
      _ feed: Feed, page: Int = 0, on site: Shared<Site>, at selfLink: AbsoluteURL, stylesheet: String? = nil,
      hubs: [AbsoluteURL] = [], pages: Pages = Pages(), tombstones: [Tombstone] = []
    ) {
      self.hubs = hubs
      self.stylesheet = stylesheet
      self.pages = pages
      self.tombstones = tombstones
      isComplete = feed.isComplete
      if feed.scope.axis == .language, let language = feed.scope.term?.spelling {
        var own = site.value
        own.language = language
        self.site = Shared(own)
      } else {
        self.site = site
      }
      id = feed.id
      title = feed.title
      description = feed.description ?? site.value.description
      alternate = feed.alternate
      updated = feed.pages[page].updated
      isOfAll = feed.scope == .all
      self.selfLink = selfLink
    }
  }

  /// Where other pages of a feed are served in the same format (RFC 5005 §4).
  public struct Pages: Sendable, Fingerprinted {
    /// See `Fingerprinted`.
    public static let layout = FingerprintLayout(of: Pages.self)

    /// The current one, of a page of its archive.
    public var current: AbsoluteURL?
    /// The next older page of the archive.
    public var older: AbsoluteURL?
    /// The next newer one, of a page of the archive that leads to it.
    public var newer: AbsoluteURL?

    /// There are none.
    public init() {}
  }

  /// All that a document is made of.
  struct Document: Sendable, Fingerprinted {
    static let layout = FingerprintLayout(of: Document.self)

    let format: String
    let frame: Frame
    let form: EntryForm
    /// How large it may be.
    let bytes: Int
    /// Whether it has to hold all that has room by itself.
    let isWhole: Bool
    /// Of the fingerprints of its entries, in their order.
    let entries: ContentHash
  }
}

/// A value that many inputs have, hashed once.
public final class Shared<Value: Sendable & Fingerprinted>: Sendable, Fingerprinted {
  /// What is shared.
  public let value: Value
  private let fingerprint: ContentHash

  /// Makes the fingerprint.
  public init(_ value: Value) {
    self.value = value
    fingerprint = ContentHash(of: value)
  }

  /// As its fingerprint.
  public static var layout: FingerprintLayout {
    FingerprintLayout { (shared: Shared, fingerprint) in fingerprint.write(shared.fingerprint.value) }
  }
}

extension Shared: Equatable where Value: Equatable {
  /// Whether the values are the same.
  public static func == (a: Shared, b: Shared) -> Bool { a === b || a.value == b.value }
}

extension Shared: Hashable where Value: Hashable {
  /// Of the value.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
