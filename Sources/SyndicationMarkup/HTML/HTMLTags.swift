internal import Syndication

/// The tags of HTML that is about to be parsed.
package enum HTMLTags {
  /// How long a name is read by libxml2, which takes the rest for another.
  private static let nameLength = 100

  /// `html` without the attributes of a tag that are too many, and how many tags had such: libxml2 compares each with all
  /// before it.
  package static func bounded(_ html: [UInt8]) -> (html: [UInt8], cut: Int) {
    var result: [UInt8] = []
    var (copied, cut) = (0, 0)
    html.withUnsafeBufferPointer { html in
      var scanner = Scanner(html: html)
      while let surplus = scanner.nextSurplus(behind: Limit.attributes.value) {
        result += html[copied..<surplus.lowerBound]
        copied = surplus.upperBound
        cut += 1
      }
      if cut > 0 { result += html[copied...] }
    }
    return cut == 0 ? (html, 0) : (result, cut)
  }

  /// Whether elements with a name, in lower case, have as many end tags as start tags that need one.
  static func areEnded(_ name: StaticString, in html: String) -> Bool {
    var html = html
    return html.withUTF8 { html in
      let count = name.utf8CodeUnitCount
      func isName(at start: Int) -> Bool {
        start + count <= html.count && (0..<count).allSatisfy { html[start + $0] | 0x20 == name.utf8Start[$0] }
          && (start + count == html.count || !html[start + count].isNameByte)
      }
      var open = 0
      for index in html.indices where html[index] == UInt8(ascii: "<") {
        if index + 1 < html.count, html[index + 1] == UInt8(ascii: "/") {
          if isName(at: index + 2) { open -= 1 }
        } else if isName(at: index + 1) {
          let end = html.skip(from: index) { $0 != UInt8(ascii: ">") }
          if html[end - 1] != UInt8(ascii: "/") { open += 1 }
        }
      }
      return open <= 0
    }
  }

  /// Takes tags apart as libxml2 does.
  private struct Scanner {
    let html: UnsafeBufferPointer<UInt8>
    var index = 0

    private var byte: UInt8? { index < html.count ? html[index] : nil }

    /// What stands behind the first `most` attributes of the next tag that has more, up to its end.
    mutating func nextSurplus(behind most: Int) -> Range<Int>? {
      while let byte {
        index += 1
        guard byte == UInt8(ascii: "<"), isAtLetter else { continue }
        skipWord()
        if let start = passAttributes(most) { return start..<index }
      }
      return nil
    }

    /// Goes to the end of the tag, and gives where it has had `most` attributes and has more.
    private mutating func passAttributes(_ most: Int) -> Int? {
      var count = 0
      var surplus: Int?
      while true {
        skip { $0 <= 0x20 }
        guard let byte, byte != UInt8(ascii: ">") else { return surplus }
        if count == most { surplus = surplus ?? index }
        if isAtLetter || "_:.".utf8.contains(byte) {
          passAttribute()
          count += 1
        } else {
          index += 1
          skipWord()
        }
      }
    }

    private mutating func passAttribute() {
      let end = index + HTMLTags.nameLength
      while index < end, let byte, byte.isNameByte || byte == UInt8(ascii: ":") { index += 1 }
      skip { $0 <= 0x20 }
      guard byte == UInt8(ascii: "=") else { return }
      index += 1
      skip { $0 <= 0x20 }
      if let quote = byte, "\"'".utf8.contains(quote) {
        index += 1
        skip { $0 != quote }
        index = min(index + 1, html.count)
      } else {
        skipWord()
      }
    }

    private var isAtLetter: Bool { byte?.isLetter == true }

    private mutating func skipWord() { skip { $0 > 0x20 && $0 != UInt8(ascii: ">") } }

    private mutating func skip(while isPassed: (UInt8) -> Bool) { index = html.skip(from: index, while: isPassed) }
  }
}
