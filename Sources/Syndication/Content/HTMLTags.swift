/// The tags of HTML that is about to be parsed.
package enum HTMLTags {
  /// How many attributes of a tag are read: far more than have a meaning.
  private static let attributes = 1000
  /// How long a name is read by libxml2, which takes the rest for another.
  private static let nameLength = 100

  /// `html` with a `>` where a tag has one attribute too many: libxml2 compares each with all before it.
  package static func bounded(_ html: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    html.withUnsafeBufferPointer { html in
      var scanner = Scanner(html: html)
      while let end = scanner.nextEnd(after: attributes) {
        result += html[copied..<end]
        result.append(UInt8(ascii: ">"))
        copied = end
      }
      if copied > 0 { result += html[copied...] }
    }
    return copied == 0 ? html : result
  }

  /// Takes tags apart as libxml2 does.
  private struct Scanner {
    let html: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(html: UnsafeBufferPointer<UInt8>) { self.html = html }

    private var byte: UInt8? { index < html.count ? html[index] : nil }

    /// Where the next tag ends that has more than `most` attributes: behind these.
    mutating func nextEnd(after most: Int) -> Int? {
      while let byte {
        index += 1
        guard byte == UInt8(ascii: "<"), isAtLetter else { continue }
        skip { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        if let end = passAttributes(most) { return end }
      }
      return nil
    }

    /// Goes to the end of the tag; or gives where it has `most` attributes and more than a `>` comes next.
    private mutating func passAttributes(_ most: Int) -> Int? {
      var count = 0
      while true {
        skip { $0 <= 0x20 }
        guard let byte, byte != UInt8(ascii: ">") else { return nil }
        if count == most { return index }
        if isAtLetter || "_:.".utf8.contains(byte) {
          passAttribute()
          count += 1
        } else {
          index += 1
          skip { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        }
      }
    }

    private mutating func passAttribute() {
      let end = index + HTMLTags.nameLength
      while index < end, isAtLetter || byte.map("0123456789_:.-".utf8.contains) ?? false { index += 1 }
      skip { $0 <= 0x20 }
      guard byte == UInt8(ascii: "=") else { return }
      index += 1
      skip { $0 <= 0x20 }
      if let quote = byte, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        index += 1
        skip { $0 != quote }
        index += 1
      } else {
        skip { $0 > 0x20 && $0 != UInt8(ascii: ">") }
      }
    }

    private var isAtLetter: Bool { byte.map { (97...122).contains($0 | 0x20) } ?? false }

    private mutating func skip(while isPassed: (UInt8) -> Bool) {
      while let byte, isPassed(byte) { index += 1 }
    }
  }
}
