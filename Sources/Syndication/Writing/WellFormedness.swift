internal import CKernels
internal import CLibXML2

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
    return XMLWriter.root(of: document).map { root in
      document[root...].withUnsafeBufferPointer { isWellFormed($0, isRoot: true) }
    } ?? false
  }

  /// Whether `bytes` can stand in any element of a well-formed document: whole elements, text and references.
  ///
  /// It is stricter than XML, and so, other than a parser, quick: it knows no more than `XMLWriter` writes. An entry is
  /// looked at once in each format.
  static func holds(fragment bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { isWellFormed($0) } }

  /// - Parameter isRoot: whether all has to be in one element, but for a line's end behind it.
  private static func isWellFormed(_ bytes: UnsafeBufferPointer<UInt8>, isRoot: Bool = false) -> Bool {
    guard let start = bytes.baseAddress else { return !isRoot }
    return kernels_xml_fragment(ByteSet.markup.kernel, start, start + bytes.count, isRoot ? 1 : 0) != 0
  }
}
