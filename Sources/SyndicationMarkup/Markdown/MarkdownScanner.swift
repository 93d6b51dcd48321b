internal import Syndication

/// Goes through a Markdown body once, line by line: takes out what is not for CommonMark, and copies the rest.
///
/// Maths is replaced by marks; attributes and comments of kramdown go. Blocks are told apart only as far as that needs: what is code or
/// HTML is left alone.
struct MarkdownScanner {
  private let dialect: MarkdownDialect
  private var masked: MaskedMarkdown
  private var text: MarkdownText
  private var html: MarkdownHTML
  private var block = Block.text
  private var isInParagraph = false
  /// Where the text of open list items begins, in columns.
  private var listColumns: [Int] = []
  /// Where in the output the line before this one begins, if it is a list item.
  private var itemStart: Int?

  private enum Block {
    case text
    case fence(MarkdownFence)
    case html
    /// HTML that ends with the line that holds this.
    case htmlUntil(StaticString)
  }

  private init(_ input: UnsafeBufferPointer<UInt8>, _ dialect: MarkdownDialect) {
    self.dialect = dialect
    masked = MaskedMarkdown(input)
    text = MarkdownText(input)
    html = MarkdownHTML(input, dialect)
  }

  static func masked(_ input: UnsafeBufferPointer<UInt8>, as dialect: MarkdownDialect = .commonMark) -> MaskedMarkdown {
    var scanner = MarkdownScanner(input, dialect)
    var position = 0
    while position < input.count { position = scanner.scan(MarkdownLine(input, at: position)) }
    scanner.masked.copy(to: input.count)
    return scanner.masked
  }

  private var itemColumn: Int { listColumns.last ?? 0 }

  /// - Returns: where the next line begins that is to be looked at.
  private mutating func scan(_ line: MarkdownLine) -> Int {
    let item = itemStart
    itemStart = nil
    switch block {
    case .fence(let fence) where fence.holds(line):
      if fence.isClosed(by: line) { block = .text }
      return line.next
    case .htmlUntil(let end):
      if line.input.index(of: end, from: line.start, to: line.end) != nil { block = .text }
      return line.next
    case .html where line.isBlank || line.column >= itemColumn: return scanHTML(line)
    case .fence, .html, .text: block = .text
    }
    guard !line.isBlank else {
      isInParagraph = false
      return line.next
    }
    while let last = listColumns.last, line.column < last, !(line.isLazy && isInParagraph) { listColumns.removeLast() }
    if line.column >= itemColumn + 4, !isInParagraph, !line.isQuoted {
      // Indented code, which MDX has not.
      guard dialect == .mdx else { return line.next }
      let first = line.input[line.start..<line.end].firstIndex { !$0.isSpace } ?? line.start
      masked.replace(line.start..<first, by: repeatElement(0x20, count: itemColumn))
    }
    if let column = line.listColumn { beginItem(line, column) }
    if let fence = MarkdownFence(line, column: itemColumn) {
      block = .fence(fence)
      isInParagraph = false
      cutInfo(of: fence, in: line)
      return line.next
    }
    if line.isAttributes {
      if let item, line.input.has("{:toc", at: line.text) {
        masked.copy(to: line.start)
        masked.removeOutput(from: item)
      }
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    if let end = html.end(ofBlockAt: line, isInParagraph: isInParagraph) { return beginHTML(line, to: end) }
    let beginsParagraph = dialect == .kramdown && !isInParagraph
    isInParagraph = !line.isHeading
    return beginsParagraph ? scanParagraph(line) : text.scan(line, into: &masked)
  }

  // MARK: HTML

  private mutating func beginHTML(_ line: MarkdownLine, to end: MarkdownHTML.End) -> Int {
    isInParagraph = false
    html.begin(line)
    switch end {
    case .blankLine:
      block = .html
      return scanTags(of: line)
    case .text(let end): block = .htmlUntil(end)
    case .sameLine: block = .text
    }
    return line.next
  }

  private mutating func scanHTML(_ line: MarkdownLine) -> Int {
    if line.isBlank, html.holdsBlankLines, masked.mark != nil {
      // To CommonMark, a blank line would be its end.
      masked.insert(repeatElement(0x20, count: itemColumn), at: line.text)
      masked.mask(line.text..<line.text, in: line)
      return line.next
    }
    if line.isBlank {
      block = .text
      return line.next
    }
    if line.isAttributes {
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    return scanTags(of: line)
  }

  private mutating func scanTags(of line: MarkdownLine) -> Int {
    let (next, isEnded) = html.scan(line, into: &masked)
    if isEnded { block = .text }
    return next
  }

  // MARK: Text

  private mutating func beginItem(_ line: MarkdownLine, _ column: Int) {
    listColumns.append(column)
    isInParagraph = false
    masked.copy(to: line.start)
    itemStart = masked.output.count
    putCheckBox(line)
  }

  /// Feeds may not hold check boxes.
  private mutating func putCheckBox(_ line: MarkdownLine) {
    let box = line.text..<line.text + 3
    guard box.upperBound < line.end, line.input[box.upperBound] == 0x20 else { return }
    if line.input.has("[ ]", at: line.text) { masked.replace(box, by: "☐".utf8) }
    if line.input.has("[x]", at: line.text) || line.input.has("[X]", at: line.text) {
      masked.replace(box, by: "☑".utf8)
    }
  }

  /// Of the info string of a fence, the language is kept: `rust,ignore`, `js{1,3}`, `{.python}`.
  private mutating func cutInfo(of fence: MarkdownFence, in line: MarkdownLine) {
    let info = line.input[fence.info..<line.end]
    let end = info.drop { $0 == 0x20 }.drop { $0.isNameByte || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "#") }
    masked.leaveOut(end.startIndex..<line.end)
  }

  /// Goes through what kramdown takes for a paragraph or a table, though CommonMark would not.
  private mutating func scanParagraph(_ line: MarkdownLine) -> Int {
    // With a mark before it, a tag begins no block.
    if html.beginsParagraph(line) { masked.mask(line.text..<line.text, in: line) }
    guard line.input[line.text] == UInt8(ascii: "|"), !line.isQuoted, line.listColumn == nil else {
      return text.scan(line, into: &masked)
    }
    if let head = KramdownTable.head(above: line) { masked.insert(head.utf8, at: line.text) }
    let next = text.scan(line, into: &masked)
    if let (range, row) = KramdownTable.delimiters(below: line), next <= range.lowerBound {
      masked.replace(range, by: row.utf8)
    }
    return next
  }
}
