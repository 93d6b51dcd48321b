internal import Syndication

/// A summary made from a body: plain text, cut at a word. Rule B4.
package enum Excerpt {
  /// What stands in `body` before the first `separator`, or else before `<!--more-->`, which may be in any case and hold
  /// white space; nil where there is neither.
  static func head(of body: [UInt8], before separator: String?) -> [UInt8]? {
    let start = separator.flatMap { $0.isEmpty ? nil : body.firstRange(of: Array($0.utf8))?.lowerBound }
    return (start ?? startOfMore(in: body)).map { Array(body[..<$0]) }
  }

  /// The first paragraph of clean HTML that has words of its own, cut at a word; where there is none, the first block with
  /// text.
  static func firstParagraph(ofHTML html: [UInt8]) -> String {
    html.withUnsafeBufferPointer { html in
      var tags = Tags(rest: html[...])
      while let tag = tags.next() {
        if ["figure", "figcaption"].contains(tag.name) {
          tags.passElement(tag)
        } else if tag.name == "p", !tag.isCaption {
          let start = tags.rest.startIndex
          tags.passElement(tag)
          let paragraph = html[start..<tags.rest.startIndex]
          if hasWords(paragraph) { return PlainText.cut(plainText(of: paragraph)) }
        }
      }
      return PlainText.cut(plainText(of: html[...], isFirstBlock: true))
    }
  }

  /// The first paragraph of a text, cut at a word.
  static func firstParagraph(ofText text: String) -> String {
    let text = PlainText.paragraphs(text).text
    let end = text.utf8.firstRange(of: "\n\n".utf8)?.lowerBound ?? text.endIndex
    return PlainText.cut(String(text[..<end]))
  }

  /// The text of clean HTML: a blank line between blocks, else a single space wherever there is white space. The marks of
  /// footnotes are no part of it.
  ///
  /// - Parameter html: as `HTMLCleaner` writes it, every `<` a tag's and every `>` within quotes escaped.
  package static func plainText(ofHTML html: String) -> String {
    var html = html
    return html.withUTF8 { plainText(of: $0[...]) }
  }

  // MARK: -

  private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// - Parameter isFirstBlock: whether the first block with text is enough.
  private static func plainText(of html: Bytes, isFirstBlock: Bool = false) -> String {
    var text: [UInt8] = []
    if !isFirstBlock { text.reserveCapacity(html.count) }
    // What lies between two pieces of text.
    var gap = ""
    var tags = Tags(rest: html)
    while let byte = tags.rest.first {
      switch byte {
      case UInt8(ascii: "<"):
        guard let tag = tags.next() else { break }
        let isBlock = HTMLAllowList.blocks.contains(tag.name)
        if isBlock || gap.isEmpty && ["br", "td", "th"].contains(tag.name) { gap = isBlock ? "\n\n" : " " }
        if isFirstBlock, gap == "\n\n", !text.isEmpty {
          let block = String(decoding: text, as: UTF8.self)
          if isVisible(block) { return block }
          text = []
        }
        if tag.isFootnoteMark { tags.passElement(tag) }
      case 0x20, 0x0A, 0x09:
        if gap.isEmpty { gap = " " }
        tags.rest.removeFirst()
      default:
        if !gap.isEmpty, !text.isEmpty { text += gap.utf8 }
        gap = ""
        let plain = tags.rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
        text += plain
        tags.rest = tags.rest[plain.endIndex...]
        if plain.isEmpty {
          let reference = reference(tags.rest)
          text.append(reference?.character ?? byte)
          tags.rest.removeFirst(reference?.length ?? 1)
        }
      }
    }
    let result = String(decoding: text, as: UTF8.self)
    return isFirstBlock && !isVisible(result) ? "" : result
  }

  /// Whether a paragraph is more than an image with its caption, which many write as emphasis.
  private static func hasWords(_ paragraph: Bytes) -> Bool {
    var rest: [UInt8] = []
    var hasImage = false
    var copied = paragraph.startIndex
    var tags = Tags(rest: paragraph)
    while let tag = tags.next() {
      if ["img", "picture", "video", "audio"].contains(tag.name) { hasImage = true }
      guard ["em", "i", "small"].contains(tag.name), !tag.isEnd else { continue }
      rest += paragraph[copied..<tag.start]
      tags.passElement(tag)
      copied = tags.rest.startIndex
    }
    rest += paragraph[copied...]
    return hasImage
      ? isVisible(plainText(ofHTML: String(decoding: rest, as: UTF8.self))) : isVisible(plainText(of: paragraph))
  }

  /// Editors put a space that does not break, or one of no width, where a paragraph is to be empty.
  private static func isVisible(_ text: String) -> Bool {
    !text.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint }
  }

  private static func startOfMore(in body: [UInt8]) -> Int? {
    body.indices.first { start in
      guard body[start] == UInt8(ascii: "<"), body[start...].starts(with: "<!--".utf8) else { return false }
      let word = body[(start + 4)...].drop(while: \.isSpace)
      return word.prefix(4).map { $0 | 0x20 } == Array("more".utf8)
        && word.dropFirst(4).drop(while: \.isSpace).starts(with: "-->".utf8)
    }
  }

  /// The character that one of the references of clean HTML means, and the reference's length.
  private static func reference(_ html: Bytes) -> (character: UInt8, length: Int)? {
    for (name, character) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")]
      as [(String, Unicode.Scalar)]
    where html.starts(with: name.utf8) {
      return (UInt8(ascii: character), name.utf8.count)
    }
    return nil
  }

  private struct Tag {
    let start: Int
    let name: String
    let isEnd: Bool
    let attributes: Bytes

    /// As cmark, Goldmark, kramdown and Pandoc write the reference to a footnote, and the way back: with a class, or an id.
    var isFootnoteMark: Bool {
      guard !isEnd, ["a", "sup"].contains(name) else { return false }
      if classes.split(separator: " ").contains(where: { $0.hasPrefix("footnote") }) { return true }
      let id = name == "sup" ? value(of: " id=\"") : String(value(of: " href=\"").drop { $0 != "#" }.dropFirst())
      return ["fnref", "fr-", "user-content-fnref"].contains(where: id.hasPrefix)
    }

    var isCaption: Bool { classes.contains("caption") }

    private var classes: String { value(of: " class=\"") }

    private func value(of name: StaticString) -> String {
      let attributes = UnsafeBufferPointer(rebasing: attributes)
      guard let start = attributes.index(of: name, from: 0, to: attributes.count) else { return "" }
      let value = attributes[(start + name.utf8CodeUnitCount)...]
      return String(decoding: value.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
  }

  /// Goes through the tags of clean HTML.
  private struct Tags {
    var rest: Bytes

    /// The next tag, which is passed; nil at the end.
    mutating func next() -> Tag? {
      rest = rest.drop { $0 != UInt8(ascii: "<") }
      if rest.isEmpty { return nil }
      let start = rest.startIndex
      let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex - 1
      let isEnd = rest.dropFirst().first == UInt8(ascii: "/")
      let tag = rest[(start + (isEnd ? 2 : 1))..<end]
      rest = rest[(end + 1)...]
      let name = tag.prefix { $0 > 0x20 }
      return Tag(
        start: start, name: String(decoding: name, as: UTF8.self), isEnd: isEnd, attributes: tag[name.endIndex...])
    }

    /// Passes the content and the end of the element that `tag`, the last one given, begins.
    mutating func passElement(_ tag: Tag) {
      guard !tag.isEnd else { return }
      var depth = 1
      while depth > 0, let next = next() {
        if next.name == tag.name { depth += next.isEnd ? -1 : 1 }
      }
    }
  }
}
