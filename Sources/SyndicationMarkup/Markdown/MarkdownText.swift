internal import Syndication

/// Goes through the text of paragraphs and headings: masks maths, leaves out what kramdown has in braces, and keeps from
/// CommonMark what it would take for a link or a note that is none.
struct MarkdownText {
  private let input: UnsafeBufferPointer<UInt8>
  private var search: MarkdownSearch
  /// Where the `a` element ends that the text is in, or was in last.
  private var linkEnd = 0

  init(_ input: UnsafeBufferPointer<UInt8>) {
    self.input = input
    search = MarkdownSearch(input)
  }

  /// Goes through the text of `line`, and of further ones while a span is open.
  ///
  /// - Returns: where the next line begins.
  mutating func scan(_ line: MarkdownLine, into masked: inout MaskedMarkdown) -> Int {
    search.begin(line)
    var index = line.text
    while index < input.count {
      switch input[index] {
      case 10: return index + 1
      case UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"): index = scanLiteral(index, line, &masked)
      case UInt8(ascii: "<"): index = scanTag(index)
      case UInt8(ascii: "{"): index = scanBrace(index, line, &masked)
      case UInt8(ascii: "["):
        if input.byte(index + 1) == UInt8(ascii: "^"), !beginsNoteLabel(index + 2) {
          masked.replace(index..<index + 1, by: "\\[".utf8)
        }
        index += 1
      case UInt8(ascii: "]"): index = addressEnd(behindBracket: index, line)
      case UInt8(ascii: ":") where index >= linkEnd && input.has("://", at: index):
        index = input.skip(from: index) { !$0.isSpace && !"<)]`{".utf8.contains($0) }
      case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "w"):
        // What CommonMark would make a link of stands in one already.
        if index < linkEnd, ["://", "@", "www."].contains(where: { input.has($0, at: index) }) {
          masked.mask(index..<index + 1, in: line)
        }
        index += 1
      default: index += 1
      }
    }
    return index
  }

  private mutating func scanLiteral(_ start: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) -> Int {
    let (literal, end) = search.literal(at: start, in: line)
    switch literal {
    case .maths: masked.mask(start..<end, in: line)
    case .escapedMaths: maskSigns(in: start..<end, line, &masked)
    case .doubledMaths:
      // What ends it is left to Markdown, which makes `\)` of `\\)`.
      masked.leaveOut(start..<start + 1)
      masked.mask(start + 1..<end - 3, in: line)
    case .code, nil: break
    }
    return end
  }

  /// Keeps the signs of maths that is left to Markdown from becoming emphasis.
  private func maskSigns(in range: Range<Int>, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) {
    var index = range.lowerBound
    while index < range.upperBound {
      if input[index] == UInt8(ascii: "\\") {
        index += 2
      } else {
        if "_*~".utf8.contains(input[index]) { masked.mask(index..<index + 1, in: line) }
        index += 1
      }
    }
  }

  private mutating func scanBrace(_ start: Int, _ line: MarkdownLine, _ masked: inout MaskedMarkdown) -> Int {
    let isExtension = input.has("{::", at: start) || input.has("{:/", at: start)
    guard let range = isExtension ? search.kramdownExtension(at: start) : line.attributes(at: start) else {
      return start + 1
    }
    masked.leaveOut(range)
    return range.upperBound
  }

  private mutating func scanTag(_ start: Int) -> Int {
    if input.has("<!--", at: start) { return search.end(of: "-->", from: start + 4) ?? start + 1 }
    guard let end = input.tagEnd(start) else { return start + 1 }
    if start >= linkEnd, input.byte(start + 1).map({ $0 | 0x20 }) == UInt8(ascii: "a"),
      input.byte(start + 2)?.isSpace == true
    {
      linkEnd = search.end(of: "</a>", from: end) ?? linkEnd
    }
    return end
  }

  /// Whether what stands at `start` is all of one line: cmark-gfm 0.29 takes a label that is not for as many bytes as its ends
  /// are columns apart.
  private func beginsNoteLabel(_ start: Int) -> Bool {
    input.byte(input.skip(from: start) { !"[]\n".utf8.contains($0) }) == UInt8(ascii: "]")
  }

  // MARK: Addresses

  /// Where the address of a link ends: `[text](address "title")`, `[label]: address`.
  private func addressEnd(behindBracket start: Int, _ line: MarkdownLine) -> Int {
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
      return index
    case UInt8(ascii: ":")
    where input[line.text] == UInt8(ascii: "[") && input.byte(line.text + 1) != UInt8(ascii: "^"):
      return input.skip(from: input.skip(from: index) { $0 == 0x20 }) { !$0.isSpace }
    default: return start + 1
    }
  }
}
