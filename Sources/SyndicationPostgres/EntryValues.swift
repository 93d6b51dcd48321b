internal import Syndication
internal import SyndicationMarkup

/// Items as rows of the table `entry`, in JSON.
struct EntryValues {
  private let site: Site
  private var bytes: [UInt8] = []
  /// Of posts that have a day alone: their order, the last of a day first.
  private var secondsOfDay: [LocalDate: Int] = [:]

  /// - Parameter items: all that are written, newest first, as far as their order tells.
  init(on site: Site, datesOf items: [SourceItem]) {
    self.site = site
    for item in items {
      if case .day(let day)? = item.published.flatMap(SourceDate.init) { secondsOfDay[day, default: -1] += 1 }
    }
  }

  /// In bytes.
  var size: Int { bytes.count }

  /// Inserts the rows that `take` gives, or lets them take the place of others where they differ.
  static let upsert: String = {
    let others = EntryValues.columns.dropFirst().map(\.name).joined(separator: ", ")
    let types = EntryValues.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
    let old = EntryValues.columns.dropFirst().map { "entry.\($0.name)" }.joined(separator: ", ")
    let new = EntryValues.columns.dropFirst().map { "excluded.\($0.name)" }.joined(separator: ", ")
    return """
      INSERT INTO syndicate.entry (site, id, \(others))
      SELECT $1, normalize(id), \(others) FROM jsonb_to_recordset($2::text::jsonb) AS item (\(types))
      ON CONFLICT (site, id) DO UPDATE SET (\(EntryValues.columns.dropFirst().map(\.name).joined(separator: ", "))) = (\(new))
      WHERE (\(old)) IS DISTINCT FROM (\(new))
      """
  }()

  /// The first is what the others are told apart by.
  private static let columns: [(name: String, type: String)] = [
    ("id", "text"), ("url", "text"), ("title", "text"), ("summary", "text"), ("content", "text"), ("markup", "text"),
    ("published", "timestamptz"), ("updated", "timestamptz"), ("authors", "jsonb"), ("tags", "text[]"),
    ("categories", "text[]"), ("language", "text"), ("image", "text"), ("banner_image", "text"),
    ("external_url", "text"), ("attachments", "jsonb"), ("aliases", "text[]"), ("origin", "jsonb"),
    ("episode", "jsonb"), ("hidden", "boolean"), ("minor", "boolean"), ("withdrawn", "text"),
    ("expires", "timestamptz"), ("feed_id", "text"),
  ]

  /// An array of the rows since the last call.
  mutating func take() -> String {
    defer { bytes.removeAll(keepingCapacity: true) }
    return "[\(String(decoding: bytes, as: UTF8.self))]"
  }

  /// What the ledger calls `item`; nil for one that has neither an id nor an address, or no date in a listing.
  func id(of item: SourceItem) -> String? {
    switch item.identity {
    case .item(let id, let address):
      if let id = id.map({ XMLCharacters.cleaned($0).text }), !id.isEmpty { return id }
      return address.flatMap { site.url.resolving($0.string)?.string }
    case .listed:
      guard let date = item.published.flatMap(SourceDate.init) else { return nil }
      return "\(date.date(in: item.timeZone ?? site.timeZone))/\(Slug.of(item.title ?? ""))"
    }
  }

  /// Adds a row; or says why no row can hold it.
  ///
  /// - Throws: what reading a body throws.
  mutating func add(_ item: SourceItem, as id: String) throws -> Problem? {
    func refused(_ rule: String, _ message: String) -> Problem { .error(at: item.place, rule: rule, message) }
    let zone = item.timeZone ?? site.timeZone
    func instant(_ text: String?) -> Timestamp? {
      text.flatMap(SourceDate.init)?.instant(in: zone, at: site.timeOfDay)
    }
    for (name, text) in [("published", item.published), ("updated", item.updated), ("expires", item.expires)] {
      if let text, SourceDate(text) == nil {
        return refused("RFC 3339", "its date “\(name)”, \(text), is none: write it as 2022-03-25T12:00:00Z")
      }
    }
    let updated = instant(item.updated)
    guard var published = instant(item.published) ?? updated else {
      return refused("RFC 4287 §4.2.15", "has no date: give it the date of its publication")
    }
    if case .day(let day)? = item.published.flatMap(SourceDate.init), let later = secondsOfDay[day] {
      published = published + Int64(later)
      secondsOfDay[day] = later - 1
    }

    let address = self.address(of: item, as: id)
    let page = Page(
      id: id, base: address.flatMap(site.url.resolving) ?? site.url, site: site, wantsSummary: item.summary == nil,
      wantsImage: item.image == nil)
    var summary: String?
    if let text = item.summary {
      summary = text.markup.plainText(try text.read().text, of: page).text
    }
    var (markup, content, image) = (BodyMarkup.Kind.html, String?.none, item.image)
    if let body = item.content {
      let text = try body.read()
      if let known = body.markup as? BodyMarkup, known == BodyMarkup(known.kind) {
        (markup, content) = (known.kind, text.string)
      } else {
        let rendered = body.markup.render(text.text, of: page)
        switch rendered.content {
        case .html(let html): content = String(decoding: html.utf8, as: UTF8.self)
        case .text(let text): (markup, content) = (.text, text)
        case nil: break
        }
        summary = summary ?? rendered.summary
        image = image ?? rendered.image?.string
      }
    }
    for (name, text, most) in [
      ("id", id, 2_000), ("url", address, 8_000), ("title", item.title, 10_000), ("summary", summary, 1_000_000),
      ("content", content, 20_000_000), ("image", image, 8_000), ("banner_image", item.bannerImage, 8_000),
      ("external_url", item.externalURL, 8_000), ("withdrawn", item.withdrawn, 10_000),
      ("feed_id", item.feedID, 8_000), ("language", item.language, 100),
    ] {
      if let text, text.utf8.count > most {
        return refused("PostgreSQL", "its \(name) has over \(most) bytes, which its column does not take: shorten it")
      }
    }
    if let language = item.language, !language.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0.isLetter || $0.isDigit })
    {
      return refused("BCP 47", "its language “\(language)” is none: write it as en or de-CH")
    }

    var json = JSONWriter()
    json.object { json in
      func list(_ name: StaticString, _ texts: [String]) {
        json.array(name) { json in for text in texts { json.string(nil, text) } }
      }
      json.string("id", id)
      json.string("url", address)
      json.string("title", item.title)
      json.string("summary", summary)
      json.string("content", content)
      json.string("markup", markup.rawValue)
      json.string("published", published.rfc3339)
      json.string("updated", updated?.rfc3339)
      json.array("authors") { json in for author in item.authors { json.person(author) } }
      list("tags", item.tags)
      list("categories", item.categories)
      json.string("language", item.language)
      json.string("image", image)
      json.string("banner_image", item.bannerImage)
      json.string("external_url", item.externalURL)
      json.array("attachments") { json in for file in item.attachments { json.attachment(file) } }
      list("aliases", item.aliases)
      if let origin = item.origin { json.origin(origin) }
      if let episode = item.episode { json.episode(episode) }
      json.boolean("hidden", item.isHidden)
      json.boolean("minor", item.isMinorEdit)
      json.string("withdrawn", item.withdrawn)
      json.string("expires", instant(item.expires)?.rfc3339)
      json.string("feed_id", item.feedID)
    }
    if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
    bytes += json.bytes
    return nil
  }

  private func address(of item: SourceItem, as id: String) -> String? {
    switch item.identity {
    case .item(_, let address): return address?.string
    case .listed(let rule):
      guard let date = item.published.flatMap(SourceDate.init) else { return nil }
      let slug = Slug.of(item.title ?? "")
      return rule.permalink(
        date: date.date(in: item.timeZone ?? site.timeZone), slug: slug, currentSlug: slug, on: site)?.string
    }
  }
}

extension JSONWriter {
  fileprivate mutating func person(_ person: Person) {
    object { json in
      json.string("name", person.name)
      json.string("url", person.url)
      json.string("email", person.email)
      json.string("affiliation", person.affiliation)
    }
  }

  fileprivate mutating func attachment(_ file: Attachment) {
    object { json in
      json.string("url", file.url)
      json.string("mime_type", file.mediaType)
      json.string("title", file.title)
      json.number("size_in_bytes", file.size)
      json.number("duration_in_seconds", file.duration)
    }
  }

  fileprivate mutating func origin(_ origin: Origin) {
    object("origin") { json in
      json.string("id", origin.id)
      json.string("title", origin.title)
      json.string("updated", origin.updated)
      json.string("url", origin.url)
      json.string("feed_url", origin.feedURL)
    }
  }

  fileprivate mutating func episode(_ episode: Episode) {
    object("episode") { json in
      json.number("number", episode.number)
      json.number("season", episode.season)
      json.string("type", episode.kind?.rawValue)
      if let isExplicit = episode.isExplicit { json.boolean("explicit", isExplicit) }
      json.string("image", episode.image)
      json.string("title", episode.title)
    }
  }
}
