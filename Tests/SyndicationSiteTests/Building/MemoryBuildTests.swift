import Glibc
import Synchronization
import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

/// The same builds with nothing but the configuration and the sources on a disk.
@Suite("A site that is published to memory")
struct MemoryBuildTests {
  let folder: TemporaryFolder
  let sink = MemorySink()
  let state = MemoryState()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "feeds": {"formats": ["atom", "json"]},
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
    try write("One", tag: "graphs")
    age()
  }

  private func write(_ title: String, tag: String) throws {
    try folder.write(
      #"[{"id": "urn:a", "title": "\#(title)", "date_published": "2022-03-25", "tags": ["\#(tag)"]}]"#,
      to: "posts.json")
  }

  private func age() {
    for name in folder.files() { setModified(folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0)) }
  }

  private func build(_ adjust: (inout Build.Options) -> Void = { _ in }) throws -> Build {
    var options = Build.Options()
    adjust(&options)
    return Build(try Configuration.load(folder["config.json"]), options: options, to: sink, remembering: state)
  }

  private let instant = Timestamp(seconds: 1_700_000_000)
  private static let first: Set = ["all.atom", "all.json", "tags/graphs.atom", "tags/graphs.json"]

  private func published(_ paths: Set<DocumentPath>?) -> Set<String> { Set((paths ?? []).map(\.string)) }

  @Test("holds its documents, its ledger and its record there, and nothing in a folder")
  func first() async throws {
    let report = try await build().run(at: instant)
    #expect(report.problems == [] && published(report.published?.written) == Self.first)
    #expect(await Set(sink.documents.keys.map(\.string)) == Self.first)
    #expect(state.read(.ledger).map { String(decoding: $0, as: UTF8.self) }?.contains("urn:a") == true)
    #expect(state.read(.record) != nil)
    #expect(folder.files() == ["config.json", "posts.json"])
  }

  @Test("is told that nothing is new, and reads no source for it, until one changes")
  func record() async throws {
    _ = try await build().run(at: instant)
    try write("Two", tag: "graphs")
    age()
    var report = try await build().run(at: instant)
    #expect(published(report.published?.unchanged) == Self.first, "only its bytes tell")
    #expect(try await build().nextChange(at: instant).entriesRead == 1)
    report = try await build { $0.force = true }.run(at: instant)
    #expect(published(report.published?.written) == Self.first)
  }

  @Test("can be planned and tried, and changes by neither")
  func plan() async throws {
    _ = try await build().run(at: instant)
    try write("One", tag: "vision")
    let before = await sink.documents
    let ledger = state.read(.ledger)
    let plan = try await build().plan(at: instant)
    #expect(plan.changes.map(\.feed).contains("tags/graphs") && plan.build.published?.removed.count == 2)
    let tried = try await build { $0.dryRun = true }.run(at: instant)
    #expect(tried.published == plan.build.published)
    #expect(await sink.documents == before)
    #expect(state.read(.ledger) == ledger)

    let report = try await build().run(at: instant)
    #expect(report.published == tried.published)
    let documents = await Set(sink.documents.keys.map(\.string))
    #expect(documents == ["all.atom", "all.json", "tags/vision.atom", "tags/vision.json"])
  }

  @Test("waits for the lock, and is refused when that takes too long")
  func lock() async throws {
    let lock = try await state.lock(timeout: .zero)
    let waits = Mutex(0)
    await #expect(throws: LockHeld.self) {
      try await build { $0.lockTimeout = .milliseconds(10) }.run(at: instant) { progress in
        if case .waiting = progress { waits.withLock { $0 += 1 } }
      }
    }
    #expect(waits.withLock { $0 } == 1)
    #expect(await sink.documents.isEmpty)
    lock.release()
    #expect(try await build().run(at: instant).published != nil)
  }
}
