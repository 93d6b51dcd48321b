package import Syndication

extension FeedSource {
  /// What the configuration says of a feed.
  package struct Options: SourceKind {
    /// Whether its entries name it as where they come from; nil where that is told by whose feed it is.
    package var origin: Bool?

    package init(origin: Bool? = nil) { self.origin = origin }

    package static let type = "feed"

    package init(_ object: inout ConfigurationObject, in directory: String) {
      self.init(origin: object.flag("origin"))
    }

    package func source(
      _ name: String, at path: String, for site: Site, without outputs: Set<String>
    ) -> any CatalogSource {
      FeedSource(name: name, path: path, origin: origin, site: site)
    }

    package static let schema = definition(
      """
      The entries of an Atom 1.0, RSS 2.0, 0.9x or 1.0, or JSON Feed file: of a feed that moves \
      here, or of another site's that is merged.
      """, path: "The file.",
      keys: """
        "origin": { "type": "boolean", "description": "Whether its entries name it as the feed that they come from. Default: true for a feed of another host than the site's." }
        """)
  }
}
