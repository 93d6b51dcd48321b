internal import Synchronization
public import Syndication

/// What every `Sink` must do, wherever it publishes: one suite, to be called from the tests of each.
///
///     @Test func conforms() async throws {
///       let sink = DirectorySink(directory: folder["feeds"], state: MemoryState())
///       #expect(try await SinkConformance.violations(of: sink) { folder.read("feeds/\($0)") } == [])
///     }
///
/// What it tries: that what changed is written, and it alone; that what is withdrawn goes, and nothing else; that nothing
/// appears before it is committed; that what is committed tells which documents change; that a preview tells what publishing
/// then does, and does nothing; that the sink knows which documents it holds, and gives them back. The documents name Syndicate
/// as their generator: others a sink may leave.
public struct SinkConformance {
  private var violations: [String] = []
  private let sink: any Sink
  private let contents: (DocumentPath) async throws -> [UInt8]?

  /// What `sink` does otherwise than it must, as sentences; none where it conforms.
  ///
  /// - Parameters:
  ///   - sink: one that is new and empty, to which the suite publishes a few times.
  ///   - contents: the bytes that a reader finds at a path, found without the sink; nil where there is no document.
  /// - Throws: what the sink throws where it has no reason to.
  public static func violations(
    of sink: any Sink, contents: @escaping (DocumentPath) async throws -> [UInt8]?
  ) async throws -> [String] {
    var suite = SinkConformance(sink: sink, contents: contents)
    try await suite.run()
    return suite.violations
  }

  private mutating func run() async throws {
    let (graphs, vision, all) = (path("tags/graphs.atom"), path("tags/vision.atom"), path("all.atom"))
    let never = path("tags/never.atom")
    var documents = [item(graphs, "graphs"), item(vision, "vision"), item(all, "graphs", "", "vision")]
    try await expect("a first publication writes every document", documents, written: [graphs, vision, all])
    try await expect("publishing again writes nothing", documents)

    documents[0] = item(graphs, "GRAPHS")
    try await expect(
      "a document of the same size with other bytes is written, and it alone", documents, written: [graphs])
    documents[2] = item(all, "GRAPHS, vision")
    try await expect("a document that grew is written, and it alone", documents, written: [all])
    documents[2] = item(all, "GRA", "PHS, ", "vision")
    try await expect("the same bytes cut into other parts are no change", documents)
    documents[2] = item(all, "never")
    await expectRefusal("what cannot be remembered does not appear", documents, instead: item(all, "GRAPHS, vision"))
    documents[2] = item(all, "GRAPHS, vision")

    documents.remove(at: 1)
    try await expect("a document that is no longer published stays until it is withdrawn", documents, kept: [vision])
    let withdrawn: Set = [vision, never, all]
    try await expect(
      "of what is withdrawn, only what is there and not published is removed", documents, withdrawn: withdrawn,
      removed: [vision])
    try await expect("what is removed is removed once", documents, withdrawn: withdrawn)

    documents.insert(item(vision, "vision"), at: 1)
    try await expect("a withdrawn document can come back", documents, written: [vision])
    try await expect("an empty document is a document", [item(never)], written: [never])
    try await expect("an empty publication does nothing", [], kept: [graphs, vision, all])
  }

  /// Previews, publishes, and compares the reports, and what is there afterwards, with what is expected.
  private mutating func expect(
    _ rule: String, _ documents: [Publication.Item], withdrawn: Set<DocumentPath> = [], written: Set<DocumentPath> = [],
    removed: Set<DocumentPath> = [], kept: Set<DocumentPath> = []
  ) async throws {
    let publication = Publication(documents: documents, withdrawn: withdrawn)
    let paths = Set(documents.map(\.path))
    let touched = paths.union(withdrawn).union(kept)
    let expected = PublishReport(written: written, unchanged: paths.subtracting(written), removed: removed)

    let before = try await found(at: touched)
    let preview = try await sink.preview(publication)
    if preview != expected { violations.append("\(rule): it previews \(sentence(preview)), not \(sentence(expected))") }
    if try await found(at: touched) != before { violations.append("\(rule): a preview changes something") }

    let told = Mutex<[DocumentPath: ContentHash]>([:])
    let report = try await sink.publish(publication) { edition in told.withLock { $0 = edition.changing } }
    let changing = documents.filter { written.contains($0.path) }.map { ($0.path, $0.document.hash) }
    if told.withLock({ $0 }) != Dictionary(uniqueKeysWithValues: changing) {
      violations.append("\(rule): what it says to be changing is not \(written.sorted())")
    }
    if report != expected { violations.append("\(rule): it reports \(sentence(report)), not \(sentence(expected))") }
    for item in documents where try await contents(item.path) != Array(item.document.parts.joined()) {
      violations.append("\(rule): \(item.path) does not hold what was published")
    }
    for path in withdrawn.subtracting(paths) where try await contents(path) != nil {
      violations.append("\(rule): \(path) is still there")
    }
    for path in kept where try await contents(path) == nil {
      violations.append("\(rule): \(path) is gone")
    }
    for path in touched where try await sink.contents(of: path) != contents(path) {
      violations.append("\(rule): the sink has other bytes at \(path) than a reader finds")
    }
    if let intact = try await sink.intactDocuments(without: withdrawn.subtracting(paths)), intact != paths {
      violations.append("\(rule): it holds \(paths.sorted()), and says \(intact.sorted())")
    }
    if let path = paths.first ?? kept.first, try await sink.intactDocuments(without: [path]) != nil {
      violations.append("\(rule): \(path) is there, and the sink says that it is not")
    }
  }

  private func found(at paths: Set<DocumentPath>) async throws -> [DocumentPath: [UInt8]] {
    var found: [DocumentPath: [UInt8]] = [:]
    for path in paths { found[path] = try await contents(path) }
    return found
  }

  /// Publishes what cannot be committed, and expects `old` to be there still.
  private mutating func expectRefusal(_ rule: String, _ documents: [Publication.Item], instead old: Publication.Item)
    async
  {
    struct Refused: Error {}
    do {
      _ = try await sink.publish(Publication(documents: documents)) { _ in throw Refused() }
      violations.append("\(rule): it publishes all the same")
    } catch {
      let found = try? await contents(old.path)
      if !(error is Refused) { violations.append("\(rule): it throws \(error)") }
      if found != Array(old.document.parts.joined()) { violations.append("\(rule): \(old.path) is not as it was") }
    }
  }

  private func sentence(_ report: PublishReport) -> String {
    "written \(report.written.sorted()), unchanged \(report.unchanged.sorted()), removed \(report.removed.sorted())"
  }

  private func path(_ string: String) -> DocumentPath { DocumentPath(string)! }

  private func item(_ path: DocumentPath, _ parts: String...) -> Publication.Item {
    // What bears no mark of ours a sink may leave alone.
    let texts = parts.isEmpty ? [] : ["<?xml version=\"1.0\"?><feed><generator>Syndicate</generator>"] + parts
    return .init(path: path, document: Document(parts: texts.map { Array($0.utf8) }, mediaType: "application/atom+xml"))
  }
}
