internal import Glibc

/// Goes through a Markdown body once: takes out what is not for CommonMark, and copies the rest.
///
/// Maths is replaced by marks; attributes and comments of kramdown go. Blocks are told apart only as far as that needs: what is code or
/// HTML is left alone.
struct MarkdownScanner {
  /// What is for CommonMark.
  private(set) var output: [UInt8] = []
  /// What the marks in `output` stand for, by number.
  private(set) var spans: [MaskedSpan] = []
  /// The byte before and after the number of a span. Nil in a body that uses up all that could serve: nothing is replaced in it.
  let mark: UInt8?

  let input: UnsafeBufferPointer<UInt8>
  let dialect: MarkdownDialect
  /// Up to where the input is in `output`, or left out.
  private var copied = 0
  var line = MarkdownLine()
  private var block = Block.text
  /// Where the text of open list items begins, in columns.
  private var listColumns: [Int] = []
  private var isInParagraph = false
  /// Where in `output` the line before this one begins, if it is a list item.
  private var itemStart: Int?
  var search: MarkdownSearch
  /// How many elements of a block of HTML are open.
  var openTags = 0
  /// The element of HTML that goes on to its end tag, in kramdown, and how many of its name are open.
  var element: (name: String, open: Int)?
  /// Where the last end tag of each name begins that was asked for.
  private var lastEnds: [String: Int] = [:]
  /// Where the `a` element ends that the text is in, or was in last.
  var linkEnd = 0

  private enum Block {
    case text
    case fence(UInt8, count: Int, column: Int, isQuoted: Bool)
    /// Ends with a blank line.
    case html
    /// Ends with the line that holds this.
    case htmlUntil(StaticString)
  }

  init(_ input: UnsafeBufferPointer<UInt8>, _ dialect: MarkdownDialect = .commonMark) {
    self.input = input
    self.dialect = dialect
    mark = MarkdownScanner.freeMark(input)
    search = MarkdownSearch(input)
    output.reserveCapacity(input.count + input.count / 8)
  }

  mutating func scan() {
    var position = 0
    while position < input.count {
      line = MarkdownLine(input, at: position)
      position = scanLine()
    }
    copy(to: input.count)
  }

  // MARK: Lines

  /// - Returns: where the next line begins that is to be looked at.
  private mutating func scanLine() -> Int {
    let item = itemStart
    itemStart = nil
    switch block {
    case .fence(let character, let count, let column, let isQuoted):
      let isOutside = !line.isBlank && (line.column < column && !line.isQuoted || isQuoted && !line.isQuoted)
      if !isOutside {
        if line.endsFence(of: character, count: count, in: input) { block = .text }
        return line.next
      }
      block = .text
    case .htmlUntil(let end):
      if input.index(of: end, from: line.start, to: line.end) != nil { block = .text }
      return line.next
    case .html where !line.isBlank && line.column < (listColumns.last ?? 0):
      element = nil
      block = .text
    case .html:
      if line.isBlank, element != nil, mark != nil {
        // To CommonMark, a blank line would be its end.
        copy(to: line.text)
        output.append(contentsOf: repeatElement(0x20, count: listColumns.last ?? 0))
        mask(line.text..<line.text)
        return line.next
      }
      if line.isBlank { block = .text }
      if attributesAlone() {
        leaveOut(to: line.next)
        return line.next
      }
      return line.isBlank ? line.next : scanHTML()
    case .text: break
    }
    guard !line.isBlank else {
      isInParagraph = false
      return line.next
    }
    while let last = listColumns.last, line.column < last, !(line.isLazy && isInParagraph) { listColumns.removeLast() }
    let isCode = line.column >= (listColumns.last ?? 0) + 4 && !isInParagraph && !line.isQuoted
    if isCode {
      guard dialect == .mdx else { return line.next }
      let first = input[line.start..<line.end].firstIndex { !$0.isSpace } ?? line.start
      replace(line.start..<first, by: repeatElement(0x20, count: listColumns.last ?? 0))
    }
    if let column = line.listColumn {
      listColumns.append(column)
      isInParagraph = false
      copy(to: line.start)
      itemStart = output.count
      putCheckBox()
    }
    if let (character, count) = line.fence(in: input) {
      block = .fence(character, count: count, column: listColumns.last ?? 0, isQuoted: line.isQuoted)
      isInParagraph = false
      cutInfo(after: line.text + count)
      return line.next
    }
    if attributesAlone() {
      if let item, input.end(of: "{:toc", at: line.text) != nil {
        copy(to: line.start)
        output.removeSubrange(item...)
      }
      leaveOut(to: line.next)
      return line.next
    }
    if input[line.text] == UInt8(ascii: "<"), let html = startedHTML() {
      block = html
      isInParagraph = false
      openTags = 0
      element = nil
      if dialect == .kramdown { beginElement() }
      if case .html = html { return scanHTML() }
      return line.next
    }
    if dialect == .kramdown, !isInParagraph { beginParagraph() }
    search.begin(line)
    isInParagraph = !line.isHeading
    let end = scanText()
    return end
  }

  /// Feeds may not hold check boxes.
  private mutating func putCheckBox() {
    guard line.text + 3 < line.end, input[line.text] == UInt8(ascii: "["), input[line.text + 2] == UInt8(ascii: "]"),
      input[line.text + 3] == 0x20
    else { return }
    switch input[line.text + 1] {
    case 0x20: replace(line.text..<line.text + 3, by: "☐".utf8)
    case UInt8(ascii: "x"), UInt8(ascii: "X"): replace(line.text..<line.text + 3, by: "☑".utf8)
    default: break
    }
  }

  /// Of the info string of a fence, the language is kept: `rust,ignore`, `js{1,3}`, `{.python}`.
  private mutating func cutInfo(after fence: Int) {
    var start = fence
    while start < line.end, input[start] == 0x20 { start += 1 }
    var end = start
    while end < line.end, input[end].isNameByte || input[end] == UInt8(ascii: "+") || input[end] == UInt8(ascii: "#") {
      end += 1
    }
    if end < line.end {
      copy(to: end)
      copied = line.end
    }
  }

  /// What kind of HTML block the line begins (CommonMark §4.6).
  private func startedHTML() -> Block? {
    let start = line.text
    if input.end(of: "<!--", at: start) != nil { return ended(by: "-->", from: start + 4) }
    if input.end(of: "<?", at: start) != nil { return ended(by: "?>", from: start + 2) }
    if input.end(of: "<![CDATA[", at: start) != nil { return ended(by: "]]>", from: start + 9) }
    var index = start + 1
    if index < line.end, input[index] == UInt8(ascii: "/") { index += 1 }
    let nameStart = index
    while index < line.end, input[index].isLetter || input[index].isDigit { index += 1 }
    guard index > nameStart, index - nameStart <= 10 else { return nil }
    let name = String(decoding: input[nameStart..<index], as: UTF8.self).lowercased()
    switch name {
    case "script": return ended(by: "</script>", from: index)
    case "pre": return ended(by: "</pre>", from: index)
    case "style": return ended(by: "</style>", from: index)
    case _ where MarkdownScanner.htmlBlocks.contains(name): return .html
    default:
      guard !isInParagraph, dialect == .commonMark || !MarkdownScanner.inlineElements.contains(name),
        let end = search.tagEnd(start), input[end..<max(end, line.end)].allSatisfy(\.isSpace)
      else {
        return nil
      }
      return .html
    }
  }

  /// The name of the tag that begins at `start`, in lower case.
  func tagName(_ start: Int) -> String {
    let name = input[min(start, input.count)...].prefix { $0.isLetter || $0.isDigit }
    return String(decoding: name, as: UTF8.self).lowercased()
  }

  /// Notes the element that a block of HTML begins with, if there is an end tag for it.
  private mutating func beginElement() {
    let name = tagName(line.text + 1)
    guard !line.isQuoted, MarkdownScanner.htmlBlocks.contains(name), !MarkdownScanner.voidElements.contains(name) else {
      return
    }
    if (lastEnds[name] ?? findLastEnd(of: name)) > line.text { element = (name, 0) }
  }

  private mutating func findLastEnd(of name: String) -> Int {
    let tag = Array("</\(name)".utf8)
    let last = (0..<max(0, input.count - tag.count)).last { start in
      input[start] == tag[0] && input[start..<start + tag.count].elementsEqual(tag) { $0 | 0x20 == $1 | 0x20 }
    }
    lastEnds[name] = last ?? -1
    return last ?? -1
  }

  /// What kramdown takes for a paragraph or a table, though CommonMark would not.
  private mutating func beginParagraph() {
    switch input[line.text] {
    case UInt8(ascii: "<") where MarkdownScanner.inlineElements.contains(tagName(line.text + 1)):
      // With a mark before it, a tag begins no block.
      mask(line.text..<line.text)
    case UInt8(ascii: "|") where !line.isQuoted && line.listColumn == nil:
      let cells = input[line.text..<line.end].count { $0 == UInt8(ascii: "|") } - 1
      guard cells > 0, line.end < input.count else { return }
      let next = MarkdownLine(input, at: line.next)
      if !next.isBlank, isDelimiterRow(next) {
        // It need not have as many cells as the head.
        let row = input[next.text..<next.end]
        guard row.count(where: { $0 == UInt8(ascii: "|") }) - 1 != cells else { return }
        copy(to: next.text)
        replace(
          next.text..<next.end,
          by: (String(repeating: row.contains(UInt8(ascii: ":")) ? "|:-:" : "|-", count: cells) + "|").utf8)
        return
      }
      let isDelimiter = isDelimiterRow(line)
      guard isDelimiter || cells > 1 && !next.isBlank && input[next.text] == UInt8(ascii: "|") else { return }
      copy(to: line.text)
      output.append(contentsOf: (String(repeating: "| ", count: cells) + "|\n").utf8)
      if !isDelimiter { output.append(contentsOf: (String(repeating: "|-", count: cells) + "|\n").utf8) }
    default: break
    }
  }

  private func isDelimiterRow(_ line: MarkdownLine) -> Bool {
    let row = input[line.text..<line.end]
    return row.contains(UInt8(ascii: "-")) && row.allSatisfy { "|-: \t\r".utf8.contains($0) }
  }

  private func ended(by end: StaticString, from start: Int) -> Block {
    input.index(of: end, from: start, to: line.end) == nil ? .htmlUntil(end) : .text
  }

  static let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// Those that begin a paragraph, to kramdown.
  private static let inlineElements: Set<String> = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s", "small", "span", "strong",
    "sub", "sup", "u",
  ]

  private static let htmlBlocks = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt \
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link \
    main menu menuitem nav noframes ol optgroup option p param section source summary table tbody td tfoot th thead \
    title tr track ul
    """.split(separator: " ").map(String.init))

  // MARK: Output

  func byte(_ index: Int) -> UInt8? { index < input.count ? input[index] : nil }

  mutating func copy(to end: Int) {
    if copied < end { output.append(contentsOf: input[copied..<end]) }
    copied = max(copied, end)
  }

  mutating func leaveOut(_ range: Range<Int>) {
    copy(to: range.lowerBound)
    copied = max(copied, range.upperBound)
  }

  /// Ends a block of HTML whose elements all end with the line before `start`, where text follows: to kramdown that is
  /// Markdown, to CommonMark only what follows a blank line.
  mutating func endHTML(at start: Int) {
    let next = MarkdownLine(input, at: start)
    guard element == nil, openTags <= 0, start < input.count, !next.isBlank,
      dialect == .kramdown || input[next.text] != UInt8(ascii: "<")
    else { return }
    copy(to: start)
    output.append(10)
    block = .text
  }

  /// Ends a block of HTML at `start`, within its line.
  mutating func endHTML(behindTag start: Int) {
    copy(to: start)
    output.append(contentsOf: "\n\n".utf8)
    element = nil
    block = .text
  }

  private mutating func leaveOut(to end: Int) { leaveOut(line.start..<end) }

  mutating func replace(_ range: Range<Int>, by text: some Sequence<UInt8>) {
    leaveOut(range)
    output.append(contentsOf: text)
  }

  mutating func mask(_ range: Range<Int>) {
    guard let mark else { return }
    leaveOut(range)
    output.append(mark)
    output.append(contentsOf: String(spans.count).utf8)
    output.append(mark)
    spans.append(MaskedSpan(range: range, quotes: line.quotes))
  }

  /// A control character that the body has neither as it is, nor as a reference, nor as an address may hold it.
  ///
  /// XML forbids them all, so no body is the worse for it.
  private static func freeMark(_ input: UnsafeBufferPointer<UInt8>) -> UInt8? {
    var used: UInt32 = 1
    var index = 0
    while index < input.count {
      let byte = input[index]
      index += 1
      if byte < 0x20 {
        used |= 1 << UInt32(byte)
      } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "%"), let value = reference(input, at: index - 1) {
        used |= 1 << UInt32(value)
      }
    }
    for mark in Array(UInt8(1)...8) + Array(14...31) where used & (1 << UInt32(mark)) == 0 { return mark }
    return nil
  }

  /// The control character that `&#1;`, `&#x1;` or `%01` at `start` means.
  private static func reference(_ input: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt8? {
    var index = start + 1
    var digits = 2
    var radix = 16
    if input[start] == UInt8(ascii: "&") {
      guard index < input.count, input[index] == UInt8(ascii: "#") else { return nil }
      index += 1
      digits = 8
      if index < input.count, input[index] | 0x20 == UInt8(ascii: "x") { index += 1 } else { radix = 10 }
    }
    let text = input[index..<min(index + digits, input.count)].prefix { $0.isDigit || $0.isLetter }
    guard let value = Int(String(decoding: text, as: UTF8.self), radix: radix) else { return nil }
    return value < 0x20 ? UInt8(value) : nil
  }
}

extension UInt8 {
  /// Of names of classes, attributes and languages.
  var isNameByte: Bool {
    isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
  }
}
