/// A summary made from a body: plain text, cut at a word. Rule B4.
package enum Excerpt {
  /// How many characters an excerpt has at most, where nothing else is said.
  package static let defaultLimit = 300

  /// The text of clean HTML: a blank line between blocks, else a single space wherever there is white space.
  ///
  /// - Parameter html: as `HTMLCleaner` writes it, every `<` a tag's and every `>` within quotes escaped.
  package static func plainText(ofHTML html: String) -> String {
    var html = html
    return html.withUTF8 { html in
      var text: [UInt8] = []
      text.reserveCapacity(html.count)
      var gap = Gap.none
      var index = 0
      while index < html.count {
        switch html[index] {
        case UInt8(ascii: "<"):
          let end = html[index...].firstIndex(of: UInt8(ascii: ">")) ?? html.count - 1
          gap = max(gap, Excerpt.gap(atTag: html[(index + 1)..<end]))
          index = end + 1
        case 0x20, 0x0A, 0x09:
          gap = max(gap, .word)
          index += 1
        case let byte:
          if gap != .none, !text.isEmpty { text += gap.text.utf8 }
          gap = .none
          if byte == UInt8(ascii: "&"), let (character, length) = reference(html[index...]) {
            text.append(character)
            index += length
          } else {
            text.append(byte)
            index += 1
          }
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  /// `text` in at most `limit` characters: cut at the end of a word, with `…` where something was cut. Of a word that is
  /// longer than that, as much as there is room for.
  package static func cut(_ text: String, at limit: Int = defaultLimit) -> String {
    guard limit > 0 else { return "" }
    let text = text.drop(while: \.isWhitespace)
    guard let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex), end < text.endIndex else {
      return String(text)
    }
    // The ellipsis is a character, too.
    var head = text[..<text.index(before: end)]
    if !text[head.endIndex].isWhitespace, let space = head.lastIndex(where: \.isWhitespace) { head = head[..<space] }
    while head.last?.isWhitespace == true { head.removeLast() }
    return head + "…"
  }

  // MARK: -

  /// What lies between two pieces of text.
  private enum Gap: Comparable {
    case none, word, block

    var text: String {
      switch self {
      case .none: ""
      case .word: " "
      case .block: "\n\n"
      }
    }
  }

  private static func gap(atTag tag: Slice<UnsafeBufferPointer<UInt8>>) -> Gap {
    let name = tag.drop { $0 == UInt8(ascii: "/") }.prefix { $0 > 0x20 }
    switch String(decoding: name, as: UTF8.self) {
    case let name where HTMLAllowList.blocks.contains(name): return .block
    case "br", "td", "th": return .word
    default: return .none
    }
  }

  /// The character that one of the references of clean HTML means, and the reference's length.
  private static func reference(_ html: Slice<UnsafeBufferPointer<UInt8>>) -> (character: UInt8, length: Int)? {
    for (name, character) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")]
      as [(String, Unicode.Scalar)]
    where html.starts(with: name.utf8) {
      return (UInt8(ascii: character), name.utf8.count)
    }
    return nil
  }
}
