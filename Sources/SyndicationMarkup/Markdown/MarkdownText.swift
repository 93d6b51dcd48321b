internal import Syndication

/// Goes through the text of paragraphs and headings: masks maths, leaves out what kramdown has in braces, and keeps from
/// CommonMark what it would take for a link or a note that is none.
struct MarkdownText {
  private let input: UnsafeBufferPointer<UInt8>
  private let dialect: MarkdownDialect
  private var search: MarkdownSearch
  /// The labels of footnotes that have a text, as they stand there by those that mean the same.
  private var definedNotes: [String: String] = [:]
  /// The labels of those that are referred to.
  private var askedNotes: Set<String> = []
  /// Where the `a` element ends that the text is in, or was in last.
  private var linkEnd = 0

  init(_ input: UnsafeBufferPointer<UInt8>, _ dialect: MarkdownDialect) {
    self.input = input
    self.dialect = dialect
    search = MarkdownSearch(input)
  }

  /// Goes through the text of `line`, and of further ones while a span is open.
  ///
  /// - Parameter isFirst: whether the line is the first of its paragraph.
  /// - Returns: where the next line begins.
  mutating func scan(_ line: MarkdownLine, isFirst: Bool, into masked: inout MaskedMarkdown) -> Int {
    search.begin(line)
    var index = line.text
    while true {
      index = input.skip(from: index) { !$0.maySignify }
      guard index < input.count else { break }
      switch input[index] {
      case 10: return index + 1
      case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"):
        index = scanLiteral(index, line, isFirst: isFirst, &masked)
      case UInt8(ascii: "<") where dialect.hasGuillemets && input.has("<<", at: index):
        masked.replace(index..<index + 2, by: "«".utf8)
        index += 2
      case UInt8(ascii: ">") where dialect.hasGuillemets && input.has(">>", at: index):
        masked.replace(index..<index + 2, by: "»".utf8)
        index += 2
      case MadeHTML.lead where input.has(MadeHTML.start, at: index):
        index = masked.takeMadeHTML(at: index)
      case UInt8(ascii: "*") where dialect.emphasisIgnoresPunctuation: index = scanStars(index, &masked)
      case UInt8(ascii: "<"): index = scanTag(index, &masked)
      case UInt8(ascii: "{"): index = scanBrace(index, line, &masked)
      case UInt8(ascii: "["):
        if input.byte(index + 1) == UInt8(ascii: "^"), !beginsNoteLabel(index + 2) {
          masked.replace(index..<index + 1, by: "\\[".utf8)
        } else if input.byte(index + 1) == UInt8(ascii: "^") {
          noteLabel(at: index, in: line)
        }
        index += 1
      case UInt8(ascii: "]"): index = addressEnd(behindBracket: index, line, &masked)
      case UInt8(ascii: ":") where dialect.hasEmoji && emoji(at: index) != nil:
        if let (emoji, end) = emoji(at: index) {
          masked.replace(index..<end, by: emoji.utf8)
          index = end
        }
      case UInt8(ascii: ":") where index >= linkEnd && input.has("://", at: index):
        index = addressEnd(behindScheme: index, line, &masked)
      case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "w"):
        // What CommonMark would make a link of stands in one already.
        if index < linkEnd, ["://", "@", "www."].contains(where: { input.has($0, at: index) }) {
          masked.mask(index..<index + 1)
        } else if dialect.bareHostsAreSecure, input.has("www.", at: index) {
          // Behind a bracket it may be the text of a link, which has an address of its own.
          if index > 0, input[index - 1] == UInt8(ascii: "[") {
            masked.mask(index..<index)
          } else {
            masked.hasBareHosts = true
          }
        }
        index += 1
      default: index += 1
      }
    }
    return index
  }

  private mutating func scanLiteral(
    _ start: Int, _ line: MarkdownLine, isFirst: Bool, _ masked: inout MaskedMarkdown
  ) -> Int {
    if dialect.breaksAtTwoBackslashes, input.has("\\\\\n", at: start), !line.isHeading {
      masked.leaveOut(start..<start + 1)
      return start + 2
    }
    if input[start] == UInt8(ascii: "\\"), let sign = input.byte(start + 1), !dialect.escapes(sign) {
      masked.replace(start..<start + 1, by: "\\\\".utf8)
      return start + 1
    }
    let (literal, end) = search.literal(at: start, in: line)
    switch literal {
    case .maths where dialect.dollarsAreInline && input.has("$$", at: start):
      // A block of maths is all that a paragraph holds.
      let isBlock = isFirst && start == line.text && input.isBlank(from: end)
      if isBlock {
        masked.mask(start..<end)
      } else {
        masked.leaveOut(start..<start + 2)
        masked.mask(start + 2..<end - 2, between: ("\\(", "\\)"))
        masked.leaveOut(end - 2..<end)
      }
    case .maths: masked.mask(start..<end)
    case .escapedMaths: maskSigns(in: start..<end, &masked)
    case .doubledMaths:
      // What ends it is left to Markdown, which makes `\)` of `\\)`.
      masked.leaveOut(start..<start + 1)
      masked.mask(start + 1..<end - 3)
    case .code where dialect.tables != .gitHub:
      // To CommonMark, a bar would end the cell of a table.
      for index in start..<end where input[index] == UInt8(ascii: "|") { masked.mask(index..<index + 1) }
    case .code, nil: break
    }
    return end
  }

  /// Between letters and punctuation, CommonMark §6.2 lets stars begin or end no emphasis: a mark in between is no punctuation.
  private func scanStars(_ start: Int, _ masked: inout MaskedMarkdown) -> Int {
    let end = input.skip(from: start) { $0 == UInt8(ascii: "*") }
    let (before, after) = (
      input.scalar(before: start).map(Flank.init) ?? .space, input.scalar(at: end).map(Flank.init) ?? .space
    )
    if before == .punctuation, after == .letter { masked.mask(start..<start) }
    if before == .letter, after == .punctuation { masked.mask(end..<end) }
    return end
  }

  /// The emoji that is named at `start`, between colons, and where that ends.
  private func emoji(at start: Int) -> (emoji: String, end: Int)? {
    let end = input.skip(from: start + 1, to: min(input.count, start + 60)) {
      $0.isLetter || $0.isDigit || "_+-".utf8.contains($0)
    }
    guard end > start + 1, input.byte(end) == UInt8(ascii: ":") else { return nil }
    return EmojiNames.emoji(named: String(decoding: input[(start + 1)..<end], as: UTF8.self)).map { ($0, end + 1) }
  }

  /// Keeps the signs of maths that is left to Markdown from becoming emphasis.
  private func maskSigns(in range: Range<Int>, _ masked: inout MaskedMarkdown) {
    var index = range.lowerBound
    while index < range.upperBound {
      if input[index] == UInt8(ascii: "\\") {
        index += 2
      } else {
        if "_*~".utf8.contains(input[index]) { masked.mask(index..<index + 1) }
        index += 1
      }
    }
  }

  private mutating func scanBrace(_ start: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) -> Int {
    let isExtension = input.has("{::", at: start) || input.has("{:/", at: start)
    guard
      let range = isExtension
        ? search.kramdownExtension(at: start)
        : line.attributes(at: start, behindSpans: dialect.hasSpanAttributes)
    else { return start + 1 }
    masked.leaveOut(range)
    return range.upperBound
  }

  private mutating func scanTag(_ start: Int, _ masked: inout MaskedMarkdown) -> Int {
    if input.has("<!--", at: start) { return search.end(of: "-->", from: start + 4) ?? start + 1 }
    guard let end = input.tagEnd(start) else { return start + 1 }
    if start >= linkEnd, input.byte(start + 1).map({ $0 | 0x20 }) == UInt8(ascii: "a"),
      input.byte(start + 2)?.isSpace == true
    {
      linkEnd = search.end(of: "</a>", from: end) ?? linkEnd
    }
    guard dialect.keepsCodeElements, let code = codeElement(of: start..<end) else { return end }
    masked.mask(code, as: .html)
    return code.upperBound
  }

  /// What stands in the element of code that `tag` begins.
  private mutating func codeElement(of tag: Range<Int>) -> Range<Int>? {
    guard let first = input.byte(tag.lowerBound + 1), "cksvCKSV".utf8.contains(first),
      let end = MarkdownText.codeElements[input.tagName(from: tag.lowerBound + 1)],
      let found = search.end(of: end, from: tag.upperBound)
    else { return nil }
    return tag.upperBound..<found - end.utf8CodeUnitCount
  }

  private static let codeElements: [String: StaticString] = [
    "code": "</code>", "kbd": "</kbd>", "samp": "</samp>", "var": "</var>",
  ]

  /// Notes which footnote is referred to, or defined, at `start`.
  private mutating func noteLabel(at start: Int, in line: MarkdownLine) {
    let end = input.skip(from: start + 2) { $0 != UInt8(ascii: "]") }
    let label = String(decoding: input[(start + 2)..<end], as: UTF8.self)
    if start == line.text, input.byte(end + 1) == UInt8(ascii: ":") {
      definedNotes[label.lowercased()] = label
    } else {
      askedNotes.insert(label.lowercased())
    }
  }

  /// The labels of footnotes that nothing refers to.
  var unusedNotes: [String] { definedNotes.filter { !askedNotes.contains($0.key) }.map(\.value).sorted() }

  /// Notes what a quote refers to and defines.
  mutating func add(notesOf quote: MarkdownText) {
    definedNotes.merge(quote.definedNotes) { $1 }
    askedNotes.formUnion(quote.askedNotes)
  }

  /// Whether what stands at `start` is all of one line: cmark-gfm 0.29 takes a label that is not for as many bytes as its ends
  /// are columns apart.
  private func beginsNoteLabel(_ start: Int) -> Bool {
    input.byte(input.skip(from: start) { !"[]\n".utf8.contains($0) }) == UInt8(ascii: "]")
  }

  // MARK: Addresses

  /// Where the bare address ends whose scheme stands before `colon`. What is emphasis to the dialect would be part of it to
  /// cmark-gfm, if it had no end of its own.
  private func addressEnd(behindScheme colon: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) -> Int {
    let end = input.skip(from: colon) { !$0.isSpace && !"<)]`{".utf8.contains($0) }
    guard dialect.starsEndAddresses, let stars = input[colon..<end].firstIndex(of: UInt8(ascii: "*")) else {
      return end
    }
    var start = colon
    while start > line.text, input[start - 1].isLetter { start -= 1 }
    guard start < colon, stars > colon + 3 else { return stars }
    // Between marks, its brackets are no punctuation beside the stars.
    masked.mask(start..<start)
    masked.insert("<".utf8, at: start)
    masked.insert(">".utf8, at: stars)
    masked.mask(stars..<stars)
    return stars
  }

  /// Where the address of a link ends: `[text](address "title")`, `[label]: address`.
  private func addressEnd(behindBracket start: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) -> Int {
    var index = start + 2
    switch input.byte(start + 1) {
    case UInt8(ascii: "("):
      var depth = 0
      while let byte = input.byte(index), !byte.isSpace {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          if depth == 0 { return index }
          depth -= 1
        }
        index += byte == UInt8(ascii: "\\") && input.byte(index + 1) != 10 ? 2 : 1
      }
      guard dialect.addressesHaveBlanks, let byte = input.byte(index), byte == 0x20 || byte == 9 else { return index }
      return encodeBlanks(behindBracket: start, line, &masked) ?? index
    case UInt8(ascii: ":")
    where input[line.text] == UInt8(ascii: "[") && input.byte(line.text + 1) != UInt8(ascii: "^"):
      return input.skip(from: input.skip(from: index) { $0 == 0x20 }) { !$0.isSpace }
    default: return start + 1
    }
  }

  /// Writes the blanks of an address as CommonMark may have them: `[text](my file.pdf "Title")`.
  ///
  /// - Returns: where the address ends; nil where that is not in the line, or there is no blank.
  private func encodeBlanks(
    behindBracket start: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown
  ) -> Int? {
    let most = Limit.linkAddressBytes.value
    guard input[max(line.text, start - most)..<start].contains(UInt8(ascii: "[")) else { return nil }
    let limit = min(input.lineEnd(from: start), start + most)
    let first = input.skip(from: start + 2, to: limit, while: \.isSpace)
    var (end, depth) = (first, 0)
    search: while true {
      guard end < limit else { return nil }
      switch input[end] {
      case UInt8(ascii: "`"), UInt8(ascii: "<"): return nil
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")") where depth == 0: break search
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard depth == 0, input[end - 1].isSpace else { break }
        guard endsTitle(from: end, to: limit) else { return nil }
        break search
      default: break
      }
      end += 1
    }
    while end > first, input[end - 1].isSpace { end -= 1 }
    guard input[first..<end].contains(where: \.isSpace) else { return nil }
    for blank in first..<end where input[blank].isSpace { masked.replace(blank..<blank + 1, by: "%20".utf8) }
    return end
  }

  /// Whether the title that begins at `start` ends, and the link with it.
  private func endsTitle(from start: Int, to limit: Int) -> Bool {
    (start + 1..<limit).contains { quote in
      input[quote] == input[start]
        && input.byte(input.skip(from: quote + 1, to: limit, while: \.isSpace)) == UInt8(ascii: ")")
    }
  }
}

extension UInt8 {
  /// Whether text that it stands in may be other than it looks.
  fileprivate var maySignify: Bool {
    switch self {
    case 10, MadeHTML.lead, UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "<"),
      UInt8(ascii: ">"),
      UInt8(ascii: "*"), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "w"):
      true
    default: false
    }
  }
}

/// What stands beside a run of signs (CommonMark §2.1).
private enum Flank {
  case letter, space, punctuation

  init(_ scalar: Unicode.Scalar) {
    if scalar.properties.isWhitespace {
      self = .space
      return
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      self = .punctuation
    default: self = .letter
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar that begins at `index`; nil behind the end.
  fileprivate func scalar(at index: Int) -> Unicode.Scalar? {
    guard index < count else { return nil }
    return String(decoding: self[index..<Swift.min(count, index + 4)], as: UTF8.self).unicodeScalars.first
  }

  /// The scalar that ends before `index`; nil at the beginning.
  fileprivate func scalar(before index: Int) -> Unicode.Scalar? {
    guard index > 0 else { return nil }
    var start = index - 1
    while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
    return String(decoding: self[start..<index], as: UTF8.self).unicodeScalars.last
  }
}
