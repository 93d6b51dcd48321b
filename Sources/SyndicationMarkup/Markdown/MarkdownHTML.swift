internal import Syndication

/// Goes through blocks of raw HTML, which are left alone, and finds where they end: to CommonMark at a blank line, to kramdown
/// and MDX also where Markdown goes on.
struct MarkdownHTML {
  private let input: UnsafeBufferPointer<UInt8>
  private let dialect: MarkdownDialect.HTMLBlocks
  /// Whether the body is a quote's.
  private let isQuote: Bool
  /// Whether an element of the block goes on to its end tag.
  private var goesOn = false
  private var search: MarkdownSearch
  /// How many elements of the block are open.
  private var openTags = 0
  /// The element that goes on to its end tag, in kramdown, and how many of its name are open.
  private var element: (name: String, open: Int)?
  /// Where the last end tag of each name begins that was asked for.
  private var lastEnds: [String: Int] = [:]

  init(_ input: UnsafeBufferPointer<UInt8>, _ dialect: MarkdownDialect, isQuote: Bool) {
    self.input = input
    self.dialect = dialect.htmlBlocks
    self.isQuote = isQuote
    search = MarkdownSearch(input)
  }

  /// Whether elements go on to their end tags, in a list item or not.
  private func goesOn(inItem: Bool) -> Bool {
    switch dialect {
    case .kramdown, .kramdownParsed: true
    case .python: !isQuote && !inItem
    case .commonMark, .mdx: false
    }
  }

  /// Whether blank lines belong to the block.
  var holdsBlankLines: Bool { element != nil }

  // MARK: Beginnings

  /// The block of HTML that `line` begins (CommonMark §4.6), text again where it ends with the line; nil where it begins none.
  func block(at line: MarkdownLine, isInParagraph: Bool) -> MarkdownScanner.Block? {
    let start = line.text
    guard input[start] == UInt8(ascii: "<") else { return nil }
    func until(_ end: StaticString, from start: Int) -> MarkdownScanner.Block {
      input.index(of: end, from: start, to: line.end) == nil ? .htmlUntil(end) : .text
    }
    if input.has("<!--", at: start) { return until("-->", from: start + 4) }
    if input.has("<?", at: start) { return until("?>", from: start + 2) }
    if input.has("<![CDATA[", at: start) { return until("]]>", from: start + 9) }
    let nameStart = input.byte(start + 1) == UInt8(ascii: "/") ? start + 2 : start + 1
    let name = input.tagName(from: nameStart)
    guard (1...10).contains(name.utf8.count) else { return nil }
    switch name {
    case "script": return until("</script>", from: nameStart)
    case "pre": return until("</pre>", from: nameStart)
    case "style": return until("</style>", from: nameStart)
    case _ where MarkdownHTML.blockElements.contains(name): return .html
    default:
      guard !isInParagraph, dialect == .commonMark || !MarkdownHTML.inlineElements.contains(name),
        let end = input.tagEnd(start), input[end..<max(end, line.end)].allSatisfy(\.isSpace)
      else { return nil }
      return .html
    }
  }

  /// Whether `line` begins with a tag that is text, though CommonMark may take it for a block.
  func isText(_ line: MarkdownLine, isInParagraph: Bool, inItem: Bool) -> Bool {
    guard input[line.text] == UInt8(ascii: "<"), dialect != .commonMark, dialect != .mdx else { return false }
    let isEnd = input.byte(line.text + 1) == UInt8(ascii: "/")
    let name = input.tagName(from: line.text + (isEnd ? 2 : 1))
    if !isEnd, !isInParagraph, MarkdownHTML.inlineElements.contains(name) { return true }
    guard dialect == .python, !goesOn(inItem: inItem), MarkdownHTML.blockElements.contains(name) else { return false }
    // What stands apart from all text is no paragraph.
    guard !isInParagraph, let end = input.tagEnd(line.text), input.isBlank(from: end) else { return true }
    return line.next < input.count && !input.isBlank(from: line.next)
  }

  /// Begins with the block at `line`.
  mutating func begin(_ line: MarkdownLine, inItem: Bool) {
    openTags = 0
    element = nil
    goesOn = goesOn(inItem: inItem)
    guard goesOn else { return }
    let name = input.tagName(from: line.text + 1)
    guard MarkdownHTML.blockElements.contains(name), !MarkdownHTML.voidElements.contains(name) else { return }
    if lastEnd(of: name) > line.text { element = (name, 0) }
  }

  private mutating func lastEnd(of name: String) -> Int {
    if let known = lastEnds[name] { return known }
    let tag = Array("</\(name)".utf8)
    let last = (0..<max(0, input.count - tag.count)).last { start in
      input[start] == tag[0] && input[start..<start + tag.count].elementsEqual(tag) { $0 | 0x20 == $1 | 0x20 }
    }
    lastEnds[name] = last ?? -1
    return last ?? -1
  }

  // MARK: Lines

  /// Goes through `line`, in which maths is left alone but for what would be taken for a tag: `$y_{<i}$`.
  ///
  /// - Returns: where the next line begins, and whether the block ended.
  mutating func scan(_ line: MarkdownLine, into masked: inout MaskedMarkdown) -> (next: Int, isEnded: Bool) {
    var index = line.start
    while index < input.count {
      switch input[index] {
      case 10:
        let isEnded = isEnded(before: index + 1)
        if isEnded { masked.insert("\n".utf8, at: index + 1) }
        return (index + 1, isEnded)
      case UInt8(ascii: "<"):
        guard let end = input.tagEnd(index) else {
          index += 1
          continue
        }
        let tag = index..<end
        let wasOpen = element != nil
        count(tag)
        index = end
        if dialect == .mdx ? input.isBlank(from: end) : asksForMarkdown(tag) {
          masked.insert("\n\n".utf8, at: end)
          return (end, true)
        }
        if wasOpen, element == nil, case let text = input.skip(from: end, while: { $0 == 0x20 || $0 == 9 }),
          let byte = input.byte(text), !byte.isSpace, byte != UInt8(ascii: "<")
        {
          // Behind its end tag, the line goes on with a paragraph.
          masked.replace(end..<text, by: "\n\n".utf8)
          return (text, true)
        }
        if dialect == .mdx { index = writeText(behind: end, into: &masked) }
      case MadeHTML.lead where input.has(MadeHTML.start, at: index):
        index = masked.takeMadeHTML(at: index)
      case UInt8(ascii: "$"):
        guard let end = mathsEnd(index) else {
          index += input.byte(index + 1) == UInt8(ascii: "$") ? 2 : 1
          continue
        }
        if isTakenForTag(index..<end) { masked.mask(index..<end) }
        index = end
      default: index += 1
      }
    }
    return (index, false)
  }

  /// Writes the Markdown between tags that stand in one line as HTML: `<summary>More *words*</summary>`.
  ///
  /// - Returns: where it ends.
  private func writeText(behind tag: Int, into masked: inout MaskedMarkdown) -> Int {
    var end = input.lineEnd(from: tag)
    let start = input.skip(from: tag, to: end, while: \.isSpace)
    guard start < end, input[start] != UInt8(ascii: "<") else { return tag }
    // Up to the end tags at the end of the line.
    while true {
      while end > start, input[end - 1].isSpace { end -= 1 }
      guard let last = input[start..<end].lastIndex(of: UInt8(ascii: "<")), input.byte(last + 1) == UInt8(ascii: "/"),
        input.tagEnd(last) == end
      else { break }
      end = last
    }
    guard input[start..<end].contains(where: "*_`[~$\\".utf8.contains) else { return tag }
    let text = String(decoding: input[start..<end], as: UTF8.self)
    masked.replace(start..<end, by: Markdown.inline(text, as: .mdx).utf8)
    return end
  }

  /// Whether all elements of the block end with the line before `start`, where text follows: to kramdown that is Markdown, to
  /// CommonMark only what follows a blank line.
  private func isEnded(before start: Int) -> Bool {
    guard element == nil, openTags <= 0, start < input.count else { return false }
    let next = MarkdownLine(input, at: start)
    return !next.isBlank && (goesOn || input[next.text] != UInt8(ascii: "<"))
  }

  private mutating func count(_ tag: Range<Int>) {
    let isEnd = input[tag.lowerBound + 1] == UInt8(ascii: "/")
    guard isEnd || input[tag.upperBound - 2] != UInt8(ascii: "/") else { return }
    let name = input.tagName(from: tag.lowerBound + (isEnd ? 2 : 1))
    guard !MarkdownHTML.voidElements.contains(name) else { return }
    openTags += isEnd ? -1 : 1
    guard let open = element, open.name == name else { return }
    element = isEnd && open.open <= 1 ? nil : (name, open.open + (isEnd ? -1 : 1))
    if element == nil { openTags = 0 }
  }

  /// Whether a tag asks kramdown to read what is in its element as Markdown.
  private func asksForMarkdown(_ tag: Range<Int>) -> Bool {
    guard goesOn, input[tag.lowerBound + 1] != UInt8(ascii: "/") else { return false }
    if dialect == .kramdownParsed, MarkdownHTML.parsedElements.contains(input.tagName(from: tag.lowerBound + 1)) {
      return true
    }
    guard let name = input.index(of: " markdown=", from: tag.lowerBound, to: tag.upperBound)
    else { return false }
    let value = input[(name + 10)..<tag.upperBound].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    return value.starts(with: "1".utf8) || value.starts(with: "block".utf8) || value.starts(with: "span".utf8)
  }

  // MARK: Maths

  private mutating func mathsEnd(_ start: Int) -> Int? {
    if input.byte(start + 1) == UInt8(ascii: "$") {
      let end = search.end(of: "$$", from: start + 2, isAnywhere: true)
      return end.flatMap { input.hasBlankLine(in: start..<$0) ? nil : $0 }
    }
    guard let next = input.byte(start + 1), !next.isSpace else { return nil }
    let end = input[(start + 1)...].prefix { $0 != 10 }.firstIndex(of: UInt8(ascii: "$"))
    return end.flatMap { input[$0 - 1].isSpace ? nil : $0 + 1 }
  }

  /// Whether there is a `<` that is no tag's, though a parser would take it for one, and nothing that is HTML.
  private func isTakenForTag(_ range: Range<Int>) -> Bool {
    let starts = range.filter { input[$0] == UInt8(ascii: "<") && input.byte($0 + 1)?.isLetter == true }
    return !starts.isEmpty && !input[range].contains(UInt8(ascii: "&"))
      && !starts.contains { input.tagEnd($0).map { $0 <= range.upperBound } ?? false }
  }

  // MARK: Elements

  private static let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// Those that hold blocks.
  private static let parsedElements: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "fieldset", "figure",
    "footer", "form", "header", "li", "main", "nav", "section", "td",
  ]

  private static let inlineElements: Set<String> = [
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s", "small", "span", "strong",
    "sub", "sup", "u",
  ]

  private static let blockElements = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt \
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link \
    main menu menuitem nav noframes ol optgroup option p param section source summary table tbody td tfoot th thead \
    title tr track ul
    """.split(separator: " ").map(String.init))
}
