package import Syndication

extension JSONSource {
  /// The configuration says nothing of such a file but where it is.
  package struct Options: SourceKind {
    package init() {}

    package static let type = "json"

    package init(_ object: inout ConfigurationObject, in directory: String) { self.init() }

    package func source(
      _ name: String, at path: String, for site: Site, without outputs: Set<String>
    ) -> any CatalogSource {
      JSONSource(name: name, path: path)
    }

    package static let schema = definition(
      """
      Posts in the vocabulary of JSON Feed: a document of it, an array of items, or one item a \
      line in a file named .ndjson or .jsonl.
      """, path: "The file.")
  }
}
