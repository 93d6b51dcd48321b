internal import Syndication

/// A table, as far as its rows have to be others for CommonMark: kramdown's need no head, and the widest row says how many cells
/// they have.
struct MarkdownTable {
  private let rule: MarkdownDialect.Tables
  /// How many cells its rows have.
  let columns: Int
  /// What stands above the first line, where that is no head.
  private(set) var head: String?
  /// What stands below it.
  private(set) var delimiters: (range: Range<Int>, text: String)?

  /// The one that begins with `line`, in a list item whose text begins in `column`; nil where none does.
  init?(_ line: MarkdownLine, _ rule: MarkdownDialect.Tables, column: Int) {
    self.rule = rule
    guard line.input.index(of: UInt8(ascii: "|"), from: line.text, to: line.end) < line.end else { return nil }
    let next = Self.row(below: line)
    let isDelimited = next.map { Self.isDelimiterRow($0, rule) } ?? false
    let own = Self.cells(of: line, rule)
    guard rule == .kramdown else {
      guard isDelimited, let next, Self.cells(of: next, .gitHub) == own else { return nil }
      columns = own
      return
    }
    let startsWithBar = line.input[line.text] == UInt8(ascii: "|")
    let isDelimiterRow = Self.isDelimiterRow(line, rule)
    guard let next, isDelimited || startsWithBar else { return nil }
    if !isDelimited, !isDelimiterRow {
      guard !next.isBlank, own > 1, next.input[next.text] == UInt8(ascii: "|") else { return nil }
    }
    if isDelimited, !startsWithBar, next.isBlank { return nil }
    if isDelimiterRow, isDelimited || next.isBlank { return nil }
    // The first line counts, too.
    var widest = own
    var row = line
    while let below = Self.row(below: row), Self.mayBeRow(below) {
      widest = max(widest, Self.cells(of: below, rule))
      row = below
      if widest > Limit.tableColumns.value { break }
    }
    if let below = Self.row(below: row), widest <= Limit.tableColumns.value, !Self.isApart(below, column: column) {
      return nil
    }
    columns = widest
    if isDelimiterRow {
      head = Self.row(of: "| ", widest) + "\n"
      delimiters = (line.text..<line.end, Self.delimiters(in: line, widest))
    } else if isDelimited {
      delimiters = (next.text..<next.end, Self.delimiters(in: next, widest))
    } else {
      head = Self.row(of: "| ", widest) + "\n" + Self.row(of: "|-", widest) + "\n"
    }
  }

  /// What `line`, a row or the head, lacks at its end to have as many cells as the table, where it has to.
  func padding(of line: MarkdownLine) -> String {
    let missing = columns - Self.cells(of: line, rule)
    guard rule == .kramdown, head == nil, missing > 0 else { return "" }
    return String(repeating: " |", count: missing + (Self.endsWithBar(line) ? 0 : 1))
  }

  /// How many cells of `line` are beyond the head, and hold something.
  func surplus(of line: MarkdownLine) -> Int {
    guard rule != .kramdown else { return 0 }
    return Self.cellTexts(of: line, rule).dropFirst(columns).count { !$0.allSatisfy(\.isSpace) }
  }

  /// Whether `line`, below the head, only parts the bodies of a table.
  func isRuler(_ line: MarkdownLine) -> Bool {
    rule == .kramdown && line.text != delimiters?.range.lowerBound && line.input[line.text] == UInt8(ascii: "|")
      && line.input[line.text..<line.end].allSatisfy { "|-+=: \t\r".utf8.contains($0) }
      && line.input[line.text..<line.end].contains { "-=".utf8.contains($0) }
  }

  /// Whether `line` is a rule above the head of a table, and no row.
  static func isRuleAboveHead(_ line: MarkdownLine, _ rule: MarkdownDialect.Tables) -> Bool {
    guard rule == .kramdown, line.listColumn == nil, line.input[line.text] == UInt8(ascii: "|"),
      isDelimiterRow(line, rule), let head = row(below: line), mayBeRow(head),
      !isDelimiterRow(head, rule), let below = row(below: head)
    else { return false }
    return isDelimiterRow(below, rule)
  }

  // MARK: Rows

  private static func row(below line: MarkdownLine) -> MarkdownLine? {
    line.end < line.input.count ? MarkdownLine(line.input, at: line.next) : nil
  }

  /// Whether it goes on with a table. Where it does not, the next block begins: no line is looked at twice.
  private static func mayBeRow(_ line: MarkdownLine) -> Bool {
    !line.isBlank && !line.isHeading && line.listColumn == nil && !line.isQuoted
      && line.input[line.text..<line.end].contains(UInt8(ascii: "|")) && MarkdownFence(line) == nil
  }

  /// Whether what `line` begins leaves a table above it one.
  private static func isApart(_ line: MarkdownLine, column: Int) -> Bool {
    let input = line.input
    return line.isBlank || line.listColumn != nil && line.column < column || input.has("{:", at: line.text)
      || line.isCaret
  }

  /// Whether `line`, in a paragraph, would make a table of it.
  static func isDelimiterRow(_ line: MarkdownLine) -> Bool {
    switch line.input[line.text] {
    case UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: ":"): isDelimiterRow(line, .gitHub)
    default: false
    }
  }

  private static func row(of cell: String, _ count: Int) -> String { String(repeating: cell, count: count) + "|" }

  private static func isDelimiterRow(_ line: MarkdownLine, _ rule: MarkdownDialect.Tables) -> Bool {
    let row = line.input[line.text..<line.end]
    let signs = rule == .kramdown ? "|-+: \t\r" : "|-: \t\r"
    return row.contains(UInt8(ascii: "-")) && row.contains(UInt8(ascii: "|")) && row.allSatisfy(signs.utf8.contains)
  }

  /// A row below a head, with as many cells as are wanted, each aligned as it was.
  private static func delimiters(in line: MarkdownLine, _ count: Int) -> String {
    var cells = line.input[line.text..<line.end].split(omittingEmptySubsequences: false) { "|+".utf8.contains($0) }
      .map { $0.filter { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-") } }
    if cells.first?.isEmpty == true { cells.removeFirst() }
    if cells.last?.isEmpty == true { cells.removeLast() }
    let aligned = cells.map { cell in
      (cell.first == UInt8(ascii: ":") ? ":" : "") + "-" + (cell.last == UInt8(ascii: ":") ? ":" : "")
    }
    let last = aligned.count == 1 ? aligned[0] : "-"
    let all = aligned.prefix(count) + Array(repeating: last, count: max(0, count - aligned.count))
    return "|" + all.joined(separator: "|") + "|"
  }

  private static func endsWithBar(_ line: MarkdownLine) -> Bool {
    let row = line.input[line.text..<line.end]
    guard let last = row.lastIndex(where: { !$0.isSpace }) else { return false }
    return row[last] == UInt8(ascii: "|") && (last == line.text || row[last - 1] != UInt8(ascii: "\\"))
  }

  private static func cells(of line: MarkdownLine, _ rule: MarkdownDialect.Tables) -> Int {
    cellTexts(of: line, rule).count
  }

  private static func cellTexts(
    of line: MarkdownLine, _ rule: MarkdownDialect.Tables
  ) -> [Slice<UnsafeBufferPointer<UInt8>>] {
    let input = line.input
    var end = line.end
    while end > line.text, input[end - 1].isSpace { end -= 1 }
    var index = line.text
    if index < end, input[index] == UInt8(ascii: "|") { index += 1 }
    var cells: [Slice<UnsafeBufferPointer<UInt8>>] = []
    var start = index
    while index < end {
      switch input[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`") where rule != .gitHub: index = codeEnd(in: input, from: index, to: end)
      case UInt8(ascii: "$") where input.byte(index + 1) == UInt8(ascii: "$"):
        index = input.index(of: "$$", from: index + 2, to: end).map { $0 + 2 } ?? index + 2
      case UInt8(ascii: "|"):
        cells.append(input[start..<index])
        index += 1
        start = index
      default: index += 1
      }
    }
    if start < end || cells.isEmpty { cells.append(input[start..<max(start, end)]) }
    return cells
  }

  /// Where the code ends that begins with the backtick at `start`, or the backticks where there is none.
  private static func codeEnd(in input: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    let opened = input.skip(from: start, to: end) { $0 == UInt8(ascii: "`") }
    var index = opened
    while index < end, let run = input[index..<end].firstIndex(of: UInt8(ascii: "`")) {
      index = input.skip(from: run, to: end) { $0 == UInt8(ascii: "`") }
      if index - run == opened - start { return index }
    }
    return opened
  }
}
