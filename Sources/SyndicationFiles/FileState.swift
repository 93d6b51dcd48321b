package import Glibc

/// What the kernel tells of a regular file without reading it.
package struct FileState: Sendable, Hashable {
  package var size: Int
  package var inode: UInt64
  /// Nanoseconds since 1970.
  package var modified: Int64

  package init(size: Int, inode: UInt64, modified: Int64) {
    self.size = size
    self.inode = inode
    self.modified = modified
  }
}

extension FileState {
  package init(_ status: stat) {
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    modified = FileState.nanoseconds(of: status.st_mtim)
  }

  /// Now, by the clock that file systems take their times from: no later change is dated before. What is asked of a file
  /// after that, and is older, is known again.
  package static var tick: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return nanoseconds(of: time)
  }

  package static func nanoseconds(of time: timespec) -> Int64 {
    // Wrapping, as a file may bear any date.
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Of the regular file at `path`; nil where there is none, though there may be a link or a device.
  ///
  /// - Throws: `FileError` where `path` cannot be looked at, or is a directory, which no file can replace.
  package init?(of path: String) throws(FileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .last("write", path)
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileError("write", path, code: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(status)
  }
}
