internal import Syndication

/// JSON Feed 1.1, and 1 before it.
struct JSONFeedCheck {
  /// A value, and where it stands.
  private indirect enum JSON {
    case object([(name: String, nameOffset: Int, value: JSON)], offset: Int)
    case array([JSON], offset: Int)
    case string(String, offset: Int)
    case number(Double, offset: Int)
    case boolean(Bool, offset: Int)
    case null(offset: Int)

    var offset: Int {
      switch self {
      case .object(_, let offset), .array(_, let offset), .string(_, let offset), .number(_, let offset),
        .boolean(_, let offset), .null(let offset):
        offset
      }
    }

    var kind: String {
      switch self {
      case .object: "an object"
      case .array: "an array"
      case .string: "a string"
      case .number: "a number"
      case .boolean: "a boolean"
      case .null: "null"
      }
    }
  }

  private let bytes: [UInt8]
  private let positions: TextPositions
  private let instant: Timestamp?
  private var found = Findings(remedies: Rule.remediesInJSON)

  init(_ document: [UInt8], at instant: Timestamp?) {
    self.instant = instant
    bytes = document.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(document.dropFirst(3)) : document
    positions = TextPositions(bytes)
    if bytes.count < document.count {
      found.add(.byteOrderMark, at: (1, 1), clause: "RFC 8259 §8.1", "the document begins with a byte order mark")
    }
  }

  mutating func findings() -> Findings {
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      report(.badEncoding, at: invalid, "RFC 8259 §8.1", "a byte is not UTF-8")
      return found
    }
    do {
      let value = try bytes.withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes)
        let value = try Self.value(from: &reader)
        try reader.finish()
        return value
      }
      checkFeed(value)
    } catch let error as JSONError {
      report(error.isBeyondBound ? .beyondBound : .notJSON, at: error.offset, "RFC 8259", error.message)
    } catch {
      report(.notJSON, at: 0, "RFC 8259", "\(error)")
    }
    return found
  }

  /// As deep as the reader lets it be.
  private static func value(from reader: inout JSONReader) throws -> JSON {
    let kind = try reader.next()
    let offset = reader.offset
    switch kind {
    case .object:
      var members: [(String, Int, JSON)] = []
      try reader.beginObject()
      while let range = try reader.nextNameRange() {
        let name = JSONReader.decoded(reader.bytes, in: range)
        members.append((name, range.lowerBound - 1, try value(from: &reader)))
      }
      return .object(members, offset: offset)
    case .array:
      var elements: [JSON] = []
      try reader.beginArray()
      while try reader.nextElement() { elements.append(try value(from: &reader)) }
      return .array(elements, offset: offset)
    case .string: return .string(try reader.string(), offset: offset)
    case .number: return .number(try reader.number(), offset: offset)
    case .boolean: return .boolean(try reader.boolean(), offset: offset)
    case .null:
      try reader.null()
      return .null(offset: offset)
    }
  }

  private mutating func report(_ rule: Rule, at offset: Int, _ clause: String, _ message: @autoclosure () -> String) {
    found.add(rule, at: positions.position(of: offset), clause: clause, message())
  }

  // MARK: - By tables

  /// A line a key: name, kind, and `!` where it is required. A kind is one of `Value`, or `[kind]`, `{table}`, `[{table}]`.
  private static let tables: [String: [String: (kind: String, isRequired: Bool)]] = [
    "feed": table(
      """
      version! url
      title! filled
      home_page_url url
      feed_url url
      description text
      user_comment text
      next_url url
      icon url
      favicon url
      authors [{author}]
      author {author}
      language language
      expired true-false
      hubs [{hub}]
      items! [{item}]
      """),
    "item": table(
      """
      id! id
      url url
      external_url url
      title plain
      content_html html
      content_text text
      summary text
      image url
      banner_image url
      date_published date3339
      date_modified date3339
      authors [{author}]
      author {author}
      tags [filled]
      language language
      attachments [{attachment}]
      """),
    "author": table("name filled\nurl url\navatar url"),
    "hub": table("type! filled\nurl! url"),
    "attachment": table("url! url\nmime_type! media-type\ntitle text\nsize_in_bytes size\nduration_in_seconds size"),
  ]

  private static func table(_ text: String) -> [String: (kind: String, isRequired: Bool)] {
    var table: [String: (kind: String, isRequired: Bool)] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      table[String(words[0].prefix { $0 != "!" })] = (String(words[1]), words[0].hasSuffix("!"))
    }
    return table
  }

  private static let clauses = [
    "feed": "top-level", "item": "items", "author": "top-level authors",
    "hub": "subscribing-to-real-time-notifications",
    "attachment": "attachments",
  ]

  private mutating func checkObject(_ value: JSON, as name: String) {
    let clause = "JSON Feed 1.1 §\(Self.clauses[name]!)"
    guard case .object(let members, let offset) = value else {
      report(.wrongType, at: value.offset, clause, "\(name) is to be an object, and is \(value.kind)")
      return
    }
    let table = Self.tables[name]!
    var seen: Set<String> = []
    for member in members {
      if !seen.insert(member.name).inserted {
        report(.duplicateKey, at: member.nameOffset, "RFC 8259 §4", "“\(member.name)” stands twice")
      }
      if member.name.hasPrefix("_") {
        if case .object = member.value { continue }
        report(
          .wrongType, at: member.value.offset, "JSON Feed 1.1 §extensions",
          "an extension, “\(member.name)”, is to be an object, and is \(member.value.kind)")
        continue
      }
      guard let known = table[member.name] else {
        report(.unknownKey, at: member.nameOffset, clause, "“\(member.name)” is no key of \(name)")
        continue
      }
      check(member.value, as: known.kind, named: member.name, clause)
    }
    for (key, known) in table.sorted(by: { $0.key < $1.key }) where known.isRequired && !seen.contains(key) {
      report(.missingKey, at: offset, clause, "\(name) has no “\(key)”")
    }
  }

  private mutating func check(_ value: JSON, as kind: String, named name: String, _ clause: String) {
    if kind.hasPrefix("{") { return checkObject(value, as: String(kind.dropFirst().dropLast())) }
    if kind.hasPrefix("[") {
      guard case .array(let elements, _) = value else {
        report(.wrongType, at: value.offset, clause, "“\(name)” is to be an array, and is \(value.kind)")
        return
      }
      for element in elements { check(element, as: String(kind.dropFirst().dropLast()), named: name, clause) }
      return
    }
    switch (kind, value) {
    case ("true-false", .boolean): break
    case ("size", .number(let number, let offset)):
      if number < 0 { report(.invalidNumber, at: offset, clause, "“\(name)” is below 0") }
    case ("id", .number(_, let offset)):
      report(.wrongType, at: offset, clause, "“\(name)” is to be a string, and is a number: readers make one of it")
    case ("true-false", _), ("size", _):
      let wanted = kind == "size" ? "a number" : "true or false"
      report(.wrongType, at: value.offset, clause, "“\(name)” is to be \(wanted), and is \(value.kind)")
    case (_, .string(let text, let offset)):
      for flaw in Value.flaws(of: text, as: kind == "id" ? "filled" : kind) {
        report(flaw.rule, at: offset, clause, "“\(name)”: \(flaw.message)")
      }
      if kind == "html" {
        var told: Set<String> = []
        for flaw in Markup(text).flaws(mayBeRelative: false) where told.insert(flaw.message).inserted {
          report(flaw.rule, at: offset, clause, "“\(name)”: \(flaw.message)")
        }
        if Markup.isDoubleEscaped(text) {
          report(.doubleEscaped, at: offset, clause, "“\(name)” shows its tags as text")
        }
      }
      if name == "content_text" || name == "summary" || name == "title", Markup(text).isMarkup, kind != "plain" {
        report(.undeclaredMarkup, at: offset, clause, "“\(name)” is plain text and holds markup")
      }
      if text.unicodeScalars.contains(where: { (0x80...0x9F).contains($0.value) || $0 == "\u{FFFD}" }) {
        report(.suspectCharacters, at: offset, "rule X1", "“\(name)” holds controls or U+FFFD")
      }
    default:
      report(.wrongType, at: value.offset, clause, "“\(name)” is to be a string, and is \(value.kind)")
    }
  }

  // MARK: - Beyond them

  private func member(_ name: String, of value: JSON) -> JSON? {
    guard case .object(let members, _) = value else { return nil }
    return members.first { $0.name == name }?.value
  }

  private func text(_ name: String, of value: JSON) -> String? {
    guard case .string(let text, _)? = member(name, of: value) else { return nil }
    return text
  }

  private mutating func checkFeed(_ feed: JSON) {
    guard case .object(let members, let offset) = feed,
      members.contains(where: { ["version", "items", "home_page_url", "feed_url"].contains($0.name) })
    else {
      report(.notAFeed, at: feed.offset, "JSON Feed 1.1 §top-level", "the document is \(feed.kind) that is no feed")
      return
    }
    checkObject(feed, as: "feed")
    let clause = "JSON Feed 1.1 §top-level"
    let version = text("version", of: feed)
    let versions = ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"]
    if let version, let value = member("version", of: feed) {
      if !versions.contains(version) {
        report(.invalidWord, at: value.offset, clause, "“\(version)” is no version of JSON Feed")
      } else if version == versions[0] {
        report(.obsoleteFormat, at: value.offset, clause, "JSON Feed 1 is obsolete")
      }
    }
    if member("feed_url", of: feed) == nil { report(.missingSelf, at: offset, clause, "the feed has no “feed_url”") }
    if member("home_page_url", of: feed) == nil {
      report(.missingAlternateOfFeed, at: offset, clause, "the feed has no “home_page_url”")
    }
    if member("language", of: feed) == nil {
      report(.missingLanguage, at: offset, clause, "the feed has no “language”")
    }
    if let next = text("next_url", of: feed), next == text("feed_url", of: feed),
      let value = member("next_url", of: feed)
    {
      report(.paging, at: value.offset, clause, "“next_url” is the feed itself")
    }
    checkDeprecated(feed, version == versions[1])
    guard case .array(let items, _)? = member("items", of: feed) else { return }
    var ids: Set<String> = []
    var last: Double?
    for item in items {
      guard case .object = item else { continue }
      checkItem(item)
      checkDeprecated(item, version == versions[1])
      if let id = text("id", of: item), let value = member("id", of: item) {
        if !ids.insert(id).inserted {
          report(.duplicateID, at: value.offset, "JSON Feed 1.1 §items", "“\(id)” is the id of another item, too")
        }
        if let written = Address.canonical(id) {
          report(.notCanonical, at: value.offset, "JSON Feed 1.1 §items", "“\(id)” could be “\(written)”")
        }
      }
      let published = text("date_published", of: item).flatMap(DateText.instant3339)?.seconds
      if let published, let instant, published > Double(instant.seconds) + 86_400,
        let value = member("date_published", of: item)
      {
        report(.futureDate, at: value.offset, "JSON Feed 1.1 §items", "“date_published” is yet to come")
      }
      if let published, let older = last, published > older {
        report(.order, at: item.offset, "rule D7", "an item is newer than the one before it")
        last = -.infinity
        continue
      }
      last = published ?? last
    }
  }

  private mutating func checkDeprecated(_ object: JSON, _ isNew: Bool) {
    guard isNew, let author = member("author", of: object) else { return }
    report(.deprecatedKey, at: author.offset, "JSON Feed 1.1 §top-level authors", "“author” became “authors”")
  }

  private mutating func checkItem(_ item: JSON) {
    let clause = "JSON Feed 1.1 §items"
    if member("content_html", of: item) == nil, member("content_text", of: item) == nil {
      report(.missingKey, at: item.offset, clause, "an item has neither “content_html” nor “content_text”")
    }
    if let published = text("date_published", of: item).flatMap(DateText.instant3339)?.seconds,
      let modified = text("date_modified", of: item).flatMap(DateText.instant3339)?.seconds, modified < published,
      let value = member("date_modified", of: item)
    {
      report(.implausibleDate, at: value.offset, clause, "an item was modified before it was published")
    }
    for list in ["authors", "attachments"] {
      guard case .array(let elements, _)? = member(list, of: item) else { continue }
      for element in elements where list == "authors" {
        if case .object(let members, let offset) = element, members.isEmpty {
          report(
            .missingKey, at: offset, "JSON Feed 1.1 §top-level authors", "an author has neither name, url nor avatar")
        }
      }
    }
  }
}
