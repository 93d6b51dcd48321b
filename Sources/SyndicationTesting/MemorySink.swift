public import Syndication

/// Publishes to memory: for tests of what publishes, and an example of a sink.
public actor MemorySink: Sink {
  /// What a reader finds.
  public private(set) var documents: [DocumentPath: Document] = [:]
  /// What is published, as far as this sink was told.
  private var published: Set<DocumentPath> = []

  /// Nothing is published yet.
  public init() {}

  public func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) throws -> (report: PublishReport, edition: RenderedEdition) {
    let made = try made(publication, progress)
    return (report(of: publication, made), made.edition)
  }

  public func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport {
    var made = try made(publication, progress)
    let report = report(of: publication, made)
    for item in made.items where report.written.contains(item.path) {
      made.edition.changing[item.path] = item.document.hash
    }
    try await commit(made.edition)
    for item in made.items { documents[item.path] = item.document }
    for path in report.removed { documents[path] = nil }
    published = Set(publication.paths).union(publication.isPart ? published : [])
    return report
  }

  public func intactDocuments(without withdrawn: Set<DocumentPath>) -> Set<DocumentPath>? {
    withdrawn.isDisjoint(with: documents.keys) ? published : nil
  }

  public func contents(of path: DocumentPath) -> [UInt8]? { documents[path].map { Array($0.parts.joined()) } }

  private typealias Made = (items: [Publication.Item], edition: RenderedEdition)

  private func made(_ publication: Publication, _ progress: (PublishProgress) -> Void) throws -> Made {
    let made = try publication.documents()
    progress(.writing(made.items.count, of: made.items.count))
    return made
  }

  private func report(of publication: Publication, _ made: Made) -> PublishReport {
    let paths = Set(publication.paths)
    let written = Set(made.items.filter { documents[$0.path] != $0.document }.map(\.path))
    return PublishReport(
      written: written, unchanged: paths.subtracting(written),
      removed: publication.withdrawn.subtracting(paths).intersection(documents.keys), problems: made.edition.problems)
  }
}
