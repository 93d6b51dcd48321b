/// A post as its source keeps it: nothing judged yet.
///
/// A source that had to derive a part of it, to look it up, resolve or clean it, says what its author wrote: the ledger hashes
/// that (law 5).
public struct SourceItem: Sendable {
  /// What it says, in memory of its own: there may be many, so that a copy is shared. Nil for one that is a row of a table.
  private var own: Boxed<Fields>?
  private var table: ItemTable?
  private var index = 0

  /// The name of the source that it comes from: `sources[].name`.
  public var source: String {
    get { if let table { table.source } else { own!.value.source } }
    _modify { yield &fields.source }
  }
  /// Where it is read from, for messages.
  public var place: Place {
    get { if let table { table.place(of: index) } else { own!.value.place } }
    _modify { yield &fields.place }
  }
  /// What tells it from every other, over all builds.
  public var identity: Identity {
    get { if let table { table.identity(of: index) } else { own!.value.identity } }
    _modify { yield &fields.identity }
  }
  /// Nil where it has none.
  public var title: String? {
    get { if let table { table.title(of: index) } else { own!.value.title } }
    _modify { yield &fields.title }
  }
  /// Whether it may do without a title: its source knows posts that are meant to have none.
  public var needsNoTitle: Bool {
    get { if table != nil { true } else { own!.value.needsNoTitle } }
    _modify { yield &fields.needsNoTitle }
  }
  /// What it is about, in short.
  public var summary: Content? {
    get { if let table { table.summary(of: index) } else { own!.value.summary } }
    _modify { yield &fields.summary }
  }
  /// All that it says.
  public var content: Content? {
    get { if let table { table.content(of: index) } else { own!.value.content } }
    _modify { yield &fields.content }
  }
  /// A date: what `SourceDate` reads.
  public var published: String? {
    get { publishedDate?.text }
    set { fields.published = newValue.map(WrittenDate.init) }
  }
  /// Likewise, of its last edit.
  public var updated: String? {
    get { updatedDate?.text }
    set { fields.updated = newValue.map(WrittenDate.init) }
  }
  /// In the order in which they are named.
  public var authors: [Person] {
    get { if let table { table.authors(of: index) } else { own!.value.authors } }
    _modify { yield &fields.authors }
  }
  /// As their author spells them.
  public var tags: [String] {
    get { if let table { table.tags(of: index) } else { own!.value.tags } }
    _modify { yield &fields.tags }
  }
  /// The address of its picture, as its author wrote it.
  public var image: String? {
    get { if let table { table.image(of: index) } else { own!.value.image } }
    _modify { yield &fields.image }
  }
  /// A language tag (BCP 47) where it differs from the site's.
  public var language: String? {
    get { if let table { table.language(of: index) } else { own!.value.language } }
    _modify { yield &fields.language }
  }
  /// Whether it belongs to the part of the site that is in its language, which is another than the site's own: feeds of
  /// everything, and of tags and the like, are without it.
  public var isTranslation: Bool {
    get { if table != nil { false } else { own!.value.isTranslation } }
    _modify { yield &fields.isTranslation }
  }
  /// A draft or hidden item is read, and never published.
  public var isHidden: Bool {
    get { if let table { table.isHidden(index) } else { own!.value.isHidden } }
    _modify { yield &fields.isHidden }
  }
  /// Whether it is published though its date be yet to come.
  public var isDue: Bool {
    get { if table != nil { false } else { own!.value.isDue } }
    _modify { yield &fields.isDue }
  }
  /// Whether its last edit is too small to be told to subscribers: `updated` stays.
  public var isMinorEdit: Bool {
    get { if let table { table.isMinorEdit(index) } else { own!.value.isMinorEdit } }
    _modify { yield &fields.isMinorEdit }
  }
  /// The id that its generator's own feed gives it: who reads that is shown nothing twice. Of no account once the ledger
  /// knows the entry, or where the item has an id of its own.
  public var feedID: String? {
    get { others?.value.feedID }
    set { if hasRare || newValue != nil { rare.feedID = newValue } }
  }
  /// In which its dates without a zone are meant, where a generator says so; else they are in the site's.
  public var timeZone: SiteTimeZone? {
    get { others?.value.timeZone }
    set { if hasRare || newValue != nil { rare.timeZone = newValue } }
  }
  /// The section of the site that it is in, or what it names as that, apart from its tags.
  public var categories: [String] {
    get { others?.value.categories ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.categories = newValue } }
  }
  /// A picture as wide as the page. JSON Feed 1.1, `banner_image`.
  public var bannerImage: String? {
    get { others?.value.bannerImage }
    set { if hasRare || newValue != nil { rare.bannerImage = newValue } }
  }
  /// The page elsewhere that it is about, of a link post. JSON Feed 1.1, `external_url`.
  public var externalURL: String? {
    get { others?.value.externalURL }
    set { if hasRare || newValue != nil { rare.externalURL = newValue } }
  }
  /// Files that belong to it: an episode's sound.
  public var attachments: [Attachment] {
    get { others?.value.attachments ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.attachments = newValue } }
  }
  /// Addresses at which it lived before.
  public var aliases: [String] {
    get { others?.value.aliases ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.aliases = newValue } }
  }
  /// The feed that it was copied from. RFC 4287 §4.2.11.
  public var origin: Origin? {
    get { others?.value.origin }
    set { if hasRare || newValue != nil { rare.origin = newValue } }
  }
  /// What podcast players show of it.
  public var episode: Episode? {
    get { others?.value.episode }
    set { if hasRare || newValue != nil { rare.episode = newValue } }
  }
  /// Of the parts that its source derived. What was written of summary and content, their bodies say.
  public var asWritten: AsWritten {
    get { others?.value.asWritten ?? AsWritten() }
    _modify { yield &rare.asWritten }
  }
  /// When it stops being published.
  public var expires: String? {
    get { others?.value.expires }
    set { if hasRare || newValue != nil { rare.expires = newValue } }
  }

  /// Why it was withdrawn, as its author says; empty where that is all that is said. Nil for a post that stands. Of one that
  /// does not, title, authors and tags are published, and a notice in place of all else.
  public var withdrawn: String? {
    get { if case .withdrawn(let why)? = others?.value.standing { why } else { nil } }
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

  private var hasRare: Bool { others != nil }

  /// What it has of what most items have nothing of.
  var others: Boxed<Rare>? { if let table { table.rare(of: index) } else { own!.value.rare } }

  private var rare: Rare {
    get { others?.value ?? Rare() }
    _modify {
      if fields.rare == nil { fields.rare = Boxed(Rare()) }
      yield &fields.rare!.value
    }
  }

  /// What it says, in memory of its own from then on.
  var fields: Fields {
    get { if let table { table.fields(of: index) } else { own!.value } }
    _modify {
      if let table { (own, self.table) = (Boxed(table.fields(of: index)), nil) }
      yield &own!.value
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
    own = Boxed(Fields(source: source, place: place, identity: identity))
  }

  /// The one at `index` of a table.
  init(_ table: ItemTable, _ index: Int) {
    self.table = table
    self.index = index
  }
}

extension SourceItem {
  /// One of a source that says nothing.
  init(unsaidOf source: String) {
    self.init(source: source, place: Place(file: ""), identity: .item(id: nil, url: nil))
  }

  /// The same in memory of its own, but for texts that others may have, too.
  var detached: SourceItem {
    var item = self
    guard table == nil else {
      // Of a table, they are made now.
      item.needsNoTitle = needsNoTitle
      return item
    }
    var fields = fields
    fields.title = fields.title.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    fields.authors = fields.authors.map(\.self)
    fields.tags = fields.tags.map(\.self)
    item.own = Boxed(fields)
    return item
  }

  /// The same as texts, where the source has read them.
  package mutating func setDates(published: WrittenDate?, updated: WrittenDate?) {
    fields.published = published
    fields.updated = updated
  }

  /// The dates as they are read.
  var publishedDate: WrittenDate? { if let table { table.published(of: index) } else { own!.value.published } }
  var updatedDate: WrittenDate? { if let table { table.updated(of: index) } else { own!.value.updated } }

  /// How many it has, without a list of them.
  var tagCount: Int { if let table { table.tagCount(of: index) } else { own!.value.tags.count } }
  var authorCount: Int { if let table { table.authorCount(of: index) } else { own!.value.authors.count } }

  /// Takes note of a hash of each text by which it is known and found, and of how many there are where they may be many.
  func noteTexts(in hashes: inout [UInt64]) {
    if let table { return table.noteTexts(of: index, in: &hashes) }
    func hash(_ text: String?) -> UInt64 { text.map { ContentHash($0).value } ?? 0 }
    switch identity {
    case .item(let id, let address): hashes += [hash(id), hash(address?.string)]
    case .listed(let rule): hashes += [hash(rule.template), hash(title)]
    }
    hashes += [hash(language), UInt64(authors.count)]
    for author in authors { hashes.append(SourceItem.hash(of: author)) }
    for tag in tags { hashes.append(hash(tag)) }
  }

  /// Of whom it is that an author is.
  static func hash(of author: Person) -> UInt64 {
    ContentHash(numbers: ContentHash(author.name).value, author.url.map { ContentHash($0).value } ?? 0).value
  }

  /// Calls `note` with each tag.
  func eachTag(_ note: (String) -> Void) {
    if let table { return table.eachTag(of: index, note) }
    for tag in own!.value.tags { note(tag) }
  }

  /// Calls `note` with the name of each author.
  func eachAuthor(_ note: (String) -> Void) {
    if let table { return table.eachAuthor(of: index, note) }
    for author in authors { note(author.name) }
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
