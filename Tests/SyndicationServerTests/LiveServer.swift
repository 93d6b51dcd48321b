import Glibc
import Logging
import Syndication
import SyndicationSite

@testable import SyndicationServer

/// A server on a free port of this machine, with what a blog has published.
struct LiveServer: Sendable {
  let server: FeedServer
  let port: Int

  struct Failure: Error { let code: Int32 }

  /// Runs one for as long as `body` does.
  static func with(
    _ blog: ServedBlog, endpoints: [any Endpoint] = [], threads: Int = 2,
    _ body: (LiveServer) async throws -> Void
  ) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = try FeedServer(
      try blog.configuration, on: [.address(host: "127.0.0.1", port: 0)], endpoints: endpoints, threads: threads,
      logger: logger)
    let configuration = try blog.configuration
    _ = try await Build(configuration) { server.sink(over: $0, configuration) }.run(at: ServedBlog.today)
    let running = Task { try await server.run() }
    let port = await server.ports.first ?? 0
    do {
      try await body(LiveServer(server: server, port: port))
    } catch {
      running.cancel()
      throw error
    }
    running.cancel()
    try await running.value
  }

  /// A connection, to be closed by its owner.
  func connect() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // Of IPv4, as the system has it (ip(7)): who else imports its headers would own the names of its members.
    let local = [127, 0, 0, 1] as [UInt8]
    var address = withUnsafeBytes(of: sa_family_t(AF_INET)) { Array($0) }
    address += [UInt8(port >> 8), UInt8(port & 0xFF)] + local + Array(repeating: 0, count: 8)
    // No test waits for ever.
    LiveServer.setPatience(milliseconds: 60_000, of: descriptor)
    let result = address.withUnsafeBytes { bytes in
      Glibc.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
    }
    guard result == 0 else { throw Failure(code: errno) }
    return descriptor
  }

  /// What is answered to bytes behind which the client closes its half.
  func exchange(_ bytes: String) async throws -> [UInt8] {
    let descriptor = try connect()
    defer { close(descriptor) }
    return await LiveServer.waiting {
      LiveServer.send(bytes, to: descriptor)
      shutdown(descriptor, Int32(SHUT_WR))
      return LiveServer.readAll(from: descriptor)
    }
  }

  static func send(_ bytes: String, to descriptor: Int32) {
    var rest = Array(bytes.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Whether there is something to read, now or in so many milliseconds.
  static func isAnswered(_ descriptor: Int32, within milliseconds: Int) -> Bool {
    setPatience(milliseconds: milliseconds, of: descriptor)
    defer { setPatience(milliseconds: 60_000, of: descriptor) }
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK)) == 1
  }

  private static func setPatience(milliseconds: Int, of descriptor: Int32) {
    var patience = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// All up to the end of what the other side sends.
  static func readAll(from descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { return all }
      all += buffer[..<count]
    }
  }
}
