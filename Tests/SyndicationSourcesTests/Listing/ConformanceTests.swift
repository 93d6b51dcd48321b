import Synchronization
import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

/// The suite for sources is itself held to noticing what it is there for.
@Suite("The conformance suite for sources")
struct ConformanceTests {
  /// Gives the posts that a function makes of how often it was asked.
  private final class FakeSource: CatalogSource {
    let loads = Mutex(0)
    let posts: @Sendable (_ load: Int) -> [SourceItem]
    init(_ posts: @escaping @Sendable (_ load: Int) -> [SourceItem]) { self.posts = posts }
    func load() async throws -> SourceContents {
      SourceContents(
        items: posts(
          loads.withLock {
            $0 += 1
            return $0
          }))
    }
  }

  private struct Missing: Error, CatalogSource {
    func load() async throws -> SourceContents { throw self }
  }

  private struct Fickle: BodyHandle {
    static let reads = Mutex(0)
    func read() throws -> ReadBody {
      Self.reads.withLock {
        $0 += 1
        return ReadBody(Array("\($0)".utf8))
      }
    }
  }

  private struct Unreadable: BodyHandle {
    func read() throws -> ReadBody { throw Missing() }
  }

  private static func item(_ id: String?, file: String = "a.json", line: Int = 1) -> SourceItem {
    SourceItem(source: "fake", place: Place(file: file, line: line), identity: .item(id: id, url: nil))
  }

  private static func violations(_ posts: @escaping @Sendable (_ load: Int) -> [SourceItem]) async -> [String] {
    await CatalogSourceConformance.violations(of: { FakeSource(posts) }, missing: { Missing() })
  }

  @Test("passes a source that does as it must")
  func good() async {
    #expect(await Self.violations { _ in [Self.item("1"), Self.item("2", line: 2)] }.isEmpty)
  }

  @Test("notices a second load that differs, or comes in another order")
  func unstable() async {
    #expect(await Self.violations { [Self.item("\($0)")] }.contains("a second load differs"))
    let posts = [Self.item("1"), Self.item("2")]
    #expect(await Self.violations { $0 == 2 ? posts.reversed() : posts } == ["a second load differs"])
    #expect(await Self.violations { $0 == 4 ? [] : posts } == ["one of two loads at once differs"])
  }

  @Test("notices what a post lacks, and posts that cannot be told apart")
  func faults() async {
    #expect(await Self.violations { _ in [] } == ["it holds no post"])
    #expect(await Self.violations { _ in [Self.item("1", file: "")] } == ["a post has no file: untitled"])
    #expect(await Self.violations { _ in [Self.item("1", line: 0)] } == ["lines are counted from 1: a.json:0"])
    #expect(await Self.violations { _ in [Self.item(nil)] } == ["a post has neither an id nor a URL: a.json:1"])
    #expect(
      await Self.violations { _ in [Self.item("1"), Self.item("1", line: 2)] } == [
        "two posts have one identity: a.json:2"
      ])
  }

  @Test("notices bodies that cannot be read, or change")
  func bodies() async {
    func post(_ body: Body) -> SourceItem {
      var post = Self.item("1")
      post.content = Content(.html, body)
      return post
    }
    let (unreadable, fickle) = (post(.handle(Unreadable())), post(.handle(Fickle())))
    #expect(await Self.violations { _ in [unreadable] } == ["a good source throws: Missing()"])
    #expect(
      await Self.violations { _ in [fickle] }.contains("a body changes from one reading to the next: a.json:1"))
  }

  @Test("notices that what is missing passes for empty")
  func missing() async {
    let violations = await CatalogSourceConformance.violations(
      of: { FakeSource { _ in [Self.item("1")] } }, missing: { FakeSource { _ in [] } })
    #expect(violations == ["what is missing does not throw but holds 0 posts"])
  }
}
