internal import Syndication
internal import SyndicationMarkup

/// Pelican: articles in `content`, whose folder is their category, with lines `Title: …` at their beginning.
struct Pelican: Generator {
  let rules: GeneratorRules
  private let content: String
  private let settings: [String: DataValue]
  private let pages: [String]
  private let articles: [String]
  private let ignored: [PathPattern]
  private(set) var doubts: [Problem] = []

  init(_ folder: SiteFolder) throws {
    var settings: [String: DataValue] = [:]
    var made: [String] = []
    // A program; what it writes out is written in one way.
    for file in ["pelicanconf.py", "publishconf.py"] {
      let text = try folder.text(of: file) ?? ""
      for match in text.matches(of: /(?m)^([A-Z_]+)\s*=(?!=)/) {
        let name = String(match.1)
        if let value = WrittenOut.assigned(name, in: text) {
          settings[name] = value
        } else if Pelican.telling.contains(name) {
          made.append("\(file): \(name)")
        }
      }
    }
    if !made.isEmpty {
      doubts.append(
        .warning(
          at: Place(file: folder.path(of: "pelicanconf.py")), rule: "markdown",
          "what a program makes is not read (\(made.joined(separator: ", "))): where it keeps articles back, write it out"
        ))
    }
    self.settings = settings
    func text(_ name: String) -> String? { settings[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }
    content = (text("PATH") ?? (folder.has("content") ? "content" : "")).withoutDots
    pages =
      (settings["PAGE_PATHS"]?.texts ?? ["pages"]).map(\.trimmingSlashes) + ["pages"]
      + (settings["ARTICLE_EXCLUDES"]?.texts ?? []).map(\.trimmingSlashes)
    articles = (settings["ARTICLE_PATHS"]?.texts ?? []).map(\.trimmingSlashes)
    ignored = (settings["IGNORE_FILES"]?.texts ?? []).map { PathPattern($0, stopsAtSlashes: false) }
    let markdown = Pelican.dialect(settings["MARKDOWN"])
    if !markdown.unknown.isEmpty {
      doubts.append(
        .warning(
          at: Place(file: folder.path(of: "pelicanconf.py")), rule: "markdown",
          "extensions of Markdown that are not followed, so that their text may show as it is written "
            + "(\(markdown.unknown.joined(separator: ", "))): where posts use them, name Pelican's output as \"rendered\""
        ))
    }
    let site = settings.sorted { $0.key < $1.key }.map { DataValue.Member(name: $0.key, value: $0.value) }
    rules = GeneratorRules(
      template: .pelican, site: .object(site), timeZone: text("TIMEZONE").flatMap { SiteTimeZone($0) },
      hasHeaders: true, dialect: markdown.dialect,
      fields: [.date: ["date"], .permalink: ["url"], .draft: ["draft", "hidden"]],
      readsZones: false, titlesAreHTML: true, address: text("SITEURL").flatMap { AbsoluteURL($0) },
      language: text("DEFAULT_LANG"), siteAuthors: Person.siteAuthors(settings["AUTHOR"]),
      publishesFuture: settings["WITH_FUTURE_DATES"]?.flag ?? true,
      skippedFolders: [text("OUTPUT_PATH")?.trimmingSlashes ?? "output", "themes", "plugins", "cache"])
  }

  /// What says which articles there are.
  private static let telling: Set<String> = [
    "DEFAULT_METADATA", "IGNORE_FILES", "ARTICLE_PATHS", "ARTICLE_EXCLUDES", "PAGE_PATHS", "WITH_FUTURE_DATES",
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

  private func setting(_ name: String) -> String? { settings[name]?.text.flatMap { $0.isEmpty ? nil : $0 } }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/") else { return .other }
    let post = PostFile(file, below: content, datesNames: false)
    let inner = file.dropFirst(content.isEmpty ? 0 : content.utf8.count + 1)
    if ignored.contains(where: { $0.covers(String(inner)) || $0.matches(PostFile.lastName(of: file)) }) {
      return .other
    }
    if pages.contains(where: { inner.hasPrefix("\($0)/") }) { return .notPost("it is a page, and no article") }
    if !articles.isEmpty, !articles.contains(where: { $0.isEmpty || inner.hasPrefix("\($0)/") }) {
      return .notPost("it lies in none of the site's ARTICLE_PATHS")
    }
    return PostFile.role(of: file, post)
  }

  func defaults(for post: PostFile) -> [DataValue.Member] {
    let isByFolder = settings["USE_FOLDER_AS_CATEGORY"]?.flag != false
    let category = (isByFolder ? post.sections.last : nil) ?? setting("DEFAULT_CATEGORY")
    let values = [
      ("category", category), ("author", setting("AUTHOR")), ("date", post.date == nil ? defaultDate : nil),
    ]
    return values.compactMap { name, value in value.map { DataValue.Member(name: name, value: .string($0)) } }
      + (settings["DEFAULT_METADATA"]?.members ?? [])
      .map { DataValue.Member(name: $0.name.lowercased(), value: $0.value) }
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

  /// An article of any other status than `published` is in no feed.
  func keepsBack(_ post: Post) -> Bool {
    let status = post.fields.value["status"]?.text?.lowercased() ?? "published"
    return post.isUnlisted || post.isDraft || status != "published"
  }

  /// One that has no counterpart in the site's language is an article like any other.
  func translation(_ post: Post) -> String? {
    post.fields.text(.language).flatMap { $0 == setting("DEFAULT_LANG") ?? "en" ? nil : $0 }
  }

  func key(of post: Post) -> String? { slug(of: post) }

  private func slug(of post: Post) -> String {
    let source = setting("SLUGIFY_SOURCE") == "basename" ? post.file.name : post.title ?? post.file.name
    return post.slug(else: nameSlug(of: post.file) ?? AddressText.pelican(source))
  }

  func address(of post: Post) -> String? {
    if let url = post.fields.text(.permalink) { return url.fromRoot }
    let author = post.fields.text(.authors).map { AddressText.pelican(String($0.prefix { $0 != ";" && $0 != "," })) }
    let slug = slug(of: post)
    let own = setting("DEFAULT_LANG") ?? "en"
    let language = post.fields.text(.language) ?? own
    let pattern =
      language == own
      ? setting("ARTICLE_URL") ?? "{slug}.html" : setting("ARTICLE_LANG_URL") ?? "{slug}-{lang}.html"
    let category = post.categories.first.map(AddressText.pelican) ?? ""
    return PermalinkPattern(pattern).path(
      for: post.values(slug: slug, ["lang": language, "author": author ?? "", "category": category])
    ).fromRoot
  }

  /// A tag: URI of the day and the path.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? {
    guard let host = permalink.host, let day = post.local?.date else { return nil }
    return "tag:\(host),\(day):\(AbsoluteURL.percentDecoded(permalink.path) ?? permalink.path)"
  }

  /// What `FILENAME_METADATA` calls the slug.
  private func nameSlug(of file: PostFile) -> String? {
    guard let pattern = setting("FILENAME_METADATA")?.replacing("(?P<", with: "(?<"), pattern.contains("(?<slug>"),
      let expression = try? Regex(pattern)
    else { return nil }
    let name = PostFile.stem(of: PostFile.lastName(of: file.path))
    return (try? expression.prefixMatch(in: name))?["slug"]?.substring.map(String.init)
  }
}
