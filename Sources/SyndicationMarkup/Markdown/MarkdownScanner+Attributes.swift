internal import Syndication

/// What kramdown and Hugo write in braces, which is about elements and no text: it goes, wherever it stands.
extension MarkdownScanner {
  /// Whether the line holds one list of attributes and nothing else.
  func attributesAlone() -> Bool {
    guard byte(line.text) == UInt8(ascii: "{") else { return false }
    var end = line.end
    while end > line.text, input[end - 1].isSpace { end -= 1 }
    guard end - line.text > 2, input[end - 1] == UInt8(ascii: "}") else { return false }
    if input[line.text + 1] == UInt8(ascii: ":") {
      return input[line.text + 2] != UInt8(ascii: ":") && input[line.text + 2] != UInt8(ascii: "/")
        && !input[line.text..<end - 1].contains(UInt8(ascii: "}"))
    }
    return attributesEnd(line.text) == end
  }

  mutating func scanBrace(_ start: Int) -> Int {
    if input.end(of: "{::", at: start) != nil || input.end(of: "{:/", at: start) != nil {
      return scanExtension(start)
    }
    guard let end = attributesEnd(start) else { return start + 1 }
    let isAtLineEnd = isBlank(from: end) || isClosedHeading(from: end)
    var textEnd = start
    while textEnd > line.text, input[textEnd - 1] == 0x20 { textEnd -= 1 }
    if input[start + 1] == UInt8(ascii: ":") {
      leaveOut(start..<end)
    } else if isAtLineEnd, line.isHeading || isSetextHeading(at: end) {
      leaveOut(textEnd..<end)
    } else {
      return start + 1
    }
    return end
  }

  /// `{::comment}…{:/comment}`, `{::nomarkdown}…{:/}`, `{::options … /}`.
  private mutating func scanExtension(_ start: Int) -> Int {
    guard let end = search.end(of: "}", from: start + 3) else { return start + 1 }
    guard input.end(of: "{::comment", at: start) != nil, input[end - 2] != UInt8(ascii: "/"),
      let close = search.endAnywhere(of: "{:/", from: end)
    else {
      leaveOut(start..<end)
      return end
    }
    var index = close
    while let byte = byte(index), byte.isLetter { index += 1 }
    let commentEnd = byte(index) == UInt8(ascii: "}") ? index + 1 : index
    leaveOut(start..<commentEnd)
    return commentEnd
  }

  /// Where the list of attributes ends that begins at `start`: `{: .class #id key="value"}`, `{#id}`.
  ///
  /// Words alone are names of lists, and are known as such only right after what they belong to: `*text*{:wide}`.
  private func attributesEnd(_ start: Int) -> Int? {
    let limit = min(input.count, start + 1_000)
    var index = start + 1
    let isKramdown = byte(index) == UInt8(ascii: ":")
    if isKramdown { index += 1 }
    var hasAttribute = false
    while index < limit, input[index] != 10 {
      switch input[index] {
      case UInt8(ascii: "}"):
        return hasAttribute || isKramdown && index > start + 2 && isAfterSpan(start) ? index + 1 : nil
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

  private func isAfterSpan(_ start: Int) -> Bool {
    guard start > line.text else { return false }
    switch input[start - 1] {
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "`"),
      UInt8(ascii: ">"),
      UInt8(ascii: "$"):
      return true
    default: return false
    }
  }

  /// `# Title {#id} #`
  private func isClosedHeading(from start: Int) -> Bool {
    guard line.isHeading else { return false }
    var index = start
    while byte(index) == UInt8(ascii: "#") || byte(index) == 0x20 { index += 1 }
    return isBlank(from: index)
  }

  /// Whether the line after the one at `start` underlines it.
  private func isSetextHeading(at start: Int) -> Bool {
    let next = input.lineEnd(from: start) + 1
    guard let underline = byte(next), underline == UInt8(ascii: "=") || underline == UInt8(ascii: "-") else {
      return false
    }
    var index = next
    while byte(index) == underline { index += 1 }
    return isBlank(from: index)
  }
}
