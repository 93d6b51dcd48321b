internal import Glibc
internal import Syndication

/// A line of Markdown, as far as its beginning tells.
struct MarkdownLine {
  private(set) var start = 0
  /// Its line feed, or the end of the body.
  private(set) var end = 0
  /// Where its text begins, after `>` and list markers.
  private(set) var text = 0
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

  init() {}

  init(_ input: UnsafeBufferPointer<UInt8>, at start: Int) {
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
  static func markerEnd(_ input: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
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

  /// The character of the fence that it opens, and how many there are.
  func fence(in input: UnsafeBufferPointer<UInt8>) -> (UInt8, count: Int)? {
    let character = input[text]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    var index = text
    while index < end, input[index] == character { index += 1 }
    let isFence = index - text >= 3 && (character == UInt8(ascii: "~") || !input[index..<end].contains(character))
    return isFence ? (character, index - text) : nil
  }

  func endsFence(of character: UInt8, count: Int, in input: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = text
    while index < end, input[index] == character { index += 1 }
    return index - text >= count && input[index..<end].allSatisfy(\.isSpace)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The next line feed, or the end.
  func lineEnd(from start: Int) -> Int {
    guard start < count, let base = baseAddress, let found = memchr(base + start, 10, count - start) else {
      return count
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
