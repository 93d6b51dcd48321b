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
  /// Where the line after it begins.
  var next: Int { end + 1 }

  init(_ input: UnsafeBufferPointer<UInt8>, at start: Int) {
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
      if input[text] == UInt8(ascii: ">"), listColumn == nil {
        quotes += 1
        text += 1
        if text < end, input[text] == 0x20 { text += 1 }
        position = 0
        continue
      }
      guard let markerEnd = MarkdownLine.markerEnd(input, from: text, to: end) else { break }
      isColumnKnown = true
      isLazy = false
      position += markerEnd - text
      text = markerEnd
      listColumn = position + 1
    }
    let byte = input[text]
    isHeading = byte == UInt8(ascii: "#")
    if isHeading || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") { isLazy = false }
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
}
