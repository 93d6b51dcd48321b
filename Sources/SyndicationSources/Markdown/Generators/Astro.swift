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
    hasSlash =
      text.firstMatch(of: /trailingSlash\s*:\s*["']never["']/) == nil
      && text.firstMatch(of: /format\s*:\s*["']file["']/) == nil
  }

  private static let contents = ["src/content", "src/pages", "src/data", "content"]
  /// Whether none of these folders is there, and all of the site's is taken for one.
  private var isFlat = false

  mutating func learn(_ files: Set<String>) {
    isFlat = !files.contains { file in Astro.contents.contains { file.hasPrefix("\($0)/") } }
  }

  func role(of file: String, among files: Set<String>) -> FileRole {
    guard let content = isFlat ? "" : Astro.contents.first(where: { file.hasPrefix("\($0)/") }) else {
      // A README beside the configuration, say, is no post.
      guard !file.contains("/"), case .notPost(let reason) = PostFile.role(of: file, PostFile(file))
      else { return .other }
      return .notPost(reason)
    }
    // Names that begin so are no pages.
    if file.split(separator: "/").contains(where: { $0.hasPrefix("_") }) { return .other }
    guard PostFile.markdown.contains(PostFile.ending(of: file)) else { return .other }
    return .post(PostFile(file, below: content, datesNames: false))
  }

  func address(of post: Post) -> String? {
    let slug = post.slug(else: AddressText.github(post.file.name)).trimmingSlashes
    let sections = post.file.sections.map(AddressText.github)
    let path = (sections + [slug]).joined(separator: "/")
    return hasSlash ? "/\(path)/" : "/\(path)"
  }
}
