internal import Syndication

/// HTML that a template wrote into Markdown, between pairs of control characters, which no XML holds: it is no HTML of the
/// author's, and stays where that is left out.
enum MadeHTML {
  static let start: StaticString = "\u{11}\u{12}"
  static let end: StaticString = "\u{13}\u{14}"
  /// With which the start begins.
  static let lead: UInt8 = 0x11

  static func marked(_ html: String) -> String { "\u{11}\u{12}\(html)\u{13}\u{14}" }

  /// `content` with marks around its HTML: around all that stands between tags at its beginning and its end, else around each
  /// tag that is not in code.
  static func marking(_ content: [UInt8]) -> [UInt8] {
    content.withUnsafeBufferPointer { input in
      let first = input.firstIndex { !$0.isSpace } ?? input.count
      let last = (input.lastIndex { !$0.isSpace } ?? -1) + 1
      let lastTag = input.lastIndex(of: UInt8(ascii: "<")) ?? 0
      if first < last, isTag(first, in: input), isTag(lastTag, in: input), input.tagEnd(lastTag) == last {
        let html = String(decoding: input[first..<last], as: UTF8.self)
        let inner = html.replacing("\u{11}\u{12}", with: "").replacing("\u{13}\u{14}", with: "")
        return input[..<first] + Array(marked(inner).utf8) + input[last...]
      }
      let literals = LiteralRanges(of: content)
      var output: [UInt8] = []
      var (index, copied) = (0, 0)
      while index < input.count {
        if input[index] == lead, input.has(start, at: index) {
          index = input.index(of: end, from: index, to: input.count) ?? input.count
        } else if input[index] == UInt8(ascii: "<"), isTag(index, in: input), let tagEnd = input.tagEnd(index),
          !literals.contains(index)
        {
          output += input[copied..<index]
          output += marked(String(decoding: input[index..<tagEnd], as: UTF8.self)).utf8
          (index, copied) = (tagEnd, tagEnd)
        } else {
          index += 1
        }
      }
      return output + input[copied...]
    }
  }

  /// Whether a tag begins at `start`, and no address in angle brackets.
  private static func isTag(_ start: Int, in input: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let end = input.tagEnd(start) else { return false }
    let name = input.byte(start + 1) == UInt8(ascii: "/") ? start + 2 : start + 1
    let behind = input.skip(from: name, to: end, while: \.isNameByte)
    return input[behind].isSpace || "/>".utf8.contains(input[behind])
  }
}
