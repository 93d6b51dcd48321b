internal import Syndication

/// Where Markdown holds code and maths, in which braces mean themselves.
struct LiteralRanges {
  /// In order, apart from each other.
  private var ranges: [Range<Int>] = []

  /// In time linear in the size of `body`.
  init(of body: [UInt8]) {
    var paragraph: Int?
    var fence: (byte: UInt8, count: Int, start: Int)?
    var start = 0
    while start < body.count {
      let end = body[start...].firstIndex(of: UInt8(ascii: "\n")) ?? body.count
      let line = body[start..<end].drop { " \t>".utf8.contains($0) }
      let mark = LiteralRanges.fence(line)
      if let open = fence {
        if let mark, mark.byte == open.byte, mark.count >= open.count, mark.isBare {
          ranges.append(open.start..<end)
          fence = nil
        }
      } else if let mark {
        if let first = paragraph { addSpans(in: body[first..<start]) }
        paragraph = nil
        fence = (mark.byte, mark.count, start)
      } else if line.allSatisfy({ $0 == UInt8(ascii: "\r") }) {
        if let first = paragraph { addSpans(in: body[first..<start]) }
        paragraph = nil
      } else if paragraph == nil {
        paragraph = start
      }
      start = end + 1
    }
    if let fence { ranges.append(fence.start..<body.count) }
    if let paragraph { addSpans(in: body[paragraph...]) }
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

  /// CommonMark §4.5.
  private static func fence(_ line: ArraySlice<UInt8>) -> (byte: UInt8, count: Int, isBare: Bool)? {
    guard let byte = line.first, byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") else { return nil }
    let rest = line.drop { $0 == byte }
    let count = rest.startIndex - line.startIndex
    guard count >= 3, byte != UInt8(ascii: "`") || !rest.contains(byte) else { return nil }
    return (byte, count, rest.allSatisfy { " \t\r".utf8.contains($0) })
  }

  /// What opens or closes a span; those of one kind close each other.
  private struct Delimiter {
    enum Kind: Hashable {
      case ticks(Int)
      case dollars(Int)
      case round, square
    }
    var kind: Kind
    var range: Range<Int>
    var canOpen = true
    var canClose = true
  }

  private mutating func addSpans(in text: ArraySlice<UInt8>) {
    let delimiters = LiteralRanges.delimiters(in: text)
    // The next one of its kind that closes, for each.
    var closers = [Int?](repeating: nil, count: delimiters.count)
    var latest: [Delimiter.Kind: Int] = [:]
    for index in delimiters.indices.reversed() {
      closers[index] = latest[delimiters[index].kind]
      if delimiters[index].canClose { latest[delimiters[index].kind] = index }
    }
    var index = 0
    while index < delimiters.count {
      if delimiters[index].canOpen, let closer = closers[index] {
        ranges.append(delimiters[index].range.lowerBound..<delimiters[closer].range.upperBound)
        index = closer
      }
      index += 1
    }
  }

  private static func delimiters(in text: ArraySlice<UInt8>) -> [Delimiter] {
    var delimiters: [Delimiter] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      var end = index + 1
      switch byte {
      case UInt8(ascii: "\\") where end < text.endIndex:
        switch text[end] {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"):
          let opens = text[end] == UInt8(ascii: "(") || text[end] == UInt8(ascii: "[")
          let kind = text[end] < UInt8(ascii: "[") ? Delimiter.Kind.round : .square
          delimiters.append(Delimiter(kind: kind, range: index..<end + 1, canOpen: opens, canClose: !opens))
          end += 1
        // It may still close: within code a backslash is a backslash.
        case UInt8(ascii: "`"): break
        default: end += 1
        }
      case UInt8(ascii: "`"), UInt8(ascii: "$"):
        while end < text.endIndex, text[end] == byte { end += 1 }
        let isEscaped = index > text.startIndex && text[index - 1] == UInt8(ascii: "\\")
        if byte == UInt8(ascii: "`") {
          delimiters.append(Delimiter(kind: .ticks(end - index), range: index..<end, canOpen: !isEscaped))
        } else {
          // `$5 or $6` is no maths.
          let isPrice = end < text.endIndex && (48...57).contains(text[end])
          delimiters.append(Delimiter(kind: .dollars(min(2, end - index)), range: index..<end, canClose: !isPrice))
        }
      default: break
      }
      index = end
    }
    return delimiters
  }
}
