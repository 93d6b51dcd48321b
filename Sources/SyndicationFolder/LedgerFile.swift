internal import Glibc
package import Syndication
package import SyndicationFiles

/// The ledger on disk: `ledger.ndjson` in the state's folder.
package struct LedgerFile {
  package let path: String

  package init(directory: String) { path = "\(directory)/ledger.ndjson" }

  /// An empty ledger where there is no file yet.
  ///
  /// - Throws: `FileError`; a `Problem` naming the line of a ledger that cannot be read, which is never overwritten.
  package func load() throws -> Ledger {
    do {
      return try Ledger(FileContents.read(path), file: path)
    } catch let error as FileError where error.code == ENOENT {
      return Ledger()
    }
  }

  /// Replaces the file in one step; leaves it alone where it says the same already.
  ///
  /// - Returns: the state in which it says so.
  package func save(_ ledger: Ledger) throws -> FileState {
    let text = ledger.text
    if let state = FileState(at: path), let present = try? FileContents.read(path), present == text {
      return state
    }
    return try AtomicFile.replace(path, with: text)
  }
}
