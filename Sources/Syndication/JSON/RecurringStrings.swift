internal import Glibc

/// Strings that come again and again, such as tags and names: each is made once, and shared.
///
/// A table without chains: where two strings fall into one slot, the later one takes it.
package struct RecurringStrings {
  private var slots = [String](repeating: "", count: 32)
  /// How many strings have taken a slot since there were more of them.
  private var made = 0

  package init() {}

  /// The string of `bytes`, which are UTF-8.
  package mutating func string(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Up to 15 bytes are kept in the String itself.
    guard bytes.count > 15 else { return String(decoding: bytes, as: UTF8.self) }
    let start = UnsafeRawPointer(bytes.baseAddress!)
    let first = start.loadUnaligned(as: UInt64.self)
    let last = (start + bytes.count - 8).loadUnaligned(as: UInt64.self)
    let hash = (first ^ (last &* 3) ^ UInt64(bytes.count)) &* 0x9E37_79B9_7F4A_7C15
    let slot = Int(hash >> 52) & (slots.count - 1)
    if slots[slot].isMade(of: bytes) { return slots[slot] }
    let string = String(decoding: bytes, as: UTF8.self)
    slots[slot] = string
    made += 1
    if made > slots.count / 2, slots.count < 4_096 { (slots, made) = ([String](repeating: "", count: 4_096), 0) }
    return string
  }
}

extension String {
  /// Whether `bytes` are what this is made of: strings that differ in their bytes may be equal.
  package func isMade(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    utf8.count == bytes.count
      && utf8.withContiguousStorageIfAvailable {
        bytes.isEmpty || memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0
      } == true
  }
}
