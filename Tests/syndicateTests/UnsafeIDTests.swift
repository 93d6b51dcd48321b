import Foundation
import SyndicationTesting
import Testing

/// An id that is no URI of a known scheme, in what others wrote.
@Suite("An id that a reader must not follow") struct UnsafeIDTests {
  static let ids = ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "post:1"]
  static let made = ["javascript:alert%281%29", "data:text/html%2Cx", "vbscript:x", "post:1"].map {
    "tag:example.org,2022-03-25:\($0)"
  }

  private func site(_ type: String, _ file: String, _ text: String) throws -> Workdir {
    let site = try Workdir(
      config: Workdir.config.replacing("listing", with: type).replacing("posts.txt", with: file))
    try site.folder.write(text, to: file)
    return site
  }

  private func expectMade(_ site: Workdir, warns: Bool = false) throws {
    let outcome = try site.run("build")
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(outcome.err.contains("no URI of a known scheme") == warns, "\(outcome.err)")
    let json = Data(try #require(site.folder.read("feeds/all.json")))
    let feed = try JSONSerialization.jsonObject(with: json) as? [String: Any]
    let items = try #require(feed?["items"] as? [[String: Any]])
    #expect(Set(items.compactMap { $0["id"] as? String }) == Set(Self.made))
    for name in ["feeds/all.atom", "feeds/all.rss"] {
      let text = try #require(site.folder.text(name))
      for (id, made) in zip(Self.ids, Self.made) {
        #expect(text.contains(">\(made)<") && !text.contains(">\(id)<"), "\(id) in \(name)")
      }
    }
  }

  @Test("becomes a tag: URI, from JSON, from Atom and from RSS")
  func items() throws {
    let json = Self.ids.enumerated().map { index, id in
      #"{"id": "\#(id)", "url": "/\#(index)", "title": "T", "content_text": "x", "date_published": "2022-03-25"}"#
    }
    try expectMade(site("json", "posts.json", "[\(json.joined(separator: ","))]"))
    let atom = Self.ids.enumerated().map { index, id in
      """
      <entry><id>\(id)</id><title>T</title><link href="https://example.org/\(index)"/><updated>2022-03-25T00:00:00Z</updated>
      <summary>x</summary></entry>
      """
    }
    let head = "<id>urn:example:f</id><title>F</title><updated>2022-03-25T00:00:00Z</updated>"
    try expectMade(
      site("feed", "feed.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\">\(head)\(atom.joined())</feed>"),
      warns: true)
    let rss = Self.ids.enumerated().map { index, id in
      """
      <item><guid isPermaLink="false">\(id)</guid><title>T</title><link>https://example.org/\(index)</link>
      <pubDate>Fri, 25 Mar 2022 00:00:00 GMT</pubDate><description>x</description></item>
      """
    }
    let channel = "<title>F</title><link>https://example.org/</link><description>F</description>"
    try expectMade(
      site("feed", "feed.xml", "<rss version=\"2.0\"><channel>\(channel)\(rss.joined())</channel></rss>"), warns: true)
  }

  @Test("stays where the ledger knows it")
  func known() throws {
    let site = try site(
      "json", "posts.json", #"[{"id": "post:1", "url": "/1", "title": "T", "date_published": "2022-03-25"}]"#)
    try site.run("build")
    let ledger = try #require(site.folder.text(".syndicate/ledger.ndjson"))
    try #require(ledger.contains("tag:example.org,2022-03-25:post:1"))
    try site.folder.write(
      ledger.replacing("tag:example.org,2022-03-25:post:1", with: "post:1"), to: ".syndicate/ledger.ndjson")
    #expect(try site.run("build", "--force").code == 0)
    #expect(site.folder.text("feeds/all.atom")?.contains("<id>post:1</id>") == true)
  }

  @Test("is left out where it is that of the feed that an entry comes from")
  func origin() throws {
    let site = try site(
      "feed", "feed.xml",
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><id>javascript:alert(1)</id><title>F</title>
      <link href="https://other.example/"/><updated>2022-03-25T00:00:00Z</updated>
      <entry><id>urn:example:1</id><title>T</title><link href="https://other.example/1"/>
      <updated>2022-03-25T00:00:00Z</updated><summary>x</summary></entry></feed>
      """)
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.err.contains("no URI of a known scheme and is left out"), "\(outcome.err)")
    for name in site.folder.files().filter({ $0.hasPrefix("feeds/") }) {
      #expect(site.folder.text(name)?.contains("javascript:") == false, "\(name)")
    }
  }
}
