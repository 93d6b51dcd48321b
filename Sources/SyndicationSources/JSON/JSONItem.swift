internal import Syndication
internal import SyndicationMarkup

private enum ItemMember: String, JSONName {
  case id, url, title, summary
  case contentHTML = "content_html"
  case contentText = "content_text"
  case image
  case bannerImage = "banner_image"
  case externalURL = "external_url"
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
  case draft, hidden, minor, withdrawn, expires, origin, episode, categories

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
  /// Reads an item; one with which something is wrong is reported, and not added.
  mutating func readItem() throws(JSONError) {
    guard var seen = try json.beginObject(of: ItemMember.self) else { return }
    let (problemsBefore, start) = (json.problems.count, json.reader.offset)
    var item = ItemRows.Item()
    (item.line, item.index) = (json.reader.line, json.index ?? 0)
    var (html, plain): (Range<Int>?, Range<Int>?)
    var other: SourceItem?
    var hasAuthors = false
    authors.removeAll(keepingCapacity: true)
    tags.removeAll(keepingCapacity: true)
    while let member = try json.next(&seen) {
      switch member {
      case .id: item.id = try json.identifierRange()
      case .url: item.url = try json.stringRange()
      case .title: item.title = try json.stringRange()
      case .summary: item.summary = try json.stringRange().map(inFile)
      case .contentHTML: html = try json.stringRange()
      case .contentText: plain = try json.stringRange()
      case .published: item.published = try json.stringRange()
      case .modified: item.updated = try json.stringRange()
      case .authors:
        // JSON Feed 1.0 had one author.
        authors.removeAll(keepingCapacity: true)
        hasAuthors = true
        try json.eachElement { json throws(JSONError) in
          if let author = try json.authorNumber() { authors.append(author) }
        }
      case .author: if let author = try json.authorNumber(), !hasAuthors { authors.append(author) }
      case .tags:
        try json.eachElement { json throws(JSONError) in
          if let tag = try json.recurringNumber() { tags.append(tag) }
        }
      case .image: item.image = try json.stringRange()
      case .language: item.language = try json.recurringNumber()
      case .bannerImage, .externalURL, .attachments, .syndicate:
        var rare = other ?? SourceItem(source: "", place: Place(file: ""), identity: .item(id: nil, url: nil))
        switch member {
        case .bannerImage: rare.bannerImage = try json.string()
        case .externalURL: rare.externalURL = try json.string()
        case .attachments: rare.attachments = try json.elements { json throws(JSONError) in try json.attachment() }
        default: try json.readExtension(into: &rare)
        }
        (item.isHidden, item.isMinorEdit) = (rare.isHidden, rare.isMinorEdit)
        other = rare
      }
    }
    item.isHTML = html.map { !$0.isEmpty } ?? false
    item.content = (item.isHTML ? html : plain).map(inFile)
    if json.reader.offset - start > Int(Int32.max) { json.report("an item of over 2 GiB: split it") }
    if json.problems.count == problemsBefore {
      json.rows.append(item, in: json.reader.bytes, authors: authors, tags: tags, other: other)
    }
  }
}

extension JSONMembers {
  fileprivate mutating func readExtension(into item: inout SourceItem) throws(JSONError) {
    guard var seen = try beginObject(of: ItemExtension.self) else { return }
    while let member = try next(&seen) {
      switch member {
      case .draft, .hidden: if try boolean() == true { item.isHidden = true }
      case .minor: item.isMinorEdit = try boolean() == true
      case .withdrawn: item.withdrawn = try reason()
      case .expires: item.expires = try string()
      case .origin: item.origin = try origin()
      case .episode: item.episode = try episode()
      case .categories: item.categories = try recurringStrings()
      }
    }
  }

  /// Why something is so; empty where nothing but `true` is said, nil for `false`.
  private mutating func reason() throws(JSONError) -> String? {
    switch try reader.next() {
    case .boolean: try boolean() == true ? "" : nil
    default: try string()
    }
  }

  /// An id is a string; a number, as old feeds have it, is taken as the digits that stand there.
  fileprivate mutating func identifierRange() throws(JSONError) -> Range<Int>? {
    try reader.next() == .number ? try reader.numberRange() : try stringRange()
  }

  mutating func authors() throws(JSONError) -> [Person] {
    try elements { json throws(JSONError) in try json.author() }
  }

  mutating func author() throws(JSONError) -> Person? { try authorNumber().map { rows.people[Int($0)] } }

  /// Nil for an author of whom nothing is said. One who has an address only is called by it.
  fileprivate mutating func authorNumber() throws(JSONError) -> UInt32? {
    guard var seen = try beginObject(of: PersonMember.self) else { return nil }
    var (name, url, affiliation): (UInt32?, UInt32?, UInt32?)
    while let member = try next(&seen) {
      switch member {
      case .name: name = try recurringNumber()
      case .url: url = try recurringNumber()
      case .syndicate: affiliation = try affiliationNumber()
      }
    }
    func isEmpty(_ number: UInt32?) -> Bool { number.map { rows.strings.strings[Int($0)].isEmpty } ?? true }
    guard let known = isEmpty(name) ? url : name, !isEmpty(known) else { return nil }
    return rows.number(ofPerson: known, url: url, affiliation: affiliation)
  }

  private mutating func affiliationNumber() throws(JSONError) -> UInt32? {
    guard var seen = try beginObject(of: PersonExtension.self) else { return nil }
    var affiliation: UInt32?
    while try next(&seen) != nil { affiliation = try recurringNumber() }
    return affiliation
  }

  private mutating func origin() throws(JSONError) -> Origin? {
    guard var seen = try beginObject(of: OriginMember.self) else { return nil }
    var origin = Origin()
    while let member = try next(&seen) {
      // Those of one feed are all the same.
      let text = try recurringString()
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

  private mutating func episode() throws(JSONError) -> Episode? {
    guard var seen = try beginObject(of: EpisodeMember.self) else { return nil }
    var episode = Episode()
    while let member = try next(&seen) {
      switch member {
      case .number: episode.number = try count()
      case .season: episode.season = try count()
      case .kind: episode.kind = try episodeKind()
      case .isExplicit: episode.isExplicit = try boolean()
      case .image: episode.image = try string()
      case .title: episode.title = try string()
      }
    }
    return episode
  }

  private mutating func count() throws(JSONError) -> Int? {
    guard try isNext(.number) else { return nil }
    let text = try reader.numberText()
    if let count = Int(text), count > 0 { return count }
    report("this is \(text), and has to be a whole number, 1 or more")
    return nil
  }

  private mutating func episodeKind() throws(JSONError) -> Episode.Kind? {
    guard let text = try string() else { return nil }
    if let kind = Episode.Kind(rawValue: text) { return kind }
    report("this is \"\(text)\", and has to be \"full\", \"trailer\" or \"bonus\"")
    return nil
  }

  fileprivate mutating func attachment() throws(JSONError) -> Attachment? {
    guard var seen = try beginObject(of: AttachmentMember.self) else { return nil }
    let (place, problemsBefore) = (place, problems.count)
    var attachment = Attachment(url: "", mediaType: "")
    while let member = try next(&seen) {
      switch member {
      case .url: attachment.url = try string() ?? ""
      case .mediaType: attachment.mediaType = try recurringString() ?? ""
      case .title: attachment.title = try string()
      // Some feeds write 1000.0; half a byte is nobody's.
      case .size: attachment.size = try amount().map { Int($0) }
      case .duration: attachment.duration = try amount()
      }
    }
    guard problems.count == problemsBefore else { return nil }
    for (member, value) in [(AttachmentMember.url, attachment.url), (.mediaType, attachment.mediaType)]
    where value.isEmpty {
      report("the attachment has no \"\(member.rawValue)\": add it", at: place)
    }
    return attachment
  }

  /// A number that is not negative, of bytes or seconds.
  private mutating func amount() throws(JSONError) -> Double? {
    guard try isNext(.number) else { return nil }
    let text = try reader.numberText()
    if let number = Double(text), number >= 0, number < 0x1p53 { return number }
    report("this is \(text), and has to be from 0 to 2^53")
    return nil
  }
}
