internal import Glibc

/// A text whose lines are sorted, of which single ones are found by bisection, and replaced.
package struct SortedLines: Sendable {
  package private(set) var text: [UInt8]

  /// - Parameter text: its first line is not among those that are sorted.
  package init(_ text: [UInt8]) { self.text = text }

  /// Where the line of `name` stands, with its end; an empty range where it would stand.
  ///
  /// - Parameters:
  ///   - start: where a line begins that does not stand behind it; 0 where that is not known.
  ///   - read: what a line is sorted by; nil for one behind all that have names.
  package func range<Name: Comparable>(
    of name: Name, from start: Int = 0, by read: (inout JSONReader) -> Name?
  ) -> Range<Int> {
    text.withUnsafeBufferPointer { bytes in
      func found(at start: Int) -> (name: Name?, end: Int) {
        let end = SortedLines.end(from: start, in: bytes)
        var reader = JSONReader(bytes, range: start..<end)
        return (read(&reader), end)
      }
      // Between them is a line's beginning.
      var (low, high) = (start == 0 ? SortedLines.end(from: 0, in: bytes) : start, bytes.count)
      while low < high {
        let middle = SortedLines.start(before: low + (high - low) / 2, in: bytes)
        let line = found(at: middle)
        if let other = line.name, other < name { low = line.end } else { high = middle }
      }
      guard low < bytes.count, case let line = found(at: low), line.name == name else { return low..<low }
      return low..<line.end
    }
  }

  /// - Parameter range: of one line or none.
  package mutating func replace(_ range: Range<Int>, with line: [UInt8]) {
    // In place: it may be long.
    text.replaceSubrange(range, with: line)
  }

  private static func start(before offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  private static func end(from start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard start < bytes.count, let base = bytes.baseAddress,
      let end = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    else { return bytes.count }
    return UnsafeRawPointer(end) - UnsafeRawPointer(base) + 1
  }
}
