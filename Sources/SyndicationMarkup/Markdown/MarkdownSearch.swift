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
    case text(UInt, isAnywhere: Bool)
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
    while index < end, let run = input[index..<end].firstIndex(of: UInt8(ascii: "`")) {
      index = input.skip(from: run, to: end) { $0 == UInt8(ascii: "`") }
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

  /// Where `text` ends that stands next, in this block or in the rest of the body.
  mutating func end(of text: StaticString, from start: Int, isAnywhere: Bool = false) -> Int? {
    let target = Target.text(UInt(bitPattern: text.utf8Start), isAnywhere: isAnywhere)
    guard missing[target] ?? 0 <= start else { return nil }
    let limit = isAnywhere ? input.count : end
    if let found = input.index(of: text, from: start, to: limit) { return found + text.utf8CodeUnitCount }
    missing[target] = limit
    return nil
  }

  /// The extension of kramdown at `start`: `{::comment}…{:/comment}`, of others the tag alone: `{::nomarkdown}`, `{:/}`,
  /// `{::options … /}`.
  mutating func kramdownExtension(at start: Int) -> Range<Int>? {
    guard let end = end(of: "}", from: start + 3) else { return nil }
    guard input.has("{::comment", at: start), input[end - 2] != UInt8(ascii: "/"),
      let close = self.end(of: "{:/", from: end, isAnywhere: true)
    else { return start..<end }
    let nameEnd = input.skip(from: close, while: \.isLetter)
    return start..<(input.byte(nameEnd) == UInt8(ascii: "}") ? nameEnd + 1 : nameEnd)
  }

  // MARK: Code and maths

  /// The code or maths that begins at `start` with a backtick, a dollar or a backslash, and where it ends; where there is
  /// none, what stands there is text up to `end`.
  ///
  /// - Parameter line: where the text began that `start` is in.
  mutating func literal(at start: Int, in line: MarkdownLine) -> (literal: MarkdownLiteral?, end: Int) {
    switch input[start] {
    case UInt8(ascii: "`"):
      let end = input.skip(from: start) { $0 == UInt8(ascii: "`") }
      return codeEnd(end - start, from: end).map { (.code, $0) } ?? (nil, end)
    case UInt8(ascii: "$") where input.byte(start + 1) == UInt8(ascii: "$"):
      guard let end = displayEnd(start, in: line), end - start > 4 else { return (nil, start + 2) }
      return (.maths, end)
    case UInt8(ascii: "$"):
      guard let end = dollarEnd(from: start + 1) else { return (nil, start + 1) }
      return (input[start + 1].isSpace ? .escapedMaths : .maths, end)
    default: return escape(at: start, in: line)
    }
  }

  /// A block of maths may hold what looks like other blocks; blank lines too, if its dollars stand on lines of their own.
  private mutating func displayEnd(_ start: Int, in line: MarkdownLine) -> Int? {
    if start == line.text, let end = end(of: "$$", from: start + 2, isAnywhere: true) {
      let isAlone = input.isBlank(from: start + 2) && input.isBlank(from: end)
      if isAlone || !input.hasBlankLine(in: start..<end) { return end }
    }
    return end(of: "$$", from: start + 2)
  }

  private mutating func escape(at start: Int, in line: MarkdownLine) -> (literal: MarkdownLiteral?, end: Int) {
    switch input.byte(start + 1) {
    case nil, 10: return (nil, start + 1)
    case UInt8(ascii: "("):
      if let end = end(of: "\\)", from: start + 2), !isProse(start + 2..<end - 2) { return (.maths, end) }
    case UInt8(ascii: "["):
      // `\[text\](` is no maths but a link that is none.
      if let end = end(of: "\\]", from: start + 2), input.byte(end) != UInt8(ascii: "("), !isProse(start + 2..<end - 2)
      {
        return (.maths, end)
      }
    case UInt8(ascii: "\\"):
      switch input.byte(start + 2) {
      case UInt8(ascii: "("): if let end = end(of: "\\\\)", from: start + 3) { return (.doubledMaths, end) }
      case UInt8(ascii: "["): if let end = end(of: "\\\\]", from: start + 3) { return (.doubledMaths, end) }
      default: break
      }
    case UInt8(ascii: "b") where start == line.text:
      for (begin, end) in MarkdownSearch.environments {
        if let text = input.end(of: begin, at: start), let end = self.end(of: end, from: text) { return (.maths, end) }
      }
    default: break
    }
    return (nil, start + 2)
  }

  /// Whether brackets that were only kept from being Markdown's hold it, as in `\[sic\]` and `\[1\]`: nothing of TeX, and a
  /// word, or not even a letter.
  private func isProse(_ range: Range<Int>) -> Bool {
    if hasLink(range) { return true }
    guard range.count < 200, !input[range].contains(where: "\\^_={}&+<>|".utf8.contains) else { return false }
    let longest = input[range].split { !$0.isLetter && $0 < 0x80 }.map(\.count).max() ?? 0
    return input[range].contains(UInt8(ascii: "*")) ? longest > 3 : longest == 0 || longest > 2
  }

  /// Whether there is a link in it, as in `\[[1](https://example.org)\]`.
  private func hasLink(_ range: Range<Int>) -> Bool {
    guard let address = input.index(of: "](", from: range.lowerBound, to: range.upperBound).map({ $0 + 2 }),
      input[range.lowerBound..<address].contains(UInt8(ascii: "["))
    else { return false }
    let beginnings: [StaticString] = ["http:", "https:", "mailto:", "/", "#", "./", "../", "<", "{", "@/"]
    return beginnings.contains { input.has($0, at: address) }
  }

  /// Those of LaTeX and amsmath that are maths by themselves.
  private static let environments: [(StaticString, StaticString)] = [
    ("\\begin{align}", "\\end{align}"), ("\\begin{align*}", "\\end{align*}"),
    ("\\begin{alignat}", "\\end{alignat}"), ("\\begin{alignat*}", "\\end{alignat*}"),
    ("\\begin{equation}", "\\end{equation}"), ("\\begin{equation*}", "\\end{equation*}"),
    ("\\begin{eqnarray}", "\\end{eqnarray}"), ("\\begin{eqnarray*}", "\\end{eqnarray*}"),
    ("\\begin{gather}", "\\end{gather}"), ("\\begin{gather*}", "\\end{gather*}"),
    ("\\begin{multline}", "\\end{multline}"), ("\\begin{multline*}", "\\end{multline*}"),
    ("\\begin{split}", "\\end{split}"), ("\\begin{cases}", "\\end{cases}"),
  ]
}

/// Code or maths within text: its characters mean themselves.
enum MarkdownLiteral {
  /// A code span: backticks and all.
  case code
  /// Maths with what stands around it.
  case maths
  /// `$ x\_1 $`: where Markdown knows no maths, it is written with escapes for Markdown, and they are left to it.
  case escapedMaths
  /// `\\(x\\)`, kramdown's way to write `\(x\)`.
  case doubledMaths
}
