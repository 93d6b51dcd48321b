internal import Syndication

/// What kramdown and Hugo write in braces, which is about elements and no text: it goes, wherever it stands.
extension MarkdownLine {
  /// Whether the line holds one list of attributes and nothing else.
  var isAttributes: Bool {
    guard input.byte(text) == UInt8(ascii: "{") else { return false }
    var end = end
    while end > text, input[end - 1].isSpace { end -= 1 }
    guard end - text > 2, input[end - 1] == UInt8(ascii: "}") else { return false }
    if input[text + 1] == UInt8(ascii: ":") {
      return input[text + 2] != UInt8(ascii: ":") && input[text + 2] != UInt8(ascii: "/")
        && !input[text..<end - 1].contains(UInt8(ascii: "}"))
    }
    return attributesEnd(text) == end
  }

  /// The list of attributes that begins with the brace at `start`, and what goes with it.
  func attributes(at start: Int) -> Range<Int>? {
    guard let end = attributesEnd(start) else { return nil }
    if input[start + 1] == UInt8(ascii: ":") { return start..<end }
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
    let limit = min(input.count, start + 1_000)
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
        index += 1
        while index < limit, input[index].isNameByte || input[index] == UInt8(ascii: ":") || input[index] >= 0x80 {
          index += 1
        }
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
    guard isHeading else { return false }
    var index = start
    while input.byte(index) == UInt8(ascii: "#") || input.byte(index) == 0x20 { index += 1 }
    return input.isBlank(from: index)
  }

  /// Whether the line after the one at `start` underlines it.
  private func isSetextHeading(at start: Int) -> Bool {
    let next = input.lineEnd(from: start) + 1
    guard let underline = input.byte(next), underline == UInt8(ascii: "=") || underline == UInt8(ascii: "-") else {
      return false
    }
    var index = next
    while input.byte(index) == underline { index += 1 }
    return input.isBlank(from: index)
  }
}

extension MarkdownSearch {
  /// The extension of kramdown at `start`: `{::comment}…{:/comment}`, of others the tag alone: `{::nomarkdown}`, `{:/}`,
  /// `{::options … /}`.
  mutating func kramdownExtension(at start: Int) -> Range<Int>? {
    guard let end = end(of: "}", from: start + 3) else { return nil }
    guard input.has("{::comment", at: start), input[end - 2] != UInt8(ascii: "/"),
      let close = endAnywhere(of: "{:/", from: end)
    else { return start..<end }
    var index = close
    while let byte = input.byte(index), byte.isLetter { index += 1 }
    return start..<(input.byte(index) == UInt8(ascii: "}") ? index + 1 : index)
  }
}
