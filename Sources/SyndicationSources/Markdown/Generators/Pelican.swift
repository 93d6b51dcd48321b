internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Pelican: articles in `content`, whose folder is their category, with lines `Title: …` at their beginning.
struct Pelican: Generator {
  let rules: GeneratorRules
  private let content: String
  private let settings: [String: DataValue]
  private let left: [String]
  private let articles: [String]
  private let ignored: [PathPattern]
  /// What the paths of articles say of them, where the configuration says how.
  private var described: [String: [DataValue.Member]] = [:]
  private(set) var doubts: [Problem] = []

  init(_ folder: SiteFolder) throws {
    var settings: [String: DataValue] = [:]
    var made: [String: String] = [:]
    for file in ["pelicanconf.py", "publishconf.py"] {
      guard let text = try folder.text(of: file) else { continue }
      let found = WrittenOut.assignments(in: text, beside: settings)
      for (name, value) in found.values where settings[name] != value { made[name] = nil }
      for name in found.unread where Pelican.telling.contains(name) { made[name] = file }
      settings = found.values
    }
    let place = Place(file: folder.path(of: "pelicanconf.py"))
    func doubt(_ text: String) -> Problem {
      .warning(at: place, rule: "markdown", text)
    }
    if !made.isEmpty {
      let names = made.sorted { $0 < $1 }.map { "\($0.value): \($0.key)" }.joined(separator: ", ")
      doubts.append(
        doubt(
          "what a program makes is not read (\(names)): where it keeps articles back, or says where or when they are, "
            + "write it out"))
    }
    let odd = Pelican.expressions.filter { name in
      settings[name].map { name.hasSuffix("SUBSTITUTIONS") ? !Pelican.areRead($0) : !Pelican.isRead($0) } ?? false
    }
    if !odd.isEmpty {
      doubts.append(
        doubt(
          "the expressions in \(odd.joined(separator: ", ")) are not understood, and passed over: write them more plainly"
        ))
    }
    self.settings = settings
    func text(_ name: String) -> String? { settings[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
    func folders(_ name: String) -> [String]? { settings[name]?.texts.map(\.trimmingSlashes) }
    content = (text("PATH") ?? (folder.has("content") ? "content" : "")).withoutDots
    left = (folders("PAGE_PATHS") ?? ["pages"]) + (folders("ARTICLE_EXCLUDES") ?? [])
    articles = folders("ARTICLE_PATHS") ?? []
    ignored = (settings["IGNORE_FILES"]?.texts ?? []).map { PathPattern($0, stopsAtSlashes: false) }
    let markdown = Pelican.dialect(settings["MARKDOWN"])
    if !markdown.unknown.isEmpty {
      doubts.append(
        doubt(
          "extensions of Markdown that are not followed, so that their text may show as it is written "
            + "(\(markdown.unknown.joined(separator: ", "))): where posts use them, name Pelican's output as \"rendered\""
        ))
    }
    let site = settings.sorted { $0.key < $1.key }.map { DataValue.Member(name: $0.key, value: $0.value) }
    rules = GeneratorRules(
      template: .pelican, site: .object(site), timeZone: try doubts.zone(text("TIMEZONE"), at: place),
      hasHeaders: true, hasHeads: true, dialect: markdown.dialect,
      fields: [.date: ["date"], .permalink: ["url"], .draft: ["draft", "hidden"]],
      readsZones: false, readsMonthsFirst: true, titlesAreHTML: true,
      address: text("SITEURL").flatMap { AbsoluteURL($0) },
      language: text("DEFAULT_LANG"), siteAuthors: Person.siteAuthors(settings["AUTHOR"]),
      publishesFuture: settings["WITH_FUTURE_DATES"]?.flag ?? true,
      skippedFolders: [text("OUTPUT_PATH")?.trimmingSlashes ?? "output", "themes", "plugins", "cache"])
  }

  /// What says which articles there are, where and when.
  private static let telling = Set(expressions).union([
    "ARTICLE_EXCLUDES", "ARTICLE_LANG_URL", "ARTICLE_PATHS", "ARTICLE_URL", "DEFAULT_CATEGORY", "DEFAULT_DATE",
    "DEFAULT_LANG", "DEFAULT_METADATA", "IGNORE_FILES", "PAGE_PATHS", "PATH", "SITEURL", "SLUGIFY_PRESERVE_CASE",
    "SLUGIFY_SOURCE", "SLUGIFY_USE_UNICODE", "TIMEZONE", "USE_FOLDER_AS_CATEGORY", "WITH_FUTURE_DATES",
    "EXTRA_PATH_METADATA",
  ])

  /// What holds expressions of Python's.
  private static let expressions = [
    "FILENAME_METADATA", "PATH_METADATA", "SLUG_REGEX_SUBSTITUTIONS", "CATEGORY_REGEX_SUBSTITUTIONS",
    "AUTHOR_REGEX_SUBSTITUTIONS",
  ]

  /// Python-Markdown with the extensions that `MARKDOWN` names, and those of them that are not followed.
  private static func dialect(_ setting: DataValue?) -> (dialect: MarkdownDialect, unknown: [String]) {
    var dialect = MarkdownDialect.pythonMarkdown
    guard let setting else { return (dialect, []) }
    let configured = setting["extension_configs"]?.members.map(\.name) ?? []
    let names = (configured + (setting["extensions"]?.texts ?? []))
      .map { $0.replacing("markdown.extensions.", with: "") }.uniqued()
    dialect.keepsLines = names.contains("nl2br")
    dialect.hasContentsMark = names.contains("toc")
    dialect.hasBoxes = names.contains("admonition")
    return (dialect, names.filter { !followed.contains($0) }.sorted())
  }

  /// What is followed, and what shows in no text.
  private static let followed: Set<String> = [
    "extra", "abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "admonition",
    "codehilite",
    "meta", "nl2br", "sane_lists", "smarty", "toc",
  ]

  func facts(in folder: SiteFolder) -> SiteFacts {
    let feeds = ["FEED_ALL_ATOM", "FEED_ATOM", "FEED_ALL_RSS", "FEED_RSS"].compactMap(setting)
    return SiteFacts(
      title: setting("SITENAME"), url: setting("SITEURL"), output: setting("OUTPUT_PATH") ?? "output",
      feeds: feeds + ["feeds/all.atom.xml"])
  }

  private func setting(_ name: String) -> String? { settings[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/") else { return .other }
    var post = PostFile(file, below: content, datesNames: false)
    let inner = path(inContent: file)
    if ignored.contains(where: { $0.covers(inner) || $0.matches(PostFile.lastName(of: file)) }) { return .other }
    if left.contains(where: { inner.hasPrefix("\($0)/") }) { return .notPost("it is a page, and no article") }
    if !articles.isEmpty, !articles.contains(where: { $0.isEmpty || inner.hasPrefix("\($0)/") }) {
      return .notPost("it lies in none of the site's ARTICLE_PATHS")
    }
    // The name of a folder is none of an article's.
    if PostFile.lastName(of: file).hasPrefix("index.") {
      post.name = "index"
      post.sections = inner.split(separator: "/").dropLast().map(String.init)
    }
    post.date = LocalDate(String(post.name.prefix(10)))?.description
    return PostFile.role(of: file, post)
  }

  private func path(inContent file: String) -> String {
    String(file.dropFirst(content.isEmpty ? 0 : content.utf8.count + 1))
  }

  mutating func learn(_ files: Set<String>) {
    let patterns = ["PATH_METADATA", "FILENAME_METADATA"].compactMap { name in
      setting(name).flatMap(Pelican.expression).map { (expression: $0, isOfName: name == "FILENAME_METADATA") }
    }
    let extra = settings["EXTRA_PATH_METADATA"]?.members.sorted { $0.name < $1.name } ?? []
    if patterns.isEmpty && extra.isEmpty { return }
    for file in files where content.isEmpty || file.hasPrefix("\(content)/") {
      let path = path(inContent: file)
      // The nearer a path, the later it comes.
      let given = extra.filter { path == $0.name || path.hasPrefix($0.name.hasSuffix("/") ? $0.name : "\($0.name)/") }
      let found = patterns.flatMap { pattern -> [DataValue.Member] in
        let text = pattern.isOfName ? PostFile.stem(of: PostFile.lastName(of: path)) : path
        guard let match = try? pattern.expression.prefixMatch(in: text) else { return [] }
        return match.output.compactMap { group in
          guard let name = group.name, let value = group.substring else { return nil }
          return DataValue.Member(name: name.lowercased(), value: .string(String(value)))
        }
      }
      let members = given.flatMap(\.value.members) + found
      if !members.isEmpty { described[file] = members }
    }
  }

  func date(inNameOf post: PostFile) -> String? { setting("FILENAME_METADATA") == nil ? post.date : nil }

  /// The later, the stronger.
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] {
    func member(_ name: String, _ text: String?) -> [DataValue.Member] {
      text.map { [DataValue.Member(name: name, value: .string($0))] } ?? []
    }
    let folder = settings["USE_FOLDER_AS_CATEGORY"]?.flag == false ? nil : post.sections.last
    let isDated = date(inNameOf: post) != nil
    let all =
      member("author", setting("AUTHOR")) + Pelican.pairs(settings["DEFAULT_METADATA"])
      + member("category", setting("DEFAULT_CATEGORY")) + member("date", isDated ? nil : defaultDate)
      + member("category", folder) + (described[post.path] ?? []) + own
    // What is left blank says nothing.
    return all.filter { !$0.value.isNothing }.map { member in
      guard let text = member.value.string else { return member }
      switch member.name {
      // There is one, whatever stands in it.
      case "category": return DataValue.Member(name: member.name, value: .array([.string(text)]))
      case "tags": return DataValue.Member(name: member.name, value: .array(Pelican.list(text).map { .string($0) }))
      default: return member
      }
    }
  }

  /// The members of an object, or of a list of pairs, their names in lower case.
  private static func pairs(_ value: DataValue?) -> [DataValue.Member] {
    guard case .array(let pairs)? = value else {
      return (value?.members ?? []).map { DataValue.Member(name: $0.name.lowercased(), value: $0.value) }
    }
    return pairs.map(\.values).filter { $0.count == 2 }.compactMap { pair in
      pair[0].text.map { DataValue.Member(name: $0.lowercased(), value: pair[1]) }
    }
  }

  /// `a; b`, else `a, b`.
  private static func list(_ text: String) -> [String] {
    text.split(separator: text.contains(";") ? ";" : ",").map(\.trimmed).filter { !$0.isEmpty }
  }

  /// `DEFAULT_DATE`: a text, or the numbers of a date; not `fs`, which is another in each clone.
  private var defaultDate: String? {
    guard case .array(let parts)? = settings["DEFAULT_DATE"] else {
      return setting("DEFAULT_DATE").flatMap { $0 == "fs" ? nil : $0 }
    }
    let numbers = parts.compactMap { $0.text.flatMap { Int($0) } } + [0, 0, 0]
    guard parts.count >= 3, numbers.count == parts.count + 3 else { return nil }
    let day = "\(padded(numbers[0], 4))-\(padded(numbers[1], 2))-\(padded(numbers[2], 2))"
    return parts.count == 3 ? day : "\(day) \(padded(numbers[3], 2)):\(padded(numbers[4], 2)):\(padded(numbers[5], 2))"
  }

  /// An article of any other status than `published` is in no feed, and one without a title nowhere.
  func keepsBack(_ post: Post) -> Bool {
    let status = post.fields.value["status"]?.text?.lowercased() ?? "published"
    return post.isUnlisted || post.isDraft || status != "published" || post.fields.text(.title) == nil
  }

  func doubt(about post: Post) -> String? {
    post.fields.text(.title) == nil
      ? "it has no title, so that Pelican passes it over, and it is kept back: give it one, as in `Title: …`" : nil
  }

  private var language: String { setting("DEFAULT_LANG")?.lowercased() ?? "en" }

  /// One that has no counterpart in the site's language is an article like any other.
  func translation(_ post: Post) -> String? { post.fields.text(.language).flatMap { $0 == language ? nil : $0 } }

  func key(of post: Post) -> String? { slug(of: post) }

  private func slug(of post: Post) -> String {
    post.slug(
      else: slugified(
        setting("SLUGIFY_SOURCE") == "basename" ? post.file.name : post.title ?? post.file.name, as: "SLUG"))
  }

  /// - Parameter kind: before whose `_REGEX_SUBSTITUTIONS` those of `SLUG` stand back.
  private func slugified(_ text: String, as kind: String) -> String {
    let changes = ["\(kind)_REGEX_SUBSTITUTIONS", "SLUG_REGEX_SUBSTITUTIONS"].lazy
      .compactMap { settings[$0] }.first { Pelican.areRead($0) }
    let isUnicode = settings["SLUGIFY_USE_UNICODE"]?.flag ?? false
    let keepsCase = settings["SLUGIFY_PRESERVE_CASE"]?.flag ?? false
    if changes == nil, !isUnicode, !keepsCase { return AddressText.pelican(text) }
    var slug = AddressText.composed(text)
    if !isUnicode { slug = Transliteration.ascii(slug) }
    for change in (changes ?? Pelican.changes).values {
      guard let expression = change.values[0].string.flatMap(Pelican.expression) else { continue }
      slug = slug.replacing(expression.ignoresCase(), with: change.values[1].string ?? "")
    }
    return (keepsCase ? slug : slug.lowercased()).trimmingWhitespace
  }

  /// What becomes of a title, where the configuration does not say it.
  private static let changes = DataValue.array(
    [("[^\\w\\s-]", ""), ("\\A\\s*", ""), ("\\s*\\Z", ""), ("[-\\s]+", "-")].map { .array([.string($0), .string($1)]) })

  /// Python's way to write expressions, as Swift has it; nil for what it does not know.
  private static func expression(_ text: String) -> Regex<AnyRegexOutput>? {
    let text = text.replacing("(?P<", with: "(?<").replacing("(?u)", with: "").replacing("\\Z", with: "\\z")
    return (try? Regex(text))?.matchingSemantics(.unicodeScalar)
  }

  private static func isRead(_ value: DataValue) -> Bool { value.string.map { expression($0) != nil } ?? true }

  /// Whether they are pairs of an expression and a text, which refers to no part of what was found.
  private static func areRead(_ value: DataValue) -> Bool {
    value.values.allSatisfy { pair in
      pair.values.count == 2 && pair.values[0].string.flatMap(expression) != nil
        && pair.values[1].string?.contains("\\") == false
    }
  }

  func address(of post: Post) -> String? {
    if let url = post.fields.text(.permalink) { return url.fromRoot }
    let author =
      post.fields.value["authors"]?.text.flatMap { Pelican.list($0).first }
      ?? post.fields.value["author"]?.text
    let lang = post.fields.text(.language) ?? language
    let pattern =
      lang == language
      ? setting("ARTICLE_URL") ?? "{slug}.html" : setting("ARTICLE_LANG_URL") ?? "{slug}-{lang}.html"
    // An article may have members of any name.
    let others = post.fields.value.members.compactMap { member in member.value.text.map { (member.name, $0) } }
    let known = [
      "lang": lang, "author": author.map { slugified($0, as: "AUTHOR") } ?? "", "slug": slug(of: post),
      "category": slugified(post.categories.first ?? "misc", as: "CATEGORY"), "path": path(inContent: post.file.path),
    ]
    let values = Dictionary(others) { $1 }.merging(known) { $1 }
    return PermalinkPattern(pattern).path(for: post.values(slug: slug(of: post), values)).fromRoot
  }

  /// A tag: URI of the day and the path.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? {
    guard let host = permalink.host, let day = post.local?.date else { return nil }
    return "tag:\(host),\(day):\(AbsoluteURL.percentDecoded(permalink.path) ?? permalink.path)"
  }
}
