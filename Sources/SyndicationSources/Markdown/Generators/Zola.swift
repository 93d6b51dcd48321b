internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Zola: pages in the sections of `content`, whose names may begin with a date, and whose address may be `path`.
struct Zola: Generator {
  let rules: GeneratorRules
  private let otherLanguages: Set<String>
  private let keepsPaths: Bool
  /// Of all pages; empty where there is no such folder, and all of the site's is taken for it.
  private var content = "content/"

  init(_ folder: SiteFolder) throws {
    let settings = try folder.metadata(in: ["zola.toml", "config.toml"]) ?? .object([])
    rules = GeneratorRules(
      template: .tera, site: .object([DataValue.Member(name: "config", value: settings)]),
      dialect: Zola.dialect(settings["markdown"]),
      fields: [.permalink: ["path"], .summary: ["description", "summary"]],
      skippedFolders: ["public", "themes", "static", "templates", "sass"])
    otherLanguages = Set((settings["languages"]?.members ?? []).map(\.name))
    keepsPaths = ["off", "safe"].contains(settings[path: "slugify.paths"]?.text ?? "on")
  }

  private static func dialect(_ options: DataValue?) -> MarkdownDialect {
    var dialect = MarkdownDialect.pulldownCmark
    dialect.hasEmoji = options?["render_emoji"]?.flag ?? false
    dialect.hasDefinitionLists = options?["definition_list"]?.flag ?? false
    return dialect
  }

  mutating func learn(_ files: Set<String>) {
    if !files.contains(where: { $0.hasPrefix(content) }) { content = "" }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    let ending = PostFile.ending(of: file)
    guard file.hasPrefix(content) else { return .other }
    guard PostFile.markdown.contains(ending) else {
      return PostFile.foreign[ending].map { .notPost("\($0) is not read: only Markdown is") } ?? .other
    }
    let stem = PostFile.stem(of: file)
    if let language = PostFile.language(ofStem: stem), otherLanguages.contains(language) {
      return .translation(language)
    }
    if stem.hasSuffix("/_index") { return .notPost("it is the page of a section") }
    // What else lies in the folder of a page belongs to that page.
    if !stem.hasSuffix("/index"), let folder = Directory.parent(of: file), files.contains("\(folder)/index.md") {
      return .other
    }
    return .post(PostFile(file, below: content.trimmingSlashes))
  }

  func section(of post: PostFile) -> String? { post.sections.first }

  func address(of post: Post) -> String? {
    if post.fields.value["render"]?.flag == false { return nil }
    if let path = post.fields.text(.permalink) {
      let path = "/" + path.trimmingSlashes
      return path.hasSuffix(".html") ? path : path + "/"
    }
    func part(_ text: String) -> String { keepsPaths ? text : AddressText.ascii(text) }
    return "/" + (post.file.sections + [post.slug(else: post.file.name)]).map(part).joined(separator: "/") + "/"
  }
}
