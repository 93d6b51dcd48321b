package import Syndication

extension HTMLSource {
  /// What the configuration says of pages.
  package struct Options: SourceKind {
    /// Where posts live whose pages do not say; nil where that is at the files' paths.
    package var permalink: String?
    /// Elements that are left out of bodies.
    package var dropped: [ElementPattern]
    /// Whether links are read that lead out of the folder.
    package var followsLinks: Bool

    package init(permalink: String? = nil, dropped: [ElementPattern] = [], followsLinks: Bool = false) {
      self.permalink = permalink
      self.dropped = dropped
      self.followsLinks = followsLinks
    }

    package static let type = "html"

    package init(_ object: inout ConfigurationObject, in directory: String) {
      self.init(
        permalink: object.read("permalink", ConfigurationValue.permalink),
        dropped: object.list("dropped", ConfigurationValue.element) ?? [],
        followsLinks: object.flag("follow") ?? false)
    }

    package func source(
      _ name: String, at path: String, for site: Site, without outputs: Set<String>
    ) -> any CatalogSource {
      HTMLSource(
        name: name, path: path, permalink: permalink, dropped: dropped, followsLinks: followsLinks, site: site,
        outputs: outputs)
    }

    package static let schema = definition(
      """
      Saved HTML pages, of one post each or of several: read by their microformats, article \
      elements, JSON-LD and meta elements.
      """, path: "A page, or a folder of pages: files whose names end in .html, .htm or .xhtml.",
      keys: #"""
        "permalink": {
          "type": "string",
          "pattern": "\\{(path|name|slug)\\}",
          "description": "Where a post lives whose page does not say: a path below the site, or an absolute URL, with {path}, {name}, {slug}, {year}, {month} and {day}. Default: the file's path below the site, without index.html."
        },
        "dropped": {
          "description": "Elements that are left out of posts, by name, .class or #id: share buttons, say. Default: none.",
          "type": "array",
          "minItems": 1,
          "items": { "type": "string", "minLength": 1 }
        },
        \#(followKey)
        """#)
  }
}

extension ConfigurationValue {
  /// Where the post of a page lives: below the site, or anywhere on the web.
  fileprivate static func permalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["path", "name", "slug", "year", "month", "day"])
    guard ["{path}", "{name}", "{slug}"].contains(where: template.contains) else {
      throw ConfigurationFlaw("\"\(template)\" is one address for all: put {path}, {name} or {slug} where they differ")
    }
    try checkAddress(template)
    return template
  }

  /// Elements of a page.
  static func element(_ text: String) throws(ConfigurationFlaw) -> ElementPattern {
    guard let pattern = ElementPattern(text) else {
      throw ConfigurationFlaw("\"\(text)\" is no element: write its name, its .class or its #id")
    }
    return pattern
  }
}
