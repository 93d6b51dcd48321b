internal import Syndication

/// Where Markdown holds code in fences and spans, and maths: there braces mean themselves.
///
/// Code that is only indented, and what is HTML, is not told from text: bodies are HTML, too.
struct LiteralRanges {
  /// In order, apart from each other.
  private var ranges: [Range<Int>] = []

  /// In time linear in the size of `body`.
  init(of body: [UInt8]) {
    body.withUnsafeBufferPointer { input in
      var search = MarkdownSearch(input)
      var open: (fence: MarkdownFence, start: Int)?
      var position = 0
      while position < input.count {
        let line = MarkdownLine(input, at: position)
        position = line.next
        if let (fence, start) = open, fence.holds(line) {
          guard fence.isClosed(by: line) else { continue }
          ranges.append(start..<line.end)
          open = nil
          continue
        }
        if let (_, start) = open { ranges.append(start..<line.start) }
        open = MarkdownFence(line).map { ($0, line.start) }
        if open == nil, !line.isBlank { position = addSpans(from: line, &search) }
      }
      if let (_, start) = open { ranges.append(start..<input.count) }
    }
  }

  /// - Returns: where the next line begins.
  private mutating func addSpans(from line: MarkdownLine, _ search: inout MarkdownSearch) -> Int {
    search.begin(line)
    var index = line.text
    while let byte = line.input.byte(index) {
      switch byte {
      case 10: return index + 1
      case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"):
        var (literal, end) = search.literal(at: index, in: line)
        if literal == nil, byte == UInt8(ascii: "$"), end == index + 1, let other = search.anyDollarEnd(from: end) {
          // The script of a page takes more for maths than Markdown may.
          (literal, end) = (.maths, other)
        }
        if literal != nil { ranges.append(index..<end) }
        index = end
      default: index += 1
      }
    }
    return index
  }

  func contains(_ position: Int) -> Bool { range(at: position) != nil }

  /// The one that holds `position`.
  func range(at position: Int) -> Range<Int>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= position { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(position) ? ranges[low] : nil
  }
}
