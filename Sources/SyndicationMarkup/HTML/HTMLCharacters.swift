internal import Syndication

/// The characters of text that libxml2 has read from HTML.
enum HTMLCharacters {
  /// As `XMLCharacters.cleaned`, but where a reference such as `&#146;` means a character of Windows-1252, that is kept.
  ///
  /// Controls that stood in the body itself are gone before it is parsed: those left come from references.
  static func cleaned(_ text: String) -> (text: String, dropped: Int) {
    let result = XMLCharacters.cleaned(text)
    guard result.dropped > 0 else { return result }
    let meant = text.unicodeScalars.map { (0x80...0x9F).contains($0.value) ? windows1252[Int($0.value) - 0x80] : $0 }
    return XMLCharacters.cleaned(String(String.UnicodeScalarView(meant)))
  }

  /// HTML §13.2.5.80, the table of the numeric character reference end state.
  private static let windows1252 = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}

extension String {
  /// The value of an attribute in which every `&` is written `&amp;`, and nothing else is a reference.
  init(attribute value: some Collection<UInt8>) {
    guard value.contains(UInt8(ascii: "&")) else {
      self.init(decoding: value, as: UTF8.self)
      return
    }
    var isReference = false
    let bytes = value.filter { byte in
      defer { isReference = byte == UInt8(ascii: "&") || isReference && byte != UInt8(ascii: ";") }
      return !isReference
    }
    self.init(decoding: bytes, as: UTF8.self)
  }
}
