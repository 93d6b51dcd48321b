internal import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// Eleventy: files anywhere below its input folder, each at its own path; and any folder of Markdown like that.
struct Eleventy: Generator {
  static let configurations =
    [".eleventy.js"] + ["js", "mjs", "cjs", "ts"].map { "eleventy.config.\($0)" }

  let rules = GeneratorRules(
    template: .nunjucks, dialect: .markdownIt, skippedFolders: ["_site", "dist", "public", "_includes", "_layouts"])
  private let content: String
  private let folder: SiteFolder
  private var data: [String: DataValue] = [:]

  init(_ folder: SiteFolder) throws {
    let text = try Eleventy.configurations.compactMap(folder.text).first ?? ""
    // The configuration is a program; where it reads from is nearly always said in one way.
    let input = text.firstMatch(of: /["']?input["']?\s*:\s*["']([^"']+)["']/).map { String($0.1).withoutDots }
    content = input ?? ["content", "src"].first(where: folder.has) ?? ""
    self.folder = folder
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard content.isEmpty || file.hasPrefix("\(content)/"), !file.split(separator: "/").dropLast().contains("_includes")
    else { return .other }
    return PostFile.role(of: file, post(file))
  }

  private func post(_ file: String) -> PostFile {
    var post = PostFile(file, below: content)
    // `name/name.md` is the page of the folder.
    if post.sections.last == post.name { post.sections.removeLast() }
    return post
  }

  /// Reads what files such as `posts/posts.json` say of all that lies in their folder.
  mutating func learn(_ files: Set<String>) throws {
    for file in files where file.hasSuffix(".json") {
      guard let parent = Directory.parent(of: file), parent != "." else { continue }
      let name = PostFile.lastName(of: parent)
      guard [".json", ".11tydata.json"].contains(where: { file == "\(parent)/\(name)\($0)" }) else { continue }
      data[parent] = try folder.metadata(in: [file])
    }
  }

  func defaults(for post: PostFile) -> [DataValue.Member] {
    PostFile.folders(around: post.path).reversed().flatMap { data[$0]?.members ?? [] }
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
