internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// What stat(2) tells of a file, links followed.
struct FileLook: Sendable, Equatable {
  private let hash: ContentHash

  private init(_ status: stat) {
    let state = FileState(status)
    // The time of change tells of permissions too, and of a writer that set the time of its writing back. Of a folder it
    // would tell when a build writes into it.
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let numbers = isFolder ? (0, 0, 0) : (Int64(state.size), state.modified, FileState.nanoseconds(of: status.st_ctim))
    hash = ContentHash(
      numbers: UInt64(status.st_dev), state.inode, UInt64(status.st_mode), UInt64(bitPattern: numbers.0),
      UInt64(bitPattern: numbers.1), UInt64(bitPattern: numbers.2))
  }

  /// Of each file and folder of `watched` that is there, and of each file in the folders, by path.
  static func each(of watched: WatchedPaths) -> [String: FileLook] {
    var looks: [String: FileLook] = [:]
    for path in watched.paths {
      var status = stat()
      guard stat(path, &status) == 0 else { continue }
      looks[path] = FileLook(status)
      guard status.st_mode & S_IFMT == S_IFDIR else { continue }
      var folder = path
      // What cannot be listed has no files to look at.
      let walk = FolderWalk(through: path, without: watched.outputs)
      _ = walk.run { stop in
        switch stop {
        case .folder(let path): folder = walk.path(of: path)
        case .file(let file):
          guard let status = file.status() else { return }
          looks[FolderWalk.path(of: String(cString: file.name), in: folder)] = FileLook(status)
        }
      }
    }
    return looks
  }
}

extension [String: FileLook] {
  /// The paths of the files that are not as they were.
  func changes(since old: [String: FileLook]) -> Set<String> {
    var changes: Set<String> = []
    for (path, look) in self where old[path] != look { changes.insert(path) }
    for path in old.keys where self[path] == nil { changes.insert(path) }
    return changes
  }
}
