internal import CXXHash
internal import Glibc

/// A 64-bit hash (XXH3) of bytes: tells whether something changed. It is no defence against an adversary.
public struct ContentHash: Sendable, Hashable, Fingerprinted, CustomStringConvertible {
  /// The digest, XXH3_64bits.
  public let value: UInt64

  /// A hash that was made before.
  public init(value: UInt64) { self.value = value }

  /// The hash of `chunks` as if they were one.
  public init(_ chunks: some Sequence<[UInt8]>) {
    let state = XXH3_createState()
    defer { XXH3_freeState(state) }
    XXH3_64bits_reset(state)
    for chunk in chunks { chunk.withUnsafeBytes { _ = xxh3_64bits_update(state, $0.baseAddress, $0.count) } }
    value = XXH3_64bits_digest(state)
  }

  /// Of the text's bytes in UTF-8.
  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { ContentHash($0) }
  }

  /// Several texts in their order, told apart where they meet: `["ab", ""]` is not `["a", "b"]`.
  public init(texts: [String]) { self.init { note in for text in texts { note(text) } } }

  /// The same of the texts that are noted.
  init(noting texts: ((String) -> Void) -> Void) {
    var bytes = ByteBuffer(capacity: 256)
    texts { text in
      bytes.append(decimal: text.utf8.count)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(text)
    }
    self.init(bytes.bytes)
  }

  /// Of the bytes.
  public init(_ bytes: [UInt8]) { self = bytes.withUnsafeBufferPointer { ContentHash($0) } }

  package init(_ bytes: UnsafeBufferPointer<UInt8>) { value = xxh3_64bits(bytes.baseAddress, bytes.count) }

  /// The hash of so many bytes, for C.
  package static let function: @convention(c) (UnsafeRawPointer?, Int) -> UInt64 = { xxh3_64bits($0, $1) }

  /// The hash of a text that ends with a zero byte.
  package init(cString: UnsafePointer<CChar>) { value = xxh3_64bits(cString, strlen(cString)) }

  /// The hash of several numbers in their order.
  package init(numbers: UInt64...) { self.init(numbers: numbers) }

  init(numbers: [UInt64]) {
    value = numbers.withUnsafeBytes { xxh3_64bits($0.baseAddress, $0.count) }
  }

  /// Sixteen lower-case hexadecimal digits; nil where the text is not that.
  public init?(hexadecimal text: String) {
    var text = text
    guard let hash = text.withUTF8({ ContentHash(hexadecimal: $0[...]) }) else { return nil }
    self = hash
  }

  package init?(hexadecimal digits: Slice<UnsafeBufferPointer<UInt8>>) {
    guard digits.count == 16 else { return nil }
    var value: UInt64 = 0
    for digit in UnsafeBufferPointer(rebasing: digits) {
      switch digit {
      case 48...57: value = value << 4 | UInt64(digit - 48)
      case 97...102: value = value << 4 | UInt64(digit - 87)
      default: return nil
      }
    }
    self.value = value
  }

  public var description: String {
    var digits = ByteBuffer(capacity: 16)
    digits.append(hexadecimal: value)
    return String(decoding: digits.bytes, as: UTF8.self)
  }
}

extension ContentHash {
  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: ContentHash.self)
}
