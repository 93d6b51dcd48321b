internal import Crypto
public import Syndication

/// A WebSub hub for the feeds of one site (W3C Recommendation of 2018-01-23): whoever wants to know of a change at once
/// subscribes here, and is sent the feed.
///
/// It keeps what it must do in its store before it says that it will, and cannot be used against others: a callback has to
/// agree, lies on the public Internet, and is followed nowhere; there are bounds for how many there are and how often is asked.
public actor Hub {
  /// A topic's content.
  public struct Content: Sendable {
    /// With its character set.
    public var mediaType: String
    /// As it is, not compressed.
    public var body: [UInt8]
    /// Of the body.
    public var hash: ContentHash

    /// - Parameter hash: where it is known already.
    public init(mediaType: String, body: [UInt8], hash: ContentHash? = nil) {
      self.mediaType = mediaType
      self.body = body
      self.hash = hash ?? ContentHash(body)
    }
  }

  /// What there is of a topic; nil for one that is none of the site's.
  public typealias Contents = @Sendable (_ topic: String) async -> Content?

  /// Its own address.
  public nonisolated let address: String
  let store: HubStore
  let limits: HubLimits
  let clock: PushClock
  let resolver: CallbackResolver
  private let client: PushClient
  let contents: Contents

  var rates: HubRates
  private var queue = ErrandQueue()
  private var flights: [Errand.Key: Flight] = [:]
  /// How many of them make room for others.
  private var aside = 0
  private var outcomes: [(errand: Errand, outcome: HubStore.Outcome, isSlow: Bool)] = []
  /// What was read of a topic, while errands bring it.
  private var kept: (topic: String, content: Content)?
  /// Whether the store may have more that is due than the queue has.
  private var hasMore = true
  /// When what was due was last taken from the store.
  private var looked: Timestamp
  private var isRunning = false
  private let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  private struct Flight {
    let task: Task<Void, Never>
    let start: ContinuousClock.Instant
    /// Whether it makes room for others.
    var isAside: Bool
    let version: Int64
    /// Whether the same is to be done anew.
    var isOutdated = false
  }

  /// - Parameters:
  ///   - address: where subscribers find it.
  ///   - resolver: says where callbacks may be.
  ///   - contents: what there is of a topic.
  public init(
    at address: String, store: HubStore, resolver: CallbackResolver = CallbackResolver(),
    limits: HubLimits = HubLimits(), clock: PushClock = .system, contents: @escaping Contents
  ) {
    self.address = address
    self.store = store
    self.resolver = resolver
    self.limits = limits
    self.clock = clock
    self.contents = contents
    looked = clock.now()
    client = PushClient(resolver, timeout: limits.timeout)
    rates = HubRates(limits)
  }

  // MARK: - Publishing

  /// Sends the content of a topic to its subscribers, where it is another than was sent last.
  ///
  /// - Returns: to how many it is owed now.
  /// - Throws: what keeps it from being remembered: nothing is sent then.
  @discardableResult
  public func publish(_ topic: String) async throws -> Int {
    guard let content = await contents(topic) else {
      try await store.withdraw(topic, at: clock.now())
      wake()
      return 0
    }
    let count = try await store.publish(topic, content.hash, at: clock.now())
    if kept?.topic == topic, kept?.content.hash != content.hash { kept = nil }
    if count > 0 { wake() }
    return count
  }

  /// The same for every topic that somebody subscribed to: to be called when there is a publication, the first one too. What
  /// changed while nobody ran is sent then.
  public func publishAll() async throws {
    for topic in try await store.topics() { try await publish(topic) }
  }

  // MARK: - Errands

  func wake() {
    hasMore = true
    waker.yield()
  }

  /// Does what is owed to callbacks, until the task is cancelled. To be called once, when the contents are there.
  public func run() async {
    isRunning = true
    var alarm: Task<Void, Never>?
    let ticker = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(50))
        await self?.setSlowOnesAside()
      }
    }
    wake()
    for await _ in wakes {
      alarm?.cancel()
      let next = await step()
      alarm = Task { [weak self, clock] in
        if (try? await clock.sleep(next)) != nil { await self?.wake() }
      }
    }
    isRunning = false
    ticker.cancel()
    alarm?.cancel()
    let tasks = flights.values.map(\.task)
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
    try? await flush()
    try? await client.shutDown()
  }

  /// Notes what came of errands, starts what is due, and tells until when there is nothing to do.
  private func step() async -> Timestamp {
    do {
      try await flush()
      let now = clock.now()
      if hasMore {
        hasMore = false
        try await store.expire(at: now)
        looked = now
        let due = try await store.due(at: now, atMost: limits.errands)
        if due.count == limits.errands { hasMore = true }
        take(due)
      }
      launch()
      // The clock may be set.
      let latest = clock.now() + 3600
      return min(try await store.nextDue(after: looked) ?? latest, latest)
    } catch {
      limits.log("the hub's database cannot be used: \(error)")
      hasMore = true
      return clock.now() + 30
    }
  }

  /// Takes what is due into the queue, but for what is under way, or done and not noted yet.
  private func take(_ due: [Errand]) {
    let done = Set(outcomes.lazy.map(\.errand.version))
    queue.add(
      due.filter { errand in
        guard let flight = flights[errand.key] else { return !done.contains(errand.version) }
        if flight.version != errand.version { flights[errand.key]?.isOutdated = true }
        return false
      })
  }

  private func flush() async throws {
    guard !outcomes.isEmpty else { return }
    let batch = outcomes
    outcomes = []
    do { try await store.settle(batch) } catch {
      // Not forgotten; not done twice while it can be helped.
      outcomes = batch + outcomes
      throw error
    }
  }

  /// Starts errands while there is room: quick callbacks have theirs, where no slow one ever is for long.
  private func launch() {
    guard isRunning else { return }
    while flights.count - aside < limits.quickRequests, let errand = queue.takeQuick() { start(errand, isAside: false) }
    // While quick ones wait, they have the room that those take who turn out to be slow.
    let room = queue.hasQuick ? limits.slowRequests / 4 : limits.slowRequests
    while aside < room, let errand = queue.takeSlow() { start(errand, isAside: true) }
  }

  private func start(_ errand: Errand, isAside: Bool) {
    let task = Task {
      let began = ContinuousClock.now
      let outcome = await perform(errand)
      let isSlow =
        switch outcome {
        case .again, .abandoned: true
        default: ContinuousClock.now - began > limits.slowness
        }
      land(errand, outcome, isSlow: isSlow)
    }
    flights[errand.key] = Flight(task: task, start: .now, isAside: isAside, version: errand.version)
    if isAside { aside += 1 }
  }

  private func land(_ errand: Errand, _ outcome: HubStore.Outcome, isSlow: Bool) {
    if let flight = flights.removeValue(forKey: errand.key) {
      if flight.isAside { aside -= 1 }
      if flight.isOutdated { hasMore = true }
    }
    outcomes.append((errand, outcome, isSlow))
    if flights.isEmpty { kept = nil }
    launch()
    waker.yield()
  }

  /// Whoever does not answer quickly makes room for others; where there are too many of them, those that are slow indeed are tried
  /// again later. So a machine that is slow itself gives up none.
  private func setSlowOnesAside() {
    let now = ContinuousClock.now
    let late = flights.filter { !$0.value.isAside && now - $0.value.start > limits.quickness }
    let excess = aside + late.count - limits.slowRequests
    if excess > 0 {
      let slow = flights.values.filter { $0.isAside && now - $0.start > limits.slowness }
      for flight in slow.sorted(by: { $0.start < $1.start }).prefix(excess) { flight.task.cancel() }
    }
    for key in late.keys.prefix(max(0, limits.slowRequests - aside)) {
      flights[key]?.isAside = true
      aside += 1
    }
    launch()
  }

  /// Asks the callback what an errand has to ask, and judges the answer.
  private func perform(_ errand: Errand) async -> HubStore.Outcome {
    switch errand.key.kind {
    case .subscribe, .unsubscribe: await verify(errand)
    case .deny: await deny(errand)
    case .distribute: await distribute(errand)
    }
  }

  /// WebSub §5.3.
  private func verify(_ errand: Errand) async -> HubStore.Outcome {
    let (key, isSubscription) = (errand.key, errand.key.kind == .subscribe)
    guard let content = await contents(key.topic) else { return isSubscription ? .abandoned : .ended }
    let challenge = (0..<2).map { _ in ContentHash(value: .random(in: 0...UInt64.max)).description }.joined()
    var fields = [("hub.mode", key.kind.rawValue), ("hub.topic", key.topic), ("hub.challenge", challenge)]
    if isSubscription { fields.append(("hub.lease_seconds", "\(errand.lease)")) }
    do {
      let answer = try await client.ask(
        CallbackRequest(url: url(of: key.callback, with: fields)), wanting: challenge.utf8.count + 1)
      guard 200..<300 ~= answer.status, answer.body == Array(challenge.utf8) else { return .abandoned }
    } catch is CallbackResolver.Refusal {
      return .abandoned
    } catch {
      return again(errand, limits.verifications)
    }
    guard isSubscription, let host = try? resolver.host(of: key.callback) else { return .ended }
    return .confirmed(host: host, until: clock.now() + errand.lease, content: content.hash)
  }

  /// WebSub §5.2: told once, and again where nobody answers.
  private func deny(_ errand: Errand) async -> HubStore.Outcome {
    let fields = [
      ("hub.mode", "denied"), ("hub.topic", errand.key.topic), ("hub.reason", "there is no such feed any more"),
    ]
    do {
      _ = try await client.ask(CallbackRequest(url: url(of: errand.key.callback, with: fields)), wanting: 0)
      return .done
    } catch is CallbackResolver.Refusal {
      return .abandoned
    } catch {
      return again(errand, limits.verifications)
    }
  }

  /// WebSub §7 and §8.
  private func distribute(_ errand: Errand) async -> HubStore.Outcome {
    guard let content = await content(of: errand.key.topic) else { return .abandoned }
    var request = CallbackRequest(url: errand.key.callback, body: content.body)
    request.headers = [
      ("Content-Type", content.mediaType), ("Link", "<\(address)>; rel=\"hub\", <\(errand.key.topic)>; rel=\"self\""),
    ]
    if let secret = errand.secret {
      request.headers.append(("X-Hub-Signature", "sha256=" + Hub.signature(of: content.body, by: secret)))
    }
    do {
      let answer = try await client.ask(request, wanting: 0)
      if 200..<300 ~= answer.status { return .done }
      // Gone for good (§7).
      if answer.status == 410 { return .ended }
    } catch is CallbackResolver.Refusal {
      return .ended
    } catch {}
    return again(errand, limits.distributions)
  }

  private func again(_ errand: Errand, _ tries: HubLimits.Tries) -> HubStore.Outcome {
    guard errand.attempts + 1 < tries.count else { return .abandoned }
    // Ended to make room: that says less of the callback than of the others.
    return .again(clock.now() + (Task.isCancelled ? limits.eviction : tries.backoff.delay(after: errand.attempts + 1)))
  }

  private func content(of topic: String) async -> Content? {
    if let kept, kept.topic == topic { return kept.content }
    let content = await contents(topic)
    if let content { kept = (topic, content) }
    return content
  }

  private nonisolated func url(of callback: String, with fields: [(String, String)]) -> String {
    // What the callback's address asks already stays (§5.3).
    callback + (callback.contains("?") ? "&" : "?") + WebForm(fields.map { (name: $0.0, value: $0.1) }).text
  }

  /// HMAC (RFC 2104), in hexadecimal.
  static func signature(of body: [UInt8], by secret: String) -> String {
    HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8)))
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Errands that wait for room, those of quick callbacks apart; each key once.
private struct ErrandQueue {
  private var quick: [Errand] = []
  private var slow: [Errand] = []
  private var keys: Set<Errand.Key> = []

  /// Those that are waiting already stay where they are, as they are now.
  mutating func add(_ errands: [Errand]) {
    var later: [Errand.Key: Errand] = [:]
    // The first in order is to be the last here.
    var new: (quick: [Errand], slow: [Errand]) = ([], [])
    for errand in errands.reversed() {
      if !keys.insert(errand.key).inserted {
        later[errand.key] = errand
      } else if errand.isSlow {
        new.slow.append(errand)
      } else {
        new.quick.append(errand)
      }
    }
    (quick, slow) = (new.quick + quick, new.slow + slow)
    guard !later.isEmpty else { return }
    for index in quick.indices { quick[index] = later[quick[index].key] ?? quick[index] }
    for index in slow.indices { slow[index] = later[slow[index].key] ?? slow[index] }
  }

  var hasQuick: Bool { !quick.isEmpty }

  mutating func takeQuick() -> Errand? { take(\.quick) }
  mutating func takeSlow() -> Errand? { take(\.slow) }

  private mutating func take(_ list: WritableKeyPath<ErrandQueue, [Errand]>) -> Errand? {
    guard let errand = self[keyPath: list].popLast() else { return nil }
    keys.remove(errand.key)
    return errand
  }
}

/// For who looks after a hub.
extension Hub {
  /// Of a topic, the callbacks that are subscribed, and until when.
  public func subscriptions(to topic: String) async throws -> [(callback: String, expires: Timestamp)] {
    try await store.subscriptions(to: topic)
  }

  /// How much is to be asked of callbacks, or sent to them.
  public func owed() async throws -> Int { try await store.owed() }

  /// When something is to be done next that is not due now; nil where there is nothing.
  public func nextDue() async throws -> Timestamp? { try await store.nextDue(after: clock.now()) }
}
