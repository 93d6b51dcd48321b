internal import Syndication

/// Goes through a Markdown body once, line by line: takes out what is not for CommonMark, and copies the rest, written as
/// CommonMark has it.
///
/// Maths is replaced by marks; attributes and comments of kramdown go. Blocks are told apart only as far as that needs: what is code or
/// HTML is left alone.
struct MarkdownScanner {
  private let dialect: MarkdownDialect
  private var masked: MaskedMarkdown
  private var text: MarkdownText
  private var html: MarkdownHTML
  private var lists: MarkdownLists
  private var definitions = MarkdownDefinitions()
  private var block = Block.text
  private var isInParagraph = false
  /// Where the text of open list items begins, in columns.
  private var listColumns: [Int] = []
  /// Where in the output the line before this one begins, if it is a list item.
  private var itemStart: Int?
  /// The table that the lines are rows of.
  private var table: MarkdownTable?

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
    text = MarkdownText(input, dialect)
    html = MarkdownHTML(input, dialect)
    lists = MarkdownLists(dialect.lists)
  }

  static func masked(_ input: UnsafeBufferPointer<UInt8>, as dialect: MarkdownDialect = .commonMark) -> MaskedMarkdown {
    var scanner = MarkdownScanner(input, dialect)
    var position = 0
    while position < input.count { position = scanner.scan(MarkdownLine(input, at: position)) }
    scanner.masked.copy(to: input.count)
    scanner.keepNotes(scanner.text.unusedNotes)
    return scanner.masked
  }

  /// Sees to it that footnotes are shown to which nothing refers, or are named.
  private mutating func keepNotes(_ labels: [String]) {
    guard !labels.isEmpty else { return }
    switch block {
    case .text where dialect.footnotes == .python, .html where dialect.footnotes == .python: masked.refer(to: labels)
    default: masked.lost["a footnote that nothing refers to"] = labels.count
    }
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
      if let found = line.input.index(of: end, from: line.start, to: line.end) {
        block = .text
        return scanText(behind: found + end.utf8CodeUnitCount, of: line, endedBy: end)
      }
      return line.next
    case .html where line.isBlank || line.column >= itemColumn: return scanHTML(line)
    case .fence, .html, .text: block = .text
    }
    guard !line.isBlank else {
      isInParagraph = false
      table = nil
      lists.skipBlankLine()
      return line.next
    }
    return scanText(line, below: item)
  }

  /// - Parameter item: where in the output the line before begins, if it is a list item.
  private mutating func scanText(_ line: MarkdownLine, below item: Int?) -> Int {
    while let last = listColumns.last, line.column < last, !(line.isLazy && isInParagraph) {
      listColumns.removeLast()
      if last == lists.base { lists.base = 0 }
    }
    if line.column >= itemColumn + 4, !isInParagraph, !line.isQuoted {
      // Indented code, which MDX has not.
      guard dialect.htmlBlocks == .mdx else { return line.next }
      let first = line.input.skip(from: line.start, while: \.isSpace)
      masked.replace(line.start..<first, by: repeatElement(0x20, count: itemColumn))
    }
    if dialect.hasAbbreviations, !line.isQuoted, masked.abbreviations.take(line) {
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    if line.listColumn != nil, lists.isText(line, isInParagraph: isInParagraph && listColumns.isEmpty) {
      return scanMarker(of: line)
    }
    if line.listColumn != nil { beginItem(line) } else { lists.pass(line) }
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
    if dialect.hasDefinitionLists, let next = scanDefinition(line) { return next }
    if let begun = html.block(at: line, isInParagraph: isInParagraph) { return scanHTML(line, from: begun) }
    let isFirst = !isInParagraph
    isInParagraph = !line.isHeading
    if !isFirst { scanRow(line) }
    return isFirst ? scanParagraph(line) : text.scan(line, isFirst: false, into: &masked)
  }

  // MARK: HTML

  /// Goes through the line that begins a block of HTML.
  private mutating func scanHTML(_ line: MarkdownLine, from begun: Block) -> Int {
    block = begun
    isInParagraph = false
    html.begin(line)
    switch begun {
    case .html: return scanTags(of: line)
    case .text where line.input.has("<!--", at: line.text):
      let end = line.input.index(of: "-->", from: line.text + 4, to: line.end)
      return end.map { scanText(behind: $0 + 3, of: line, endedBy: "-->") } ?? line.next
    default: return line.next
    }
  }

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

  /// Goes through what stands behind a comment in its line: to kramdown a paragraph, to CommonMark HTML.
  private mutating func scanText(behind end: Int, of line: MarkdownLine, endedBy sign: StaticString) -> Int {
    let isComment = sign.utf8CodeUnitCount == 3 && sign.utf8Start[0] == UInt8(ascii: "-")
    guard dialect.htmlBlocks == .kramdown || dialect.htmlBlocks == .kramdownParsed, isComment,
      !line.isQuoted, !line.input.isBlank(from: end)
    else { return line.next }
    let text = line.input.skip(from: end) { $0 == 0x20 || $0 == 9 }
    masked.replace(end..<text, by: Array("\n\n".utf8) + repeatElement(0x20, count: itemColumn))
    return text
  }

  // MARK: Lists

  private mutating func beginItem(_ line: MarkdownLine) {
    masked.copy(to: line.start)
    itemStart = masked.output.count
    if let column = lists.begin(line, into: &masked) { listColumns.append(column) }
    table = nil
    isInParagraph = false
    // Feeds may not hold check boxes.
    let signs: [(StaticString, String)] = [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")]
    for (box, sign) in signs where line.input.has(box, at: line.text) {
      masked.replace(line.text..<line.text + 3, by: sign.utf8)
    }
  }

  /// Goes through a line whose marker is text.
  private mutating func scanMarker(of line: MarkdownLine) -> Int {
    let isFirst = !isInParagraph
    isInParagraph = true
    if let marker = line.marker { masked.mask(marker..<line.text, in: line) }
    return text.scan(line, isFirst: isFirst, into: &masked)
  }

  /// Goes through a line of a list of definitions, which becomes a list of marked items; nil where it is none.
  private mutating func scanDefinition(_ line: MarkdownLine) -> Int? {
    if definitions.isDefinition(line) {
      let item = line.asItem
      listColumns.append(item.listColumn ?? 0)
      lists.base = item.listColumn ?? 0
      masked.replace(line.text..<line.text + 1, by: "+".utf8)
      masked.mask(item.text..<item.text, as: .definition, in: line)
      isInParagraph = true
      let content = MarkdownLine(line.input, at: item.text)
      guard content.listColumn != nil || content.isHeading || content.isQuoted else {
        return text.scan(item, isFirst: true, into: &masked)
      }
      // A block of its own, which a mark before it would make text.
      masked.insert(Array("\n\n".utf8) + repeatElement(0x20, count: item.listColumn ?? 0), at: item.text)
      isInParagraph = false
      return text.scan(content, isFirst: true, into: &masked)
    }
    definitions.pass(line)
    guard !isInParagraph, line.listColumn == nil, !line.isHeading,
      definitions.isTerm(line)
    else { return nil }
    masked.insert("+ ".utf8, at: line.text)
    masked.mask(line.text..<line.text, as: .term, in: line)
    return text.scan(line, isFirst: true, into: &masked)
  }

  // MARK: Text

  /// Goes through what begins a paragraph or a table, to kramdown though CommonMark would not.
  private mutating func scanParagraph(_ line: MarkdownLine) -> Int {
    // With a mark before it, a tag begins no block.
    if dialect.htmlBlocks == .kramdown || dialect.htmlBlocks == .kramdownParsed, html.beginsParagraph(line) {
      masked.mask(line.text..<line.text, in: line)
    }
    table = MarkdownTable(line, dialect.tables)
    guard let table else { return text.scan(line, isFirst: true, into: &masked) }
    if let head = table.head {
      // Rows are in the quotes and the item that the first is in.
      let margin = line.input[line.start..<line.text].map { $0 == UInt8(ascii: ">") ? $0 : 0x20 }
      for row in head.split(separator: "\n") { masked.insert(Array(row.utf8) + [10] + margin, at: line.text) }
    }
    if let (range, row) = table.delimiters, range.lowerBound == line.text {
      masked.replace(range, by: row.utf8)
      return line.next
    }
    let next = text.scan(line, isFirst: true, into: &masked)
    guard next == line.next || next >= line.input.count else { return next }
    masked.insert(table.padding(of: line).utf8, at: line.end)
    if let (range, row) = table.delimiters, next <= range.lowerBound { masked.replace(range, by: row.utf8) }
    return next
  }

  /// Looks at a line below the head of a table.
  private mutating func scanRow(_ line: MarkdownLine) {
    guard let table else { return }
    if table.isRuler(line) {
      masked.leaveOut(line.start..<line.next)
    } else if table.surplus(of: line) > 0 {
      masked.lost["a table wider than its head", default: 0] += 1
    }
  }
}
