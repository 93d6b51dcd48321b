public import Syndication

/// What every `DocumentIndex` must do, wherever it remembers: one suite, to be called from the tests of each.
///
///     @Test func conforms() async throws {
///       #expect(try await DocumentIndexConformance.violations(of: ManifestIndex(MemoryState())) == [])
///     }
///
/// What it tries: that a record is read back as it was noted, whatever is in it; that one is replaced, and removed, and the
/// others stay; that those are found that are asked for, and nothing else.
public struct DocumentIndexConformance {
  private var violations: [String] = []
  private let index: any DocumentIndex

  /// What `index` does otherwise than it must, as sentences; none where it conforms.
  ///
  /// - Parameter index: one that is new and empty. It is left empty.
  /// - Throws: what it throws where it has no reason to.
  public static func violations(of index: any DocumentIndex) async throws -> [String] {
    var suite = DocumentIndexConformance(index: index)
    try await suite.run()
    return suite.violations
  }

  private mutating func run() async throws {
    let (graphs, vision, all) = (path("tags/graphs.atom"), path("tags/ünï \"c\\ode'%_.atom"), path("all.atom"))
    var records = [
      graphs: DocumentRecord(
        size: 0, hash: ContentHash(value: 0), fingerprint: ContentHash(value: .max), tag: #""b1946ac9""#),
      vision: DocumentRecord(size: 5_000_000_000, hash: ContentHash(value: .max), tag: ""),
      all: DocumentRecord(
        size: 1, hash: ContentHash("a"), fingerprint: ContentHash("b"), tag: #"W/"a,b\'%_" c2hhMjU2+/=="#),
    ]
    try await expect("an index is empty before anything is noted", [:])
    try await index.note([:])
    try await index.note(records.mapValues { $0 })
    try await expect("records are read back as they were noted", records)
    records[graphs] = DocumentRecord(size: 2, hash: ContentHash("c"), tag: "t")
    try await index.note([graphs: records[graphs]])
    try await expect("a record that is noted again is replaced, and no other", records)
    records[vision] = nil
    records[all]?.fingerprint = nil
    try await index.note([vision: nil, all: records[all], path("never.atom"): nil])
    try await expect("a record that is noted as nil is removed, and one of the same note replaced", records)
    let asked = try await index.records(of: [all, vision, path("all")])
    if asked != records.filter({ $0.key == all }) { violations.append("of paths, only those are found: \(asked)") }
    if try await !index.records(of: []).isEmpty { violations.append("of no paths, there are no records") }
    try await index.note([graphs: nil, all: nil])
    try await expect("an index is empty when all was removed", [:])
  }

  private mutating func expect(_ rule: String, _ records: [DocumentPath: DocumentRecord]) async throws {
    let found = try await index.records(of: nil)
    if found != records { violations.append("\(rule): \(found)") }
    let asked = try await index.records(of: Array(records.keys))
    if asked != records { violations.append("\(rule), asked for by their paths: \(asked)") }
  }

  private func path(_ string: String) -> DocumentPath { DocumentPath(string)! }
}
