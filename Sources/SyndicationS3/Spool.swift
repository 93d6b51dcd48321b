internal import Glibc
internal import Synchronization
internal import SyndicationFiles

/// Bytes that wait on the disk, in a file without a name: it is gone when nobody holds it any more, however that comes.
final class Spool: Sendable {
  private struct State {
    /// Opened when the first bytes come.
    var descriptor: Int32 = -1
    var end = 0
  }

  private let state = Mutex(State())

  deinit {
    state.withLock { state in
      if state.descriptor >= 0 { close(state.descriptor) }
    }
  }

  private static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  /// Takes bytes, from any thread.
  ///
  /// - Returns: where they wait.
  func append(_ bytes: [UInt8]) throws(FileError) -> Range<Int> {
    if bytes.isEmpty { return 0..<0 }
    return try state.withLock { state throws(FileError) in
      if state.descriptor < 0 { state.descriptor = try Spool.open() }
      var written = 0
      while written < bytes.count {
        let count = bytes.withUnsafeBytes { bytes in
          pwrite(state.descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(state.end + written))
        }
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw .last("write to", Spool.folder) }
        written += count
      }
      defer { state.end += bytes.count }
      return state.end..<state.end + bytes.count
    }
  }

  func bytes(in range: Range<Int>) throws(FileError) -> [UInt8] {
    let descriptor = state.withLock { $0.descriptor }
    var bytes = [UInt8](repeating: 0, count: range.count)
    var read = 0
    while read < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress! + read, buffer.count - read, off_t(range.lowerBound + read))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw count < 0 ? .last("read from", Spool.folder) : FileError("read from", Spool.folder, code: EIO)
      }
      read += count
    }
    return bytes
  }

  private static func open() throws(FileError) -> Int32 {
    var name = Array("\(folder)/syndicate-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else { throw .last("write to", folder) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(name)
    return descriptor
  }
}
