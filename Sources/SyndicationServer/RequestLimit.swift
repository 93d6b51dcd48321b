internal import Synchronization
internal import Syndication
internal import SyndicationSite

/// How many requests are answered of one address, or of one network of IPv6: as many as drip into its bucket, and what is in it.
final class RequestLimit: Sendable {
  private struct Bucket {
    /// In requests; never more than a minute's.
    var left: Double
    /// In seconds.
    var seen: Double
  }

  private let buckets = Mutex<[NetworkAddress: Bucket]>([:])
  /// How many addresses are remembered.
  private let capacity: Int

  /// Of how many addresses something is remembered.
  var count: Int { buckets.withLock(\.count) }

  init(capacity: Int = 65_536) { self.capacity = capacity }

  /// Counts a request.
  ///
  /// - Parameters:
  ///   - now: in seconds, by any clock that goes on.
  ///   - perMinute: how many there may be.
  /// - Returns: after how many seconds one would be answered; nil where this one is.
  func delay(of address: NetworkAddress, now: Double, perMinute: Int) -> Int? {
    let rate = Double(perMinute) / 60
    return buckets.withLock { buckets in
      var bucket = buckets[address.network] ?? Bucket(left: Double(perMinute), seen: now)
      bucket.left = min(Double(perMinute), bucket.left + max(0, now - bucket.seen) * rate)
      bucket.seen = now
      let isAnswered = bucket.left >= 1
      if isAnswered { bucket.left -= 1 }
      if buckets[address.network] == nil, buckets.count >= capacity {
        // Those that have been away for a minute have a full one.
        buckets = buckets.filter { now - $0.value.seen < 60 }
        if buckets.count >= capacity { buckets.removeAll(keepingCapacity: true) }
      }
      buckets[address.network] = bucket
      return isAnswered ? nil : max(1, Int(((1 - bucket.left) / rate).rounded(.up)))
    }
  }
}
