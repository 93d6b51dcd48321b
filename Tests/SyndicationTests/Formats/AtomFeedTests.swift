import Foundation
import Syndication
import SyndicationTesting
import Testing

@Suite("RFC 4287 §4.1.1 the feed element")
struct AtomFeedTests {
  private func blog() -> Blog {
    var blog = Blog([
      .post("urn:example:1", url: "https://example.com/1/", title: "One", on: "2022-03-25T12:00:00Z", tags: ["Graphs"]),
      .post(
        "urn:example:2", url: "https://example.com/2/", title: "Two", on: "2022-03-20T12:00:00Z",
        updated: "2022-04-01T09:30:00+02:00"),
    ])
    blog.pipeline.site.description = "Notes & examples"
    blog.pipeline.site.language = "en-GB"
    blog.pipeline.site.founded = LocalDate("2021-09-01")
    return blog
  }

  @Test("§4.1.1 the document element is feed in Atom's namespace, and nothing stands before the declaration")
  func root() throws {
    let edition = try blog().preview()
    let feed = try edition.atom()
    #expect(feed.name == "feed")
    #expect(feed.namespace == "http://www.w3.org/2005/Atom")
    #expect(edition.text(of: "all.atom").hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\""))
    #expect(edition.documents.allSatisfy { $0.document.parts.first?.first != 0xEF })
  }

  @Test("§4.1.1 id, title and updated occur once, before the entries")
  func required() throws {
    let feed = try blog().preview().atom()
    for name in ["id", "title", "updated", "subtitle", "generator"] { #expect(feed.all(name).count == 1, "\(name)") }
    let firstEntry = try #require(feed.children.firstIndex { $0.name == "entry" })
    #expect(feed.children[firstEntry...].allSatisfy { $0.name == "entry" })
    #expect(feed.all("entry").count == 2)
  }

  @Test("§4.2.6 a feed's id is a tag URI of the site's host and founding date, and each feed's own")
  func id() throws {
    let edition = try blog().preview()
    #expect(try edition.atom()["id"] == "tag:example.com,2021-09-01:feeds/all")
    #expect(try edition.atom("tags/graphs.atom")["id"] == "tag:example.com,2021-09-01:feeds/tags/graphs")
  }

  @Test("§4.2.6 a feed's id is a URI though its tag is not ASCII")
  func idOfForeignTag() throws {
    var blog = blog()
    blog.items[0].tags = ["Übung"]
    #expect(
      try blog.preview().atom("tags/übung.atom")["id"] == "tag:example.com,2021-09-01:feeds/tags/%C3%BCbung")
  }

  @Test("§4.2.15 a feed's updated is its newest entry's, though another was published later")
  func updated() throws {
    let edition = try blog().preview()
    #expect(try edition.atom()["updated"] == "2022-04-01T07:30:00Z")
    #expect(try edition.atom("tags/graphs.atom")["updated"] == "2022-03-25T12:00:00Z")
  }

  @Test("§4.2.7 self is the URL that the document is served at, of every feed")
  func selfLink() throws {
    let edition = try blog().preview()
    let link = try #require(try edition.atom("tags/graphs.atom").link("self"))
    #expect(link.attributes["href"] == "https://example.com/feeds/tags/graphs.atom")
    #expect(link.attributes["type"] == "application/atom+xml")
    #expect(try edition.atom().link("self")?.attributes["href"] == "https://example.com/feeds/all.atom")
  }

  @Test("§4.2.7 self is a URI though the tag is not ASCII")
  func selfLinkOfForeignTag() throws {
    var blog = blog()
    blog.items[0].tags = ["Übung"]
    let link = try blog.preview().atom("tags/übung.atom").link("self")
    #expect(link?.attributes["href"] == "https://example.com/feeds/tags/%C3%BCbung.atom")
  }

  @Test("§4.2.7.2 alternate is written as such, and leads to the site")
  func alternate() throws {
    let link = try blog().preview().atom("tags/graphs.atom").link("alternate")
    #expect(link?.attributes["href"] == "https://example.com/")
    #expect(link?.attributes["type"] == "text/html")
  }

  @Test("§4.2.7.2 a tag's alternate is its page where there is a template, and the global feed's still the site")
  func alternateOfTag() throws {
    var blog = blog()
    blog.items[0].tags = ["C++"]
    blog.pipeline.tags.page = "/tags/#{slug}"
    let edition = try blog.preview()
    #expect(
      try edition.atom("tags/cpp.atom").link("alternate")?.attributes["href"] == "https://example.com/tags/#cpp")
    #expect(try edition.atom().link("alternate")?.attributes["href"] == "https://example.com/")
  }

  @Test("§4.2.14 a tag's title names the tag and the site; the global feed's is the site's")
  func title() throws {
    let edition = try blog().preview()
    #expect(try edition.atom()["title"] == "Example Notes")
    #expect(try edition.atom("tags/graphs.atom")["title"] == "Tag: Graphs · Example Notes")
  }

  @Test("§4.2.4 the generator has a name: no version, and no address, as none would answer")
  func generator() throws {
    let generator = try #require(try blog().preview().atom().only("generator"))
    #expect(generator.text == "Syndicate")
    #expect(generator.attributes == [:])
  }

  @Test("§4.2.12 and §4.2.5 and §4.2.10: subtitle, icon and rights are the site's, and left out where it has none")
  func siteFields() throws {
    var blog = blog()
    let plain = try blog.preview().atom()
    #expect(plain["subtitle"] == "Notes & examples")
    #expect(plain.all("icon").isEmpty && plain.all("rights").isEmpty)
    blog.pipeline.site.icon = AbsoluteURL("https://example.com/icon.png")
    blog.pipeline.site.rights = "© 2022 <everyone>"
    let feed = try blog.preview().atom()
    #expect(feed["icon"] == "https://example.com/icon.png")
    #expect(feed["rights"] == "© 2022 <everyone>")
  }

  @Test("§4.1.1 an empty catalog has a feed, dated by the site's founding")
  func empty() throws {
    var blog = blog()
    blog.items = []
    let edition = try blog.preview()
    #expect(edition.paths.sorted() == ["all.atom", "all.json", "all.rss"])
    #expect(try edition.atom()["updated"] == "2021-09-01T00:00:00Z")
    #expect(try edition.atom().all("entry").isEmpty)
    #expect(try edition.rss()["lastBuildDate"] == "Wed, 01 Sep 2021 00:00:00 GMT")
    #expect(try edition.jsonItems().isEmpty)
    #expect(!edition.problems.hasErrors)
  }

  @Test("RFC 4151 §2.1 an empty catalog without a founding date is an error that names the key")
  func emptyWithoutFounding() throws {
    let edition = try Blog().preview()
    #expect(edition.documents.isEmpty)
    let problem = try #require(edition.problems.first)
    #expect(problem.severity == .error)
    #expect(problem.message.contains("site.founded"))
  }

  @Test("RFC 4151 §2.1 without a founding date the oldest entry's stands in the feeds' ids")
  func foundedByOldest() throws {
    var blog = blog()
    blog.pipeline.site.founded = nil
    #expect(try blog.preview().atom()["id"] == "tag:example.com,2022-03-20:feeds/all")
  }

  @Test("X4 namespaces are declared on the root, and nowhere else")
  func namespaces() throws {
    let edition = try blog().preview()
    for path in ["all.atom", "all.rss"] {
      let text = edition.text(of: path)
      let rootEnd = try #require(text.range(of: path == "all.atom" ? "<id>" : "<channel>"))
      #expect(!text[rootEnd.upperBound...].contains("xmlns"))
    }
    let declared = edition.text(of: "all.rss")
    for prefix in ["atom", "content", "dc", "media"] { #expect(declared.contains(" xmlns:\(prefix)=\"")) }
    #expect(!declared.contains(" xmlns=\""))
  }
}
