internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Zola: pages in the sections of `content`, whose names may begin with a date, and whose address may be `path`.
struct Zola: Generator {
  let rules: GeneratorRules
  private let otherLanguages: Set<String>
  private let language: String
  private let slugs: Slugs
  private let keepsDates: Bool
  private let ignored: [PathPattern]
  private let folder: SiteFolder
  private(set) var sideFiles = SideFiles()
  /// The folders of sections that are drafts, and keep all below back.
  private var drafts: Set<String> = []
  /// Of all pages; empty where there is no such folder, and all of the site's is taken for it.
  private var content = "content/"

  init(_ folder: SiteFolder) throws {
    self.folder = folder
    let settings = try folder.metadata(in: ["zola.toml", "config.toml"]) ?? .object([])
    func inExtra(_ field: Field) -> [String] { field.usual.names.map { "extra.\($0)" } }
    rules = GeneratorRules(
      template: .tera, site: .object([DataValue.Member(name: "config", value: settings)]),
      dialect: Zola.dialect(settings["markdown"]),
      fields: [
        .permalink: ["path"], .summary: ["description", "summary"], .draft: ["draft"] + inExtra(.draft),
        .unlisted: inExtra(.unlisted), .listed: inExtra(.listed),
      ],
      keepsTexts: true, address: settings["base_url"]?.text.flatMap { AbsoluteURL($0) },
      language: settings["default_language"]?.text,
      siteAuthors: Person.siteAuthors(settings["author"] ?? settings["extra"]?["author"]),
      skippedFolders: ["public", "themes", "static", "templates", "sass"])
    language = settings["default_language"]?.text ?? "en"
    let own = language
    otherLanguages = Set((settings["languages"]?.members ?? []).map(\.name).filter { $0 != own })
    ignored = (settings["ignored_content"]?.texts ?? []).map { PathPattern($0, stopsAtSlashes: false) }
    slugs = settings[path: "slugify.paths"]?.text.flatMap(Slugs.init) ?? .on
    keepsDates = settings[path: "slugify.paths_keep_dates"]?.flag ?? false
  }

  /// How names become slugs.
  private enum Slugs: String {
    case on, safe, off

    func slug(of name: String) -> String {
      switch self {
      case .on: AddressText.ascii(name)
      // What some file systems do not take goes.
      case .safe: String(name[...].trimmingSuffix { " .".contains($0) }.filter { !#"<>:"/\|?*"#.contains($0) })
      case .off: name
      }
    }
  }

  private static func dialect(_ options: DataValue?) -> MarkdownDialect {
    var dialect = MarkdownDialect.pulldownCmark
    dialect.hasEmoji = options?["render_emoji"]?.flag ?? false
    dialect.hasDefinitionLists = options?["definition_list"]?.flag ?? false
    return dialect
  }

  mutating func learn(_ files: Set<String>) throws {
    if !files.contains(where: { $0.hasPrefix(content) }) { content = "" }
    for file in files.sorted() where file.hasSuffix(".md") && PostFile.lastName(of: file).hasPrefix("_index.") {
      let matter = try sideFiles.read(of: Directory.parent(of: file) ?? ".") { [folder] in
        try folder.frontMatter(of: file)
      }
      guard matter?["draft"]?.flag == true else { continue }
      let language = PostFile.language(ofStem: PostFile.stem(of: file)).flatMap {
        otherLanguages.contains($0) ? $0 : nil
      }
      drafts.insert("\(language ?? ""):\(Directory.parent(of: file) ?? ".")")
    }
  }

  func facts(in folder: SiteFolder) -> SiteFacts {
    let settings = rules.site["config"]
    // The home page's, where the configuration has none.
    let home = try? folder.frontMatter(of: "\(content)_index.md")
    return SiteFacts(
      title: (settings?["title"] ?? settings?["extra"]?["title"] ?? home?["title"])?.text,
      url: settings?["base_url"]?.text,
      output: settings?["output_dir"]?.text ?? "public",
      feeds: (settings?["feed_filenames"] ?? settings?["feed_filename"])?.texts ?? ["atom.xml", "rss.xml"],
      copied: "static")
  }

  func keepsBack(_ post: Post) -> Bool {
    let mark = "\(post.file.language ?? ""):"
    let folders = PostFile.folders(around: post.file.path).map { mark + $0 } + [mark + "."]
    let isDraft = post.isDraft || folders.contains(where: drafts.contains)
    return post.isUnlisted || isDraft
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    let ending = PostFile.ending(of: file)
    guard file.hasPrefix(content),
      !ignored.contains(where: {
        $0.matches(String(file.dropFirst(content.count))) || $0.matches(PostFile.lastName(of: file))
      })
    else { return .other }
    guard PostFile.markdown.contains(ending) else {
      return PostFile.foreign[ending].map { .notPost("\($0) is not read: only Markdown is") } ?? .other
    }
    var stem = PostFile.stem(of: file)
    let language = PostFile.language(ofStem: stem).flatMap { otherLanguages.contains($0) ? $0 : nil }
    if language != nil { stem = PostFile.stem(of: stem) }
    if stem.hasSuffix("/_index") { return .other }
    // What else lies in the folder of a page belongs to that page.
    if !stem.hasSuffix("/index"), let folder = Directory.parent(of: file), files.contains("\(folder)/index.md") {
      return .other
    }
    var post = PostFile("\(stem).\(ending)", below: content.trimmingSlashes)
    post.path = file
    if keepsDates { post.name = PostFile("\(stem).\(ending)", datesNames: false).name }
    post.language = language
    return .post(post)
  }

  func section(of post: PostFile) -> String? { post.sections.first }

  func address(of post: Post) -> String? {
    if post.fields.value["render"]?.flag == false { return nil }
    if let path = post.fields.text(.permalink) {
      let path = "/" + path.trimmingSlashes
      return path.hasSuffix(".html") ? path : path + "/"
    }
    // Folders stay as they are.
    let path = post.file.sections + [slugs.slug(of: post.slug(else: post.file.name))]
    return "/" + ([post.file.language].compactMap(\.self) + path).joined(separator: "/") + "/"
  }
}
