internal import Glibc

extension UInt8 {
  /// A space, or one of the controls that are white space.
  @inlinable package var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  @inlinable package var isDigit: Bool { (0x30...0x39).contains(self) }

  @inlinable package var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  @inlinable package var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether `byte` stands in it: by `memchr`, in a tenth of the time of `contains`.
  package func has(_ byte: UInt8) -> Bool {
    baseAddress.map { memchr($0, Int32(byte), count) != nil } ?? false
  }

  /// Whether it begins with `text`.
  package func starts(with text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount
      && (baseAddress.map { memcmp($0, text.utf8Start, text.utf8CodeUnitCount) == 0 } ?? true)
  }
}

extension String {
  /// Whether a byte of ASCII stands in it.
  package func has(_ byte: UInt8) -> Bool {
    var text = self
    return text.withUTF8 { $0.has(byte) }
  }

  /// With another sign of ASCII in the place of one: `replacing` takes a hundred times as long.
  package func replacing(sign old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
    let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
    return has(old) ? String(decoding: utf8.map { $0 == old ? new : $0 }, as: UTF8.self) : self
  }

  /// Without a sign of ASCII.
  package func removing(sign: Unicode.Scalar) -> String {
    let sign = UInt8(ascii: sign)
    return has(sign) ? String(decoding: utf8.filter { $0 != sign }, as: UTF8.self) : self
  }
}
