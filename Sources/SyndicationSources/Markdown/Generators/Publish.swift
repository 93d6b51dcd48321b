internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Publish: items in the sections of `Content`, whose title may be their first heading.
struct Publish: Generator {
  let rules = GeneratorRules(
    hasPlainLines: true, dialect: .ink, fields: [.id: ["rss.guid"], .external: ["rss.link"]],
    skippedFolders: ["Output", "Resources", "Sources"])
  /// Empty where there is no such folder, and all of the site's is taken for it.
  private var content = "Content/"

  /// What the program says that makes the site, which says it in one way nearly always.
  func facts(in folder: SiteFolder) throws -> SiteFacts {
    var facts = SiteFacts(output: "Output", feeds: ["feed.rss"], copied: "Resources")
    guard folder.has("Sources") else { return facts }
    let files = try FileTree(at: folder.path(of: "Sources"), within: folder.reach).files
    for file in files.filter({ $0.hasSuffix(".swift") }).prefix(50) {
      let text = try folder.text(of: "Sources/\(file)") ?? ""
      guard text.contains("Website") else { continue }
      let name = text.firstMatch(of: /\bname\s*(?::\s*String)?\s*=\s*"([^"\\]+)"/)
      let url = text.firstMatch(of: /\burl\s*(?::\s*URL)?\s*=\s*URL\(string:\s*"([^"\\]+)"/)
      facts.title = facts.title ?? name.map { String($0.1) }
      facts.url = facts.url ?? url.map { String($0.1) }
    }
    return facts
  }

  mutating func learn(_ files: Set<String>) {
    if !files.contains(where: { $0.hasPrefix(content) }) { content = "" }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard file.hasPrefix(content), PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
    let post = PostFile(file, below: content.trimmingSlashes, datesNames: false)
    let isIndex = file.hasSuffix("/index.md")
    if isIndex, post.sections.isEmpty { return .other }
    return post.sections.isEmpty && !content.isEmpty
      ? .notPost("it lies in no section of Content, and is a page") : .post(post)
  }

  func title(of post: Post) -> String? {
    let parts = ["rss.titlePrefix", "rss.titleSuffix"].map { post.fields.value[$0]?.text ?? "" }
    return post.title.map { parts[0] + $0 + parts[1] }
  }

  func address(of post: Post) -> String? {
    if let path = post.fields.text(.permalink) ?? post.fields.value["path"]?.text {
      return "/" + (post.file.sections.prefix(1) + [path.trimmingSlashes]).joined(separator: "/")
    }
    return "/" + (post.file.sections + [post.file.name]).joined(separator: "/")
  }
}
