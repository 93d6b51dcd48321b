internal import Glibc

/// Reads whole files.
enum FileContents {
  /// The bytes of the regular file at `path`, as one state of it: read again where it changed meanwhile.
  ///
  /// - Throws: `FileError` where it is missing, unreadable or no regular file.
  static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("read", path) }
    defer { close(descriptor) }
    // A file that never holds still is taken as it is found the third time.
    for _ in 1..<3 {
      let before = try status(of: descriptor, path)
      let bytes = try read(descriptor, size: Int(before.st_size), path)
      if before.isSameState(as: try status(of: descriptor, path)) { return bytes }
    }
    return try read(descriptor, size: Int(try status(of: descriptor, path).st_size), path)
  }

  private static func status(of descriptor: Int32, _ path: String) throws(FileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError("read", path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    return status
  }

  private static func read(_ descriptor: Int32, size: Int, _ path: String) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = pread(descriptor, buffer.baseAddress! + count, size - count, off_t(count))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = .last("read", path) }
        if got <= 0 { break }
        count += got
      }
    }
    if let failure { throw failure }
    return bytes
  }
}

extension stat {
  /// Whether `other` tells of the same bytes: size, inode and nanosecond mtime.
  func isSameState(as other: stat) -> Bool {
    st_size == other.st_size && st_ino == other.st_ino && st_mtim.tv_sec == other.st_mtim.tv_sec
      && st_mtim.tv_nsec == other.st_mtim.tv_nsec
  }
}
