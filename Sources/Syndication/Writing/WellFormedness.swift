internal import CKernels
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

  /// Whether `frame` is one document, of no entries: looked at as a fragment is, behind the declaration.
  static func holds(frame: Frame) -> Bool {
    let document = frame.opening + frame.closing
    return document.starts(with: XMLWriter.declaration)
      && document[XMLWriter.declaration.count...].withUnsafeBufferPointer { bytes in
        var scanner = FragmentScanner(bytes: bytes)
        return scanner.isWellFormed(isRoot: true)
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

  /// - Parameter isRoot: whether all has to be in one element, but for a line's end behind it.
  mutating func isWellFormed(isRoot: Bool = false) -> Bool {
    while true {
      let start = index
      guard passText(upTo: UInt8(ascii: "<")) else { return false }
      if isRoot, open.isEmpty {
        if start == 0 {
          guard index == 0, !bytes.isEmpty else { return false }
        } else {
          return start + 1 == bytes.count && bytes[start] == 0x0A
        }
      }
      if index == bytes.count { return open.isEmpty }
      guard passTag() else { return false }
    }
  }

  /// Goes to `end`, or to the end of the bytes; false at what text may not hold.
  private mutating func passText(upTo end: UInt8) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    guard let next = kernels_xml_text(ByteSet.markup.kernel, base + index, base + bytes.count, end) else {
      return false
    }
    index = next - base
    return true
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

  /// Letters with `-` between them, and one `:` at most: of names, all that the vocabularies here have.
  private mutating func passName() -> Range<Int> {
    let start = index
    func passLetters(_ index: inout Int) {
      let start = index
      while index < bytes.count, bytes[index].isLetter || bytes[index] == UInt8(ascii: "-") && index > start {
        index += 1
      }
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
