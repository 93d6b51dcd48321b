/// A text whose lines are sorted, of which single ones are found by bisection, and replaced.
package struct SortedLines: Sendable {
  package private(set) var text: [UInt8]

  /// - Parameter text: its first line is not among those that are sorted.
  package init(_ text: [UInt8]) { self.text = text }

  /// Where the line of `name` stands, with its end; an empty range where it would stand.
  ///
  /// - Parameter read: what a line is sorted by; nil for one behind all that have names.
  package func range<Name: Comparable>(of name: Name, by read: (inout JSONReader) -> Name?) -> Range<Int> {
    // Between them is a line's beginning.
    var (low, high) = (end(from: 0), text.count)
    while low < high {
      let middle = start(before: low + (high - low) / 2)
      if let found = self.name(at: middle, by: read), found < name { low = end(from: middle) } else { high = middle }
    }
    return low..<(low < text.count && self.name(at: low, by: read) == name ? end(from: low) : low)
  }

  /// - Parameter range: of one line or none.
  package mutating func replace(_ range: Range<Int>, with line: [UInt8]) {
    // In place: it may be long.
    text.replaceSubrange(range, with: line)
  }

  private func start(before offset: Int) -> Int {
    var start = offset
    while start > 0, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  private func end(from start: Int) -> Int {
    text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
  }

  private func name<Name>(at start: Int, by read: (inout JSONReader) -> Name?) -> Name? {
    text.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes, range: start..<end(from: start))
      return read(&reader)
    }
  }
}
