/// An entry whose fields are ready to be written: text plain and clean, content safe, every URL absolute.
///
/// Made once for an entry that some feed selects, and the same in every format and feed.
public struct PreparedEntry: Sendable, Hashable {
  /// The body, as HTML or plain text.
  public enum Content: Sendable, Hashable {
    /// UTF-8.
    case html([UInt8])
    case text(String)
  }

  /// A file that belongs to the entry.
  public struct Attachment: Sendable, Hashable {
    /// Where it is.
    public var url: AbsoluteURL
    /// RFC 6838.
    public var mediaType: String
    /// Plain, one line.
    public var title: String?
    /// In bytes.
    public var size: Int?
    /// In seconds.
    public var duration: Double?
  }

  /// The feed that the entry was copied from. RFC 4287 §4.2.11.
  public struct Origin: Sendable, Hashable {
    /// A URI.
    public var id: String?
    /// Plain, one line.
    public var title: String?
    /// When the feed was updated, as the entry's source tells it.
    public var updated: Timestamp?
    /// The page that the feed is of.
    public var url: AbsoluteURL?
    /// Where the feed itself is.
    public var feedURL: AbsoluteURL?
  }

  /// As in `Entry`.
  public var id: String
  /// As in `Entry`.
  public var permalink: AbsoluteURL?
  /// Never empty.
  public var title: String
  /// As in `Entry`.
  public var published: Timestamp
  /// As in `Entry`.
  public var updated: Timestamp
  /// Never empty: the site's where the entry has none (rule A2).
  public var authors: [Person]
  /// As in `Entry`.
  public var tags: [Tag]
  /// Plain text, its paragraphs parted by a blank line; not empty.
  public var summary: String?
  /// Safe, every address absolute; not blank.
  public var content: Content?
  /// What it is shown with: the source's, else the first in the content that is no icon.
  public var image: AbsoluteURL?
  /// Files that belong to it.
  public var attachments: [Attachment]
  /// Its text plain, its image absolute; not empty.
  public var episode: Episode?
  /// Where it differs from the site's.
  public var language: String?
  /// Nil for the site's own; else some of it is there.
  public var origin: Origin?
}

extension PreparedEntry.Content {
  /// How long a body may be, in bytes: ten times what a document holds where nothing else is said, and of Markdown two
  /// times, as cmark-gfm may take two hundred times as much memory. Its rest is cut.
  package static func limit(of kind: Content.Kind) -> Int { kind == .markdown ? 2_000_000 : 10_000_000 }

  /// A summary made of the body's first paragraph; nil where there is no text.
  var excerpt: String? {
    let excerpt =
      switch self {
      case .html(let html): Excerpt.firstParagraph(ofHTML: html)
      case .text(let text): Excerpt.firstParagraph(ofText: text)
      }
    return excerpt.isEmpty ? nil : excerpt
  }

  /// Where a body that is longer than `limit` ends: behind a line or a tag where one ends near, else behind a character.
  static func end(of body: [UInt8], at limit: Int) -> Int {
    let near = body[(limit - 4_096)..<limit]
    for mark in "\n>".utf8 { if let last = near.lastIndex(of: mark) { return last + 1 } }
    return body[...limit].lastIndex { $0 & 0xC0 != 0x80 } ?? limit
  }

  /// As HTML.
  var html: [UInt8] {
    switch self {
    case .html(let html): html
    case .text(let text): Array(Self.html(of: text).utf8)
    }
  }

  /// The first that is no icon.
  var image: AbsoluteURL? {
    if case .html(let html) = self { BodyImage.first(in: html) } else { nil }
  }

  /// Plain text as HTML: its lines are marked up, and its paragraphs where there are several.
  static func html(of text: String) -> String {
    let escaped = XMLCharacters.escaped(text)
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return escaped }
    let paragraphs = escaped.split(separator: /\n\s*\n/).map { $0.replacing("\n", with: "<br>") }
    return paragraphs.count < 2 ? paragraphs.joined() : paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n")
  }
}

extension PreparedEntry {
  /// Prepares `entry`: reads its body, cleans every field, and warns of what was taken out.
  ///
  /// - Throws: what reading the body throws: a failure of the machine.
  init(_ entry: Entry, on site: Site, problems: inout [Problem]) throws {
    let item = entry.item
    var fields = FieldCleaner(entry: entry, site: site)

    let source = try item.content.map { try fields.source($0) }
    let content = source.flatMap { fields.content($0) }
    let summary = try fields.summary(item) ?? source.flatMap(fields.head) ?? content?.excerpt
    let title = fields.line(item.title, "title") ?? fields.madeTitle(from: summary)

    self.init(
      id: entry.id, permalink: entry.permalink, title: title, published: entry.published, updated: entry.updated,
      authors: fields.authors(item.authors), tags: entry.tags, summary: summary, content: content,
      image: fields.url(item.image, "image", schemes: ["http", "https"]) ?? content?.image,
      attachments: fields.attachments(item.attachments), episode: fields.episode(item.episode),
      language: fields.language(item.language),
      origin: fields.origin(item.origin))
    if site.podcast != nil { fields.checkEpisode(episode, in: enclosure) }
    problems += fields.problems
  }
}

/// Turns the raw fields of one entry into what may leave.
struct FieldCleaner {
  let entry: Entry
  let site: Site
  var problems: [Problem] = []

  private var base: AbsoluteURL { entry.permalink ?? site.url }

  mutating func warn(_ rule: String, _ message: String) {
    problems.append(.warning(at: entry.item.place, rule: rule, message))
  }

  mutating func line(_ text: String?, _ field: String) -> String? { cleaned(text, field, PlainText.line) }

  mutating func paragraphs(_ text: String?, _ field: String) -> String? { cleaned(text, field, PlainText.paragraphs) }

  private mutating func cleaned(
    _ text: String?, _ field: String, _ clean: (String) -> (text: String, dropped: Int)
  ) -> String? {
    guard let text else { return nil }
    let (result, dropped) = clean(text)
    noteDropped(dropped, field)
    return result.isEmpty ? nil : result
  }

  private mutating func noteDropped(_ count: Int, _ field: String) {
    if count > 0 {
      warn("XML 1.0 §2.2", "dropped \(count) character\(count == 1 ? "" : "s") that no feed may hold from the \(field)")
    }
  }

  /// Rule T2: from the first words of the summary.
  mutating func madeTitle(from summary: String?) -> String {
    let words = summary.map { PlainText.line($0).text } ?? entry.permalink?.string ?? entry.id
    let title = Excerpt.cut(words, at: 80)
    warn("T2", "has no title: its feeds say “\(title)”; give it one")
    return title
  }

  /// Rule B4: what the source gives is not cut. In Markdown it may be marked up as the body is.
  mutating func summary(_ item: SourceItem) throws -> String? {
    guard let text = try item.summary?.read() else { return nil }
    guard item.content?.kind == .markdown, text.utf8.contains(where: "*_`[<&\\".utf8.contains) else {
      return paragraphs(text, "summary")
    }
    return plainText(Markdown.html(Array(text.utf8), as: item.content?.dialect ?? .commonMark, anchor: anchor))
  }

  /// What the body holds before the mark that ends its summary, as plain text.
  func head(_ source: Source) -> String? {
    let separator = source.content.excerptSeparator
    // A comment outlives the conversion, which knows the code in which it is none, and the links that are defined below.
    if source.content.kind == .markdown, let separator, !separator.hasPrefix("<!--"),
      let head = Excerpt.head(of: source.body, before: separator)
    {
      return plainText(Markdown.html(head, as: source.content.dialect, anchor: anchor))
    }
    guard let head = Excerpt.head(of: source.html, before: separator) else { return nil }
    guard source.content.kind == .text else { return plainText(head) }
    let text = PlainText.paragraphs(String(decoding: head, as: UTF8.self)).text
    return text.isEmpty ? nil : text
  }

  private func plainText(_ html: [UInt8]) -> String? {
    let text = Excerpt.plainText(ofHTML: HTMLCleaner(base: base).clean(html).html)
    return text.isEmpty ? nil : text
  }

  /// Makes the anchors of footnotes differ from those of every other entry.
  private var anchor: String { String("\(ContentHash(entry.id))".prefix(8)) }

  /// A body that was read, with its template filled in; and the HTML that it means, or its text.
  struct Source {
    let content: Content
    let body: [UInt8]
    let html: [UInt8]
  }

  mutating func source(_ content: Content) throws -> Source {
    var body = try content.body.utf8()
    let limit = PreparedEntry.Content.limit(of: content.kind)
    if body.count > limit {
      warn("P3", "has \(body.count) bytes of content: what is beyond \(limit) is cut; split it, or publish its summary")
      body.removeSubrange(PreparedEntry.Content.end(of: body, at: limit)...)
    }
    if let template = content.template {
      let expanded = template.expand(body, as: content.kind, permalink: base, on: site)
      for (kind, count) in expanded.unfilled.sorted(by: { $0.key < $1.key }) {
        let times = count > 1 ? "\(count) × " : ""
        warn("template", "left out of the content, as only its generator can fill it in: \(times)\(kind)")
      }
      body = expanded.body
    }
    return Source(
      content: content, body: body,
      html: content.kind == .markdown ? Markdown.html(body, as: content.dialect, anchor: anchor) : body)
  }

  mutating func content(_ source: Source) -> PreparedEntry.Content? {
    switch source.content.kind {
    case .html, .markdown:
      let base = source.content.base.flatMap(base.resolving) ?? base
      let clean = HTMLCleaner(base: base).clean(source.html)
      if !clean.removed.isEmpty {
        let kinds = clean.removed.sorted { $0.key < $1.key }.map { $0.value > 1 ? "\($0.key) (\($0.value))" : $0.key }
        warn("B2", "removed from the content: \(kinds.joined(separator: ", "))")
      }
      return clean.isBlank ? nil : .html(clean.utf8)
    case .text:
      let (text, dropped) = XMLCharacters.cleaned(String(decoding: source.body, as: UTF8.self))
      noteDropped(dropped, "content")
      return text.allSatisfy(\.isWhitespace) ? nil : .text(text)
    }
  }

  mutating func authors(_ people: [Person]) -> [Person] {
    let authors = people.compactMap { person -> Person? in
      guard let name = line(person.name, "author's name") else {
        warn("T2", "an author without a name is left out")
        return nil
      }
      let url = url(person.url, "author's url", schemes: ["http", "https", "mailto"])?.string
      return Person(
        name: name, url: url, email: email(person.email), affiliation: line(person.affiliation, "affiliation"))
    }
    return authors.isEmpty ? site.authors : authors
  }

  /// RFC 4287 §3.2.3, the shape alone.
  private mutating func email(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard Person.isEmail(text) else {
      warn("RFC 4287 §3.2.3", "“\(shown(text))” is no e-mail address and is left out")
      return nil
    }
    return text
  }

  mutating func url(_ text: String?, _ field: String, schemes: Set<String>) -> AbsoluteURL? {
    guard let text, !text.isEmpty else { return nil }
    guard let url = base.resolving(text), schemes.contains(url.scheme) else {
      warn("I5", "the \(field) “\(shown(text))” is no address that a reader can follow, and is left out")
      return nil
    }
    return url
  }

  mutating func origin(_ origin: Origin?) -> PreparedEntry.Origin? {
    guard let origin else { return nil }
    var id = origin.id.flatMap { $0.isEmpty ? nil : $0 }
    if let text = id, !AbsoluteURL.isURI(text) {
      warn("RFC 4287 §4.2.6", "“\(shown(text))”, the id of the feed that it comes from, is no URI and is left out")
      id = nil
    }
    let result = PreparedEntry.Origin(
      id: id, title: line(origin.title, "title of the feed that it comes from"),
      updated: origin.updated.flatMap(SourceDate.init)?.instant(in: site.timeZone, at: site.timeOfDay),
      url: url(origin.url, "address of the site that it comes from", schemes: ["http", "https"]),
      feedURL: url(origin.feedURL, "address of the feed that it comes from", schemes: ["http", "https"]))
    return result == PreparedEntry.Origin() ? nil : result
  }

  mutating func language(_ tag: String?) -> String? {
    guard let tag, !tag.isEmpty else { return nil }
    guard Site.isLanguageTag(tag) else {
      warn("BCP 47", "“\(shown(tag))” is no language tag and is left out")
      return nil
    }
    return tag == site.language ? nil : tag
  }

  func shown(_ text: String) -> String { Excerpt.cut(PlainText.line(text).text, at: 60) }
}

extension Person {
  /// Whether `text` has the shape of an address: one `@`, something on both sides, no spaces or brackets.
  package static func isEmail(_ text: String) -> Bool {
    text.wholeMatch(of: /[^\s@<>()"\u{0}-\u{1F}]+@[^\s@<>()"\u{0}-\u{1F}]+/) != nil
  }
}

extension Site {
  /// Whether `text` has the shape of a language tag (BCP 47 §2.1): `en`, `pt-BR`, `zh-Hant-TW`.
  package static func isLanguageTag(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil
  }
}
