internal import Glibc

/// Strings that come again and again, such as tags and names: each is made once, is known by its number, and is shared.
package struct RecurringStrings: Sendable {
  /// By their numbers.
  package private(set) var strings: [String] = []
  /// A hash of each.
  private(set) var hashes: [UInt64] = []
  /// Those of all, one behind the other, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// A number and one; 0 for a free slot.
  private var slots = [UInt32](repeating: 0, count: 32)

  package init() {}

  /// The number of the string of `text`, which is UTF-8: of strings that differ in their bytes, each has its own.
  package mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let hash = ContentHash(text).value
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] > 0 {
      let number = Int(slots[slot]) - 1
      if hashes[number] == hash, isMade(number, of: text) { return UInt32(number) }
      slot = (slot + 1) & mask
    }
    strings.append(String(decoding: text, as: UTF8.self))
    hashes.append(hash)
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    slots[slot] = UInt32(strings.count)
    if strings.count > slots.count / 2 { grow() }
    return UInt32(strings.count - 1)
  }

  /// The string of `text`.
  package mutating func string(of text: UnsafeBufferPointer<UInt8>) -> String { strings[Int(number(of: text))] }

  private func isMade(_ number: Int, of text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == text.count else { return false }
    return text.isEmpty
      || bytes.withUnsafeBufferPointer { memcmp($0.baseAddress! + start, text.baseAddress!, text.count) == 0 }
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 4)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (larger.count - 1)
      while larger[slot] > 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(number + 1)
    }
    slots = larger
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
