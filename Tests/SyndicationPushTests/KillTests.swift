import Foundation
import Syndication
import SyndicationFolder
import SyndicationPush
import SyndicationTesting
import Testing

/// The built command in a folder of its own, and what hubs are told of what it leaves.
private struct KilledSite {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // Nobody listens there, should a program be installed that asks.
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "hub": "http://127.0.0.1:1/",
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
    try write("One")
  }

  /// One post is about graphs, the other, which stays, about vision.
  func write(_ title: String) throws {
    try folder.write(
      #"""
      [{"id": "urn:1", "title": "\#(title)", "date_published": "2022-03-01", "tags": ["graphs"]},
       {"id": "urn:2", "title": "Two", "date_published": "2022-03-02", "tags": ["vision"]}]
      """#, to: "posts.json")
  }

  @discardableResult func build(under tracer: [String] = []) throws -> Int32 {
    try Command.run(tracer + [Command.syndicate, "build", "--quiet"], in: folder).code
  }

  /// The paths of the documents that a hub is told of, which accepts everything.
  func deliver() async throws -> Set<String> {
    let state = StateFolder(folder[".syndicate"])
    // Whatever was tried in vain is due.
    let clock = PushClock(now: { Timestamp(seconds: 4_000_000_000) }, sleep: { _ in })
    let publisher = Publisher(
      state: state, sink: DirectorySink(directory: folder["feeds"], state: state), clock: clock
    ) { _, _ in nil }
    return Set(try await publisher.deliver().told.map(\.path.string))
  }

  func documents() -> [String: [UInt8]] {
    let names = folder.files().filter { $0.hasPrefix("feeds/") && !$0.hasSuffix(".tmp") }
    return Dictionary(uniqueKeysWithValues: names.map { (String($0.dropFirst("feeds/".count)), folder.read($0) ?? []) })
  }

  static let canTrace: Bool = {
    guard let site = try? KilledSite() else { return false }
    return (try? site.build(under: ["strace", "-f", "-qq", "-o", "/dev/null"])) == 0
  }()
}

@Suite("A build that is killed", .enabled(if: KilledSite.canTrace, "strace is not there, or may not trace"))
struct KillTests {
  static let kills = [("renameat", 1...12), ("fsync", 1...14), ("writev", 1...12), ("unlink", 1...4)].flatMap {
    call, times in
    times.map { (call, $0) }
  }

  @Test("has hubs told of all that changed, sooner or later, and of nothing else", arguments: kills)
  func killed(call: String, when: Int) async throws {
    let site = try KilledSite()
    #expect(try site.build() == 0)
    let old = site.documents()
    #expect(try await site.deliver() == Set(old.keys))
    try site.write("Uno")
    let trace = [
      "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(when)",
    ]
    try site.build(under: trace)
    func changed() -> Set<String> { Set(site.documents().filter { old[$0.key] != $0.value }.keys) }
    let first = try await site.deliver()
    #expect(first == changed(), "what appeared is told, and no more")
    #expect(try site.build() == 0)
    let second = try await site.deliver()
    #expect(first.union(second) == changed())
    #expect(changed().count == 6)
    #expect(try site.build() == 0)
    #expect(try await site.deliver() == [])
  }
}
