package import Glibc

/// A failure of the machine: what was tried, on which path, and the kernel's answer.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, as a verb: `read`, `write`, `rename`.
  public var operation: String
  /// Of the file or the folder.
  public var path: String
  /// The error number (errno(3)).
  public var code: Int32
  /// What is in the way, as a sentence without an end, where that says more than the number.
  public var reason: String?

  /// What was tried, on what, and what came of it.
  public init(_ operation: String, _ path: String, code: Int32, reason: String? = nil) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason
  }

  /// Of what is no regular file where one is wanted.
  package static func noFile(_ operation: String, _ path: String, _ status: stat) -> FileError {
    if status.isFolder { return FileError(operation, path, code: EISDIR) }
    return FileError(operation, path, code: EINVAL, reason: "it is \(status.kind), and no file")
  }

  /// The error that the last call of this thread left in errno.
  package static func last(_ operation: String, _ path: String) -> FileError {
    FileError(operation, path, code: errno)
  }

  public var description: String { "cannot \(operation) \(path): \(reason ?? String(cString: strerror(code)))" }
}
