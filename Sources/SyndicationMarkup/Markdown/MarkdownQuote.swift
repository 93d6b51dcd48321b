internal import Syndication

/// The lines of a quote (CommonMark §5.1), and what they hold: a body of its own.
struct MarkdownQuote {
  /// The lines less the sign of this quote.
  private(set) var content: [UInt8] = []
  /// Where the next line begins.
  private(set) var end: Int

  /// The one whose first sign stands at `start`, in a list item whose text begins in `column`.
  ///
  /// - Parameters:
  ///   - isLoose: whether its lines are in the item though they are not indented for it.
  ///   - goesOn: whether what follows without a blank line is in it, signs or not.
  init(_ input: UnsafeBufferPointer<UInt8>, at start: Int, column: Int, isLoose: Bool, goesOn: Bool) {
    end = start
    take(input, behind: start)
    while end < input.count {
      let line = MarkdownLine(input, at: end, passesQuotes: false)
      if line.isQuote, line.listColumn == nil, line.column < column + 4, isLoose || line.column >= column {
        take(input, behind: line.text)
      } else if goesOn, !line.isBlank, !Self.isApart(line, column: column) {
        take(input, from: line.start)
      } else {
        return
      }
    }
  }

  private mutating func take(_ input: UnsafeBufferPointer<UInt8>, behind sign: Int) {
    var text = sign + 1
    if input.byte(text) == 0x20 {
      text += 1
    } else if input.byte(text) == 9 {
      // The sign takes one column of the tab.
      let start = input[..<sign].lastIndex(of: 10).map { $0 + 1 } ?? 0
      let column = input[start...sign].reduce(0) { $0 + ($1 == 9 ? 4 - $0 % 4 : 1) }
      content.append(contentsOf: repeatElement(0x20, count: 3 - column % 4))
      text += 1
    }
    take(input, from: text)
  }

  private mutating func take(_ input: UnsafeBufferPointer<UInt8>, from start: Int) {
    var index = start
    var lineEnd = input.lineEnd(from: index)
    // HTML that a template wrote has no signs in its lines.
    while let made = input.index(of: MadeHTML.start, from: index, to: lineEnd),
      let madeEnd = input.index(of: MadeHTML.end, from: made, to: input.count)
    {
      index = madeEnd
      lineEnd = input.lineEnd(from: index)
    }
    end = min(lineEnd + 1, input.count)
    content.append(contentsOf: input[start..<end])
  }

  /// Whether `line` is not in the quote above it, in kramdown.
  private static func isApart(_ line: MarkdownLine, column: Int) -> Bool {
    line.listColumn != nil && line.column < column || line.isCaret || line.input.has("{:", at: line.text)
      || line.input[line.text] == UInt8(ascii: "<")
  }
}
