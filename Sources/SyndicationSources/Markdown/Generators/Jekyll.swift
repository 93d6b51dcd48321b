internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Jekyll: `_posts/2022-03-25-name.md`, in any folder, whose names are categories.
struct Jekyll: Generator {
  static let configurations = ["_config.yml", "_config.yaml", "_config.toml"]

  let rules: GeneratorRules
  /// Whether no folder is called `_posts`, and files are told by their names alone.
  private var isFlat = false
  private let permalink: String
  /// The folder that the site lies in, and the one in it that collections lie in; empty where it is the same.
  private let source: String
  private let collectionsFolder: String
  private let excluded: [(pattern: PathPattern, prefix: String)]
  private let included: Set<String>
  private let publishesUnpublished: Bool
  /// Whether it makes no page of any post.
  private let hasNoPages: Bool
  /// Those that plug-ins make a site each for, but the default one; and whether a folder or a name tells them, too.
  private let otherLanguages: Set<String>
  private let language: String
  private let readsLanguageOfPaths: Bool
  private var scopes: [Scope]
  private(set) var sideFiles = SideFiles()
  private(set) var doubts: [Problem] = []
  /// The endings of files that are Markdown.
  private let markdown: Set<String>
  /// The collection that posts are read from, where the configured folder is one's, and it has pages.
  private let collection: String?

  /// Whose defaults some are.
  private struct Scope {
    var path: String
    var hasType: Bool
    var values: [DataValue.Member]
    /// What the paths begin with that it is said of: `_posts/2010` is said of `_posts/2010-05-01-a.md`, too.
    var beginnings: [String]

    init(_ entry: DataValue) {
      let scope = entry["scope"]
      path = scope?["path"]?.string ?? ""
      hasType = scope?["type"] != nil
      values = entry["values"]?.members ?? []
      beginnings = path.contains("*") ? [] : [path]
    }

    /// Whether what it says comes before what another does, which is written above.
    func comesBefore(_ other: Scope) -> Bool {
      let (length, otherLength) = (path.trimmingPrefix("/").count, other.path.trimmingPrefix("/").count)
      return length == otherLength ? hasType || !other.hasType : length > otherLength
    }
  }

  init(_ folder: SiteFolder) throws {
    let configured = try folder.metadata(in: Jekyll.configurations, as: .psych)
    let settings = configured ?? .object([])
    let people = try folder.people(in: "_data/authors", as: .psych, &sideFiles)
    rules = GeneratorRules(
      template: .liquid, site: settings,
      // Some write an address.
      base: settings["baseurl"]?.text.map { AbsoluteURL($0)?.path ?? $0 },
      timeZone: try doubts.zone(
        settings["timezone"]?.text,
        at: Place(file: folder.path(of: Jekyll.configurations.first(where: folder.has) ?? "_config.yml")),
        read: Jekyll.zone), keepsZones: false, splitsTags: true,
      dialect: Jekyll.dialect(settings, isGuessed: configured == nil),
      excerptSeparator: settings["excerpt_separator"]?.string,
      authors: people,
      fields: [.tags: ["tag", "tags"]], onlyFields: [.date: ["date"]], titlesAreHTML: true,
      titlesMayBeHeadings: configured == nil || Jekyll.takesHeadings(settings), readsAnyText: configured != nil,
      showsOneCategory: configured != nil,
      language: (settings["lang"] ?? settings["locale"] ?? settings["default_lang"] ?? settings["language"])?.text,
      siteAuthors: Person.siteAuthors(settings["author"] ?? settings["authors"], known: people),
      scalars: configured == nil ? .gray : .psych, publishesDrafts: settings["show_drafts"]?.flag ?? false,
      publishesFuture: settings["future"]?.flag ?? false,
      limit: settings["limit_posts"]?.text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil },
      skippedFolders: Set(
        [settings["destination"]?.text ?? "_site", "_includes", "_layouts", "_sass"]
          + ["bundle", "cache", "gems", "ruby"].map { "vendor/\($0)" }))
    markdown = Set(
      (settings["markdown_ext"]?.text ?? "markdown,mkdown,mkdn,mkd,md").lowercased().split(separator: ",").map(
        \.trimmed))
    permalink = settings[path: "collections.posts.permalink"]?.text ?? settings["permalink"]?.text ?? "date"
    let named = (settings["source"]?.text ?? "").withoutDots
    let source = folder.has(named) ? named : ""
    self.source = source
    collectionsFolder = (settings["collections_dir"]?.text ?? "").withoutDots
    func inSite(_ path: String) -> String { source.isEmpty ? path : "\(source)/\(path)" }
    excluded = (settings["exclude"]?.texts ?? []).map { path in
      // With a slash at its end it is a folder's name, without one the beginning of names.
      let path = inSite(String(path.trimmingPrefix("/")))
      return (PathPattern(path.trimmingSlashes, stopsAtSlashes: false), path)
    }
    included = Set((settings["include"]?.texts ?? []).map { inSite($0.trimmingSlashes) })
    language = settings["default_lang"]?.text ?? settings["languages"]?.texts.first ?? "en"
    otherLanguages = Set(settings["languages"]?.texts ?? []).subtracting([language])
    readsLanguageOfPaths = settings["lang_from_path"]?.flag ?? false
    publishesUnpublished = settings["unpublished"]?.flag ?? false
    let name = folder.posts.split(separator: "/").last { $0.hasPrefix("_") && $0 != "_posts" && $0 != "_drafts" }
      .map { String($0.dropFirst()) }
    collection = name.flatMap { settings["collections"]?[$0]?["output"]?.flag == true ? $0 : nil }
    hasNoPages = collection == nil && settings[path: "collections.posts.output"]?.flag == false
    // The one of a type is its old name.
    let types = collection.map { [$0] } ?? ["posts", "post"]
    scopes = (settings["defaults"]?.values ?? []).filter { entry in
      entry[path: "scope.type"]?.text.map(types.contains) ?? true
    }.map(Scope.init)
  }

  func facts(in folder: SiteFolder) -> SiteFacts {
    let settings = rules.site
    let base = settings["baseurl"]?.text ?? ""
    let url = settings["url"]?.text.flatMap { url in
      url.isEmpty ? nil : AbsoluteURL(base)?.string ?? "\(url)/\(base.trimmingSlashes)"
    }
    return SiteFacts(
      title: settings["title"]?.text ?? settings["name"]?.text, url: url,
      output: settings["destination"]?.text ?? "_site",
      feeds: [settings[path: "feed.path"]?.text ?? "feed.xml", "atom.xml", "rss.xml"], copied: source)
  }

  /// Whose sign is that of POSIX where it is no name: `UTC+8` is west of Greenwich.
  private static func zone(_ name: String) -> SiteTimeZone? {
    name.wholeMatch(of: /[A-Za-z]{3,}([+-]?)([0-9]{1,2})/).flatMap { match in
      SiteTimeZone("Etc/GMT\(match.1.isEmpty ? "+" : match.1)\(Int(match.2)!)")
    } ?? SiteTimeZone(name)
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
    // Of a path with `*`, what there is.
    let patterns = scopes.indices.filter { scopes[$0].path.contains("*") && !scopes[$0].path.hasPrefix("/") }
    guard !patterns.isEmpty else { return }
    let paths = files.union(files.flatMap(PostFile.folders)).compactMap(inSource).sorted()
    for index in patterns {
      let pattern = PathPattern(scopes[index].path.trimmingSlashes)
      scopes[index].beginnings = paths.filter(pattern.matches)
    }
  }

  /// A path of the site, as its configuration names it; nil for what lies outside of its source.
  private func inSource(_ path: String) -> String? {
    if source.isEmpty { return path }
    return path.hasPrefix("\(source)/") ? String(path.dropFirst(source.count + 1)) : nil
  }

  /// The same without the folder of collections, which it need not name.
  private func inCollections(_ path: String) -> String {
    collectionsFolder.isEmpty ? path : String(path.trimmingPrefix("\(collectionsFolder)/"))
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    let segments = file.split(separator: "/").map(String.init)
    if isExcluded(file) || inSource(file) == nil { return .other }
    if collection != nil {
      let post = PostFile(
        file,
        below: segments.dropLast().last { $0.hasPrefix("_") }.map { name in
          segments.prefix { $0 != name }.joined(separator: "/") + (segments.first == name ? "" : "/") + name
        } ?? "", datesNames: false)
      return PostFile.role(of: file, post)
    }
    guard let index = segments.dropLast().firstIndex(of: "_posts") else {
      guard PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
      let post = PostFile(file)
      if isFlat { return post.date == nil ? .notPost("its name does not begin with a date") : .post(post) }
      if rules.publishesDrafts, let drafts = segments.dropLast().firstIndex(of: "_drafts") {
        if isPassedOver(segments, in: drafts) { return .other }
        var draft = post
        draft.sections = Array(segments[..<drafts])
        return .post(draft)
      }
      if post.date != nil, !segments.contains("_drafts") { return .notPost("it lies in no folder called _posts") }
      guard let folder = segments.dropLast().first(where: { $0.hasPrefix("_") }), folder != "_drafts"
      else { return .other }
      return .notPost("it belongs to the collection \(folder.dropFirst()), which is not that of posts")
    }
    if isPassedOver(segments, in: index) { return .other }
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

  /// Whether a file is none of the site's, for its name or that of a folder.
  ///
  /// - Parameter index: where the folder of posts stands among `segments`, or that of drafts.
  private func isPassedOver(_ segments: [String], in index: Int) -> Bool {
    let (outer, inner) = (segments[..<index], segments[(index + 1)...])
    let source = source.split(separator: "/").count
    let isOutside =
      !collectionsFolder.isEmpty && !outer.dropFirst(source).joined(separator: "/").hasPrefix(collectionsFolder)
    // Within that folder only the first name counts, and the file's own.
    return isOutside || outer.contains(where: isSpecial)
      || [inner.first, inner.last].contains { $0.map(isSpecial) ?? false }
      || inner.contains { $0.hasPrefix(".") }
  }

  /// Whether a folder, or a file, is passed over with all that is in it, for its name.
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

  /// One that is written, and empty, stays so.
  func title(of post: Post) -> String? {
    post.fields.value["title"]?.string?.isEmpty == true ? nil : post.title
  }

  func categories(of post: PostFile) -> [String] {
    let outer = ["source", "collections_dir"].map { rules.site[$0]?.text?.trimmingSlashes }
    let folders = collection == nil ? Array(post.sections.drop(while: outer.contains)) : []
    // Those of defaults come before the post's own.
    return folders
      + scopes(of: post).flatMap { $0.values.filter { $0.name == "categories" } }.suffix(1).flatMap { member in
        member.value.string.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } ?? member.value.texts
      }
  }

  func defaults(for post: PostFile) -> [DataValue.Member] { scopes(of: post).flatMap(\.values) }

  /// The last wins. One that comes before no other, though written below it, is the first of all, as Jekyll merges them.
  private func scopes(of post: PostFile) -> [Scope] {
    if scopes.isEmpty { return [] }
    let path = inCollections(inSource(post.path) ?? post.path)
    var found: [Scope] = []
    for scope in scopes where scope.beginnings.contains(where: { path.hasPrefix(inCollections($0)) }) {
      if found.last.map(scope.comesBefore) ?? true { found.append(scope) } else { found.insert(scope, at: 0) }
    }
    return found
  }

  /// The slug as it is written, or as the file's name has it behind a date.
  private func slug(of post: Post) -> String {
    post.slug(
      else: collection == nil ? post.file.name : PostFile.partedByDashes(post.file.name)?.rest ?? post.file.name)
  }

  func address(of post: Post) -> String? {
    let styles = [
      "pretty": "/:categories/:year/:month/:day/:title/", "date": "/:categories/:year/:month/:day/:title:output_ext",
      "ordinal": "/:categories/:year/:y_day/:title:output_ext",
      "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext", "none": "/:categories/:title:output_ext",
    ]
    let site = collection.map { rules.site["collections"]?[$0]?["permalink"]?.text ?? "/:collection/:path:output_ext" }
    let pattern = site ?? styles[permalink] ?? permalink
    let title = slug(of: post)
    let path = PermalinkPattern(post.fields.text(.permalink) ?? pattern).path(
      for: post.values(
        slug: AddressText.dashed(title),
        [
          "title": AddressText.pretty(title), "name": AddressText.dashed(post.file.name),
          "output_ext": outputEnding(of: post.file),
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
    return AbsoluteURL(folder + AddressText.composed(slug(of: post)))?.string
  }
}
