import Logging
import NIOCore
import NIOHTTP1
import SyndicationSite
import SyndicationTesting
import Testing

@testable import Syndication
@testable import SyndicationServer

/// Documents of many sites, served by a cache.
private struct ServedShelf {
  let shelf: DocumentShelf
  let cache: DocumentCache
  let service: FeedService
  let registry = MetricsRegistry()

  /// - Parameter newer: how long who has a document waits for a newer one.
  init(
    _ shelf: DocumentShelf = DocumentShelf(), bytes: Int = 10_000_000, trust: Duration = .seconds(3_600),
    newer: Duration = .seconds(600)
  ) {
    self.shelf = shelf
    var settings = DocumentCache.Settings()
    (settings.bytes, settings.trust, settings.patience) = (bytes, trust, (.seconds(600), newer))
    cache = DocumentCache(
      over: shelf, settings, measuring: registry, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    service = FeedService(ServingSettings(), serving: cache, counting: ServerMetrics(registry))
    cache.noteConnection(true)
  }

  func request(_ path: String, of host: String, _ fields: KeyValuePairs<String, String> = [:]) -> Request {
    var headers = HTTPHeaders([("Host", host)])
    for (name, value) in fields { headers.add(name: name, value: value) }
    return Request(HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers))
  }

  func ask(
    _ path: String, of host: String = "a.org", _ fields: KeyValuePairs<String, String> = [:]
  ) async -> Answer {
    let request = request(path, of: host, fields)
    guard let path = request.resource else { return .text(400, "") }
    switch service.answer(request, at: path, of: NetworkAddress("127.0.0.1")) {
    case .now(let answer): return answer
    case .later(let find):
      let found = await find()
      return service.answer(request, at: path, of: nil, with: found)
    }
  }

  /// The value of a line of the metrics.
  func metric(_ name: String) -> Int? {
    registry.text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap {
      Int($0.dropFirst(name.count + 1))
    }
  }
}

extension Answer {
  var text: String {
    switch self {
    case .whole(let form, _): String(buffer: form.body)
    case .notModified: ""
    case .made(let response): String(buffer: response.body)
    }
  }

  var fields: [Field] {
    switch self {
    case .whole(let form, let more): form.fields + more
    case .notModified(let form, let more): form.notModifiedFields + more
    case .made(let response): response.fields
    }
  }

  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
}

@Suite("Documents of many sites") struct DocumentCacheTests {
  /// Of a document that is worth compressing.
  static func text(_ word: String) -> String { String(repeating: "\(word) and more. ", count: 100) }

  @Test("are said the same of by each server, of their bytes and of nothing else") func sameness() async throws {
    let shelf = DocumentShelf()
    shelf.put(Self.text("one"), at: "all.atom")
    let (first, second) = (ServedShelf(shelf), ServedShelf(shelf))
    for coding in ["identity", "gzip", "br"] {
      let (one, other) = (
        await first.ask("/feeds/all.atom", ["Accept-Encoding": coding]),
        await second.ask("/feeds/all.atom", ["Accept-Encoding": coding])
      )
      #expect(one.status == 200 && one["Last-Modified"] == nil)
      #expect(one["Content-Encoding"] == (coding == "identity" ? nil : coding))
      #expect(one["Cache-Control"] == "max-age=300" && one["Vary"] == "Accept-Encoding")
      #expect(one.fields.map { "\($0.name): \($0.value)" } == other.fields.map { "\($0.name): \($0.value)" })
      let tag = try #require(one["ETag"])
      let again = await second.ask("/feeds/all.atom", ["Accept-Encoding": coding, "If-None-Match": tag])
      #expect(again.status == 304 && again["ETag"] == tag)
    }
    #expect(await first.ask("/feeds/all.atom")["ETag"] == "\"\(ContentHash(Self.text("one")))\"")
    // Of no time anything can be said (RFC 9110 §13.1.3, §13.1.4).
    for name in ["If-Modified-Since", "If-Unmodified-Since"] {
      for time in ["Sun, 06 Nov 1994 08:49:37 GMT", "Fri, 06 Nov 2093 08:49:37 GMT"] {
        #expect(await first.ask("/feeds/all.atom", [name: time]).status == 200)
      }
    }
  }

  @Test("are each under the host of its site, whatever its letters and port, where nginx would have them")
  func addresses() async throws {
    let served = ServedShelf()
    served.shelf.put("of a", at: "all.atom")
    served.shelf.put("of b", at: "tags/c.atom", of: "b.org")
    served.shelf.put("page", at: "index.html")
    served.shelf.put(String(decoding: HostFile.opening, as: UTF8.self) + "nginx", at: "nginx.conf")
    for (path, host, text) in [
      ("/feeds/all.atom", "a.org", "of a"), ("/feeds/all.atom", "A.org:8080", "of a"),
      ("/feeds/all.atom?x", "a.org.", "of a"), ("http://a.org/feeds/all.atom", "b.org", "of a"),
      ("/feeds/tags/c.atom", "b.org", "of b"), ("/feeds/", "a.org", "page"), ("/feeds/%61ll.atom", "a.org", "of a"),
      ("/feeds/index.html", "a.org", "page"),
    ] {
      let answer = await served.ask(path, of: host)
      #expect(answer.status == 200 && answer.text == text, "\(host)\(path): \(answer.status)")
    }
    for (path, host) in [
      ("/feeds/all.atom", "b.org"), ("/feeds/all.atom", "c.org"), ("/feeds/all.atom", "[::1]"), ("/all.atom", "a.org"),
      ("/feeds/nginx.conf", "a.org"), ("/feeds/../a.org/all.atom", "a.org"), ("/feeds", "a.org"),
      ("/feeds/a.org/all.atom", ""), ("/feeds/all", "a.org"), ("/feeds//all.atom", "a.org"),
    ] {
      #expect(await served.ask(path, of: host).status == 404, "\(host)\(path)")
    }
    #expect(await served.ask("/healthz", of: "c.org").status == 200)
  }

  @Test("are read once, however many ask at once") func once() async throws {
    let served = ServedShelf()
    served.shelf.put(Self.text("one"), at: "all.atom")
    served.shelf.shut()
    try await withThrowingTaskGroup(of: Int.self) { group in
      let finds = (0..<50).map { _ in
        served.service.answer(served.request("/feeds/all.atom", of: "a.org"), at: "/feeds/all.atom", of: nil)
      }
      for case .later(let find) in finds {
        group.addTask {
          guard case .route(.document(let document)) = await find() else { return 0 }
          return document.identity.body.readableBytes
        }
      }
      served.shelf.open()
      var sizes: [Int] = []
      for try await size in group { sizes.append(size) }
      #expect(sizes == Array(repeating: Self.text("one").utf8.count, count: 50))
    }
    #expect(served.shelf.counts("all.atom") == [1, 1])
    #expect(await served.ask("/feeds/all.atom").status == 200)
    #expect(served.shelf.counts("all.atom") == [1, 1])
  }

  @Test("take no more memory than they may, nor do those that are not there push them out") func bounds() async throws {
    let bound = 400_000
    let served = ServedShelf(bytes: bound)
    for number in 0..<100 { served.shelf.put(Self.text("\(number)"), at: "\(number).atom") }
    for number in 0..<100 {
      #expect(await served.ask("/feeds/\(number).atom").status == 200)
      #expect(try #require(served.metric("syndicate_cache_bytes")) <= bound)
    }
    let count = try #require(served.metric("syndicate_cache_documents"))
    #expect((10..<100).contains(count) && served.metric("syndicate_cache_limit_bytes") == bound)
    #expect(try #require(served.metric("syndicate_cache_bytes")) > bound / 4)
    for _ in 0..<2 { #expect(await served.ask("/feeds/99.atom").status == 200) }
    #expect(served.shelf.counts("99.atom") == [1, 1])
    #expect(await served.ask("/feeds/0.atom").status == 200)
    #expect(served.shelf.counts("0.atom") == [2, 2])

    for number in 0..<2_000 { #expect(await served.ask("/feeds/\(number).none").status == 404) }
    #expect(try #require(served.metric("syndicate_cache_bytes")) <= bound)
    #expect(await served.ask("/feeds/1999.none").status == 404)
    #expect(served.shelf.counts("1999.none") == [1, 0] && served.shelf.counts("0.none") == [1, 0])
    #expect(await served.ask("/feeds/0.none").status == 404)
    #expect(served.shelf.counts("0.none") == [2, 0])
    #expect(await served.ask("/feeds/0.atom").status == 200)
    #expect(served.shelf.counts("0.atom") == [2, 2])

    // One that has no room is served all the same.
    served.shelf.put(Self.text(String(repeating: "a", count: 4_000)), at: "large.atom")
    for _ in 0..<2 { #expect(await served.ask("/feeds/large.atom").status == 200) }
    #expect(served.shelf.counts("large.atom") == [2, 2])
  }

  @Test("are read again as soon as a change of their site is told, and of no other") func changes() async throws {
    let served = ServedShelf()
    for site in ["a.org", "b.org"] { served.shelf.put("old", at: "all.atom", of: site) }
    for site in ["a.org", "b.org"] { #expect(await served.ask("/feeds/all.atom", of: site).text == "old") }
    #expect(await served.ask("/feeds/new.atom").status == 404)
    for site in ["a.org", "b.org"] { served.shelf.put("new", at: "all.atom", of: site) }
    served.shelf.put("new", at: "new.atom")
    #expect(await served.ask("/feeds/all.atom").text == "old")
    served.cache.noteChanges(of: ["a.org"])
    #expect(await served.ask("/feeds/all.atom").text == "new")
    #expect(await served.ask("/feeds/new.atom").text == "new")
    #expect(await served.ask("/feeds/all.atom", of: "b.org").text == "old")
    #expect(served.shelf.counts("all.atom", of: "b.org") == [1, 1])

    // Nobody told of what changed while nobody listened.
    served.cache.noteConnection(true)
    #expect(await served.ask("/feeds/all.atom", of: "b.org").text == "new")
    // What is the same is not read again.
    #expect(await served.ask("/feeds/all.atom").text == "new")
    #expect(served.shelf.counts("all.atom") == [3, 2])

    served.shelf.put(nil, at: "all.atom")
    served.cache.noteChanges(of: ["a.org"])
    #expect(await served.ask("/feeds/all.atom").status == 404)
    // However many sites change.
    served.shelf.put("again", at: "all.atom")
    served.cache.noteChanges(of: (0...10_000).map { "\($0).org" })
    #expect(await served.ask("/feeds/all.atom").text == "again")
  }

  @Test("are held to their records in time though nobody tells") func trust() async throws {
    let served = ServedShelf(trust: .milliseconds(1))
    served.shelf.put("old", at: "all.atom")
    #expect(await served.ask("/feeds/all.atom").text == "old")
    served.shelf.put("new", at: "all.atom")
    let deadline = ContinuousClock.now + .seconds(600)
    while await served.ask("/feeds/all.atom").text == "old", ContinuousClock.now < deadline {}
    #expect(await served.ask("/feeds/all.atom").text == "new")
  }

  @Test("whose bytes are not those of their records are not served") func mismatches() async throws {
    let served = ServedShelf()
    served.shelf.put("old", at: "all.atom")
    served.shelf.put("new", at: "all.atom", isStored: false)
    let refused = await served.ask("/feeds/all.atom")
    #expect(refused.status == 503 && refused["Retry-After"] != nil && refused["Cache-Control"] == "no-store")
    #expect(served.shelf.counts("all.atom") == [6, 6])
    served.shelf.store("new", at: "all.atom")
    #expect(await served.ask("/feeds/all.atom").text == "new")

    // Whoever has an older version goes on with it, by its own tag.
    served.shelf.put("newer", at: "all.atom", isStored: false)
    served.cache.noteChanges(of: ["a.org"])
    let old = await served.ask("/feeds/all.atom")
    #expect(old.status == 200 && old.text == "new" && old["ETag"] == "\"\(ContentHash("new"))\"")
    #expect(served.metric("syndicate_cache_stale_total") == 1)
    // A put that was under way is waited for.
    served.cache.noteChanges(of: ["a.org"])
    served.shelf.shut()
    async let answer = served.ask("/feeds/all.atom")
    served.shelf.store("newer", at: "all.atom")
    served.shelf.open()
    #expect(await answer.text == "newer")
  }

  @Test("go on to be served while neither record nor bytes can be had, as far as they are in memory")
  func away() async throws {
    let served = ServedShelf()
    for path in ["all.atom", "other.atom"] { served.shelf.put("old", at: path) }
    #expect(await served.ask("/feeds/all.atom").text == "old")
    #expect(await served.ask("/readyz").text == #"{"status":"ready","documents":1}"# + "\n")
    served.shelf.isAway = true
    served.cache.noteConnection(false)
    served.cache.noteChanges(of: ["a.org"])
    #expect(await served.ask("/feeds/all.atom").text == "old")
    #expect(await served.ask("/feeds/other.atom").status == 503)
    let status = await served.ask("/readyz")
    #expect(status.status == 200 && status.text == #"{"status":"cached","documents":1}"# + "\n")
    #expect(served.metric("syndicate_database_connected") == 0)
    served.shelf.put("new", at: "all.atom")
    served.shelf.isAway = false
    served.cache.noteConnection(true)
    #expect(await served.ask("/feeds/all.atom").text == "new")
    #expect(await served.ask("/feeds/other.atom").text == "old")
    #expect(served.metric("syndicate_database_connected") == 1)

  }

  @Test("are waited for, where there is an older one, for no longer than a moment") func hanging() async throws {
    let served = ServedShelf(newer: .milliseconds(1))
    served.shelf.put("old", at: "all.atom")
    #expect(await served.ask("/feeds/all.atom").text == "old")
    served.shelf.shut()
    served.cache.noteChanges(of: ["a.org"])
    #expect(await served.ask("/feeds/all.atom").text == "old")
    #expect(served.metric("syndicate_cache_stale_total") == 1)
    served.shelf.open()
  }

  @Test("are not there before the database was") func beginning() async throws {
    let shelf = DocumentShelf()
    let cache = DocumentCache(
      over: shelf, measuring: MetricsRegistry(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    cache.noteConnection(false)
    #expect(!cache.readiness.isReady && cache.readiness.json.contains("waiting"))
    cache.noteConnection(true)
    #expect(cache.readiness.isReady)
  }

  @Test("are waited for by so many and no more") func queue() async throws {
    let served = ServedShelf()
    served.shelf.shut()
    let room = Limit.loads.value + Limit.waitingLoads.value
    for number in 0..<room { served.shelf.put("\(number)", at: "\(number).atom") }
    func find(_ number: Int) -> Finding {
      served.cache.find("/feeds/\(number).atom", for: served.request("/", of: "a.org"))
    }
    let finds = (0..<room).map(find)
    guard case .known(.unreadable) = find(room) else {
      Issue.record("there is room for more")
      return
    }
    // For one that others wait for, too, there is.
    guard case .later(let again) = find(room - 1) else {
      Issue.record("nobody may wait with others")
      return
    }
    served.shelf.open()
    for finding in finds {
      guard case .later(let find) = finding, case .route = await find() else {
        Issue.record("one was forgotten")
        return
      }
    }
    guard case .route = await again() else {
      Issue.record("one was forgotten")
      return
    }
    #expect(served.shelf.counts("\(room - 1).atom") == [1, 1])
  }

  @Test("are answered in the order in which they were asked for, over sockets") func pipelining() async throws {
    let served = ServedShelf()
    for name in ["a", "b"] { served.shelf.put(Self.text(name), at: "\(name).atom") }
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = try FeedServer(
      serving: served.cache, ServingSettings(), on: [.address(host: "127.0.0.1", port: 0)], threads: 1,
      measuring: served.registry, logger: logger)
    let running = Task { try await server.run() }
    let live = LiveServer(server: server, port: await server.ports.first ?? 0)
    func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a.org\r\n\r\n" }
    served.shelf.shut()
    async let bytes = live.exchange(
      get("/feeds/a.atom") + get("/healthz") + get("/feeds/b.atom") + get("/feeds/c.atom") + get("/feeds/a.atom"))
    while served.shelf.counts("a.atom") != [1, 0] { try await Task.sleep(for: .milliseconds(1)) }
    served.shelf.open()
    let answers = RawAnswer.all(in: try await bytes)
    #expect(answers.map(\.status) == [200, 200, 200, 404, 200])
    #expect(answers.map(\.text).first == Self.text("a") && answers[2].text == Self.text("b"))
    running.cancel()
    try await running.value
  }
}
