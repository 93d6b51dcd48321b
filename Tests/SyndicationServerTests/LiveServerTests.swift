import Dispatch
import Glibc
import Logging
import NIOCore
import Synchronization
import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

@testable import SyndicationServer

@Suite("A server that runs") struct LiveServerTests {
  private struct Echo: Endpoint {
    let path = "/hub"

    func answer(_ request: EndpointRequest) async -> EndpointResponse {
      EndpointResponse(
        status: 202, headers: [("Content-Type", "text/plain")],
        body: Array("\(request.method) \(request.query) ".utf8) + request.body + Array(" \(request.peer ?? "-")".utf8))
    }
  }

  @Test("hands requests to an endpoint, bodies and all, and answers those behind them in order") func endpoints()
    async throws
  {
    let blog = try await ServedBlog()
    try await LiveServer.with(blog, endpoints: [Echo()]) { server in
      func post(_ body: String, to path: String = "/hub?x=1", _ field: String? = nil) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(field ?? "Content-Length: \(body.utf8.count)")\r\n\r\n\(body)"
      }
      let answers = RawAnswer.all(
        in: try await server.exchange(
          post("hub.mode=a") + RawCase.get("/healthz") + post("b", to: "/feeds/hub")
            + post("3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked") + RawCase.get("/nowhere")))
      #expect(answers.map(\.status) == [202, 200, 202, 202, 404])
      #expect(
        answers.filter { $0.status == 202 }.map(\.text) == [
          "POST x=1 hub.mode=a 127.0.0.1", "POST  b 127.0.0.1", "POST x=1 abc 127.0.0.1",
        ])
      let large = String(repeating: "a", count: ConnectionLimits.body + 1)
      for request in [post(large), post("10001\r\n\(large)\r\n0\r\n\r\n", "Transfer-Encoding: chunked")] {
        #expect(RawAnswer.all(in: try await server.exchange(request)).map(\.status) == [413])
      }
      let expecting = RawAnswer.all(
        in: try await server.exchange(post("abc", "Content-Length: 3\r\nExpect: 100-continue")))
      #expect(expecting.map(\.status) == [100, 202])
    }
  }

  @Test("answers what it was asked before it stops") func stopping() async throws {
    let blog = try await ServedBlog()
    let waiting = Shared<[Int32]>([])
    try await LiveServer.with(blog) { server in
      for _ in 0..<8 {
        let descriptor = try server.connect()
        LiveServer.send("GET /all.atom HTTP/1.1\r\nHost: a\r\n", to: descriptor)
        waiting.change { $0.append(descriptor) }
      }
      // Each is accepted before the end begins.
      _ = try await server.exchange(RawCase.get("/healthz"))
      let descriptors = waiting.value
      DispatchQueue.global().async {
        // Once nobody else is let in, the end has begun.
        while let other = try? server.connect() { close(other) }
        for descriptor in descriptors { LiveServer.send("\r\n", to: descriptor) }
      }
    }
    for descriptor in waiting.value {
      let answers = RawAnswer.all(in: await LiveServer.waiting { LiveServer.readAll(from: descriptor) })
      #expect(answers.map(\.status) == [200])
      close(descriptor)
    }
  }

  @Test("takes no Unix socket from a server that answers on it, and one that is left over") func sockets() async throws
  {
    let blog = try await ServedBlog()
    let path = blog.folder["serve.sock"]
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let configuration = try blog.configuration
    func server() throws -> FeedServer {
      try FeedServer(configuration, on: [.unix(path)], threads: 1, logger: logger)
    }
    let first = try server()
    let running = Task { try await first.run() }
    _ = await first.ports
    await #expect(throws: ListeningError.self) { try await server().run() }
    running.cancel()
    try await running.value
    let leftover = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(leftover) }
    var address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + Array(path.utf8) + [0]
    let count = socklen_t(address.count)
    let bound = address.withUnsafeMutableBytes { bytes in
      bind(leftover, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, count)
    }
    #expect(bound == 0)
    let second = try server()
    let again = Task { try await second.run() }
    _ = await second.ports
    again.cancel()
    try await again.value
  }

  @Test("no request sees two publications while one takes the place of another") func generations() async throws {
    let blog = try await ServedBlog(posts: [1, 2])
    try await LiveServer.with(blog) { server in
      let configuration = try blog.configuration
      let isDone = Shared(false)
      let tags = Shared<Set<String>>([])
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 {
          group.addTask {
            repeat {
              let bytes = try await server.exchange(RawCase.get("/all.atom") + RawCase.get("/all.atom"))
              for answer in RawAnswer.all(in: bytes) {
                #expect(answer.status == 200)
                #expect(answer["ETag"] == Representation.tag(of: answer.body))
                if let tag = answer["ETag"] { tags.change { _ = $0.insert(tag) } }
              }
            } while !isDone.value
          }
        }
        for number in 3...12 {
          try blog.write(posts: Array(1...number))
          _ = try await Build(configuration) { server.server.sink(over: $0, configuration) }
            .run(at: ServedBlog.today + Int64(number))
        }
        isDone.change { $0 = true }
        try await group.waitForAll()
      }
      #expect(!tags.value.isEmpty)
    }
  }

  @Test("has so many connections open as it may: others wait for their turn") func connections() async throws {
    let blog = try await ServedBlog(rest: #", "serve": {"connections": 2}"#)
    try await LiveServer.with(blog, threads: 1) { server in
      let open = try (0..<2).map { _ in try server.connect() }
      for descriptor in open {
        LiveServer.send(RawCase.get("/healthz"), to: descriptor)
        #expect(LiveServer.isAnswered(descriptor, within: 10_000))
      }
      let third = try server.connect()
      LiveServer.send(RawCase.get("/healthz", "Connection: close"), to: third)
      // It is heard once one of the others has gone.
      #expect(!LiveServer.isAnswered(third, within: 300))
      close(open[0])
      let answers = RawAnswer.all(in: await LiveServer.waiting { LiveServer.readAll(from: third) })
      #expect(answers.map(\.status) == [200])
      for descriptor in [third, open[1]] { close(descriptor) }
    }
  }

  @Test("writes a line for each request where it is to") func accessLog() async throws {
    let blog = try await ServedBlog(rest: #", "serve": {"accessLog": "access.log"}"#)
    try await LiveServer.with(blog) { server in
      _ = try await server.exchange(RawCase.get("/all.atom?\"x", "User-Agent: a \"reader\"\r\nReferer: https://b.org/"))
      _ = try await server.exchange("HEAD /nowhere HTTP/1.0\r\n\r\n")
    }
    let lines = try #require(blog.folder.text("access.log")).split(separator: "\n")
    #expect(lines.count == 2)
    let size = try #require(blog.folder.read("feeds/all.atom")?.count)
    let first =
      /127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/all.atom\?\\x22x HTTP\/1\.1" 200 (\d+) "https:\/\/b.org\/" "a \\x22reader\\x22"/
    #expect(lines.first?.wholeMatch(of: first)?.1 == "\(size)")
    #expect(lines.last?.contains(#""HEAD /nowhere HTTP/1.0" 404 0 "-" "-""#) == true)
  }
}

/// What several tasks know.
private final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }

  func change(_ body: (inout sending Value) -> Void) { state.withLock { body(&$0) } }
}
