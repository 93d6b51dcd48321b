package import Syndication

extension Template {
  /// `body` with its tags filled in.
  ///
  /// - Parameters:
  ///   - body: UTF-8; any bytes are taken.
  ///   - kind: what the body is once its tags are filled in: code is fenced in Markdown, marked up in HTML.
  ///   - permalink: where the entry lives, else the site's URL.
  /// - Returns: the body, and how many tags of each kind could not be filled in, and are gone.
  package func expand(
    _ body: [UInt8], as kind: BodyMarkup.Kind, permalink: AbsoluteURL, on site: Site
  ) -> (body: [UInt8], unfilled: [String: Int]) {
    guard body.withUnsafeBufferPointer(language.mayOccur) else { return (body, [:]) }
    let expansion = Expansion(of: body, as: kind, by: self, permalink: permalink, on: site)
    let result =
      switch language {
      case .liquid, .nunjucks: Liquid.expanded(expansion)
      case .hugo: Shortcodes.expanded(expansion, tags: HugoTags.all)
      case .tera: Shortcodes.expanded(expansion, tags: ZolaTags.all)
      case .mdx: Shortcodes.expanded(expansion, tags: MDXTags.all)
      case .pelican: Shortcodes.expanded(expansion, tags: PelicanLinks.all)
      }
    return (result.output, result.unfilled)
  }
}
