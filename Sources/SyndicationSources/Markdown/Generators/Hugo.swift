internal import Syndication
internal import SyndicationMarkup

/// Hugo: pages in the sections of `content`, each a file or a folder with `index.md`.
struct Hugo: Generator {
  let rules: GeneratorRules
  /// Empty where there is no such folder, and all of the site's is taken for it.
  private var content: String
  private let language: String
  private let otherLanguages: Set<String>
  private let otherContents: Set<String>
  private let permalinks: DataValue
  private let datesNames: Bool
  private let uglyURLs: DataValue?
  private let mainSections: Set<String>
  private let prefix: String
  private let keepsCase: Bool

  init(_ folder: SiteFolder) throws {
    func files(_ name: String) -> [String] {
      ["toml", "yaml", "yml", "json"].flatMap { ["\(name).\($0)", "config/_default/\(name).\($0)"] }
    }
    var settings = try folder.metadata(in: files("hugo") + files("config")) ?? .object([])
    // Parts of it may be files of their own.
    for part in ["permalinks", "languages", "params", "taxonomies"] {
      if let value = try folder.metadata(in: files(part)), case .object(let members) = settings {
        settings = .object(members + [DataValue.Member(name: part, value: value)])
      }
    }
    // Hugo's names are without case.
    func setting(_ name: String) -> DataValue? {
      settings.members.last { $0.name.lowercased() == name.lowercased() }?.value
    }
    let language = setting("defaultContentLanguage")?.text ?? "en"
    self.language = language
    let languages = setting("languages")?.members ?? []
    let own =
      try languages.first { $0.name == language }?.value
      ?? folder.metadata(in: files("languages.\(language)"))
    let others = languages.filter { $0.name != language }
    otherLanguages = others.isEmpty ? Hugo.commonLanguages.subtracting([language]) : Set(others.map(\.name))
    otherContents = Set(others.compactMap { $0.value["contentDir"]?.text?.trimmingSlashes })
    let named = own?["contentDir"] ?? own?["contentdir"] ?? setting("contentDir")
    content = named?.text?.trimmingSlashes ?? "content"
    permalinks = setting("permalinks") ?? .object([])
    datesNames = settings[path: "frontmatter.date"]?.texts.contains(":filename") ?? false
    uglyURLs = setting("uglyURLs")
    keepsCase = setting("disablePathToLower")?.flag ?? false
    prefix = setting("defaultContentLanguageInSubdir")?.flag == true ? "/\(language)" : ""
    mainSections = Set((setting("params")?["mainSections"] ?? setting("mainSections"))?.texts ?? [])
    rules = GeneratorRules(
      template: .hugo, site: settings,
      timeZone: (own?["timeZone"] ?? setting("timeZone"))?.text.flatMap { SiteTimeZone($0) }, ignoresCase: true,
      dialect: Hugo.dialect(setting),
      fields: [
        .published: ["publishDate", "pubDate", "pubdate", "published"], .date: ["date"],
        .draft: ["draft", "headless", "hidden", "private"], .permalink: ["url"],
        .summary: ["summary", "excerpt", "description"],
      ],
      skippedFolders: ["public", "resources", "themes", "static", "assets", "layouts"])
  }

  /// - Parameter setting: what the configuration says under a name.
  private static func dialect(_ setting: (String) -> DataValue?) -> MarkdownDialect {
    var dialect = MarkdownDialect.goldmark
    dialect.hasEmoji = setting("enableEmoji")?.flag ?? false
    let options = (setting("markup") ?? .object([])).value(atNames: ["goldmark"]) ?? .object([])
    func option(_ names: String...) -> DataValue? { options.value(atNames: names) }
    // Without a configuration nobody knows.
    dialect.omitsHTML = setting("baseURL") != nil && option("renderer", "unsafe")?.flag != true
    dialect.keepsLines = option("renderer", "hardWraps")?.flag ?? false
    if option("extensions", "strikethrough")?.flag == false { dialect.strikethrough = .nothing }
    if option("extensions", "definitionList")?.flag == false { dialect.hasDefinitionLists = false }
    let typographer = option("extensions", "typographer")
    if typographer?.flag == false || typographer?["disable"]?.flag == true { dialect.hasGuillemets = false }
    return dialect
  }

  mutating func learn(_ files: Set<String>) {
    if !files.contains(where: { $0.hasPrefix("\(content)/") }) { content = "" }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/"), !otherContents.contains(where: { file.hasPrefix("\($0)/") })
    else { return .other }
    var path = file
    let stem = PostFile.stem(of: file)
    if let language = PostFile.language(ofStem: stem) {
      if language == self.language { path = PostFile.stem(of: stem) + file.dropFirst(stem.count) }
      if otherLanguages.contains(language) { return .translation(language) }
    }
    var post = PostFile(path, below: content, datesNames: datesNames)
    post.path = file
    let name = PostFile.stem(of: PostFile.lastName(of: path))
    if name == "_index" { return .notPost("it is the page of a section") }
    if name == "index", post.name.isEmpty || post.name == "index" { return .notPost("it is the page of the site") }
    // What else lies in the folder of a page belongs to that page.
    let isPart = PostFile.folders(around: file).contains { folder in
      folder.utf8.count > content.utf8.count
        && ["md", "html"].contains { files.contains("\(folder)/index.\($0)") }
    }
    if isPart, name != "index" { return .other }
    let role = PostFile.role(of: path, post)
    guard case .post = role else { return role }
    guard let section = post.sections.first else {
      return content.isEmpty ? role : .notPost("it lies in no section of \(content), and is taken for a page")
    }
    if !mainSections.isEmpty, !mainSections.contains(section) {
      return .notPost("its section, \(section), is none of the site's mainSections")
    }
    return .post(post)
  }

  func section(of post: PostFile) -> String? { post.sections.first }

  func address(of post: Post) -> String? {
    let build = post.fields.value["build"] ?? post.fields.value["_build"]
    if let render = build?["render"], render.flag == false || render.text == "never" { return nil }
    if let url = post.fields.text(.permalink) { return url.fromRoot }
    func part(_ text: String) -> String { AddressText.hugo(text, keepsCase: keepsCase) }
    let slug = part(post.slug(else: post.file.name))
    let sections = post.file.sections.map(part)
    let section = post.file.sections.first ?? ""
    var path = "/" + (sections + [slug]).joined(separator: "/")
    if let pattern = permalinks["page"]?[section]?.text ?? permalinks[section]?.text {
      let (title, name) = (part(post.title ?? post.file.name), part(post.file.name))
      let values = post.values(
        slug: post.fields.text(.slug).map(part) ?? title,
        [
          "title": title, "filename": name, "contentbasename": name, "slugorfilename": slug,
          "slugorcontentbasename": slug, "section": section, "sections": sections.joined(separator: "/"),
        ])
      path = PermalinkPattern(pattern).path(for: values)
    }
    if path.hasSuffix("/") || path.hasSuffix(".html") { return prefix + path }
    let isUgly = uglyURLs?.flag ?? uglyURLs?[section]?.flag ?? false
    return prefix + path + (isUgly ? ".html" : "/")
  }

  /// What may stand before the extension of a file where no configuration lists the languages.
  private static let commonLanguages: Set<String> = [
    "ar", "cs", "da", "de", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl", "no", "pl",
    "pt", "pt-br", "ro", "ru", "sv", "tr", "uk", "vi", "zh", "zh-cn", "zh-tw",
  ]
}

extension DataValue {
  /// The value at a path of names, which are without case.
  fileprivate func value(atNames names: [String]) -> DataValue? {
    names.reduce(Optional(self)) { value, name in
      value?.members.last { $0.name.lowercased() == name.lowercased() }?.value
    }
  }
}
