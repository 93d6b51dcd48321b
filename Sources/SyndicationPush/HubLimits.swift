internal import Syndication

/// How much a hub does, for whom, and for how long.
public struct HubLimits: Sendable {
  /// How often something is tried, and after what time again.
  public struct Tries: Sendable {
    /// How often at the most.
    public var count: Int
    /// How long to wait between two.
    public var backoff: Backoff

    /// So many tries.
    public init(_ count: Int, _ backoff: Backoff) {
      self.count = count
      self.backoff = backoff
    }
  }

  /// How long a subscription lasts, in seconds, where the subscriber does not say (WebSub §5.1).
  public var lease: Int64 = 10 * 86_400
  /// What the subscriber may say; more or less is made that.
  public var leases: ClosedRange<Int64> = 60...30 * 86_400
  /// How many subscriptions there may be.
  public var subscriptions = 100_000
  /// And of callbacks at one host.
  public var subscriptionsOfHost = 20_000
  /// How many bytes a request may have.
  public var requestBytes = 16_384
  /// And a callback.
  public var callbackBytes = 2_048
  /// How many requests one address, or /64 of version 6, may make at once, and how many more each second.
  public var requestsOfPeer = (burst: 60.0, perSecond: 1.0)
  /// How many requests may be about callbacks at one host.
  public var requestsAboutHost = (burst: 100.0, perSecond: 2.0)
  /// How long a request to a callback may take.
  public var timeout = Duration.seconds(10)
  /// A callback that takes longer makes room for others.
  public var quickness = Duration.milliseconds(200)
  /// One that takes longer than this is slow, and comes last the next time.
  public var slowness = Duration.seconds(2)
  /// When one that was ended to make room is tried again.
  public var eviction = Duration.seconds(5)
  /// How many requests to callbacks are under way at once, quick ones and others.
  public var quickRequests = 128
  /// How many of these go on beside the others.
  public var slowRequests = 1_024
  /// How many errands are read of the store at a time.
  public var errands = 20_000
  /// Of asking a callback whether it meant what was asked in its name.
  public var verifications = Tries(3, Backoff(first: .seconds(10), factor: 6, longest: .seconds(60)))
  /// Of sending a feed.
  public var distributions = Tries(8, Backoff(first: .seconds(60), factor: 4, longest: .seconds(6 * 3600)))
  /// Is told what an operator has to know.
  public var log: @Sendable (String) -> Void = { _ in }

  /// Those that a hub has where nothing else is said.
  public init() {}
}

/// How often somebody asked of late.
struct HubRates {
  private enum Key: Hashable {
    case peer(String)
    case host(String)
  }

  private let limits: HubLimits
  private var buckets = TokenBuckets<Key>(capacity: 10_000)

  init(_ limits: HubLimits) { self.limits = limits }

  /// Whether an address may ask now.
  mutating func take(peer: String, at now: Timestamp) -> Bool {
    take(.peer(NetworkAddress(peer)?.network.description ?? peer), limits.requestsOfPeer, at: now)
  }

  /// Whether one may ask about a host now.
  mutating func take(host: String, at now: Timestamp) -> Bool { take(.host(host), limits.requestsAboutHost, at: now) }

  private mutating func take(_ key: Key, _ rate: (burst: Double, perSecond: Double), at now: Timestamp) -> Bool {
    buckets.delay(of: key, burst: rate.burst, perSecond: rate.perSecond, now: Double(now.seconds)) == nil
  }
}
