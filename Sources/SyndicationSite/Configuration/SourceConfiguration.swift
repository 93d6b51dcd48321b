internal import Syndication
internal import SyndicationFiles
public import SyndicationSources

/// A source of posts, as the configuration names it.
public struct SourceConfiguration: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A listing page as text. Its posts live where `links` says, a file of titles and URLs, else where the template does.
    case listing(permalink: String, links: String?)
    /// A file in JSON Feed's vocabulary.
    case json
    /// A folder of posts with front matter.
    case markdown(MarkdownSource.Options)
    /// An Atom, RSS or JSON Feed document. `origin` says whether its entries name it as where they come from; nil where
    /// that is told by whose feed it is.
    case feed(origin: Bool?)
    /// Saved pages: a file, or a folder of them. Their posts live where they say, else where the template does, else at
    /// the files' paths. Some elements are left out of their bodies.
    case html(permalink: String?, dropped: [ElementPattern])
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

  /// The `sources` of `root`, whose paths are relative to `directory`.
  static func read(_ root: inout ConfigurationObject, in directory: String) -> [SourceConfiguration] {
    let sources = root.objects("sources", isRequired: true) { SourceConfiguration(&$0, in: directory) } ?? []
    var names: Set<String> = []
    for source in sources where !source.name.isEmpty && !names.insert(source.name).inserted {
      root.report("two sources are named \"\(source.name)\": give each a \"name\" of its own", at: "sources")
    }
    return sources
  }

  /// The `precedence` of `root`: names of `sources`.
  static func readPrecedence(_ root: inout ConfigurationObject, among sources: [SourceConfiguration]) -> [String] {
    var seen: Set<String> = []
    return root.list("precedence") { name throws(ConfigurationFlaw) in
      let name = try ConfigurationValue.choice(name, of: sources.map(\.name))
      guard seen.insert(name).inserted else { throw ConfigurationFlaw("\"\(name)\" is given twice: keep the first") }
      return name
    } ?? []
  }

  private init(_ object: inout ConfigurationObject, in directory: String) {
    let type = object.read("type", isRequired: true) { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: Self.kinds.map(\.type))
    }
    name = object.text("name") ?? type ?? ""
    path = Path.join(directory, object.read("path", isRequired: true, ConfigurationValue.path) ?? "")
    if let type {
      kind = Self.kinds.first { $0.type == type }!.read(&object, directory)
    } else {
      // Of a type that nobody knows, nobody knows the keys: those of all are let pass.
      for (_, read) in Self.kinds { _ = read(&object, directory) }
      kind = .json
    }
  }
}

/// Each type and how its own keys are read.
extension SourceConfiguration {
  private typealias KindReader = @Sendable (_ object: inout ConfigurationObject, _ directory: String) -> Kind

  private static let kinds: [(type: String, read: KindReader)] = [
    ("listing", { .listing(&$0, in: $1) }),
    ("json", { _, _ in .json }),
    ("markdown", { object, _ in .markdown(MarkdownSource.Options(&object)) }),
    ("feed", { object, _ in .feed(origin: object.flag("origin")) }),
    ("html", { object, _ in .html(&object) }),
  ]
}

extension SourceConfiguration.Kind {
  fileprivate static func listing(_ object: inout ConfigurationObject, in directory: String) -> Self {
    .listing(
      permalink: object.read("permalink", ConfigurationValue.permalink) ?? "/{year}/{month}/{day}/{slug}/",
      links: object.read("links", ConfigurationValue.path).map { Path.join(directory, $0) })
  }

  fileprivate static func html(_ object: inout ConfigurationObject) -> Self {
    .html(
      permalink: object.read("permalink", ConfigurationValue.pagePermalink),
      dropped: object.list("dropped", ConfigurationValue.element) ?? [])
  }
}

extension ConfigurationValue {
  /// Where a post of a listing lives: below the site, or anywhere on the web.
  fileprivate static func permalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["year", "month", "day", "slug"], needs: "slug")
    try checkAddress(template)
    return template
  }

  /// Where the post of a page lives: as `permalink`, and with the path or the name of the page's file.
  fileprivate static func pagePermalink(_ template: String) throws(ConfigurationFlaw) -> String {
    try checkPlaceholders(of: template, ["path", "name", "slug", "year", "month", "day"])
    guard ["{path}", "{name}", "{slug}"].contains(where: template.contains) else {
      throw ConfigurationFlaw("\"\(template)\" is one address for all: put {path}, {name} or {slug} where they differ")
    }
    try checkAddress(template)
    return template
  }

  /// Elements of a page.
  fileprivate static func element(_ text: String) throws(ConfigurationFlaw) -> ElementPattern {
    guard let pattern = ElementPattern(text) else {
      throw ConfigurationFlaw("\"\(text)\" is no element: write its name, its .class or its #id")
    }
    return pattern
  }
}
