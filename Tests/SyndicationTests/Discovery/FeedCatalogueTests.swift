import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("The catalogue of feeds")
struct FeedCatalogueTests {
  private func blog() -> Blog {
    var blog = Blog(
      (0..<30).map {
        .post("urn:\($0)", on: "2022-03-\(10 + $0 / 2)T08:00:00Z", tags: $0 < 3 ? ["graphs", "\"\\"] : ["graphs"])
      })
    blog.pipeline.documents = [FeedCatalogue()]
    return blog
  }

  private func feeds(of blog: Blog, at instant: String = Blog.today) throws -> (
    whole: [String: Any], feeds: [[String: Any]]
  ) {
    let bytes = try #require(try blog.preview(at: instant).bytes(of: "feeds.json"))
    // Our own reader, too, is pleased.
    #expect((try? DataValue(json: bytes)) != nil)
    let whole = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    return (whole, try #require(whole["feeds"] as? [[String: Any]]))
  }

  @Test("counts all posts that a feed is about, those included for which it has no room")
  func counts() throws {
    let (_, feeds) = try feeds(of: blog())
    #expect(feeds.map { $0["scope"] as? String } == ["tags/graphs", "tags/u-22-5c", "all"])
    #expect(feeds.map { $0["count"] as? Int } == [30, 3, 30])
    #expect(
      feeds.map { $0["newest"] as? String } == ["2022-03-24T08:00:00Z", "2022-03-11T08:00:00Z", "2022-03-24T08:00:00Z"])
    #expect(feeds[1]["name"] as? String == "\"\\")
    #expect(
      feeds[0]["addresses"] as? [String: String] == [
        "atom": "https://example.com/feeds/tags/graphs.atom", "rss": "https://example.com/feeds/tags/graphs.rss",
        "json": "https://example.com/feeds/tags/graphs.json",
      ])
  }

  @Test("tells when a feed was updated, as the feed itself does")
  func updated() throws {
    var blog = blog()
    try blog.build()
    blog.items[0].title = "Another"
    let (whole, feeds) = try feeds(of: blog, at: "2022-07-01T00:00:00Z")
    #expect(
      feeds.map { $0["updated"] as? String } == [
        "2022-03-24T08:00:00Z", "2022-07-01T00:00:00Z", "2022-03-24T08:00:00Z",
      ])
    #expect(whole["updated"] as? String == "2022-07-01T00:00:00Z")
  }

  @Test("H5 names where feeds were that have gone, and where those lie that have moved")
  func former() throws {
    var blog = blog()
    try blog.build()
    blog.items = blog.items.map { item in
      var item = item
      item.tags = ["graphs"]
      return item
    }
    blog.pipeline.feeds.scopes[.tag]?.path = "topics/{slug}"
    let (whole, _) = try feeds(of: blog)
    #expect(whole["gone"] as? [String] == ["atom", "json", "rss"].map { "tags/u-22-5c.\($0)" })
    #expect(
      whole["redirects"] as? [String: String] == [
        "tags/graphs.atom": "topics/graphs.atom", "tags/graphs.json": "topics/graphs.json",
        "tags/graphs.rss": "topics/graphs.rss",
      ])
  }

  @Test("is the same in every build of the same posts")
  func deterministic() throws {
    var blog = blog()
    let first = try blog.build(at: "2022-06-01T00:00:00Z").bytes(of: "feeds.json")
    #expect(try blog.build(at: "2023-06-01T00:00:00Z").bytes(of: "feeds.json") == first)
  }
}

@Suite("Links to feeds")
struct FeedLinksTests {
  @Test("are escaped, a format each, with types that have no parameters")
  func escaped() throws {
    var blog = Blog([.post("urn:1", tags: ["a & \"b\" <c>"])])
    blog.pipeline.site.title = "It's"
    let plan = try blog.preview().plan
    let feed = try #require(plan.feed(of: .tag, named: "a & \"b\" <c>"))
    #expect(
      plan.links(to: feed)
        == [
          ("atom+xml", "atom"), ("rss+xml", "rss"), ("feed+json", "json"),
        ].map { type, format in
          "<link rel=\"alternate\" type=\"application/\(type)\" title=\"Tag: a &amp; &quot;b&quot; &lt;c&gt; · It's\" "
            + "href=\"https://example.com/feeds/tags/a-b-c.\(format)\">"
        })
  }

  @Test("a term is found by slug, spelling or label, whatever its case")
  func found() throws {
    var blog = Blog([.post("urn:1", tags: ["C++"])])
    blog.pipeline.tags.titles = ["C++": "The language"]
    let plan = try blog.preview().plan
    for name in ["cpp", "C++", "c++", "the LANGUAGE"] {
      #expect(plan.feed(of: .tag, named: name)?.scope.name == "tags/cpp", "\(name)")
    }
    #expect(plan.feed(of: .tag, named: "d") == nil && plan.feed(of: .author, named: "cpp") == nil)
    #expect(plan.suggestion(for: "The languages", of: .tag) == "did you mean \"The language\"?")
    #expect(plan.suggestion(for: "Ann", of: .author) == "no author has a feed: \"feeds.scopes\" names what has")
  }
}
