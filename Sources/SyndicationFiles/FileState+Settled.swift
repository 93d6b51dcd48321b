internal import Glibc
internal import Syndication

extension FileState {
  /// Of a file, or of a folder with all that is in it, by which it is known again.
  ///
  /// Nil where it is missing, where a file is so young that one more change, in the same tick of the clock, would not show,
  /// and where a folder cannot be listed.
  ///
  /// - Parameter outputs: the folders that builds write to, which count for nothing where they lie in a folder.
  package static func settled(_ path: String, without outputs: Set<String> = []) -> FileState? {
    let tick = FileState.tick
    if Directory.exists(path) { return folder(path, without: outputs, before: tick) }
    return FileState(at: path).flatMap { $0.modified < tick ? $0 : nil }
  }

  /// The times of folders do not count: a build's writing moves them, and whatever else does shows in the names.
  private static func folder(_ path: String, without outputs: Set<String>, before tick: Int64) -> FileState? {
    guard var whole = FileState(ofFolder: path) else { return nil }
    var isSettled = true
    // Sums, as members come in any order.
    var (sum, folder) = (UInt64(0), UInt64(0))
    let failure = FolderWalk(through: path, without: outputs).run { stop in
      switch stop {
      case .folder(let path):
        folder = ContentHash(path).value
        sum &+= folder
      case .file(let file):
        guard let state = file.status().map(FileState.init), state.modified < tick else {
          isSettled = false
          return
        }
        let member = ContentHash(
          numbers: folder, ContentHash(cString: file.name).value, UInt64(bitPattern: Int64(state.size)), state.inode,
          UInt64(bitPattern: state.modified), state.device)
        sum &+= member.value
      }
    }
    guard isSettled, failure == nil else { return nil }
    whole.contents = ContentHash(value: sum)
    return whole
  }
}
