internal import Syndication

/// Tables that kramdown knows, and CommonMark does not.
enum KramdownTable {
  /// Gives the table that may begin with `line` a head that CommonMark takes for one: kramdown needs none, and it need not
  /// have as many cells as the rows.
  static func complete(_ line: MarkdownLine, in masked: inout MaskedMarkdown) {
    let cells = bars(line) - 1
    guard cells > 0, line.end < line.input.count else { return }
    let next = MarkdownLine(line.input, at: line.next)
    if isDelimiterRow(next) {
      guard bars(next) - 1 != cells else { return }
      let isCentred = next.input[next.text..<next.end].contains(UInt8(ascii: ":"))
      masked.replace(next.text..<next.end, by: row(of: isCentred ? "|:-:" : "|-", cells).utf8)
      return
    }
    let isDelimiter = isDelimiterRow(line)
    guard isDelimiter || cells > 1 && !next.isBlank && next.input[next.text] == UInt8(ascii: "|") else { return }
    masked.insert((row(of: "| ", cells) + "\n").utf8, at: line.text)
    if !isDelimiter { masked.insert((row(of: "|-", cells) + "\n").utf8, at: line.text) }
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
