/// Replaces files of our state, the ledger and the manifest, whole.
public enum AtomicFile {
  /// Writes `bytes` to the file at `path`: whoever looks, also after a crash, finds the old or the new, on the disk.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let directory = Directory.parent(of: path) ?? "."
    let file = try TemporaryFile(for: path, in: directory)
    do {
      _ = try file.write([bytes], syncs: true)
      try file.moveIntoPlace()
    } catch {
      file.remove()
      throw error
    }
    try Directory.sync([directory])
  }
}
