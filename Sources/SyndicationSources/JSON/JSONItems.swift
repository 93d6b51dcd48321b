internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// The items of a JSON file: a document of JSON Feed, a bare array, or one item a line.
struct JSONItems {
  var json: JSONMembers
  /// Of the item that is read, by their numbers.
  var authors: [UInt32] = []
  var tags: [UInt32] = []
  /// What the document says of itself, where it is a feed.
  private(set) var origin: Origin?
  /// Where they stand.
  var blocks = JSONBlocks()
  let source: String
  private let window: FileWindow
  private let text: JSONText

  init(in window: FileWindow, of text: JSONText, source: String) {
    json = JSONMembers(JSONReader(window.bytes), file: text.file.path)
    self.source = source
    self.window = window
    self.text = text
  }

  /// Reads a text that is one JSON value. Where it is not JSON to its end nothing in it can be trusted to be all.
  mutating func readDocument() throws {
    do {
      guard try whole({ items in !items.json.reader.isAtEnd() }) else { return reportEmpty() }
      switch try json.reader.next() {
      case .array: try readArray()
      case .object: try readFeed()
      case let kind:
        json.report("this is \(kind.rawValue), and has to be a JSON Feed document or an array of items")
        try whole { items throws(JSONError) in try items.json.reader.skip() }
      }
      try whole { items throws(JSONError) in try items.json.reader.finish() }
    } catch let error as JSONError {
      json.rows = ItemRows()
      report(error)
      try window.finish()
    }
  }

  /// Reads a text that is one JSON value a line; an empty line is none.
  mutating func readLines() throws {
    blocks.begin(.lines, at: window.position, line: 1)
    try readLines(upTo: .max, line: 1)
    if json.rows.count == 0, json.problems.isEmpty { reportEmpty() }
  }

  /// Reads the lines that begin before the byte at `end` of the file, the first of which has the number `line`.
  mutating func readLines(upTo end: Int, line: Int) throws {
    var (start, line) = (0, line)
    while window.position + start < end, let range = try nextLine(from: &start) {
      try Task.checkCancellation()
      json.begin(JSONReader(window.bytes, range: range, line: line))
      line += 1
      guard !json.reader.isAtEnd() else {
        blocks.isRegular = false
        continue
      }
      let count = json.rows.count
      do {
        try readItem()
        try json.reader.finish()
      } catch {
        json.rows.removeLast(json.rows.count - count)
        report(error)
      }
      blocks.add(window.bytes[range.lowerBound..<start], from: window.position, lines: (line - 1, line))
    }
  }

  /// Reads the elements of an array from the one at `index` on, as far as the byte at `end` of the file.
  ///
  /// - Parameters:
  ///   - line: that of the first byte in the window, which comes behind the element before.
  ///   - names: what leads to the array.
  /// - Returns: whether an element ends there.
  mutating func readElements(upTo end: Int, from index: Int, line: Int, under names: [String]) throws -> Bool {
    json.begin(JSONReader(inArray: window.bytes, line: line, isFirst: index == 0), at: index, under: names)
    while window.position + json.reader.offset < end {
      try Task.checkCancellation()
      guard try whole({ items throws(JSONError) in try items.readElement() }) else { return false }
    }
    return window.position + json.reader.offset == end
  }

  /// Where in the file it stands that is at a range of the window.
  func inFile(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound + window.position..<range.upperBound + window.position
  }

  /// Those that were read, of which each that says no authors or no language has the feed's.
  var items: [SourceItem] {
    var common = ItemTable.Common(source: source, file: json.file, pointer: blocks.pointer) { [text] part, range in
      let body = Body.handle(JSONBody(text: text, range: range))
      return part == .html ? Content(.html, body) : Content(.text, body)
    }
    (common.authors, common.language) = (blocks.inherited.authors, blocks.inherited.language)
    return ItemTable(json.rows, common).items
  }

  // MARK: -

  /// Does `step` on all the text that it needs: where the window may have cut it, it is undone, and done again on more.
  private mutating func whole<Result>(_ step: (inout JSONItems) throws(JSONError) -> Result) throws -> Result {
    while true {
      let (mark, count, blockCount) = (json.mark, json.rows.count, blocks.blocks.count)
      let result = Swift.Result { () throws(JSONError) in try step(&self) }
      if window.isLast || !json.reader.isNearEnd { return try result.get() }
      json.rollBack(to: mark)
      json.rows.removeLast(json.rows.count - count)
      blocks.blocks.removeLast(blocks.blocks.count - blockCount)
      try window.slide(to: json.reader.offset)
      json.reader.move(to: window.bytes)
    }
  }

  /// Where the line stands that begins at `start`, which goes behind it; nil at the end of the file.
  private func nextLine(from start: inout Int) throws -> Range<Int>? {
    while true {
      let rest = UnsafeBufferPointer(rebasing: window.bytes[start...])
      if let base = rest.baseAddress, let newline = memchr(base, 0x0A, rest.count) {
        let line = start..<start + (UnsafeRawPointer(newline) - UnsafeRawPointer(base))
        start = line.upperBound + 1
        return line
      }
      if window.isLast {
        defer { start += rest.count }
        return rest.isEmpty ? nil : start..<start + rest.count
      }
      try window.slide(to: start)
      start = 0
    }
  }

  private mutating func reportEmpty() {
    json.report("the file is empty: a source without posts is an empty array, []")
  }

  private mutating func report(_ error: JSONError) {
    let place = Place(file: json.file, line: json.reader.line)
    json.report("not JSON: \(error.message)", rule: "RFC 8259", at: place)
  }

  private mutating func readArray() throws {
    guard try whole({ items throws(JSONError) in try items.json.beginArray() }) else { return }
    blocks.begin(blocks.kind, at: window.position + json.reader.offset, line: json.reader.line)
    while try whole({ items throws(JSONError) in try items.readElement() }) { try Task.checkCancellation() }
  }

  /// Reads the item that comes next in an array, unless that has ended.
  private mutating func readElement() throws(JSONError) -> Bool {
    let (start, line) = (json.reader.offset, json.reader.line)
    guard try json.nextElement() else { return false }
    try readItem()
    blocks.add(
      json.reader.bytes[start..<json.reader.offset], from: window.position, lines: (line, json.reader.line))
    return true
  }

  private mutating func readFeed() throws {
    let place = json.place
    blocks.kind = .feed
    var feed = Feed()
    var hasItems = false
    try whole { items throws(JSONError) in _ = try items.json.beginObject(of: Feed.Member.self) }
    while true {
      let next = try whole { items throws(JSONError) in try feed.adding(nextMemberOf: &items.json) }
      feed = next.feed
      guard let member = next.member else { break }
      guard member == .items else { continue }
      hasItems = true
      try readArray()
    }
    if !hasItems {
      json.report(
        "this object has no \"items\": a JSON Feed document has its posts there, "
          + "and a file of one post a line is named .ndjson", at: place)
    }
    origin = feed.origin
    blocks.inherited = .init(authors: feed.authors ?? feed.author.map { [$0] } ?? [], language: feed.language)
  }
}

/// What a document of JSON Feed says of all its items.
private struct Feed {
  enum Member: String, JSONName {
    case items, authors, author, language, title
    case page = "home_page_url"
    case feed = "feed_url"

    static let table = JSONNameTable<Member>()
  }

  var (authors, author): ([Person]?, Person?)
  var language: String?
  var origin = Origin()
  private var seen = SeenNames<Member>()

  /// What is known once the next member is read, but for the value of `items`; that member is nil after the last.
  func adding(nextMemberOf json: inout JSONMembers) throws(JSONError) -> (feed: Feed, member: Member?) {
    var feed = self
    let member = try feed.readMember(of: &json)
    return (feed, member)
  }

  private mutating func readMember(of json: inout JSONMembers) throws(JSONError) -> Member? {
    guard let member = try json.next(&seen) else { return nil }
    switch member {
    case .items: break
    case .authors: authors = try json.authors()
    case .author: author = try json.author()
    case .language: language = try json.string()
    case .title: origin.title = try json.string()
    case .page: origin.url = try json.string()
    case .feed: origin.feedURL = try json.string()
    }
    return member
  }
}
