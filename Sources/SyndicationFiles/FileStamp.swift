internal import Glibc

/// A file that a build depends on, as the kernel tells of it without reading it.
struct FileStamp: Sendable, Hashable {
  var path: String
  var state: FileState
  let device: UInt64

  init(path: String, state: FileState, device: UInt64) {
    self.path = path
    self.state = state
    self.device = device
  }

  /// Links are followed; nil where they lead to nothing.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(path: path, state: FileState(status), device: UInt64(status.st_dev))
  }

  /// Whether a folder is there, or a link to one.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Nil also where the file is so young that one more change, in the same tick of the clock, would not show.
  static func settled(_ path: String) -> FileStamp? {
    // The clock that file systems take their times from, and first: no later change is dated before this tick.
    var tick = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &tick)
    guard let stamp = FileStamp(of: path), stamp.state.modified < FileState.nanoseconds(of: tick) else { return nil }
    return stamp
  }

  /// Of a folder: which one it is, whatever is in it.
  static func folder(_ path: String) -> FileStamp? {
    guard var stamp = FileStamp(of: path) else { return nil }
    stamp.state = FileState(size: 0, inode: stamp.state.inode, modified: 0)
    return stamp
  }
}
