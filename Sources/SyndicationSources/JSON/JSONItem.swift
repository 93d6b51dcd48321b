internal import Syndication
internal import SyndicationMarkup

private enum ItemMember: String, JSONName {
  case id, url, title, summary
  case contentHTML = "content_html"
  case contentText = "content_text"
  case image
  case published = "date_published"
  case modified = "date_modified"
  case authors, author, tags, language, attachments
  case syndicate = "_syndicate"

  static let table = JSONNameTable<ItemMember>()
}

private enum PersonMember: String, JSONName {
  case name, url
  case syndicate = "_syndicate"

  static let table = JSONNameTable<PersonMember>()
}

private enum AttachmentMember: String, JSONName {
  case url
  case mediaType = "mime_type"
  case title
  case size = "size_in_bytes"
  case duration = "duration_in_seconds"

  static let table = JSONNameTable<AttachmentMember>()
}

/// What JSON Feed has no name for: its extensions are objects whose names begin with `_`.
private enum ItemExtension: String, JSONName {
  case draft, hidden, minor, expires, origin, episode, categories

  static let table = JSONNameTable<ItemExtension>()
}

private enum OriginMember: String, JSONName {
  case id, title, updated, url
  case feedURL = "feed_url"

  static let table = JSONNameTable<OriginMember>()
}

private enum EpisodeMember: String, JSONName {
  case number, season
  case kind = "type"
  case isExplicit = "explicit"
  case image, title

  static let table = JSONNameTable<EpisodeMember>()
}

private enum PersonExtension: String, JSONName {
  case affiliation

  static let table = JSONNameTable<PersonExtension>()
}

extension JSONItems {
  /// Reads an item; nil where something is wrong with it, which is then reported.
  mutating func item(at pointer: String) throws(JSONError) -> SourceItem? {
    guard try json.isNext(.object, at: pointer) else { return nil }
    let problemsBefore = json.problems.count
    var item = SourceItem(source: source, place: json.place(pointer), identity: .item(id: nil, url: nil))
    var (id, url): (String?, String?)
    var (html, plain): (Range<Int>?, Range<Int>?)
    var (authors, author): ([Person]?, Person?)
    var seen = SeenNames<ItemMember>()
    try json.reader.beginObject()
    while let member = try json.next(&seen, at: pointer) {
      func here() -> String { "\(pointer)/\(member.rawValue)" }
      switch member {
      case .id: id = try json.identifier(perhaps: url, at: here())
      case .url: url = try json.string(perhaps: id, at: here())
      case .title: item.title = try json.string(at: here())
      case .summary: item.summary = try json.stringRange(at: here()).map { Content(.text, body($0)) }
      case .contentHTML: html = try json.stringRange(at: here())
      case .contentText: plain = try json.stringRange(at: here())
      case .published: item.published = try json.string(at: here())
      case .modified: item.updated = try json.string(at: here())
      case .authors: authors = try json.authors(at: here())
      case .author: author = try json.author(at: here())
      case .tags: item.tags = try json.recurringStrings(at: here())
      case .image: item.image = try json.string(at: here())
      case .language: item.language = try json.recurringString(at: here())
      case .attachments: item.attachments = try json.attachments(at: here())
      case .syndicate: try readExtension(into: &item, at: here())
      }
    }
    item.identity = .item(id: id, url: url.map { .written($0) })
    // JSON Feed 1.0 had one author.
    item.authors = authors ?? author.map { [$0] } ?? []
    if let html, !html.isEmpty {
      item.content = Content(.html, body(html))
    } else if let plain {
      item.content = Content(.text, body(plain))
    }
    return json.problems.count == problemsBefore ? item : nil
  }

  private mutating func readExtension(
    into item: inout SourceItem, at pointer: @autoclosure () -> String
  ) throws(JSONError) {
    guard try json.isNext(.object, at: pointer()) else { return }
    var seen = SeenNames<ItemExtension>()
    try json.reader.beginObject()
    while let member = try json.next(&seen, at: pointer()) {
      func here() -> String { "\(pointer())/\(member.rawValue)" }
      switch member {
      case .draft, .hidden: if try json.boolean(at: here()) == true { item.isHidden = true }
      case .minor: item.isMinorEdit = try json.boolean(at: here()) == true
      case .expires: item.expires = try json.string(at: here())
      case .origin: item.origin = try json.origin(at: here())
      case .episode: item.episode = try json.episode(at: here())
      case .categories: item.categories = try json.recurringStrings(at: here())
      }
    }
  }
}

extension JSONMembers {
  /// An id is a string; a number, as old feeds have it, is taken as the digits that stand there.
  fileprivate mutating func identifier(
    perhaps url: String?, at pointer: @autoclosure () -> String
  ) throws(JSONError) -> String? {
    guard try reader.next() == .number else { return try string(perhaps: url, at: pointer()) }
    return try reader.numberText()
  }

  mutating func authors(at pointer: @autoclosure () -> String) throws(JSONError) -> [Person] {
    var people: [Person] = []
    var index = 0
    guard try beginArray(at: pointer()) else { return people }
    while try reader.nextElement() {
      if let person = try author(at: "\(pointer())/\(index)") { people.append(person) }
      index += 1
    }
    return people
  }

  /// Nil for an author of whom nothing is said. One who has an address only is called by it.
  mutating func author(at pointer: @autoclosure () -> String) throws(JSONError) -> Person? {
    guard try isNext(.object, at: pointer()) else { return nil }
    var person = Person(name: "")
    var seen = SeenNames<PersonMember>()
    try reader.beginObject()
    while let member = try next(&seen, at: pointer()) {
      func here() -> String { "\(pointer())/\(member.rawValue)" }
      switch member {
      case .name: person.name = try recurringString(at: here()) ?? ""
      case .url: person.url = try recurringString(at: here())
      case .syndicate: person.affiliation = try affiliation(at: here())
      }
    }
    if person.name.isEmpty { person.name = person.url ?? "" }
    return person.name.isEmpty ? nil : person
  }

  fileprivate mutating func origin(at pointer: @autoclosure () -> String) throws(JSONError) -> Origin? {
    guard try isNext(.object, at: pointer()) else { return nil }
    var origin = Origin()
    var seen = SeenNames<OriginMember>()
    try reader.beginObject()
    while let member = try next(&seen, at: pointer()) {
      // Those of one feed are all the same.
      let text = try recurringString(at: "\(pointer())/\(member.rawValue)")
      switch member {
      case .id: origin.id = text
      case .title: origin.title = text
      case .updated: origin.updated = text
      case .url: origin.url = text
      case .feedURL: origin.feedURL = text
      }
    }
    return origin == Origin() ? nil : origin
  }

  private mutating func affiliation(at pointer: @autoclosure () -> String) throws(JSONError) -> String? {
    guard try isNext(.object, at: pointer()) else { return nil }
    var affiliation: String?
    var seen = SeenNames<PersonExtension>()
    try reader.beginObject()
    while let member = try next(&seen, at: pointer()) {
      switch member {
      case .affiliation: affiliation = try recurringString(at: "\(pointer())/\(member.rawValue)")
      }
    }
    return affiliation
  }

  fileprivate mutating func episode(at pointer: @autoclosure () -> String) throws(JSONError) -> Episode? {
    guard try isNext(.object, at: pointer()) else { return nil }
    var episode = Episode()
    var seen = SeenNames<EpisodeMember>()
    try reader.beginObject()
    while let member = try next(&seen, at: pointer()) {
      func here() -> String { "\(pointer())/\(member.rawValue)" }
      switch member {
      case .number: episode.number = try count(at: here())
      case .season: episode.season = try count(at: here())
      case .kind: episode.kind = try episodeKind(at: here())
      case .isExplicit: episode.isExplicit = try boolean(at: here())
      case .image: episode.image = try string(at: here())
      case .title: episode.title = try string(at: here())
      }
    }
    return episode
  }

  private mutating func count(at pointer: @autoclosure () -> String) throws(JSONError) -> Int? {
    guard try isNext(.number, at: pointer()) else { return nil }
    let text = try reader.numberText()
    if let count = Int(text), count > 0 { return count }
    report("this is \(text), and has to be a whole number, 1 or more", at: pointer())
    return nil
  }

  private mutating func episodeKind(at pointer: @autoclosure () -> String) throws(JSONError) -> Episode.Kind? {
    guard let text = try string(at: pointer()) else { return nil }
    if let kind = Episode.Kind(rawValue: text) { return kind }
    report("this is \"\(text)\", and has to be \"full\", \"trailer\" or \"bonus\"", at: pointer())
    return nil
  }

  fileprivate mutating func attachments(at pointer: @autoclosure () -> String) throws(JSONError) -> [Attachment] {
    var attachments: [Attachment] = []
    var index = 0
    guard try beginArray(at: pointer()) else { return attachments }
    while try reader.nextElement() {
      if let attachment = try attachment(at: "\(pointer())/\(index)") { attachments.append(attachment) }
      index += 1
    }
    return attachments
  }

  private mutating func attachment(at pointer: @autoclosure () -> String) throws(JSONError) -> Attachment? {
    guard try isNext(.object, at: pointer()) else { return nil }
    let place = place(pointer())
    let problemsBefore = problems.count
    var attachment = Attachment(url: "", mediaType: "")
    var seen = SeenNames<AttachmentMember>()
    try reader.beginObject()
    while let member = try next(&seen, at: pointer()) {
      func here() -> String { "\(pointer())/\(member.rawValue)" }
      switch member {
      case .url: attachment.url = try string(at: here()) ?? ""
      case .mediaType: attachment.mediaType = try recurringString(at: here()) ?? ""
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
