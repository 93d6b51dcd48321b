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
    let others = store.site.map { Set($0.documents.keys).subtracting(publication.withdrawn) } ?? []
    // A part tells of no feed that came or went.
    let ledger = publication.isPart && store.site != nil ? nil : try await folder.state.ledger()
    try serve(others.union(report.written).union(report.unchanged), ledger)
    return report
  }

  func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>? {
    let intact = try await folder.intactDocuments(without: withdrawn)
    // Asked where nothing may be new: then nothing is published, and this is all that there is to serve.
    if let intact {
      let others = store.site.map { $0.documents.keys.filter { FileState(at: "\(folder.directory)/\($0)") != nil } }
      let paths = intact.union(others ?? [])
      if !store.isServing(paths, in: folder.directory, said: wording) {
        try serve(paths, try await folder.state.ledger())
      }
    }
    return intact
  }

  func contents(of path: DocumentPath) async throws -> [UInt8]? { try await folder.contents(of: path) }

  private func serve(_ paths: Set<DocumentPath>, _ ledger: Ledger?) throws {
    try store.publish(paths, in: folder.directory, ledger, said: wording, now: HTTPDate.now)
  }
}
