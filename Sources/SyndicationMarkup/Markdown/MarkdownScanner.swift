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

  enum Block {
    case text
    case fence(MarkdownFence)
    /// HTML that ends with a blank line, or as the dialect has it.
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
      let first = line.input.skip(from: line.start, while: \.isSpace)
      masked.replace(line.start..<first, by: repeatElement(0x20, count: itemColumn))
    }
    if let column = line.listColumn { beginItem(line, column) }
    if let fence = MarkdownFence(line, column: itemColumn) {
      block = .fence(fence)
      isInParagraph = false
      // Of the info string, the language is kept: `rust,ignore`, `js{1,3}`, `{.python}`.
      let info = line.input[fence.info..<line.end].drop { $0 == 0x20 }
      masked.leaveOut(info.drop { $0.isNameByte || "+#".utf8.contains($0) }.startIndex..<line.end)
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
    if let begun = html.block(at: line, isInParagraph: isInParagraph) {
      block = begun
      isInParagraph = false
      html.begin(line)
      if case .html = block { return scanTags(of: line) }
      return line.next
    }
    let beginsParagraph = dialect == .kramdown && !isInParagraph
    isInParagraph = !line.isHeading
    return beginsParagraph ? scanParagraph(line) : text.scan(line, into: &masked)
  }

  // MARK: HTML

  private mutating func scanHTML(_ line: MarkdownLine) -> Int {
    if line.isBlank, html.holdsBlankLines, masked.mark != nil {
      // To CommonMark, a blank line would be its end.
      masked.insert(repeatElement(0x20, count: itemColumn), at: line.text)
      masked.mask(line.text..<line.text, in: line)
    } else if line.isBlank {
      block = .text
    } else if line.isAttributes {
      masked.leaveOut(line.start..<line.next)
    } else {
      return scanTags(of: line)
    }
    return line.next
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
    // Feeds may not hold check boxes.
    let signs: [(StaticString, String)] = [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")]
    for (box, sign) in signs where line.input.has(box, at: line.text) {
      masked.replace(line.text..<line.text + 3, by: sign.utf8)
    }
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
