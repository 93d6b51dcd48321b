/// The ledger as text: one JSON object a line, sorted, so that its diffs can be read and merged.
extension Ledger {
  private static let version = 2

  /// The ledger that `bytes` hold.
  ///
  /// - Throws: a `Problem` that names the first line that is no row.
  package init(_ bytes: [UInt8], file: String) throws(Problem) {
    self.init()
    func corrupt(_ line: Int, _ what: String) -> Problem {
      .error(
        at: Place(file: file, line: line), rule: "ledger",
        "\(what). The ledger keeps the ids and dates of your posts: restore it, from version control if it is there, and "
          + "build again. Only if it is lost for good, delete it: edited posts then lose the date of their edit")
    }
    let newline = UInt8(ascii: "\n")
    guard bytes.last == newline else {
      throw corrupt(
        1 + bytes.count { $0 == newline }, bytes.isEmpty ? "the file is empty" : "the last line is cut off")
    }
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      throw corrupt(1 + bytes[..<invalid].count { $0 == newline }, "a byte of this line is not UTF-8")
    }
    let (fault, lines) = bytes.withUnsafeBufferPointer { read($0) }
    if let fault { throw corrupt(lines, fault) }
  }

  /// Reads the lines; what is wrong with the last one that it came to, and its number.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (fault: String?, line: Int) {
    var (start, number, hasEnded) = (0, 0, false)
    var version = Ledger.version
    while start < bytes.count, let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      var reader = JSONReader(bytes, range: start..<end)
      start = end + 1
      if number == 1 {
        let (named, fault) = Ledger.version(of: &reader)
        guard fault == nil else { return (fault, 1) }
        version = named
        continue
      }
      guard var row = try? LedgerRow(&reader) else { return ("this line is not JSON", number) }
      if version == 1 { row.isOfVersion1 = true }
      if hasEnded { return ("this line follows the last row", number) }
      hasEnded = row.kind == "end"
      if !hasEnded, let fault = insert(row) { return (fault, number) }
    }
    return (hasEnded ? nil : "the lines after this one are cut off", number)
  }

  /// The version that the first line names: this one, or 1, whose rows are taken over; or what is wrong with the line.
  private static func version(of reader: inout JSONReader) -> (version: Int, fault: String?) {
    guard let row = try? reader.value(), (try? reader.finish()) != nil else { return (0, "this line is not JSON") }
    guard case .number(let number)? = row["ledger"] else { return (0, "the first line names no version") }
    if let version = [1, Ledger.version].first(where: { Double($0) == number }) { return (version, nil) }
    let name = Int(exactly: number).map(String.init) ?? String(number)
    return (0, "this is version \(name) of the ledger, and this program writes \(Ledger.version)")
  }

  /// What is wrong with `row`; nil where it was taken.
  private mutating func insert(_ row: LedgerRow) -> String? {
    let isLive = row.state == "live"
    guard let kind = row.kind else { return "this line is no row" }
    guard ["feed", "page", "document"].contains(kind) || isLive || row.state == "gone" else {
      return "its state is neither live nor gone"
    }
    switch kind {
    case "entry":
      guard let source = row.source, let key = row.key, let id = row.id,
        let published = Timestamp(rfc3339: row.published), let updated = Timestamp(rfc3339: row.updated),
        let written = row.written
      else { return "this entry lacks a field, or has one that cannot be read" }
      guard AbsoluteURL.mayStayIdentifier(id) else { return "its id is none that an entry may have" }
      func date(_ member: String??) -> SourceDate? { member.flatMap { $0.flatMap(SourceDate.init) } }
      let (date, updatedDate) = (date(row.date), date(row.updatedDate))
      guard (row.date == nil) == (date == nil), (row.updatedDate == nil) == (updatedDate == nil) else {
        return "its date is none"
      }
      if case .some(nil) = row.permalink { return "its permalink is none" }
      let gone = row.gone.flatMap { Timestamp(rfc3339: $0) }
      guard (row.gone == nil) == (gone == nil) else { return "the time when it went is none" }
      let inserted = entries.updateValue(
        EntryRow(
          id: id, permalink: row.permalink ?? nil, published: published, updated: updated, date: date,
          updatedDate: updatedDate, written: written, isOfVersion1: row.isOfVersion1, isLive: isLive,
          feeds: Set(row.feeds ?? []), gone: gone),
        forKey: Key(source: source, id: key))
      return inserted == nil ? nil : "this entry has a row already"
    case "feed":
      guard let scope = row.feed, let id = row.id, let documents = row.documents,
        documents.allSatisfy({ DocumentPath($0) != nil })
      else { return "this feed lacks a field, or has one that cannot be read" }
      guard AbsoluteURL.mayStayIdentifier(id) else { return "its id is none that a feed may have" }
      let replaced = feeds.updateValue(
        FeedRow(id: id, documents: Set(documents), successor: row.successor), forKey: scope)
      return replaced == nil ? nil : "this feed has a row already"
    case "page":
      guard let scope = row.feed, let number = row.page, let documents = row.documents,
        documents.allSatisfy({ DocumentPath($0) != nil }), (row.published == nil) == (row.id == nil)
      else {
        return "this page lacks a field, or has one that cannot be read"
      }
      var page = PageRow(documents: Set(documents), isLinked: row.isLinked)
      if let id = row.id {
        guard let published = Timestamp(rfc3339: row.published) else { return "the date of this page's end is none" }
        page.end = .init(published: published, id: id)
      }
      let replaced = pages[scope, default: [:]].updateValue(page, forKey: number)
      return replaced == nil ? nil : "this page has a row already"
    case "document":
      guard let path = row.document, DocumentPath(path) != nil else { return "this document has no path" }
      return siteDocuments.insert(path).inserted ? nil : "this document has a row already"
    default:
      guard let axis = Axis.named(kind), axis.plural != nil else { return "“\(kind)” is no kind of row" }
      guard let (name, slug) = row.term, name == axis.name, let spelling = row.spelling else {
        return "this \(kind) lacks a field"
      }
      let replaced = terms[axis, default: [:]].updateValue(
        TermRow(spelling: spelling, url: row.url, isLive: isLive), forKey: slug)
      return replaced == nil ? nil : "this \(kind) has a row already"
    }
  }

  /// The ledger's text; equal ledgers have equal texts. Each line begins with what it is sorted by.
  package var text: [UInt8] {
    var json = JSONWriter()
    json.line { $0.number("ledger", Ledger.version) }
    for (key, row) in entries.sorted(by: { $0.key < $1.key }) { json.line { $0.members(of: key, row) } }
    for (scope, row) in feeds.sorted(by: { $0.key < $1.key }) { json.line { $0.members(ofFeed: scope, row) } }
    for (scope, rows) in pages.sorted(by: { $0.key < $1.key }) {
      for (number, row) in rows.sorted(by: { $0.key < $1.key }) {
        json.line { $0.members(ofPage: number, of: scope, row) }
      }
    }
    for path in siteDocuments.sorted() {
      json.line { json in
        json.string("row", "document")
        json.string("document", path)
      }
    }
    for axis in Axis.ofTerms {
      for (slug, row) in (terms[axis] ?? [:]).sorted(by: { $0.key < $1.key }) {
        json.line { $0.members(of: slug, row, in: axis) }
      }
    }
    json.line { $0.string("row", "end") }
    return json.bytes
  }

  static let firstLine = line { $0.number("ledger", version) }
  static let lastLine = line { $0.string("row", "end") }

  static func line(of key: Key, _ row: EntryRow) -> [UInt8] { line { $0.members(of: key, row) } }
  static func line(ofFeed scope: String, _ row: FeedRow) -> [UInt8] { line { $0.members(ofFeed: scope, row) } }
  static func line(ofPage number: Int, of scope: String, _ row: PageRow) -> [UInt8] {
    line { $0.members(ofPage: number, of: scope, row) }
  }
  static func line(of slug: String, _ row: TermRow, in axis: Axis) -> [UInt8] {
    line { $0.members(of: slug, row, in: axis) }
  }

  private static func line(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.line(members)
    return json.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func line(_ members: (inout JSONWriter) -> Void) {
    object(nil, members)
    endLine()
  }

  fileprivate mutating func members(of key: Ledger.Key, _ row: Ledger.EntryRow) {
    string("row", "entry")
    string("source", key.source)
    string("key", key.id)
    string("state", row.isLive ? "live" : "gone")
    string("id", row.id)
    string("permalink", row.permalink)
    string("date", row.date?.description)
    string("updatedDate", row.updatedDate?.description)
    string("published", row.published.rfc3339)
    string("updated", row.updated.rfc3339)
    string("gone", row.gone?.rfc3339)
    if !row.feeds.isEmpty { array("feeds") { json in for feed in row.feeds.sorted() { json.string(nil, feed) } } }
    object(row.isOfVersion1 ? "written1" : "written") { json in
      let written = row.written
      json.hash("title", written.title)
      json.hash("summary", written.summary)
      json.hash("body", written.body)
      json.hash("tags", written.tags)
      json.hash("authors", written.authors)
      json.hash("attachments", written.attachments)
      json.hash("link", written.link)
    }
  }

  fileprivate mutating func members(ofFeed scope: String, _ row: Ledger.FeedRow) {
    string("row", "feed")
    string("feed", scope)
    string("id", row.id)
    array("documents") { json in for path in row.documents.sorted() { json.string(nil, path) } }
    string("successor", row.successor)
  }

  fileprivate mutating func members(ofPage number: Int, of scope: String, _ row: Ledger.PageRow) {
    string("row", "page")
    string("feed", scope)
    self.number("page", number)
    array("documents") { json in for path in row.documents.sorted() { json.string(nil, path) } }
    if row.isLinked { boolean("linked", true) }
    string("published", row.end?.published.rfc3339)
    string("id", row.end?.id)
  }

  fileprivate mutating func members(of slug: String, _ row: Ledger.TermRow, in axis: Axis) {
    string("row", axis.name)
    string(axis.key, slug)
    string("state", row.isLive ? "live" : "gone")
    string("spelling", row.spelling)
    string("url", row.url)
  }
}

extension Timestamp {
  fileprivate init?(rfc3339 text: String?) {
    guard let text, case .instant(let instant)? = SourceDate(text) else { return nil }
    self = instant
  }
}
