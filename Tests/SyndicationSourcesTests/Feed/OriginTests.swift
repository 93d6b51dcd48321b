import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("RFC 4287 §4.2.11: the feed that an entry comes from") struct OriginTests {
  /// A feed of another site in each format, its entry naming no feed.
  private static let foreign = [
    """
    <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:other</id><title>Other</title><updated>2022-01-01T00:00:00Z</updated>
    <link href="https://other.example/"/><link rel="self" href="https://other.example/atom.xml"/>
    <entry><id>urn:a</id></entry></feed>
    """,
    """
    <rss version="2.0"><channel><title>Other</title><link>https://other.example/</link>
    <link rel="self" href="https://other.example/atom.xml" xmlns="http://www.w3.org/2005/Atom"/>
    <item><guid>urn:a</guid></item></channel></rss>
    """,
    """
    {"version": "https://jsonfeed.org/version/1.1", "title": "Other", "home_page_url": "https://other.example/",
     "feed_url": "https://other.example/atom.xml", "items": [{"id": "urn:a"}]}
    """,
  ]

  @Test("is named where it is of another site, without its time, unless the configuration says no", arguments: 0...2)
  func merged(_ format: Int) async throws {
    let feed = Self.foreign[format]
    let origin = Origin(
      id: format == 0 ? "urn:other" : nil, title: "Other", url: "https://other.example/",
      feedURL: "https://other.example/atom.xml")
    #expect(try await loadFeed(feed).items.map(\.origin) == [origin])
    #expect(try await loadFeed(feed, origin: false).items.map(\.origin) == [nil])
  }

  @Test("is not named where it is of the site itself, unless the configuration says so", arguments: 0...2)
  func moved(_ format: Int) async throws {
    let feed = Self.foreign[format].replacing("other.example", with: "www.example.com")
    #expect(try await loadFeed(feed).items.map(\.origin) == [nil])
    #expect(try await loadFeed(feed, origin: true).items.map(\.origin?.title) == ["Other"])
    let byOneLink = Self.foreign[format].replacing("other.example/atom", with: "example.com/atom")
    #expect(try await loadFeed(byOneLink).items.map(\.origin) == [nil])
  }

  @Test("A2 is whom an entry is by that names nobody", arguments: 0...2)
  func authors(_ format: Int) async throws {
    let other = [Person(name: "Other", url: "https://other.example/")]
    #expect(try await loadFeed(Self.foreign[format]).items.map(\.authors) == [other])
    #expect(try await loadFeed(Self.foreign[format], origin: false).items.map(\.authors) == [[]])
  }

  @Test("stays what the entry itself names", arguments: [nil, true, false])
  func kept(_ option: Bool?) async throws {
    let atom = try await loadFeed(
      atomFeed(
        """
        <entry><id>urn:a</id><source><id>urn:third</id><title type="html">T&amp;amp;T</title>
        <updated>2022-02-02T00:00:00Z</updated><link href="https://third.example/"/>
        <link rel="self" href="https://third.example/feed"/></source></entry>
        """), origin: option)
    #expect(
      atom.items.map(\.origin) == [
        Origin(
          id: "urn:third", title: "T&T", updated: "2022-02-02T00:00:00Z", url: "https://third.example/",
          feedURL: "https://third.example/feed")
      ])
    let rss = try await loadFeed(
      rssFeed("<item><guid>urn:a</guid><source url='https://third.example/feed'>T&amp;T</source></item>"),
      origin: option)
    #expect(rss.items.map(\.origin) == [Origin(title: "T&T", feedURL: "https://third.example/feed")])
    let json = try await loadFeed(
      #"[{"id": "urn:a", "_syndicate": {"origin": {"id": "urn:third", "title": "T&T", "updated": "2022-02-02T00:00:00Z", "url": "https://third.example/", "feed_url": "https://third.example/feed", "x": 1}}}]"#,
      origin: option)
    #expect(json.problems.map(\.description) == [])
    #expect(json.items.map(\.origin) == atom.items.map(\.origin))
  }

  @Test("I1 a feed that moves is told of the ids that cannot be kept, one that is merged is not")
  func lostIDs() async throws {
    let items = ["42", "post-17", "tag:blogger.com,1999:blog-1.post-2", "http://example.com/?p=12"]
      .map { "<item><guid isPermaLink='false'>\($0)</guid><link>https://example.com/\($0.utf8.count)</link></item>\n" }
    let feed = rssFeed(items.joined())
    let contents = try await loadFeed(feed)
    #expect(
      contents.items.compactMap(\.id) == [
        "42", "post-17", "tag:blogger.com,1999:blog-1.post-2", "http://example.com/?p=12",
      ])
    #expect(
      contents.problems.map(\.description) == [
        "old.xml:4: warning: the ids of 2 entries are no URI of a known scheme, as readers want it, and cannot be kept: they become tag: URIs, "
          + "and readers that know “42” will show it once more [RFC 4287 §4.2.6]"
      ])
    #expect(try await loadFeed(feed, origin: true).problems == [])
  }

  @Test("I1 an id that is a URI is written byte for byte")
  func keptIDs() async throws {
    let ids = [
      "tag:blogger.com,1999:blog-1.post-2", "http://example.com/?p=12", "HTTP://Example.com:80/%7ea",
      "urn:UUID:1225C695",
    ]
    let items = ids.map {
      "<item><guid isPermaLink='false'>\($0)</guid><title>A</title><pubDate>7 Sep 2020</pubDate></item>"
    }
    var blog = Blog(try await loadFeed(rssFeed(items.joined())).items)
    #expect(Set(try blog.build().visible.map(\.id)) == Set(ids))
  }
}
