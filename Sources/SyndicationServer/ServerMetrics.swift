internal import Metrics
internal import Synchronization
internal import Syndication
internal import SyndicationSite

/// What the server measures of itself.
final class ServerMetrics: Sendable {
  let registry: MetricsRegistry
  /// Of requests for what is no document.
  let others: Traffic
  private let traffic = Mutex<[String: Traffic]>([:])
  private let connections: Meter

  init(_ registry: MetricsRegistry) {
    self.registry = registry
    others = Traffic(feed: "none", format: "none", registry)
    connections = Meter(label: "syndicate_connections", factory: registry)
  }

  /// That of all documents alike.
  ///
  /// - Parameter scope: the name of that of its feed.
  func traffic(of kind: DocumentKind, in scope: String?) -> Traffic {
    let axis = scope.map { Scope.parts(of: $0)?.axis.name ?? $0 }
    let (feed, format) = (axis ?? "none", kind.format ?? "\(kind)")
    return traffic.withLock { traffic in
      if let known = traffic["\(feed) \(format)"] { return known }
      let made = Traffic(feed: feed, format: format, registry)
      traffic["\(feed) \(format)"] = made
      return made
    }
  }

  func note(openConnections count: Int) { connections.set(count) }
}

/// What is measured of builds.
struct BuildMetrics: Sendable {
  private let time: Timer
  private let failures: Counter
  private let refusals: Counter
  private let entries: Meter
  private let feeds: Meter

  init(_ registry: MetricsRegistry) {
    time = Timer(label: "syndicate_build_seconds", factory: registry)
    failures = Counter(label: "syndicate_build_failures_total", factory: registry)
    refusals = Counter(label: "syndicate_build_refusals_total", factory: registry)
    entries = Meter(label: "syndicate_entries", factory: registry)
    feeds = Meter(label: "syndicate_feeds", factory: registry)
  }

  func note(_ event: WatchEvent) {
    switch event {
    case .built(let report, _, let duration):
      time.record(duration: duration)
      if report.published == nil { refusals.increment() }
      entries.set(report.entriesRead)
      feeds.set(report.feeds)
    case .failed: failures.increment()
    case .misconfigured: refusals.increment()
    default: break
    }
  }
}

/// How often documents of a kind were asked for, and what that came to.
final class Traffic: Sendable {
  private let feed: String
  private let format: String
  private let registry: MetricsRegistry
  private let bytes: Counter
  private let whole: Counter
  private let notModified: Counter

  init(feed: String, format: String, _ registry: MetricsRegistry) {
    self.feed = feed
    self.format = format
    self.registry = registry
    bytes = Counter(
      label: "syndicate_http_response_bytes_total", dimensions: [("feed", feed), ("format", format)], factory: registry)
    whole = Traffic.requests(feed, format, 200, registry)
    notModified = Traffic.requests(feed, format, 304, registry)
  }

  func note(_ status: Int, bytes count: Int) {
    switch status {
    case 200: whole.increment()
    case 304: notModified.increment()
    default: Traffic.requests(feed, format, status, registry).increment()
    }
    if count > 0 { bytes.increment(by: count) }
  }

  private static func requests(_ feed: String, _ format: String, _ status: Int, _ registry: MetricsRegistry) -> Counter
  {
    Counter(
      label: "syndicate_http_requests_total",
      dimensions: [("feed", feed), ("format", format), ("status", "\(status)")], factory: registry)
  }
}
