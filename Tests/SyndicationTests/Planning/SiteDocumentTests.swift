import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Documents about all feeds")
struct SiteDocumentTests {
  /// A line a feed.
  private struct List: SiteDocument {
    var path = DocumentPath("feeds.txt")!
    let mediaType = "text/plain; charset=utf-8"

    func bytes(of plan: FeedPlan) -> [UInt8] {
      let lines = plan.feeds.map { feed in
        "\(feed.title) \(feed.updated.rfc3339) \(plan.url.appending(path: feed.documents[0].path.string))\n"
      }
      return Array(lines.joined().utf8)
    }
  }

  private func blog() -> Blog {
    var blog = Blog([.post("urn:example:1", updated: "2022-04-01T00:00:00Z", tags: ["graphs"])])
    blog.pipeline.documents = [List()]
    return blog
  }

  @Test("are made of the plan, and published last")
  func made() throws {
    let edition = try blog().preview()
    #expect(edition.paths.count == 7 && edition.paths.last == "feeds.txt")
    #expect(
      edition.text(of: "feeds.txt") == """
        Tag: graphs · Example Notes 2022-04-01T00:00:00Z https://example.com/feeds/tags/graphs.atom
        Example Notes 2022-04-01T00:00:00Z https://example.com/feeds/all.atom

        """)
    #expect(edition.document("feeds.txt")?.mediaType == "text/plain; charset=utf-8")
  }

  @Test("are remembered by the ledger, so that one that there is no more is removed")
  func withdrawn() throws {
    var blog = blog()
    try blog.build()
    let ledger = try Ledger(blog.ledger.text, file: "ledger.ndjson")
    #expect(ledger == blog.ledger)
    blog.pipeline.documents = []
    #expect(try blog.build().publication.withdrawn.map(\.string) == ["feeds.txt"])
  }

  @Test("G2 keep their path: a feed that would be there is withheld with an error")
  func placement() throws {
    var blog = blog()
    blog.pipeline.feeds.scopes[.tag]?.paths = ["atom": "Feeds.txt/{slug}"]
    let edition = try blog.preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["all"])
    #expect(edition.problems.map(\.rule) == ["G2"])
    #expect(edition.problems[0].message.hasPrefix("“feeds.txt” and “tags/graphs” would both be at, or below, "))
  }
}
