internal import Glibc
internal import Syndication

/// The items of a JSON file: a document of JSON Feed, a bare array, or one item a line.
struct JSONItems {
  var json: JSONMembers
  private(set) var items: [SourceItem] = []
  let source: String
  let text: JSONText

  init(_ json: JSONMembers, source: String, text: JSONText) {
    self.json = json
    self.source = source
    self.text = text
  }

  /// Reads a text that is one JSON value. Where it is not JSON to its end nothing in it can be trusted to be all.
  mutating func readDocument() {
    guard !json.reader.isAtEnd() else { return reportEmpty() }
    do {
      switch try json.reader.next() {
      case .array: try readArray(at: "")
      case .object: try readFeed()
      case let kind:
        json.report("this is \(kind.rawValue), and has to be a JSON Feed document or an array of items", at: "")
        try json.reader.skip()
      }
      try json.reader.finish()
    } catch {
      items = []
      json.report(text.source.problem(error))
    }
  }

  /// Reads a text that is one JSON value a line; an empty line is none.
  mutating func readLines(of bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var line = 1
    var isEmpty = true
    while start < bytes.count {
      let newline = memchr(bytes.baseAddress! + start, 0x0A, bytes.count - start)
      let end = newline.map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes.baseAddress!) } ?? bytes.count
      json.reader = JSONReader(bytes, range: start..<end, line: line)
      if !json.reader.isAtEnd() {
        isEmpty = false
        do {
          let item = try item(at: "")
          try json.reader.finish()
          if let item { items.append(item) }
        } catch {
          json.report(.error(at: json.place(""), rule: "RFC 8259", "not JSON: \(error.message)"))
        }
      }
      start = end + 1
      line += 1
    }
    if isEmpty { reportEmpty() }
  }

  private mutating func reportEmpty() {
    json.report("the file is empty: a source without posts is an empty array, []", at: "")
  }

  private mutating func readArray(at pointer: String) throws(JSONError) {
    guard try json.isNext(.array, at: pointer) else { return }
    try json.reader.beginArray()
    var index = 0
    while try json.reader.nextElement() {
      if let item = try item(at: "\(pointer)/\(index)") { items.append(item) }
      index += 1
    }
  }

  private enum FeedMember: String { case items, authors, author, language }

  private mutating func readFeed() throws(JSONError) {
    var hasItems = false
    var (authors, author): ([Person]?, Person?)
    var language: String?
    let place = json.place("")
    try json.reader.beginObject()
    var seen: [FeedMember] = []
    while let member = try json.next(&seen, at: "") {
      let pointer = "/\(member.rawValue)"
      switch member {
      case .items:
        hasItems = true
        try readArray(at: pointer)
      case .authors: authors = try json.authors(at: pointer)
      case .author: author = try json.author(at: pointer)
      case .language: language = try json.string(at: pointer)
      }
    }
    if !hasItems {
      json.report(
        .error(
          at: place, rule: "JSON Feed 1.1",
          "this object has no \"items\": a JSON Feed document has its posts there, "
            + "and a file of one post a line is named .ndjson"))
    }
    // An item that has no authors or no language of its own has the feed's.
    let inherited = authors ?? author.map { [$0] } ?? []
    guard !inherited.isEmpty || language != nil else { return }
    for index in items.indices {
      if items[index].authors.isEmpty { items[index].authors = inherited }
      if items[index].language == nil { items[index].language = language }
    }
  }
}
