/// A line of the ledger as it stands there, its members by name; a ledger has many.
struct LedgerRow {
  var kind, state, source, key, id, published, updated, gone, feed, successor, document, spelling, url: String?
  /// Of a term, the name of its axis, and its slug.
  var term: (axis: String, slug: String)?
  /// Nil inside where the member is none.
  var permalink, date, updatedDate: String??
  var documents, feeds: [String]?
  var written: WrittenHashes?
  var isOfVersion1 = false

  init(_ reader: inout JSONReader) throws {
    try reader.beginObject()
    while let name = try reader.nextName() {
      switch name {
      case "row": kind = try LedgerRow.string(&reader)
      case "state": state = try LedgerRow.string(&reader)
      case "source": source = try LedgerRow.string(&reader)
      case "key": key = try LedgerRow.string(&reader)
      case "id": id = try LedgerRow.string(&reader)
      case "published": published = try LedgerRow.string(&reader)
      case "updated": updated = try LedgerRow.string(&reader)
      case "gone": gone = try LedgerRow.string(&reader)
      case "feeds": feeds = try LedgerRow.strings(&reader)
      case "feed": feed = try LedgerRow.string(&reader)
      case "successor": successor = try LedgerRow.string(&reader)
      case "document": document = try LedgerRow.string(&reader)
      case "spelling": spelling = try LedgerRow.string(&reader)
      case "url": url = try LedgerRow.string(&reader)
      case "permalink": permalink = .some(try LedgerRow.string(&reader))
      case "date": date = .some(try LedgerRow.string(&reader))
      case "updatedDate": updatedDate = .some(try LedgerRow.string(&reader))
      case "documents": documents = try LedgerRow.strings(&reader)
      case "written": written = try LedgerRow.hashes(&reader)
      case "written1":
        written = try LedgerRow.hashes(&reader)
        isOfVersion1 = true
      case _ where Axis.ofTerms.contains { $0.name == name }:
        term = try LedgerRow.string(&reader).map { (name, $0) }
      default: try reader.skip()
      }
    }
    try reader.finish()
  }

  /// Nil for what is no string.
  private static func string(_ reader: inout JSONReader) throws(JSONError) -> String? {
    if try reader.next() == .string { return try reader.string() }
    try reader.skip()
    return nil
  }

  /// Nil for what is no array of strings.
  private static func strings(_ reader: inout JSONReader) throws(JSONError) -> [String]? {
    guard case .array(let elements) = try reader.value() else { return nil }
    let strings = elements.compactMap(\.string)
    return strings.count == elements.count ? strings : nil
  }

  private static let names = ["title", "summary", "body", "tags", "authors", "attachments", "link"]

  private static func hashes(_ reader: inout JSONReader) throws(JSONError) -> WrittenHashes? {
    guard try reader.next() == .object else {
      try reader.skip()
      return nil
    }
    var hashes = [ContentHash?](repeating: nil, count: names.count)
    var next = 0
    try reader.beginObject()
    while let name = try reader.nextName() {
      // They were written in that order.
      let found = next < names.count && names[next] == name ? next : names.firstIndex(of: name)
      next += 1
      if let found, try reader.next() == .string {
        hashes[found] = ContentHash(hexadecimal: reader.bytes[try reader.stringRange()])
      } else {
        try reader.skip()
      }
    }
    guard !hashes.contains(nil) else { return nil }
    return WrittenHashes(
      title: hashes[0]!, summary: hashes[1]!, body: hashes[2]!, tags: hashes[3]!, authors: hashes[4]!,
      attachments: hashes[5]!, link: hashes[6]!)
  }
}
