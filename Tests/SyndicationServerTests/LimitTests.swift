import Metrics
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Syndication
import SyndicationSite
import Testing

@testable import SyndicationServer

private typealias ByteBuffer = NIOCore.ByteBuffer

@Suite("A client that takes too much") struct LimitTests {
  @Test("who asks too often is told when to ask again, and nobody else is") func rates() async throws {
    let blog = try await ServedBlog(rest: #", "serve": {"requestsPerMinute": 3}"#)
    let statuses = try (0..<5).map { _ in try blog.ask("/all.atom", peer: "192.0.2.1").status }
    #expect(statuses == [200, 200, 200, 429, 429])
    #expect(try blog.ask("/all.atom", peer: "192.0.2.1")["Retry-After"] == "20")
    #expect(try blog.ask("/healthz", peer: "192.0.2.1").status == 200)
    #expect(try blog.ask("/all.atom", peer: "192.0.2.2").status == 200)
    // IPv6 by what one subscriber has.
    let peers = ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::", "2001:db8::4", "2001:db8:0:1::1"]
    #expect(try peers.map { try blog.ask("/all.atom", peer: $0).status } == [200, 200, 200, 429, 200])
    // This machine may be a proxy that nobody has named.
    for _ in 0..<10 { #expect(try blog.ask("/all.atom", peer: "127.0.0.1").status == 200) }
  }

  @Test("a bucket fills as time goes on, and what is remembered is bounded") func buckets() throws {
    let limit = RequestLimit(capacity: 100)
    let address = try #require(NetworkAddress("192.0.2.1"))
    for _ in 0..<60 { #expect(limit.delay(of: address, now: 0, perMinute: 60) == nil) }
    #expect(limit.delay(of: address, now: 0, perMinute: 60) == 1)
    #expect(limit.delay(of: address, now: 0.5, perMinute: 60) == 1)
    #expect(limit.delay(of: address, now: 1.5, perMinute: 60) == nil)
    for number in 0..<1_000 {
      _ = limit.delay(of: NetworkAddress(high: UInt64(number + 1) << 32, low: 0), now: 2, perMinute: 60)
    }
    #expect(limit.count <= 100)
  }

  @Test("behind a proxy that is trusted it is the client that counts") func proxies() async throws {
    let blog = try await ServedBlog(
      rest: #", "serve": {"requestsPerMinute": 1, "proxies": ["10.0.0.0/8", "::1"]}"#)
    func status(_ fields: KeyValuePairs<String, String>, peer: String = "10.1.2.3") throws -> Int {
      try blog.ask("/all.atom", fields, peer: peer).status
    }
    #expect(try status(["X-Forwarded-For": "192.0.2.1"]) == 200)
    #expect(try status(["X-Forwarded-For": "192.0.2.1"]) == 429)
    #expect(try status(["X-Forwarded-For": "192.0.2.2"]) == 200)
    // Whom a client names itself is not believed.
    #expect(try status(["X-Forwarded-For": "192.0.2.77, 192.0.2.2"]) == 429)
    #expect(try status(["Forwarded": "for=192.0.2.3;proto=https"]) == 200)
    #expect(try status(["Forwarded": "for=192.0.2.3"]) == 429)
    #expect(try status(["X-Forwarded-For": "192.0.2.4"], peer: "203.0.113.1") == 200)
    #expect(try status(["X-Forwarded-For": "192.0.2.5"], peer: "203.0.113.1") == 429)
  }

  @Test(
    "the address of a client is the last that a trusted proxy vouches for",
    arguments: [
      ("for=192.0.2.1", nil, "192.0.2.1"), ("for=\"[2001:db8::1]:4711\"", nil, "2001:db8::1"),
      ("For=192.0.2.1:80;by=x", nil, "192.0.2.1"), ("for=unknown", nil, "10.0.0.1"),
      ("for=_a, for=10.0.0.2", nil, "10.0.0.2"),
      (nil, "192.0.2.1, 10.0.0.2", "192.0.2.1"), (nil, "x", "10.0.0.1"), (nil, "192.0.2.9, 192.0.2.1", "192.0.2.1"),
      ("for=192.0.2.1", "192.0.2.2", "192.0.2.1"), (nil, "10.0.0.3, 10.0.0.2", "10.0.0.3"), (nil, "", "10.0.0.1"),
    ] as [(String?, String?, String)])
  func clients(forwarded: String?, forwardedFor: String?, client: String) throws {
    let proxies = [try #require(AddressRange("10.0.0.0/8"))]
    let found = ClientAddress.client(
      of: NetworkAddress("10.0.0.1"), forwarded: forwarded, forwardedFor: forwardedFor, trusting: proxies)
    #expect(found?.description == client)
    let stranger = ClientAddress.client(
      of: NetworkAddress("192.0.2.200"), forwarded: forwarded, forwardedFor: forwardedFor, trusting: proxies)
    #expect(stranger?.description == "192.0.2.200")
  }

  // MARK: - Slow ones, by the clock of a loop that stands still

  private func channel(of blog: ServedBlog) throws -> EmbeddedChannel {
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandlers(
      ByteToMessageHandler(
        HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: ConnectionLimits.decoder)),
      HTTP1Handler(blog.service, DateLine(), peer: NetworkAddress("192.0.2.1")))
    try channel.connect(to: SocketAddress(ipAddress: "192.0.2.1", port: 4711)).wait()
    return channel
  }

  private func answers(_ channel: EmbeddedChannel) throws -> [RawAnswer] {
    var bytes: [UInt8] = []
    while let part = try channel.readOutbound(as: ByteBuffer.self) { bytes += part.readableBytesView }
    return RawAnswer.all(in: bytes)
  }

  private func statuses(_ channel: EmbeddedChannel) throws -> [Int] { try answers(channel).map(\.status) }

  @Test("a head that comes a byte at a time is given up on") func slowHeads() async throws {
    let channel = try channel(of: try await ServedBlog())
    var seconds = 0
    for byte in "GET /all.atom HTTP/1.1\r\nHost: a.org\r\n" where channel.isActive {
      try channel.writeInbound(ByteBuffer(string: String(byte)))
      channel.embeddedEventLoop.advanceTime(by: .seconds(1))
      seconds += 1
    }
    #expect(try statuses(channel) == [408])
    #expect(!channel.isActive)
    #expect(seconds < 20)
  }

  @Test("a connection on which nobody asks is closed, and one on which somebody does is not") func idle() async throws {
    let channel = try channel(of: try await ServedBlog())
    for _ in 0..<5 {
      channel.embeddedEventLoop.advanceTime(by: .seconds(45))
      #expect(channel.isActive)
      try channel.writeInbound(ByteBuffer(string: RawCase.get("/healthz")))
      #expect(try statuses(channel) == [200])
    }
    channel.embeddedEventLoop.advanceTime(by: .seconds(66))
    #expect(!channel.isActive)
    #expect(try statuses(channel) == [])
  }

  @Test("one that is to end ends once it has answered") func quiescing() async throws {
    let blog = try await ServedBlog()
    let (idle, busy) = (try channel(of: blog), try channel(of: blog))
    try busy.writeInbound(ByteBuffer(string: "GET /all.atom HTTP/1.1\r\nHo"))
    for channel in [idle, busy] { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    idle.embeddedEventLoop.advanceTime(by: .seconds(3))
    #expect(!idle.isActive)
    #expect(busy.isActive)
    try busy.writeInbound(ByteBuffer(string: "st: a.org\r\n\r\n"))
    busy.embeddedEventLoop.advanceTime(by: .seconds(3))
    let last = try answers(busy)
    #expect(last.map(\.status) == [200])
    #expect(last.first?["Connection"] == "close")
    #expect(!busy.isActive)
  }
}

@Suite("What is measured") struct MetricsTests {
  @Test("is told by feed, format and status, and to those alone who look after the server") func requests() async throws
  {
    let blog = try await ServedBlog(rest: #", "serve": {"monitors": ["192.0.2.9"]}"#)
    for _ in 0..<3 { _ = try blog.ask("/tags/graphs.atom") }
    _ = try blog.ask("/all.json", ["If-None-Match": "*"])
    _ = try blog.ask("/nowhere")
    #expect(try blog.ask("/metrics").status == 403)
    #expect(try blog.ask("/metrics", ["X-Forwarded-For": "192.0.2.1"], peer: "127.0.0.1").status == 403)
    #expect(try blog.ask("/metrics", peer: "127.0.0.1").status == 200)
    let lines = try blog.ask("/metrics", peer: "192.0.2.9").text.split(separator: "\n")
    #expect(lines.contains(#"syndicate_http_requests_total{feed="tag",format="atom",status="200"} 3"#))
    #expect(lines.contains(#"syndicate_http_requests_total{feed="all",format="json",status="304"} 1"#))
    #expect(lines.contains(#"syndicate_http_requests_total{feed="none",format="none",status="404"} 1"#))
    #expect(lines.contains("# TYPE syndicate_http_requests_total counter"))
    let bytes = try blog.ask("/tags/graphs.atom").body.count
    #expect(lines.contains("syndicate_http_response_bytes_total{feed=\"tag\",format=\"atom\"} \(bytes * 3)"))
  }

  @Test("who follows a feed is estimated, by what aggregators tell and by who asks") func subscribers() async throws {
    let blog = try await ServedBlog()
    let feedly = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher-Google)"
    for path in ["/all.atom", "/all.rss", "/all.atom"] { _ = try blog.ask(path, ["User-Agent": feedly]) }
    for number in 1...40 { _ = try blog.ask("/all.atom", ["User-Agent": "newsboat/2.30"], peer: "192.0.2.\(number)") }
    for _ in 0..<40 { _ = try blog.ask("/all.atom", peer: "192.0.2.1") }
    let text = try blog.ask("/metrics", peer: "127.0.0.1").text
    let line = try #require(
      text.split(separator: "\n").first { $0.hasPrefix(#"syndicate_feed_subscribers{feed="all"}"#) })
    let count = try #require(line.split(separator: " ").last.flatMap { Int($0) })
    #expect((54...58).contains(count))
    #expect(!text.contains("192.0.2"))
  }

  @Test("a day's followers are remembered for the next one", arguments: [(1, 10), (2, 0)])
  func days(later: Int, remembered: Int) throws {
    let (subscribers, registry) = (Subscribers(now: 0), MetricsRegistry())
    for number in 1...10 {
      subscribers.note("all", by: nil, from: NetworkAddress("192.0.2.\(number)"), now: 100)
    }
    subscribers.note("tags/a", by: nil, from: NetworkAddress("192.0.2.1"), now: later * 86_400)
    subscribers.tell(registry)
    #expect(registry.text.contains("{feed=\"all\"} \(remembered)") == (remembered > 0))
    #expect(registry.text.contains("{feed=\"tags/a\"} 1"))
  }

  @Test(
    "an aggregator's name and number are read",
    arguments: [
      ("Feedly/1.0 (x; 16 subscribers)", "Feedly", 16), ("NewsBlur Feed Fetcher - 1 subscriber - x", "NewsBlur", 1),
      ("Feedbin feed-id:1 - 12 subscribers", "Feedbin", 12),
    ])
  func aggregators(agent: String, name: String, count: Int) {
    let told = Subscribers.told(agent)
    #expect(told?.name == name)
    #expect(told?.count == count)
    #expect(Subscribers.told("many subscribers") == nil)
    #expect(Subscribers.told("newsboat/2.30") == nil)
  }

  @Test("is written as Prometheus reads it") func text() {
    let registry = MetricsRegistry()
    registry.makeCounter(label: "b_total", dimensions: [("a", "x\"y\\z\n")]).increment(by: 2)
    registry.makeMeter(label: "a", dimensions: []).set(1.5)
    registry.makeTimer(label: "c_seconds", dimensions: []).recordNanoseconds(500_000_000)
    #expect(
      registry.text == """
        # TYPE a gauge
        a 1.5
        # TYPE b_total counter
        b_total{a="x\\"y\\\\z\\n"} 2
        # TYPE c_seconds summary
        c_seconds_sum 0.5
        c_seconds_count 1

        """)
  }
}
