package import Glibc
package import Syndication

/// What the kernel tells of a file or folder without reading it: what is the same as it was has the same state.
package struct FileState: Sendable, Hashable {
  package var device: UInt64
  package var inode: UInt64
  package var size: Int
  /// Nanoseconds since 1970.
  package var modified: Int64
  /// Of a folder that was looked through: another when a file or folder in it came, went or changed.
  package var contents: ContentHash?

  package init(device: UInt64, inode: UInt64, size: Int, modified: Int64, contents: ContentHash? = nil) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.contents = contents
  }

  /// The same on whatever device: the number of a network's or an overlay's may be another with each mount.
  package var withoutDevice: FileState {
    var state = self
    state.device = 0
    return state
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

  package init(_ status: stat) {
    self.init(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: FileState.nanoseconds(of: status.st_mtim))
  }

  /// Links are followed; nil where they lead to nothing.
  package init?(at path: String) {
    guard let status = stat(path) else { return nil }
    self.init(status)
  }

  /// Of a folder: which one it is, whatever is in it.
  package init?(ofFolder path: String) {
    self.init(at: path)
    (size, modified) = (0, 0)
  }

  /// Of the regular file at `path`; nil where there is none, though there may be a link or a device.
  ///
  /// - Throws: `FileError` where `path` cannot be looked at, or is a directory, which no file can replace.
  package init?(ofFile path: String) throws(FileError) {
    guard let status = stat(path, followingLinks: false) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .last("write", path)
    }
    if status.isFolder { throw FileError("write", path, code: EISDIR) }
    guard status.isFile else { return nil }
    self.init(status)
  }

  /// Of a file, or of a folder with all that is in it, by which it is known again.
  ///
  /// Nil where it is missing, where a file is so young that one more change, in the same tick of the clock, would not show,
  /// and where a folder cannot be listed.
  ///
  /// - Parameters:
  ///   - outputs: the folders that builds write to, which count for nothing where they lie in a folder.
  ///   - reach: folders that links in a folder may lead into, beside itself; `/` is everywhere.
  package static func settled(
    _ path: String, without outputs: Set<String> = [], within reach: Set<String> = []
  ) -> FileState? {
    let tick = FileState.tick
    if Directory.exists(path) { return folder(path, without: outputs, within: reach, before: tick) }
    return FileState(at: path).flatMap { $0.modified < tick ? $0 : nil }
  }

  /// The times of folders do not count: a build's writing moves them, and whatever else does shows in the names.
  private static func folder(
    _ path: String, without outputs: Set<String>, within reach: Set<String>, before tick: Int64
  ) -> FileState? {
    guard var whole = FileState(ofFolder: path) else { return nil }
    var isSettled = true
    // Sums, as members come in any order.
    var (sum, folder) = (UInt64(0), UInt64(0))
    let failure = FolderWalk(through: path, without: outputs, within: reach).run { path in
      folder = ContentHash(path).value
      sum &+= folder
    } file: { file in
      guard let state = file.status().map(FileState.init), state.modified < tick else {
        isSettled = false
        return
      }
      let member = ContentHash(
        numbers: folder, ContentHash(cString: file.name).value, UInt64(bitPattern: Int64(state.size)), state.inode,
        UInt64(bitPattern: state.modified), state.device)
      sum &+= member.value
    }
    guard isSettled, failure == nil else { return nil }
    whole.contents = ContentHash(value: sum)
    return whole
  }
}
