internal import Syndication

/// Goes through a Markdown body once, line by line: takes out what is not for CommonMark, and copies the rest, written as
/// CommonMark has it.
///
/// Maths is replaced by marks; attributes and comments of kramdown go. Blocks are told apart only as far as that needs: what is code or
/// HTML is left alone.
struct MarkdownScanner {
  private let dialect: MarkdownDialect
  /// How many quotes the body is in.
  private let depth: Int
  private var masked: MaskedMarkdown
  private var text: MarkdownText
  private var html: MarkdownHTML
  private var lists: MarkdownLists
  private var definitions = MarkdownDefinitions()
  private var block = Block.text
  private var isInParagraph = false
  /// Whether what the lines are in is a footnote in a quote.
  private var isInQuotedNote = false
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

  private init(_ masked: MaskedMarkdown, _ dialect: MarkdownDialect, depth: Int = 0) {
    self.dialect = dialect
    self.depth = depth
    self.masked = masked
    text = MarkdownText(masked.input, dialect)
    html = MarkdownHTML(masked.input, dialect, isQuote: depth > 0)
    lists = MarkdownLists(dialect.lists)
  }

  static func masked(_ input: UnsafeBufferPointer<UInt8>, as dialect: MarkdownDialect = .commonMark) -> MaskedMarkdown {
    var scanner = MarkdownScanner(MaskedMarkdown(input), dialect)
    scanner.scan()
    scanner.keepNotes(scanner.text.unusedNotes)
    return scanner.masked
  }

  private mutating func scan() {
    let input = masked.input
    var position = 0
    while position < input.count { position = scan(MarkdownLine(input, at: position, passesQuotes: false)) }
    masked.copy(to: input.count)
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
      endBlock()
      // To cmark-gfm 0.29, a blank line in a quote ends a footnote that it is not indented for.
      if isInQuotedNote { masked.insert("    ".utf8, at: line.text) }
      return line.next
    }
    if dialect.endsBlocksAtCaret, line.isCaret, line.column <= itemColumn {
      endBlock()
      masked.insert("\n".utf8, at: line.start)
      masked.mask(line.text..<line.text, as: .hidden)
      masked.replace(line.text..<line.end, by: "\n".utf8)
      while let last = listColumns.last, line.column < last { listColumns.removeLast() }
      return line.next
    }
    return scanText(line, below: item)
  }

  private mutating func endBlock() {
    isInParagraph = false
    table = nil
    lists.skipBlankLine()
  }

  /// - Parameter item: where in the output the line before begins, if it is a list item.
  private mutating func scanText(_ line: MarkdownLine, below item: Int?) -> Int {
    let isLazy = isInParagraph && (line.isLazy || line.isQuote && dialect.lists != .commonMark)
    while let last = listColumns.last, line.column < last, !isLazy {
      listColumns.removeLast()
      if last == lists.base { lists.base = 0 }
    }
    if line.column >= itemColumn + 4, !isInParagraph {
      // Indented code, which MDX has not.
      guard dialect.htmlBlocks == .mdx else { return line.next }
      let first = line.input.skip(from: line.start, while: \.isSpace)
      masked.replace(line.start..<first, by: repeatElement(0x20, count: itemColumn))
    }
    if depth > 0 { isInQuotedNote = isInQuotedNote && isInParagraph || line.input.has("[^", at: line.text) }
    if dialect.hasAbbreviations, masked.abbreviations.take(line) {
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    if line.listColumn != nil, lists.isText(line, isInParagraph: isInParagraph && listColumns.isEmpty) {
      return scanMarker(of: line)
    }
    if line.listColumn != nil { beginItem(line) } else { lists.pass(line) }
    if line.isQuote, line.listColumn != nil || line.column < itemColumn + 4 {
      definitions.pass(line)
      putInItem(line)
      return scanQuote(at: line.text)
    }
    if let fence = MarkdownFence(line, column: itemColumn) { return begin(fence, line) }
    if line.isAttributes {
      if let item, line.input.has("{:toc", at: line.text) {
        masked.copy(to: line.start)
        masked.removeOutput(from: item)
      }
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    if dialect.hasContentsMark, !isInParagraph, line.input.has("[TOC]", at: line.text),
      line.input.isBlank(from: line.text + 5)
    {
      masked.leaveOut(line.start..<line.next)
      return line.next
    }
    if dialect.hasBoxes, let next = scanBox(line) { return next }
    if dialect.hasDefinitionLists, let next = scanDefinition(line) { return next }
    // With a mark before it, a tag begins no block.
    if html.isText(line, isInParagraph: isInParagraph, inItem: itemColumn > 0) {
      putInItem(line)
      masked.mask(line.text..<line.text)
    } else if let begun = html.block(at: line, isInParagraph: isInParagraph) {
      return scanHTML(line, from: begun)
    } else {
      putInItem(line)
    }
    let isFirst = !isInParagraph
    isInParagraph = !(line.isHeading && beginHeading(line))
    if !isFirst { scanRow(line) }
    return isFirst ? scanParagraph(line) : text.scan(line, isFirst: false, into: &masked)
  }

  /// Goes through the line that opens fenced code.
  private mutating func begin(_ fence: MarkdownFence, _ line: MarkdownLine) -> Int {
    block = .fence(fence)
    isInParagraph = false
    // Of the info string, the language is kept: `rust,ignore`, `js{1,3}`, `{.python}`.
    let info = line.input[fence.info..<line.end].drop { $0 == 0x20 }
    masked.leaveOut(info.drop { $0.isNameByte || "+#".utf8.contains($0) }.startIndex..<line.end)
    return line.next
  }

  // MARK: HTML

  /// Goes through the line that begins a block of HTML.
  private mutating func scanHTML(_ line: MarkdownLine, from begun: Block) -> Int {
    block = begun
    isInParagraph = false
    html.begin(line, inItem: itemColumn > 0)
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
      masked.mask(line.text..<line.text)
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
    guard dialect.htmlBlocks != .commonMark, dialect.htmlBlocks != .mdx, isComment, !line.input.isBlank(from: end)
    else { return line.next }
    let text = line.input.skip(from: end) { $0 == 0x20 || $0 == 9 }
    masked.replace(end..<text, by: Array("\n\n".utf8) + repeatElement(0x20, count: itemColumn))
    return text
  }

  // MARK: Quotes

  /// Goes through the quote whose first sign stands at `start`, as through a body of its own.
  ///
  /// - Returns: where the next line begins.
  private mutating func scanQuote(at start: Int) -> Int {
    let quote = MarkdownQuote(
      masked.input, at: start, column: itemColumn, isLoose: dialect.lists != .commonMark, goesOn: dialect.quotesGoOn)
    isInParagraph = false
    table = nil
    // Nobody reads deeper ones, which are for CommonMark to tell apart.
    guard depth < Limit.quoteDepth.value else { return quote.end }
    masked.leaveOut(start..<quote.end)
    quote.content.withUnsafeBufferPointer { content in
      var inner = MarkdownScanner(MaskedMarkdown(content, within: &masked), dialect, depth: depth + 1)
      inner.scan()
      isInParagraph = inner.isInParagraph
      text.add(notesOf: inner.text)
      masked.add(quote: &inner.masked, column: itemColumn)
    }
    return quote.end
  }

  // MARK: Lists

  private mutating func beginItem(_ line: MarkdownLine) {
    masked.copy(to: line.start)
    itemStart = masked.output.count
    if let column = lists.begin(line, into: &masked) { listColumns.append(column) }
    table = nil
    isInParagraph = false
    guard dialect.hasTasks else { return }
    // Feeds may not hold check boxes.
    let signs: [(StaticString, String)] = [("[ ] ", "☐"), ("[x] ", "☑"), ("[X] ", "☑")]
    for (box, sign) in signs where line.input.has(box, at: line.text) {
      masked.replace(line.text..<line.text + 3, by: sign.utf8)
    }
  }

  /// Indents `line` for the item that it is in because nothing parts it from that.
  private mutating func putInItem(_ line: MarkdownLine) {
    guard dialect.lists != .commonMark, line.listColumn == nil, line.column < itemColumn else { return }
    masked.replace(line.start..<line.text, by: repeatElement(0x20, count: itemColumn))
  }

  /// Goes through a line whose marker is text.
  private mutating func scanMarker(of line: MarkdownLine) -> Int {
    let isFirst = !isInParagraph
    isInParagraph = true
    if let marker = line.marker { masked.mask(marker..<line.text) }
    return text.scan(line, isFirst: isFirst, into: &masked)
  }

  /// Goes through a line of a list of definitions, which becomes a list of marked items; nil where it is none.
  private mutating func scanDefinition(_ line: MarkdownLine) -> Int? {
    if definitions.isDefinition(line) {
      let item = line.asItem
      listColumns.append(item.listColumn ?? 0)
      lists.base = item.listColumn ?? 0
      masked.replace(line.text..<line.text + 1, by: "+".utf8)
      masked.mask(item.text..<item.text, as: .definition)
      isInParagraph = true
      let content = MarkdownLine(line.input, at: item.text, passesQuotes: false)
      let fence = MarkdownFence(item, column: itemColumn)
      let isTable = MarkdownTable(item, dialect.tables, column: itemColumn) != nil
      guard content.listColumn != nil || content.isHeading || content.isQuote || fence != nil || isTable else {
        return text.scan(item, isFirst: true, into: &masked)
      }
      // A block of its own, which a mark before it would make text.
      masked.insert(Array("\n\n".utf8) + repeatElement(0x20, count: item.listColumn ?? 0), at: item.text)
      if isTable { return scanParagraph(item) }
      isInParagraph = false
      if let fence { return begin(fence, item) }
      return content.isQuote ? scanQuote(at: content.text) : text.scan(content, isFirst: true, into: &masked)
    }
    definitions.pass(line)
    guard !isInParagraph, line.listColumn == nil, !line.isHeading,
      definitions.isTerm(line)
    else { return nil }
    masked.insert("+ ".utf8, at: line.text)
    masked.mask(line.text..<line.text, as: .term)
    return text.scan(line, isFirst: true, into: &masked)
  }

  /// Goes through the line that begins a box, which becomes a marked item: `!!! note "Title"`; nil where it begins none.
  private mutating func scanBox(_ line: MarkdownLine) -> Int? {
    guard line.listColumn == nil, line.input.has("!!!", at: line.text),
      let match = String(decoding: line.input[line.text..<line.end], as: UTF8.self)
        .wholeMatch(of: /!!! ?([\w-]+)(?: +[\w-]+)*(?: +"(.*)")?\s*/)
    else { return nil }
    masked.replace(line.text..<line.end, by: "+   ".utf8)
    masked.mask(line.end..<line.end, as: .box)
    masked.insert(
      "\(match.2.map(String.init) ?? match.1.prefix(1).uppercased() + match.1.dropFirst().lowercased())\n".utf8,
      at: line.end)
    listColumns.append(line.column + 4)
    lists.base = line.column + 4
    table = nil
    isInParagraph = false
    return line.next
  }

  // MARK: Text

  /// Whether the signs that `line` begins with make it a heading. Where they are text, a mark tells CommonMark so.
  private mutating func beginHeading(_ line: MarkdownLine) -> Bool {
    guard dialect.headings != .commonMark else { return true }
    let end = line.input.skip(from: line.text, to: min(line.end, line.text + 6)) { $0 == UInt8(ascii: "#") }
    let isIndented = line.listColumn == nil && line.column > itemColumn
    guard !isIndented, dialect.headings == .python || !line.input.isBlank(from: end) else {
      masked.mask(line.text..<line.text)
      return false
    }
    if dialect.headings == .python, line.input.byte(end) != UInt8(ascii: "#") { masked.insert(" ".utf8, at: end) }
    return true
  }

  /// Goes through what begins a paragraph or a table, to kramdown though CommonMark would not.
  private mutating func scanParagraph(_ line: MarkdownLine) -> Int {
    if MarkdownTable.isRuleAboveHead(line, dialect.tables) {
      masked.leaveOut(line.start..<line.next)
      isInParagraph = false
      return line.next
    }
    table = MarkdownTable(line, dialect.tables, column: itemColumn)
    guard let table else { return text.scan(line, isFirst: true, into: &masked) }
    if let head = table.head {
      // Rows are in the item that the first is in.
      let margin = [UInt8](repeating: 0x20, count: line.text - line.start)
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
    guard let table else {
      // A table begins no line of a paragraph but in GitHub's Markdown.
      if dialect.tables != .gitHub, MarkdownTable.isDelimiterRow(line) { masked.mask(line.text..<line.text) }
      return
    }
    if table.isRuler(line) {
      masked.leaveOut(line.start..<line.next)
    } else if table.surplus(of: line) > 0 {
      masked.lost["a table wider than its head", default: 0] += 1
    }
  }
}
