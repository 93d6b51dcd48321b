public import SyndicationFiles

/// Replaces files of our state, the ledger and the manifest, whole.
public enum AtomicFile {
  /// Writes `bytes` to the file at `path`: whoever looks, also after a crash, finds the old or the new, on the disk.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    _ = try replace(path, with: bytes)
  }

  /// The same; tells of the file that holds `bytes`.
  static func replace(_ path: String, with bytes: [UInt8]) throws(FileError) -> FileStamp {
    let directory = Directory.parent(of: path) ?? "."
    guard let folder = FileStamp(of: directory) else { throw .last("write", path) }
    let file = try TemporaryFile(for: path, in: directory)
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
    return FileStamp(path: path, state: state, device: folder.device)
  }
}
