/// What was published, under which id, and when it changed: the memory that keeps an old post from being shown as new.
///
/// Laws 4 and 5. A publisher commits it; everything in it is wanted by the next build, and nothing else is.
public struct Ledger: Sendable, Hashable {
  /// What a source calls an entry.
  public struct Key: Sendable, Hashable, Comparable {
    /// `sources[].name`.
    public var source: String
    /// The item's id, or its URL; of a listing, the date and the slug of the title as first published.
    public var id: String

    public static func < (a: Key, b: Key) -> Bool { (a.source, a.id) < (b.source, b.id) }
  }

  /// An entry that some feed has published.
  struct EntryRow: Sendable, Hashable {
    var id: String
    var permalink: String?
    var published: Timestamp
    var updated: Timestamp
    /// As the source gives it, where it gives no instant: what it means is then remembered, and no setting moves it.
    var date: SourceDate?
    var written: Written
    var isLive: Bool
  }

  /// A tag that had a feed; its key is the slug.
  struct TagRow: Sendable, Hashable {
    var spelling: String
    var isLive: Bool
  }

  /// A feed; its key is the scope's name.
  struct FeedRow: Sendable, Hashable {
    var id: String
    /// Every path that it was ever published at: what of it is no longer published is removed.
    var documents: Set<String>
  }

  var entries: [Key: EntryRow] = [:]
  var tags: [String: TagRow] = [:]
  var feeds: [String: FeedRow] = [:]

  /// That of a publication that is yet to begin.
  public init() {}

  /// How many of the entries that were ever published have not gone.
  public var liveEntries: Int { entries.values.count { $0.isLive } }

  /// How many of them `source` held.
  public func liveEntries(of source: String) -> Int {
    entries.count { $0.key.source == source && $0.value.isLive }
  }
}

/// Hashes of what an author wrote: when one of them moves, so does `updated`.
///
/// Aliases, templates, site settings and this program's version have no part in it.
struct Written: Sendable, Hashable {
  var title: ContentHash
  var summary: ContentHash
  var body: ContentHash
  var tags: ContentHash
  var authors: ContentHash
  /// And the image, and what the entry is as an episode.
  var attachments: ContentHash
  /// The link where the item itself gives one.
  var link: ContentHash

  /// - Throws: what reading the bodies throws.
  init(_ item: SourceItem) throws { self = try ReadItem(item).written }

  fileprivate init(_ item: SourceItem, summary: ReadBody?, content: ReadBody?) {
    let written = item.asWritten
    title = item.writtenTitle
    self.summary = ContentHash(summary?.written ?? [])
    body = ContentHash(content?.written ?? [])
    tags = ContentHash(texts: written.tags ?? item.tags)
    authors = ContentHash(texts: written.authors ?? item.authorTexts)
    attachments = ContentHash(texts: written.files ?? item.fileTexts)
    if case .written(let address)? = item.address { link = ContentHash(address) } else { link = ContentHash("") }
  }

  init(
    title: ContentHash, summary: ContentHash, body: ContentHash, tags: ContentHash, authors: ContentHash,
    attachments: ContentHash, link: ContentHash
  ) {
    self.title = title
    self.summary = summary
    self.body = body
    self.tags = tags
    self.authors = authors
    self.attachments = attachments
    self.link = link
  }

  /// Whether a reader of this version would see what a reader of `other` did not. A link counts where it leads
  /// elsewhere, and its author changed it, not a setting.
  func differs(from other: Written, isElsewhere: Bool) -> Bool {
    var other = other
    if !isElsewhere { other.link = link }
    return self != other
  }
}

/// An item whose bodies were read: what its author wrote, apart from what readers are shown of it.
struct ReadItem: Sendable {
  let written: Written
  /// Of all that is rendered, but for what the markup of a body makes of it.
  let shown: ContentHash

  /// - Throws: what reading the bodies throws.
  init(_ item: SourceItem) throws {
    let summary = try item.summary?.read()
    let content = try item.content?.read()
    written = Written(item, summary: summary, content: content)
    let parts = [
      ContentHash(item.title ?? ""), ContentHash(summary?.text ?? []), ContentHash(content?.text ?? []),
      ContentHash(texts: item.authorTexts), ContentHash(texts: item.fileTexts),
    ]
    shown = ContentHash(texts: parts.map(\.description))
  }
}

extension SourceItem {
  var writtenTitle: ContentHash { ContentHash(asWritten.title ?? title ?? "") }

  fileprivate var authorTexts: [String] { authors.flatMap(\.texts) }

  /// Of the image, the attachments and the episode.
  fileprivate var fileTexts: [String] {
    var texts = [image ?? ""]
    for file in attachments {
      texts += [file.url, file.mediaType, file.title ?? "", "\(file.size ?? -1)", "\(file.duration ?? -1)"]
    }
    // Not where there is none: the ledger remembers entries from before there were episodes.
    if let episode { texts += ["episode"] + episode.texts }
    return texts
  }
}

extension Episode {
  fileprivate var texts: [String] {
    [
      number.map(String.init), season.map(String.init), kind?.rawValue, isExplicit.map { "\($0)" }, image, title,
    ].map { $0 ?? "" }
  }
}

extension Ledger {
  /// What a build changes for subscribers, in ids.
  public struct Changes: Sendable, Hashable {
    /// Of entries that no feed has published before.
    public var new: [String] = []
    /// Of entries whose `updated` moves.
    public var updated: [String] = []
    /// Of entries that are gone, sorted.
    public var removed: [String] = []

    public init() {}
  }

  /// Remembers what `plan` publishes, and sets the `updated` of its entries.
  ///
  /// - Parameters:
  ///   - present: the keys of all entries that could be published now, selected or not.
  /// - Throws: what reading a body throws.
  mutating func record(
    _ plan: inout FeedPlan, present: [Entry], at instant: Timestamp
  ) throws -> Changes {
    var changes = Changes()
    let before = entries
    for entry in present {
      guard let rowKey = entry.identified.rowKey, rowKey != entry.identified.key,
        let row = entries.removeValue(forKey: rowKey)
      else { continue }
      entries[entry.identified.key] = row
    }
    let selected = plan.entries
    let hashes = try concurrentMap(selected.count, chunk: 64) { try ReadItem(selected[$0].item) }
    for (index, read) in hashes.enumerated() {
      let written = read.written
      let entry = selected[index]
      var updated = entry.updated
      let known = entry.identified
      if let row = entries[known.key] {
        let differs = written.differs(from: row.written, isElsewhere: row.permalink != entry.permalink?.string)
        if differs, !entry.item.isMinorEdit {
          updated = known.sourceUpdated ?? max(instant, row.updated + 1, entry.published)
        }
        if updated != row.updated { changes.updated.append(entry.id) }
      } else {
        changes.new.append(entry.id)
      }
      plan.entries[index].updated = updated
      plan.entries[index].written = written
      plan.entries[index].shown = read.shown
      entries[known.key] = EntryRow(
        id: entry.id, permalink: entry.permalink?.string, published: entry.published, updated: updated,
        date: known.date, written: written, isLive: true)
    }
    var live = Set(plan.entries.map(\.identified.key))
    for entry in present where entry.identified.rowKey != nil { live.insert(entry.identified.key) }
    for (key, row) in entries where row.isLive != live.contains(key) { entries[key]!.isLive.toggle() }
    let liveIDs = Set(entries.values.lazy.filter(\.isLive).map(\.id))
    changes.removed = before.values.filter { $0.isLive && !liveIDs.contains($0.id) }.map(\.id).sorted()

    for slug in tags.keys { tags[slug]!.isLive = false }
    for feed in plan.feeds {
      if case .tag(let tag) = feed.scope { tags[tag.slug] = TagRow(spelling: tag.spelling, isLive: true) }
      feeds[feed.scope.name, default: FeedRow(id: feed.id, documents: [])].documents
        .formUnion(feed.documents.map(\.path.string))
    }
    plan.setTimes()
    return changes
  }
}
