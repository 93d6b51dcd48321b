import Syndication
import SyndicationFolder
import SyndicationTesting
import Testing

@Suite("Every state store")
struct StateStoreConformanceTests {
  @Test("a folder conforms")
  func folder() async throws {
    let folder = try TemporaryFolder()
    #expect(try await StateStoreConformance.violations(of: StateFolder(folder["a/.syndicate"])) == [])
    #expect(folder.files().isEmpty)
  }

  @Test("memory conforms")
  func memory() async throws { #expect(try await StateStoreConformance.violations(of: MemoryState()) == []) }

  @Test("one that does not conform is found out", arguments: FaultyState.Fault.allCases)
  func faulty(_ fault: FaultyState.Fault) async throws {
    #expect(try await !StateStoreConformance.violations(of: FaultyState(fault: fault)).isEmpty)
  }
}

/// A store with one fault.
struct FaultyState: StateStore {
  enum Fault: CaseIterable {
    case namesNothing, losesTheEnd, forgetsToRemove, mixesDocuments, hasOneRevision, tellsAnotherRevision,
      locksNobodyOut
  }

  private let state = MemoryState()
  let fault: Fault

  init(fault: Fault) { self.fault = fault }

  func name(of document: StateDocument) -> String { fault == .namesNothing ? "" : state.name(of: document) }

  func read(_ document: StateDocument) -> [UInt8]? { state.read(kept(document)) }

  func write(_ bytes: [UInt8], to document: StateDocument) -> Revision {
    let revision = state.write(fault == .losesTheEnd ? bytes.dropLast() : bytes, to: kept(document))
    return fault == .hasOneRevision ? Revision([]) : revision
  }

  func remove(_ document: StateDocument) {
    if fault != .forgetsToRemove { state.remove(kept(document)) }
  }

  func revision(of document: StateDocument) -> Revision? {
    let revision = state.revision(of: kept(document))
    return switch fault {
    case .hasOneRevision: revision == nil ? nil : Revision([])
    case .tellsAnotherRevision: revision == nil ? nil : Revision(["another"])
    default: revision
    }
  }

  func lock(timeout: Duration, waiting: @Sendable (Int32?) -> Void) async throws -> StateLock {
    if fault == .locksNobodyOut { return StateLock {} }
    return try await state.lock(timeout: timeout, waiting: waiting)
  }

  private func kept(_ document: StateDocument) -> StateDocument { fault == .mixesDocuments ? .ledger : document }
}
