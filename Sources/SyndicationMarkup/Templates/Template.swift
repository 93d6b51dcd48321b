public import Syndication

/// What the tags of a template language mean that stand in a body.
///
/// A generator fills them in before it reads the body as Markdown or HTML, and so does `expand`.
public struct Template: Sendable, Hashable, Fingerprinted {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Template.self)

  /// Whose tags they are.
  public enum Language: String, Sendable, Hashable, Fingerprinted, CaseIterable {
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

    /// Whether `body` may hold a tag of this language: without one it is its own expansion.
    package func mayOccur(in body: UnsafeBufferPointer<UInt8>) -> Bool {
      switch self {
      case .liquid: body.contains("{{") || body.contains("{%")
      case .nunjucks: body.contains("{{") || body.contains("{%") || body.contains("{#")
      case .hugo: body.contains("{{<") || body.contains("{{%")
      case .tera: body.contains("{{") || body.contains("{%") || body.contains("@/")
      case .mdx: body.contains("{") || body.contains("<") || body.contains("import ") || body.contains("export ")
      case .pelican: PelicanLinks.marks.contains { body.contains($0) }
      }
    }

    /// Whether `body` may name another page by its file, so that its template needs to know where pages are.
    package func mayNamePages(in body: UnsafeBufferPointer<UInt8>) -> Bool {
      switch self {
      case .liquid, .nunjucks: body.contains("{%") && (body.contains("post_url") || body.contains("link "))
      case .hugo: mayOccur(in: body) && body.contains("ref")
      case .tera: body.contains("@/")
      case .mdx: false
      case .pelican: body.contains("{filename}") || body.contains("|filename|")
      }
    }
  }

  /// Whether `body` may hold a link of Markdown.
  package static func mayLink(in body: UnsafeBufferPointer<UInt8>) -> Bool {
    body.contains("](") || body.contains("]:")
  }

  /// Whose tags stand in the body.
  public var language: Language
  /// An object: `site` (`url`, `baseurl`, …), `page` (the front matter, `url`, `date`, …), and the configured ones.
  package var variables: DataValue
  /// Nil where the body names no page.
  public var pages: PageAddresses?
  /// The file that the body stands in, by its path in the source's folder; nil where the body names no page.
  public var file: String?
  /// The folder that paths of files begin in, where links of Markdown may name pages by such; else nil.
  public var contentFolder: String?
  /// Whether HTML that the author wrote in Markdown is left out, so that the template's has to be told from it.
  public var omitsHTML = false
  /// The folder of the generator's output, where it lies there, as seen from the working directory: it may have what cannot
  /// be filled in.
  public var output: String?

  package init(_ language: Language, variables: DataValue = .object([]), pages: PageAddresses? = nil) {
    self.language = language
    self.variables = variables
    self.pages = pages
  }

  /// `body` with its tags filled in.
  ///
  /// - Parameters:
  ///   - body: UTF-8; any bytes are taken.
  ///   - kind: what the body is once its tags are filled in: code is fenced in Markdown, marked up in HTML.
  ///   - dialect: how Markdown is read that tags make HTML.
  ///   - permalink: where the entry lives, else the site's URL.
  /// - Returns: the body, and how many tags of each kind could not be filled in, and are gone.
  package func expand(
    _ body: [UInt8], as kind: BodyMarkup.Kind, in dialect: MarkdownDialect = .commonMark, permalink: AbsoluteURL,
    on site: Site
  ) -> (body: [UInt8], unfilled: [String: Int]) {
    let isTemplate = body.withUnsafeBufferPointer { body in
      language.mayOccur(in: body) || contentFolder != nil && Template.mayLink(in: body)
    }
    guard isTemplate else { return (body, [:]) }
    var expansion = Expansion(
      body: body, kind: kind, template: self, permalink: permalink, site: site, dialect: dialect)
    expansion.output.reserveCapacity(body.count + body.count / 4)
    let result =
      switch language {
      case .liquid, .nunjucks: Liquid.expanded(expansion)
      case .hugo: Shortcodes.expanded(expansion, from: contentFolder == nil ? "{" : "{]", read: HugoTags.piece)
      case .tera: Shortcodes.expanded(expansion, from: "{@", read: ZolaTags.piece)
      case .mdx: Shortcodes.expanded(expansion, from: "{<\\ie", read: MDXTags.piece)
      case .pelican: Shortcodes.expanded(expansion, from: "{|", read: PelicanLinks.piece)
      }
    return (result.output, result.unfilled)
  }
}
