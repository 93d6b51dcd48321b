internal import CLibXML2
internal import Glibc

/// The last look at what is about to leave (rule X5).
enum WellFormedness {
  /// Whether `bytes` are one well-formed XML document; no entity is loaded, nothing is built.
  static func holds(_ bytes: [UInt8]) -> Bool {
    xmlInitParser()
    var handler = xmlSAXHandler()
    return bytes.withUnsafeBytes {
      xmlSAXUserParseMemory(&handler, nil, $0.baseAddress!.assumingMemoryBound(to: CChar.self), Int32($0.count)) == 0
    }
  }

  /// Whether `bytes` can stand in any element of a well-formed document: whole elements, text and references.
  ///
  /// It is stricter than XML, and so, other than a parser, quick: it knows no more than `XMLWriter` writes. An entry is
  /// looked at once in each format.
  static func holds(fragment bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = FragmentScanner(bytes: bytes)
      return scanner.isWellFormed()
    }
  }
}

/// Reads elements, text and references; what is anything else is refused.
private struct FragmentScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0
  /// The names of the elements that are open.
  var open: [Range<Int>] = []

  mutating func isWellFormed() -> Bool {
    while true {
      guard passText(upTo: UInt8(ascii: "<")) else { return false }
      if index == bytes.count { return open.isEmpty }
      guard passTag() else { return false }
    }
  }

  /// Goes to `end`, or to the end of the bytes; false at what text may not hold.
  private mutating func passText(upTo end: UInt8) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let isPlain = PlainBytes.isPlain
    while index < bytes.count {
      // Most bytes are plain, so the loop over them is a tight one.
      var next = index
      while next < bytes.count, isPlain[Int(base[next])] { next += 1 }
      index = next
      guard index < bytes.count else { return true }
      let byte = base[index]
      if byte == end { return true }
      switch byte {
      case UInt8(ascii: "&"): if !passReference() { return false }
      case UInt8(ascii: "<"), UInt8(ascii: ">"): return false
      default:
        if XMLCharacters.forbidden(base + index, bytes.count - index).length > 0 { return false }
        index += 1
      }
    }
    return true
  }

  private mutating func passReference() -> Bool {
    // The frequent ones first.
    pass("&lt;") || pass("&gt;") || pass("&quot;") || pass("&amp;") || pass("&#x26;") || pass("&#x3C;") || pass("&#10;")
      || pass("&#9;")
  }

  private mutating func passTag() -> Bool {
    index += 1
    if pass("/") {
      let name = passName()
      guard let start = open.popLast(), isSame(start, name) else { return false }
      return pass(">")
    }
    let name = passName()
    guard !name.isEmpty else { return false }
    var attributes: [Range<Int>] = []
    while pass(" ") {
      let attribute = passName()
      guard !attribute.isEmpty, !attributes.contains(where: { isSame($0, attribute) }),
        pass("=\""), passText(upTo: UInt8(ascii: "\"")), pass("\"")
      else { return false }
      attributes.append(attribute)
    }
    if pass("/>") { return true }
    open.append(name)
    return pass(">")
  }

  private func isSame(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
    a.count == b.count && memcmp(bytes.baseAddress! + a.lowerBound, bytes.baseAddress! + b.lowerBound, a.count) == 0
  }

  /// Letters, and one `:` at most between them: of names, all that the vocabularies here have.
  private mutating func passName() -> Range<Int> {
    let start = index
    func passLetters(_ index: inout Int) {
      while index < bytes.count, bytes[index].isLetter { index += 1 }
    }
    passLetters(&index)
    if index > start, index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"), bytes[index + 1].isLetter {
      index += 1
      passLetters(&index)
    }
    return start..<index
  }

  @inline(__always)
  private mutating func pass(_ text: StaticString) -> Bool {
    let end = index + text.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] { return false }
    index = end
    return true
  }
}
