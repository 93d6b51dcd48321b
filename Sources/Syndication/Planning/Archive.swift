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
    let entries: [Int]
    /// Whether the page after it, if there is one, is led to.
    var isFollowed = true
  }

  /// Those that hold something, newest first.
  private(set) var pages: [Page] = []
  /// What the ledger is to remember, by number; where the pages are is not in it.
  private(set) var rows: [Int: Ledger.PageRow]

  /// - Parameters:
  ///   - members: positions in `entries`, newest first.
  ///   - size: how many entries a page holds.
  ///   - known: what the ledger remembers.
  init(of members: [Int], in entries: [Entry], holding size: Int, remembering known: [Int: Ledger.PageRow]) {
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
      let newer = rest.lastIndex { end.isBefore(entries[$0]) }
      take(from: newer.map { $0 + 1 } ?? rest.startIndex, as: number)
    }
    var number = (full.last?.key ?? 0) + 1
    while rest.count >= size {
      let start = rest.endIndex - size
      rows[number, default: .init()].end = .init(entries[rest[start]])
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
}

extension Ledger.PageRow.End {
  init(_ entry: Entry) { self.init(published: entry.published, id: entry.id) }

  /// Rule D7.
  func isBefore(_ entry: Entry) -> Bool {
    published == entry.published ? entry.id < id : published < entry.published
  }
}
