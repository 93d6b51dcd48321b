/// The ledger as text: one JSON object a line, sorted, so that its diffs can be read and merged.
extension Ledger {
  private static let version = 1
  /// The last row: without it, a file cut off between two lines would be a smaller ledger.
  private static let end = JSONValue.object([.init(name: "row", value: .string("end"))])

  /// The ledger that `bytes` hold.
  ///
  /// - Throws: a `Problem` that names the first line that is no row.
  package init(_ bytes: [UInt8], file: String) throws(Problem) {
    self.init()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    func corrupt(_ line: Int, _ what: String) -> Problem {
      .error(
        at: Place(file: file, line: line), rule: "ledger",
        "\(what). The ledger keeps the ids and dates of your posts: restore it, from version control if it is there, and "
          + "build again. Only if it is lost for good, delete it: edited posts then lose the date of their edit")
    }
    guard let last = lines.last, last.isEmpty, lines.count > 1 else {
      throw corrupt(lines.count, bytes.isEmpty ? "the file is empty" : "the last line is cut off")
    }
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      throw corrupt(1 + bytes[..<invalid].count { $0 == UInt8(ascii: "\n") }, "a byte of this line is not UTF-8")
    }
    var hasEnded = false
    for (index, line) in lines.dropLast().enumerated() {
      guard let row = try? JSONValue(Array(line)) else { throw corrupt(index + 1, "this line is not JSON") }
      if index == 0 {
        guard case .number(let version)? = row["ledger"] else { throw corrupt(1, "the first line names no version") }
        guard version == Double(Ledger.version) else {
          let name = Int(exactly: version).map(String.init) ?? String(version)
          throw corrupt(1, "this is version \(name) of the ledger, and this program writes \(Ledger.version)")
        }
      } else if hasEnded {
        throw corrupt(index + 1, "this line follows the last row")
      } else if row == Ledger.end {
        hasEnded = true
      } else if let fault = insert(row) {
        throw corrupt(index + 1, fault)
      }
    }
    guard hasEnded else { throw corrupt(lines.count - 1, "the lines after this one are cut off") }
  }

  /// What is wrong with `row`; nil where it was taken.
  private mutating func insert(_ row: JSONValue) -> String? {
    let isLive = row["state"]?.string == "live"
    guard let kind = row["row"]?.string else { return "this line is no row" }
    guard kind == "feed" || isLive || row["state"]?.string == "gone" else {
      return "its state is neither live nor gone"
    }
    switch kind {
    case "entry":
      guard let source = row["source"]?.string, let key = row["key"]?.string, let id = row["id"]?.string,
        let published = Timestamp(rfc3339: row["published"]?.string),
        let updated = Timestamp(rfc3339: row["updated"]?.string), let written = Written(row["written"])
      else { return "this entry lacks a field, or has one that cannot be read" }
      let date = row["date"]?.string.flatMap(SourceDate.init)
      if row["date"] != nil, date == nil { return "its date is none" }
      if row["permalink"] != nil, row["permalink"]?.string == nil { return "its permalink is none" }
      let inserted = entries.updateValue(
        EntryRow(
          id: id, permalink: row["permalink"]?.string, published: published, updated: updated,
          date: date, written: written, isLive: isLive),
        forKey: Key(source: source, id: key))
      return inserted == nil ? nil : "this entry has a row already"
    case "feed":
      guard let scope = row["feed"]?.string, let id = row["id"]?.string, case .array(let documents)? = row["documents"],
        !documents.contains(where: { $0.string.flatMap(DocumentPath.init) == nil })
      else { return "this feed lacks a field, or has one that cannot be read" }
      let replaced = feeds.updateValue(FeedRow(id: id, documents: Set(documents.compactMap(\.string))), forKey: scope)
      return replaced == nil ? nil : "this feed has a row already"
    case "tag":
      guard let slug = row["tag"]?.string, let spelling = row["spelling"]?.string else {
        return "this tag lacks a field"
      }
      let replaced = tags.updateValue(TagRow(spelling: spelling, isLive: isLive), forKey: slug)
      return replaced == nil ? nil : "this tag has a row already"
    default: return "“\(kind)” is no kind of row"
    }
  }

  /// The ledger's text; equal ledgers have equal texts.
  package var text: [UInt8] {
    var json = JSONWriter()
    func line(_ members: (inout JSONWriter) -> Void) {
      json.object(nil, members)
      json.endLine()
    }
    line { $0.number("ledger", Ledger.version) }
    for (key, row) in entries.sorted(by: { $0.key < $1.key }) {
      line { json in
        json.string("row", "entry")
        json.string("source", key.source)
        json.string("key", key.id)
        json.string("state", row.isLive ? "live" : "gone")
        json.string("id", row.id)
        json.string("permalink", row.permalink)
        json.string("date", row.date?.description)
        json.string("published", row.published.rfc3339)
        json.string("updated", row.updated.rfc3339)
        json.object("written") { json in
          for (name, hash) in row.written.named { json.hash(name, hash) }
        }
      }
    }
    for (scope, row) in feeds.sorted(by: { $0.key < $1.key }) {
      line { json in
        json.string("row", "feed")
        json.string("feed", scope)
        json.string("id", row.id)
        json.array("documents") { json in for path in row.documents.sorted() { json.string(nil, path) } }
      }
    }
    for (slug, row) in tags.sorted(by: { $0.key < $1.key }) {
      line { json in
        json.string("row", "tag")
        json.string("tag", slug)
        json.string("state", row.isLive ? "live" : "gone")
        json.string("spelling", row.spelling)
      }
    }
    line { $0.string("row", "end") }
    return json.bytes
  }
}

extension Written {
  fileprivate var named: KeyValuePairs<StaticString, ContentHash> {
    [
      "title": title, "summary": summary, "body": body, "tags": tags, "authors": authors,
      "attachments": attachments, "link": link,
    ]
  }

  fileprivate init?(_ row: JSONValue?) {
    func hash(_ name: String) -> ContentHash? { row?[name]?.string.flatMap(ContentHash.init(hexadecimal:)) }
    guard let title = hash("title"), let summary = hash("summary"), let body = hash("body"), let tags = hash("tags"),
      let authors = hash("authors"), let attachments = hash("attachments"), let link = hash("link")
    else { return nil }
    self.init(
      title: title, summary: summary, body: body, tags: tags, authors: authors, attachments: attachments, link: link)
  }
}

extension Timestamp {
  fileprivate init?(rfc3339 text: String?) {
    guard let text, case .instant(let instant)? = SourceDate(text) else { return nil }
    self = instant
  }
}
