internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Hugo: pages in the sections of `content`, each a file or a folder with `index.md`.
struct Hugo: Generator {
  private(set) var rules: GeneratorRules
  /// The folders of content, those within others first.
  private var mounts: [HugoMount]
  /// Whether the configuration names them one by one.
  private let hasMounts: Bool
  private let language: String
  private let otherLanguages: Set<String>
  /// Whether they are told by the configuration, and not guessed.
  private let hasLanguages: Bool
  /// By language: the tag of BCP 47, and where its part of the site is served if that is not below the site's.
  private let codes: [String: String]
  private let addresses: [String: String]
  /// By language, patterns of addresses, and of the pages of which sections: of two that fit, the first.
  private let permalinks: [String: [Permalink]]
  /// What the pages of sections say, by language and where they are among the content: `en:content/posts`.
  private var sections: [String: DataValue] = [:]
  /// By the folders that hold pages called so: `index`, `index.de`.
  private var bundles: [String: Set<String>] = [:]
  private let removesAccents: Bool
  private let uglyURLs: DataValue?
  private let mainSections: Set<String>
  private let taxonomies: Set<String>
  /// Whether the names of sections without a page are made plurals.
  private let pluralizes: Bool
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
    let settings = try HugoConfiguration.settings(in: folder)
    // Hugo's names are without case.
    func setting(_ name: String) -> DataValue? { settings.member(name) }
    let language = setting("defaultContentLanguage")?.text ?? "en"
    self.language = language
    let languages = setting("languages")?.members ?? []
    let own = languages.first { $0.name == language }?.value
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
    var contents = others.compactMap { other in
      other.value.member("contentDir")?.text.map { HugoMount($0.withoutDots, language: other.name) }
    }
    let main = own?.member("contentDir") ?? setting("contentDir")
    contents.append(HugoMount(main?.text?.withoutDots ?? "content"))
    let mounted = HugoMount.mounts(
      setting("module")?.member("mounts")?.values ?? [], language: language, others: Set(others.map(\.name)))
    hasMounts = !mounted.mounts.isEmpty
    mounts = (hasMounts ? mounted.mounts : contents).sorted { $0.source.utf8.count > $1.source.utf8.count }
    let usualPatterns = Hugo.permalinks(setting("permalinks"))
    permalinks = Dictionary(
      ([(language, own)] + others.map { ($0.name, $0.value) }).map { name, settings in
        (name, settings?.member("permalinks").map(Hugo.permalinks) ?? usualPatterns)
      }
    ) { $1 }
    taxonomies = Set((setting("taxonomies")?.members ?? []).compactMap(\.value.text))
    pluralizes = setting("pluralizeListTitles")?.flag ?? true
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
    mainSections = Set((setting("params")?.member("mainSections") ?? setting("mainSections"))?.texts ?? [])
    let params = (setting("params")?.members ?? []) + (own?.member("params")?.members ?? [])
    let author =
      params.last { ["author", "authors"].contains($0.name.lowercased()) }?.value ?? own?.member("author")
      ?? setting("author")
    var people = try folder.people(in: "data/authors", as: .goccy, &sideFiles)
    if case .object(let members)? = author, author?.member("name")?.text == nil {
      people.merge(members.map { ($0.name, $0.value) }) { $1 }
    }
    let flag = { (name: String) in setting(name)?.flag ?? false }
    let sources = mounts.map(\.source)
    let skipped = Set(["public", "resources", "themes", "static", "assets", "layouts"]).filter { folder in
      !sources.contains { "\($0)/".hasPrefix("\(folder)/") }
    }
    let place = Place(
      file: folder.path(of: Preset.configurations.first { $0.hasPrefix("hugo") && folder.has($0) } ?? "config"))
    rules = GeneratorRules(
      template: .hugo, site: settings,
      timeZone: try doubts.zone((own?.member("timeZone") ?? setting("timeZone"))?.text, at: place), ignoresCase: true,
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
      skippedFolders: skipped)
    linksFiles = Hugo.linksFiles(
      setting, hasLanguages: hasLanguages && !languages.contains { $0.value.member("baseURL") != nil })
    if let value = setting("cascade") { cascade.add(value, for: "", at: place) }
    if !mounted.unread.isEmpty {
      doubts.append(
        .warning(
          at: place, rule: "markdown",
          "of module.mounts is not followed: \(mounted.unread.joined(separator: ", ")); where it keeps posts back, name "
            + "them in ignoreFiles, too"))
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
    // Without a folder of content all of the site's is taken for it.
    if !hasMounts, let main = mounts.firstIndex(where: { $0.language == nil }),
      !files.contains(where: mounts[main].holds)
    {
      mounts.append(HugoMount(""))
      mounts.remove(at: main)
    }
    for expression in ignoreFiles.compactMap({ try? Regex($0) }) {
      ignored.formUnion(files.filter { $0.firstMatch(of: expression) != nil })
    }
    let pages = files.filter { file in
      let name = PostFile.lastName(of: file)
      return (name.hasPrefix("index.") || name.hasPrefix("_index.")) && Hugo.endings.contains(PostFile.ending(of: file))
    }
    for file in pages {
      let name = PostFile.lastName(of: file)
      guard name.hasPrefix("index."), let parent = Directory.parent(of: file) else { continue }
      bundles[parent, default: []].insert(PostFile.stem(of: name))
    }
    for file in pages.filter({ PostFile.lastName(of: $0).hasPrefix("_index.") }).sorted() {
      guard let place = place(of: file), let parent = Directory.parent(of: place.path) else { continue }
      let matter =
        try sideFiles.read(of: Directory.parent(of: file)) { [folder] in
          try folder.frontMatter(of: file, as: .goccy)
        } ?? .object([])
      let inName = PostFile.language(ofStem: PostFile.stem(of: PostFile.lastName(of: file)))
      let named = inName ?? place.language
      sections["\(named ?? language):\(parent)"] = matter
      if let name = matter.member("title")?.text { learnAuthor(name, at: parent, in: named) }
      guard let value = matter.member("cascade") else { continue }
      cascade.add(
        value, for: parent, in: named ?? (hasLanguages ? language : nil), at: Place(file: folder.path(of: file)))
    }
    doubts += cascade.doubts
  }

  /// The page of a term is titled with the name of the author that the term is.
  private mutating func learnAuthor(_ name: String, at path: String, in named: String?) {
    let parts = path.split(separator: "/").map(String.init)
    guard named ?? language == language, parts.count == 3, ["author", "authors"].contains(parts[1]),
      taxonomies.contains(parts[1])
    else { return }
    rules.authors[parts[2]] = rules.authors[parts[2]] ?? .object([DataValue.Member(name: "name", value: .string(name))])
  }

  func facts(in folder: SiteFolder) -> SiteFacts {
    let own = rules.site.member("languages")?.member(language)
    func setting(_ name: String) -> DataValue? { own?.member(name) ?? rules.site.member(name) }
    let folders = ["", "/posts", "/post", "/blog"]
    return SiteFacts(
      title: setting("title")?.text, url: setting("baseURL")?.text, output: setting("publishDir")?.text ?? "public",
      feeds: [prefix, ""].uniqued().flatMap { prefix in folders.map { "\(prefix)\($0)/index.xml".trimmingSlashes } },
      copied: setting("staticDir")?.texts.first ?? "static")
  }

  /// What content is called.
  private static let endings = PostFile.markdown.union(PostFile.html).union([
    "adoc", "ad", "asciidoc", "org", "pandoc", "pdc", "rst",
  ])

  /// The mount that holds a file.
  private func mount(of file: String) -> HugoMount? { mounts.first { $0.holds(file) } }

  /// Where a file is among the content, and the other language that its folder is of; nil where it is none.
  private func place(of file: String) -> (path: String, language: String?)? {
    guard let mount = mount(of: file), let path = mount.path(of: file) else { return nil }
    return (path, mount.language)
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    if ignored.contains(file) { return .other }
    guard let mount = mount(of: file), let place = mount.path(of: file) else { return .other }
    var path = place
    var translation = mount.language
    let stem = PostFile.stem(of: path)
    if let language = PostFile.language(ofStem: stem) {
      let isOther = otherLanguages.contains(language)
      if isOther, !hasLanguages { return .translation(language) }
      if isOther || language == self.language { path = PostFile.stem(of: stem) + place.dropFirst(stem.count) }
      if isOther { translation = language }
    }
    if let translation, left.contains(translation) { return .other }
    var post = PostFile(path, below: "content", datesNames: false)
    post.path = file
    post.language = translation
    let name = PostFile.stem(of: PostFile.lastName(of: path))
    if name == "_index" { return .other }
    if name == "index", post.name.isEmpty || post.name == "index" { return .notPost("it is the page of the site") }
    // What else lies in the folder of a page belongs to that page.
    let isPart =
      !bundles.isEmpty
      && PostFile.folders(around: file).contains { folder in
        guard let pages = bundles[folder], folder.utf8.count > mount.source.utf8.count else { return false }
        return pages.contains("index") || translation.map { pages.contains("index.\($0)") } ?? false
      }
    if isPart, name != "index" { return .other }
    let role = PostFile.role(of: path, post)
    guard case .post = role else { return role }
    if !mainSections.isEmpty, mount.source.isEmpty ? !post.sections.isEmpty : true,
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
    let above =
      cascade.isEmpty
      ? []
      : cascade.members(
        of: place(of: post.path)?.path ?? post.path, at: Hugo.path(post.sections + [post.name]),
        language: post.language ?? language)
    return above + Hugo.withParams(own)
  }

  /// With what themes read in `params`, too.
  private static func withParams(_ members: [DataValue.Member]) -> [DataValue.Member] {
    let params = members.last { $0.name.utf8.count == 6 && $0.name.lowercased() == "params" }
    return (params?.value.members ?? []).filter { themes.contains($0.name.lowercased()) } + members
  }

  /// The names in `params` that themes read. What Hugo reads itself, it reads beside them.
  private static let themes: Set<String> = {
    let fields: [Field] = [
      .tags, .categories, .authors, .image, .external, .unlisted, .listed, .attachments, .duration, .episode, .season,
      .explicit,
    ]
    let names = fields.flatMap { $0.usual.names.map { $0.prefix { $0 != "." }.lowercased() } }
    return Set(names + ["hidden", "hide", "private"]).subtracting(["url"])
  }()

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
    let own = post.fields.text(.slug).flatMap { $0.isEmpty ? nil : made($0).trimmingDashes.trimmingSlashes }
    let rest = post.isDatedByName ? dated(post.file.name)?.slug ?? "" : ""
    let name = rest.isEmpty ? part(post.file.name) : part(rest)
    let slug = own ?? name
    let section = post.file.sections.first ?? ""
    let folders = post.file.sections.map(part)
    func inPattern(_ text: String) -> String { text.removing(sign: "+") }
    func slugOrTitle(ofSection index: Int) -> String {
      if let slug = self.slug(ofSection: index, of: post.file) { return made(slug).trimmingDashes }
      let title = sections[key(ofSection: index, of: post.file)]?.member("title")?.text
      return inPattern(made(title ?? plural(of: post.file.sections[index]))).replacing(/[\/\\]/, with: "-")
    }
    func values(for pattern: String) -> PermalinkPattern.Values {
      let inAddress = own ?? made(rest.isEmpty ? post.file.name : rest)
      let title = inPattern(made(post.title ?? post.file.name)).replacing(/[\/\\]/, with: "-")
      // Of the folders within a section, those are sections that have a page of their own.
      let known = post.file.sections.indices.filter { $0 == 0 || sections[key(ofSection: $0, of: post.file)] != nil }
      let slugs = pattern.contains(":sectionslug") ? known.map(slugOrTitle) : []
      let weekday = post.local.map { String($0.date.weekday % 7) } ?? ""
      return post.values(
        slug: (own ?? (rest.isEmpty ? nil : inAddress)).map(inPattern) ?? title,
        [
          "title": title, "filename": made(post.file.name), "contentbasename": made(post.file.name),
          "slugorfilename": inAddress, "slugorcontentbasename": inAddress, "section": section, "weekday": weekday,
          "sections": folders.prefix((known.last ?? -1) + 1).joined(separator: "/"),
          "sectionslug": slugs.first ?? "", "sectionslugs": slugs.joined(separator: "/"),
        ], hasLayouts: true)
    }
    if let url = post.fields.text(.permalink) {
      if url.contains("://") { return url }
      var path = PermalinkPattern(url.fromRoot).path(for: values(for: url))
      if path.hasSuffix("/index.html") { path.removeLast("index.html".count) }
      let isFile = path.hasSuffix("/") || PostFile.lastName(of: path).dropFirst().contains(".")
      return start(of: post.file, isWhole: url.hasPrefix("/")) + (isFile ? path : path + "/")
    }
    var path: String
    if let pattern = pattern(ofPageIn: post.file) {
      path = made(PermalinkPattern(pattern).path(for: values(for: pattern))).fromRoot
    } else {
      let slugs = folders.indices.map { self.slug(ofSection: $0, of: post.file).map { made($0).trimmingDashes } }
      path = "/" + (zip(slugs, folders).map { $0 ?? $1 } + [slug]).joined(separator: "/")
    }
    if path.hasSuffix("/") { path.removeLast() }
    let isUgly = uglyURLs?.flag ?? uglyURLs?[section]?.flag ?? false
    return start(of: post.file) + path + (isUgly ? ".html" : "/")
  }

  /// Where the pages of a section live, or those of sections that a pattern means.
  private struct Permalink: Sendable {
    /// As `Hugo.path` has it; empty for what lies in no section.
    var section: String
    var sections: PathPattern
    var pattern: String

    func isMeant(for path: String) -> Bool { section.isEmpty ? path.isEmpty : sections.covers(path) }
  }

  /// Those of longer names first.
  private static func permalinks(_ value: DataValue?) -> [Permalink] {
    let members = (value?.member("page")?.members ?? []) + (value?.members ?? [])
    let found = members.compactMap { member -> Permalink? in
      let section = path(member.name.split(separator: "/").map(String.init))
      return member.value.text.map { Permalink(section: section, sections: PathPattern(section), pattern: $0) }
    }
    // What comes first of equal ones stays so.
    let lengths = Set(found.map(\.section.utf8.count)).sorted(by: >)
    return lengths.flatMap { length in found.filter { $0.section.utf8.count == length } }
  }

  private func pattern(ofPageIn file: PostFile) -> String? {
    guard let permalinks = permalinks[file.language ?? language], !permalinks.isEmpty else { return nil }
    let path = Hugo.path(file.sections)
    return permalinks.first { $0.isMeant(for: path) }?.pattern
  }

  /// The title of a section without a page.
  private func plural(of name: String) -> String {
    if !pluralizes || name.isEmpty || name.hasSuffix("s") { return name }
    if name.hasSuffix("y"), !["a", "e", "i", "o", "u"].contains(name.dropLast().last) {
      return name.dropLast() + "ies"
    }
    return name + (["x", "z", "ch", "sh"].contains(where: name.hasSuffix) ? "es" : "s")
  }

  private func key(ofSection index: Int, of file: PostFile) -> String {
    "\(file.language ?? language):" + (["content"] + file.sections[...index]).joined(separator: "/")
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

  func contentFolder(namedByLinksOf post: PostFile) -> String? {
    linksFiles ? mount(of: post.path)?.source : nil
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
