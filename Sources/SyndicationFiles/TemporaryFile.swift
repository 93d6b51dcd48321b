package import Glibc
internal import Synchronization

/// A file's next contents, under a name of their own beside it, until they are complete and take its place.
///
/// The name is `.syndicate-<process>-<number>.tmp`, so that what a killed build leaves is known and swept.
package struct TemporaryFile {
  private let folder: OpenFolder
  private let name: String
  private let target: String
  /// Of the target, as errors name it.
  private let path: String
  private let descriptor: Int32

  private static let prefix = ".syndicate-"

  private static let numbers = Atomic<Int>(0)

  /// - Parameter target: the name of the file in `folder` whose place it is to take.
  package init(for target: String, in folder: OpenFolder) throws(FileError) {
    self.folder = folder
    self.target = target
    path = folder.path(of: target)
    var name: String
    var descriptor: Int32
    repeat {
      let number = TemporaryFile.numbers.add(1, ordering: .relaxed).newValue
      name = "\(TemporaryFile.prefix)\(getpid())-\(number).tmp"
      descriptor = openat(
        folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
      // A container gives the same process id again: a name that a killed build left is passed over.
    } while descriptor < 0 && errno == EEXIST
    guard descriptor >= 0 else { throw .last("write", path) }
    self.name = name
    self.descriptor = descriptor
  }

  /// Writes `parts`, and closes the file. To be called once.
  ///
  /// - Parameter earlier: a time, in nanoseconds since 1970, after which the file is to be dated by a second at least.
  /// - Returns: its state, which moving it into place keeps.
  package func write(_ parts: [[UInt8]], laterThan earlier: Int64? = nil) throws(FileError) -> FileState {
    var isOpen = true
    defer { if isOpen { close(descriptor) } }
    guard writeAll(parts, with: { writev(descriptor, $0.baseAddress, Int32($0.count)) }) else {
      throw .last("write", path)
    }
    guard var status = stat(descriptor: descriptor) else { throw .last("write", path) }
    if let earlier, case let second = Int(earlier / 1_000_000_000), status.st_mtim.tv_sec <= second {
      let times = [status.st_atim, timespec(tv_sec: second + 1, tv_nsec: 0)]
      guard futimens(descriptor, times) == 0, let later = stat(descriptor: descriptor) else {
        throw .last("write", path)
      }
      status = later
    }
    isOpen = false
    // A network's file system may say only now that its disk is full. After EINTR the file is closed all the same.
    guard close(descriptor) == 0 || errno == EINTR else { throw .last("write", path) }
    return FileState(status)
  }

  /// Brings what was written to the disk.
  package func sync() throws(FileError) {
    let descriptor = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("sync", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .last("sync", path) }
  }

  /// Takes the target's place at once. Where that is a symbolic link, it replaces the link, not what the link leads to.
  package func moveIntoPlace() throws(FileError) {
    guard renameat(folder.descriptor, name, folder.descriptor, target) == 0 else {
      throw .last("rename", path)
    }
  }

  /// Removes it, unless it was moved.
  package func remove() { unlinkat(folder.descriptor, name, 0) }

  /// Removes from `folder` what killed builds left; to be called by the holder of the lock.
  package static func sweep(_ folder: OpenFolder) throws(FileError) {
    let descriptor = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0, let stream = fdopendir(descriptor) else { throw .last("list", folder.path) }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = FolderWalk.name(of: entry)
      guard strncmp(name, prefix, prefix.utf8.count) == 0, [DT_REG, DT_UNKNOWN].contains(Int(entry.pointee.d_type)),
        String(cString: name).wholeMatch(of: /\.syndicate-[0-9]+-[0-9]+\.tmp/) != nil
      else { continue }
      try folder.remove(String(cString: name))
    }
  }
}

/// Writes all of `parts` in their order, however little of them `write` takes at a time.
///
/// - Parameter write: writev(2): how many bytes it wrote, or a negative number and errno.
/// - Returns: false where it failed for good; errno says why.
package func writeAll(_ parts: [[UInt8]], with write: (UnsafeBufferPointer<iovec>) -> Int) -> Bool {
  // Far below IOV_MAX, and few enough for a call's depth each.
  let most = 64
  return withUnsafeTemporaryAllocation(of: iovec.self, capacity: most) { vectors in
    var index = 0
    var offset = 0
    while index < parts.count {
      let written = fill(vectors, from: 0, with: parts[index..<min(index + most, parts.count)], skipping: offset, write)
      if written < 0 {
        if errno == EINTR { continue }
        return false
      }
      offset += written
      while index < parts.count, offset >= parts[index].count {
        offset -= parts[index].count
        index += 1
      }
    }
    return true
  }
}

/// Fills the array of pointers that writev(2) wants; each pointer holds within one call, hence the recursion.
private func fill(
  _ vectors: UnsafeMutableBufferPointer<iovec>, from count: Int, with parts: ArraySlice<[UInt8]>, skipping offset: Int,
  _ body: (UnsafeBufferPointer<iovec>) -> Int
) -> Int {
  guard count < parts.count else { return body(UnsafeBufferPointer(rebasing: vectors[..<count])) }
  return parts[parts.startIndex + count].withUnsafeBytes { bytes in
    let rest = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
    vectors[count] = iovec(iov_base: rest.baseAddress, iov_len: rest.count)
    return fill(vectors, from: count + 1, with: parts, skipping: 0, body)
  }
}
