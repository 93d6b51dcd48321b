/// How often each of many asks: a bucket each, which drips full again with time.
package struct TokenBuckets<Key: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var left: Double
    var seen: Double
    /// When it is full again, and says nothing.
    var full: Double
  }

  private var buckets: [Key: Bucket] = [:]
  /// How many are remembered.
  private let capacity: Int

  package var count: Int { buckets.count }

  package init(capacity: Int) { self.capacity = capacity }

  /// Takes one of a bucket.
  ///
  /// - Parameters:
  ///   - burst: how many are in a full one.
  ///   - now: in seconds, by any clock that goes on.
  /// - Returns: after how many seconds there will be one; nil where one was taken.
  package mutating func delay(of key: Key, burst: Double, perSecond: Double, now: Double) -> Double? {
    var bucket = buckets[key] ?? Bucket(left: burst, seen: now, full: now)
    bucket.left = min(burst, bucket.left + max(0, now - bucket.seen) * perSecond)
    bucket.seen = now
    let isTaken = bucket.left >= 1
    if isTaken { bucket.left -= 1 }
    bucket.full = now + (burst - bucket.left) / perSecond
    if buckets[key] == nil, buckets.count >= capacity {
      buckets = buckets.filter { $0.value.full > now }
      if buckets.count >= capacity { buckets.removeAll(keepingCapacity: true) }
    }
    buckets[key] = bucket
    return isTaken ? nil : (1 - bucket.left) / perSecond
  }
}
