internal import Syndication

extension SourceConfiguration {
  /// The source that this names.
  func source(on site: Site) -> any CatalogSource {
    switch kind {
    case .listing(let permalink, let links):
      ListingSource(name: name, path: path, displayPath: path, permalink: permalink, links: links, site: site)
    case .json: JSONSource(name: name, path: path, displayPath: path)
    case .markdown(let options): MarkdownSource(name: name, path: path, options: options, site: site)
    case .feed(let origin):
      FeedSource(name: name, path: path, displayPath: path, origin: origin, site: site)
    case .html(let permalink, let dropped):
      HTMLSource(name: name, path: path, displayPath: path, permalink: permalink, dropped: dropped, site: site)
    }
  }
}
