internal import Synchronization
internal import Syndication

/// How many requests are answered of one address, or of one network of IPv6: a minute's at once, and as many as drip in then.
final class RequestLimit: Sendable {
  private let buckets: Mutex<TokenBuckets<NetworkAddress>>

  /// Of how many addresses something is remembered.
  var count: Int { buckets.withLock(\.count) }

  init(capacity: Int = 65_536) { buckets = Mutex(TokenBuckets(capacity: capacity)) }

  /// Counts a request.
  ///
  /// - Parameters:
  ///   - now: in seconds, by any clock that goes on.
  ///   - perMinute: how many there may be.
  /// - Returns: after how many seconds one would be answered; nil where this one is.
  func delay(of address: NetworkAddress, now: Double, perMinute: Int) -> Int? {
    let burst = Double(perMinute)
    return buckets.withLock { buckets in
      buckets.delay(of: address.network, burst: burst, perSecond: burst / 60, now: now).map {
        max(1, Int($0.rounded(.up)))
      }
    }
  }
}
