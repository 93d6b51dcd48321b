internal import Syndication
internal import SyndicationFiles

/// Replaces files of our state, the ledger and the manifest, whole.
enum AtomicFile {
  /// Writes `bytes` to the file at `path`: whoever looks, also after a crash, finds the old or the new, on the disk.
  ///
  /// - Returns: the state of the file that holds them.
  @discardableResult
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) -> FileState {
    let directory = Directory.parent(of: path) ?? "."
    let name = Path.trimmed(path).split(separator: "/").last.map(String.init) ?? path
    let file = try TemporaryFile(for: name, in: OpenFolder(in: directory))
    let state: FileState
    do {
      state = try file.write([bytes])
      try file.sync()
      try file.moveIntoPlace()
    } catch {
      file.remove()
      throw error
    }
    try Directory.sync([directory])
    return state
  }
}
