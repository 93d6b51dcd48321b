internal import Glibc
public import Syndication
package import SyndicationSources

/// A source of posts, as the configuration names it.
public struct SourceConfiguration: Sendable, Equatable {
  /// Part of what an entry is remembered by: the type where not given.
  public var name: String
  /// What it says beside name and path, and which kind of source it is of.
  package var kind: any SourceKind
  /// As seen from the working directory.
  public var path: String
  /// Files of the feeds that its posts had before, likewise.
  public var adopted: [String] = []

  public static func == (a: SourceConfiguration, b: SourceConfiguration) -> Bool {
    a.name == b.name && AnyHashable(a.kind) == AnyHashable(b.kind) && a.path == b.path && a.adopted == b.adopted
  }

  /// The entries of the feeds that its posts had before, which are wanted in the first build above all: in others one may be
  /// missing, and nothing that is wrong with one is told.
  ///
  /// - Returns: what is an error where nothing of a feed can be read, and else a warning: who reads it is shown a post again.
  /// - Throws: `FileError`; `FileChanged`.
  func adoptedContents(
    on site: Site, remembering ledger: Ledger
  ) async throws -> (items: [SourceItem], problems: [Problem]) {
    var items: [SourceItem] = []
    var problems: [Problem] = []
    let isKnown = ledger.knows(source: name)
    for path in adopted {
      if isKnown, access(path, F_OK) != 0 { continue }
      let contents = try await FeedSource(name: name, path: path, site: site).load()
      items += contents.items
      if isKnown { continue }
      problems += contents.problems.map { problem in
        var problem = problem
        if problem.severity == .error, !contents.items.isEmpty { problem.severity = .warning }
        return problem
      }
    }
    return (items, problems)
  }

  /// The source that this names.
  ///
  /// - Parameter outputs: the folders that builds write to, which a source that is a folder leaves out.
  func source(on site: Site, without outputs: Set<String>) -> any CatalogSource {
    kind.source(name, at: path, for: site, without: outputs)
  }
}

extension SourceConfiguration {
  /// A source that no configuration can name: a database's.
  ///
  /// - Parameter path: how people find it, for messages.
  package init(_ source: any CatalogSource, name: String, path: String) {
    self.name = name
    self.path = path
    kind = GivenSource(source: source, path: path)
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
      try ConfigurationValue.choice(text, of: SourceKinds.all.map { $0.type })
    }
    name = object.text("name") ?? type ?? ""
    path = Path.join(directory, object.read("path", isRequired: true, ConfigurationValue.path) ?? "")
    adopted = (object.texts("adopt", ConfigurationValue.path) ?? []).map { Path.join(directory, $0) }
    // Of a type that nobody knows, nobody knows the keys: those of all are let pass.
    let kinds = SourceKinds.all.filter { type == nil || $0.type == type }
    kind = kinds.map { $0.init(&object, in: directory) }.last!
  }
}

/// What a source is that its program has made itself. It is known by its path.
private struct GivenSource: SourceKind {
  static let type = "given"
  static let schema = ""

  let source: any CatalogSource
  let path: String

  init(source: any CatalogSource, path: String) {
    self.source = source
    self.path = path
  }

  init(_ object: inout ConfigurationObject, in directory: String) {
    preconditionFailure("no configuration names it")
  }

  func source(_ name: String, at path: String, for site: Site, without outputs: Set<String>) -> any CatalogSource {
    source
  }

  static func == (a: GivenSource, b: GivenSource) -> Bool { a.path == b.path }

  func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
