internal import Syndication
internal import SyndicationMarkup

/// Astro: collections below `src/content`, each served below its name, and Markdown in `src/pages`.
struct Astro: Generator {
  static let configurations = ["mjs", "js", "ts", "cjs", "mts"].map { "astro.config.\($0)" }

  let rules: GeneratorRules
  private let hasSlash: Bool

  init(_ folder: SiteFolder) throws {
    let text = try Astro.configurations.compactMap(folder.text).first ?? ""
    // Only `.mdx` has expressions.
    rules = GeneratorRules(
      base: WrittenOut.property("base", in: text)?.text.map { AbsoluteURL($0)?.path ?? $0 }, dialect: .remark,
      language: WrittenOut.property("defaultLocale", in: text)?.text, scalars: .js, skippedFolders: ["dist", "public"])
    let contents = try Astro.contentConfigurations.compactMap(folder.text).first ?? ""
    bases = contents.matches(of: /\bbase\s*:\s*["'`]([^"'`]+)["'`]/).map { String($0.1).withoutDots }
    hasSlash =
      text.firstMatch(of: /trailingSlash\s*:\s*["']never["']/) == nil
      && text.firstMatch(of: /format\s*:\s*["']file["']/) == nil
  }

  func facts(in folder: SiteFolder) throws -> SiteFacts {
    let text = try Astro.configurations.compactMap(folder.text).first ?? ""
    func setting(_ name: String) -> String? { WrittenOut.property(name, in: text)?.text }
    var url = setting("site")
    if let site = url, let base = setting("base"), AbsoluteURL(base) == nil {
      url = "\(site[...].trimmingSuffix { $0 == "/" })/\(base.trimmingSlashes)"
    }
    // Where the blog that Astro begins with has it.
    let constants = try ["src/consts.ts", "src/consts.js"].compactMap(folder.text).joined(separator: "\n")
    let title = constants.firstMatch(of: /(?:SITE_TITLE|SITE_NAME)\b[^=\n]*=\s*["'`]([^"'`\n]+)["'`]/)
    return SiteFacts(
      title: title.map { String($0.1) }, url: url, output: setting("outDir")?.withoutDots ?? "dist",
      feeds: ["rss.xml", "atom.xml", "feed.xml"], copied: setting("publicDir")?.withoutDots ?? "public")
  }

  static let contentConfigurations = ["src/content.config", "src/content/config"].flatMap { name in
    ["ts", "js", "mjs", "mts"].map { "\(name).\($0)" }
  }
  /// Folders that collections lie in.
  private static let contents = ["src/content", "src/pages", "src/data", "content"]
  /// Folders that the configuration says to be collections.
  private let bases: [String]
  /// Whether there is no collection in any of these folders, and all of the site's is taken for one.
  private var isFlat = false

  /// The folder that the collection of a file lies in.
  private func content(of file: String) -> String? {
    if isFlat { return file.hasPrefix("src/") ? "src" : "" }
    return Astro.contents.first { file.hasPrefix("\($0)/") }
      ?? bases.first { file.hasPrefix("\($0)/") }.map { base in
        base.split(separator: "/").dropLast().joined(separator: "/")
      }
  }

  mutating func learn(_ files: Set<String>) {
    isFlat = !files.contains { PostFile.markdown.contains(PostFile.ending(of: $0)) && content(of: $0) != nil }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard let content = content(of: file) else {
      // A README beside the configuration, say, is no post.
      guard !file.contains("/"), case .notPost(let reason) = PostFile.role(of: file, PostFile(file))
      else { return .other }
      return .notPost(reason)
    }
    // Names that begin so are no pages.
    if file.split(separator: "/").contains(where: { $0.hasPrefix("_") }) { return .other }
    guard PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
    let post = PostFile(file, below: content, datesNames: false)
    return post.path == "src/pages/index.\(PostFile.ending(of: file))"
      ? .notPost("it is the page of the site") : .post(post)
  }

  func address(of post: Post) -> String? {
    let own = post.file.path.hasPrefix("src/pages/") ? nil : post.fields.text(.slug).flatMap { $0.isEmpty ? nil : $0 }
    let sections = post.file.sections.map(AddressText.github)
    // A slug stands for all behind the collection.
    let names =
      own.map { sections.prefix(1) + [$0.trimmingSlashes] } ?? sections[...] + [AddressText.github(post.file.name)]
    let path = names.joined(separator: "/")
    return hasSlash ? "/\(path)/" : "/\(path)"
  }
}
