internal import CXXHash

/// A 64-bit hash (XXH3) of bytes: tells whether something changed. It is no defence against an adversary.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible {
  public let value: UInt64

  public init(value: UInt64) { self.value = value }

  /// The hash of `chunks` as if they were one.
  public init(_ chunks: some Sequence<[UInt8]>) {
    let state = XXH3_createState()
    defer { XXH3_freeState(state) }
    XXH3_64bits_reset(state)
    for chunk in chunks { chunk.withUnsafeBytes { _ = XXH3_64bits_update(state, $0.baseAddress, $0.count) } }
    value = XXH3_64bits_digest(state)
  }

  public init(_ text: String) {
    var text = text
    value = text.withUTF8 { XXH3_64bits($0.baseAddress, $0.count) }
  }

  /// Several texts in their order, told apart where they meet: `["ab", ""]` is not `["a", "b"]`.
  public init(texts: [String]) {
    self.init(texts.map { "\($0.utf8.count):\($0)" }.joined())
  }

  /// Sixteen lower-case hexadecimal digits; nil where the text is not that.
  public init?(hexadecimal text: String) {
    guard text.utf8.count == 16, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
      let value = UInt64(text, radix: 16)
    else { return nil }
    self.value = value
  }

  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
