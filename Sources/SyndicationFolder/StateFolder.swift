internal import Glibc
public import Syndication
public import SyndicationFiles

/// Keeps what is remembered between builds in a folder, a file a document; it is made where it is missing.
public struct StateFolder: StateStore {
  /// Of the folder.
  public let path: String

  /// One at a path; it need not be there.
  public init(_ path: String) { self.path = path }

  public func name(of document: StateDocument) -> String { "\(path)/\(document.rawValue)" }

  public func read(_ document: StateDocument) throws(FileError) -> [UInt8]? {
    do throws(FileError) { return try FileContents.read(name(of: document)) } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
  }

  /// Leaves a file alone that holds `bytes` already.
  public func write(_ bytes: [UInt8], to document: StateDocument) throws(FileError) -> Revision {
    let file = name(of: document)
    if let state = FileState(at: file), state.size == bytes.count, bytes.areHeld(by: file) {
      return Revision(file, state)
    }
    return try replace(document, with: bytes)
  }

  public func replace(_ document: StateDocument, with bytes: [UInt8]) throws(FileError) -> Revision {
    let file = name(of: document)
    try Directory.sync(try Directory.create(path))
    return Revision(file, try AtomicFile.write(bytes, to: file))
  }

  public func remove(_ document: StateDocument) throws(FileError) {
    let file = name(of: document)
    guard unlink(file) == 0 || errno == ENOENT else { throw .last("remove", file) }
  }

  public func revision(of document: StateDocument) -> Revision? { Revision(ofFiles: [name(of: document)]) }

  /// Sweeps what killed builds left in the folder, too.
  ///
  /// - Throws: `LockHeld`, `FileError`, `CancellationError`.
  public func lock(timeout: Duration, waiting: @Sendable (_ holder: Int32?) -> Void) async throws -> StateLock {
    let lock = try await FolderLock.acquire(in: path, timeout: timeout, onWait: waiting)
    if Directory.exists(path) { try TemporaryFile.sweep(OpenFolder(in: path)) }
    return lock
  }
}
