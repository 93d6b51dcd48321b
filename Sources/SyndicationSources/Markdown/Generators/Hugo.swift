internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Hugo: pages in the sections of `content`, each a file or a folder with `index.md`.
struct Hugo: Generator {
  let rules: GeneratorRules
  /// Empty where there is no such folder, and all of the site's is taken for it.
  private var content: String
  private let language: String
  private let otherLanguages: Set<String>
  /// Whether they are told by the configuration, and not guessed.
  private let hasLanguages: Bool
  /// The folders of other languages, and whose each is.
  private let otherContents: [String: String]
  /// By language: the tag of BCP 47, and where its part of the site is served if that is not below the site's.
  private let codes: [String: String]
  private let addresses: [String: String]
  private let permalinks: DataValue
  /// The folders that are sections of their own.
  private var sections: Set<String> = []
  /// The folders that hold an `index` page.
  private var bundles: Set<String> = []
  private let removesAccents: Bool
  private let uglyURLs: DataValue?
  private let mainSections: Set<String>
  private let prefix: String
  private let keepsCase: Bool
  private let folder: SiteFolder
  private var cascade = HugoCascade()
  /// The languages that have no pages.
  private let left: Set<String>
  private let ignoreFiles: [String]
  private var ignored: Set<String> = []
  private(set) var doubts: [Problem] = []

  init(_ folder: SiteFolder) throws {
    self.folder = folder
    func files(_ name: String, in folders: [String] = ["", "config/_default/"]) -> [String] {
      ["toml", "yaml", "yml", "json"].flatMap { ending in folders.map { "\($0)\(name).\(ending)" } }
    }
    func metadata(_ files: [String]) throws -> DataValue? { try folder.metadata(in: files, as: .goccy) }
    var settings = try metadata(files("hugo") + files("config")) ?? .object([])
    func add(_ members: [DataValue.Member]) { settings = .object(settings.members + members) }
    // Parts of it may be files of their own.
    for part in ["permalinks", "languages", "params", "taxonomies", "frontmatter", "cascade"] {
      if let value = try metadata(files(part)) { add([DataValue.Member(name: part, value: value)]) }
    }
    // What is said of the site as it is built.
    let built = ["config/production/"]
    add(try metadata(files("hugo", in: built) + files("config", in: built))?.members ?? [])
    // Hugo's names are without case.
    func setting(_ name: String) -> DataValue? { settings.member(name) }
    let language = setting("defaultContentLanguage")?.text ?? "en"
    self.language = language
    let languages = setting("languages")?.members ?? []
    let own =
      try languages.first { $0.name == language }?.value
      ?? folder.metadata(in: files("languages.\(language)"))
    let disabled = setting("disableLanguages")?.texts ?? []
    let others = languages.filter { $0.name != language }
    hasLanguages = !languages.isEmpty
    left = Set(others.filter { $0.value.member("disabled")?.flag == true || disabled.contains($0.name) }.map(\.name))
    func code(_ language: DataValue?) -> String? {
      (language?.member("languageCode") ?? language?.member("locale"))?.text
    }
    codes = Dictionary(others.compactMap { other in code(other.value).map { (other.name, $0) } }) { $1 }
    addresses = Dictionary(others.compactMap { other in other.value.member("baseURL")?.text.map { (other.name, $0) } })
    { $1 }
    otherLanguages = others.isEmpty ? Hugo.commonLanguages.subtracting([language]) : Set(others.map(\.name))
    otherContents = Dictionary(
      others.compactMap { other in other.value.member("contentDir")?.text.map { ($0.trimmingSlashes, other.name) } }
    ) { $1 }
    let named = own?["contentDir"] ?? own?["contentdir"] ?? setting("contentDir")
    content = named?.text?.trimmingSlashes ?? "content"
    permalinks = setting("permalinks") ?? .object([])
    removesAccents = setting("removePathAccents")?.flag ?? false
    // In their order; what stands below the file's name comes after it.
    let usualDates = ["date", "publishDate", "pubDate", "published", "lastmod", "modified"]
    let listed = setting("frontmatter")?.member("date")?.texts ?? [":default"]
    let dates = listed.flatMap { $0 == ":default" ? usualDates : [$0] }
    let spelled = { (name: String) in usualDates.first { $0.lowercased() == name.lowercased() } ?? name }
    uglyURLs = setting("uglyURLs")
    keepsCase = setting("disablePathToLower")?.flag ?? false
    prefix = setting("defaultContentLanguageInSubdir")?.flag == true ? "/\(language)" : ""
    mainSections = Set((setting("params")?["mainSections"] ?? setting("mainSections"))?.texts ?? [])
    let params = (setting("params")?.members ?? []) + (own?.member("params")?.members ?? [])
    let author =
      params.last { ["author", "authors"].contains($0.name.lowercased()) }?.value ?? own?.member("author")
      ?? setting("author")
    var people = try folder.people(in: "data/authors", as: .goccy)
    if case .object(let members)? = author, author?.member("name")?.text == nil {
      people.merge(members.map { ($0.name, $0.value) }) { $1 }
    }
    let flag = { (name: String) in setting(name)?.flag ?? false }
    rules = GeneratorRules(
      template: .hugo, site: settings,
      timeZone: (own?["timeZone"] ?? setting("timeZone"))?.text.flatMap { SiteTimeZone($0) }, ignoresCase: true,
      dialect: Hugo.dialect(setting),
      authors: people,
      fields: [
        .published: ["publishDate", "pubDate", "pubdate", "published"],
        .date: dates.filter { !$0.hasPrefix(":") }.map(spelled), .draft: ["draft", "headless", "hidden", "private"],
        .permalink: ["url"],
        .summary: ["summary", "excerpt", "description"],
      ],
      onlyFields: [.tags: ["tags"], .categories: ["categories"]],
      datesBeforeName: dates.contains(":filename") ? Set(dates.prefix { $0 != ":filename" }.map(spelled)) : nil,
      readsZones: false, readsUnixTimes: true, keepsTexts: true, readsKeywords: false,
      address: setting("baseURL")?.text.flatMap { AbsoluteURL($0) },
      language: code(own) ?? code(settings)
        ?? (hasLanguages || setting("defaultContentLanguage") != nil ? language : nil),
      siteAuthors: Person.siteAuthors(author, known: people), scalars: .goccy, publishesDrafts: flag("buildDrafts"),
      publishesExpired: flag("buildExpired"),
      publishesFuture: flag("buildFuture"),
      skippedFolders: ["public", "resources", "themes", "static", "assets", "layouts"])
    let place = Place(
      file: folder.path(of: Preset.configurations.first { $0.hasPrefix("hugo") && folder.has($0) } ?? "config"))
    if let value = setting("cascade") { cascade.add(value, for: "", at: place) }
    let mounts = setting("module")?.member("mounts")?.values ?? []
    let filters = ["excludeFiles", "includeFiles", "files"]
    let isFiltered = mounts.contains { mount in
      mount.member("target")?.text?.hasPrefix("content") == true && filters.contains { mount.member($0) != nil }
    }
    if isFiltered {
      doubts.append(
        .warning(
          at: place, rule: "markdown",
          "which files module.mounts leaves out of content is not followed: where it keeps posts back, name them in ignoreFiles, too"
        ))
    }
    ignoreFiles = setting("ignoreFiles")?.texts ?? []
    for pattern in ignoreFiles where (try? Regex(pattern)) == nil {
      doubts.append(
        .warning(
          at: place, rule: "markdown",
          "\(pattern.quoted) in ignoreFiles is not understood, so that no file is left out for it: write it more plainly"
        ))
    }
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

  mutating func learn(_ files: Set<String>) throws {
    if !files.contains(where: { $0.hasPrefix("\(content)/") }) { content = "" }
    for expression in ignoreFiles.compactMap({ try? Regex($0) }) {
      ignored.formUnion(files.filter { $0.firstMatch(of: expression) != nil })
    }
    bundles = Set(files.lazy.filter { PostFile.lastName(of: $0).hasPrefix("index.") }.compactMap(Directory.parent))
    for file in files.sorted() where file.hasSuffix(".md") {
      let name = PostFile.lastName(of: file).dropLast(".md".count)
      guard name == "_index" || name.hasPrefix("_index."), let parent = Directory.parent(of: file) else { continue }
      sections.insert(parent)
      guard let value = try folder.frontMatter(of: file, as: .goccy)?.member("cascade") else { continue }
      let language = name == "_index" ? nil : String(name.dropFirst("_index.".count))
      cascade.add(value, for: parent, in: language, at: Place(file: folder.path(of: file)))
    }
    doubts += cascade.doubts
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    if ignored.contains(file) { return .other }
    let other = otherContents.first { file.hasPrefix("\($0.key)/") }
    let content = other?.key ?? self.content
    guard content.isEmpty || file.hasPrefix("\(content)/") else { return .other }
    var path = file
    var translation = other?.value
    let stem = PostFile.stem(of: file)
    if let language = PostFile.language(ofStem: stem) {
      let isOther = otherLanguages.contains(language)
      if isOther, !hasLanguages { return .translation(language) }
      if isOther || language == self.language { path = PostFile.stem(of: stem) + file.dropFirst(stem.count) }
      if isOther { translation = language }
    }
    if let translation, left.contains(translation) { return .other }
    var post = PostFile(path, below: content, datesNames: false)
    post.path = file
    post.language = translation
    let name = PostFile.stem(of: PostFile.lastName(of: path))
    if name == "_index" { return .other }
    if name == "index", post.name.isEmpty || post.name == "index" { return .notPost("it is the page of the site") }
    // What else lies in the folder of a page belongs to that page.
    let isPart =
      !bundles.isEmpty
      && PostFile.folders(around: file).contains { folder in
        bundles.contains(folder) && folder.utf8.count > content.utf8.count
          && (["md", "html"].contains { files.contains("\(folder)/index.\($0)") }
            || translation.map { files.contains("\(folder)/index.\($0).md") } ?? false)
      }
    if isPart, name != "index" { return .other }
    let role = PostFile.role(of: path, post)
    guard case .post = role else { return role }
    if !mainSections.isEmpty, content.isEmpty ? !post.sections.isEmpty : true,
      !mainSections.contains(post.sections.first ?? "")
    {
      return .notPost(
        post.sections.first.map { "its section, \($0), is none of the site's mainSections" }
          ?? "it lies in none of the site's mainSections")
    }
    return .post(post)
  }

  func translation(_ post: Post) -> String? { post.file.language.map { codes[$0] ?? $0 } }

  func section(of post: PostFile) -> String? { post.sections.first }

  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] {
    let params = own.last { $0.name.utf8.count == 6 && $0.name.lowercased() == "params" }?.value.members ?? []
    func path() -> String {
      (post.sections + [post.name]).map { "/" + $0.lowercased().replacing(" ", with: "-") }.joined()
    }
    return cascade.members(of: post, at: path(), language: post.language ?? language) + params + own
  }

  func keepsBack(_ post: Post) -> Bool {
    if post.isUnlisted { return true }
    let build = post.fields.value["build"] ?? post.fields.value["_build"]
    func isOff(_ name: String, _ words: String...) -> Bool {
      build?.member(name).map { $0.flag == false || words.contains($0.text?.lowercased() ?? "") } ?? false
    }
    if isOff("list", "never", "local") || isOff("render", "never") { return true }
    // What is called a draft is one of these; the others are on the site, and in no list.
    let flags = post.fields.all(.draft).filter { $0.value.flag == true }
    let isDraft =
      flags.contains { $0.name == "draft" }
      || post.fields.value["published"]?.flag == false && post.fields.value["draft"]?.flag != false
    return flags.contains { $0.name != "draft" } || isDraft && !rules.publishesDrafts
      || post.fields.value["publish"]?.flag == false
      || ["draft", "hidden", "private"].contains(post.fields.value["status"]?.text?.lowercased())
  }

  func doubt(about post: Post) -> String? {
    guard let text = post.fields.value["draft"]?.string?.lowercased(), ["yes", "on", "y"].contains(text)
    else { return nil }
    return
      "`draft: \(text)` keeps the post back here, and is a text to Hugo since 0.112, which publishes the post: write "
      + "`draft: true`, or leave it out"
  }

  /// `2024-02-03-name`, `2024-02-03-14-15-16-name`: the date, the time, and what is the slug.
  private func dated(_ name: String) -> (date: String, slug: String)? {
    guard let match = name.prefixMatch(of: /([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([0-9]{2})-([0-9]{2})-([0-9]{2}))?/),
      LocalDate(String(match.1)) != nil
    else { return nil }
    var slug = name[match.range.upperBound...]
    let isTime = match.2.map { $0 < "24" } ?? false && match.3! < "60" && match.4! < "60"
    if !isTime { slug = name.dropFirst(10) }
    return (
      isTime ? "\(match.1)T\(match.2!):\(match.3!):\(match.4!)" : String(match.1),
      String(slug.trimming { " -_".contains($0) })
    )
  }

  func date(inNameOf post: PostFile) -> String? { rules.datesBeforeName == nil ? post.date : dated(post.name)?.date }

  /// What stands before the path of a post.
  ///
  /// - Parameter isWhole: whether the path is from the site's root, and not from that of its language.
  private func start(of file: PostFile, isWhole: Bool = false) -> String {
    guard let language = file.language else { return isWhole ? "" : prefix }
    if let address = addresses[language] { return address.hasSuffix("/") ? String(address.dropLast()) : address }
    return isWhole ? "" : "/\(language)"
  }

  func address(of post: Post) -> String? {
    let build = post.fields.value["build"] ?? post.fields.value["_build"]
    if let render = build?.member("render"), render.flag == false || render.text == "never" { return nil }
    func made(_ text: String) -> String {
      let text = AddressText.hugo(removesAccents ? AddressText.withoutAccents(text) : text)
      return keepsCase ? text : text.lowercased()
    }
    // Of files and folders the blanks go first.
    func part(_ name: String) -> String { made(name.replacing(" ", with: "-")) }
    let own = post.fields.text(.slug).flatMap { $0.isEmpty ? nil : made($0).trimmingDashes }
    let rest = post.isDatedByName ? dated(post.file.name)?.slug ?? "" : ""
    let name = rest.isEmpty ? part(post.file.name) : part(rest)
    let slug = own ?? name
    let section = post.file.sections.first ?? ""
    let folders = post.file.sections.map(part)
    // Of the folders within a section, those are sections that have a page of their own.
    let depth = post.file.sections.indices.last { index in
      index == 0
        || sections.contains(([content] + post.file.sections[...index]).filter { !$0.isEmpty }.joined(separator: "/"))
    }
    func inPattern(_ text: String) -> String { text.replacing("+", with: "") }
    func values() -> PermalinkPattern.Values {
      let title = inPattern(made(post.title ?? post.file.name)).replacing(/[\/\\]/, with: "-")
      let weekday = post.local.map { String($0.date.weekday % 7) } ?? ""
      return post.values(
        slug: (own ?? (rest.isEmpty ? nil : name)).map(inPattern) ?? title,
        [
          "title": title, "filename": part(post.file.name), "contentbasename": name, "slugorfilename": slug,
          "slugorcontentbasename": slug, "section": section, "weekday": weekday,
          "sections": folders.prefix((depth ?? -1) + 1).joined(separator: "/"),
        ])
    }
    if let url = post.fields.text(.permalink) {
      if url.contains("://") { return url }
      let path = PermalinkPattern(url.fromRoot).path(for: values())
      let isFile = path.hasSuffix("/") || PostFile.lastName(of: path).dropFirst().contains(".")
      return start(of: post.file, isWhole: url.hasPrefix("/")) + (isFile ? path : path + "/")
    }
    var path = "/" + (folders + [slug]).joined(separator: "/")
    if let pattern = permalinks["page"]?[section]?.text ?? permalinks[section]?.text {
      path = PermalinkPattern(pattern).path(for: values()).fromRoot
    }
    let start = start(of: post.file)
    if path.hasSuffix("/") || path.hasSuffix(".html") { return start + path }
    let isUgly = uglyURLs?.flag ?? uglyURLs?[section]?.flag ?? false
    return start + path + (isUgly ? ".html" : "/")
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
