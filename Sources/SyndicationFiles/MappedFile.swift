internal import CLinux
internal import Glibc
package import Syndication

/// A file's bytes as the kernel has them, to be hashed where they lie: it may be large, and they are copied nowhere.
///
/// Who writes the file shows in them: what they were hashed as holds where the file's state is the same afterwards.
package final class MappedFile: Sendable {
  package let size: Int
  private nonisolated(unsafe) let bytes: UnsafeMutableRawPointer

  /// Nil where the file is empty, or cannot be mapped.
  package init?(_ file: OpenFile, size: Int) {
    guard size > 0, let bytes = file.mapped(size) else { return nil }
    self.size = size
    self.bytes = bytes
  }

  deinit { munmap(bytes, size) }

  /// Of the bytes that stand at `range`; nil where it does not have them, or no more.
  package func hash(of range: Range<Int>) -> ContentHash? {
    guard range.lowerBound >= 0, range.upperBound <= size else { return nil }
    var value: UInt64 = 0
    guard linux_hash_mapped(ContentHash.function, bytes + range.lowerBound, range.count, &value) else { return nil }
    return ContentHash(value: value)
  }
}
