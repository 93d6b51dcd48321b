internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// The watched files and folders that are there at one moment, and the files in these folders, each with a hash of what
/// stat(2) tells of it.
struct Snapshot: Sendable, Equatable {
  private(set) var hashes: [String: ContentHash] = [:]

  init(_ hashes: [String: ContentHash]) { self.hashes = hashes }

  /// Taken now. Links are followed.
  init(of watched: WatchedPaths) {
    for path in watched.paths {
      guard let status = stat(path) else { continue }
      hashes[path] = Self.hash(status)
      guard status.isFolder else { continue }
      var folder = path
      // What cannot be listed has no files to look at.
      let walk = watched.walk(through: path)
      _ = walk.run {
        folder = walk.path(of: $0)
      } file: { file in
        guard let status = file.status() else { return }
        hashes[FolderWalk.path(of: String(cString: file.name), in: folder)] = Self.hash(status)
      }
    }
  }

  private static func hash(_ status: stat) -> ContentHash {
    var state = FileState(status)
    // The time of change tells of permissions too, and of a writer that set the time of its writing back.
    var changed = FileState.nanoseconds(of: status.st_ctim)
    // Of a folder the times and the size would tell when a build writes into it.
    if status.isFolder { (state.size, state.modified, changed) = (0, 0, 0) }
    return ContentHash(
      numbers: state.device, state.inode, UInt64(status.st_mode), UInt64(bitPattern: Int64(state.size)),
      UInt64(bitPattern: state.modified), UInt64(bitPattern: changed))
  }

  /// The paths of the files that are not as they were.
  func changes(since old: Snapshot) -> Set<String> {
    let changed = hashes.lazy.filter { old.hashes[$0.key] != $0.value }.map(\.key)
    return Set(changed).union(old.hashes.keys.lazy.filter { hashes[$0] == nil })
  }

  /// Takes the hashes of `files` from `other`.
  mutating func update(_ files: Set<String>, from other: Snapshot) {
    for file in files { hashes[file] = other.hashes[file] }
  }
}
