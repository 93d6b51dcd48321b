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
  /// What the pages of sections say, by language and folder: `en:content/posts`.
  private var sections: [String: DataValue] = [:]
  /// The folders that hold an `index` page.
  private var bundles: Set<String> = []
  private let removesAccents: Bool
  private let uglyURLs: DataValue?
  private let mainSections: Set<String>
  private let prefix: String
  private let keepsCase: Bool
  /// Whether a link may name a page by its file.
  private let linksFiles: Bool
  private let folder: SiteFolder
  private var cascade = HugoCascade()
  /// The languages that have no pages.
  private let left: Set<String>
  private let ignoreFiles: [String]
  private var ignored: Set<String> = []
  private(set) var sideFiles = SideFiles()
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
    func listed(_ field: String, _ usual: [String]) -> [String] {
      (setting("frontmatter")?.member(field)?.texts ?? [":default"])
        .flatMap { $0.lowercased() == ":default" ? usual : [$0] }
        .map { name in usualDates.first { $0.lowercased() == name.lowercased() } ?? name }
    }
    func names(_ field: String, _ usual: [String]) -> [String] { listed(field, usual).filter { !$0.hasPrefix(":") } }
    let dates = listed("date", usualDates)
    uglyURLs = setting("uglyURLs")
    keepsCase = setting("disablePathToLower")?.flag ?? false
    prefix = setting("defaultContentLanguageInSubdir")?.flag == true ? "/\(language)" : ""
    mainSections = Set((setting("params")?["mainSections"] ?? setting("mainSections"))?.texts ?? [])
    let params = (setting("params")?.members ?? []) + (own?.member("params")?.members ?? [])
    let author =
      params.last { ["author", "authors"].contains($0.name.lowercased()) }?.value ?? own?.member("author")
      ?? setting("author")
    var people = try folder.people(in: "data/authors", as: .goccy, &sideFiles)
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
        .date: dates.filter { !$0.hasPrefix(":") }, .draft: ["draft", "headless", "hidden", "private"],
        .published: names("publishDate", ["publishDate", "pubDate", "pubdate", "published"]),
        .updated: names("lastmod", []).filter { !["date", "publishDate", "pubDate", "published"].contains($0) },
        .expires: names("expiryDate", []),
        .permalink: ["url"],
        .summary: ["summary", "excerpt", "description"],
      ],
      onlyFields: [.tags: ["tags"], .categories: ["categories"]],
      datesBeforeName: dates.contains(":filename") ? Set(dates.prefix { $0 != ":filename" }) : nil,
      readsZones: false, readsUnixTimes: true, keepsTexts: true, readsKeywords: false,
      address: setting("baseURL")?.text.flatMap { AbsoluteURL($0) },
      language: code(own) ?? code(settings)
        ?? (hasLanguages || setting("defaultContentLanguage") != nil ? language : nil),
      siteAuthors: Person.siteAuthors(author, known: people), scalars: .goccy, publishesDrafts: flag("buildDrafts"),
      publishesExpired: flag("buildExpired"),
      publishesFuture: flag("buildFuture"),
      skippedFolders: ["public", "resources", "themes", "static", "assets", "layouts"])
    linksFiles = Hugo.linksFiles(
      setting, hasLanguages: hasLanguages && !languages.contains { $0.value.member("baseURL") != nil })
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
    let signs = Hugo.extras(setting)
    if !signs.isEmpty {
      doubts.append(
        .warning(
          at: place, rule: "markdown",
          "extras of goldmark that are not followed, so that their signs show as they are written "
            + "(\(signs.joined(separator: ", "))): where posts use them, name Hugo's output as \"rendered\""))
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
    dialect.bareHostsAreSecure = option("extensions", "linkifyProtocol")?.text.map { $0 == "https" } ?? true
    if option("extensions", "strikethrough")?.flag == false { dialect.strikethrough = .nothing }
    if option("extensions", "definitionList")?.flag == false { dialect.hasDefinitionLists = false }
    let typographer = option("extensions", "typographer")
    if typographer?.flag == false || typographer?["disable"]?.flag == true { dialect.hasGuillemets = false }
    return dialect
  }

  /// Whether Hugo's own hook of links is at work: in sites of several languages, and where it is asked for.
  private static func linksFiles(_ setting: (String) -> DataValue?, hasLanguages: Bool) -> Bool {
    let goldmark = setting("markup")?.member("goldmark")
    let hook = goldmark?.value(atNames: ["renderHooks", "link"])
    if hook?.member("enableDefault")?.flag == true { return true }
    switch hook?.member("useEmbedded")?.text?.lowercased() {
    case "always", "fallback": return true
    case "never": return false
    default: return hasLanguages && goldmark?.member("duplicateResourceFiles")?.flag != true
    }
  }

  /// Those of `markup.goldmark.extensions.extras` that are on.
  private static func extras(_ setting: (String) -> DataValue?) -> [String] {
    let extras = (setting("markup") ?? .object([])).value(atNames: ["goldmark", "extensions", "extras"])
    return (extras?.members ?? []).filter { $0.value.value(atNames: ["enable"])?.flag == true }.map(\.name).sorted()
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
      let matter =
        try sideFiles.read(of: parent) { [folder] in try folder.frontMatter(of: file, as: .goccy) } ?? .object([])
      let named = name == "_index" ? otherLanguage(ofFolder: file) : String(name.dropFirst("_index.".count))
      sections["\(named ?? language):\(parent)"] = matter
      guard let value = matter.member("cascade") else { continue }
      cascade.add(
        value, for: parent, in: named ?? (hasLanguages ? language : nil), at: Place(file: folder.path(of: file)))
    }
    doubts += cascade.doubts
  }

  /// The folder of all content of a file's language.
  private func content(of file: String) -> String {
    otherContents.isEmpty ? content : otherContents.keys.first { file.hasPrefix("\($0)/") } ?? content
  }

  /// The other language whose folder a file lies in.
  private func otherLanguage(ofFolder file: String) -> String? { otherContents[content(of: file)] }

  func role(of file: String, among files: Set<String>) -> FileRole {
    if ignored.contains(file) { return .other }
    let content = content(of: file)
    guard content.isEmpty || file.hasPrefix("\(content)/") else { return .other }
    var path = file
    var translation = otherLanguage(ofFolder: file)
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
    return cascade.members(
      of: post.path, at: Hugo.path(post.sections + [post.name]), language: post.language ?? language) + params + own
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

  /// As Hugo knows a page, wherever it is served.
  private static func path(_ names: [String]) -> String {
    names.map { "/" + AddressText.lowercased($0).replacing(sign: " ", with: "-") }.joined()
  }

  /// `2024-02-03-name`, `2024-02-03-14-15-16-name`, `2024-02-03T14:15:16-name`: the date, the time, and what is the slug.
  private func dated(_ name: String) -> (date: String, slug: String)? {
    guard
      let match = name.prefixMatch(of: /([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T _-]([0-9]{2})[:-]([0-9]{2})[:-]([0-9]{2}))?/),
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
      return keepsCase ? text : AddressText.lowercased(text)
    }
    // Of files and folders the blanks go first, but for those that keep their capitals.
    func part(_ name: String) -> String { made(keepsCase ? name : name.replacing(sign: " ", with: "-")) }
    let own = post.fields.text(.slug).flatMap { $0.isEmpty ? nil : made($0).trimmingDashes }
    let rest = post.isDatedByName ? dated(post.file.name)?.slug ?? "" : ""
    let name = rest.isEmpty ? part(post.file.name) : part(rest)
    let slug = own ?? name
    let section = post.file.sections.first ?? ""
    let folders = post.file.sections.map(part)
    func inPattern(_ text: String) -> String { text.removing(sign: "+") }
    func values() -> PermalinkPattern.Values {
      let inAddress = own ?? made(rest.isEmpty ? post.file.name : rest)
      let title = inPattern(made(post.title ?? post.file.name)).replacing(/[\/\\]/, with: "-")
      // Of the folders within a section, those are sections that have a page of their own.
      let depth = post.file.sections.indices.last { $0 == 0 || sections[key(ofSection: $0, of: post.file)] != nil }
      let weekday = post.local.map { String($0.date.weekday % 7) } ?? ""
      return post.values(
        slug: (own ?? (rest.isEmpty ? nil : inAddress)).map(inPattern) ?? title,
        [
          "title": title, "filename": made(post.file.name), "contentbasename": made(post.file.name),
          "slugorfilename": inAddress, "slugorcontentbasename": inAddress, "section": section, "weekday": weekday,
          "sections": folders.prefix((depth ?? -1) + 1).joined(separator: "/"),
        ], hasLayouts: true)
    }
    if let url = post.fields.text(.permalink) {
      if url.contains("://") { return url }
      var path = PermalinkPattern(url.fromRoot).path(for: values())
      if path.hasSuffix("/index.html") { path.removeLast("index.html".count) }
      let isFile = path.hasSuffix("/") || PostFile.lastName(of: path).dropFirst().contains(".")
      return start(of: post.file, isWhole: url.hasPrefix("/")) + (isFile ? path : path + "/")
    }
    var path: String
    if let pattern = permalinks["page"]?[section]?.text ?? permalinks[section]?.text {
      path = made(PermalinkPattern(pattern).path(for: values())).fromRoot
    } else {
      let slugs = folders.indices.map { self.slug(ofSection: $0, of: post.file).map { made($0).trimmingDashes } }
      path = "/" + (zip(slugs, folders).map { $0 ?? $1 } + [slug]).joined(separator: "/")
    }
    if path.hasSuffix("/") { path.removeLast() }
    let isUgly = uglyURLs?.flag ?? uglyURLs?[section]?.flag ?? false
    return start(of: post.file) + path + (isUgly ? ".html" : "/")
  }

  private func key(ofSection index: Int, of file: PostFile) -> String {
    let names = [content(of: file.path)] + file.sections[...index]
    return "\(file.language ?? language):" + names.filter { !$0.isEmpty }.joined(separator: "/")
  }

  /// What the page of a section that a post lies in has for its slug, which the addresses of all below have, too.
  private func slug(ofSection index: Int, of file: PostFile) -> String? {
    let key = key(ofSection: index, of: file)
    let page = sections[key]
    guard page != nil || index == 0 && cascade.says("slug") else { return nil }
    if let own = page?.member("slug")?.text { return own.isEmpty ? nil : own }
    let language = file.language ?? language
    let cascaded = cascade.members(
      of: "\(key.dropFirst(language.utf8.count + 1))/_index.md", at: Hugo.path(Array(file.sections[...index])),
      kind: "section", language: language)
    return cascaded.last { $0.name.lowercased() == "slug" }?.value.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  func contentFolder(namedByLinksOf post: PostFile) -> String? { linksFiles ? content(of: post.path) : nil }

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
