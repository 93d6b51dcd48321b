import Foundation
import Synchronization
import Syndication
import SyndicationFolder
import SyndicationPush
import SyndicationSite
import SyndicationTesting
import Testing

/// The turns of a site, as `ping` takes them, too; it is noted who else asks for one.
private final class NotedTurns: StateStore {
  private let folder: StateFolder
  private let counts = Mutex((asked: 0, returned: 0))

  init(_ folder: StateFolder) { self.folder = folder }

  var asked: Int { counts.withLock(\.asked) }
  var returned: Int { counts.withLock(\.returned) }

  func lock(timeout: Duration, waiting: @Sendable (Int32?) -> Void) async throws -> StateLock {
    counts.withLock { $0.asked += 1 }
    let lock = try await folder.lock(timeout: timeout, waiting: waiting)
    return StateLock { [self] in
      lock.release()
      counts.withLock { $0.returned += 1 }
    }
  }

  func name(of document: StateDocument) -> String { folder.name(of: document) }
  func read(_ document: StateDocument) async throws -> [UInt8]? { try await folder.read(document) }
  func write(_ bytes: [UInt8], to document: StateDocument) async throws -> Revision {
    try await folder.write(bytes, to: document)
  }
  func replace(_ document: StateDocument, with bytes: [UInt8]) async throws -> Revision {
    try await folder.replace(document, with: bytes)
  }
  func remove(_ document: StateDocument) async throws { try await folder.remove(document) }
  func revision(of document: StateDocument) async throws -> Revision? { try await folder.revision(of: document) }
}

@Suite("A server beside a ping that nobody waits for") struct TurnTests {
  private let site: PushedSite
  private let hub: WebServer

  init() async throws {
    hub = try await WebServer { _ in .init(204) }
    site = try PushedSite(hub: #", "hub": "\#(hub.url)/hub""#)
  }

  private func build() async throws {
    _ = try await Build(try Configuration.load(site.folder["config.json"])).run(at: site.clock.now)
  }

  private var topics: [String] { hub.requests.compactMap { WebForm(reading: $0.body)["hub.topic"] }.sorted() }

  @Test("tells a hub of nothing that this one is telling it of, and of all that comes later", .timeLimit(.minutes(20)))
  func turns() async throws {
    try await build()
    // Another process holds the turn, as a ping does for as long as it tells hubs.
    try site.folder.makeFolder(".syndicate/ping")
    let ping = Process()
    let (input, output) = (Pipe(), Pipe())
    ping.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    ping.arguments = ["sh", "-c", "exec 9<>\"$0\"; flock 9; echo held; read _", site.folder[".syndicate/ping/lock"]]
    (ping.standardInput, ping.standardOutput) = (input, output)
    try ping.run()
    defer { ping.terminate() }
    #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "held\n")

    let state = StateFolder(site.folder[".syndicate"])
    let turns = NotedTurns(StateFolder(site.folder[".syndicate/ping"]))
    let service = PushService(
      state: state, turns: turns, sink: DirectorySink(directory: site.folder["feeds"], state: state), hub: nil)
    let running = Task { await service.run() }
    service.published()
    try await eventually { turns.asked == 1 || !hub.requests.isEmpty }
    #expect(turns.returned == 0 && hub.requests.isEmpty)

    try input.fileHandleForWriting.close()
    try await eventually { turns.returned == 1 }
    #expect(topics.count == 9 && Set(topics).count == 9)

    hub.forget()
    try site.write("Uno", "Two", "Three")
    try await build()
    service.published()
    try await eventually { turns.returned == 2 }
    #expect(topics.count == 6 && Set(topics).count == 6)
    running.cancel()
    await running.value
  }
}
