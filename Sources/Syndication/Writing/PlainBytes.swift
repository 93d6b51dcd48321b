/// Looks at eight bytes of text at a time: that is what makes long text quick.
package struct PlainBytes: Sendable {
  // Two pairs of ASCII bytes that differ in one bit, or twice the same byte: a bit to set, and the byte that then is there.
  private let first: (bit: UInt64, byte: UInt64)
  private let second: (bit: UInt64, byte: UInt64)

  /// None but those that every text has to be looked at for.
  package static let text = PlainBytes(("\0", "\0"), ("\0", "\0"))
  /// `<`, `>`, `&` and `"`.
  package static let markup = PlainBytes(("<", ">"), ("\"", "&"))
  /// `"` and `\`.
  package static let json = PlainBytes(("\"", "\""), ("\\", "\\"))

  private init(_ first: (Unicode.Scalar, Unicode.Scalar), _ second: (Unicode.Scalar, Unicode.Scalar)) {
    func pair(_ pair: (Unicode.Scalar, Unicode.Scalar)) -> (bit: UInt64, byte: UInt64) {
      let (a, b) = (UInt64(pair.0.value), UInt64(pair.1.value))
      precondition((a ^ b).nonzeroBitCount <= 1)
      return ((a ^ b) &* PlainBytes.ones, (a | b) &* PlainBytes.ones)
    }
    self.first = pair(first)
    self.second = pair(second)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// How many bytes at `next` stand for themselves: neither one of the set, nor what may begin a forbidden character, nor
  /// a tab or newline. Eight where all do; there have to be eight.
  @inline(__always)
  package func count(at next: UnsafePointer<UInt8>) -> (count: Int, word: UInt64) {
    let word = UInt64(littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
    // In `byte - n` the high bit says that the byte was less than n; a borrow may raise it wrongly, but only in the bytes
    // after one that was, and the first one counts.
    func isZero(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word }
    let found =
      (word &- 0x2020_2020_2020_2020) & ~word | isZero(word ^ 0x7F7F_7F7F_7F7F_7F7F)
      | isZero(word ^ 0xC2C2_C2C2_C2C2_C2C2) | isZero(word ^ 0xEFEF_EFEF_EFEF_EFEF)
      | isZero((word | first.bit) ^ first.byte) | isZero((word | second.bit) ^ second.byte)
    return ((found & 0x8080_8080_8080_8080).trailingZeroBitCount / 8, word)
  }

  /// By byte: whether it stands for itself wherever markup is text.
  nonisolated(unsafe) package static let isPlain: UnsafePointer<Bool> = {
    let table = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    for byte in 0...255 {
      table[byte] = !"<>&\"".utf8.contains(UInt8(byte)) && !XMLCharacters.mayBeForbidden(UInt8(byte))
    }
    return UnsafePointer(table)
  }()
}
