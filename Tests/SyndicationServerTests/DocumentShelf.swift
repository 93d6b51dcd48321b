import Synchronization
import Syndication

@testable import SyndicationServer

/// Documents of many sites, and a door that can be shut before them.
final class DocumentShelf: DocumentOrigin {
  private struct State {
    var records: [DocumentAddress: DocumentRecord] = [:]
    var bytes: [DocumentAddress: [UInt8]] = [:]
    var isAway = false
    var asked: [DocumentAddress: Int] = [:]
    var read: [DocumentAddress: Int] = [:]
    var isShut = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  struct Away: Error {}

  private let state = Mutex(State())

  static func address(_ path: String, of site: String = "a.org") -> DocumentAddress {
    DocumentAddress(site: site, path: DocumentPath(path)!)
  }

  /// - Parameter isStored: whether its bytes are there, too, and not those of before.
  func put(_ text: String?, at path: String, of site: String = "a.org", isStored: Bool = true) {
    let address = DocumentShelf.address(path, of: site)
    let bytes = text.map { Array($0.utf8) }
    state.withLock { state in
      state.records[address] = bytes.map { DocumentRecord(size: $0.count, hash: ContentHash($0), tag: "") }
      if isStored { state.bytes[address] = bytes }
    }
  }

  func store(_ text: String, at path: String) {
    state.withLock { $0.bytes[DocumentShelf.address(path)] = Array(text.utf8) }
  }

  var isAway: Bool {
    get { state.withLock(\.isAway) }
    set { state.withLock { $0.isAway = newValue } }
  }

  /// How often its record was asked for, and its bytes.
  func counts(_ path: String, of site: String = "a.org") -> [Int] {
    let address = DocumentShelf.address(path, of: site)
    return state.withLock { [$0.asked[address] ?? 0, $0.read[address] ?? 0] }
  }

  func shut() { state.withLock { $0.isShut = true } }

  func open() {
    let waiting = state.withLock { state in
      state.isShut = false
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  func record(of document: DocumentAddress) async throws -> DocumentRecord? {
    await withCheckedContinuation { continuation in
      let isShut = state.withLock { state in
        state.asked[document, default: 0] += 1
        if state.isShut { state.waiting.append(continuation) }
        return state.isShut
      }
      if !isShut { continuation.resume() }
    }
    return try state.withLock { state in
      if state.isAway { throw Away() }
      return state.records[document]
    }
  }

  func bytes(of document: DocumentAddress, as record: DocumentRecord) async throws -> [UInt8]? {
    try state.withLock { state in
      if state.isAway { throw Away() }
      state.read[document, default: 0] += 1
      return state.bytes[document].flatMap { ContentHash($0) == record.hash ? $0 : nil }
    }
  }
}
