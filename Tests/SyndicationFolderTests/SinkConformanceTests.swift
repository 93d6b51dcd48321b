import Syndication
import SyndicationFolder
import SyndicationTesting
import Testing

@Suite("Every sink")
struct SinkConformanceTests {
  @Test("a folder conforms", arguments: [true, false])
  func directorySink(trustsManifest: Bool) async throws {
    let folder = try TemporaryFolder()
    let sink = DirectorySink(
      directory: folder["feeds"], state: StateFolder(folder["state"]), trustsManifest: trustsManifest)
    #expect(try await SinkConformance.violations(of: sink) { folder.read("feeds/\($0)") } == [])
  }

  @Test("memory conforms")
  func memorySink() async throws {
    let sink = MemorySink()
    let violations = try await SinkConformance.violations(of: sink) {
      await sink.documents[$0].map { Array($0.parts.joined()) }
    }
    #expect(violations == [])
  }

  @Test("a folder conforms that keeps its manifest elsewhere")
  func manifestInMemory() async throws {
    let folder = try TemporaryFolder()
    let sink = DirectorySink(directory: folder["feeds"], state: MemoryState())
    #expect(try await SinkConformance.violations(of: sink) { folder.read("feeds/\($0)") } == [])
    #expect(folder.files().allSatisfy { $0.hasPrefix("feeds/") })
  }

  @Test("one that does not conform is found out", arguments: Fault.allCases)
  func faultySink(_ fault: Fault) async throws {
    let sink = FaultySink(fault)
    let violations = try await SinkConformance.violations(of: sink) { await sink.found(at: $0) }
    #expect(!violations.isEmpty)
  }

  enum Fault: CaseIterable {
    case writesAlways, comparesSizes, keepsWithdrawn, concealsRemovals, removesPublished, removesTheRest, losesParts
    case commitsLate, previewsNothing, previewsByPublishing, showsOthers, forgetsDocuments, ignoresWithdrawn
  }
}

/// A sink with one fault.
private actor FaultySink: Sink {
  private let sink = MemorySink()
  private let fault: SinkConformanceTests.Fault
  private var sizes: [DocumentPath: Int] = [:]
  private var published: Set<DocumentPath> = []

  init(_ fault: SinkConformanceTests.Fault) { self.fault = fault }

  func found(at path: DocumentPath) async -> [UInt8]? {
    let parts = await sink.documents[path]?.parts
    return fault == .losesParts ? parts?.first ?? [] : parts.map { Array($0.joined()) }
  }

  func contents(of path: DocumentPath) async -> [UInt8]? { fault == .showsOthers ? [] : await found(at: path) }

  func intactDocuments(without withdrawn: Set<DocumentPath>) async -> Set<DocumentPath>? {
    switch fault {
    case .forgetsDocuments: []
    case .ignoresWithdrawn: await sink.intactDocuments(without: [])
    default: await sink.intactDocuments(without: withdrawn)
    }
  }

  func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (report: PublishReport, edition: RenderedEdition) {
    switch fault {
    case .previewsNothing: (PublishReport(), RenderedEdition())
    case .previewsByPublishing: (try await sink.publish(publication), RenderedEdition())
    default: try await sink.preview(publication, progress: progress)
    }
  }

  func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport {
    var documents = try publication.documents().items
    var withdrawn = publication.withdrawn
    let paths = Set(publication.paths)
    switch fault {
    case .comparesSizes: documents.removeAll { sizes[$0.path] == $0.document.size }
    case .keepsWithdrawn: withdrawn = []
    case .removesTheRest: withdrawn.formUnion(published)
    case .removesPublished: documents.removeAll { withdrawn.contains($0.path) }
    default: break
    }
    for item in documents { sizes[item.path] = item.document.size }
    published.formUnion(paths)
    if fault != .commitsLate { try await commit(RenderedEdition()) }
    var report = try await sink.publish(Publication(documents: documents, withdrawn: withdrawn))
    switch fault {
    case .commitsLate: try await commit(RenderedEdition())
    case .writesAlways: (report.written, report.unchanged) = (paths, [])
    case .comparesSizes: report.unchanged = paths.subtracting(report.written)
    case .concealsRemovals: report.removed = []
    default: break
    }
    return report
  }
}
