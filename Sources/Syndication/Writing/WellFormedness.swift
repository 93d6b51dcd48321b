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
  ///
  /// - Parameter known: a text that was looked at: what is the same as all of it, byte for byte, is not looked at again.
  static func holds(fragment bytes: [UInt8], knowing known: LookedAtText? = nil) -> Bool {
    bytes.withUnsafeBufferPointer { isWellFormed($0, knowing: known) }
  }

  /// - Parameter isRoot: whether all has to be in one element, but for a line's end behind it.
  private static func isWellFormed(
    _ bytes: UnsafeBufferPointer<UInt8>, isRoot: Bool = false, knowing known: LookedAtText? = nil
  ) -> Bool {
    guard let start = bytes.baseAddress else { return !isRoot }
    return (known?.utf8 ?? []).withUnsafeBufferPointer { known in
      kernels_xml_fragment(
        ByteSet.markup.kernel, start, start + bytes.count, isRoot ? 1 : 0, known.baseAddress, known.count) != 0
    }
  }
}

/// Text of an element, escaped, in which no markup stands, no other reference than those that are written here, and nothing
/// that may not be written: all of it was looked at (rule X5). Fragments that hold it need not be looked at there.
struct LookedAtText: Sendable {
  let utf8: [UInt8]

  /// Nil where that is not so.
  init?(_ utf8: [UInt8]) {
    let isText = utf8.withUnsafeBufferPointer { utf8 in
      guard let start = utf8.baseAddress, case let end = start + utf8.count else { return true }
      return kernels_xml_text(ByteSet.markup.kernel, start, end, UInt8(ascii: "<")) == end
    }
    guard isText else { return nil }
    self.utf8 = utf8
  }
}
