/// Where an item of a source stands in an edition, and why.
public struct Standing: Sendable {
  /// Whether it is published, and if not, why.
  public enum State: Sendable, Hashable {
    /// It may be published now, whether a feed has room for it or not.
    case published
    /// Its source keeps it back.
    case hidden
    /// It was published, and its time is over.
    case expired(since: Timestamp)
    /// Its time is yet to come.
    case scheduled(until: Timestamp)
    /// Another source holds it, too, and comes first.
    case held(by: Place)
    /// Something is wrong with it, as problems tell.
    case refused
  }

  /// Whose word an id is.
  public enum IDOrigin: Sendable, Hashable {
    /// It was published under it.
    case ledger
    /// The feed that the post had before.
    case adopted(file: String)
    /// The item's own, a URI.
    case item
    /// Made of an id of the item's own that is no URI.
    case made(from: String)
    /// The feed of its generator.
    case generator
    /// The post's address.
    case address
    /// Another source has the same post under it.
    case otherSource
  }

  /// Whose word a time of publication is.
  public enum PublishedOrigin: Sendable, Hashable {
    /// As the source writes it.
    case source(String)
    /// As the source writes it, and what that meant when it was first published.
    case ledger(String)
    /// The feed that the post had before.
    case adopted
  }

  /// Whose word a time of update is.
  public enum UpdatedOrigin: Sendable, Hashable {
    /// As the source writes it.
    case source(String)
    /// Its author changed these parts since the last build.
    case edit([String])
    /// Its author changed it before.
    case ledger
    /// An edit that is too small to be told of, in these parts.
    case minorEdit([String])
    /// The feed that the post had before.
    case adopted
    /// It was not changed since.
    case published
  }

  /// A feed that holds it.
  public struct Holding: Sendable, Hashable {
    /// The scope's name.
    public var feed: String
    /// From 1.
    public var position: Int
    /// Of how many.
    public var count: Int
    /// The documents that have it.
    public var documents: [DocumentPath]
  }

  /// A feed that it belongs to, and is not in.
  public struct Lack: Sendable, Hashable {
    /// The scope's name.
    public var feed: String
    /// A sentence without an end.
    public var reason: String
  }

  /// As its source has it.
  public let item: SourceItem
  /// Whether it is published.
  public let state: State
  /// Where it lives; nil for one without a page, or with an address that is none.
  public let permalink: AbsoluteURL?
  /// That of a published one.
  public internal(set) var id: (String, IDOrigin)?
  /// When it is or was published; nil where that cannot be told.
  public internal(set) var published: (Timestamp, PublishedOrigin)?
  /// When it was updated; nil for one that is not published.
  public internal(set) var updated: (Timestamp, UpdatedOrigin)?
  /// What the ledger remembers of it.
  public internal(set) var row: Ledger.Row?
  /// The feeds that hold it, in the order of publication.
  public internal(set) var holdings: [Holding] = []
  /// Those that do not, though it is of what they are about.
  public internal(set) var lacks: [Lack] = []
  /// What is found, and taken out, where it is rendered.
  public internal(set) var warnings: [Warning] = []

  init(of item: SourceItem, _ state: State, at permalink: AbsoluteURL?) {
    self.item = item
    self.state = state
    self.permalink = permalink
  }
}

extension Ledger {
  /// What is remembered of an entry that some feed has published.
  public struct Row: Sendable, Hashable {
    /// By what it is known again.
    public var key: Key
    /// That of its entry.
    public var id: String
    /// Where it lived last.
    public var permalink: String?
    /// As in feeds.
    public var published: Timestamp
    /// Likewise.
    public var updated: Timestamp
    /// Whether it has not gone.
    public var isLive: Bool
  }

  func row(of key: Key) -> Row? {
    entries[key].map {
      Row(
        key: key, id: $0.id, permalink: $0.permalink, published: $0.published, updated: $0.updated, isLive: $0.isLive)
    }
  }
}

extension Edition {
  /// Where a post lives, by the position of its item; nil where it is in neither an entry nor one that waits.
  private var permalinks: [Int: AbsoluteURL] {
    let pairs =
      visible.map { ($0.identified.index, $0.permalink) } + withheld.map { ($0.index, $0.permalink) }
    return Dictionary(pairs.compactMap { index, url in url.map { (index, $0) } }) { first, _ in first }
  }

  /// Which items a person may mean by an address, an id or a title, and which entries that are gone.
  ///
  /// - Parameters:
  ///   - query: an address where it lives or lived, or a path of the site's; an id of an entry, or of an item; a title.
  ///   - items: those that the edition was made of.
  public func matches(
    for query: String, among items: [SourceItem], remembering ledger: Ledger
  ) -> (positions: [Int], gone: [Ledger.Row]) {
    let permalinks = permalinks
    let site = plan.site
    let wanted = Edition.address(of: query, on: site)?.page
    func isWanted(_ url: AbsoluteURL?) -> Bool { wanted != nil && url?.page == wanted }
    var rows = Set(
      ledger.entries.lazy.filter { key, row in
        row.id == query || key.id == query || isWanted(row.permalink.flatMap { AbsoluteURL($0) })
      }.map(\.key))
    var found: [Int] = []
    let ids = Dictionary(visible.map { ($0.identified.index, $0) }) { first, _ in first }
    let withheldKeys = Dictionary(withheld.map { ($0.index, $0.key) }) { first, _ in first }
    let title = Slug.folded(PlainText.line(query).text)
    for (index, item) in items.enumerated() {
      let entry = ids[index]
      let permalink = permalinks[index] ?? item.address.flatMap { site.url.resolving($0.string) }
      let key = entry?.identified.rowKey ?? withheldKeys[index]
      var isMeant = isWanted(permalink) || entry?.id == query || key.map(rows.contains) ?? false
      if case .item(let id?, _) = item.identity, id == query { isMeant = true }
      if !isMeant, wanted != nil { isMeant = item.aliases.contains { isWanted(site.url.resolving($0)) } }
      if !isMeant, let own = item.title { isMeant = Slug.folded(PlainText.line(own).text) == title }
      if isMeant {
        found.append(index)
        if let key { rows.remove(key) }
      }
    }
    // Of an entry that another item goes on with there is nothing more to tell.
    let taken = Set(visible.compactMap(\.identified.rowKey))
    return (found, rows.subtracting(taken).sorted().compactMap(ledger.row))
  }

  /// What is meant by an address as people write it: whole, without its scheme, or a path of the site.
  private static func address(of text: String, on site: Site) -> AbsoluteURL? {
    if let url = AbsoluteURL(text) { return url.isWebAddress ? url : nil }
    if text.hasPrefix("/") { return site.url.resolving(text) }
    guard let slash = text.firstIndex(of: "/"), text[..<slash].contains(".") else { return nil }
    let url = AbsoluteURL("https://\(text)")
    return url?.host == site.url.host ? url : nil
  }

  /// The titles and addresses of all that could be meant.
  public func names(of items: [SourceItem]) -> [(title: String, address: String)] {
    let permalinks = permalinks
    return items.enumerated().map { index, item in
      (PlainText.line(item.title ?? "").text, permalinks[index]?.string ?? item.address?.string ?? "")
    }
  }

  /// Where an item stands.
  ///
  /// - Parameters:
  ///   - position: among `items`, of which the edition was made.
  ///   - adopted: the items of feeds that sources had before.
  /// - Throws: what reading its bodies throws.
  public func standing(
    ofItemAt position: Int, among items: [SourceItem], adopting adopted: [SourceItem] = [],
    remembering ledger: Ledger, feeds settings: FeedSettings, tags: TagSettings, at instant: Timestamp
  ) throws -> Standing {
    let item = items[position]
    guard let index = visible.firstIndex(where: { $0.identified.index == position }) else {
      return withheldStanding(of: item, at: position, remembering: ledger, at: instant)
    }
    let entry = visible[index]
    var standing = Standing(of: item, .published, at: entry.permalink)
    standing.row = entry.identified.rowKey.flatMap(ledger.row)
    let lender = adopted.first { former in
      guard standing.row == nil, former.source == item.source else { return false }
      if case .item(let id?, _) = former.identity, !id.isEmpty {
        return id == entry.id
          || entry.id.hasPrefix("tag:") && entry.id.hasSuffix(":" + AbsoluteURL.percentEncoded(id, keeping: "/:"))
      }
      return former.address?.string == entry.id
    }
    standing.id = (entry.id, idOrigin(of: entry, lentBy: lender))
    standing.published = (entry.published, publishedOrigin(of: entry, isLent: lender != nil))
    let written = try item.written()
    let updated = ledger.updated(of: entry, as: written, at: instant)
    standing.updated = (updated, updatedOrigin(of: entry, updated, as: written, remembering: ledger))
    let place = plan.entries.firstIndex { $0.identified === entry.identified }
    let (holdings, lacks) = feeds(
      of: index, at: place, settings, without: Set(tags.excluded.map(Vocabulary(of: .tag, tags).slug)))
    standing.holdings = holdings
    standing.lacks = lacks
    let (summary, content) = try item.readBodies()
    var input = RenderInput.Entry(
      place.map { plan.entries[$0] } ?? entry, summary: summary, content: content, on: Shared(plan.site))
    input.updated = updated
    standing.warnings = PreparedEntry.prepared(from: input).warnings
    return standing
  }

  private func withheldStanding(
    of item: SourceItem, at position: Int, remembering ledger: Ledger, at instant: Timestamp
  ) -> Standing {
    if let withheld = withheld.first(where: { $0.index == position }) {
      let state: Standing.State =
        if item.isHidden { .hidden } else if let expires = withheld.expires, expires <= instant {
          .expired(since: expires)
        } else { .scheduled(until: withheld.published) }
      var standing = Standing(of: item, state, at: withheld.permalink)
      standing.row = ledger.row(of: withheld.key)
      standing.published = (withheld.published, .source(item.published ?? item.updated ?? ""))
      return standing
    }
    let permalink = item.address.flatMap { plan.site.url.resolving($0.string) }
    let rival = visible.first { other in
      other.item.source != item.source && permalink != nil && other.permalink?.page == permalink?.page
    }
    return Standing(of: item, rival.map { .held(by: $0.item.place) } ?? .refused, at: permalink)
  }

  private func idOrigin(of entry: Entry, lentBy lender: SourceItem?) -> Standing.IDOrigin {
    if entry.identified.isKnown { return .ledger }
    if case .item(let id?, _) = entry.item.identity, !id.isEmpty {
      let clean = XMLCharacters.cleaned(id).text
      if clean == entry.id { return .item }
      if lender == nil { return .made(from: clean) }
    }
    if let lender { return .adopted(file: lender.place.file) }
    if entry.permalink?.string == entry.id { return .address }
    return entry.item.feedID == entry.id ? .generator : .otherSource
  }

  private func publishedOrigin(of entry: Entry, isLent: Bool) -> Standing.PublishedOrigin {
    let text = entry.item.published ?? entry.item.updated ?? ""
    guard entry.identified.date != nil else { return .source(text) }
    if isLent { return .adopted }
    return entry.identified.isKnown ? .ledger(text) : .source(text)
  }

  private func updatedOrigin(
    of entry: Entry, _ updated: Timestamp, as written: WrittenHashes, remembering ledger: Ledger
  ) -> Standing.UpdatedOrigin {
    if entry.identified.sourceUpdated != nil { return .source(entry.item.updated ?? "") }
    guard let key = entry.identified.rowKey, let row = ledger.entries[key] else {
      return updated == entry.published ? .published : .adopted
    }
    let isElsewhere = row.permalink != entry.permalink?.string
    let parts =
      row.isOfVersion1
      ? []
      : written.parts(
        otherThanIn: row.written, isElsewhere: isElsewhere, isOfOtherSource: key.source != entry.identified.key.source)
    if updated != entry.updated { return .edit(parts) }
    if !parts.isEmpty, entry.item.isMinorEdit { return .minorEdit(parts) }
    return row.updated > row.published ? .ledger : .published
  }

  /// The feeds that hold an entry, and those that it belongs to and is not in.
  ///
  /// - Parameters:
  ///   - index: in the catalog.
  ///   - place: in the plan, where a feed holds it.
  ///   - excluded: the slugs of tags that are to have no feed.
  private func feeds(
    of index: Int, at place: Int?, _ settings: FeedSettings, without excluded: Set<String>
  ) -> (holdings: [Standing.Holding], lacks: [Standing.Lack]) {
    var holdings: [Standing.Holding] = []
    var lacks: [Standing.Lack] = []
    let isTranslation = visible[index].item.isTranslation
    for axis in Axis.axes.reversed() {
      guard let scopeSettings = settings.scopes[axis] else { continue }
      let terms = catalog.terms[axis]
      let positions: [Int?] = terms.map { terms in terms.inFeeds[index].map { $0 } } ?? [nil]
      for position in positions {
        let scope = Scope(axis: axis, term: position.map { terms!.all[$0] })
        /// How many entries it is about, up to and with this one, and in all.
        func count(_ range: Range<Int>) -> Int {
          range.count { other in
            (position.map { terms!.inFeeds[other].contains($0) } ?? true)
              && (axis == .language || axis == .query || !visible[other].item.isTranslation)
          }
        }
        guard let feed = plan.feeds.first(where: { $0.scope.name == scope.name }) else {
          let all = count(visible.indices)
          let reason =
            if axis == .tag, excluded.contains(scope.term?.slug ?? "") {
              "\"exclude\" of \"tags\" names it"
            } else if all < scopeSettings.minimumEntries {
              "\(all == 1 ? "1 post has" : "\(all) posts have") it, and a feed wants \(scopeSettings.minimumEntries) "
                + "(feeds.scopes.\(axis.name).minimumEntries)"
            } else if axis == .language { "\"languages\" does not name it" } else if isTranslation {
              "it is a translation, which feeds of languages alone hold"
            } else { "there is no such feed, as what a build tells says" }
          lacks.append(.init(feed: scope.name, reason: reason))
          continue
        }
        // Pages of an archive hold what the current one does, too.
        let members = Set(feed.pages.flatMap(\.entries))
        if let place, members.contains(place) {
          let documents = feed.pages.filter { $0.entries.contains(place) }.flatMap { $0.documents.map(\.path) }
          holdings.append(
            .init(
              feed: scope.name, position: members.count { $0 <= place }, count: members.count, documents: documents))
        } else if isTranslation, axis != .language, axis != .query {
          lacks.append(.init(feed: scope.name, reason: "it is a translation, which feeds of languages alone hold"))
        } else {
          let rank = count(visible.startIndex..<index + 1)
          let limit = scopeSettings.entries ?? settings.entries
          lacks.append(
            .init(
              feed: scope.name,
              reason: "it is number \(rank) of \(count(visible.indices)), and the feed holds \(limit) (feeds.entries)"))
        }
      }
    }
    return (holdings, lacks)
  }
}

extension WrittenHashes {
  /// The names of the parts in which a reader of this version would see what a reader of `other` did not: see `differs`.
  fileprivate func parts(otherThanIn other: WrittenHashes, isElsewhere: Bool, isOfOtherSource: Bool) -> [String] {
    let parts: [(String, KeyPath<WrittenHashes, ContentHash>)] = [
      ("title", \.title), ("summary", \.summary), ("body", \.body), ("tags", \.tags), ("authors", \.authors),
      ("attachments", \.attachments), ("link", \.link),
    ]
    return parts.filter { name, part in
      if name == "link", !isElsewhere { return false }
      if isOfOtherSource, ["tags", "authors", "attachments", "link"].contains(name) { return false }
      return self[keyPath: part] != other[keyPath: part]
    }.map(\.0)
  }
}
