internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Eleventy: files anywhere below its input folder, each at its own path; and any folder of Markdown like that.
struct Eleventy: Generator {
  static let configurations =
    [".eleventy.js"] + ["js", "mjs", "cjs", "ts"].map { "eleventy.config.\($0)" }

  let rules: GeneratorRules
  private let content: String
  private let folder: SiteFolder
  /// By the folder, or the file without its extension, that it is said of.
  private var data: [String: DataValue] = [:]
  private var ignored: [PathPattern] = []
  /// What data of all posts say.
  private var global: [DataValue.Member] = []
  /// What the file of a folder's data is called instead of as the folder is, and what the names of files of data end in.
  private let baseName: String?
  private let dataEndings: [String]
  private let isConfigured: Bool
  /// What the site's data say of the site.
  private let metadata: DataValue
  private(set) var sideFiles = SideFiles()
  private(set) var doubts: [Problem] = []

  init(_ folder: SiteFolder) throws {
    let configuration = Eleventy.configurations.first(where: folder.has)
    isConfigured = configuration != nil
    let text = try configuration.flatMap(folder.text) ?? ""
    // The configuration is a program; where it reads from is nearly always said in one way.
    let input = text.firstMatch(of: /["']?input["']?\s*:\s*["']([^"']+)["']/).map { String($0.1).withoutDots }
    content = input ?? ["content", "src"].first(where: folder.has) ?? ""
    self.folder = folder
    let data = "\(content.isEmpty ? "" : "\(content)/")" + (WrittenOut.property("data", in: text)?.text ?? "_data")
    let dataFolder = Path.segments(data).joined(separator: "/")
    var facts = WrittenOut.property("metadata", in: text) ?? .null
    for name in ["metadata", "site", "meta"] {
      let path = "\(dataFolder)/\(name)"
      let written = try Eleventy.programs.compactMap { try folder.text(of: "\(path).\($0)") }.first.flatMap {
        WrittenOut.exported(by: $0)?.object
      }
      guard let found = try sideFiles.read({ try folder.metadata(in: ["\(path).json"]) }) ?? written else { continue }
      facts = .object(found.members + facts.members)
    }
    metadata = facts
    rules = GeneratorRules(
      template: .nunjucks, base: WrittenOut.property("pathPrefix", in: text)?.text, dialect: .markdownIt,
      language: (facts["language"] ?? facts["lang"] ?? facts["locale"])?.text,
      siteAuthors: Person.siteAuthors(facts["author"]), scalars: .gray,
      skippedFolders: ["_site", "dist", "public", "_includes", "_layouts"])
    baseName = text.firstMatch(of: /setDataFileBaseName\(\s*["'`]([^"'`]+)["'`]/).map { String($0.1) }
    let suffixes = text.firstMatch(of: /setDataFileSuffixes\(\s*\[([^\]]*)\]/).map { match in
      match.1.matches(of: /["'`]([^"'`]*)["'`]/).map { String($0.1) }
    }
    // The last counts.
    dataEndings = (suffixes ?? [".11tydata", ""]).reversed().flatMap { suffix in
      ["\(suffix).json"] + (suffix.isEmpty ? [] : Eleventy.programs.reversed().map { "\(suffix).\($0)" })
    }
    var computed: [String] = []
    for file in (["json"] + Eleventy.programs).map({ "\(dataFolder)/eleventyComputed.\($0)" }) where folder.has(file) {
      if file.hasSuffix(".json") {
        let found = try sideFiles.read(of: "") { try folder.metadata(in: [file]) }
        global += found.map { [DataValue.Member(name: "eleventyComputed", value: $0)] } ?? []
      } else {
        let found = WrittenOut.exported(by: try folder.text(of: file) ?? "")
        global += found.map { [DataValue.Member(name: "eleventyComputed", value: $0.object)] } ?? []
        if found?.unread.isEmpty != true { computed.append(file) }
      }
    }
    let isComputed = text.contains(
      /addGlobalData\(\s*["'`](?:eleventyComputed|eleventyExcludeFromCollections|permalink|draft)\b/)
    for file in computed + (isComputed ? [configuration].compactMap(\.self) : []) {
      doubts.append(
        .warning(
          at: Place(file: folder.path(of: file)), rule: "markdown",
          "what this program makes for all posts is not read, as it is not run: where it keeps posts back or says where "
            + "they live, say so in the posts, or in a file such as posts/posts.json"))
    }
    var patterns = text.matches(of: /ignores\.add\(\s*["'`]([^"'`]+)["'`]\s*\)/).map { String($0.1) }
    for file in [".gitignore", ".eleventyignore", content.isEmpty ? "" : "\(content)/.eleventyignore"]
    where !file.isEmpty {
      patterns += (try folder.text(of: file) ?? "").split(whereSeparator: \.isNewline).map(\.trimmed)
        .filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("!") }
    }
    ignored = patterns.flatMap(Eleventy.patterns)
  }

  func facts(in folder: SiteFolder) throws -> SiteFacts {
    let text = try Eleventy.configurations.first(where: folder.has).flatMap(folder.text) ?? ""
    let names = ["url", "base", "siteUrl", "siteURL", "baseUrl", "domain"]
    let output = text.firstMatch(of: /["']?output["']?\s*:\s*["']([^"']+)["']/)
    return SiteFacts(
      title: (metadata["title"] ?? metadata["name"])?.text, url: names.lazy.compactMap { metadata[$0]?.text }.first,
      output: output.map { String($0.1).withoutDots } ?? "_site",
      feeds: text.matches(of: /outputPath\s*:\s*["']([^"']+)["']/).map { String($0.1).trimmingSlashes }
        + ["feed/feed.xml", "feed.xml", "atom.xml", "rss.xml", "feed/feed.json", "feed.json"])
  }

  /// Of a line of `.gitignore`: a name without a slash is that of anything anywhere.
  private static func patterns(ofIgnored line: String) -> [PathPattern] {
    let path = line.withoutDots
    return (line.dropLast().contains("/") ? [path] : [path, "**/\(path)"]).map { PathPattern($0) }
  }

  private func isIgnored(_ file: String) -> Bool {
    if ignored.isEmpty { return false }
    let inner = content.isEmpty ? file : String(file.dropFirst(content.utf8.count + 1))
    return ignored.contains { $0.covers(file) || $0.covers(inner) }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/"),
      !file.split(separator: "/").dropLast().contains("_includes"),
      !isIgnored(file)
    else { return .other }
    return PostFile.role(of: file, post(file))
  }

  private func post(_ file: String) -> PostFile {
    var post = PostFile(file, below: content, datesNames: !isConfigured)
    // `name/name.md` is the page of the folder.
    if post.sections.last == post.name { post.sections.removeLast() }
    if isConfigured { post.name = Eleventy.withoutDate(post.name) }
    // Any day in its path.
    if post.date == nil, let match = file.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) {
      post.date = LocalDate(String(match.output))?.description
    }
    return post
  }

  private static func withoutDate(_ name: String) -> String {
    name.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}-(.*)/).map { String($0.1) } ?? name
  }

  private static let programs = ["js", "cjs", "mjs"]

  /// Reads what files such as `posts/posts.json` say of all that lies in their folder, and `a.11tydata.js` of `a.md`.
  mutating func learn(_ files: Set<String>) throws {
    let stems = Set(files.filter { isText($0) }.map(PostFile.stem))
    let folders = Set(stems.flatMap(PostFile.folders))
    let sorted = files.sorted()
    for ending in dataEndings {
      for file in sorted where file.hasSuffix(ending) {
        let stem = String(file.dropLast(ending.utf8.count))
        let parent = Directory.parent(of: file) ?? "."
        let isOfFolder = PostFile.lastName(of: stem) == baseName ?? PostFile.lastName(of: parent)
        guard isOfFolder && folders.contains(parent) || stems.contains(stem) else { continue }
        let name = isOfFolder ? parent : stem
        let found =
          try ending.hasSuffix("json")
          ? sideFiles.read(of: name) { [folder] in try folder.metadata(in: [file]) } : written(in: file)
        data[name] = .object((data[name]?.members ?? []) + (found?.members ?? []))
      }
    }
    doubts.sort { $0.place.file < $1.place.file }
  }

  private func isText(_ file: String) -> Bool {
    let ending = PostFile.ending(of: file)
    return PostFile.markdown.contains(ending) || PostFile.html.contains(ending)
  }

  /// What a program writes out.
  private mutating func written(in file: String) throws -> DataValue? {
    let found = WrittenOut.exported(by: try folder.text(of: file) ?? "")
    if found == nil || found?.unread.isEmpty == false {
      let names = found.map { "; it makes \($0.unread.map { "`\($0)`" }.joined(separator: ", "))" } ?? ""
      doubts.append(
        .warning(
          at: Place(file: folder.path(of: file)), rule: "markdown",
          "what this program makes is not read, as it is not run\(names): where it keeps posts back or says where they "
            + "live, write that out as a text, or in a file that ends in .json"))
    }
    return found?.object
  }

  func defaults(for post: PostFile) -> [DataValue.Member] {
    let folders = PostFile.folders(around: post.path).reversed().flatMap { data[$0]?.members ?? [] }
    return global + folders + (data[PostFile.stem(of: post.path)]?.members ?? [])
  }

  /// Tags that name the collection of all posts, or of what a menu shows: the blog that Eleventy begins with shows none.
  private static let collections: Set<String> = ["all", "nav", "post", "posts"]

  /// Lists of tags are joined, as Eleventy merges what is said of folders and of files.
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] {
    var all = defaults(for: post) + own
    // What is computed comes after all else.
    let computed = all.filter { $0.name == "eleventyComputed" }.flatMap(\.value.members)
    if !computed.isEmpty {
      let known = DataValue.object(all)
      all += computed.map { member in
        guard member.name != "permalink", let text = member.value.string, text.contains("{") else { return member }
        return DataValue.Member(name: member.name, value: .string(filled(text, for: post, known, date: nil).text))
      }
    }
    if let permalink = all.last(where: { $0.name == "permalink" })?.value, let built = permalink["build"] {
      all.append(DataValue.Member(name: "permalink", value: built))
    }
    let lists = all.filter { $0.name == "tags" }
    let tags = lists.flatMap { $0.value.texts }.uniqued()
    let isBlog = isConfigured || !data.isEmpty
    let topics = isBlog ? tags.filter { !Eleventy.collections.contains($0) } : tags
    guard lists.count > 1 || topics.count < tags.count else { return all }
    return all + [DataValue.Member(name: "tags", value: .array(topics.map { .string($0) }))]
  }

  func keepsBack(_ post: Post) -> Bool {
    let collections = post.fields.value["eleventyExcludeFromCollections"]?.texts ?? []
    return post.isUnlisted || post.isDraft || ["all", "post", "posts"].contains(where: collections.contains)
  }

  func doubt(about post: Post) -> String? {
    let unfilled = filledPermalink(of: post)?.unfilled ?? []
    if unfilled.isEmpty { return nil }
    return
      "its `permalink` has what is not filled in (\(unfilled.joined(separator: ", "))), so that it may live elsewhere: "
      + "say `permalink` of this source, or write the address out"
  }

  func address(of post: Post) -> String? {
    guard let permalink = filledPermalink(of: post)?.text ?? post.fields.text(.permalink) else {
      // The names as they are; only a slug has no date.
      let names = PostFile(post.file.path, below: content, datesNames: !isConfigured)
      let isOfFolder = names.sections.last == names.name
      return "/" + (names.sections + (isOfFolder ? [] : [names.name])).joined(separator: "/") + "/"
    }
    if post.fields.value["permalink"]?.flag == false { return nil }
    var address = permalink
    if address.hasSuffix("/index.html") { address.removeLast("index.html".count) }
    return address.hasPrefix("/") ? address : "/\(address)"
  }

  /// The permalink without its tags, where it holds some.
  private func filledPermalink(of post: Post) -> (text: String, unfilled: [String])? {
    guard let permalink = post.fields.text(.permalink), permalink.contains("{") else { return nil }
    var variables = post.fields.value
    variables.set(["title"], to: .string(post.title ?? ""))
    return filled(permalink, for: post.file, variables, date: post.date)
  }

  /// A text without its tags, and what of them is not known.
  private func filled(
    _ text: String, for post: PostFile, _ variables: DataValue, date: String?
  ) -> (text: String, unfilled: [String]) {
    var variables = variables
    let inner = content.isEmpty ? post.path : String(post.path.dropFirst(content.utf8.count + 1))
    let stem =
      (PostFile.folders(around: inner).first.map { "\($0)/" } ?? "")
      + Eleventy.withoutDate(PostFile.stem(of: PostFile.lastName(of: inner)))
    let page = [
      ("fileSlug", post.name), ("filePathStem", "/\(stem)"), ("inputPath", "./\(post.path)"),
      ("date", date ?? variables["date"]?.text ?? post.date ?? ""),
    ]
    variables.set(["page"], to: .object(page.map { DataValue.Member(name: $0, value: .string($1)) }))
    // Nothing of the site is asked for.
    let nowhere = Site(title: "", url: AbsoluteURL("http://localhost/")!)
    let filled = Template(.nunjucks, variables: variables)
      .expand(Array(text.utf8), as: .text, permalink: nowhere.url, on: nowhere)
    return (String(decoding: filled.body, as: UTF8.self), filled.unfilled.keys.sorted())
  }
}
