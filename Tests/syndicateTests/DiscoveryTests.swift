import Foundation
import SyndicationTesting
import Testing

@Suite("What there is beside feeds")
struct DiscoveryTests {
  static func config(_ feeds: String) -> String {
    """
    {
      "site": { "title": "A Site", "url": "https://example.org/" },
      "sources": [{ "type": "listing", "path": "posts.txt" }],
      "feeds": { \(feeds) }
    }
    """
  }

  static let all = #""page": true, "opml": true, "catalogue": true, "stylesheet": true"#

  @Test("is there where it is asked for, is not touched where nothing changed, and goes where it is asked for no more")
  func asked() throws {
    let site = try Workdir(config: Self.config(Self.all))
    #expect(try site.run("build").code == 0)
    let documents = ["feeds.css", "feeds.json", "feeds.opml", "index.html"].map { "feeds/\($0)" }
    #expect(documents.allSatisfy(site.folder.files().contains))
    for name in ["feeds/feeds.opml", "feeds/index.html", "feeds/all.atom"] { #expect(try site.isWellFormed(name)) }
    let before = site.stamps()
    try site.folder.write(Workdir.listing.replacing("newest post is", with: "newest post was"), to: "posts.txt")
    #expect(try site.run("build", at: 1_700_000_100).code == 0)
    let after = site.stamps()
    #expect(
      after["feeds/index.html"] == before["feeds/index.html"] && after["feeds/feeds.css"] == before["feeds/feeds.css"])
    #expect(after["feeds/feeds.json"] != before["feeds/feeds.json"], "which tells when a feed was updated")
    try site.folder.write(Self.config(#""page": false"#), to: "config.json")
    #expect(try site.run("build").code == 0)
    #expect(documents.allSatisfy { !site.folder.files().contains($0) })
  }

  @Test("is written again in a fresh clone, where no note tells whose it is")
  func clone() throws {
    let site = try Workdir(config: Self.config(Self.all + #", "host": "apache""#))
    try site.run("build")
    for name in ["manifest.ndjson", "edition.bin", "record.json"] {
      try? FileManager.default.removeItem(atPath: site.folder[".syndicate/\(name)"])
    }
    try site.folder.write(
      Workdir.listing.replacing("memory Last, First, Some", with: "graphs Last, First, Some"), to: "posts.txt")
    let outcome = try site.run("build")
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(site.folder.text("feeds/feeds.json")?.contains(#""gone":["tags/memory.atom""#) == true)
    #expect(site.folder.text("feeds/.htaccess")?.contains("Redirect gone \"/feeds/tags/memory.rss\"") == true)
  }

  @Test("the catalogue is what its schema says, and shows every key")
  func catalogue() throws {
    let site = try Workdir(config: Self.config(Self.all))
    try site.run("build")
    try site.folder.write(
      Workdir.listing.replacing("memory Last, First, Some", with: "graphs Last, First, Some"), to: "posts.txt")
    try site.folder.write(
      Self.config(Self.all + #", "scopes": {"all": {"path": "everything"}, "tag": {}}"#), to: "config.json")
    #expect(try site.run("build").code == 0)
    let schema = try Schema("catalogue")
    let catalogue = try JSONSerialization.jsonObject(with: Data(site.folder.read("feeds/feeds.json") ?? []))
    var used: Set<String> = []
    #expect(schema.faults(of: catalogue, used: &used) == [])
    #expect(schema.keys().subtracting(used) == [])
    let redirects = (catalogue as? [String: Any])?["redirects"] as? [String: String]
    #expect(redirects?["all.rss"] == "everything.rss")
  }

  @Test("`links` prints the elements of a head, of everything or of what is named")
  func links() throws {
    let site = try Workdir(
      config: Self.config(#""scopes": {"all": {}, "tag": {}, "author": {}}, "formats": ["atom", "json"]"#))
    let all = try site.run("links")
    #expect(all.code == 0 && all.err == "")
    #expect(
      all.out == """
        <link rel="alternate" type="application/atom+xml" title="A Site" href="https://example.org/feeds/all.atom">
        <link rel="alternate" type="application/feed+json" title="A Site" href="https://example.org/feeds/all.json">

        """)
    let some = try site.run("links", "--tag", "Graphs", "--author", "Anna van der Berg")
    #expect(some.code == 0 && some.out.split(separator: "\n").count == 4, "\(some)")
    #expect(some.out.contains("title=\"Tag: graphs · A Site\" href=\"https://example.org/feeds/tags/graphs.atom\">"))
    #expect(site.folder.files() == ["config.json", "posts.txt"], "it touches nothing")
    let none = try site.run("links", "--tag", "graphz", "--tag", "memory")
    #expect(none.code == 1 && none.out.contains("tags/memory.atom"))
    #expect(none.err.contains("the tag “graphz” has no feed: did you mean \"graphs\"?"))
    let several = try site.run("links", "--tag", "graphz", "--tag", "memry")
    for name in ["graphz", "memry"] { #expect(several.err.contains("the tag “\(name)” has no feed"), "\(several.err)") }
    try site.folder.write("{}", to: "config.json")
    #expect(try site.run("links").code == 1)
  }
}
