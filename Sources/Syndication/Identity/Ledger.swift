internal import Glibc

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
    /// Likewise, of its update.
    var updatedDate: SourceDate?
    var written: WrittenHashes
    /// Whether they are of version 1, which hashed what we made of it too: they are taken over without an update.
    var isOfVersion1 = false
    var isLive: Bool
    /// The names of the scopes whose feeds have held it, where these are to tell when it goes.
    var feeds: Set<String> = []
    /// When it was found to be gone, likewise.
    var gone: Timestamp?
  }

  /// A term that had a feed; its key is the slug.
  struct TermRow: Sendable, Hashable {
    var spelling: String
    /// Where it is at home, as an author may be.
    var url: String?
    var isLive: Bool
  }

  /// A feed; its key is the scope's name.
  struct FeedRow: Sendable, Hashable {
    var id: String
    /// Every path that it was ever published at: what of it is no longer published is removed.
    var documents: Set<String>
    /// The slug of the tag whose feed has taken its place.
    var successor: String?
  }

  /// A page of an archive; its key is its number.
  struct PageRow: Sendable, Hashable {
    /// Every path that it was ever published at.
    var documents: Set<String> = []
    /// Whether the page before it leads to it.
    var isLinked = false
    /// The newest entry that it held when it came to be full; nil before.
    var end: End?

    struct End: Sendable, Hashable {
      var published: Timestamp
      var id: String
    }
  }

  var entries: [Key: EntryRow] = [:]
  var terms: [Axis: [String: TermRow]] = [:]
  var feeds: [String: FeedRow] = [:]
  /// Those of the archive of each feed, by the scope's name.
  var pages: [String: [Int: PageRow]] = [:]
  /// Every path that a document about all feeds was ever published at.
  var siteDocuments: Set<String> = []

  /// That of a publication that is yet to begin.
  public init() {}

  /// How many of the entries that were ever published have not gone.
  public var liveEntries: Int { entries.values.count { $0.isLive } }

  /// How many of them `source` held.
  public func liveEntries(of source: String) -> Int {
    entries.count { $0.key.source == source && $0.value.isLive }
  }

  /// Whether an entry of `source` was ever published.
  public func knows(source: String) -> Bool { entries.keys.contains { $0.source == source } }

  /// The date in the ids of feeds: of a site that has no entries any more, when it was founded as far as is known.
  var founded: LocalDate? {
    feeds.values.lazy.compactMap { row in
      // RFC 4151 §2.1: tag:authority,date:specific.
      let parts = row.id.split(separator: ":", maxSplits: 2)
      guard parts.count == 3, parts[0] == "tag" else { return nil }
      return parts[1].split(separator: ",").last.flatMap { LocalDate(String($0)) }
    }.min()
  }

  /// Every path that anything was ever published at.
  var documents: Set<DocumentPath> {
    var all = feeds.values.flatMap(\.documents) + siteDocuments
    for rows in pages.values { for row in rows.values { all += row.documents } }
    return Set(all.compactMap(DocumentPath.init))
  }

  /// What a build changes for subscribers, in ids.
  public struct Changes: Sendable, Hashable {
    /// Of entries that no feed has published before.
    public var new: [String] = []
    /// Of entries whose `updated` moves.
    public var updated: [String] = []
    /// Of entries that are gone, sorted.
    public var removed: [String] = []

    /// Nothing changed.
    public init() {}
  }

  /// When the author of an entry last changed what a reader sees.
  ///
  /// - Parameter written: of what the author wrote now.
  func updated(of entry: Entry, as written: WrittenHashes, at instant: Timestamp) -> Timestamp {
    guard let key = entry.identified.rowKey, let row = entries[key], !row.isOfVersion1, !entry.item.isMinorEdit,
      written.differs(
        from: row.written, isElsewhere: row.permalink != entry.permalink?.string,
        isOfOtherSource: key.source != entry.identified.key.source)
    else { return entry.updated }
    return entry.identified.sourceUpdated ?? max(instant, row.updated + 1, entry.published)
  }

  /// Takes back what a clock far ahead left: times of updates that are yet to come, and that no source gives.
  ///
  /// - Parameters:
  ///   - latest: later than this nothing was updated.
  ///   - instant: the build instant, which the updates are said to be of; no entry's is before its publication.
  ///   - items: of all sources.
  /// - Returns: of how many entries.
  package mutating func heal(after latest: Timestamp, at instant: Timestamp, beside items: [SourceItem]) -> Int {
    var ahead = entries.filter { $1.updated > latest && $1.updated > $1.published && $1.updatedDate == nil }
    if ahead.isEmpty { return 0 }
    let given = Set(
      items.compactMap { item -> Timestamp? in
        if case .instant(let updated)? = item.updated.flatMap(SourceDate.init) { updated } else { nil }
      })
    ahead = ahead.filter { !given.contains($1.updated) }
    for (key, row) in ahead { entries[key]!.updated = max(row.published, min(instant, latest)) }
    return ahead.count
  }

  /// Remembers what `plan` publishes, of which every entry was read.
  ///
  /// - Parameters:
  ///   - present: all entries that could be published now, selected or not.
  ///   - incomplete: names of sources that hold more than could be read: what of them is missing has not gone.
  ///   - instant: the build instant.
  ///   - withTombstones: whether feeds are to tell of what is gone.
  mutating func record(
    _ plan: FeedPlan, present: [Entry], without incomplete: Set<String> = [], at instant: Timestamp,
    withTombstones: Bool = false
  ) -> Changes {
    var changes = Changes()
    var holders: [Set<String>] = []
    if withTombstones {
      holders = Array(repeating: [], count: plan.entries.count)
      for feed in plan.feeds {
        for page in feed.pages { for index in page.entries { holders[index].insert(feed.scope.name) } }
      }
    }
    let before = entries
    for entry in present {
      guard let rowKey = entry.identified.rowKey, rowKey != entry.identified.key,
        let row = entries.removeValue(forKey: rowKey)
      else { continue }
      entries[entry.identified.key] = row
    }
    var live = Set<Key>(minimumCapacity: max(entries.count, plan.entries.count))
    entries.reserveCapacity(entries.count + plan.entries.count)
    for (index, entry) in plan.entries.enumerated() {
      guard let written = entry.written else { continue }
      let known = entry.identified
      let feeds = withTombstones ? holders[index].union(entries[known.key]?.feeds ?? []) : []
      if let row = entries[known.key] {
        if entry.updated != row.updated { changes.updated.append(entry.id) }
      } else {
        changes.new.append(entry.id)
      }
      entries[known.key] = EntryRow(
        id: entry.id, permalink: entry.permalink?.string, published: entry.published, updated: entry.updated,
        date: known.date, updatedDate: known.updatedDate, written: written, isLive: true, feeds: feeds)
      live.insert(known.key)
    }
    for entry in present where entry.identified.isKnown { live.insert(entry.identified.key) }
    for (key, row) in entries where row.isLive != live.contains(key) && !(row.isLive && incomplete.contains(key.source))
    {
      entries[key]!.isLive.toggle()
      entries[key]!.gone = row.isLive && withTombstones ? instant : nil
    }
    let liveIDs = before.isEmpty ? [] : Set(entries.values.lazy.filter(\.isLive).map(\.id))
    changes.removed = before.values.filter { $0.isLive && !liveIDs.contains($0.id) }.map(\.id).sorted()

    terms = terms.mapValues { $0.mapValues { TermRow(spelling: $0.spelling, url: $0.url, isLive: false) } }
    for feed in plan.feeds {
      if let term = feed.scope.term {
        terms[feed.scope.axis, default: [:]][term.slug] =
          TermRow(spelling: term.spelling, url: term.url?.string, isLive: true)
      }
      feeds[feed.scope.name, default: FeedRow(id: feed.id, documents: [])].documents
        .formUnion(feed.pages[0].documents.map(\.path.string))
      feeds[feed.scope.name]!.successor = nil
      if let archive = feed.archive { pages[feed.scope.name] = archive.isEmpty ? nil : archive }
    }
    for document in plan.moved { feeds[document.scope]?.successor = document.successor }
    return changes
  }
}

/// Hashes of what an author wrote: when one of them moves, so does `updated`.
///
/// Line ends and outer white space do not count. Aliases, templates, site settings, derived addresses and this program's version
/// have no part in it.
struct WrittenHashes: Sendable, Hashable {
  var title: ContentHash
  var summary: ContentHash
  var body: ContentHash
  var tags: ContentHash
  var authors: ContentHash
  /// And the image, and what the entry is as an episode.
  var attachments: ContentHash
  /// The link where the item itself gives one.
  var link: ContentHash
}

extension WrittenHashes {
  /// Whether a reader of this version would see what a reader of `other` did not. A link counts where it leads
  /// elsewhere, and its author changed it, not a setting. All but texts is written otherwise in another source.
  func differs(from other: WrittenHashes, isElsewhere: Bool, isOfOtherSource: Bool) -> Bool {
    var other = other
    if !isElsewhere || isOfOtherSource { other.link = link }
    if isOfOtherSource { (other.tags, other.authors, other.attachments) = (tags, authors, attachments) }
    return self != other
  }
}

extension SourceItem {
  /// - Throws: what reading the bodies throws.
  func written() throws -> WrittenHashes { written(summary: try summary?.read(), content: try content?.read()) }

  /// - Parameters:
  ///   - summary: what is read of the item's.
  ///   - content: what is read of the item's.
  func written(summary: ReadBody?, content: ReadBody?) -> WrittenHashes {
    let link = if case .written(let address)? = address { address } else { "" }
    return WrittenHashes(
      title: writtenTitle, summary: ContentHash(evening: summary?.written ?? []),
      body: ContentHash(evening: content?.written ?? []), tags: ContentHash(texts: asWritten.tags ?? tags),
      authors: asWritten.authors.map { ContentHash(texts: $0) } ?? ContentHash(of: authors),
      attachments: ContentHash(texts: asWritten.files ?? fileTexts), link: ContentHash(link))
  }

  /// Of the title as its author wrote it.
  var writtenTitle: ContentHash { ContentHash(evening: Array((asWritten.title ?? title ?? "").utf8)) }

  /// Of the image, the attachments and the episode.
  var fileTexts: [String] {
    var texts = [image ?? ""]
    for file in attachments {
      texts += [file.url, file.mediaType, file.title ?? "", "\(file.size ?? -1)", "\(file.duration ?? -1)"]
    }
    // Not where there is none: the ledger remembers entries from before there were episodes.
    guard let episode else { return texts }
    let numbers = [episode.number, episode.season].map { $0.map(String.init) }
    let others = [episode.kind?.rawValue, episode.isExplicit.map { "\($0)" }, episode.image, episode.title]
    return texts + ["episode"] + (numbers + others).map { $0 ?? "" }
  }
}

extension ContentHash {
  /// As of all their texts.
  fileprivate init(of people: [Person]) {
    self.init { note in
      for person in people {
        note(person.name)
        note(person.url ?? "")
        note(person.email ?? "")
        note(person.affiliation ?? "")
      }
    }
  }

  /// Of a text whose line ends are LF, and which has no white space at its ends.
  fileprivate init(evening text: [UInt8]) {
    let end = text.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? 0
    let inner = text[..<end].drop(while: \.isSpace)
    let hash = inner.withUnsafeBufferPointer { bytes in
      bytes.isEmpty || memchr(bytes.baseAddress!, 0x0D, bytes.count) == nil ? ContentHash(bytes) : nil
    }
    if let hash {
      self = hash
      return
    }
    var lines: [UInt8] = []
    lines.reserveCapacity(inner.count)
    // The last byte is no CR.
    for (index, byte) in zip(inner.indices, inner) where byte != 0x0D || inner[index + 1] != 0x0A {
      lines.append(byte == 0x0D ? 0x0A : byte)
    }
    self.init(lines)
  }
}
