import Glibc
import Synchronization
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationFiles

@Suite("A document whose recipe is the same")
struct SameRecipeTests {
  let folder: TemporaryFolder
  var sink: DirectorySink
  var blog = Blog([
    .post("urn:example:1", tags: ["a"]), .post("urn:example:2", tags: ["b"]), .post("urn:example:3", tags: ["c"]),
    .post("urn:example:4", html: "<script>x</script>y", tags: ["d"]),
  ])

  init() throws {
    folder = try TemporaryFolder()
    sink = DirectorySink(directory: folder["feeds"], stateDirectory: folder["state"], program: "1")
    blog.pipeline.feeds.entries = 3
    try publish()
  }

  /// Publishes, and gives how many entries were rendered for it; nothing is younger than the manifest afterwards.
  @discardableResult
  private mutating func publish() throws -> (rendered: Int, report: PublishReport) {
    let edition = try blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: Timestamp(Blog.today))
    blog.ledger = edition.ledger
    let rendered = Mutex(0)
    var sink = sink
    sink.renderingProgress = { done, _ in rendered.withLock { $0 = max($0, done) } }
    let report = try sink.publishNow(edition.publication)
    setModified(folder["state/manifest.ndjson"], to: timespec(tv_sec: 4_000_000_000, tv_nsec: 0))
    return (rendered.withLock { $0 }, report)
  }

  @Test("is not made again: what is edited is rendered with its neighbours, and no more")
  func edit() throws {
    var test = self
    // Of urn:example:4 there is a warning each time: it is in its tag's feed, and too old for the global one.
    #expect(try test.publish().rendered == 1)
    test.blog.items[0].title = "Another"
    let (rendered, report) = try test.publish()
    // Its own tag's feed, and the three entries of the global one.
    #expect(rendered == 4)
    #expect(
      report.written.map(\.string).sorted() == ["all", "tags/a"].flatMap { ["\($0).atom", "\($0).json", "\($0).rss"] })
    #expect(report.unchanged.count == 9)
  }

  @Test("is made again where another program asks, or none is trusted")
  func program() throws {
    var test = self
    test.sink.program = "2"
    #expect(try test.publish().rendered == 4)
    #expect(try test.publish().rendered == 1)
    test.sink.trustsManifest = false
    let (rendered, report) = try test.publish()
    #expect(rendered == 4 && report.written.isEmpty)
  }

  @Test("is made again where its file was altered or is gone")
  func altered() throws {
    var test = self
    try folder.write("altered", to: "feeds/tags/b.atom")
    unlink(folder["feeds/tags/c.json"])
    let (rendered, report) = try test.publish()
    #expect(rendered == 3)
    #expect(report.written == paths(["tags/b.atom", "tags/c.json"]))
  }

  @Test("is made again where it gave a warning, which is given again")
  func warning() throws {
    var test = self
    #expect(try test.publish().report.problems.map(\.rule) == ["B2"])
  }
}
