internal import Syndication
internal import SyndicationMarkup

/// Makes items of the rows of entries, and problems of what is wrong with them.
struct EntryRows {
  private(set) var contents = SourceContents()
  private let source: PostgresSource
  /// Of the row that is read.
  private var id = ""

  init(of source: PostgresSource) { self.source = source }

  /// A statement that gives the rows as `read` takes them, newest first.
  ///
  /// - Parameters:
  ///   - condition: which.
  ///   - comes: whether the bodies come with a row.
  static func select(_ condition: String, comes: String = "true") -> String {
    func time(_ column: String) -> String { "to_char(\(column), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')" }
    return """
      SELECT id, version, url, title, CASE WHEN comes THEN summary END, summary IS NOT NULL,
        CASE WHEN comes THEN content END, content IS NOT NULL, markup, \(time("published")), \(time("updated")),
        nullif(authors, '[]'), to_json(nullif(tags, '{}')), to_json(nullif(categories, '{}')), language, image,
        banner_image, external_url, nullif(attachments, '[]'), to_json(nullif(aliases, '{}')), origin, episode, hidden,
        minor, withdrawn, \(time("expires")), feed_id
      FROM (SELECT *, entry.xmin::text AS version, \(comes) AS comes FROM syndicate.entry WHERE \(condition)) AS entry
      ORDER BY entry.published DESC, entry.id
      """
  }

  mutating func read(_ rows: PostgresRows, _ row: Int) {
    let before = contents.problems.count
    id = rows.text(row, 0)!
    func text(_ column: Int) -> String? { rows.text(row, column) }
    func body(_ column: Int, _ name: PostgresBody.Column) -> Body? {
      if let text = text(column) { return .text(text) }
      guard rows.boolean(row, column + 1) else { return nil }
      return .handle(
        PostgresBody(
          connection: source.connection, site: source.site, entry: id, version: text(1)!, column: name))
    }
    var item = SourceItem(
      source: source.name, place: place(), identity: .item(id: id, url: text(2).map { .written($0) }))
    // JSON Feed knows posts without a title.
    item.needsNoTitle = true
    item.title = text(3)
    item.summary = body(4, .summary).map { Content(.text, $0) }
    item.content = body(6, .content).map { Content(BodyMarkup.Kind(rawValue: text(8)!) ?? .html, $0) }
    item.setDates(published: text(9).map { WrittenDate($0) }, updated: text(10).map { WrittenDate($0) })
    item.authors = values(rows, row, 11, "authors").enumerated().compactMap { author($1, $0) }
    item.tags = values(rows, row, 12, "tags").compactMap(\.string)
    item.categories = values(rows, row, 13, "categories").compactMap(\.string)
    item.language = text(14)
    item.image = text(15)
    item.bannerImage = text(16)
    item.externalURL = text(17)
    item.attachments = values(rows, row, 18, "attachments").enumerated().compactMap { attachment($1, $0) }
    item.aliases = values(rows, row, 19, "aliases").compactMap(\.string)
    if let value = value(rows, row, 20) { item.origin = origin(value) }
    if let value = value(rows, row, 21) { item.episode = episode(value) }
    item.isHidden = rows.boolean(row, 22)
    item.isMinorEdit = rows.boolean(row, 23)
    item.withdrawn = text(24)
    item.expires = text(25)
    item.feedID = text(26)
    if contents.problems.count == before { contents.items.append(item) }
  }

  // MARK: - What is JSON in a row

  /// Whom nothing is said of is nobody; who has an address only is called by it.
  private mutating func author(_ value: DataValue, _ index: Int) -> Person? {
    guard let members = Members(value, at: ["authors", "\(index)"], for: &self) else { return nil }
    let (name, url) = (members.text("name", &self), members.text("url", &self))
    let person = Person(
      name: name.flatMap { $0.isEmpty ? nil : $0 } ?? url ?? "", url: url, email: members.text("email", &self),
      affiliation: members.text("affiliation", &self))
    return person.name.isEmpty ? nil : person
  }

  private mutating func attachment(_ value: DataValue, _ index: Int) -> Attachment? {
    let place = ["attachments", "\(index)"]
    guard let members = Members(value, at: place, for: &self) else { return nil }
    let url = members.text("url", &self) ?? ""
    let type = members.text("mime_type", &self) ?? ""
    for (name, text) in [("url", url), ("mime_type", type)] where text.isEmpty {
      report("the attachment has no \"\(name)\": add it", at: place)
    }
    return Attachment(
      url: url, mediaType: type, title: members.text("title", &self),
      size: members.amount("size_in_bytes", &self).map { Int($0) },
      duration: members.amount("duration_in_seconds", &self))
  }

  private mutating func origin(_ value: DataValue) -> Origin? {
    guard let members = Members(value, at: ["origin"], for: &self) else { return nil }
    let origin = Origin(
      id: members.text("id", &self), title: members.text("title", &self), updated: members.text("updated", &self),
      url: members.text("url", &self), feedURL: members.text("feed_url", &self))
    return origin == Origin() ? nil : origin
  }

  private mutating func episode(_ value: DataValue) -> Episode? {
    guard let members = Members(value, at: ["episode"], for: &self) else { return nil }
    var kind: Episode.Kind?
    if let text = members.text("type", &self) {
      kind = Episode.Kind(rawValue: text)
      if kind == nil {
        report("this is \"\(text)\", and has to be \"full\", \"trailer\" or \"bonus\"", at: ["episode", "type"])
      }
    }
    return Episode(
      number: members.count("number", &self), season: members.count("season", &self), kind: kind,
      isExplicit: members.boolean("explicit", &self), image: members.text("image", &self),
      title: members.text("title", &self))
  }

  /// The members of an object: reports each that is of another type than it has to be.
  private struct Members {
    private let value: DataValue
    private let names: [String]

    /// Nil for what is no object, which is reported.
    init?(_ value: DataValue, at names: [String], for rows: inout EntryRows) {
      guard case .object = value else {
        rows.report("this has to be an object", at: names)
        return nil
      }
      self.value = value
      self.names = names
    }

    /// Nil where there is none, or null.
    private func member<Value>(
      _ name: String, _ type: String, _ rows: inout EntryRows, _ read: (DataValue) -> Value?
    ) -> Value? {
      guard let found = value[name], found != .null else { return nil }
      let value = read(found)
      if value == nil { rows.report("this has to be \(type)", at: names + [name]) }
      return value
    }

    func text(_ name: String, _ rows: inout EntryRows) -> String? { member(name, "a string", &rows, \.string) }

    func boolean(_ name: String, _ rows: inout EntryRows) -> Bool? {
      member(name, "true or false", &rows) { if case .boolean(let value) = $0 { value } else { nil } }
    }

    func amount(_ name: String, _ rows: inout EntryRows) -> Double? {
      member(name, "a number from 0 to 2^53", &rows) { value in
        if case .number(let number) = value, number >= 0, number < 0x1p53 { number } else { nil }
      }
    }

    func count(_ name: String, _ rows: inout EntryRows) -> Int? {
      member(name, "a whole number, 1 or more", &rows) { value in
        if case .number(let number) = value, let count = Int(exactly: number), count > 0 { count } else { nil }
      }
    }
  }

  private mutating func values(_ rows: PostgresRows, _ row: Int, _ column: Int, _ name: String) -> [DataValue] {
    guard let value = value(rows, row, column) else { return [] }
    if case .array(let elements) = value { return elements }
    report("this has to be an array", at: [name])
    return []
  }

  private func value(_ rows: PostgresRows, _ row: Int, _ column: Int) -> DataValue? {
    rows.withBytes(row, column) { try? DataValue(json: Array($0)) } ?? nil
  }

  // MARK: -

  private mutating func report(_ message: String, at names: [String]) {
    contents.problems.addError(at: place(names), rule: "JSON Feed 1.1", message)
  }

  /// Where something of the row is: RFC 6901, in an object of entries by their ids.
  private func place(_ names: [String] = []) -> Place {
    let pointer = ([id] + names).map { name in
      "/"
        + name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
    return Place(file: EntryRows.file(of: source.site), pointer: pointer.joined())
  }

  /// That of all entries, for messages: the configuration has the site's.
  private static func file(of site: PostgresSite) -> String { "postgresql:\(site.name)/entry" }

  /// The id of the entry that something is in; nil where it is in none.
  static func entry(at place: Place, of site: PostgresSite) -> String? {
    guard place.file == file(of: site), let pointer = place.pointer else { return nil }
    let id = pointer.dropFirst().prefix { $0 != "/" }
    return id.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
      .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
  }
}
