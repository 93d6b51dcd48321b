internal import Syndication

/// Tables that kramdown knows, and CommonMark does not.
enum KramdownTable {
  /// The head that the table lacks which may begin with `line`: kramdown needs none.
  static func head(above line: MarkdownLine) -> String? {
    let cells = bars(line) - 1
    guard cells > 0, let next = row(below: line), !isDelimiterRow(next) else { return nil }
    if isDelimiterRow(line) { return row(of: "| ", cells) + "\n" }
    guard cells > 1, !next.isBlank, next.input[next.text] == UInt8(ascii: "|") else { return nil }
    return row(of: "| ", cells) + "\n" + row(of: "|-", cells) + "\n"
  }

  /// What stands below the head that may be `line`, with as many cells as it has: kramdown does not ask for that.
  static func delimiters(below line: MarkdownLine) -> (range: Range<Int>, text: String)? {
    let cells = bars(line) - 1
    guard cells > 0, let next = row(below: line), isDelimiterRow(next), bars(next) - 1 != cells else { return nil }
    let range = next.text..<next.end
    return (range, row(of: next.input[range].contains(UInt8(ascii: ":")) ? "|:-:" : "|-", cells))
  }

  private static func row(below line: MarkdownLine) -> MarkdownLine? {
    line.end < line.input.count ? MarkdownLine(line.input, at: line.next) : nil
  }

  private static func row(of cell: String, _ count: Int) -> String { String(repeating: cell, count: count) + "|" }

  private static func bars(_ line: MarkdownLine) -> Int {
    line.input[line.text..<line.end].count { $0 == UInt8(ascii: "|") }
  }

  private static func isDelimiterRow(_ line: MarkdownLine) -> Bool {
    let row = line.input[line.text..<line.end]
    return row.contains(UInt8(ascii: "-")) && row.allSatisfy { "|-: \t\r".utf8.contains($0) }
  }
}
