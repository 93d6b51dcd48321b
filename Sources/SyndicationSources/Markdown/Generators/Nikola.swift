internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Nikola: posts in `posts`, which begin with lines `.. title: …` within a comment, or have a `.meta` file beside them.
struct Nikola: Generator {
  let rules: GeneratorRules
  /// Where posts lie, and where their pages do.
  private let places: [(folder: String, ending: String, output: String)]
  private let pages: [String]
  private let hasPrettyURLs: Bool
  private let keepsIndexes: Bool
  private let readsStatusOfTags: Bool
  private let folder: SiteFolder
  /// The folders of other languages' pages.
  private let languages: [String: String]
  /// What `.meta` files say, by their paths without the ending.
  private var described: [String: DataValue] = [:]
  private(set) var sideFiles = SideFiles()
  private(set) var doubts: [Problem] = []

  init(_ folder: SiteFolder) throws {
    self.folder = folder
    let text = try folder.text(of: "conf.py") ?? ""
    let written = WrittenOut.assignments(in: text)
    func setting(_ name: String) -> DataValue? { written.values[name] }
    let usual = [("posts", "md", "posts"), ("posts", "html", "posts")]
    let posts = Nikola.places(setting("POSTS"))
    var made = written.unread.filter(Nikola.telling.contains)
    if posts == nil, setting("POSTS") != nil { made.append("POSTS") }
    let place = Place(file: folder.path(of: "conf.py"))
    if !made.isEmpty {
      doubts.append(
        .warning(
          at: place, rule: "markdown",
          "what a program makes is not read (\(made.joined(separator: ", "))), and what Nikola does without it is "
            + "followed: where it keeps posts back, or says where or when they are, write it out"))
    }
    places = posts ?? usual.map { (folder: $0, ending: $1, output: $2) }
    pages = Nikola.places(setting("PAGES"))?.map(\.folder) ?? ["pages"]
    hasPrettyURLs = setting("PRETTY_URLS")?.flag ?? true
    keepsIndexes = setting("STRIP_INDEXES")?.flag == false
    readsStatusOfTags = setting("USE_TAG_METADATA")?.flag ?? true
    let translations = (setting("TRANSLATIONS")?.members ?? []).compactMap { member in
      member.value.text.map { (member.name, $0.withoutDots) }
    }
    languages = Dictionary(translations.filter { !$0.1.isEmpty }) { $1 }
    rules = GeneratorRules(
      timeZone: try doubts.zone(setting("TIMEZONE")?.text ?? "UTC", at: place), hasDottedLines: true,
      dialect: .pythonMarkdown,
      excerptSeparator: "<!-- TEASER_END -->",
      fields: [.image: ["previewimage"], .summary: ["description"]], readsZones: false, readsMonthsFirst: true,
      address: (setting("BASE_URL") ?? setting("SITE_URL"))?.text.flatMap { AbsoluteURL($0) },
      language: setting("DEFAULT_LANG")?.text, siteAuthors: Person.siteAuthors(setting("BLOG_AUTHOR")),
      publishesFuture: setting("FUTURE_IS_NOW")?.flag ?? false,
      skippedFolders: [setting("OUTPUT_FOLDER")?.text?.withoutDots ?? "output", "cache", "themes", "plugins", "files"])
  }

  /// What says which posts there are, where and when.
  private static let telling: Set<String> = [
    "BASE_URL", "DEFAULT_LANG", "FUTURE_IS_NOW", "POSTS", "PRETTY_URLS", "SITE_URL", "STRIP_INDEXES", "TIMEZONE",
    "TRANSLATIONS", "USE_TAG_METADATA",
  ]

  /// Of `("posts/*.md", "posts", "post.tmpl")`: the folder, the ending, and the folder of the pages.
  private static func places(_ value: DataValue?) -> [(folder: String, ending: String, output: String)]? {
    guard case .array(let values)? = value else { return nil }
    return values.compactMap { place in
      let texts = place.texts
      guard let pattern = texts.first, let star = pattern.firstIndex(of: "*") else { return nil }
      // The folder may be the site's own: `""`.
      let output = place.values.count > 1 ? place.values[1].text ?? "" : ""
      return (String(pattern[..<star]).withoutDots, String(PostFile.ending(of: pattern)), output.withoutDots)
    }
  }

  func facts(in folder: SiteFolder) throws -> SiteFacts {
    let written = WrittenOut.assignments(in: try folder.text(of: "conf.py") ?? "").values
    return SiteFacts(
      title: written["BLOG_TITLE"]?.text, url: (written["SITE_URL"] ?? written["BASE_URL"])?.text,
      output: written["OUTPUT_FOLDER"]?.text ?? "output", feeds: ["feed.atom", "index.atom", "rss.xml"],
      copied: "files")
  }

  mutating func learn(_ files: Set<String>) throws {
    for file in files.sorted() where file.hasSuffix(".meta") {
      let stem = PostFile.stem(of: file)
      described[stem] = try sideFiles.read(of: stem) { [folder] in
        try folder.frontMatter(of: file, mayBeDotted: true)
      }
    }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard let place = place(of: file) else {
      let isPage = pages.contains { file.hasPrefix("\($0)/") } && PostFile.markdown.contains(PostFile.ending(of: file))
      return isPage ? .notPost("it is a page, and no post") : .other
    }
    if PostFile.ending(of: file) == "txt" {
      return .notPost("reStructuredText is not read: only Markdown and HTML are")
    }
    var post = PostFile(file, below: place.folder, datesNames: false)
    // A folder's own name is none of it.
    if PostFile.lastName(of: file).hasPrefix("index.") {
      post.name = "index"
      post.sections =
        Directory.parent(of: file)?.split(separator: "/").dropFirst(
          place.folder.split(separator: "/").count
        ).map(String.init) ?? []
    }
    if let language = PostFile.language(ofStem: PostFile.stem(of: file)), languages[language] != nil {
      post.language = language
      post.name = PostFile.stem(of: post.name)
    }
    post.isDescribed = described[PostFile.stem(of: file)] != nil
    return PostFile.role(of: file, post)
  }

  private func place(of file: String) -> (folder: String, ending: String, output: String)? {
    let ending = PostFile.ending(of: file)
    return places.first { $0.ending == ending && ($0.folder.isEmpty || file.hasPrefix("\($0.folder)/")) }
  }

  /// No date of a file's name counts.
  func date(inNameOf post: PostFile) -> String? { nil }

  /// A translation says what is other than in the post.
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] {
    let stem = PostFile.stem(of: post.path)
    var all = (described[stem]?.members ?? []) + own
    if post.language != nil {
      let original = PostFile.stem(of: stem)
      let path = original + post.path.dropFirst(stem.count)
      let written = (try? folder.frontMatter(of: path, mayBeDotted: true)) ?? nil
      all = [described[original], written].flatMap { $0?.members ?? [] } + all
    }
    // Only commas part tags.
    return all.map { member in
      guard member.name == "tags", let text = member.value.string else { return member }
      let tags = text.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
      return DataValue.Member(name: "tags", value: .array(tags.map { .string($0) }))
    }
  }

  func keepsBack(_ post: Post) -> Bool {
    let statusTags = readsStatusOfTags ? ["draft", "private"] : []
    return post.isUnlisted || post.isDraft || statusTags.contains { post.tags.map { $0.lowercased() }.contains($0) }
  }

  func address(of post: Post) -> String? {
    let slug = post.slug(else: AddressText.nikola(post.file.name))
    let names = [post.file.language.flatMap { languages[$0] } ?? "", place(of: post.file.path)?.output ?? "posts"]
    let folder = (names.filter { !$0.isEmpty } + post.file.sections).map { "/\($0)" }.joined()
    // As Python quotes it.
    func quoted(_ path: String) -> String { AbsoluteURL.percentEncoded(path, keeping: "/") }
    let isPretty = post.fields.value["pretty_url"]?.flag ?? hasPrettyURLs
    if slug == "index" || isPretty {
      return quoted(folder + (slug == "index" ? "/" : "/\(slug)/")) + (keepsIndexes ? "index.html" : "")
    }
    return quoted("\(folder)/\(slug).html")
  }
}
