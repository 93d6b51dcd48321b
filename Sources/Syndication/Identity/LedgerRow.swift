/// A line of the ledger as it stands there, its members by name; a ledger has many.
struct LedgerRow {
  var kind, state, source, key, id, published, updated, feed, document, spelling, url: String?
  /// Of a term, the name of its axis, and its slug.
  var term: (axis: String, slug: String)?
  /// Nil inside where the member is none.
  var permalink, date, updatedDate: String??
  var documents: [String]?
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
      case "feed": feed = try LedgerRow.string(&reader)
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
    guard try reader.next() == .array else {
      try reader.skip()
      return nil
    }
    var strings: [String]? = []
    try reader.beginArray()
    while try reader.nextElement() {
      if let string = try string(&reader) { strings?.append(string) } else { strings = nil }
    }
    return strings
  }

  private static func hashes(_ reader: inout JSONReader) throws(JSONError) -> WrittenHashes? {
    guard try reader.next() == .object else {
      try reader.skip()
      return nil
    }
    var title: ContentHash?
    var summary: ContentHash?
    var body: ContentHash?
    var tags: ContentHash?
    var authors: ContentHash?
    var attachments: ContentHash?
    var link: ContentHash?
    func hash() throws(JSONError) -> ContentHash? {
      guard try reader.next() == .string else {
        try reader.skip()
        return nil
      }
      return ContentHash(hexadecimal: reader.bytes[try reader.stringRange()])
    }
    try reader.beginObject()
    while let name = try reader.nextName() {
      switch name {
      case "title": title = try hash()
      case "summary": summary = try hash()
      case "body": body = try hash()
      case "tags": tags = try hash()
      case "authors": authors = try hash()
      case "attachments": attachments = try hash()
      case "link": link = try hash()
      default: try reader.skip()
      }
    }
    guard let title, let summary, let body, let tags, let authors, let attachments, let link else { return nil }
    return WrittenHashes(
      title: title, summary: summary, body: body, tags: tags, authors: authors, attachments: attachments, link: link)
  }
}
