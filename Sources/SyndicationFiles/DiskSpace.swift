internal import Glibc
internal import Synchronization

/// What there is room for on a file system, asked once, before anything is written to it.
package final class DiskSpace: Sendable {
  private let folder: String
  /// In bytes.
  private let free: Int
  private let block: Int
  /// How many files there may be more; nil where that has no bound.
  private let freeFiles: Int?
  private let taken = Atomic<Int>(0)

  package init(at folder: String, free: Int, block: Int, freeFiles: Int? = nil) {
    self.folder = folder
    self.free = free
    // What a network's file system calls one is how much it likes to send.
    self.block = min(max(1, block), 4_096)
    self.freeFiles = freeFiles
  }

  /// That of the file system of `folder`, or of where it would be made; nil where it does not tell.
  package convenience init?(of folder: String) {
    var status = statvfs()
    guard let base = try? Directory.base(of: folder), statvfs(base, &status) == 0, status.f_blocks > 0 else {
      return nil
    }
    let block = Int(clamping: status.f_frsize)
    let (free, isEndless) = Int(clamping: status.f_bavail).multipliedReportingOverflow(by: block)
    self.init(
      at: folder, free: isEndless ? .max : free, block: block,
      freeFiles: status.f_files > 0 ? Int(clamping: status.f_favail) : nil)
  }

  /// Checks that there is room for so many files, however small.
  package func check(files count: Int) throws(FileError) {
    if let freeFiles, count > freeFiles { throw full("\(count) files, where \(freeFiles) more may be made") }
    try check(count.multipliedReportingOverflow(by: block).partialValue)
  }

  /// Takes the room of a file.
  package func take(_ bytes: Int) throws(FileError) {
    let size = (bytes + block - 1) / block * block
    try check(taken.add(size, ordering: .relaxed).newValue)
  }

  private func check(_ bytes: Int) throws(FileError) {
    if bytes > free { throw full("\(bytes) bytes, where \(free) are free") }
  }

  private func full(_ what: String) -> FileError {
    FileError("write \(what), to", folder, code: ENOSPC)
  }
}
