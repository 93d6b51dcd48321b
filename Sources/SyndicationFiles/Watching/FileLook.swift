internal import Glibc

/// What stat(2) tells of a file, links followed.
struct FileLook: Sendable, Equatable {
  private var file: FileStamp
  /// Tells of permissions too, and of a writer that set the time of its writing back.
  private var changed: Int64
  private var mode: UInt32

  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    file = FileStamp(path: path, state: FileState(status), device: UInt64(status.st_dev))
    changed = FileState.nanoseconds(of: status.st_ctim)
    mode = status.st_mode
  }

  /// Of each file that is there.
  static func each(of files: Set<String>) -> [String: FileLook] {
    files.reduce(into: [:]) { $0[$1] = FileLook(at: $1) }
  }
}
