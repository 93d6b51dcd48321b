extension Edition {
  /// All items, published or not, as a source of that name would give them that knows them by what the ledger does.
  package func items(for name: String) -> [SourceItem] {
    func item(_ item: SourceItem, _ key: Ledger.Key, _ permalink: AbsoluteURL?, _ published: Timestamp) -> SourceItem {
      var item = item
      item.source = name
      item.identity = .item(id: key.id, url: permalink.map { .written($0.string) })
      item.published = published.rfc3339
      return item
    }
    return visible.map { item($0.item, $0.identified.key, $0.permalink, $0.published) }
      + withheld.map { item($0.item, $0.key, $0.permalink, $0.published) }
  }
}

extension Ledger {
  /// The same for one source instead of all that there were, which gives its dates as instants.
  ///
  /// Of entries that several sources had under one key, the one that is there keeps it.
  package func renamed(to source: String) -> Ledger {
    var ledger = self
    ledger.entries = [:]
    for (key, row) in entries.sorted(by: { ($0.value.isLive ? 0 : 1, $0.key) < ($1.value.isLive ? 0 : 1, $1.key) }) {
      var row = row
      (row.date, row.updatedDate) = (nil, nil)
      let key = Key(source: source, id: key.id)
      if ledger.entries[key] == nil { ledger.entries[key] = row }
    }
    return ledger
  }

  /// Lets what it remembers of the words of `items` be these.
  ///
  /// - Throws: what reading a body throws.
  package mutating func rewrite(to items: [SourceItem]) throws {
    for item in items {
      guard case .item(let id?, let address) = item.identity else { continue }
      let key = Key(source: item.source, id: id)
      guard entries[key] != nil else { continue }
      entries[key]!.written = try item.written()
      entries[key]!.isOfVersion1 = false
      if let address, entries[key]!.permalink == nil { entries[key]!.permalink = address.string }
    }
  }
}
