internal import Glibc

/// A regular file, open for reading: replaced by a rename it stays readable as it was.
package final class OpenFile: Sendable {
  package let path: String
  private let descriptor: Int32

  /// - Parameter followingLinks: whether `path` may be a link itself.
  /// - Throws: `FileError` where it is missing, unreadable or no regular file.
  package init(_ path: String, followingLinks: Bool = true) throws(FileError) {
    // Else a pipe that nobody writes to would be waited for, and a terminal become ours.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      // A socket, or a device without a driver.
      if errno == ENXIO, let status = stat(path) { throw .noFile("read", path, status) }
      throw .last("read", path)
    }
    guard let status = stat(descriptor: descriptor), status.isFile else {
      let error = stat(descriptor: descriptor).map { FileError.noFile("read", path, $0) } ?? .last("read", path)
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// What tells one state of its bytes from another.
  package func state() throws(FileError) -> FileState {
    guard let status = stat(descriptor: descriptor) else { throw .last("read", path) }
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

  /// The bytes that stand at `range`: fewer where the file ends.
  package func bytes(in range: Range<Int>) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(FileError) {
        count = try read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<range.count]), at: range.lowerBound)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Where its bytes are in memory that stand at `range`, which begins with a page; nil where they cannot be.
  func mapped(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer? {
    let bytes = mmap(
      nil, range.count, PROT_READ, MAP_SHARED, descriptor, off_t(range.lowerBound))
    guard let bytes, bytes != MAP_FAILED else { return nil }
    // What is read once need not stay in the kernel's cache longer than it would have.
    madvise(bytes, range.count, MADV_SEQUENTIAL)
    return UnsafeMutableRawBufferPointer(start: bytes, count: range.count)
  }
}
