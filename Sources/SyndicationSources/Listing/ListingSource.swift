public import Syndication
internal import SyndicationFiles
internal import SyndicationMarkup

/// The posts of a blog's listing page, kept as the plain text that a browser's reader view saves.
///
/// A listing carries no addresses: they come from a template and, where given, from a file of links.
public struct ListingSource: CatalogSource {
  /// `sources[].name` of the configuration.
  public let name: String
  /// Where the listing is, and the name that problems give it.
  public let path, displayPath: String
  /// Where its posts live: see `PermalinkRule.template`.
  public let permalink: String
  /// A JSON object of titles and the addresses of their posts, and the name that problems give it.
  public let links, linksDisplayPath: String?
  /// What addresses without a host are relative to.
  public let site: Site

  public init(
    name: String, path: String, displayPath: String, permalink: String, links: String? = nil,
    linksDisplayPath: String? = nil, site: Site
  ) {
    self.name = name
    self.path = path
    self.displayPath = displayPath
    self.permalink = permalink
    self.links = links
    self.linksDisplayPath = linksDisplayPath ?? links
    self.site = site
  }

  public func load() async throws -> SourceContents {
    let bytes = try FileContents.read(path)
    var rule = PermalinkRule(template: permalink)
    var problems: [Problem] = []
    if let links, let linksDisplayPath {
      let table = LinkTable(try FileContents.read(links), file: linksDisplayPath, site: site)
      rule.links = table.links
      problems = table.problems
    }
    do throws(Problem) {
      let text = try SourceText(bytes, file: displayPath)
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
      source: name, place: Place(file: displayPath, line: post.line), identity: .listed(rule))
    item.title = post.title
    item.summary = .text(post.summary.joined(separator: "\n\n"))
    item.published = post.header.date.description
    item.tags = post.header.tags
    item.authors = post.header.authors
    return item
  }
}
