internal import Glibc

/// A failure of the machine: what was tried, on which path, and the kernel's answer.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, as a verb: `read`, `write`, `rename`.
  public var operation: String
  public var path: String
  /// The error number (errno(3)).
  public var code: Int32

  public init(_ operation: String, _ path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// The error that the last call of this thread left in errno.
  package static func last(_ operation: String, _ path: String) -> FileError {
    FileError(operation, path, code: errno)
  }

  public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}
