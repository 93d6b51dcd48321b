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
  private let isConfigured: Bool
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
    var facts = WrittenOut.property("metadata", in: text) ?? .null
    for name in ["metadata", "site", "meta"] {
      let path = Path.segments(data).joined(separator: "/") + "/\(name)"
      let written = try ["js", "cjs", "mjs"].compactMap { try folder.text(of: "\(path).\($0)") }.first.flatMap {
        WrittenOut.exported(by: $0)?.object
      }
      guard let found = try folder.metadata(in: ["\(path).json"]) ?? written else { continue }
      facts = .object(found.members + facts.members)
    }
    rules = GeneratorRules(
      template: .nunjucks, base: WrittenOut.property("pathPrefix", in: text)?.text, dialect: .markdownIt,
      language: (facts["language"] ?? facts["lang"] ?? facts["locale"])?.text,
      siteAuthors: Person.siteAuthors(facts["author"]), scalars: .gray,
      skippedFolders: ["_site", "dist", "public", "_includes", "_layouts"])
    let computed = ["js", "cjs", "mjs"].map { Path.segments(data).joined(separator: "/") + "/eleventyComputed.\($0)" }
    let isComputed = text.contains(
      /addGlobalData\(\s*["'`](?:eleventyComputed|eleventyExcludeFromCollections|permalink|draft)\b/)
    for file in computed.filter(folder.has) + (isComputed ? [configuration].compactMap(\.self) : []) {
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
    var post = PostFile(file, below: content)
    // `name/name.md` is the page of the folder.
    if post.sections.last == post.name { post.sections.removeLast() }
    return post
  }

  /// Reads what files such as `posts/posts.json` say of all that lies in their folder, and `a.11tydata.js` of `a.md`.
  mutating func learn(_ files: Set<String>) throws {
    let programs = ["js", "cjs", "mjs"].map { ".11tydata.\($0)" }
    for file in files.sorted() {
      guard let ending = ([".11tydata.json", ".json"] + programs).first(where: file.hasSuffix) else { continue }
      let stem = String(file.dropLast(ending.utf8.count))
      let parent = Directory.parent(of: file) ?? "."
      let isOfFolder = PostFile.lastName(of: stem) == PostFile.lastName(of: parent)
      guard isOfFolder || PostFile.markdown.union(PostFile.html).contains(where: { files.contains("\(stem).\($0)") })
      else { continue }
      let name = isOfFolder ? parent : stem
      guard let found = try ending.hasSuffix("json") ? folder.metadata(in: [file]) : written(in: file) else { continue }
      data[name] = .object((data[name]?.members ?? []) + found.members)
    }
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
    return folders + (data[PostFile.stem(of: post.path)]?.members ?? [])
  }

  /// Tags that name the collection of all posts, or of what a menu shows: the blog that Eleventy begins with shows none.
  private static let collections: Set<String> = ["all", "nav", "post", "posts"]

  /// Lists of tags are joined, as Eleventy merges what is said of folders and of files.
  func members(of post: PostFile, with own: [DataValue.Member]) -> [DataValue.Member] {
    let all = defaults(for: post) + own
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

  func address(of post: Post) -> String? {
    let path = (post.file.sections + [post.file.name]).joined(separator: "/")
    guard let permalink = post.fields.text(.permalink) else { return "/\(path)/" }
    if post.fields.value["permalink"]?.flag == false { return nil }
    var address = permalink.contains("{") ? filled(permalink, for: post, path) : permalink
    if address.hasSuffix("/index.html") { address.removeLast("index.html".count) }
    return address.hasPrefix("/") ? address : "/\(address)"
  }

  /// A permalink may hold tags.
  private func filled(_ permalink: String, for post: Post, _ path: String) -> String {
    var variables = post.fields.value
    let page = ["fileSlug": post.file.name, "filePathStem": "/\(path)", "date": post.date ?? ""]
    variables.set(["title"], to: .string(post.title ?? ""))
    variables.set(["page"], to: .object(page.map { DataValue.Member(name: $0, value: .string($1)) }))
    // Nothing of the site is asked for.
    let nowhere = Site(title: "", url: AbsoluteURL("http://localhost/")!)
    let filled = Template(.nunjucks, variables: variables)
      .expand(Array(permalink.utf8), as: .text, permalink: nowhere.url, on: nowhere)
    return String(decoding: filled.body, as: UTF8.self)
  }
}
