internal import Syndication

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

extension MarkdownSearch {
  /// The code or maths that begins at `start` with a backtick, a dollar or a backslash, and where it ends; where there is
  /// none, what stands there is text up to `end`.
  ///
  /// - Parameter line: where the text began that `start` is in.
  mutating func literal(at start: Int, in line: MarkdownLine) -> (literal: MarkdownLiteral?, end: Int) {
    switch input[start] {
    case UInt8(ascii: "`"):
      var end = start
      while input.byte(end) == UInt8(ascii: "`") { end += 1 }
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
    if start == line.text, let end = endAnywhere(of: "$$", from: start + 2) {
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
      if let end = environmentEnd(start) { return (.maths, end) }
    default: break
    }
    return (nil, start + 2)
  }

  /// Whether brackets that were only kept from being Markdown's hold it, as in `\[sic\]` and `\[1\]`: nothing of TeX, and a
  /// word, or not even a letter.
  private func isProse(_ range: Range<Int>) -> Bool {
    guard range.count < 200 else { return false }
    var word = 0
    var longest = 0
    for byte in input[range] {
      if "\\^_={}&+<>|*/".utf8.contains(byte) { return false }
      word = byte.isLetter || byte >= 0x80 ? word + 1 : 0
      longest = max(longest, word)
    }
    return longest == 0 || longest > 2
  }

  private mutating func environmentEnd(_ start: Int) -> Int? {
    for (begin, end) in MarkdownSearch.environments {
      if let text = input.end(of: begin, at: start) { return self.end(of: end, from: text) }
    }
    return nil
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
