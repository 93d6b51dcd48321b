public import Logging
internal import Metrics
internal import NIOCore
internal import Synchronization
public import Syndication
internal import SyndicationFiles

/// What is served of many sites, each under the host of its name: what was asked for of late is in memory, within a bound, and
/// anything else is read when somebody asks for it, once however many do.
///
/// A document in memory is held to the origin's record of it as soon as its site is told to have changed, and every so often in
/// case nobody told; it is read again where that is another. Where neither record nor bytes can be had, it is served as it was;
/// what is not in memory cannot be served then.
///
/// All that is said of a document comes of its bytes: so any number of servers say the same.
public final class DocumentCache: Sendable {
  /// How it keeps and serves.
  public struct Settings: Sendable {
    /// Where the documents of a site are, below its host: begins and ends with `/`.
    public var path = "/feeds/"
    /// How much memory documents may take, in each of their codings.
    public var bytes = 256_000_000
    /// After how long a document is held to its record though nobody told of a change.
    public var trust = Duration.seconds(30)
    /// For how long a reader need not ask again.
    public var maxAge = Duration.seconds(300)
    /// How long a request waits for a document that is not in memory, and for a newer one than that which is.
    var patience = (first: Duration.seconds(10), newer: Duration.seconds(1))

    public init() {}
  }

  private let origin: any DocumentOrigin
  private let settings: Settings
  private let maxAge: Int
  private let logger: Logger
  private let traffic: ServerMetrics
  private let metrics: CacheMetrics
  private let state: Mutex<State>

  private struct State {
    var documents: RecentlyUsed<DocumentAddress, Kept>
    /// Of what is not there.
    var absences: RecentlyUsed<DocumentAddress, Kept>
    var loads: [DocumentAddress: PendingLoad<Found>] = [:]
    /// How many of them go on.
    var running = 0
    /// The others.
    var waiting: [@Sendable () -> Void] = []
    /// When a site was told to have changed, and all of them.
    var changed: [String: NIODeadline] = [:]
    var allChanged = NIODeadline.uptimeNanoseconds(0)
    var isConnected: Bool?
    /// What was logged last.
    var told: String?
  }

  /// What is known of an address.
  private struct Kept: Sendable {
    /// Nil where there is none.
    let document: ServedDocument?
    let record: DocumentRecord?
    /// When it was asked for.
    let asked: NIODeadline
    /// Until when that is taken as it is, unless the site changes.
    let until: NIODeadline

    var found: Found { document.map { .route(.document($0)) } ?? .nothing }
  }

  /// Nothing is in memory yet.
  public init(
    over origin: any DocumentOrigin, _ settings: Settings = Settings(), measuring registry: MetricsRegistry,
    logger: Logger
  ) {
    self.origin = origin
    self.settings = settings
    maxAge = Int(settings.maxAge.components.seconds)
    self.logger = logger
    traffic = ServerMetrics(registry)
    metrics = CacheMetrics(registry, limit: settings.bytes)
    let absences = settings.bytes / 16
    state = Mutex(
      State(documents: RecentlyUsed(limit: settings.bytes - absences), absences: RecentlyUsed(limit: absences)))
  }

  // MARK: - What the origin tells

  /// To be called when something of these sites was published, or went.
  public func noteChanges(of sites: some Sequence<String>) {
    let now = NIODeadline.now()
    state.withLock { state in
      for site in sites { state.changed[site] = now }
      if state.changed.count > 10_000 { (state.changed, state.allChanged) = ([:], now) }
    }
  }

  /// To be called when it is known whether the origin can be asked: nobody told of changes while it could not.
  public func noteConnection(_ isConnected: Bool) {
    let now = NIODeadline.now()
    state.withLock { state in
      if isConnected { (state.changed, state.allChanged) = ([:], now) }
      // Nothing can be served before it was there once.
      if isConnected || state.isConnected != nil { state.isConnected = isConnected }
    }
    metrics.connected.set(isConnected ? 1 : 0)
  }

  // MARK: - Looking for a document

  /// Between looks at a document whose bytes are not those of its record: it may be about to be replaced.
  private static let pauses = [0, 50, 100, 200, 400, 800].map(Duration.milliseconds)
  /// How long it is served as it was, where nothing newer can be had, before that is tried again.
  private static let respite = TimeAmount.seconds(1)

  private func address(of path: String, _ request: Request) -> DocumentAddress? {
    guard path.utf8.starts(with: settings.path.utf8), let site = request.site else { return nil }
    var name = String(path.utf8.dropFirst(settings.path.utf8.count)) ?? ""
    if name.isEmpty || name.utf8.last == UInt8(ascii: "/") { name += "index.html" }
    return DocumentPath(name).map { DocumentAddress(site: site, path: $0) }
  }

  /// Begins to look for a document, or to wait until others were looked for.
  private func begin(_ address: DocumentAddress, _ kept: Kept?, in state: inout State) -> PendingLoad<Found>? {
    guard state.waiting.count < Limit.waitingLoads.value else { return nil }
    let load = PendingLoad<Found>()
    state.loads[address] = load
    let start: @Sendable () -> Void = { [self] in
      Task {
        let found = await look(for: address, kept)
        let next = self.state.withLock { state in
          state.loads[address] = nil
          if state.waiting.isEmpty { state.running -= 1 }
          return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
        load.finish(with: found)
        next?()
      }
    }
    if state.running < Limit.loads.value {
      state.running += 1
      start()
    } else {
      state.waiting.append(start)
    }
    return load
  }

  private func look(for address: DocumentAddress, _ kept: Kept?) async -> Found {
    for pause in DocumentCache.pauses {
      if pause > .zero { try? await Task.sleep(for: pause) }
      let asked = NIODeadline.now()
      let until = asked + TimeAmount(settings.trust)
      do {
        guard let record = try await origin.record(of: address) else {
          metrics.absent.increment()
          return keep(Kept(document: nil, record: nil, asked: asked, until: until), of: address)
        }
        if let document = kept?.document, kept?.record == record {
          metrics.same.increment()
          return keep(Kept(document: document, record: record, asked: asked, until: until), of: address)
        }
        if let bytes = try await origin.bytes(of: address, as: record) {
          metrics.read.increment()
          let kind = DocumentKind(of: bytes)
          // Those are for other programs.
          let document =
            kind == .host
            ? nil
            : ServedDocument(
              at: address.path, bytes, kind, maxAge: maxAge, counting: traffic.traffic(of: kind, in: nil))
          return keep(Kept(document: document, record: record, asked: asked, until: until), of: address)
        }
      } catch {
        tell("\(error)")
        return failed(address, kept)
      }
    }
    tell("\(address.site)/\(address.path): the store does not have the version that is said to be published")
    return failed(address, kept)
  }

  private func failed(_ address: DocumentAddress, _ kept: Kept?) -> Found {
    metrics.failed.increment()
    guard let kept, let document = kept.document else { return .unreadable }
    metrics.stale.increment()
    let now = NIODeadline.now()
    return keep(
      Kept(document: document, record: kept.record, asked: now, until: now + DocumentCache.respite), of: address)
  }

  /// Says what went wrong, where that is not what was said last.
  private func tell(_ message: String) {
    let isNew = state.withLock { state in
      defer { state.told = message }
      return state.told != message
    }
    if isNew { logger.warning("\(message)") }
  }

  private func keep(_ kept: Kept, of address: DocumentAddress) -> Found {
    let own = 256 + address.site.utf8.count + address.path.string.utf8.count
    let (dropped, size, count) = state.withLock { state in
      state.documents.set(kept.document == nil ? nil : kept, size: own + (kept.document?.size ?? 0), of: address)
      state.absences.set(kept.document == nil ? kept : nil, size: own, of: address)
      let size = state.documents.size + state.absences.size
      return (state.documents.takeDropped() + state.absences.takeDropped(), size, state.documents.count)
    }
    metrics.bytes.set(size)
    metrics.documents.set(count)
    withExtendedLifetime(dropped) {}
    return kept.found
  }
}

extension DocumentCache: DocumentTable {
  func find(_ path: String, for request: Request) -> Finding {
    guard let address = address(of: path, request) else { return .known(.nothing) }
    let now = NIODeadline.now()
    var dropped: [Kept] = []
    let (found, kept, load) = state.withLock { state -> (Found?, Kept?, PendingLoad<Found>?) in
      let kept = state.documents.value(of: address) ?? state.absences.value(of: address)
      dropped = state.documents.takeDropped() + state.absences.takeDropped()
      if let kept, now < kept.until, kept.asked > state.changed[address.site] ?? state.allChanged {
        return (kept.found, nil, nil)
      }
      return (nil, kept, state.loads[address] ?? begin(address, kept, in: &state))
    }
    if !dropped.isEmpty {
      // Freeing many takes as long as many answers.
      Task.detached(priority: .background) { [dropped] in withExtendedLifetime(dropped) {} }
    }
    if let found {
      metrics.hits.increment()
      return .known(found)
    }
    metrics.misses.increment()
    let last = kept?.document.map { Found.route(.document($0)) } ?? .unreadable
    guard let load else { return .known(last) }
    let patience = kept?.document == nil ? settings.patience.first : settings.patience.newer
    return .later { [metrics] in
      if let found = await load.outcome(within: patience) { return found }
      if kept?.document != nil { metrics.stale.increment() }
      return last
    }
  }

  var readiness: (isReady: Bool, json: String) {
    let (isConnected, count) = state.withLock { ($0.isConnected, $0.documents.count) }
    var json = JSONWriter()
    json.object { json in
      json.string("status", isConnected.map { $0 ? "ready" : "cached" } ?? "waiting")
      json.number("documents", count)
    }
    return (isConnected != nil, String(decoding: json.bytes, as: UTF8.self))
  }
}

/// What a cache measures of itself.
private struct CacheMetrics: Sendable {
  let hits: Counter
  let misses: Counter
  let read: Counter
  let same: Counter
  let absent: Counter
  let failed: Counter
  let stale: Counter
  let bytes: Meter
  let documents: Meter
  let connected: Meter

  init(_ registry: MetricsRegistry, limit: Int) {
    func counter(_ name: String, _ result: String) -> Counter {
      Counter(label: name, dimensions: [("result", result)], factory: registry)
    }
    hits = counter("syndicate_cache_requests_total", "hit")
    misses = counter("syndicate_cache_requests_total", "miss")
    read = counter("syndicate_cache_loads_total", "read")
    same = counter("syndicate_cache_loads_total", "same")
    absent = counter("syndicate_cache_loads_total", "absent")
    failed = counter("syndicate_cache_loads_total", "failed")
    stale = Counter(label: "syndicate_cache_stale_total", factory: registry)
    bytes = Meter(label: "syndicate_cache_bytes", factory: registry)
    documents = Meter(label: "syndicate_cache_documents", factory: registry)
    connected = Meter(label: "syndicate_database_connected", factory: registry)
    bytes.set(0)
    documents.set(0)
    connected.set(0)
    Meter(label: "syndicate_cache_limit_bytes", factory: registry).set(limit)
  }
}
