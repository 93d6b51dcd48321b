/// A place for what is remembered between builds: a folder, later a database. `StateStoreConformance` tries one.
public protocol StateStore: Sendable {
  /// How people find a document, for messages: its path, in a folder.
  func name(of document: StateDocument) -> String

  /// The bytes that were written last; nil where there are none.
  func read(_ document: StateDocument) async throws -> [UInt8]?

  /// Replaces a document as a whole: whoever looks, also after a crash, finds the old or the new.
  ///
  /// - Returns: the revision that holds `bytes`, whoever writes after that.
  func write(_ bytes: [UInt8], to document: StateDocument) async throws -> Revision

  /// The same where `bytes` are known to be others than those that are there: a store need not look.
  func replace(_ document: StateDocument, with bytes: [UInt8]) async throws -> Revision

  /// Does nothing where there is none.
  func remove(_ document: StateDocument) async throws

  /// Which revision of a document is there, told without reading it; nil where there is none, or where a change of it
  /// might go unnoticed.
  func revision(of document: StateDocument) async throws -> Revision?

  /// Takes the right to publish, which one build at a time has, waiting while another has it.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait; zero tries once.
  ///   - waiting: called once if there is somebody to wait for, with the holder's process id where it is known.
  /// - Throws: `LockHeld` after `timeout`; `CancellationError`.
  func lock(timeout: Duration, waiting: @Sendable (_ holder: Int32?) -> Void) async throws -> StateLock
}

/// What is remembered between builds; the raw values are the names of files.
public enum StateDocument: String, Sendable, CaseIterable {
  /// Which entries, tags and feeds were ever published, which cannot be made again.
  case ledger = "ledger.ndjson"
  /// A sink's own notes of what it published last, which it can do without.
  case manifest = "manifest.ndjson"
  /// What the last build read and reported, which the next one can do without.
  case record = "record.ndjson"
  /// What is kept of the last edition, so that only what changed since is looked at; the next build can do without.
  case edition = "edition.bin"
  /// What hubs are yet to be told.
  case outbox = "outbox.ndjson"
  /// By what to know again what the last build found wrong, which the next one can do without.
  case problems = "problems.txt"
}

extension StateStore {
  /// Writes it.
  public func replace(_ document: StateDocument, with bytes: [UInt8]) async throws -> Revision {
    try await write(bytes, to: document)
  }

  /// The same, told to nobody.
  public func lock(timeout: Duration) async throws -> StateLock { try await lock(timeout: timeout) { _ in } }

  /// The ledger; an empty one where there is none yet.
  ///
  /// - Throws: a `Problem` naming the line of one that cannot be understood, which is never overwritten.
  public func ledger() async throws -> Ledger {
    guard let text = try await read(.ledger) else { return Ledger() }
    return try Ledger(text, file: name(of: .ledger))
  }
}
