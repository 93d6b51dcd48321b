internal import Glibc

/// A regular file, open for reading: replaced by a rename it stays readable as it was.
package final class OpenFile: Sendable {
  package let path: String
  private let descriptor: Int32

  /// - Throws: `FileError` where it is missing or unreadable.
  package init(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last("read", path) }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// What tells one state of its bytes from another.
  ///
  /// - Throws: `FileError` where it is no regular file.
  package func state() throws(FileError) -> FileState {
    guard let status = stat(descriptor: descriptor) else { throw .last("read", path) }
    guard status.isFile else { throw FileError("read", path, code: status.isFolder ? EISDIR : EINVAL) }
    return FileState(status)
  }

  /// Fills `buffer` with the bytes from `offset` on, and gives their count: fewer than it holds where the file ends.
  package func read(into buffer: UnsafeMutableBufferPointer<UInt8>, at offset: Int) throws(FileError) -> Int {
    var count = 0
    while count < buffer.count {
      let got = pread(descriptor, buffer.baseAddress! + count, buffer.count - count, off_t(offset + count))
      if got < 0 && errno == EINTR { continue }
      if got < 0 { throw .last("read", path) }
      if got == 0 { break }
      count += got
    }
    return count
  }
}
