/// Positions in a list by what stands there: tells what is there twice, without holding any of it.
struct HashedPositions {
  /// Open addressing: a position and one, below the upper half of a hash; 0 for a free one.
  private var slots: [UInt64]

  /// - Parameter capacity: no more positions are inserted.
  init(capacity: Int) {
    slots = Array(repeating: 0, count: 1 << max(4, Int.bitWidth - (2 * capacity).leadingZeroBitCount))
  }

  /// - Parameter isSame: whether the same value stands at another position.
  /// - Returns: the position at which it stands already, which then stays.
  mutating func insert(_ value: some Hashable, at position: Int, where isSame: (Int) -> Bool) -> Int? {
    let hash = UInt64(bitPattern: Int64(value.hashValue))
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let other = Int(slots[slot] & 0xFFFF_FFFF) - 1
      if slots[slot] >> 32 == hash >> 32, isSame(other) { return other }
      slot = (slot + 1) & mask
    }
    slots[slot] = hash & ~0xFFFF_FFFF | UInt64(position + 1)
    return nil
  }
}
