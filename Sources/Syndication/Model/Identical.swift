/// A text by what it is in memory: a text that is shared is found again without a look at its bytes. Two that are not identical
/// may be equal.
struct Identical: Hashable {
  /// Held, so that no other can come to be where it is.
  let text: String
  private let bits: (UInt64, UInt64)

  init(_ text: String) {
    self.text = text
    bits = unsafeBitCast(text, to: (UInt64, UInt64).self)
  }

  static func == (a: Identical, b: Identical) -> Bool { a.bits == b.bits }

  func hash(into hasher: inout Hasher) {
    hasher.combine(bits.0)
    hasher.combine(bits.1)
  }
}
