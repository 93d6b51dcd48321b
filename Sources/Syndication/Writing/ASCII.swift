extension UInt8 {
  /// A space, or one of the controls that are white space.
  @inlinable package var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  @inlinable package var isDigit: Bool { (0x30...0x39).contains(self) }

  @inlinable package var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  @inlinable package var isHexDigit: Bool { isDigit || (0x41...0x46).contains(self & 0xDF) }
}
