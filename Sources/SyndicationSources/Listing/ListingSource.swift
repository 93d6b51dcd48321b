public import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// The posts of a blog's listing page, kept as the plain text that a browser's reader view saves.
///
/// A listing carries no addresses: they come from a template and, where given, from a file of links.
public struct ListingSource: CatalogSource {
  /// `sources[].name` of the configuration.
  public let name: String
  /// Where the listing is.
  public let path: String
  /// Where its posts live: see `PermalinkRule.template`.
  public let permalink: String
  /// Where a JSON object of titles and the addresses of their posts is.
  public let links: String?
  /// What addresses without a host are relative to.
  public let site: Site

  /// The listing at a path.
  public init(name: String, path: String, permalink: String, links: String? = nil, site: Site) {
    self.name = name
    self.path = path
    self.permalink = permalink
    self.links = links
    self.site = site
  }

  public func load() async throws -> SourceContents {
    let bytes = try FileContents.read(path)
    var rule = PermalinkRule(template: permalink)
    var problems: [Problem] = []
    if let links {
      let table = LinkTable(try FileContents.read(links), file: links, site: site)
      rule.links = table.links
      problems = table.problems
      // Where the posts are would be guessed.
      guard table.isTable else { return SourceContents(problems: problems) }
    }
    do throws(Problem) {
      let text = try SourceText(bytes, file: path)
      let listing = Listing(text)
      return SourceContents(items: listing.posts.map { item(of: $0, rule) }, problems: listing.problems + problems)
    } catch {
      return SourceContents(problems: [error] + problems)
    }
  }

  public var files: [String] { [path] + (links.map { [$0] } ?? []) }

  public func revision() async -> Revision? { Revision(ofFiles: files) }

  private func item(of post: Listing.Post, _ rule: PermalinkRule) -> SourceItem {
    var item = SourceItem(
      source: name, place: Place(file: path, line: post.line), identity: .listed(rule))
    item.title = post.title
    item.summary = .text(post.summary.joined(separator: "\n\n"))
    item.published = post.header.date.description
    item.tags = post.header.tags
    item.authors = post.header.authors
    return item
  }
}
