import Synchronization
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Law 1: plan before work")
struct FeedPlanTests {
  private let blog = Blog([.post("urn:example:1", tags: ["b", "a"]), .post("urn:example:2", tags: ["c"])])

  @Test("feeds are planned tags first, by slug, and the global one last, each in every format")
  func order() throws {
    #expect(
      try blog.preview().paths == ["a", "b", "c"].flatMap { tag in ["atom", "rss", "json"].map { "tags/\(tag).\($0)" } }
        + ["all.atom", "all.rss", "all.json"])
  }

  @Test("formats are those asked for, in their order")
  func formats() throws {
    var blog = blog
    blog.pipeline.feeds.formats = ["json", "atom"]
    #expect(try blog.preview().paths.suffix(2) == ["all.json", "all.atom"])
  }

  @Test("paths are templates by axis, or a whole name for a format")
  func paths() throws {
    var blog = blog
    blog.pipeline.feeds.scopes = [
      .all: ScopeSettings(of: .all, path: "index", paths: ["atom": "feed.xml"]),
      .tag: ScopeSettings(of: .tag, path: "t/{slug}/feed", paths: ["json": "json/{slug}"]),
    ]
    let edition = try blog.preview()
    #expect(edition.paths.suffix(3) == ["feed.xml", "index.rss", "index.json"])
    #expect(edition.paths.prefix(3) == ["t/a/feed.atom", "t/a/feed.rss", "json/a"])
    #expect(try edition.atom("feed.xml").link("self")?.attributes["href"] == "https://example.com/feeds/feed.xml")
  }

  @Test("H1 documents have the media types of their formats, with the character set")
  func mediaTypes() throws {
    let documents = try blog.preview().documents.suffix(3)
    #expect(
      documents.map(\.document.mediaType)
        == ["application/atom+xml", "application/rss+xml", "application/feed+json"].map {
          $0 + "; charset=utf-8"
        })
  }

  @Test("an entry is rendered and counted once, however many feeds hold it")
  func progress() throws {
    let edition = blog.pipeline.edition(of: blog.items, remembering: Ledger(), at: Timestamp(Blog.today))
    let calls = Mutex<[[Int]]>([])
    _ = try edition.publication.makeDocuments(
      progress: { done, all in calls.withLock { $0.append([done, all]) } }, to: { _ in })
    #expect(calls.withLock { $0 } == [[1, 2], [2, 2]])
    #expect(edition.plan.feeds.count == 4)
  }

  @Test("a tag's page is below the site, or anywhere, with its slug percent-encoded")
  func pages() throws {
    var blog = Blog([.post("urn:example:1", tags: ["Übung"])])
    for (page, expected) in [
      ("/tags/{slug}/", "https://example.com/tags/%C3%BCbung/"),
      ("https://other.example/#{slug}", "https://other.example/#%C3%BCbung"),
      ("?tag={slug}", "https://example.com/?tag=%C3%BCbung"),
    ] {
      blog.pipeline.tags.page = page
      #expect(try blog.preview().feed("tags/übung")?.alternate.string == expected)
    }
  }
}
