public import Syndication

/// What the tags of a template language mean that stand in a body.
///
/// A generator fills them in before it reads the body as Markdown or HTML, and so does `expand`.
public struct Template: Sendable, Hashable, Encodable {
  /// Whose tags they are.
  public enum Language: String, Sendable, Hashable, Encodable, CaseIterable {
    /// Jekyll's, and Eleventy's in Markdown.
    case liquid
    /// Eleventy's, where it is told so.
    case nunjucks
    /// Hugo's shortcodes.
    case hugo
    /// Zola's shortcodes.
    case tera
    /// Astro's MDX: imports, components and expressions.
    case mdx
    /// Pelican's `{filename}`, `{static}` and `{attach}` in addresses.
    case pelican
  }

  /// Whose tags stand in the body.
  public var language: Language
  /// An object: `site` (`url`, `baseurl`, …), `page` (the front matter, `url`, `date`, …), and the configured ones.
  package var variables: DataValue
  /// Nil where the body names no page.
  public var pages: PageAddresses?

  package init(_ language: Language, variables: DataValue = .object([]), pages: PageAddresses? = nil) {
    self.language = language
    self.variables = variables
    self.pages = pages
  }
}

/// Where the pages of a source live, for bodies that name a page by its file. Shared by all of them.
public final class PageAddresses: Sendable, Hashable, Encodable {
  /// By the file's path in the source's folder, `posts/2022-03-25-name.md`: an address, absolute or from the site's root.
  public let byPath: [String: String]
  /// Of all of them.
  let hash: ContentHash
  let pathsByName: [String: [String]]

  /// - Parameter byPath: as the property of that name.
  public init(_ byPath: [String: String]) {
    self.byPath = byPath
    pathsByName = PageAddresses.pathsByName(byPath.keys)
    hash = ContentHash(texts: byPath.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
  }

  /// Whether both lead to the same addresses.
  public static func == (a: PageAddresses, b: PageAddresses) -> Bool {
    a === b || a.hash == b.hash && a.byPath == b.byPath
  }

  /// Of all addresses.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// As one hash, made once.
  public func encode(to encoder: any Encoder) throws { try hash.encode(to: encoder) }
}
