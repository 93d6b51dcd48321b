/// The pages that hold the entries of a feed, whatever its current page holds (RFC 5005 §4), cut so that a new entry changes one
/// of them at most, however many there are.
///
/// They count from the oldest. One that is full has an end, which the ledger remembers: what comes to be dated before that
/// goes into the page of its time, and what goes leaves a gap, so that no other page shifts. The last one is there before it is
/// full. That the page before it leads to it is written when its second entry comes, which waits, in the current page,
/// for the third: then each of the two pages is written by itself.
struct Archive {
  /// A page with fewer entries is full before the page before it leads to it.
  static let least = 3

  struct Page {
    let number: Int
    /// Positions in the plan's entries, newest first.
    var entries: [Int]
    /// Whether the page after it, if there is one, is led to.
    var isFollowed = true
    /// Whether it is to stay as it is; it holds nothing here then.
    var isUntouched = false
  }

  /// Those that hold something, newest first.
  var pages: [Page] = []
  /// What the ledger is to remember, by number; where the pages are is not in it.
  private(set) var rows: [Int: Ledger.PageRow]

  /// - Parameters:
  ///   - members: positions in `entries`, newest first.
  ///   - size: how many entries a page holds.
  ///   - known: what the ledger remembers.
  init(of members: [Int], in entries: [Entry], holding size: Int, remembering known: [Int: Ledger.PageRow]) {
    self.init(
      of: members, holding: size, remembering: known, end: { .init(entries[$0]) },
      start: { rest, end in rest.lastIndex { end.isBefore(entries[$0]) }.map { $0 + 1 } ?? rest.startIndex })!
  }

  /// Of entries of which no more is known than where they stand; nil where a page comes to be full, or where only an id could
  /// tell on which side of an end an entry is.
  ///
  /// - Parameters:
  ///   - members: positions in `rows`, newest first.
  ///   - rows: of all entries, newest first.
  ///   - size: how many entries a page holds.
  ///   - known: what the ledger remembers.
  init?(
    of members: [Int], in rows: [CatalogState.Row], holding size: Int, remembering known: [Int: Ledger.PageRow]
  ) {
    self.init(
      of: members, holding: size, remembering: known, end: { _ in nil },
      start: { rest, end in
        let time = end.published.seconds
        let start = rest.lastIndex { rows[$0].published > time }.map { $0 + 1 } ?? rest.startIndex
        // Of one time, ids tell: all but the end's own stand before or behind it.
        guard start < rest.endIndex, rows[rest[start]].published == time else { return start }
        let id = ContentHash(end.id).value
        let first = rows[..<rest[start]].lastIndex { $0.published != time }.map { $0 + 1 } ?? rows.startIndex
        guard let own = rows[first...].prefix(while: { $0.published == time }).firstIndex(where: { $0.id == id }) else {
          return nil
        }
        return rest[start...].firstIndex { $0 >= own } ?? rest.endIndex
      })
  }

  /// - Parameters:
  ///   - end: what is to be remembered of a page that an entry fills; nil for none.
  ///   - start: of the members, the first that is not newer than an end; nil for none.
  private init?(
    of members: [Int], holding size: Int, remembering known: [Int: Ledger.PageRow],
    end: (Int) -> Ledger.PageRow.End?, start: (ArraySlice<Int>, Ledger.PageRow.End) -> Int?
  ) {
    let size = max(size, Archive.least)
    rows = known
    let full = known.compactMapValues(\.end).sorted { $0.key < $1.key }
    var rest = members[...]
    var pages: [Page] = []
    func take(from start: Int, as number: Int) {
      if start < rest.endIndex { pages.append(Page(number: number, entries: Array(rest[start...]))) }
      rest = rest[..<start]
    }
    for (number, end) in full {
      guard let start = start(rest, end) else { return nil }
      take(from: start, as: number)
    }
    var number = (full.last?.key ?? 0) + 1
    while rest.count >= size {
      let start = rest.endIndex - size
      guard let end = end(rest[start]) else { return nil }
      rows[number, default: .init()].end = end
      rows[number]!.isLinked = true
      take(from: start, as: number)
      number += 1
    }
    let isLinked = rest.count > 1 || rest.count == 1 && known[number]?.isLinked == true
    if isLinked || rows[number] != nil { rows[number, default: .init()].isLinked = isLinked }
    if let before = pages.indices.last {
      pages[before].isFollowed = isLinked
      if rest.count == 2 { rest.removeFirst() }
    }
    take(from: rest.startIndex, as: number)
    self.pages = pages.reversed()
  }

  /// With all its pages to stay as they are.
  var untouched: Archive {
    var archive = self
    for index in pages.indices { archive.pages[index] = pages[index].untouched }
    return archive
  }
}

extension Archive.Page {
  /// As one that is to stay as it is.
  var untouched: Archive.Page { .init(number: number, entries: [], isFollowed: isFollowed, isUntouched: true) }
}

extension Ledger.PageRow.End {
  init(_ entry: Entry) { self.init(published: entry.published, id: entry.id) }

  /// Rule D7.
  func isBefore(_ entry: Entry) -> Bool {
    published == entry.published ? entry.id < id : published < entry.published
  }
}
