package import Syndication

/// What the configuration may say of one kind of source, beside its name and its path.
package protocol SourceKind: Sendable, Hashable {
  /// What `sources[].type` calls it.
  static var type: String { get }
  /// Its part of `docs/config.schema.json`: an object of definitions, the one of its type first.
  static var schema: String { get }

  /// Reads the keys that are its own; `object` collects what is wrong with them.
  ///
  /// - Parameter directory: that of the configuration, to which paths are relative.
  init(_ object: inout ConfigurationObject, in directory: String)

  /// The source of that name.
  ///
  /// - Parameters:
  ///   - path: as seen from the working directory.
  ///   - site: the one that is published.
  ///   - outputs: the folders that builds write to, which a source that is a folder leaves out.
  func source(_ name: String, at path: String, for site: Site, without outputs: Set<String>) -> any CatalogSource
}

extension SourceKind {
  /// The key of folders that says whether links are read that lead out of them.
  static var followKey: String {
    """
    "follow": { "type": "boolean", "description": "Whether links are read that lead out of the site's folder.", "default": false }
    """
  }

  /// The definition of the type, and others beside it.
  ///
  /// - Parameters:
  ///   - path: what the path leads to.
  ///   - keys: those that are the kind's own, as members of an object.
  ///   - definitions: what `keys` refer to, as members of an object.
  static func definition(
    _ description: String, path: String, keys: String = "", definitions: String = ""
  ) -> String {
    func indented(_ text: String, by spaces: Int) -> String {
      let margin = String(repeating: " ", count: spaces)
      return text.isEmpty ? "" : ",\n\(margin)" + text.replacing("\n", with: "\n\(margin)")
    }
    return """
      {
        "\(type)": {
          "description": "\(description)",
          "type": "object",
          "required": ["type", "path"],
          "additionalProperties": false,
          "properties": {
            "type": { "const": "\(type)", "description": "What kind of source this is." },
            "path": { "type": "string", "minLength": 1, "description": "\(path)" },
            "name": { "type": "string", "minLength": 1, "description": "What the source's posts are remembered under; no two sources share one.", "default": "\(type)" },
            "adopt": { "description": "The file of the feed that the posts had before, or several files: posts of the same address, or the same title and day, keep the ids and times that they have there when they are first published here. Default: none.", "oneOf": [{ "type": "string", "minLength": 1 }, { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }], "examples": ["old/feed.xml"] }\(indented(keys, by: 6))
          }
        }\(indented(definitions, by: 2))
      }
      """
  }
}

/// The kinds of sources that the configuration can name.
package enum SourceKinds {
  /// In the order in which they are listed to who names another.
  package static let all: [any SourceKind.Type] = [
    ListingSource.Options.self,
    JSONSource.Options.self,
    MarkdownSource.Options.self,
    FeedSource.Options.self,
    HTMLSource.Options.self,
  ]
}
