internal import Syndication
internal import SyndicationMarkup

/// Jekyll: `_posts/2022-03-25-name.md`, in any folder, whose names are categories.
struct Jekyll: Generator {
  static let configurations = ["_config.yml", "_config.yaml", "_config.toml"]

  let rules: GeneratorRules
  /// Whether no folder is called `_posts`, and files are told by their names alone.
  private var isFlat = false
  private let permalink: String
  private let excluded: [(pattern: PathPattern, prefix: String)]
  private let included: Set<String>
  private let publishesUnpublished: Bool
  /// Whether it makes no page of any post.
  private let hasNoPages: Bool
  /// Those that plug-ins make a site each for, but the default one; and whether a folder or a name tells them, too.
  private let otherLanguages: Set<String>
  private let language: String
  private let readsLanguageOfPaths: Bool
  private let scopes: [Scope]
  /// The endings of files that are Markdown.
  private let markdown: Set<String>
  /// The collection that posts are read from, where the configured folder is one's, and it has pages.
  private let collection: String?

  /// Whose defaults some are.
  private struct Scope {
    var path: String
    /// Of a path with `*` in it.
    var pattern: PathPattern?
    var hasType: Bool
    var values: [DataValue.Member]

    func holds(_ post: PostFile) -> Bool {
      if let pattern { return pattern.covers(post.path) }
      return path.isEmpty || post.path == path || post.path.hasPrefix("\(path)/")
    }
  }

  init(_ folder: SiteFolder) throws {
    let configured = try folder.metadata(in: Jekyll.configurations, as: .psych)
    let settings = configured ?? .object([])
    let people = try folder.people(in: "_data/authors", as: .psych)
    rules = GeneratorRules(
      template: .liquid, site: settings,
      // Some write an address.
      base: settings["baseurl"]?.text.map { AbsoluteURL($0)?.path ?? $0 },
      timeZone: settings["timezone"]?.text.flatMap { SiteTimeZone($0) }, keepsZones: false, splitsTags: true,
      dialect: Jekyll.dialect(settings, isGuessed: configured == nil),
      excerptSeparator: settings["excerpt_separator"]?.string,
      authors: people,
      fields: [.tags: ["tag", "tags"]], titlesAreHTML: true,
      titlesMayBeHeadings: configured == nil || Jekyll.takesHeadings(settings), readsAnyText: configured != nil,
      showsOneCategory: configured != nil,
      language: (settings["lang"] ?? settings["locale"] ?? settings["default_lang"] ?? settings["language"])?.text,
      siteAuthors: Person.siteAuthors(settings["author"] ?? settings["authors"], known: people),
      scalars: configured == nil ? .gray : .psych, publishesDrafts: settings["show_drafts"]?.flag ?? false,
      publishesFuture: settings["future"]?.flag ?? false,
      skippedFolders: [settings["destination"]?.text ?? "_site", "_includes", "_layouts", "_sass", "vendor"])
    markdown = Set(
      (settings["markdown_ext"]?.text ?? "markdown,mkdown,mkdn,mkd,md").lowercased().split(separator: ",").map(
        \.trimmed))
    permalink = settings[path: "collections.posts.permalink"]?.text ?? settings["permalink"]?.text ?? "date"
    let outer = (settings["source"]?.text ?? "").trimmingSlashes.withoutDots
    func inSite(_ path: String) -> String {
      ([outer] + [path.trimmingSlashes]).filter { !$0.isEmpty }.joined(separator: "/")
    }
    excluded = (settings["exclude"]?.texts ?? []).map { (PathPattern(inSite($0), stopsAtSlashes: false), inSite($0)) }
    included = Set((settings["include"]?.texts ?? []).map(inSite))
    language = settings["default_lang"]?.text ?? settings["languages"]?.texts.first ?? "en"
    otherLanguages = Set(settings["languages"]?.texts ?? []).subtracting([language])
    readsLanguageOfPaths = settings["lang_from_path"]?.flag ?? false
    publishesUnpublished = settings["unpublished"]?.flag ?? false
    let name = folder.posts.split(separator: "/").last { $0.hasPrefix("_") && $0 != "_posts" && $0 != "_drafts" }
      .map { String($0.dropFirst()) }
    collection = name.flatMap { settings["collections"]?[$0]?["output"]?.flag == true ? $0 : nil }
    hasNoPages = collection == nil && settings[path: "collections.posts.output"]?.flag == false
    let type = collection ?? "posts"
    scopes = (settings["defaults"]?.values ?? []).compactMap { scope in
      let of = scope[path: "scope.type"]?.text
      guard of ?? type == type else { return nil }
      let path = inSite(scope[path: "scope.path"]?.text ?? "")
      return Scope(
        path: path, pattern: path.contains("*") ? PathPattern(path) : nil, hasType: of != nil,
        values: scope["values"]?.members ?? [])
    }
  }

  /// Whether a plug-in makes titles of headings.
  private static func takesHeadings(_ settings: DataValue) -> Bool {
    let plugins = (settings["plugins"] ?? settings["gems"])?.texts ?? []
    return plugins.contains("jekyll-titles-from-headings")
      && settings[path: "titles_from_headings.collections"]?.flag == true
  }

  private static func dialect(_ settings: DataValue, isGuessed: Bool) -> MarkdownDialect {
    // A plugin may read it: CommonMark, CommonMarkGhPages. Without a configuration it is a guess that this is Jekyll's.
    let converter = settings["markdown"]?.text?.lowercased() ?? "kramdown"
    var dialect = isGuessed || converter.hasPrefix("commonmark") ? MarkdownDialect.commonMark : .kramdown
    let plugins = (settings["plugins"] ?? settings["gems"])?.texts ?? []
    dialect.hasEmoji = plugins.contains("jemoji")
    if isGuessed { dialect.strikethrough = .twoTildes }
    guard dialect.htmlBlocks == .kramdown, let options = settings["kramdown"] else { return dialect }
    dialect.keepsLines = options["hard_wrap"]?.flag ?? false
    dialect.breaksAtBackslash = !dialect.keepsLines
    if options["parse_block_html"]?.flag == true { dialect.htmlBlocks = .kramdownParsed }
    if options["input"]?.text?.lowercased() == "kramdown" { dialect.strikethrough = .nothing }
    return dialect
  }

  mutating func learn(_ files: Set<String>) {
    isFlat = !files.contains { $0.hasPrefix("_posts/") || $0.contains("/_posts/") }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    let segments = file.split(separator: "/").map(String.init)
    if isExcluded(file) { return .other }
    if collection != nil {
      let post = PostFile(
        file,
        below: segments.dropLast().last { $0.hasPrefix("_") }.map { name in
          segments.prefix { $0 != name }.joined(separator: "/") + (segments.first == name ? "" : "/") + name
        } ?? "", datesNames: false)
      return PostFile.role(of: file, post)
    }
    guard let index = segments.dropLast().lastIndex(of: "_posts") else {
      guard PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
      let post = PostFile(file)
      if isFlat { return post.date == nil ? .notPost("its name does not begin with a date") : .post(post) }
      if rules.publishesDrafts, let drafts = segments.dropLast().lastIndex(of: "_drafts") {
        var draft = post
        draft.sections = Array(segments[..<drafts])
        return .post(draft)
      }
      if post.date != nil, !segments.contains("_drafts") { return .notPost("it lies in no folder called _posts") }
      guard let folder = segments.dropLast().first(where: { $0.hasPrefix("_") }), folder != "_drafts"
      else { return .other }
      return .notPost("it belongs to the collection \(folder.dropFirst()), which is not that of posts")
    }
    if segments[..<index].contains(where: isSpecial) { return .other }
    var post = PostFile(file)
    post.sections = Array(segments[..<index])
    let role = role(ofText: file, post)
    guard case .post(var post) = role else { return role }
    guard let (date, rest) = PostFile.partedByDashes(PostFile.stem(of: segments.last ?? "")) else {
      // Any other file may lie among them.
      return post.isOfAnyKind
        ? .other : .notPost("its name does not begin with a date: call it 2022-03-25-\(post.name).md")
    }
    post.date = date
    // Jekyll's slugs end with no dot.
    post.name = String(rest[...].trimmingSuffix { $0 == "." })
    return .post(post)
  }

  /// What is not Markdown is a post as it stands, but for what only plug-ins read, and style sheets.
  private func role(ofText file: String, _ post: PostFile) -> FileRole {
    let ending = PostFile.ending(of: file)
    guard rules.readsAnyText, PostFile.foreign[ending] == nil else { return PostFile.role(of: file, post) }
    if ending.isEmpty || ending.hasSuffix("~") || ["scss", "sass", "coffee"].contains(ending) { return .other }
    var post = post
    post.isHTML = !markdown.contains(String(ending))
    return .post(post)
  }

  /// `some-name` is `Some Name`; each word is capitalised, and otherwise in lower case.
  func title(inNameOf post: PostFile) -> String {
    post.name.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: " ").trimmingWhitespace
  }

  /// Whether a folder is passed over with all that is in it, for its name.
  private func isSpecial(_ folder: String) -> Bool {
    guard let first = folder.first, "_.#~".contains(first), !included.contains(folder) else { return false }
    return !["source", "collections_dir"].contains { rules.site[$0]?.text?.trimmingSlashes == folder }
  }

  private func isExcluded(_ file: String) -> Bool {
    guard !excluded.isEmpty, !included.contains(file) else { return false }
    return excluded.contains { file.hasPrefix($0.prefix) || $0.pattern.covers(file) }
  }

  func keepsBack(_ post: Post) -> Bool {
    let published = post.fields.value["published"]
    // A text is true, whatever it says.
    let isUnpublished = published == .boolean(false) || published == .null
    let status = post.fields.value["status"]?.text?.lowercased()
    return hasNoPages || post.isUnlisted
      || post.fields.all(.draft).contains { $0.value.flag == true } && !rules.publishesDrafts
      || isUnpublished && !publishesUnpublished || post.fields.value["publish"]?.flag == false
      || ["draft", "hidden", "private"].contains(status)
  }

  func translation(_ post: Post) -> String? {
    if otherLanguages.isEmpty { return nil }
    if let named = post.fields.text(.language) { return named == language ? nil : named }
    guard readsLanguageOfPaths else { return nil }
    let names = post.file.path.split(separator: "/").dropLast().map(String.init)
    return (names + [PostFile.language(ofStem: PostFile.stem(of: post.file.path)) ?? ""]).first(
      where: otherLanguages.contains)
  }

  func categories(of post: PostFile) -> [String] {
    let outer = ["source", "collections_dir"].map { rules.site[$0]?.text?.trimmingSlashes }
    let folders = Array(post.sections.drop(while: outer.contains))
    // Those of defaults come before the post's own.
    return folders
      + scopes(of: post).flatMap { $0.values.filter { $0.name == "categories" } }.suffix(1).flatMap { member in
        member.value.string.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } ?? member.value.texts
      }
  }

  func defaults(for post: PostFile) -> [DataValue.Member] { scopes(of: post).flatMap(\.values) }

  private func scopes(of post: PostFile) -> [Scope] {
    // What is said of a folder within another wins, then what is said of posts, then what is said last.
    scopes.filter { $0.holds(post) }.enumerated().sorted { a, b in
      (a.element.path.utf8.count, a.element.hasType ? 1 : 0, a.offset)
        < (b.element.path.utf8.count, b.element.hasType ? 1 : 0, b.offset)
    }.map(\.element)
  }

  func address(of post: Post) -> String? {
    let styles = [
      "pretty": "/:categories/:year/:month/:day/:title/", "date": "/:categories/:year/:month/:day/:title:output_ext",
      "ordinal": "/:categories/:year/:y_day/:title:output_ext",
      "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext", "none": "/:categories/:title:output_ext",
    ]
    let site = collection.map { rules.site["collections"]?[$0]?["permalink"]?.text ?? "/:collection/:path:output_ext" }
    let pattern = site ?? styles[permalink] ?? permalink
    let title = post.slug(else: post.file.name)
    let path = PermalinkPattern(post.fields.text(.permalink) ?? pattern).path(
      for: post.values(
        slug: AddressText.dashed(title),
        [
          "title": AddressText.pretty(title), "output_ext": outputEnding(of: post.file),
          "collection": collection ?? "posts",
          "slugified_categories": post.categories.map(AddressText.dashed).uniqued().joined(separator: "/"),
        ]))
    // Polyglot's: a site for each language, in a folder of its name.
    let folder = translation(post).flatMap { otherLanguages.contains($0) ? "/\($0)" : nil } ?? ""
    let isBelow = path.hasPrefix("\(folder)/") || path.contains("://")
    return AddressText.composed(isBelow ? path : folder + path.fromRoot)
  }

  /// What is neither Markdown nor HTML keeps its ending.
  private func outputEnding(of file: PostFile) -> String {
    guard file.isHTML else { return ".html" }
    let name = PostFile.lastName(of: file.path)
    return String(name.dropFirst(PostFile.stem(of: name).count))
  }

  /// jekyll-feed: the folder of the page and the slug as it is written, without an ending.
  func feedID(of post: Post, at permalink: AbsoluteURL) -> String? {
    let page = permalink.string[...].trimmingSuffix { $0 == "/" }
    let folder = page[...(page.lastIndex(of: "/") ?? page.startIndex)]
    return AbsoluteURL(folder + AddressText.composed(post.slug(else: post.file.name)))?.string
  }
}
