import Foundation
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication
@testable import SyndicationSources

@Suite("A feed of this program, read by the feed source") struct RoundTripTests {
  /// What a build makes of a feed in each format.
  private func prepared(_ blog: Blog) throws -> [String: PreparedEntry] {
    var problems: [Problem] = []
    let entries = try blog.preview().visible.map { try PreparedEntry($0, on: blog.pipeline.site, problems: &problems) }
    return Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0) })
  }

  /// The same blog, its posts read from its feed of everything in `format`.
  private func moved(_ blog: Blog, by format: String) async throws -> Blog {
    let bytes = try #require(try blog.preview().bytes(of: "all.\(format)"))
    let contents = try await loadFeed(bytes, named: "all.\(format)")
    #expect(contents.problems.map(\.description) == [])
    var moved = blog
    moved.items = contents.items
    moved.ledger = Ledger()
    return moved
  }

  /// `item` with something to say: of one that has nothing its feeds say the title twice.
  private func written(_ item: SourceItem) -> SourceItem {
    var item = item
    if item.content == nil, item.summary == nil { item.summary = .text("Of \(item.id ?? "it")") }
    return item
  }

  private func clean(_ content: PreparedEntry.Content) -> CleanHTML {
    HTMLCleaner(base: AbsoluteURL("https://example.com/")!).clean(content.html.utf8)
  }

  @Test("gives every entry as it was", arguments: ["atom", "rss", "json"], 1...8)
  func generated(format: String, seed: UInt64) async throws {
    var generator = ItemGenerator(seed: seed)
    let blog = Blog(generator.items(20).map(written))
    let moved = try await moved(blog, by: format)
    let (before, after) = (try prepared(blog), try prepared(moved))
    #expect(after.count == 20)
    for (id, old) in before {
      let new = try #require(after[id], "seed \(seed): \(id)")
      #expect(new.permalink == old.permalink, "seed \(seed)")
      // Where there is none, Atom has to make one.
      if format != "atom" || old.title != nil { #expect(new.title == old.title, "seed \(seed)") }
      #expect(new.displayTitle == old.displayTitle, "seed \(seed)")
      #expect(new.published == old.published, "seed \(seed)")
      let names = [new, old].map { $0.authors.map(\.name) }
      if format == "rss" {
        #expect(names[0].joined(separator: ", ") == names[1].joined(separator: ", "), "seed \(seed)")
      } else {
        #expect(names[0] == names[1], "seed \(seed)")
      }
      #expect(new.tags.map(\.label) == old.tags.map(\.label), "seed \(seed)")
      #expect(new.language == old.language, "seed \(seed)")
      #expect(new.image == old.image, "seed \(seed)")
      #expect(new.attachments.map(\.url) == old.attachments.map(\.url), "seed \(seed)")
      // A summary that is all there is stands where content does, but in Atom.
      let text = format == "atom" ? old.content : old.content ?? old.summary.map { .text($0) }
      // A link-less entry of Atom has content in any case.
      if let text { #expect(new.content.map(clean) == clean(text), "seed \(seed)") }
      if format == "atom" || old.content != nil { #expect(new.summary == old.summary, "seed \(seed)") }
    }
  }

  @Test("is written again as it was read", arguments: ["atom", "rss", "json"], 1...8)
  func fixedPoint(format: String, seed: UInt64) async throws {
    var generator = ItemGenerator(seed: seed)
    let blog = Blog(generator.items(20).map(written))
    let once = try await moved(blog, by: format)
    let twice = try await moved(once, by: format)
    let path = "all.\(format)"
    if format == "atom" { #expect(try once.preview().text(of: path) == blog.preview().text(of: path), "seed \(seed)") }
    #expect(try twice.preview().text(of: path) == once.preview().text(of: path), "seed \(seed)")
  }

  @Test("keeps where an entry comes from", arguments: ["atom", "json"])
  func origin(format: String) async throws {
    var blog = Blog([.post("urn:a", url: "https://other.example/a", text: "A")])
    blog.items[0].origin = Origin(
      id: "urn:other", title: "Other", updated: "2022-01-01T00:00:00Z", url: "https://other.example/",
      feedURL: "https://other.example/feed")
    #expect(try await moved(blog, by: format).items.map(\.origin) == blog.items.map(\.origin))
  }

  @Test("keeps what a link post is about", arguments: ["atom", "rss", "json"])
  func external(format: String) async throws {
    var blog = Blog([.post("urn:a", url: "https://example.com/a", text: "A")])
    blog.items[0].externalURL = "https://elsewhere.example/"
    let item = try #require(try await moved(blog, by: format).items.first)
    #expect(item.externalURL == "https://elsewhere.example/")
    #expect(item.url == "https://example.com/a")
  }

  @Test("keeps a banner image and a post without title in JSON, and no source warns of that")
  func jsonOnly() async throws {
    var blog = Blog([.post("urn:a", url: "https://example.com/a", title: nil, text: "A")])
    blog.items[0].bannerImage = "https://example.com/wide.png"
    let item = try #require(try await moved(blog, by: "json").items.first)
    #expect(item.bannerImage == "https://example.com/wide.png")
    #expect(item.title == nil)
    for format in ["json", "rss"] {
      let again = try await moved(blog, by: format)
      #expect(try again.preview().problems.map(\.description) == [])
    }
  }

  @Test(
    "of this repository, golden or published, is one feed in every format",
    arguments: ["Tests/SyndicationTests/Golden/all", "feeds/all"])
  func repository(_ name: String) async throws {
    struct Seen: Equatable {
      var id, url, title: String?
      var published: SourceDate?
      var authors: String
      var tags: Set<String>
    }
    var seen: [String: [Seen]] = [:]
    for format in ["atom", "rss", "json"] {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../\(name).\(format)")
      let contents = try await loadFeed(Data(contentsOf: file), named: "all.\(format)")
      #expect(contents.problems.map(\.description) == [])
      seen[format] = contents.items.map { item in
        Seen(
          id: item.id, url: item.url, title: item.title, published: item.published.flatMap(SourceDate.init),
          authors: item.authors.map(\.name).joined(separator: ", "), tags: Set(item.tags))
      }
    }
    #expect((seen["atom"]?.count ?? 0) > 3)
    #expect(seen["rss"] == seen["atom"])
    #expect(seen["json"] == seen["atom"])
  }
}

@Suite("The conformance of the feed source") struct FeedSourceConformanceTests {
  private static let feeds = [
    atomFeed("<entry><id>urn:a</id><title>A</title><content>a</content></entry><entry><id>urn:b</id></entry>"),
    rssFeed("<item><guid>urn:a</guid><description>a</description></item><item><link>/b</link></item>"),
    """
    <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel/>
    <item rdf:about="https://example.com/a"><link>https://example.com/a</link></item></rdf:RDF>
    """,
    #"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"id": "urn:a", "content_text": "a"}]}"#,
  ]

  @Test("holds in every format", arguments: 0...3)
  func conformance(_ format: Int) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.feeds[format], to: "feed")
    let violations = await CatalogSourceConformance.violations(
      of: { FeedSource.example(folder["feed"]) }, missing: { FeedSource.example(folder["none"]) })
    #expect(violations == [])
  }
}
