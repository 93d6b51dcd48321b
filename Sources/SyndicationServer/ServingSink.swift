internal import Syndication
internal import SyndicationFiles
internal import SyndicationFolder
internal import SyndicationSite

/// A folder whose publication is served from memory, too: as a whole, when it is whole in the folder.
struct ServingSink: Sink {
  private let folder: DirectorySink
  private let store: PublicationStore
  private let wording: Wording

  init(_ folder: DirectorySink, serving store: PublicationStore, said wording: Wording) {
    self.folder = folder
    self.store = store
    self.wording = wording
  }

  func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (report: PublishReport, edition: RenderedEdition) {
    try await folder.preview(publication, progress: progress)
  }

  func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport {
    let report = try await folder.publish(publication, progress: progress, commit: commit)
    var paths = report.written.union(report.unchanged)
    if publication.isPart { paths.formUnion(store.site?.documents.keys.map { $0 } ?? []) }
    // A part tells of no feed that came or went.
    let ledger = publication.isPart && store.site != nil ? nil : try await folder.state.ledger()
    try serve(paths, ledger)
    return report
  }

  func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>? {
    let intact = try await folder.intactDocuments(without: withdrawn)
    // Asked where nothing may be new: then nothing is published, and this is all that there is to serve.
    if let intact, !store.isServing(intact, in: folder.directory, said: wording) {
      try serve(intact, try await folder.state.ledger())
    }
    return intact
  }

  func contents(of path: DocumentPath) async throws -> [UInt8]? { try await folder.contents(of: path) }

  private func serve(_ paths: Set<DocumentPath>, _ ledger: Ledger?) throws {
    try store.publish(paths, in: folder.directory, ledger, said: wording, now: HTTPDate.now)
  }
}
