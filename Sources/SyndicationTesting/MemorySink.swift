public import Syndication

/// Publishes to memory.
public actor MemorySink: Sink {
  public private(set) var documents: [DocumentPath: Document] = [:]

  public init() {}

  public func publish(
    _ publication: Publication, commit: @Sendable (RenderedEdition) throws -> Void
  ) throws -> PublishReport {
    let (items, edition) = try publication.documents()
    try commit(edition)
    var report = PublishReport(problems: edition.problems)
    for item in items {
      if documents.updateValue(item.document, forKey: item.path) == item.document {
        report.unchanged.insert(item.path)
      } else {
        report.written.insert(item.path)
      }
    }
    for path in publication.withdrawn.subtracting(publication.paths) where documents.removeValue(forKey: path) != nil {
      report.removed.insert(path)
    }
    return report
  }
}
