internal import Syndication

/// Which lines are terms and definitions: `Term`, and below it `: what it means`.
struct MarkdownDefinitions {
  /// How many lines from the next one on are terms.
  private var terms = 0
  /// Where the definitions begin, in columns; nil where none is open.
  private var column: Int?

  /// Whether `line` defines the terms above it, or goes on with their definitions.
  func isDefinition(_ line: MarkdownLine) -> Bool {
    guard let column, line.isDefinition else { return false }
    return (column...column + 3).contains(line.column)
  }

  /// Looks at a line that defines nothing: a heading, a quote or an item of a list ends the definitions.
  mutating func pass(_ line: MarkdownLine) {
    if let column, line.column <= column, line.isHeading || line.listColumn != nil || line.isQuote { self.column = nil }
  }

  /// Whether `line`, the first of a paragraph, is a term.
  mutating func isTerm(_ line: MarkdownLine) -> Bool {
    if terms == 0 {
      terms = countTerms(from: line)
      if terms > 0 { column = line.column } else if line.column <= column ?? 0 { column = nil }
    }
    if terms == 0 { return false }
    terms -= 1
    return true
  }

  /// How many lines from `line` on are terms of what stands below them, right there or behind a blank line.
  private func countTerms(from line: MarkdownLine) -> Int {
    var (last, count) = (line, 1)
    // Nobody defines more at once.
    while last.end < last.input.count, count < 20 {
      var next = MarkdownLine(last.input, at: last.next)
      let isApart = next.isBlank
      if isApart {
        guard next.end < next.input.count else { return 0 }
        next = MarkdownLine(next.input, at: next.next)
      }
      if next.isDefinition, !next.isQuoted, (line.column...line.column + 3).contains(next.column) {
        return count
      }
      let isText = !isApart && next.listColumn == nil && !next.isHeading && !next.isQuoted
      guard isText, MarkdownFence(next) == nil, next.input.byte(next.text) != UInt8(ascii: "<") else { return 0 }
      last = next
      count += 1
    }
    return 0
  }
}
