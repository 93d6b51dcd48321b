internal import Syndication

/// Finds where spans end. What was searched for in vain is not searched for again, so that all searches together take linear time.
struct MarkdownSearch {
  let input: UnsafeBufferPointer<UInt8>
  private var limitsToItem = false
  /// Where the paragraph or other block ends that the position is in.
  private var end = 0
  /// By what was searched for: up to where there is none.
  private var missing: [Target: Int] = [:]

  private enum Target: Hashable {
    case backticks(Int)
    case dollar
    case anyDollar
    case text(UInt)
    case anywhere(UInt)
  }

  init(_ input: UnsafeBufferPointer<UInt8>) { self.input = input }

  /// Begins with the text of `line`.
  mutating func begin(_ line: MarkdownLine) {
    limitsToItem = line.listColumn != nil || limitsToItem && line.start < end
    if line.isHeading { end = line.end } else if line.start >= end { end = blockEnd(from: line) }
  }

  /// Where the lines that may be one paragraph with `line` end: before a blank line, a fence or a heading, and within lists before another item.
  private func blockEnd(from line: MarkdownLine) -> Int {
    var end = line.end
    while end < input.count {
      let next = MarkdownLine(input, at: end + 1)
      if next.isBlank || next.isHeading || limitsToItem && next.listColumn != nil { return end }
      if next.quotes != line.quotes || MarkdownFence(next) != nil { return end }
      end = next.end
    }
    return input.count
  }

  /// Where the code span ends that begins with `count` backticks before `start`.
  mutating func codeEnd(_ count: Int, from start: Int) -> Int? {
    guard count <= 32, missing[.backticks(count)] ?? 0 <= start else { return nil }
    var index = start
    while index < end {
      guard input[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = index
      while index < end, input[index] == UInt8(ascii: "`") { index += 1 }
      if index - run == count { return index }
    }
    missing[.backticks(count)] = end
    return nil
  }

  /// Where the maths ends that began with a dollar before `start`, as pandoc has it; or `$ x $`, with a space on both sides.
  ///
  /// It holds no backtick and no tag: `$HOME` before a code span with another variable is no maths. Nor does it end with what
  /// begins something: `($HOME) and ($PATH)`.
  mutating func dollarEnd(from start: Int) -> Int? {
    guard start < end, input[start] != 10, missing[.dollar] ?? 0 <= start else { return nil }
    let isSpaced = input[start].isSpace
    // `5 $ or 6 $`
    if isSpaced, start > 1, input[start - 2].isDigit { return nil }
    var index = start
    search: while index < end {
      switch input[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "`"): break search
      case UInt8(ascii: "<"): if input.tagEnd(index) != nil { break search }
      case UInt8(ascii: "$"):
        let last = input[index - 1]
        if "([{\"~".utf8.contains(last), index - 2 < start || input[index - 2] != UInt8(ascii: "\\") { break search }
        let endsMaths = isSpaced ? index > start + 1 && last.isSpace : index > start && !last.isSpace
        let next = index + 1 < input.count ? input[index + 1] : 0x20
        if isSpaced {
          return endsMaths && !next.isDigit && !next.isLetter && isFormula(start..<index) ? index + 1 : nil
        }
        if endsMaths, !next.isDigit { return index + 1 }
      case 10 where isSpaced: return nil
      default: break
      }
      index += 1
    }
    missing[.dollar] = min(index, end)
    return nil
  }

  /// Where the next dollar ends after `start` that begins no price and no block of maths.
  mutating func anyDollarEnd(from start: Int) -> Int? {
    guard missing[.anyDollar] ?? 0 <= start else { return nil }
    var index = start
    while index < end {
      if input[index] == UInt8(ascii: "$") {
        let next = input.byte(index + 1)
        if next != UInt8(ascii: "$"), next?.isDigit != true { return index + 1 }
        index += 1
      }
      index += 1
    }
    missing[.anyDollar] = end
    return nil
  }

  /// Whether it is one word, or holds what only formulas do.
  private func isFormula(_ range: Range<Int>) -> Bool {
    input[range].contains(where: "\\^_={}".utf8.contains) || input[range].split(whereSeparator: \.isSpace).count == 1
  }

  /// Where `text` ends that stands next, in this block.
  mutating func end(of text: StaticString, from start: Int) -> Int? {
    let target = Target.text(UInt(bitPattern: text.utf8Start))
    guard missing[target] ?? 0 <= start else { return nil }
    if let found = input.index(of: text, from: start, to: end) { return found + text.utf8CodeUnitCount }
    missing[target] = end
    return nil
  }

  /// Where `text` ends that stands next, in the rest of the body.
  mutating func endAnywhere(of text: StaticString, from start: Int) -> Int? {
    let target = Target.anywhere(UInt(bitPattern: text.utf8Start))
    guard missing[target] == nil else { return nil }
    if let found = input.index(of: text, from: start, to: input.count) { return found + text.utf8CodeUnitCount }
    missing[target] = input.count
    return nil
  }
}
