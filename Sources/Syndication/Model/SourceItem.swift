internal import Synchronization

/// A post as its source keeps it: nothing judged yet.
///
/// A source that had to derive a part of it, to look it up, resolve or clean it, says what its author wrote: the ledger hashes
/// that (law 5).
public struct SourceItem: Sendable {
  /// There may be many, so that a copy is shared.
  var fields: Boxed<Fields>

  /// The name of the source that it comes from: `sources[].name`.
  public var source: String {
    get { fields.value.source }
    _modify { yield &fields.value.source }
  }
  /// Where it is read from, for messages.
  public var place: Place {
    get { fields.value.place }
    _modify { yield &fields.value.place }
  }
  /// What tells it from every other, over all builds.
  public var identity: Identity {
    get { fields.value.identity }
    _modify { yield &fields.value.identity }
  }
  /// Nil where it has none.
  public var title: String? {
    get { fields.value.title }
    _modify { yield &fields.value.title }
  }
  /// Whether it may do without a title: its source knows posts that are meant to have none.
  public var needsNoTitle: Bool {
    get { fields.value.needsNoTitle }
    _modify { yield &fields.value.needsNoTitle }
  }
  /// What it is about, in short.
  public var summary: Content? {
    get { fields.value.summary }
    _modify { yield &fields.value.summary }
  }
  /// All that it says.
  public var content: Content? {
    get { fields.value.content }
    _modify { yield &fields.value.content }
  }
  /// A date: what `SourceDate` reads.
  public var published: String? {
    get { fields.value.published?.text }
    set { fields.value.published = newValue.map(WrittenDate.init) }
  }
  /// Likewise, of its last edit.
  public var updated: String? {
    get { fields.value.updated?.text }
    set { fields.value.updated = newValue.map(WrittenDate.init) }
  }
  /// In the order in which they are named.
  public var authors: [Person] {
    get { fields.value.authors }
    _modify { yield &fields.value.authors }
  }
  /// As their author spells them.
  public var tags: [String] {
    get { fields.value.tags }
    _modify { yield &fields.value.tags }
  }
  /// The address of its picture, as its author wrote it.
  public var image: String? {
    get { fields.value.image }
    _modify { yield &fields.value.image }
  }
  /// A language tag (BCP 47) where it differs from the site's.
  public var language: String? {
    get { fields.value.language }
    _modify { yield &fields.value.language }
  }
  /// Whether it belongs to the part of the site that is in its language, which is another than the site's own: feeds of
  /// everything, and of tags and the like, are without it.
  public var isTranslation: Bool {
    get { fields.value.isTranslation }
    _modify { yield &fields.value.isTranslation }
  }
  /// A draft or hidden item is read, and never published.
  public var isHidden: Bool {
    get { fields.value.isHidden }
    _modify { yield &fields.value.isHidden }
  }
  /// Whether it is published though its date be yet to come.
  public var isDue: Bool {
    get { fields.value.isDue }
    _modify { yield &fields.value.isDue }
  }
  /// Whether its last edit is too small to be told to subscribers: `updated` stays.
  public var isMinorEdit: Bool {
    get { fields.value.isMinorEdit }
    _modify { yield &fields.value.isMinorEdit }
  }
  /// The id that its generator's own feed gives it: who reads that is shown nothing twice. Of no account once the ledger
  /// knows the entry, or where the item has an id of its own.
  public var feedID: String? {
    get { fields.value.rare?.value.feedID }
    set { if hasRare || newValue != nil { rare.feedID = newValue } }
  }
  /// In which its dates without a zone are meant, where a generator says so; else they are in the site's.
  public var timeZone: SiteTimeZone? {
    get { fields.value.rare?.value.timeZone }
    set { if hasRare || newValue != nil { rare.timeZone = newValue } }
  }
  /// The section of the site that it is in, or what it names as that, apart from its tags.
  public var categories: [String] {
    get { fields.value.rare?.value.categories ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.categories = newValue } }
  }
  /// A picture as wide as the page. JSON Feed 1.1, `banner_image`.
  public var bannerImage: String? {
    get { fields.value.rare?.value.bannerImage }
    set { if hasRare || newValue != nil { rare.bannerImage = newValue } }
  }
  /// The page elsewhere that it is about, of a link post. JSON Feed 1.1, `external_url`.
  public var externalURL: String? {
    get { fields.value.rare?.value.externalURL }
    set { if hasRare || newValue != nil { rare.externalURL = newValue } }
  }
  /// Files that belong to it: an episode's sound.
  public var attachments: [Attachment] {
    get { fields.value.rare?.value.attachments ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.attachments = newValue } }
  }
  /// Addresses at which it lived before.
  public var aliases: [String] {
    get { fields.value.rare?.value.aliases ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.aliases = newValue } }
  }
  /// The feed that it was copied from. RFC 4287 §4.2.11.
  public var origin: Origin? {
    get { fields.value.rare?.value.origin }
    set { if hasRare || newValue != nil { rare.origin = newValue } }
  }
  /// What podcast players show of it.
  public var episode: Episode? {
    get { fields.value.rare?.value.episode }
    set { if hasRare || newValue != nil { rare.episode = newValue } }
  }
  /// Of the parts that its source derived. What was written of summary and content, their bodies say.
  public var asWritten: AsWritten {
    get { fields.value.rare?.value.asWritten ?? AsWritten() }
    _modify { yield &rare.asWritten }
  }
  /// When it stops being published.
  public var expires: String? {
    get { fields.value.rare?.value.expires }
    set { if hasRare || newValue != nil { rare.expires = newValue } }
  }

  /// Why it was withdrawn, as its author says; empty where that is all that is said. Nil for a post that stands. Of one that
  /// does not, title, authors and tags are published, and a notice in place of all else.
  public var withdrawn: String? {
    get { if case .withdrawn(let why)? = fields.value.rare?.value.standing { why } else { nil } }
    set { if hasRare || newValue != nil { rare.standing = newValue.map { .withdrawn($0) } ?? .stands } }
  }

  /// Whether its author stands by it.
  enum Standing: Sendable, Hashable {
    case stands
    case withdrawn(String)
  }

  struct Fields: Sendable {
    var source: String
    var place: Place
    var identity: Identity
    var title: String?
    var needsNoTitle: Bool = false
    var summary: Content?
    var content: Content?
    var published: WrittenDate?
    var updated: WrittenDate?
    var authors: [Person] = []
    var tags: [String] = []
    var image: String?
    var language: String?
    var isTranslation: Bool = false
    var isHidden: Bool = false
    var isDue: Bool = false
    var isMinorEdit: Bool = false
    /// What most items have nothing of.
    var rare: Boxed<Rare>?

    init(source: String, place: Place, identity: Identity) {
      self.source = source
      self.place = place
      self.identity = identity
    }
  }

  struct Rare: Sendable {
    var feedID: String?
    var timeZone: SiteTimeZone?
    var categories: [String] = []
    var bannerImage: String?
    var externalURL: String?
    var attachments: [Attachment] = []
    var aliases: [String] = []
    var origin: Origin?
    var episode: Episode?
    var asWritten: AsWritten = AsWritten()
    var expires: String?
    var standing: Standing = .stands
  }

  private var hasRare: Bool { fields.value.rare != nil }

  private var rare: Rare {
    get { fields.value.rare?.value ?? Rare() }
    _modify {
      if fields.value.rare == nil { fields.value.rare = Boxed(Rare()) }
      yield &fields.value.rare!.value
    }
  }

  /// How the post is told from others, and where it lives.
  public enum Identity: Sendable {
    /// By an id of the source's own, or by the address where there is none.
    case item(id: String?, url: Address?)
    /// By its date and the slug of its title, as a listing gives no more; the rule says where it lives.
    case listed(PermalinkRule)
  }

  /// An address, and whose word it is: only what its author wrote tells of an edit when it changes.
  public enum Address: Sendable, Hashable {
    /// As the item itself gives it.
    case written(String)
    /// Made from the site's address, a template or a file's path.
    case derived(String)

    /// A URL, or a reference that is relative to the site's.
    public var string: String {
      switch self {
      case .written(let address), .derived(let address): address
      }
    }
  }

  /// The item's address; nil for one without, and for a listed one, which has its rule.
  public var address: Address? { if case .item(_, let address) = identity { address } else { nil } }

  /// One that has nothing yet but what it is known by.
  public init(source: String, place: Place, identity: Identity) {
    fields = Boxed(Fields(source: source, place: place, identity: identity))
  }
}

extension SourceItem {
  /// One of the same source that says nothing.
  var unsaid: SourceItem {
    SourceItem.unsaid.withLock { known in
      if let item = known[source] { return item }
      let item = SourceItem(source: source, place: Place(file: ""), identity: .item(id: nil, url: nil))
      known[source] = item
      return item
    }
  }

  /// The same in memory of its own, but for texts that others may have, too.
  var detached: SourceItem {
    var fields = fields.value
    fields.title = fields.title.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    fields.authors = fields.authors.map(\.self)
    fields.tags = fields.tags.map(\.self)
    var item = self
    item.fields = Boxed(fields)
    return item
  }

  private static let unsaid = Mutex<[String: SourceItem]>([:])

  /// The same as texts, where the source has read them.
  package mutating func setDates(published: WrittenDate?, updated: WrittenDate?) {
    fields.value.published = published
    fields.value.updated = updated
  }
}

/// What the author of an item wrote of parts that its source derived. Nil is a part that is published as it was written.
public struct AsWritten: Sendable, Hashable {
  /// The title.
  public var title: String?
  /// The tags.
  public var tags: [String]?
  /// The authors' names.
  public var authors: [String]?
  /// The image, the attachments, and what the item is as an episode.
  public var files: [String]?

  /// Of these parts.
  public init(
    title: String? = nil, tags: [String]? = nil, authors: [String]? = nil, files: [String]? = nil
  ) {
    self.title = title
    self.tags = tags
    self.authors = authors
    self.files = files
  }
}

/// The feed that an entry was copied from, as that feed says. RFC 4287 §4.2.11.
public struct Origin: Sendable, Hashable, Fingerprinted {
  /// A URI, if the feed has one as Atom demands.
  public var id: String?
  /// Plain.
  public var title: String?
  /// RFC 3339.
  public var updated: String?
  /// The page that the feed is of.
  public var url: String?
  /// Where the feed itself is.
  public var feedURL: String?

  /// What the feed does not say is nil.
  public init(
    id: String? = nil, title: String? = nil, updated: String? = nil, url: String? = nil, feedURL: String? = nil
  ) {
    self.id = id
    self.title = title
    self.updated = updated
    self.url = url
    self.feedURL = feedURL
  }
}

/// An entry as an episode of a podcast. Apple's podcast RSS elements; its file and duration are the first attachment's.
public struct Episode: Sendable, Hashable, Fingerprinted {
  /// `itunes:episodeType`.
  public enum Kind: String, Sendable, Hashable, Fingerprinted, CaseIterable { case full, trailer, bonus }

  /// From 1, in its season where there are seasons.
  public var number: Int?
  /// From 1.
  public var season: Int?
  /// A full one, where nothing is said.
  public var kind: Kind?
  /// Whether it is not fit for children; the podcast's word where nothing is said.
  public var isExplicit: Bool?
  /// The address of its own artwork.
  public var image: String?
  /// Where it is another than the entry's.
  public var title: String?

  /// What is not said is nil.
  public init(
    number: Int? = nil, season: Int? = nil, kind: Kind? = nil, isExplicit: Bool? = nil, image: String? = nil,
    title: String? = nil
  ) {
    self.number = number
    self.season = season
    self.kind = kind
    self.isExplicit = isExplicit
    self.image = image
    self.title = title
  }
}

extension Origin {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Origin.self)
}

extension Episode {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Episode.self)
}
