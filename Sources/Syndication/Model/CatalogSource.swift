/// A source of posts: a file, a folder, later a database. `CatalogSourceConformance` tries one.
public protocol CatalogSource: Sendable {
  /// All posts, in the source's own order, newest first where it has one; with what could not be read.
  ///
  /// - Throws: a failure of the machine. Problems in the data are returned.
  func load() async throws -> SourceContents

  /// Which revision of it is there, told without reading it: while it is the same, `load` gives the same.
  ///
  /// Nil where that cannot be told, as where something is missing, or so young that a change of it might go unnoticed: it
  /// is then read in every build, as is a source that does not answer.
  func revision() async -> Revision?

  /// What changed since it was in `state`, told without reading what did not; nil where only `load` can tell: where it never
  /// can, where too much changed, or something is wrong with what did.
  ///
  /// - Throws: a failure of the machine.
  func changes(since state: SourceState) async throws -> SourceChanges?

  /// The files that it is read from, and the folders, which stand for all that is in them, to be watched: none where it is
  /// read from elsewhere.
  var files: [String] { get }

  /// The folders that links in those of `files` may lead into, beside the folders themselves; `/` is everywhere.
  var reach: Set<String> { get }
}

extension CatalogSource {
  public func revision() async -> Revision? { nil }

  public func changes(since state: SourceState) async throws -> SourceChanges? { nil }

  public var files: [String] { [] }

  public var reach: Set<String> { [] }
}

/// What a source was found to hold.
public struct SourceContents: Sendable {
  /// All that the source has, in its own order.
  public var items: [SourceItem]
  /// What could not be read.
  public var problems: [Problem]
  /// What the source was taken for, where that had to be found out: `Jekyll`.
  public var kind: String?
  /// What it knows of the site, for where the configuration says nothing.
  public var site = SiteDefaults()
  /// By which it can be asked what changed since; nil where it cannot.
  public var state: SourceState?

  /// What was read, and what was not.
  public init(items: [SourceItem] = [], problems: [Problem] = []) {
    self.items = items
    self.problems = problems
  }
}

/// What a source knows of the site that its posts belong to, as its generator's configuration says it.
public struct SiteDefaults: Sendable, Hashable {
  /// A language tag (BCP 47).
  public var language: String?
  /// In which dates without a zone are meant.
  public var timeZone: SiteTimeZone?
  /// Whom a post without authors is by.
  public var authors: [Person]

  /// What is not known is nil, or empty.
  public init(language: String? = nil, timeZone: SiteTimeZone? = nil, authors: [Person] = []) {
    self.language = language
    self.timeZone = timeZone
    self.authors = authors
  }
}

extension Site {
  /// The keys of its configuration that sources may answer where it does not.
  public enum DefaultKey: String, Sendable, Hashable, CaseIterable { case language, timeZone, authors }

  /// With what the first of `sources` to know it says of `keys`.
  public func filled(_ keys: Set<DefaultKey>, from sources: [SiteDefaults]) -> Site {
    var site = self
    if keys.contains(.language), let language = sources.lazy.compactMap(\.language).first { site.language = language }
    if keys.contains(.timeZone), let zone = sources.lazy.compactMap(\.timeZone).first { site.timeZone = zone }
    if keys.contains(.authors), let authors = sources.lazy.map(\.authors).first(where: { !$0.isEmpty }) {
      site.authors = authors
    }
    return site
  }
}
