internal import Syndication
internal import SyndicationMarkup

/// Pelican: articles in `content`, whose folder is their category, with lines `Title: …` at their beginning.
struct Pelican: Generator {
  let rules: GeneratorRules
  private let content: String
  private let settings: [String: String]
  private let pages: [String]

  init(_ folder: SiteFolder) throws {
    var settings: [String: String] = [:]
    // A program; what it sets to a text is set in one way.
    for file in ["pelicanconf.py", "publishconf.py"] {
      let text = try folder.text(of: file) ?? ""
      for match in text.matches(of: /(?m)^([A-Z_]+)\s*=\s*(?:(?:u|r)?["']([^"'\n]*)["']|(True|False))/) {
        settings[String(match.1)] = String(match.2 ?? match.3 ?? "")
      }
    }
    self.settings = settings
    content = (settings["PATH"] ?? (folder.has("content") ? "content" : "")).withoutDots
    pages = ["pages", settings["PAGE_PATHS"] ?? "pages"]
    let site = settings.sorted { $0.key < $1.key }.map { DataValue.Member(name: $0.key, value: .string($0.value)) }
    rules = GeneratorRules(
      template: .pelican, site: .object(site), timeZone: settings["TIMEZONE"].flatMap { SiteTimeZone($0) },
      hasHeaders: true, dialect: .kramdown,
      fields: [.date: ["date"], .permalink: ["url"], .draft: ["draft", "hidden"]],
      skippedFolders: [settings["OUTPUT_PATH"]?.trimmingSlashes ?? "output", "themes", "plugins", "cache"])
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/") else { return .other }
    let post = PostFile(file, below: content, datesNames: false)
    if let folder = post.sections.first, pages.contains(folder) { return .notPost("it is a page, and no article") }
    return PostFile.role(of: file, post)
  }

  func defaults(for post: PostFile) -> [DataValue.Member] {
    let isByFolder = settings["USE_FOLDER_AS_CATEGORY"] != "False"
    let category = (isByFolder ? post.sections.last : nil) ?? settings["DEFAULT_CATEGORY"]
    let values = [("category", category), ("author", settings["AUTHOR"])]
    return values.compactMap { name, value in value.map { DataValue.Member(name: name, value: .string($0)) } }
  }

  func address(of post: Post) -> String? {
    if let url = post.fields.text(.permalink) { return url.fromRoot }
    let source = settings["SLUGIFY_SOURCE"] == "basename" ? post.file.name : post.title ?? post.file.name
    let author = post.fields.text(.authors).map { AddressText.ascii(String($0.prefix { $0 != ";" && $0 != "," })) }
    let slug = post.slug(else: nameSlug(of: post.file) ?? AddressText.ascii(source))
    let language = post.fields.text(.language) ?? settings["DEFAULT_LANG"] ?? "en"
    let pattern = settings["ARTICLE_URL"] ?? "{slug}.html"
    return PermalinkPattern(pattern).path(for: post.values(slug: slug, ["lang": language, "author": author ?? ""]))
      .fromRoot
  }

  /// A tag: URI of the day and the path.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? {
    guard let host = permalink.host, let day = post.local?.date else { return nil }
    return "tag:\(host),\(day):\(permalink.path)"
  }

  /// What `FILENAME_METADATA` calls the slug.
  private func nameSlug(of file: PostFile) -> String? {
    guard let pattern = settings["FILENAME_METADATA"]?.replacing("(?P<", with: "(?<"), pattern.contains("(?<slug>"),
      let expression = try? Regex(pattern)
    else { return nil }
    let name = PostFile.stem(of: PostFile.lastName(of: file.path))
    return (try? expression.prefixMatch(in: name))?["slug"]?.substring.map(String.init)
  }
}
