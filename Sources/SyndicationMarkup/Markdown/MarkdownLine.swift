internal import Syndication

/// A line of Markdown, as far as its beginning tells.
struct MarkdownLine {
  /// The body that it is in.
  let input: UnsafeBufferPointer<UInt8>
  let start: Int
  /// Its line feed, or the end of the body.
  let end: Int
  /// Where its text begins, after `>` and list markers.
  private(set) var text: Int
  /// Where the marker of the innermost list item stands that it begins.
  private(set) var marker: Int?
  /// Of its first byte that is no space, within the innermost quote.
  private(set) var column = 0
  /// Where the text of the list item begins that it begins.
  private(set) var listColumn: Int?
  private(set) var quotes = 0
  private(set) var isHeading = false
  /// Whether it could go on with a paragraph of the line before.
  private(set) var isLazy = true

  var isBlank: Bool { text == end }
  var isQuoted: Bool { quotes > 0 }
  /// Whether its text begins a quote.
  var isQuote: Bool { text < end && input[text] == UInt8(ascii: ">") }
  /// Where the line after it begins.
  var next: Int { end + 1 }

  /// - Parameter passesQuotes: whether it is looked at behind its `>`; else the first is its text.
  init(_ input: UnsafeBufferPointer<UInt8>, at start: Int, passesQuotes: Bool = true) {
    self.input = input
    self.start = start
    end = input.lineEnd(from: start)
    text = start
    var position = 0
    var isColumnKnown = false
    while true {
      while text < end, input[text].isSpace {
        position += input[text] == 9 ? 4 - position % 4 : 1
        text += 1
      }
      if !isColumnKnown { column = position }
      guard text < end else { return }
      if input[text] == UInt8(ascii: ">"), passesQuotes, listColumn == nil {
        quotes += 1
        text += 1
        if text < end, input[text] == 0x20 { text += 1 }
        position = 0
        continue
      }
      guard let markerEnd = MarkdownLine.markerEnd(input, from: text, to: end) else { break }
      isColumnKnown = true
      isLazy = false
      marker = text
      position += markerEnd - text
      text = markerEnd
      listColumn = position + 1
    }
    let byte = input[text]
    isHeading = byte == UInt8(ascii: "#")
    if isHeading || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ">") {
      isLazy = false
    }
  }

  /// Where the marker of a list item ends that stands at `start`, before a space.
  private static func markerEnd(_ input: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var index = start
    switch input[index] {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): index += 1
    case 48...57:
      while index < end, index - start < 9, input[index].isDigit { index += 1 }
      guard index < end, input[index] == UInt8(ascii: ".") || input[index] == UInt8(ascii: ")") else { return nil }
      index += 1
    default: return nil
    }
    return index < end && (input[index] == 0x20 || input[index] == 9) ? index : nil
  }

  /// Whether it is `^` alone.
  var isCaret: Bool { input.byte(text) == UInt8(ascii: "^") && listColumn == nil && input.isBlank(from: text + 1) }

  /// Whether the item that it begins is of an ordered list.
  var isOrderedItem: Bool { marker.map { input[$0].isDigit } ?? false }

  // MARK: Definitions

  /// Whether it begins with `: `, and so may define what stands above it.
  var isDefinition: Bool {
    listColumn == nil && !isBlank && input[text] == UInt8(ascii: ":")
      && input.byte(text + 1).map { $0 == 0x20 || $0 == 9 } ?? false
      && !input.isBlank(from: text + 1)
  }

  /// The same line as that of an item of a list: its colon is the marker.
  var asItem: MarkdownLine {
    var line = self
    line.marker = text
    line.text = input.skip(from: text + 1, to: end) { $0 == 0x20 || $0 == 9 }
    let width = line.text - text
    line.listColumn = column + (width > 5 ? 2 : width)
    line.isLazy = false
    return line
  }

  // MARK: Attributes

  // What kramdown and Hugo write in braces is about elements and no text: it goes, wherever it stands.

  /// Whether the line holds one list of attributes and nothing else.
  var isAttributes: Bool {
    guard input.byte(text) == UInt8(ascii: "{") else { return false }
    var end = end
    while end > text, input[end - 1].isSpace { end -= 1 }
    guard end - text > 2, input[end - 1] == UInt8(ascii: "}") else { return false }
    if input[text + 1] == UInt8(ascii: ":") {
      return !":/".utf8.contains(input[text + 2]) && !input[text..<end - 1].contains(UInt8(ascii: "}"))
    }
    return attributesEnd(text) == end
  }

  /// The list of attributes that begins with the brace at `start`, and what goes with it.
  ///
  /// - Parameter behindSpans: whether one right behind a span needs no colon.
  func attributes(at start: Int, behindSpans: Bool) -> Range<Int>? {
    guard let end = attributesEnd(start) else { return nil }
    if input[start + 1] == UInt8(ascii: ":") || behindSpans && isBehindSpan(start) { return start..<end }
    guard input.isBlank(from: end) || isClosedHeading(from: end), isHeading || isSetextHeading(at: end) else {
      return nil
    }
    var textEnd = start
    while textEnd > text, input[textEnd - 1] == 0x20 { textEnd -= 1 }
    return textEnd..<end
  }

  /// Where the list of attributes ends that begins at `start`: `{: .class #id key="value"}`, `{#id}`.
  ///
  /// Words alone are names of lists, and are known as such only right after what they belong to: `*text*{:wide}`.
  private func attributesEnd(_ start: Int) -> Int? {
    let limit = min(input.count, start + Limit.attributeListBytes.value)
    var index = start + 1
    let isKramdown = input.byte(index) == UInt8(ascii: ":")
    if isKramdown { index += 1 }
    var hasAttribute = false
    while index < limit, input[index] != 10 {
      switch input[index] {
      case UInt8(ascii: "}"):
        return hasAttribute || isKramdown && index > start + 2 && isBehindSpan(start) ? index + 1 : nil
      case 0x20, 9: index += 1
      case UInt8(ascii: "."), UInt8(ascii: "#"):
        guard index + 1 < limit, input[index + 1].isNameByte else { return nil }
        index = input.skip(from: index + 1, to: limit) { $0.isNameByte || $0 == UInt8(ascii: ":") || $0 >= 0x80 }
        hasAttribute = true
      default:
        guard let end = input.attributeEnd(from: index, to: limit) else { return nil }
        let isPair = input[index..<end].contains(UInt8(ascii: "="))
        guard isPair || isKramdown else { return nil }
        hasAttribute = hasAttribute || isPair
        index = end
      }
    }
    return nil
  }

  private func isBehindSpan(_ start: Int) -> Bool { start > text && "*_)]`>$".utf8.contains(input[start - 1]) }

  /// `# Title {#id} #`
  private func isClosedHeading(from start: Int) -> Bool {
    isHeading && input.isBlank(from: input.skip(from: start) { "# ".utf8.contains($0) })
  }

  /// Whether the line after the one at `start` underlines it.
  private func isSetextHeading(at start: Int) -> Bool {
    let next = input.lineEnd(from: start) + 1
    guard let underline = input.byte(next), "=-".utf8.contains(underline) else { return false }
    return input.isBlank(from: input.skip(from: next) { $0 == underline })
  }
}
