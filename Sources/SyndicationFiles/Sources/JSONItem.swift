internal import Syndication

private enum ItemMember: String {
  case id, url, title, summary, authors, author, tags, image, language, attachments
  case contentHTML = "content_html"
  case contentText = "content_text"
  case published = "date_published"
  case modified = "date_modified"
  case syndicate = "_syndicate"
}

private enum PersonMember: String {
  case name, url
  case syndicate = "_syndicate"
}

private enum AttachmentMember: String {
  case url, title
  case mediaType = "mime_type"
  case size = "size_in_bytes"
  case duration = "duration_in_seconds"
}

/// What JSON Feed has no name for: its extensions are objects whose names begin with `_`.
private enum ItemExtension: String { case draft, hidden, minor, expires }
private enum PersonExtension: String { case affiliation }

extension JSONItems {
  /// Reads an item; nil where something is wrong with it, which is then reported.
  mutating func item(at pointer: String) throws(JSONError) -> SourceItem? {
    guard try json.isNext(.object, at: pointer) else { return nil }
    let problemsBefore = json.problems.count
    var item = SourceItem(source: source, place: json.place(pointer), identity: .item(id: nil, url: nil))
    var (id, url): (String?, String?)
    var (html, plain): (Range<Int>?, Range<Int>?)
    var (authors, author): ([Person]?, Person?)
    var seen: [ItemMember] = []
    seen.reserveCapacity(16)
    try json.reader.beginObject()
    while let member = try json.next(&seen, at: pointer) {
      func here() -> String { "\(pointer)/\(member.rawValue)" }
      switch member {
      case .id: id = try json.identifier(at: here())
      case .url: url = try json.string(at: here())
      case .title: item.title = try json.string(at: here())
      case .summary: item.summary = try json.stringRange(at: here()).map(body)
      case .contentHTML: html = try json.stringRange(at: here())
      case .contentText: plain = try json.stringRange(at: here())
      case .published: item.published = try json.string(at: here())
      case .modified: item.updated = try json.string(at: here())
      case .authors: authors = try json.authors(at: here())
      case .author: author = try json.author(at: here())
      case .tags: item.tags = try json.strings(at: here())
      case .image: item.image = try json.string(at: here())
      case .language: item.language = try json.string(at: here())
      case .attachments: item.attachments = try json.attachments(at: here())
      case .syndicate: try readExtension(into: &item, at: here())
      }
    }
    item.identity = .item(id: id, url: url)
    // JSON Feed 1.0 had one author.
    item.authors = authors ?? author.map { [$0] } ?? []
    if let html, !html.isEmpty {
      item.content = Content(.html, body(html))
    } else if let plain {
      item.content = Content(.text, body(plain))
    }
    return json.problems.count == problemsBefore ? item : nil
  }

  private func body(_ range: Range<Int>) -> Body { .handle(JSONBody(text: text, range: range)) }

  private mutating func readExtension(into item: inout SourceItem, at pointer: String) throws(JSONError) {
    guard try json.isNext(.object, at: pointer) else { return }
    var seen: [ItemExtension] = []
    try json.reader.beginObject()
    while let member = try json.next(&seen, at: pointer) {
      func here() -> String { "\(pointer)/\(member.rawValue)" }
      switch member {
      case .draft, .hidden: if try json.boolean(at: here()) == true { item.isHidden = true }
      case .minor: item.isMinorEdit = try json.boolean(at: here()) == true
      case .expires: item.expires = try json.string(at: here())
      }
    }
  }
}

extension JSONMembers {
  /// An id is a string; a number, as old feeds have it, is taken as the digits that stand there.
  fileprivate mutating func identifier(at pointer: @autoclosure () -> String) throws(JSONError) -> String? {
    guard try reader.next() == .number else { return try string(at: pointer()) }
    return try reader.numberText()
  }

  mutating func authors(at pointer: String) throws(JSONError) -> [Person] {
    var people: [Person] = []
    try elements(at: pointer) { json, pointer throws(JSONError) in
      if let person = try json.author(at: pointer()) { people.append(person) }
    }
    return people
  }

  /// Nil for an author of whom nothing is said. One who has an address only is called by it.
  mutating func author(at pointer: String) throws(JSONError) -> Person? {
    guard try isNext(.object, at: pointer) else { return nil }
    var person = Person(name: "")
    var seen: [PersonMember] = []
    try reader.beginObject()
    while let member = try next(&seen, at: pointer) {
      func here() -> String { "\(pointer)/\(member.rawValue)" }
      switch member {
      case .name: person.name = try string(at: here()) ?? ""
      case .url: person.url = try string(at: here())
      case .syndicate: person.affiliation = try affiliation(at: here())
      }
    }
    if person.name.isEmpty { person.name = person.url ?? "" }
    return person.name.isEmpty ? nil : person
  }

  private mutating func affiliation(at pointer: String) throws(JSONError) -> String? {
    guard try isNext(.object, at: pointer) else { return nil }
    var affiliation: String?
    var seen: [PersonExtension] = []
    try reader.beginObject()
    while let member = try next(&seen, at: pointer) {
      switch member {
      case .affiliation: affiliation = try string(at: "\(pointer)/\(member.rawValue)")
      }
    }
    return affiliation
  }

  fileprivate mutating func attachments(at pointer: String) throws(JSONError) -> [Attachment] {
    var attachments: [Attachment] = []
    try elements(at: pointer) { json, pointer throws(JSONError) in
      if let attachment = try json.attachment(at: pointer()) { attachments.append(attachment) }
    }
    return attachments
  }

  private mutating func attachment(at pointer: String) throws(JSONError) -> Attachment? {
    guard try isNext(.object, at: pointer) else { return nil }
    let place = place(pointer)
    let problemsBefore = problems.count
    var attachment = Attachment(url: "", mediaType: "")
    var seen: [AttachmentMember] = []
    try reader.beginObject()
    while let member = try next(&seen, at: pointer) {
      func here() -> String { "\(pointer)/\(member.rawValue)" }
      switch member {
      case .url: attachment.url = try string(at: here()) ?? ""
      case .mediaType: attachment.mediaType = try string(at: here()) ?? ""
      case .title: attachment.title = try string(at: here())
      // Some feeds write 1000.0; half a byte is nobody's.
      case .size: attachment.size = try amount(at: here()).map { Int($0) }
      case .duration: attachment.duration = try amount(at: here())
      }
    }
    guard problems.count == problemsBefore else { return nil }
    for (member, value) in [(AttachmentMember.url, attachment.url), (.mediaType, attachment.mediaType)]
    where value.isEmpty {
      report(.error(at: place, rule: "JSON Feed 1.1", "the attachment has no \"\(member.rawValue)\": add it"))
    }
    return attachment
  }
}
