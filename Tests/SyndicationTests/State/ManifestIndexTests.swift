import Syndication
import SyndicationTesting
import Testing

@Suite("A manifest as an index of documents")
struct ManifestIndexTests {
  @Test("conforms")
  func conforms() async throws {
    #expect(try await DocumentIndexConformance.violations(of: ManifestIndex(MemoryState())) == [])
  }

  @Test("is found out where it does not conform", arguments: Fault.allCases)
  func faulty(_ fault: Fault) async throws {
    #expect(try await DocumentIndexConformance.violations(of: FaultyIndex(fault)) != [])
  }

  @Test("that is another's, cut or damaged counts as empty, and is replaced")
  func damaged() async throws {
    let path = DocumentPath("all.atom")!
    let record = DocumentRecord(size: 3, hash: ContentHash("a"), tag: "\"t\"")
    let whole = MemoryState()
    try await ManifestIndex(whole).note([path: record])
    let text = try #require(whole.read(.manifest))
    let others: [[UInt8]] = [
      [], Array(#"["syndicate manifest 4","/srv/feeds","","0","0"]"#.utf8), Array("no JSON".utf8), text.dropLast(4),
      text + text, Array(String(decoding: text, as: UTF8.self).replacing("\"3\"", with: "\"-3\"").utf8),
    ]
    for other in others {
      let state = MemoryState()
      _ = state.write(other, to: .manifest)
      #expect(try await ManifestIndex(state).records(of: nil) == [:], "\(String(decoding: other, as: UTF8.self))")
      try await ManifestIndex(state).note([path: record])
      #expect(state.read(.manifest) == text)
    }
  }

  enum Fault: CaseIterable { case forgetsFingerprints, replacesAll, keepsRemoved, findsAll, cutsSizes, trims }
}

/// An index with one fault.
private actor FaultyIndex: DocumentIndex {
  private let fault: ManifestIndexTests.Fault
  private var all: [DocumentPath: DocumentRecord] = [:]

  init(_ fault: ManifestIndexTests.Fault) { self.fault = fault }

  func records(of paths: [DocumentPath]?) -> [DocumentPath: DocumentRecord] {
    guard let paths, fault != .findsAll else { return all }
    return all.filter { paths.contains($0.key) }
  }

  func note(_ records: [DocumentPath: DocumentRecord?]) {
    if fault == .replacesAll, !records.isEmpty { all = [:] }
    for (path, record) in records {
      guard var record else {
        if fault != .keepsRemoved { all[path] = nil }
        continue
      }
      if fault == .forgetsFingerprints { record.fingerprint = nil }
      if fault == .cutsSizes { record.size = Int(Int32(truncatingIfNeeded: record.size)) }
      if fault == .trims { record.tag.removeAll { $0 == "\"" } }
      all[path] = record
    }
  }
}
