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

  /// The files that it is read from, and the folders, which stand for all that is in them, to be watched: none where it is
  /// read from elsewhere.
  var files: [String] { get }
}

extension CatalogSource {
  public func revision() async -> Revision? { nil }

  public var files: [String] { [] }
}

/// What a source was found to hold.
public struct SourceContents: Sendable {
  public var items: [SourceItem]
  public var problems: [Problem]
  /// What the source was taken for, where that had to be found out: `Jekyll`.
  public var kind: String?

  public init(items: [SourceItem] = [], problems: [Problem] = []) {
    self.items = items
    self.problems = problems
  }
}
