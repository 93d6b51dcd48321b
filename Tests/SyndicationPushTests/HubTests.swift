import Synchronization
import Syndication
import SyndicationPush
import SyndicationTesting
import Testing

/// A hub with two topics, beside a server that has the callbacks.
final class HubFixture: Sendable {
  static let topic = "https://example.org/feeds/all.atom"
  static let other = "https://example.org/feeds/all.json"
  static let address = "https://example.org/feeds/hub"

  let folder: TemporaryFolder
  let clock = ManualClock()
  let server: WebServer
  private let running = Mutex<Task<Void, Never>?>(nil)
  private let current: Mutex<Hub>

  var hub: Hub { current.withLock { $0 } }

  init(_ adjust: (inout HubLimits) -> Void = { _ in }, resolver: CallbackResolver? = nil) async throws {
    folder = try TemporaryFolder()
    server = try await WebServer()
    var limits = HubLimits()
    // Of tests that ask much at once.
    limits.requestsOfPeer = (burst: 10_000, perSecond: 1_000)
    limits.requestsAboutHost = (burst: 10_000, perSecond: 1_000)
    adjust(&limits)
    let holder = Contents()
    self.holder = holder
    self.limits = limits
    self.resolver = resolver ?? CallbackResolver(allowing: [AddressRange("127.0.0.0/8")!])
    current = Mutex(
      Hub(
        at: Self.address, store: try HubStore(folder["hub.sqlite"]), resolver: self.resolver, limits: limits,
        clock: clock.clock, contents: { holder[$0] }))
    server.answers { Self.agrees($0) ?? .init() }
    write("one")
    holder[Self.other] = Hub.Content(mediaType: "application/feed+json; charset=utf-8", body: Array("{}".utf8))
  }

  private let holder: Contents
  private let limits: HubLimits
  private let resolver: CallbackResolver

  final class Contents: Sendable {
    private let contents = Mutex<[String: Hub.Content]>([:])
    subscript(topic: String) -> Hub.Content? {
      get { contents.withLock { $0[topic] } }
      set { contents.withLock { $0[topic] = newValue } }
    }
  }

  func write(_ text: String?) {
    holder[Self.topic] = text.map { .init(mediaType: "application/atom+xml; charset=utf-8", body: Array($0.utf8)) }
  }

  func run() {
    running.withLock { running in
      let hub = hub
      running = Task { await hub.run() }
    }
  }

  func stop() async {
    let task = running.withLock { $0.take() }
    task?.cancel()
    await task?.value
  }

  /// Another process, with the same database.
  func restart() async throws {
    await stop()
    let (holder, store) = (holder, try HubStore(folder["hub.sqlite"]))
    current.withLock {
      $0 = Hub(
        at: Self.address, store: store, resolver: resolver, limits: limits, clock: clock.clock, contents: { holder[$0] }
      )
    }
  }

  /// What a callback answers that agrees to what it is asked; nil for a request that asks nothing.
  static func agrees(_ request: WebServer.Request) -> WebServer.Answer? {
    WebForm(reading: request.query.utf8)["hub.challenge"].map { .init(200, $0) }
  }

  func ask(
    _ mode: String = "subscribe", _ callback: String? = nil, topic: String = HubFixture.topic,
    peer: String = "192.0.2.1",
    _ more: [(String, String)] = []
  ) async -> HubResponse {
    let form = WebForm(
      [("hub.mode", mode), ("hub.topic", topic), ("hub.callback", callback ?? server.url + "/cb")]
        + more.map { (name: $0.0, value: $0.1) })
    return await hub.answer(
      HubRequest(
        method: "POST", contentType: "application/x-www-form-urlencoded; charset=utf-8", body: Array(form.text.utf8),
        peer: peer))
  }

  /// Subscribes, and waits until the callback has agreed.
  func subscribe(_ callbacks: [String] = ["/cb"], _ more: [(String, String)] = []) async throws {
    for callback in callbacks { #expect(await ask("subscribe", server.url + callback, more).status == 202) }
    try await eventually {
      let all = try await hub.subscriptions(to: Self.topic).map(\.callback)
      return callbacks.allSatisfy { all.contains(server.url + $0) }
    }
  }

  /// What callbacks were sent, by their paths.
  var sent: [String] { server.requests.filter { $0.method == "POST" }.map(\.path) }

  deinit { running.withLock { $0?.cancel() } }
}

@Suite("WebSub: a hub", .timeLimit(.minutes(20))) struct HubTests {
  @Test("§5.3 asks the callback whether it is meant, with a challenge, and keeps what its address asks already")
  func verification() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    #expect(
      await fixture.ask("subscribe", fixture.server.url + "/cb?id=7", [("hub.lease_seconds", "3600")]).status == 202)
    try await eventually { try await !fixture.hub.subscriptions(to: HubFixture.topic).isEmpty }
    let request = try #require(fixture.server.requests.first)
    #expect(request.method == "GET" && request.path == "/cb" && request.query.hasPrefix("id=7&"))
    let form = WebForm(reading: request.query.utf8)
    #expect(form["hub.mode"] == "subscribe" && form["hub.topic"] == HubFixture.topic)
    #expect(form["hub.lease_seconds"] == "3600" && (form["hub.challenge"]?.count ?? 0) >= 32)
    let subscription = try #require(try await fixture.hub.subscriptions(to: HubFixture.topic).first)
    #expect(subscription.expires == fixture.clock.now + 3600)
    await fixture.stop()
  }

  @Test("§5.3 takes nothing but the challenge for yes", arguments: ["", "no", "x", "\n"])
  func wrongChallenge(end: String) async throws {
    let fixture = try await HubFixture()
    fixture.server.answers { request in
      let challenge = WebForm(reading: request.query.utf8)["hub.challenge"] ?? ""
      return end == "no" ? .init(404, challenge) : end == "" ? .init(200) : .init(200, challenge + end)
    }
    fixture.run()
    #expect(await fixture.ask().status == 202)
    try await eventually { try await fixture.hub.owed() == 0 && fixture.server.requests.count == 1 }
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty)
    await fixture.stop()
  }

  @Test("§7, §8 sends the whole content with its type, links and signature, and that which changed alone")
  func distribution() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe(["/plain"])
    try await fixture.subscribe(["/secret"], [("hub.secret", "key")])
    #expect(try await fixture.hub.publish(HubFixture.topic) == 0, "nothing is new")
    fixture.write("The quick brown fox jumps over the lazy dog")
    #expect(try await fixture.hub.publish(HubFixture.topic) == 2)
    #expect(try await fixture.hub.publish(HubFixture.other) == 0, "nobody has subscribed")
    try await eventually { fixture.sent.count == 2 }
    for request in fixture.server.requests where request.method == "POST" {
      #expect(request.text == "The quick brown fox jumps over the lazy dog")
      #expect(request.headers["content-type"] == "application/atom+xml; charset=utf-8")
      #expect(request.headers["content-encoding"] == nil)
      #expect(
        request.headers["link"] == "<\(HubFixture.address)>; rel=\"hub\", <\(HubFixture.topic)>; rel=\"self\"")
      // RFC 2104, of what is known of these words.
      #expect(
        request.headers["x-hub-signature"]
          == (request.path == "/plain"
            ? nil : "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"))
    }
    #expect(Set(fixture.sent) == ["/plain", "/secret"])
    await fixture.stop()
  }

  @Test("§5.1 takes an unsubscription for one when the callback agrees, and sends nothing any more")
  func unsubscription() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe()
    fixture.server.answers { _ in .init(404) }
    #expect(await fixture.ask("unsubscribe").status == 202)
    try await eventually { try await fixture.hub.owed() == 0 && fixture.server.requests.count == 2 }
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1, "nobody agreed")
    fixture.server.answers { HubFixture.agrees($0) ?? .init() }
    #expect(await fixture.ask("unsubscribe").status == 202)
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty }
    fixture.write("two")
    #expect(try await fixture.hub.publish(HubFixture.topic) == 0)
    #expect(await fixture.ask("unsubscribe").status == 404)
    #expect(fixture.sent == [])
    await fixture.stop()
  }

  @Test("§5.2 tells subscribers that a topic has gone, and forgets them")
  func denial() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe()
    fixture.server.forget()
    fixture.write(nil)
    try await fixture.hub.publishAll()
    try await eventually { fixture.server.requests.count == 1 }
    let form = WebForm(reading: fixture.server.requests[0].query.utf8)
    #expect(form["hub.mode"] == "denied" && form["hub.topic"] == HubFixture.topic && form["hub.reason"] != nil)
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty)
    #expect(await fixture.ask().status == 404)
    await fixture.stop()
  }

  @Test("§5.3 lets a lease end, unless it is renewed")
  func lease() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe(["/short", "/renewed"], [("hub.lease_seconds", "100")])
    fixture.clock.advance(60)
    try await fixture.subscribe(["/renewed"], [("hub.lease_seconds", "100")])
    try await eventually {
      try await fixture.hub.subscriptions(to: HubFixture.topic).contains { $0.expires == fixture.clock.now + 100 }
    }
    fixture.clock.advance(60)
    fixture.write("two")
    #expect(try await fixture.hub.publish(HubFixture.topic) == 1)
    try await eventually { fixture.sent == ["/renewed"] }
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1 }
    await fixture.stop()
  }

  @Test("§5.1 gives no lease that is longer or shorter than it may be")
  func leaseBounds() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    for (asked, given) in [("1", "60"), ("999999999", "2592000"), ("0", "864000"), ("", "864000")] {
      fixture.server.forget()
      #expect(await fixture.ask("subscribe", nil, [("hub.lease_seconds", asked)]).status == 202)
      try await eventually { fixture.server.requests.count == 1 }
      #expect(WebForm(reading: fixture.server.requests[0].query.utf8)["hub.lease_seconds"] == given)
      try await eventually { try await fixture.hub.owed() == 0 }
    }
    #expect(await fixture.ask("subscribe", nil, [("hub.lease_seconds", "-1")]).status == 400)
    await fixture.stop()
  }

  @Test("§7 tries again what fails, later and later, and what is new then; follows nowhere; and 410 ends it")
  func retries() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe()
    fixture.server.forget()
    fixture.server.answers { _ in .init(302, headers: [("Location", "/elsewhere")]) }
    fixture.write("two")
    try await fixture.hub.publish(HubFixture.topic)
    var count = 0
    for delay: Int64 in [60, 240, 960] {
      count += 1
      try await eventually {
        try await fixture.hub.nextDue() == fixture.clock.now + delay && fixture.sent.count == count
      }
      fixture.clock.advance(delay)
    }
    try await eventually { try await fixture.hub.nextDue() == fixture.clock.now + 3840 && fixture.sent.count == 4 }
    #expect(Set(fixture.sent) == ["/cb"])
    fixture.server.answers { _ in .init(410) }
    fixture.write("three")
    try await fixture.hub.publish(HubFixture.topic)
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty }
    #expect(fixture.server.requests.last?.text == "three")
    #expect(try await fixture.hub.owed() == 0)
    await fixture.stop()
  }

  @Test("gives a distribution up at last, and keeps the subscription")
  func abandoned() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe()
    fixture.server.answers { _ in .init(500) }
    fixture.write("two")
    try await fixture.hub.publish(HubFixture.topic)
    for count in 1...8 {
      try await eventually { fixture.sent.count == count }
      try await eventually { try await fixture.hub.nextDue() != nil }
      if count < 8 {
        try await eventually { try await (fixture.hub.nextDue() ?? fixture.clock.now) < fixture.clock.now + 86_400 }
        fixture.clock.advance(try #require(try await fixture.hub.nextDue()).seconds - fixture.clock.now.seconds)
      }
    }
    try await eventually { try await fixture.hub.owed() == 0 }
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1)
    fixture.server.answers { _ in .init() }
    fixture.write("three")
    try await fixture.hub.publish(HubFixture.topic)
    try await eventually { fixture.server.requests.last?.text == "three" }
    await fixture.stop()
  }

  // MARK: - What lasts

  @Test("that ends after it said 202 asks the callback when it is there again")
  func restartBeforeVerification() async throws {
    let fixture = try await HubFixture()
    #expect(await fixture.ask().status == 202)
    try await fixture.restart()
    fixture.run()
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1 }
    await fixture.stop()
  }

  @Test("that ends before it has sent what it owes sends it when it is there again, and once")
  func restartBeforeDistribution() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe(["/a", "/b"])
    await fixture.stop()
    fixture.write("two")
    try await fixture.hub.publish(HubFixture.topic)
    try await fixture.restart()
    fixture.run()
    try await eventually { try await fixture.hub.owed() == 0 && fixture.sent.count == 2 }
    await fixture.stop()
    try await fixture.restart()
    fixture.run()
    try await fixture.hub.publishAll()
    #expect(try await fixture.hub.owed() == 0)
    #expect(Set(fixture.sent) == ["/a", "/b"] && fixture.sent.count == 2)
    await fixture.stop()
  }

  @Test("sends what changed while it was not there")
  func changedMeanwhile() async throws {
    let fixture = try await HubFixture()
    fixture.run()
    try await fixture.subscribe()
    await fixture.stop()
    fixture.write("two")
    try await fixture.restart()
    try await fixture.hub.publishAll()
    fixture.run()
    try await eventually { fixture.sent == ["/cb"] }
    await fixture.stop()
  }

  @Test("sends the newest, where it changes while it is sent")
  func changedWhileSent() async throws {
    let fixture = try await HubFixture { $0.timeout = .seconds(1) }
    fixture.run()
    try await fixture.subscribe()
    let hub = fixture.hub
    let isFirst = Mutex(true)
    fixture.server.answers { request in
      let first = isFirst.withLock { first in
        defer { first = false }
        return first
      }
      // Never answered: the next version is due while it is under way.
      return first ? nil : .init()
    }
    fixture.write("two")
    try await hub.publish(HubFixture.topic)
    try await eventually { fixture.sent.count == 1 }
    fixture.write("three")
    try await hub.publish(HubFixture.topic)
    try await eventually { fixture.server.requests.last?.text == "three" }
    try await eventually { try await hub.owed() == 0 }
    await fixture.stop()
  }

  // MARK: - Who cannot be harmed

  @Test(
    "asks nobody at an address that is not of the whole Internet, however it is written",
    arguments: [
      "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/",
      "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
      "http://0.0.0.0/", "http://10.0.0.1/", "http://192.168.0.1:8080/", "http://169.254.169.254/latest/meta-data/",
      "http://[fe80::1]/", "http://[fd00::1]/", "http://localhost/", "http://LOCALHOST./", "http://ip6-localhost/",
    ])
  func privateAddress(callback: String) async throws {
    let fixture = try await HubFixture(resolver: CallbackResolver())
    fixture.run()
    let response = await fixture.ask("subscribe", callback)
    // What names lead to is looked up later.
    #expect([202, 400].contains(response.status))
    try await eventually { try await fixture.hub.owed() == 0 }
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty)
    let resolver = CallbackResolver()
    await #expect(throws: CallbackResolver.Refusal.self) { try await resolver.check(callback) }
    await fixture.stop()
  }

  @Test(
    "takes no callback that is none",
    arguments: [
      "", "/cb", "ftp://example.com/", "file:///etc/passwd", "http://", "http://user:word@example.com/",
      "http://example.com:25/", "http://example.com:22/", "http://example.com/#x", "javascript:alert(1)",
      "gopher://example.com/", "http://example.com:99999/", "unix:///run/x",
    ])
  func badCallback(callback: String) async throws {
    let fixture = try await HubFixture()
    #expect(await fixture.ask("subscribe", callback).status == 400)
    #expect(try await fixture.hub.owed() == 0)
  }

  @Test("connects to the address that it checked, by the name that it was given")
  func checkedAddress() async throws {
    let lookups = Mutex(0)
    let resolver = CallbackResolver(allowing: [AddressRange("127.0.0.0/8")!]) { host in
      lookups.withLock { $0 += 1 }
      return host == "callback.example" ? [NetworkAddress("127.0.0.1")!] : []
    }
    let fixture = try await HubFixture(resolver: resolver)
    fixture.run()
    let callback = "http://callback.example:\(fixture.server.port)/cb"
    #expect(await fixture.ask("subscribe", callback).status == 202)
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1 }
    #expect(fixture.server.requests.first?.headers["host"] == "callback.example:\(fixture.server.port)")
    #expect(lookups.withLock { $0 } == 1)
    await fixture.stop()
  }

  @Test("asks nobody whose name leads to the Internet and to a private network, nor one that moved to one")
  func mixedAddresses() async throws {
    let isPrivate = Mutex(false)
    let resolver = CallbackResolver(allowing: [AddressRange("127.0.0.1/32")!]) { host in
      isPrivate.withLock { $0 }
        ? [NetworkAddress("127.0.0.1")!, NetworkAddress("10.0.0.1")!] : [NetworkAddress("127.0.0.1")!]
    }
    let fixture = try await HubFixture(resolver: resolver)
    fixture.run()
    let callback = "http://moving.example:\(fixture.server.port)/cb"
    #expect(await fixture.ask("subscribe", callback).status == 202)
    try await eventually { try await fixture.hub.subscriptions(to: HubFixture.topic).count == 1 }
    isPrivate.withLock { $0 = true }
    fixture.write("two")
    try await fixture.hub.publish(HubFixture.topic)
    try await eventually { try await fixture.hub.owed() == 0 }
    #expect(fixture.sent == [])
    #expect(try await fixture.hub.subscriptions(to: HubFixture.topic).isEmpty)
    await fixture.stop()
  }

  @Test("refuses what is no request of WebSub, and says why")
  func refusals() async throws {
    let fixture = try await HubFixture()
    func post(_ body: String, type: String? = "application/x-www-form-urlencoded") async -> HubResponse {
      await fixture.hub.answer(HubRequest(method: "POST", contentType: type, body: Array(body.utf8), peer: "192.0.2.1"))
    }
    let get = await fixture.hub.answer(HubRequest(method: "GET", contentType: nil, body: [], peer: "192.0.2.1"))
    #expect(get.status == 405 && get.headers == [.init(name: "Allow", value: "POST")])
    #expect(await post("", type: nil).status == 415)
    #expect(await post("{}", type: "application/json").status == 415)
    #expect(await post("").status == 400)
    #expect(await post("hub.mode=dance").status == 400)
    #expect(await post("hub.mode=subscribe").status == 400)
    #expect(await post("hub.mode=subscribe&hub.topic=x").status == 400)
    #expect(await post(String(repeating: "x", count: 20_000)).status == 413)
    #expect(await post("hub.mode=publish&hub.url=https://elsewhere.example/").status == 404)
    #expect(await fixture.ask("subscribe", topic: "https://elsewhere.example/feed").status == 404)
    #expect(await fixture.ask("subscribe", nil, [("hub.secret", String(repeating: "x", count: 200))]).status == 400)
    #expect(await fixture.ask("subscribe", nil, [("hub.secret", String(repeating: "x", count: 199))]).status == 202)
    let long = fixture.server.url + "/" + String(repeating: "x", count: 2_048)
    #expect(await fixture.ask("subscribe", long).status == 400)
    #expect(await fixture.ask("unsubscribe").status == 404)
  }

  @Test("is asked by one network so often, and about one host so often")
  func rates() async throws {
    let fixture = try await HubFixture {
      $0.requestsOfPeer = (burst: 3, perSecond: 1)
      $0.requestsAboutHost = (burst: 5, perSecond: 1)
    }
    func ask(_ peer: String) async -> Int { await fixture.ask(peer: peer).status }
    for _ in 1...3 { #expect(await ask("2001:db8::1") == 202) }
    let refused = await fixture.ask(peer: "2001:db8::ffff")
    #expect(refused.status == 429 && refused.headers.contains { $0.name == "Retry-After" })
    #expect(await ask("2001:db8:0:1::1") == 202)
    #expect(await ask("192.0.2.7") == 202)
    #expect(await ask("192.0.2.8") == 429, "about one host, whoever asks")
    fixture.clock.advance(1)
    #expect(await ask("192.0.2.9") == 202)
  }

  @Test("has so many subscriptions, and no more")
  func counts() async throws {
    let fixture = try await HubFixture { $0.subscriptions = 2 }
    fixture.run()
    try await fixture.subscribe(["/a", "/b"])
    #expect(await fixture.ask("subscribe", fixture.server.url + "/c").status == 503)
    #expect(await fixture.ask("subscribe", fixture.server.url + "/b").status == 202, "that is renewed")
    await fixture.stop()
  }

  @Test("lets no callback that is slow, or fails, hold up another")
  func slow() async throws {
    let fixture = try await HubFixture {
      $0.quickRequests = 4
      $0.slowRequests = 16
      $0.quickness = .milliseconds(50)
      $0.slowness = .milliseconds(500)
      $0.timeout = .seconds(300)
    }
    fixture.run()
    let callbacks = (0..<40).flatMap { ["/slow/\($0)", "/quick/\($0)", "/failing/\($0)"] }
    try await fixture.subscribe(callbacks)
    fixture.server.forget()
    fixture.server.answers { request in
      request.path.hasPrefix("/slow") ? nil : request.path.hasPrefix("/quick") ? .init() : .init(500)
    }
    fixture.write("two")
    let start = ContinuousClock.now
    #expect(try await fixture.hub.publish(HubFixture.topic) == 120)
    try await eventually { Set(fixture.sent.filter { $0.hasPrefix("/quick") }).count == 40 }
    // Four at a time that wait for five minutes would have taken fifty.
    #expect(ContinuousClock.now - start < .seconds(1200))
    await fixture.stop()
  }

  // MARK: - Faults

  @Test("whose database is none, or of a newer program, does not begin")
  func badDatabase() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "This is no database. ", count: 500), to: "text")
    #expect(throws: (any Error).self) { try HubStore(folder["text"]) }
    #expect(folder.text("text")?.hasPrefix("This is no database.") == true)
    #expect(throws: (any Error).self) { try HubStore(folder["missing/hub.sqlite"]) }
    #expect(throws: (any Error).self) { try HubStore("/proc/hub.sqlite") }
  }

  @Test("whose database is full says 503 and keeps nothing, and goes on with what it has")
  func fullDatabase() async throws {
    let folder = try TemporaryFolder()
    let server = try await WebServer { HubFixture.agrees($0) ?? .init() }
    let store = try HubStore(folder["hub.sqlite"], bytes: 400_000)
    let content = Hub.Content(mediaType: "application/atom+xml", body: Array("one".utf8))
    var limits = HubLimits()
    limits.requestsOfPeer = (burst: 1e6, perSecond: 1)
    limits.requestsAboutHost = (burst: 1e6, perSecond: 1)
    let hub = Hub(
      at: HubFixture.address, store: store, resolver: CallbackResolver(allowing: [AddressRange("127.0.0.0/8")!]),
      limits: limits
    ) { _ in content }
    var statuses: [Int] = []
    for index in 0..<1_000 where statuses.last != 503 {
      let form = WebForm([
        ("hub.mode", "subscribe"), ("hub.topic", HubFixture.topic),
        ("hub.callback", "\(server.url)/\(index)-" + String(repeating: "x", count: 1_000)),
      ])
      let request = HubRequest(
        method: "POST", contentType: "application/x-www-form-urlencoded", body: Array(form.text.utf8), peer: "192.0.2.1"
      )
      statuses.append(await hub.answer(request).status)
    }
    #expect(statuses.last == 503 && statuses.dropLast().allSatisfy { $0 == 202 } && statuses.count > 10)
    let owed = try await hub.owed()
    #expect(owed == statuses.count - 1)
  }
}
