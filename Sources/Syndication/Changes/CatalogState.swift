/// Who the entries of a catalog are, in what order, and by which terms they are found: what is kept of it between builds, as
/// tables of numbers, so that after a change of its source only what that touches is looked at.
///
/// It is of one source. What an entry says is not in it: that is read again where a feed that changes holds it.
public struct CatalogState: Sendable, Hashable {
  /// Of each item, in the source's order.
  private(set) var items: [Item]
  /// Of each entry, newest first (rule D7).
  private(set) var entries: [Row]
  private(set) var terms: [TermRows]
  /// Where entries were that are gone, hashed: a post that is new may be one of them. Nil where none is gone.
  private(set) var vanished: [UInt64]?
  /// How the ledger knows the entries that are gone and that feeds tell of.
  private(set) var gone: [Ledger.Key]
  /// When the feed of everything was last updated, where documents about all feeds tell, and where these are.
  private(set) var updated: Int64 = 0
  private(set) var siteDocuments: [String] = []

  struct Item: BitwiseCopyable, Hashable {
    /// Of the key by which the ledger knows it.
    var key: UInt64
    /// Of all that says where it is found: see `SourceItem.shape`.
    var shape: UInt64
    /// Not 0 where something was found in it when it was written.
    var isWarned: UInt64
  }

  struct Row: BitwiseCopyable, Hashable {
    /// In seconds since 1970.
    var published: Int64
    /// A hash of its id.
    var id: UInt64
    /// The position of its item.
    var item: Int
  }

  /// An entry that was not in the order, or elsewhere.
  struct New {
    var published: Timestamp
    var id: String
    /// The position of its item.
    var item: Int
    var terms: [Axis: [UInt32]]
  }

  /// What to keep of an edition that was published, of one source; nil where more than that would have to be known to tell
  /// what a change of it comes to.
  ///
  /// - Parameters:
  ///   - sketch: of the edition, before its items were let go.
  ///   - rendered: what making its documents came to.
  public init?(of edition: Edition, _ sketch: CatalogSketch, _ rendered: RenderedEdition) {
    // What tells of all feeds tells of those that moved, too, which only a whole plan knows.
    guard let plan = rendered.plan, edition.plan.moved.isEmpty || rendered.siteDocuments.isEmpty else { return nil }
    let visible = edition.visible
    var items = sketch.items
    entries = []
    entries.reserveCapacity(visible.count)
    var known = edition.withheld.count { rendered.ledger.entries[$0.key] != nil }
    for entry in visible {
      let identified = entry.identified
      if rendered.warned.contains(identified.id) { items[identified.index].isWarned = 1 }
      entries.append(
        Row(published: identified.published.seconds, id: ContentHash(identified.id).value, item: identified.index))
      if identified.isKnown { known += 1 }
    }
    known += plan.entries.count { !$0.identified.isKnown && $0.written != nil }
    let rows = rendered.ledger.entries
    vanished = rows.count == known ? nil : CatalogState.permalinks(of: rows, without: edition)
    gone = rows.filter { !$1.isLive && !$1.feeds.isEmpty }.keys.sorted()
    self.items = items
    let planned = Set(plan.feeds.map(\.scope))
    terms = Axis.ofTerms.compactMap { axis in
      edition.catalog.terms[axis].map { terms in
        TermRows(terms, of: axis) { planned.contains(Scope(axis: axis, term: $0)) }
      }
    }
    if let authors = sketch.authors { terms.append(authors) }
    siteDocuments = rendered.siteDocuments.map(\.string)
    if !siteDocuments.isEmpty { note(plan.feeds) }
  }

  /// Takes note of when feeds were updated.
  mutating func note(_ feeds: [Feed]) {
    let times = Dictionary(feeds.filter { !$0.pages[0].isUntouched }.map { ($0.scope, $0.updated.seconds) }) { $1 }
    updated = times[.all] ?? updated
    for index in terms.indices where !terms[index].isOfNames {
      let rows = terms[index]
      if rows.updated.isEmpty { terms[index].updated = Array(repeating: 0, count: rows.isPlanned.count) }
      for number in rows.isPlanned.indices where rows.isPlanned[number] {
        guard let term = rows.term(UInt32(number)) else { continue }
        if let time = times[Scope(axis: rows.axis, term: term)] { terms[index].updated[number] = time }
      }
    }
  }

  /// Of all feeds there are, without their entries: what documents about them are made of.
  ///
  /// Nil where one of them is not known to the ledger, or a page of an archive comes.
  func plan(on site: Site, _ settings: FeedSettings, tags: TagSettings, remembering ledger: Ledger) -> FeedPlan? {
    guard let newest = entries.first, let oldest = entries.last else { return nil }
    let timeline = Timeline(
      from: Timestamp(seconds: oldest.published), to: Timestamp(seconds: newest.published))
    var feeds: [(scope: Scope, updated: Timestamp, tally: FeedTally)] = []
    var archives: [String: Archive] = [:]
    for axis in Axis.axes where settings.scopes[axis] != nil {
      let size = settings.scopes[axis]?.archive
      func holdsArchive(of scope: Scope, _ members: [Int], _ size: Int) -> Bool {
        archives[scope.name] =
          Archive(
            of: members, in: entries, holding: size, remembering: ledger.pages[scope.name] ?? [:])?.untouched
        return archives[scope.name] != nil
      }
      guard axis.plural != nil else {
        var tally = FeedTally()
        for entry in entries {
          let published = Timestamp(seconds: entry.published)
          tally.add(published, in: timeline.span(of: published))
        }
        feeds.append((.all, Timestamp(seconds: updated), tally))
        if let size { guard holdsArchive(of: .all, Array(entries.indices), size) else { return nil } }
        continue
      }
      guard let rows = terms.first(where: { $0.axis == axis }), rows.updated.count == rows.isPlanned.count else {
        return nil
      }
      let tallies = rows.tallies(of: entries, in: timeline)
      let planned = rows.isPlanned.indices.filter { rows.isPlanned[$0] }
      let scopes = planned.compactMap { number in
        rows.term(UInt32(number)).map { term in
          (
            scope: Scope(axis: axis, term: term), updated: Timestamp(seconds: rows.updated[number]),
            tally: tallies[number]
          )
        }
      }
      guard scopes.count == planned.count else { return nil }
      if let size {
        let members = rows.entries(of: Set(planned.map { UInt32($0) }), atMost: .max)
        guard zip(planned, scopes).allSatisfy({ holdsArchive(of: $1.scope, members[UInt32($0)]!, size) }) else {
          return nil
        }
      }
      feeds += scopes.sorted { $0.scope.term!.slug < $1.scope.term!.slug }
    }
    return FeedPlan(
      of: feeds, archives: archives, over: timeline, on: site, settings, tags: tags, remembering: ledger)
  }

  private static func permalinks(of rows: [Ledger.Key: Ledger.EntryRow], without edition: Edition) -> [UInt64] {
    let present = Set(edition.visible.lazy.map(\.identified.key)).union(edition.withheld.lazy.map(\.key))
    return rows.lazy.filter { !present.contains($0.key) }.compactMap(\.value.permalink).map { ContentHash($0).value }
      .sorted()
  }

  /// With other items, and other entries in their order.
  ///
  /// - Parameters:
  ///   - replaced: the positions of items that give way to `items`.
  ///   - position: where an item among them is now.
  ///   - order: of the entries, each by the place that it had, or one of `new` by the complement of its place there; nil where
  ///     they are the same.
  func replacing(
    _ replaced: Range<Int>, with items: [Item], at position: (Int) -> Int, order: [Int]?, _ new: [New]
  ) -> CatalogState {
    var state = self
    state.items.replaceSubrange(replaced, with: items)
    let shift = items.count - replaced.count
    func moved(_ row: Row) -> Row {
      var row = row
      if row.item >= replaced.upperBound {
        row.item += shift
      } else if row.item >= replaced.lowerBound {
        row.item = position(row.item)
      }
      return row
    }
    guard let order else {
      if replaced.contains(where: { position($0) != $0 }) {
        state.entries = entries.map(moved)
      }
      return state
    }
    state.entries = order.map { place in
      if place >= 0 { return moved(entries[place]) }
      let entry = new[~place]
      return Row(published: entry.published.seconds, id: ContentHash(entry.id).value, item: entry.item)
    }
    state.terms = terms.map { $0.reordered(order, new) }
    return state
  }

  // MARK: - As bytes

  /// How many bytes are written, at most.
  package var byteCount: Int {
    let tables = 8 * (vanished?.count ?? 0) + 24 * (items.count + entries.count)
    let paths = siteDocuments.reduce(0) { $0 + $1.utf8.count + 16 }
    let keys = gone.reduce(0) { $0 + $1.source.utf8.count + $1.id.utf8.count + 16 }
    return terms.reduce(256 + tables + paths + keys) { $0 + $1.byteCount }
  }

  package func write(to writer: inout StateWriter) {
    writer.number(vanished == nil ? 0 : 1)
    writer.table(vanished ?? [])
    writer.number(gone.count)
    for key in gone { for text in [key.source, key.id] { writer.text(text) } }
    writer.table([updated])
    writer.number(siteDocuments.count)
    for path in siteDocuments { writer.text(path) }
    writer.table(items)
    writer.table(entries)
    writer.number(terms.count)
    for rows in terms { rows.write(to: &writer) }
  }

  package init(_ reader: inout StateReader) throws(StateReader.Unreadable) {
    let isAnyGone = try reader.number() != 0
    let hashes = try reader.table(of: UInt64.self)
    vanished = isAnyGone ? hashes : nil
    gone = []
    for _ in 0..<(try reader.count()) { gone.append(.init(source: try reader.text(), id: try reader.text())) }
    updated = try reader.table(of: Int64.self).first ?? 0
    for _ in 0..<(try reader.count()) { siteDocuments.append(try reader.text()) }
    items = try reader.table(of: Item.self)
    entries = try reader.table(of: Row.self)
    terms = []
    for _ in 0..<(try reader.count()) { terms.append(try TermRows(&reader, entries: entries.count)) }
  }
}

/// What a catalog's state has from the items of an edition, which are let go before its documents are made.
public struct CatalogSketch: Sendable {
  /// Of each item, in the source's order.
  let items: [CatalogState.Item]
  /// Where these have no feeds.
  let authors: TermRows?

  /// Nil where there can be no state.
  ///
  /// - Parameter count: how many items the source holds.
  public init?(of edition: Edition, from count: Int) {
    let visible = edition.visible
    guard !visible.isEmpty, visible.count + edition.withheld.count == count else { return nil }
    var items = [CatalogState.Item](repeating: .init(key: 0, shape: 0, isWarned: 0), count: count)
    var numbers: [UInt64] = []
    for withheld in edition.withheld {
      items[withheld.index] = .init(of: withheld.item, key: withheld.key, by: &numbers)
    }
    for entry in visible {
      let identified = entry.identified
      // Translations are in feeds of their own.
      guard !identified.item.isTranslation, items.indices.contains(identified.index) else { return nil }
      items[identified.index] = .init(of: identified.item, key: identified.key, by: &numbers)
    }
    self.items = items
    authors = edition.catalog.terms[.author] == nil ? TermRows(authorsOf: visible) : nil
  }
}

extension CatalogState.Item {
  init(
    of item: SourceItem, key: Ledger.Key, by numbers: inout [UInt64]
  ) {
    self.init(
      key: ContentHash(key.id).value, shape: item.shape(by: &numbers), isWarned: 0)
  }
}

extension SourceItem {
  /// A hash of all by which it is identified, dated, ordered and found: while that is the same, an edit of it moves nothing
  /// but its own bytes.
  fileprivate func shape(by numbers: inout [UInt64]) -> UInt64 {
    numbers.removeAll(keepingCapacity: true)
    noteTexts(in: &numbers)
    numbers.append(publishedDate?.number ?? 0)
    if let rare = others?.value {
      func add(_ text: String?) { numbers.append(text.map { ContentHash($0).value } ?? 0) }
      for text in [rare.expires, rare.feedID, rare.timeZone?.identifier] { add(text) }
      for texts in [rare.categories, rare.aliases] {
        numbers.append(UInt64(texts.count))
        for text in texts { add(text) }
      }
    }
    numbers.append((isTranslation ? 1 : 0) | (isHidden ? 2 : 0) | (isDue ? 4 : 0))
    return ContentHash(numbers: numbers).value
  }
}
