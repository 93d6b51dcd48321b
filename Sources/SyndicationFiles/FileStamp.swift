package import Glibc
package import Syndication

/// A file or folder that a build depends on, as the kernel tells of it without reading it.
package struct FileStamp: Sendable, Hashable {
  package var path: String
  package var state: FileState
  package let device: UInt64
  /// Of a folder that was looked through: tells when a file or folder in it comes, goes or changes.
  package var contents: ContentHash?

  package init(path: String, state: FileState, device: UInt64, contents: ContentHash? = nil) {
    self.path = path
    self.state = state
    self.device = device
    self.contents = contents
  }

  /// Links are followed; nil where they lead to nothing.
  package init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(path: path, state: FileState(status), device: UInt64(status.st_dev))
  }

  /// Whether a folder is there, or a link to one.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Of a file, or of a folder with all that is in it.
  ///
  /// Nil also where a file is so young that one more change, in the same tick of the clock, would not show, and where a
  /// folder cannot be listed.
  ///
  /// - Parameter outputs: the folders that builds write to, which count for nothing where they lie in a folder.
  package static func settled(_ path: String, without outputs: Set<String> = []) -> FileStamp? {
    let tick = FileState.tick
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    if status.st_mode & S_IFMT == S_IFDIR { return tree(path, without: outputs, before: tick) }
    let stamp = FileStamp(path: path, state: FileState(status), device: UInt64(status.st_dev))
    return stamp.state.modified < tick ? stamp : nil
  }

  /// Of a folder: which one it is, whatever is in it.
  package static func folder(_ path: String) -> FileStamp? {
    guard var stamp = FileStamp(of: path) else { return nil }
    stamp.state = FileState(size: 0, inode: stamp.state.inode, modified: 0)
    return stamp
  }

  /// The times of folders do not count: a build's writing moves them, and whatever else does shows in the names.
  private static func tree(_ path: String, without outputs: Set<String>, before tick: Int64) -> FileStamp? {
    guard var stamp = folder(path) else { return nil }
    var isSettled = true
    // Sums, as members come in any order.
    var (sum, folder) = (UInt64(0), UInt64(0))
    let failure = FolderWalk(through: path, without: outputs).run { stop in
      switch stop {
      case .folder(let path):
        folder = ContentHash(path).value
        sum &+= folder
      case .file(let file):
        guard let status = file.status() else {
          isSettled = false
          return
        }
        let state = FileState(status)
        if state.modified >= tick { isSettled = false }
        let member = ContentHash(
          numbers: folder, ContentHash(cString: file.name).value, UInt64(bitPattern: Int64(state.size)), state.inode,
          UInt64(bitPattern: state.modified), UInt64(status.st_dev))
        sum &+= member.value
      }
    }
    guard isSettled, failure == nil else { return nil }
    stamp.contents = ContentHash(value: sum)
    return stamp
  }
}
