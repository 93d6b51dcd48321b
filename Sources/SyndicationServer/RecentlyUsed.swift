/// Values by their keys, within a bound: where that is reached, those go that nobody asked for since the others came.
///
/// There are two generations of half the bound each. A value that is asked for is of the younger one; where that is full, the
/// older one goes, and it becomes the older one.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private typealias Generation = [Key: (value: Value, size: Int)]

  private var young: Generation = [:]
  private var old: Generation = [:]
  private var youngSize = 0
  private var oldSize = 0
  private let limit: Int
  /// What has gone: to be freed where nobody waits for that.
  private var dropped: [Value] = []

  /// - Parameter limit: of the sizes of all together.
  init(limit: Int) { self.limit = limit }

  /// Of all together.
  var size: Int { youngSize + oldSize }
  var count: Int { young.count + old.count }

  /// The value of a key, which is then the last to go.
  mutating func value(of key: Key) -> Value? {
    if let (value, _) = young[key] { return value }
    guard let (value, size) = old.removeValue(forKey: key) else { return nil }
    oldSize -= size
    insert(value, size, key)
    return value
  }

  /// - Parameters:
  ///   - value: nil for none.
  ///   - size: of the key and the value; one of more than half the bound is not kept.
  mutating func set(_ value: Value?, size: Int = 0, of key: Key) {
    if let (value, size) = young.removeValue(forKey: key) {
      youngSize -= size
      dropped.append(value)
    }
    if let (value, size) = old.removeValue(forKey: key) {
      oldSize -= size
      dropped.append(value)
    }
    if let value, size <= limit / 2 { insert(value, size, key) }
  }

  private mutating func insert(_ value: Value, _ size: Int, _ key: Key) {
    if youngSize + size > limit / 2 {
      dropped += old.values.map(\.value)
      (old, oldSize) = (young, youngSize)
      (young, youngSize) = ([:], 0)
    }
    young[key] = (value, size)
    youngSize += size
  }

  /// What has gone since this was asked for last.
  mutating func takeDropped() -> [Value] {
    defer { dropped = [] }
    return dropped
  }
}
