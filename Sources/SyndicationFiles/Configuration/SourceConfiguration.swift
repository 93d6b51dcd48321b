internal import Syndication

/// A source of posts, as the configuration names it.
public struct SourceConfiguration: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A listing page as text. Its posts live where `links` says, a file of titles and URLs, else where the template does.
    case listing(permalink: String, links: String?)
    /// A file in JSON Feed's vocabulary.
    case json
    /// A folder of posts with front matter.
    case markdown(MarkdownSource.Options)
  }

  /// Part of what an entry is remembered by: the type where not given.
  public var name: String
  public var kind: Kind
  /// As seen from the working directory, as are `links`.
  public var path: String

  public init(name: String, kind: Kind, path: String) {
    self.name = name
    self.kind = kind
    self.path = path
  }

  /// Every file that it is read from.
  var files: [String] {
    switch kind {
    case .listing(_, let links?): [path, links]
    case .markdown:
      // What says how the folder is kept may lie above it.
      [path] + SiteFolder(of: path).filesAbove
    default: [path]
    }
  }

  private static let types = ["listing", "json", "markdown"]
  private static let permalink = "/{year}/{month}/{day}/{slug}/"

  /// The `sources` of `root`, whose paths are relative to `directory`.
  static func read(_ root: inout ConfigurationObject, in directory: String) -> [SourceConfiguration] {
    let sources = root.objects("sources", isRequired: true) { SourceConfiguration(&$0, in: directory) } ?? []
    var names: Set<String> = []
    for source in sources where !source.name.isEmpty && !names.insert(source.name).inserted {
      root.report("two sources are named \"\(source.name)\": give each a \"name\" of its own", at: "sources")
    }
    return sources
  }

  private init(_ object: inout ConfigurationObject, in directory: String) {
    let type = object.read("type", isRequired: true) { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: Self.types)
    }
    name = object.text("name") ?? type ?? ""
    path = Path.join(directory, object.read("path", isRequired: true, ConfigurationValue.path) ?? "")
    // Of a type that nobody knows, nobody knows the keys: those of all are let pass.
    switch type {
    case "json": kind = .json
    case "markdown": kind = .markdown(MarkdownSource.Options(&object))
    default:
      kind = .listing(
        permalink: object.read("permalink", ConfigurationValue.permalink) ?? Self.permalink,
        links: object.read("links", ConfigurationValue.path).map { Path.join(directory, $0) })
    }
  }
}
