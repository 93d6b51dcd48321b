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
      directory: folder["feeds"], stateDirectory: folder["state"], trustsManifest: trustsManifest)
    #expect(try await SinkConformance(of: sink) { folder.read("feeds/\($0)") }.violations == [])
  }

  @Test("memory conforms")
  func memorySink() async throws {
    let sink = MemorySink()
    let suite = try await SinkConformance(of: sink) { await sink.documents[$0].map { Array($0.parts.joined()) } }
    #expect(suite.violations == [])
  }

  @Test("one that does not conform is found out", arguments: Fault.allCases)
  func faultySink(_ fault: Fault) async throws {
    let sink = FaultySink(fault)
    let suite = try await SinkConformance(of: sink) { await sink.contents(of: $0) }
    #expect(!suite.violations.isEmpty)
  }

  enum Fault: CaseIterable {
    case writesAlways, comparesSizes, keepsWithdrawn, concealsRemovals, removesPublished, removesTheRest, losesParts
    case commitsLate
  }
}

/// A sink with one fault.
private actor FaultySink: Sink {
  private let sink = MemorySink()
  private let fault: SinkConformanceTests.Fault
  private var sizes: [DocumentPath: Int] = [:]
  private var published: Set<DocumentPath> = []

  init(_ fault: SinkConformanceTests.Fault) { self.fault = fault }

  func contents(of path: DocumentPath) async -> [UInt8]? {
    let parts = await sink.documents[path]?.parts
    return fault == .losesParts ? parts?.first ?? [] : parts.map { Array($0.joined()) }
  }

  func publish(_ publication: Publication, commit: @Sendable (RenderedEdition) throws -> Void) async throws -> PublishReport {
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
    if fault != .commitsLate { try commit(RenderedEdition()) }
    var report = try await sink.publish(Publication(documents: documents, withdrawn: withdrawn))
    switch fault {
    case .commitsLate: try commit(RenderedEdition())
    case .writesAlways: (report.written, report.unchanged) = (paths, [])
    case .comparesSizes: report.unchanged = paths.subtracting(report.written)
    case .concealsRemovals: report.removed = []
    default: break
    }
    return report
  }
}
