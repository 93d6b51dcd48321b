/// An entry whose fields are ready to be written: text plain and clean, content safe, every URL absolute.
///
/// Made once for an entry that some feed selects, and the same in every format and feed.
public struct PreparedEntry: Sendable, Hashable {
  /// The body, as HTML or plain text.
  public enum Content: Sendable, Hashable {
    /// Markup that was cleaned.
    case html(SafeHTML)
    /// Plain text.
    case text(String)

    /// Where a body that is longer than `limit` ends: behind a line or a tag where one ends near, else behind a character.
    static func end(of body: [UInt8], at limit: Int) -> Int {
      let near = body[(limit - 4_096)..<limit]
      for mark in "\n>".utf8 { if let last = near.lastIndex(of: mark) { return last + 1 } }
      return body[...limit].lastIndex { $0 & 0xC0 != 0x80 } ?? limit
    }

    /// Whether it is plain text.
    var isText: Bool { if case .text = self { true } else { false } }

    /// As HTML.
    var html: SafeHTML {
      switch self {
      case .html(let html): html
      case .text(let text): SafeHTML(Self.html(of: text))
      }
    }

    /// Plain text as HTML: its lines are marked up, and its paragraphs where there are several.
    static func html(of text: String) -> [UInt8] {
      var escaped = ByteBuffer(capacity: Escaping.room(for: text.utf8.count))
      escaped.append(text, .xmlText)
      guard escaped.bytes.has(UInt8(ascii: "\n")) else { return [UInt8](escaped) }
      let paragraphs = String(decoding: escaped.bytes, as: UTF8.self).split(separator: /\n\s*\n/)
        .map { $0.replacing("\n", with: "<br>") }
      let html =
        paragraphs.count < 2 ? paragraphs.joined() : paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n")
      return Array(html.utf8)
    }
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

    /// Whether it is heard or seen over time.
    package var isPlayable: Bool { medium == "audio" || medium == "video" }

    /// Its duration in whole seconds.
    package var seconds: String? { duration.map { String(Int($0.rounded())) } }

    /// What kind of thing it is. Media RSS 1.5.1, `media:content`.
    package var medium: String? {
      switch mediaType.prefix(while: { $0 != "/" }) {
      case "audio": "audio"
      case "video": "video"
      case "image": "image"
      case "text": "document"
      default: mediaType == "application/pdf" || mediaType == "application/epub+zip" ? "document" : nil
      }
    }
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
  /// Nil for a post without one; not empty.
  public var title: String?
  /// As in `Entry`.
  public var published: Timestamp
  /// As in `Entry`.
  public var updated: Timestamp
  /// Never empty: the site's where the entry has none (rule A2).
  public var authors: [Person]
  /// As in `Entry`.
  public var tags: [Term]
  /// Plain text, its paragraphs parted by a blank line; not empty.
  public let summary: String?
  /// The same as HTML.
  let summaryHTML: SafeHTML?
  /// Safe, every address absolute; not blank.
  public var content: Content?
  /// What it is shown with: the source's, else the first in the content that is no icon.
  public var image: AbsoluteURL?
  /// A picture as wide as the page.
  public var bannerImage: AbsoluteURL?
  /// The page elsewhere that it is about; another than its own.
  public var externalURL: AbsoluteURL?
  /// Files that belong to it.
  public var attachments: [Attachment]
  /// Its text plain, its image absolute; not empty.
  public var episode: Episode?
  /// Where it differs from the site's.
  public var language: String?
  /// Nil for the site's own; else some of it is there.
  public var origin: Origin?
  /// Whether it is published by a podcast.
  public var isOfPodcast = false

  /// The title, for where there has to be one. Rule T2.
  public var displayTitle: String {
    title ?? PlainText.cut(summary.map { PlainText.line($0).text } ?? permalink?.string ?? id, at: 80)
  }

  /// The attachment that is shown where there is room for one: the first that is played, else the first.
  var enclosure: Attachment? { attachments.first(where: \.isPlayable) ?? attachments.first }

  /// Cleans every field of `input`, and warns of what was taken out.
  public static func prepared(from input: consuming RenderInput.Entry) -> (entry: PreparedEntry, warnings: [Warning]) {
    var fields = FieldCleaner(input: input)
    let summary = fields.summary()
    let image = fields.input.image.flatMap { $0.isEmpty ? nil : fields.base.resolving($0) }
    let body = fields.body(wantsSummary: summary == nil, wantsImage: image?.isWebAddress != true)
    let summaryOrExcerpt = (summary ?? body.summary).map { fields.cut($0, "summary", by: .summaryCharacters) }
    let title = fields.line(fields.input.title, "title")
    let external = fields.externalURL()
    // Readers want a link: that of a post without a page of its own is what it is about, unless its id is one.
    let permalink =
      fields.input.permalink
      ?? external.flatMap { AbsoluteURL(fields.input.id).flatMap { $0.isWebAddress ? $0 : nil } ?? $0 }
    let entry = PreparedEntry(
      id: fields.input.id, permalink: permalink, title: title, published: fields.input.published,
      updated: fields.input.updated,
      authors: fields.authors(fields.input.authors), tags: fields.input.tags, summary: summaryOrExcerpt,
      summaryHTML: summaryOrExcerpt.map { SafeHTML(Content.html(of: $0)) }, content: body.content,
      image: fields.url(fields.input.image, "image", schemes: AbsoluteURL.web)
        ?? body.image.flatMap { fields.short($0, "image") },
      bannerImage: fields.url(fields.input.bannerImage, "banner image", schemes: AbsoluteURL.web),
      externalURL: external == permalink ? nil : external,
      attachments: fields.attachments(fields.input.attachments), episode: fields.episode(fields.input.episode),
      language: fields.language(fields.input.language), origin: fields.origin(fields.input.origin),
      isOfPodcast: fields.input.site.value.podcast != nil)
    if title == nil, !fields.input.needsNoTitle {
      fields.warn("T2", "has no title: where one is needed, it is “\(entry.displayTitle)”; give it one")
    }
    if entry.isOfPodcast { fields.checkEpisode(entry.episode, in: entry.enclosure) }
    return (entry, fields.warnings)
  }
}

/// Turns the raw fields of one entry into what may leave.
struct FieldCleaner {
  let input: RenderInput.Entry
  var warnings: [Warning] = []

  var site: Site { _read { yield input.site.value } }
  var base: AbsoluteURL { input.permalink ?? input.site.value.url }

  mutating func warn(_ rule: String, _ message: String) { warnings.append(Warning(rule: rule, message)) }

  mutating func line(_ text: String?, _ field: String) -> String? {
    guard let text else { return nil }
    let (result, dropped) = PlainText.line(text)
    if let warning = Warning(dropped: dropped, from: field) { warnings.append(warning) }
    return result.isEmpty ? nil : cut(result, field, by: .nameCharacters)
  }

  /// Rule P3.
  mutating func cut(_ text: String, _ field: String, by limit: Limit) -> String {
    guard let cut = PlainText.cut(text, by: limit) else { return text }
    warn("P3", "the \(field) has over \(limit.value) characters: the rest is cut; shorten it")
    return cut
  }

  /// Nil, and a warning, where an address is longer than any that leads somewhere.
  mutating func short(_ url: AbsoluteURL, _ field: String) -> AbsoluteURL? {
    if url.string.utf8.count <= Limit.addressBytes.value { return url }
    warn("P3", "the address of the \(field) has over \(Limit.addressBytes.value) bytes, and is left out; shorten it")
    return nil
  }

  /// Rule B4: what the source gives is not made shorter than it may be.
  mutating func summary() -> String? {
    guard let summary = input.summary else { return nil }
    let (text, dropped) = summary.markup.plainText(bounded(summary, "summary"), of: page())
    if let warning = Warning(dropped: dropped, from: "summary") { warnings.append(warning) }
    return text.isEmpty ? nil : text
  }

  /// The body as its markup renders it.
  mutating func body(wantsSummary: Bool, wantsImage: Bool) -> RenderedBody {
    guard let content = input.content else { return RenderedBody() }
    let others = warnings
    warnings = []
    let body = bounded(content, "content")
    let rendered = content.markup.render(body, of: page(wantsSummary: wantsSummary, wantsImage: wantsImage))
    // What is said of the body comes first.
    warnings += rendered.warnings + others
    return rendered
  }

  /// Without what is longer than its markup takes.
  private mutating func bounded(_ text: RenderInput.Text, _ field: String) -> [UInt8] {
    let (bytes, limit) = (text.bytes, text.markup.limit)
    guard bytes.count > limit else { return bytes }
    warn(
      "P3",
      "has \(bytes.count) bytes of \(field): what is beyond \(limit) is cut; split it, or publish its summary")
    return Array(bytes[..<PreparedEntry.Content.end(of: bytes, at: limit)])
  }

  private func page(wantsSummary: Bool = false, wantsImage: Bool = false) -> Page {
    Page(id: input.id, base: base, of: input.site, wantsSummary: wantsSummary, wantsImage: wantsImage)
  }

  mutating func authors(_ people: [Person]) -> [Person] {
    let authors = people.compactMap { person -> Person? in
      guard let name = line(person.name, "author's name") else {
        warn("T2", "an author without a name is left out")
        return nil
      }
      let url = url(person.url, "author's url", schemes: AbsoluteURL.webAndMail)?.string
      return Person(
        name: name, url: url, email: email(person.email), affiliation: line(person.affiliation, "affiliation"))
    }
    return authors.isEmpty ? site.authors : authors
  }

  /// RFC 4287 §3.2.3, the shape alone.
  private mutating func email(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard text.utf8.count <= Limit.nameCharacters.value, Person.isEmail(text) else {
      warn("RFC 4287 §3.2.3", "“\(shown(text))” is no e-mail address and is left out")
      return nil
    }
    return text
  }

  mutating func url(_ text: String?, _ field: String, schemes: [StaticString]) -> AbsoluteURL? {
    guard let text, !text.isEmpty else { return nil }
    guard let url = base.resolving(text), schemes.contains(where: url.isOf) else {
      warn("I5", "the \(field) “\(shown(text))” is no address that a reader can follow, and is left out")
      return nil
    }
    return short(url, field)
  }

  /// What is the post's own page is not elsewhere.
  mutating func externalURL() -> AbsoluteURL? {
    let url = url(input.externalURL, "external address", schemes: AbsoluteURL.web)
    return url == input.permalink ? nil : url
  }

  mutating func origin(_ origin: Origin?) -> PreparedEntry.Origin? {
    guard let origin else { return nil }
    var id = origin.id.flatMap { $0.isEmpty ? nil : $0 }
    if let text = id, text.utf8.count > Limit.addressBytes.value || !AbsoluteURL.isIdentifier(text) {
      warn(
        "RFC 4287 §4.2.6",
        "“\(shown(text))”, the id of the feed that it comes from, is no URI of a known scheme and is left out")
      id = nil
    }
    let result = PreparedEntry.Origin(
      id: id, title: line(origin.title, "title of the feed that it comes from"),
      updated: origin.updated.flatMap(SourceDate.init)?.instant(in: site.timeZone, at: site.timeOfDay),
      url: url(origin.url, "address of the site that it comes from", schemes: AbsoluteURL.web),
      feedURL: url(origin.feedURL, "address of the feed that it comes from", schemes: AbsoluteURL.web))
    return result == PreparedEntry.Origin() ? nil : result
  }

  mutating func language(_ tag: String?) -> String? {
    guard let tag, !tag.isEmpty else { return nil }
    // The shape of a tag (BCP 47 §2.1): `en`, `pt-BR`, `zh-Hant-TW`.
    guard tag.utf8.count <= Limit.nameCharacters.value,
      tag.wholeMatch(of: /[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil
    else {
      warn("BCP 47", "“\(shown(tag))” is no language tag and is left out")
      return nil
    }
    return tag == site.language ? nil : tag
  }

  func shown(_ text: String) -> String {
    PlainText.cut(PlainText.line(String(text.unicodeScalars.prefix(1_000))).text, at: 60)
  }
}
