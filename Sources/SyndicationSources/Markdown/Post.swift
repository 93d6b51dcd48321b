internal import Syndication

/// A post that was read, before it is known where it lives.
struct Post: Sendable {
  var file: PostFile
  var fields: Fields
  /// What stands in the file itself: no default of the site, and nothing that another file tells.
  var written: Fields
  var title: String?
  /// As it stands in the file, or its name does.
  var writtenTitle: String?
  /// As `SourceDate` reads them.
  var date: String?
  /// Whether the name of its file has dated it, and a generator takes the rest of the name for its slug.
  var isDatedByName = false
  /// The day and time that its address tells.
  var local: (date: LocalDate, secondOfDay: Int)?
  var tags: [String] = []
  var categories: [String] = []
  /// The categories that feeds show, beside tags.
  var shownCategories: [String] = []

  /// The post's own slug, else what `otherwise` is.
  func slug(else otherwise: String) -> String { fields.text(.slug).flatMap { $0.isEmpty ? nil : $0 } ?? otherwise }

  /// What a pattern of an address may name.
  ///
  /// - Parameters:
  ///   - slug: the value of `slug` and its kin.
  ///   - more: other names, which win.
  ///   - hasLayouts: whether still others are dates, written as Go's are.
  func values(slug: String, _ more: [String: String] = [:], hasLayouts: Bool = false) -> PermalinkPattern.Values {
    let sections = file.sections.joined(separator: "/")
    var texts = [
      "slug": slug, "name": file.name, "path": sections.isEmpty ? file.name : "\(sections)/\(file.name)",
      "section": file.sections.first ?? "", "sections": sections,
      "categories": categories.map { $0.lowercased() }.uniqued().joined(separator: "/"),
      "category": categories.first.map(AddressText.ascii) ?? "",
    ]
    texts.merge(more) { $1 }
    let local = local ?? (LocalDate(year: 1970, month: 1, day: 1)!, 0)
    return PermalinkPattern.Values(
      date: local.date, secondOfDay: local.secondOfDay, texts: texts, hasLayouts: hasLayouts)
  }
}

extension Post {
  /// The title that it states, else a heading that its text begins with, else its name where that begins with a date.
  ///
  /// - Parameters:
  ///   - start: of the text, in bytes.
  ///   - text: that of HTML, where titles are HTML.
  ///   - mayBeHeading: whether a heading may be the title.
  ///   - named: the title that a name makes.
  /// - Returns: where the body begins: behind such a heading.
  mutating func readTitle(
    above start: Int, in bytes: UnsafeBufferPointer<UInt8>, asHTML text: ((String) -> String)?, mayBeHeading: Bool,
    else named: (PostFile) -> String
  ) -> Int {
    title = fields.text(.title).map { text?($0) ?? $0 }.flatMap { $0.isEmpty ? nil : $0 }
    writtenTitle = written.text(.title)
    if title == nil, mayBeHeading, let heading = Post.heading(in: bytes, from: start) {
      (title, writtenTitle) = (heading.text, heading.text)
      return heading.end
    }
    if title == nil, file.date != nil { title = named(file) }
    if title != nil, writtenTitle == nil { writtenTitle = file.name }
    return start
  }

  /// A heading of the first level that a text begins with, and what is behind it, in bytes.
  private static func heading(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (text: String, end: Int)? {
    let start = bytes[min(start, bytes.count)...].firstIndex { $0 > 0x20 } ?? bytes.count
    let stop = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let line = String(decoding: bytes[start..<stop], as: UTF8.self)
    guard line.hasPrefix("# ") else { return nil }
    let marked = String(line.dropFirst(2)).trimmingWhitespace
    let text = String(marked[...].trimmingSuffix { $0 == "#" }).trimmingWhitespace
    return text.isEmpty ? nil : (text, min(stop + 1, bytes.count))
  }

  /// A day that an address has in its own `path`: `blog/2022/03/25/name`.
  var dateInPath: String? {
    let segments = (fields.text(.permalink) ?? "").split(separator: "/", omittingEmptySubsequences: false)
    let days = segments.indices.dropLast(2).lazy.map { PostFile.parted(segments[$0...$0 + 2].joined(separator: "-")) }
    return days.first { $0.date != nil && $0.rest.isEmpty }?.date
  }

  /// Whether it says that it is not to be published yet.
  var isDraft: Bool {
    let status = fields.value["status"]?.text?.lowercased()
    return fields.all(.draft).contains { $0.value.flag == true } || fields.value["published"]?.flag == false
      || fields.value["publish"]?.flag == false || ["draft", "hidden", "private"].contains(status)
  }

  /// Whether it says that it is to be in no feed, though it be on the site.
  var isUnlisted: Bool {
    fields.all(.unlisted).contains { $0.value.flag == true } || fields.all(.listed).contains { $0.value.flag == false }
      || fields.value["status"]?.text?.lowercased() == "unlisted" || fields.value["permalink"]?.flag == false
  }

  /// A field that keeps a post back.
  struct Hiding: Sendable, Hashable {
    var name: String
    var value: String
    /// Whether it stands in the post itself, and is no default of the site.
    var isOwn: Bool
  }

  /// The field that keeps it back, where it is one of the usual ones.
  var hiding: Hiding? {
    func hiding(_ name: String, _ value: DataValue) -> Hiding {
      let isOwn = written.value.members.contains { $0.name.lowercased() == name.prefix { $0 != "." }.lowercased() }
      return Hiding(name: name, value: value.text ?? value.flag.map { "\($0)" } ?? "null", isOwn: isOwn)
    }
    if let flag = (fields.all(.draft) + fields.all(.unlisted)).first(where: { $0.value.flag == true })
      ?? fields.all(.listed).first(where: { $0.value.flag == false })
    {
      return hiding(flag.name, flag.value)
    }
    for name in ["published", "publish", "permalink"] {
      if let value = fields.value[name], value.flag == false || value == .null { return hiding(name, value) }
    }
    if let status = fields.value["status"], status.text?.lowercased() != "published" { return hiding("status", status) }
    for name in ["build", "_build"] {
      for part in ["list", "render"] {
        if let value = fields.value[name]?.member(part),
          value.flag == false || value.text == "never" || value.text == "local"
        {
          return hiding("\(name).\(part)", value)
        }
      }
    }
    return fields.value["eleventyExcludeFromCollections"].map { hiding("eleventyExcludeFromCollections", $0) }
  }

  /// - Parameter folders: the categories that it has by where it lies.
  mutating func readTagsAndCategories(_ rules: GeneratorRules, _ folders: [String]) {
    func list(_ value: DataValue, _ name: String) -> [String] {
      if case .array = value { return value.texts }
      // Maps of names are seen, too.
      if case .object(let members) = value { return members.map(\.name) }
      let text = value.text ?? ""
      if rules.keepsTexts { return [text].filter { !$0.isEmpty } }
      // What is called `tag` or `category` is one.
      if rules.splitsTags, name.hasSuffix("s") { return text.split(whereSeparator: \.isWhitespace).map(String.init) }
      if rules.splitsTags { return [text].filter { !$0.isEmpty } }
      for separator in [";", ","] where text.contains(separator) && !(separator == ";" && text.contains("&")) {
        return text.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
      }
      return [text].filter { !$0.isEmpty }
    }
    let own = fields.all(.categories).filter { $0.value != .boolean(false) }
    categories = (folders + own.flatMap { list($0.value, $0.name) }).uniqued()
    shownCategories = categories
    if rules.showsOneCategory, let one = own.first(where: { $0.name == "category" })?.value {
      shownCategories = list(one, "category")
    }
    tags = fields.first(.tags).map { list($0.value, $0.name) } ?? []
    if rules.readsKeywords, tags.isEmpty && categories.isEmpty, let keywords = fields.value["keywords"] {
      tags = keywords.texts.flatMap { $0.split(separator: ",").map(\.trimmed) }.filter { !$0.isEmpty }
    }
  }
}
