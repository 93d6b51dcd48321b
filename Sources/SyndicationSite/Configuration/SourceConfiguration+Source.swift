internal import Syndication
internal import SyndicationSources

extension SourceConfiguration {
  /// The source that this names.
  ///
  /// - Parameter outputs: the folders that builds write to, which a source that is a folder leaves out.
  func source(on site: Site, without outputs: Set<String>) -> any CatalogSource {
    switch kind {
    case .listing(let permalink, let links):
      ListingSource(name: name, path: path, displayPath: path, permalink: permalink, links: links, site: site)
    case .json: JSONSource(name: name, path: path, displayPath: path)
    case .markdown(let options):
      MarkdownSource(name: name, path: path, options: options, site: site, outputs: outputs)
    case .feed(let origin):
      FeedSource(name: name, path: path, displayPath: path, origin: origin, site: site)
    case .html(let permalink, let dropped):
      HTMLSource(
        name: name, path: path, displayPath: path, permalink: permalink, dropped: dropped, site: site, outputs: outputs)
    }
  }
}
