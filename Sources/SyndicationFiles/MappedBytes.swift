internal import CLinux
internal import Glibc
package import Syndication

/// A part of a file's bytes as the kernel has them, to be hashed where they lie: it may be large, and is copied nowhere.
///
/// Who writes the file shows in them: what they were hashed as holds where the file's state is the same afterwards.
package final class MappedBytes {
  private let range: Range<Int>
  /// From the page on that the first of them is in.
  private let mapping: UnsafeMutableRawBufferPointer

  /// Nil where the file does not have that part, or it cannot be mapped.
  package init?(of file: OpenFile, in range: Range<Int>) {
    let start = range.lowerBound - range.lowerBound % Int(getpagesize())
    guard range.lowerBound >= 0, !range.isEmpty, let mapping = file.mapped(start..<range.upperBound) else { return nil }
    self.range = range
    self.mapping = mapping
  }

  deinit { munmap(mapping.baseAddress!, mapping.count) }

  /// Of the bytes that stand at a range of the file; nil where that is not in the part, or the file has become shorter.
  package func hash(of part: Range<Int>) -> ContentHash? {
    guard range.lowerBound <= part.lowerBound, part.upperBound <= range.upperBound else { return nil }
    var value: UInt64 = 0
    let bytes = mapping.baseAddress! + (part.lowerBound - range.upperBound + mapping.count)
    guard linux_hash_mapped(ContentHash.function, bytes, part.count, &value) else { return nil }
    return ContentHash(value: value)
  }
}
