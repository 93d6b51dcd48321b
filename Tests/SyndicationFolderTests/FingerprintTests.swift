import Glibc
import Synchronization
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationFolder

@Suite("A document whose fingerprint is the same")
struct SameFingerprintTests {
  let folder: TemporaryFolder
  var sink: DirectorySink
  var blog = Blog([
    .post("urn:example:1", tags: ["a"]), .post("urn:example:2", tags: ["b"]), .post("urn:example:3", tags: ["c"]),
    .post("urn:example:4", html: "<script>x</script>y", tags: ["d"]),
  ])

  init() async throws {
    folder = try TemporaryFolder()
    sink = DirectorySink(directory: folder["feeds"], state: StateFolder(folder["state"]), program: "1")
    blog.pipeline.feeds.entries = 3
    try await publish()
  }

  /// Publishes, and gives how many entries were rendered for it; nothing is younger than the manifest afterwards.
  @discardableResult
  private mutating func publish() async throws -> (rendered: Int, report: PublishReport) {
    let edition = blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: Timestamp(Blog.today))
    let rendered = Mutex(0)
    let ledger = Mutex(blog.ledger)
    let report = try await sink.publish(edition.publication) { progress in
      guard case .rendering(let done, _) = progress else { return }
      rendered.withLock { $0 = max($0, done) }
    } commit: { edition in
      ledger.withLock { $0 = edition.ledger }
    }
    blog.ledger = ledger.withLock { $0 }
    nextTick()
    _ = try await sink.publish(edition.publication)
    return (rendered.withLock { $0 }, report)
  }

  @Test("is not made again: what is edited is rendered with its neighbours, and no more")
  func edit() async throws {
    var test = self
    #expect(try await test.publish().rendered == 0)
    test.blog.items[0].title = "Another"
    let (rendered, report) = try await test.publish()
    // Its own tag's feed, and the three entries of the global one.
    #expect(rendered == 3)
    #expect(
      report.written.map(\.string).sorted() == ["all", "tags/a"].flatMap { ["\($0).atom", "\($0).json", "\($0).rss"] })
    #expect(report.unchanged.count == 9)
  }

  @Test("is made again where another program asks, or none is trusted")
  func program() async throws {
    var test = self
    test.sink.program = "2"
    #expect(try await test.publish().rendered == 4)
    #expect(try await test.publish().rendered == 0)
    test.sink.trustsManifest = false
    let (rendered, report) = try await test.publish()
    #expect(rendered == 4 && report.written.isEmpty)
  }

  @Test("is made again where its file was altered or is gone")
  func altered() async throws {
    var test = self
    try folder.write("altered", to: "feeds/tags/b.atom")
    unlink(folder["feeds/tags/c.json"])
    let (rendered, report) = try await test.publish()
    #expect(rendered == 2)
    #expect(report.written == paths(["tags/b.atom", "tags/c.json"]))
  }

  @Test(
    "is not made again where it gave a warning, which is given again, where its entry is now", arguments: [true, false])
  func warning(isDry: Bool) async throws {
    var test = self
    test.blog.items[3].place.line = 7
    if isDry {
      let edition = test.blog.pipeline.edition(
        of: test.blog.items, remembering: test.blog.ledger, at: Timestamp(Blog.today))
      #expect(try await test.sink.preview(edition.publication).problems.map(\.place.line) == [7])
    }
    for _ in 1...2 {
      let (rendered, report) = try await test.publish()
      #expect(rendered == 0)
      #expect(report.problems.map(\.rule) == ["B2"] && report.problems.map(\.place.line) == [7])
    }
    // It is kept for as long as its entry is published.
    #expect(folder.text("state/manifest.ndjson")?.contains("\"B2\"") == true)
    test.blog.items.removeLast()
    #expect(try await test.publish().report.problems.isEmpty)
    #expect(folder.text("state/manifest.ndjson")?.contains("\"B2\"") == false)
  }

  // Without its last newline it is still whole.
  @Test("is made again where the manifest that tells of its warnings was cut off, wherever")
  func cut() async throws {
    var test = self
    let text = try #require(folder.text("state/manifest.ndjson"))
    for count in stride(from: 0, to: text.utf8.count - 1, by: 97) {
      try folder.write(String(decoding: text.utf8.prefix(count), as: UTF8.self), to: "state/manifest.ndjson")
      let (rendered, report) = try await test.publish()
      #expect(rendered == 4 && report.problems.count == 1)
    }
  }
}
