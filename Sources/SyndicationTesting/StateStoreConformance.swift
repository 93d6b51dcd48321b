internal import Synchronization
public import Syndication

/// What every `StateStore` must do, wherever it keeps things: one suite, to be called from the tests of each.
///
///     @Test func conforms() async throws {
///       #expect(try await StateStoreConformance.violations(of: StateFolder(folder["state"])) == [])
///     }
///
/// What it tries: that a document is read back as it was written, replaced as a whole, and removed; that documents do not
/// mix; that a revision tells one writing from the next, and never claims another's; that one at a time holds the lock, and
/// the next is told who does, or waits.
public struct StateStoreConformance {
  private var violations: [String] = []
  private let store: any StateStore

  /// What `store` does otherwise than it must, as sentences; none where it conforms.
  ///
  /// - Parameter store: one that is new and empty. It is left empty.
  /// - Throws: what it throws where it has no reason to.
  public static func violations(of store: any StateStore) async throws -> [String] {
    var suite = StateStoreConformance(store: store)
    for document in StateDocument.allCases { try await suite.keep(document) }
    try await suite.keepApart()
    try await suite.lock()
    return suite.violations
  }

  private mutating func expect(_ isMet: Bool, _ rule: String) {
    if !isMet { violations.append(rule) }
  }

  // MARK: - Documents

  private mutating func keep(_ document: StateDocument) async throws {
    let name = document.rawValue
    expect(!store.name(of: document).isEmpty, "\(name) has a name for people")
    expect(try await store.read(document) == nil, "\(name) is not there before it is written")
    expect(try await store.revision(of: document) == nil, "\(name) has no revision before it is written")
    try await store.remove(document)

    var known: Revision?
    for text in ["one\n", "another, longer than that\n", "", "one\n"] {
      let revision = try await store.write(Array(text.utf8), to: document)
      expect(try await store.read(document) == Array(text.utf8), "\(name) is read back as it was written")
      expect(revision != known, "\(name) has another revision when something else is written")
      let told = try await toldRevision(of: document)
      expect(told == nil || told == revision, "\(name) is in the revision that writing it gave")
      known = revision
    }
    let replaced = try await store.replace(document, with: Array("other\n".utf8))
    expect(try await store.read(document) == Array("other\n".utf8), "\(name) is read back as it was replaced")
    expect(replaced != known, "\(name) has another revision when it is replaced")
    known = replaced
    try await store.remove(document)
    expect(try await store.read(document) == nil, "\(name) is gone when it is removed")
    expect(try await store.revision(of: document) == nil, "\(name) has no revision when it is removed")
    let revision = try await store.write([], to: document)
    expect(revision != known, "\(name) has another revision when it is written after it was removed")
    try await store.remove(document)
  }

  /// A store that looks at times tells after a while.
  private func toldRevision(of document: StateDocument) async throws -> Revision? {
    for _ in 0..<20 {
      if let revision = try await store.revision(of: document) { return revision }
      try await Task.sleep(for: .milliseconds(5))
    }
    return nil
  }

  private mutating func keepApart() async throws {
    for document in StateDocument.allCases { _ = try await store.write(Array(document.rawValue.utf8), to: document) }
    for document in StateDocument.allCases {
      expect(
        try await store.read(document) == Array(document.rawValue.utf8), "\(document.rawValue) is not another's text")
    }
    try await store.remove(.record)
    expect(try await store.read(.ledger) != nil, "to remove one document leaves the others")
    for document in StateDocument.allCases { try await store.remove(document) }
  }

  // MARK: - The lock

  /// How many hold the lock at once.
  private actor Holders {
    private var now = 0
    private(set) var most = 0

    func count(_ change: Int) {
      now += change
      most = max(most, now)
    }
  }

  private mutating func lock() async throws {
    let waits = Mutex(0)
    let first = try await store.lock(timeout: .zero) { _ in waits.withLock { $0 += 1 } }
    expect(waits.withLock { $0 } == 0, "nobody waits for a lock that nobody holds")
    do {
      _ = try await store.lock(timeout: .milliseconds(30)) { _ in waits.withLock { $0 += 1 } }
      violations.append("the lock has one holder")
    } catch {
      expect(error is LockHeld, "a lock that is held is refused by LockHeld, not \(error)")
      expect(waits.withLock { $0 } == 1, "who waits is told so, once")
    }
    first.release()
    first.release()
    try await store.lock(timeout: .zero).release()

    let held = try await store.lock(timeout: .zero)
    // Released while the other waits for it.
    do {
      try await store.lock(timeout: .seconds(1200)) { _ in held.release() }.release()
    } catch {
      violations.append("the lock is taken when it is given back: \(error)")
    }
    _ = try await store.lock(timeout: .zero)
    do {
      try await store.lock(timeout: .zero).release()
    } catch {
      violations.append("a lock that is forgotten is given back: \(error)")
    }

    let holders = Holders()
    try await withThrowingTaskGroup { [store] group in
      for _ in 0..<8 {
        group.addTask {
          let lock = try await store.lock(timeout: .seconds(1200))
          await holders.count(1)
          await Task.yield()
          await holders.count(-1)
          lock.release()
        }
      }
      try await group.waitForAll()
    }
    expect(await holders.most == 1, "of many at once, one at a time holds the lock")
  }
}
