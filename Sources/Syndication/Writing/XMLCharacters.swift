/// The characters that leave: XML 1.0 §2.2 `Char`, less the controls and U+FFFD that validators warn on.
package enum XMLCharacters {
  /// Whether `scalar` may be written.
  package static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0xFFFC, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }

  /// `text` without what may not be written, newlines as LF, and how many characters were dropped.
  package static func cleaned(_ text: String) -> (text: String, dropped: Int) {
    var text = text
    if text.withUTF8({ !needsCleaning($0) }) { return (text, 0) }
    var result = String.UnicodeScalarView()
    var dropped = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r": result.append("\n")
      case _ where isAllowed(scalar): result.append(scalar)
      default: dropped += 1
      }
      previous = scalar
    }
    return (String(result), dropped)
  }

  /// `text` with what is markup as references.
  package static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `text` to `bytes`, with what is markup as references.
  static func append(
    _ text: String, to bytes: inout [UInt8], ampersand: StaticString = "&amp;", less: StaticString = "&lt;"
  ) {
    append(text, to: &bytes) { byte in
      switch byte {
      case UInt8(ascii: "&"): ampersand
      case UInt8(ascii: "<"): less
      case UInt8(ascii: ">"): "&gt;"
      default: nil
      }
    }
  }

  /// Appends `text` to `bytes`, each byte for which there is one by its replacement; what stands between them is copied
  /// at once.
  @inline(__always)
  static func append(_ text: String, to bytes: inout [UInt8], replacing replacement: (UInt8) -> StaticString?) {
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() {
        guard let replacement = replacement(byte) else { continue }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        bytes.append(
          contentsOf: UnsafeBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount))
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
  }

  /// Looks for the first bytes of what `cleaned` changes, and may see one where there is none.
  static func needsCleaning(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    // A plain loop: with Swift's SIMD types here a whole build took twice the time.
    for (index, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xEF {
      if isSuspect(utf8[index...]) { return true }
    }
    return false
  }

  /// Whether what begins here may have to go.
  private static func isSuspect(_ utf8: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let index = utf8.startIndex
    return switch utf8[index] {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F: true
    case 0xC2: index + 1 < utf8.endIndex && utf8[index + 1] < 0xA0
    case 0xEF: index + 2 < utf8.endIndex && utf8[index + 1] == 0xBF && utf8[index + 2] >= 0xBD
    default: false
    }
  }
}
