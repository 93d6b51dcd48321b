/// The terms of one axis, and which of them each entry has, as tables of numbers.
struct TermRows: Hashable {
  let axis: Axis
  /// Whether they have no feeds, and are known by their names alone.
  var isOfNames: Bool { axis == .author && textEnds.isEmpty && !names.isEmpty }
  /// Of each term, whether it has a feed: how it is spelled and addressed is settled then.
  private(set) var isPlanned: [Bool]
  /// Of each term, when its feed was last updated, where documents about all feeds tell; in seconds since 1970.
  var updated: [Int64] = []
  /// What each spelling of a term is known by, hashed.
  private var names: [Name]
  /// The terms as bytes, and where each ends.
  private var texts: [UInt8]
  private var textEnds: [UInt32]
  /// The terms of all entries, one behind another, and where those of each end.
  private var numbers: [UInt32]
  private var ends: [UInt32]
  /// Each term that another stands above, beside that.
  private var above: [Pair] = []

  struct Name: BitwiseCopyable, Hashable {
    var hash: UInt64
    var term: Int
  }

  private struct Pair: BitwiseCopyable, Hashable {
    var term: UInt32
    var above: UInt32
  }

  /// - Parameter isPlanned: whether a term has a feed.
  init(_ terms: Catalog.Terms, of axis: Axis, isPlanned: (Term) -> Bool) {
    self.axis = axis
    self.isPlanned = terms.all.map(isPlanned)
    names = terms.identities.map { Name(hash: TermRows.hash(of: $0.identity), term: $0.position) }
    var writer = StateWriter()
    textEnds = []
    for term in terms.all {
      for text in [term.slug, term.spelling, term.label] { writer.text(text) }
      writer.text(term.url?.string)
      textEnds.append(UInt32(writer.bytes.count))
    }
    texts = writer.bytes
    (numbers, ends) = ([], [])
    for entry in 0..<terms.ofEntries.count { add(terms.ofEntries[entry].map(UInt32.init)) }
    above = terms.above.sorted { $0.key < $1.key }.flatMap { term, above in
      above.map { Pair(term: UInt32(term), above: UInt32($0)) }
    }
  }

  /// The authors of entries where these have no feeds: each is known by the name.
  init(authorsOf entries: [Entry]) {
    axis = .author
    (isPlanned, names, texts, textEnds, numbers, ends) = ([], [], [], [], [], [])
    var known: [String: UInt32] = [:]
    var seen: [Identical: UInt32] = [:]
    for entry in entries {
      entry.identified.item.eachAuthor { text in
        let name = Identical(text)
        if let number = seen[name] ?? known[text] {
          seen[name] = number
          numbers.append(number)
          return
        }
        let number = UInt32(names.count)
        (known[text], seen[name]) = (number, number)
        names.append(Name(hash: TermRows.hash(ofAuthor: text), term: Int(number)))
        numbers.append(number)
      }
      ends.append(UInt32(numbers.count))
    }
  }

  private mutating func add(_ terms: some Collection<UInt32>) {
    numbers.append(contentsOf: terms)
    ends.append(UInt32(numbers.count))
  }

  /// Those of the entry at `index`, in its order.
  func terms(of index: Int) -> ArraySlice<UInt32> {
    numbers[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// Those whose feeds hold an entry that has `own`.
  func inFeeds(_ own: some Sequence<UInt32>) -> Set<UInt32> {
    let own = Set(own)
    return above.isEmpty ? own : own.union(above.lazy.filter { own.contains($0.term) }.map(\.above))
  }

  /// Calls `body` with each entry and each term whose feed holds it, until it returns false.
  private func visit(_ body: (_ entry: Int, _ term: Int) -> Bool) {
    var all = [[Int]](repeating: [], count: above.isEmpty ? 0 : names.count)
    for pair in above { all[Int(pair.term)].append(Int(pair.above)) }
    // The last entry that each was visited with.
    var last = [Int](repeating: -1, count: all.count)
    func isFirst(_ term: Int, of entry: Int) -> Bool {
      defer { last[term] = entry }
      return last[term] != entry
    }
    var start = 0
    for (entry, end) in ends.enumerated() {
      for term in numbers[start..<Int(end)].lazy.map({ Int($0) }) {
        if all.isEmpty || isFirst(term, of: entry), !body(entry, term) { return }
        if all.isEmpty { continue }
        for above in all[term] where isFirst(above, of: entry) { if !body(entry, above) { return } }
      }
      start = Int(end)
    }
  }

  func term(_ number: UInt32) -> Term? {
    let number = Int(number)
    guard textEnds.indices.contains(number) else { return nil }
    do {
      var reader = StateReader(Array(texts[(number == 0 ? 0 : Int(textEnds[number - 1]))..<Int(textEnds[number])]))
      let (slug, spelling, label) = (try reader.text(), try reader.text(), try reader.text())
      return Term(
        slug: slug, spelling: spelling, label: label, url: try reader.optionalText().flatMap(AbsoluteURL.init))
    } catch { return nil }
  }

  /// The number of the term that is known by `hash`; nil for a new one, and for one that several spellings are by chance of
  /// their slugs: which of them names it, all of them decide.
  func number(of hash: UInt64) -> UInt32? {
    guard let name = names.first(where: { $0.hash == hash }) else { return nil }
    return names.count { $0.term == name.term } == 1 ? UInt32(name.term) : nil
  }

  static func hash(of identity: Vocabulary.Identity) -> UInt64 {
    ContentHash(texts: [identity.name] + (identity.home.map { [$0] } ?? [])).value
  }

  static func hash(ofAuthor name: String) -> UInt64 { ContentHash(texts: [name]).value }

  /// How many entries the feed of each of `terms` is about, and how many have it themselves.
  func counts(of terms: Set<UInt32>) -> [UInt32: (inFeeds: Int, own: Int)] {
    var inFeeds = [Int](repeating: 0, count: names.count)
    if terms.isEmpty { return [:] }
    var own = inFeeds
    visit { _, term in
      inFeeds[term] += 1
      return true
    }
    for number in numbers { own[Int(number)] += 1 }
    return Dictionary(uniqueKeysWithValues: terms.map { ($0, (inFeeds[Int($0)], own[Int($0)])) })
  }

  /// The first entries that the feed of each of `terms` is about, at most `limit`.
  func entries(of terms: Set<UInt32>, atMost limit: Int) -> [UInt32: [Int]] {
    var lists = Dictionary(uniqueKeysWithValues: terms.map { ($0, [Int]()) })
    var isWanted = [Bool](repeating: false, count: names.count)
    for term in terms { isWanted[Int(term)] = true }
    var missing = terms.count
    if missing == 0 { return lists }
    visit { entry, term in
      guard isWanted[term] else { return true }
      lists[UInt32(term)]!.append(entry)
      if lists[UInt32(term)]!.count == limit {
        isWanted[term] = false
        missing -= 1
      }
      return missing > 0
    }
    return lists
  }

  /// The same terms, of entries in another order: see `CatalogState.replacing`.
  func reordered(_ order: [Int], _ new: [CatalogState.New]) -> TermRows {
    var rows = self
    (rows.numbers, rows.ends) = ([], [])
    rows.numbers.reserveCapacity(numbers.count + 16)
    rows.ends.reserveCapacity(order.count)
    for place in order { if place >= 0 { rows.add(terms(of: place)) } else { rows.add(new[~place].terms[axis] ?? []) } }
    return rows
  }

  /// Of each term, how many of `entries` its feed is about, and when they were published.
  func tallies(of entries: [CatalogState.Row], in timeline: Timeline) -> [FeedTally] {
    var tallies = [FeedTally](repeating: FeedTally(), count: isPlanned.count)
    let moments = entries.map { row in
      let published = Timestamp(seconds: row.published)
      return (published: published, span: timeline.span(of: published))
    }
    visit { entry, term in
      if isPlanned[term] { tallies[term].add(moments[entry].published, in: moments[entry].span) }
      return true
    }
    return tallies
  }

  // MARK: - As bytes

  /// How many bytes are written, at most.
  var byteCount: Int {
    128 + isPlanned.count + 8 * updated.count + 16 * names.count + texts.count + 4
      * (textEnds.count + numbers.count + ends.count + 2 * above.count)
  }

  func write(to writer: inout StateWriter) {
    writer.text(axis.name)
    writer.table(isPlanned.map { $0 ? 1 : 0 as UInt8 })
    writer.table(updated)
    writer.table(names)
    writer.table(texts)
    for table in [textEnds, numbers, ends] { writer.table(table) }
    writer.table(above)
  }

  init(_ reader: inout StateReader, entries: Int) throws(StateReader.Unreadable) {
    guard let axis = Axis.named(try reader.text()) else { throw StateReader.Unreadable() }
    self.axis = axis
    isPlanned = try reader.table(of: UInt8.self).map { $0 == 1 }
    updated = try reader.table(of: Int64.self)
    names = try reader.table(of: Name.self)
    texts = try reader.table(of: UInt8.self)
    textEnds = try reader.table(of: UInt32.self)
    numbers = try reader.table(of: UInt32.self)
    ends = try reader.table(of: UInt32.self)
    above = try reader.table(of: Pair.self)
    guard ends.count == entries else { throw StateReader.Unreadable() }
  }
}
