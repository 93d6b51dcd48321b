package import Syndication
internal import SyndicationFiles

extension ListingSource {
  /// What the configuration says of a listing.
  package struct Options: SourceKind {
    /// Where its posts live.
    package var permalink: String
    /// A file of the titles and addresses of posts that live elsewhere.
    package var links: String?

    package init(permalink: String = "/{year}/{month}/{day}/{slug}/", links: String? = nil) {
      self.permalink = permalink
      self.links = links
    }

    package static let type = "listing"

    package init(_ object: inout ConfigurationObject, in directory: String) {
      self.init()
      if let permalink = object.read("permalink", ConfigurationValue.permalink) { self.permalink = permalink }
      links = object.read("links", ConfigurationValue.path).map { Path.join(directory, $0) }
    }

    package func source(
      _ name: String, at path: String, for site: Site, without outputs: Set<String>
    ) -> any CatalogSource {
      ListingSource(name: name, path: path, permalink: permalink, links: links, site: site)
    }

    package static let schema = definition(
      "The text of a blog's listing page, as a browser's reader view saves it.", path: "The file.",
      keys: #"""
        "permalink": {
          "type": "string",
          "pattern": "\\{slug\\}",
          "description": "Where a post lives: a path below the site, or an absolute URL, with {slug}, {year}, {month} and {day}.",
          "default": "/{year}/{month}/{day}/{slug}/"
        },
        "links": { "type": "string", "minLength": 1, "description": "A JSON file, an object of title and URL, of posts that live elsewhere than the template says. Default: none." }
        """#)
  }
}

extension ConfigurationValue {
  /// Where a post of a listing lives: below the site, or anywhere on the web.
  fileprivate static func permalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["year", "month", "day", "slug"], needs: "slug")
    try checkAddress(template)
    return template
  }
}
