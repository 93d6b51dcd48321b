/// The page of all feeds, for people: one file that loads nothing, and says all that it says without scripts.
///
/// It is XML, too, so that it can be looked at as other documents are (rule X5). Where it would be larger than `size`, it says
/// once how the addresses in other formats differ, and a script adds these; where that does not do, the first page has the
/// largest feeds, and further ones have all, by the first letters of their names.
public struct FeedPage: SiteDocument {
  /// See `SiteDocument`.
  public let path = DocumentPath("index.html")!
  /// See `SiteDocument`.
  public let mediaType = "text/html; charset=utf-8"
  /// How large a page may be, in bytes.
  static let size = 100_000
  /// What it begins with.
  static let opening = Array("<!DOCTYPE html>\n<!-- \(SiteMark.sentence). -->\n".utf8)
  /// How many feeds of an axis the first of several pages has.
  private static let largest = 24

  /// Other documents about all feeds, which it names.
  private let others: Set<DocumentPath>

  /// - Parameter others: where other documents about all feeds lie.
  public init(beside others: [DocumentPath] = []) { self.others = Set(others) }

  /// See `SiteDocument`.
  public func bytes(of plan: FeedPlan) throws(RenderError) -> [UInt8] { try parts(of: plan)[0].bytes(of: plan) }

  /// See `SiteDocument`.
  public func parts(of plan: FeedPlan) -> [any SiteDocument] {
    let writer = FeedPageWriter(of: plan, beside: others)
    let shelves = writer.shelves
    let whole = writer.page(shelves)
    if whole.count <= FeedPage.size { return [Part(path: path, text: whole)] }
    if !writer.alike.isEmpty {
      let short = writer.page(shelves, isShort: true)
      if short.count <= FeedPage.size { return [Part(path: path, text: short)] }
    }

    var rows: [String: [(axis: Axis, row: FeedPageWriter.Row)]] = [:]
    for shelf in shelves { for row in shelf.rows { rows[row.letter, default: []].append((shelf.axis, row)) } }
    let letters = rows.keys.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    let empty = writer.page(
      shelves.map { $0.holding([]) }, letters: letters, letter: "other", next: FeedPage.path(of: "other", 1_000))
    let room = FeedPage.size - empty.count
    // Those with the most entries are on the first page, as far as there is room.
    let first = shelves.map { shelf in
      let order = shelf.rows.indices.sorted { (shelf.rows[$1].count, $0) < (shelf.rows[$0].count, $1) }
        .prefix(FeedPage.largest)
      let chosen = Set(order.prefix(FeedPage.count(of: order.map { shelf.rows[$0] }, in: room / shelves.count)))
      return shelf.holding(shelf.rows.indices.filter(chosen.contains).map { shelf.rows[$0] })
    }
    var parts = [Part(path: path, text: writer.page(first, letters: letters))]
    for letter in letters {
      var rest = rows[letter]![...]
      var number = 0
      while !rest.isEmpty {
        number += 1
        // One that has no room is alone.
        let own = rest.prefix(max(FeedPage.count(of: rest.map(\.row), in: room), 1))
        rest = rest.dropFirst(own.count)
        let groups = Dictionary(grouping: own, by: \.axis)
        let text = writer.page(
          shelves.compactMap { shelf in groups[shelf.axis].map { shelf.holding($0.map(\.row)) } }, letters: letters,
          letter: letter, next: rest.isEmpty ? nil : FeedPage.path(of: letter, number + 1))
        parts.append(Part(path: FeedPage.path(of: letter, number), text: text))
      }
    }
    return parts
  }

  /// How many of `rows` there is room for.
  private static func count(of rows: [FeedPageWriter.Row], in room: Int) -> Int {
    var left = room
    return rows.prefix { row in
      left -= row.text.utf8.count
      return left > 0
    }.count
  }

  /// That of the page, one of several maybe, of what begins with a letter.
  static func path(of letter: String, _ number: Int = 1) -> DocumentPath {
    DocumentPath("index-\(letter)\(number == 1 ? "" : "-\(number)").html")!
  }

  /// A page, made already: nothing is in it but what was planned.
  private struct Part: SiteDocument {
    let path: DocumentPath
    let mediaType = "text/html; charset=utf-8"
    let text: [UInt8]

    func bytes(of plan: FeedPlan) throws(RenderError) -> [UInt8] {
      guard WellFormedness.holds(text) else { throw RenderError("\(path) would not be well-formed") }
      return text
    }
  }
}
