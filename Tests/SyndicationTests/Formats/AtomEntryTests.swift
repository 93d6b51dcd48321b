import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@Suite("RFC 4287 §4.1.2 the entry element")
struct AtomEntryTests {
  private func entry(_ item: SourceItem, on site: (inout Site) -> Void = { _ in }) throws -> XMLTree {
    var blog = Blog([item])
    site(&blog.pipeline.site)
    return try #require(try blog.preview().atom().only("entry"))
  }

  private let post = SourceItem.post("urn:example:1", url: "https://example.com/1/", summary: "Short.", text: "Long.")

  @Test("§4.1.2 id, title, updated and published occur once")
  func once() throws {
    let entry = try entry(post)
    #expect(entry["id"] == "urn:example:1")
    #expect(entry["title"] == "A title")
    #expect(entry["published"] == "2022-03-26T08:00:00Z")
    #expect(entry["updated"] == "2022-03-26T08:00:00Z")
  }

  @Test("§4.1.2 an alternate link leads to the post, and there is one at most")
  func alternate() throws {
    let entry = try entry(post)
    #expect(entry.all("link").map { $0.attributes["rel"] } == ["alternate"])
    #expect(entry.link("alternate")?.attributes["href"] == "https://example.com/1/")
  }

  @Test("§4.1.3 content and summary are both written, each once")
  func contentAndSummary() throws {
    let entry = try entry(post)
    #expect(entry["summary"] == "Short.")
    #expect(entry["content"] == "Long.")
    #expect(entry.only("content")?.attributes["type"] == "text")
    #expect(entry.only("summary")?.attributes["type"] == "text")
  }

  @Test("B4 the summary of an article in HTML is escaped HTML, as text would be mailed instead, and after the content")
  func summaryIsHTML() throws {
    var item = post
    item.content = Content(.html, .text("<p>Long.</p>"))
    item.summary = .text("1 < 2 & 3")
    let entry = try entry(item)
    #expect(entry.only("summary")?.attributes["type"] == "html")
    #expect(entry["summary"] == "1 &lt; 2 &amp; 3")
    let names = entry.children.map(\.name)
    let (content, summary) = (names.firstIndex(of: "content"), names.firstIndex(of: "summary"))
    #expect(try #require(content) < #require(summary))
  }

  @Test("M1 extensions stand last: no other content or title is found before the entry's own")
  func extensions() throws {
    var item = post
    item.image = "/a.png"
    item.attachments = [Attachment(url: "/a.mp3", mediaType: "audio/mpeg", title: "Sound")]
    item.origin = Origin(id: "urn:other", title: "Other", url: "https://other.example/")
    let names = try entry(item).children.map(\.name)
    #expect(names.last == "media:thumbnail")
    #expect(names.count { $0.hasSuffix("content") } == 1)
    #expect(try #require(names.firstIndex(of: "title")) < #require(names.firstIndex(of: "source")))
  }

  @Test("RFC 4287 §4.2.7.2 the page that a link post is about is related, and the post's own page its alternate")
  func related() throws {
    var item = post
    item.externalURL = "https://elsewhere.example/x"
    let entry = try entry(item)
    #expect(entry.all("link").map { $0.attributes["rel"] } == ["alternate", "related"])
    #expect(entry.link("alternate")?.attributes["href"] == "https://example.com/1/")
    #expect(entry.link("related")?.attributes["href"] == "https://elsewhere.example/x")
    item.externalURL = "/1/"
    #expect(try self.entry(item).link("related") == nil)
  }

  @Test("a link post without a page of its own leads to its id where that is a page, else to what it is about")
  func pageless() throws {
    var item = SourceItem.post("https://example.com/8", text: "Text")
    item.externalURL = "https://elsewhere.example/x"
    #expect(try entry(item).link("alternate")?.attributes["href"] == "https://example.com/8")
    #expect(try entry(item).link("related")?.attributes["href"] == "https://elsewhere.example/x")
    item.identity = .item(id: "urn:example:8", url: nil)
    #expect(try entry(item).all("link").map { $0.attributes["href"] } == ["https://elsewhere.example/x"])
  }

  @Test("§4.1.3.3 HTML content is of type html, and escaped once")
  func html() throws {
    var item = post
    item.content = Content(.html, .text("<p>1 &lt; 2 &amp; 3</p>"))
    let content = try #require(try entry(item).only("content"))
    #expect(content.attributes["type"] == "html")
    #expect(content.text == "<p>1 &lt; 2 &amp; 3</p>")
  }

  @Test("§4.1.2 without content there is the summary and the alternate link, and no content element")
  func summaryAlone() throws {
    var item = post
    item.content = nil
    let entry = try entry(item)
    #expect(entry["summary"] == "Short.")
    #expect(entry.all("content").isEmpty)
    #expect(entry.link("alternate") != nil)
  }

  @Test("§4.1.2 an entry without an alternate link has content, even if its source gives none")
  func withoutLink() throws {
    let entry = try entry(.post("urn:example:1", summary: "Short."))
    #expect(entry.link("alternate") == nil)
    #expect(entry["content"] == "Short.")
    let bare = try self.entry(.post("urn:example:1"))
    #expect(bare["content"] == "A title")
  }

  @Test("§4.2.2 and G4 a category's term is the tag's title or spelling, which readers show")
  func categories() throws {
    var blog = Blog([post])
    blog.items[0].tags = ["C++", "Deep Learning"]
    blog.pipeline.tags.titles = ["c++": "The C++ Language"]
    let entry = try #require(try blog.preview().atom().only("entry"))
    #expect(entry.all("category").map(\.attributes) == [["term": "The C++ Language"], ["term": "Deep Learning"]])
  }

  @Test("§4.2.7 attachments are enclosures, with type, length and title where known")
  func enclosures() throws {
    var item = post
    item.attachments = [
      Attachment(url: "files/1.mp3", mediaType: "Audio/MPEG", title: "Sound & vision", size: 12_345, duration: 61),
      Attachment(url: "https://cdn.example.org/1.pdf", mediaType: "application/pdf"),
    ]
    let links = try entry(item).all("link").filter { $0.attributes["rel"] == "enclosure" }.map(\.attributes)
    #expect(
      links == [
        [
          "rel": "enclosure", "href": "https://example.com/1/files/1.mp3", "type": "audio/mpeg", "length": "12345",
          "title": "Sound & vision",
        ],
        ["rel": "enclosure", "href": "https://cdn.example.org/1.pdf", "type": "application/pdf"],
      ])
  }

  @Test("I5 an attachment that no reader can follow is left out, with a warning")
  func badEnclosures() throws {
    var item = post
    item.image = "javascript:alert(1)"
    item.attachments = [
      Attachment(url: "data:text/html,x", mediaType: "text/html"),
      Attachment(url: "https://example.com/a", mediaType: "no type"),
    ]
    let edition = try Blog([item]).preview()
    let entry = try #require(try edition.atom().only("entry"))
    #expect(entry.link("enclosure") == nil)
    #expect(edition.rules.sorted() == ["I5", "I5", "RFC 6838 §4.2"])
    #expect(!edition.problems.hasErrors)
  }

  @Test("T3 an entry's language is written where it differs from the site's")
  func language() throws {
    var item = post
    item.language = "de"
    #expect(try entry(item).attributes["xml:lang"] == "de")
    #expect(try entry(item) { $0.language = "de" }.attributes["xml:lang"] == nil)
    item.language = "not a tag!"
    #expect(try entry(item).attributes["xml:lang"] == nil)
  }

  @Test("§4.2.15 published before updated: an entry may be edited, and both times are the source's")
  func bothTimes() throws {
    var item = post
    item.updated = "2022-04-02T10:00:00+02:00"
    let entry = try entry(item)
    #expect(entry["published"] == "2022-03-26T08:00:00Z")
    #expect(entry["updated"] == "2022-04-02T08:00:00Z")
  }

  @Test("X2 and §3.1.1 markup in a title is text, escaped once, and never CDATA")
  func titleIsText() throws {
    var item = post
    item.title = "<b>AT&T</b> ]]> &nbsp;"
    let edition = try Blog([item]).preview()
    let title = try #require(try edition.atom().only("entry")?.only("title"))
    #expect(title.attributes["type"] == "text")
    #expect(title.text == "<b>AT&T</b> ]]> &nbsp;")
    #expect(edition.text(of: "all.atom").contains("&lt;b&gt;AT&amp;T&lt;/b&gt; ]]&gt; &amp;nbsp;"))
    #expect(!edition.text(of: "all.atom").contains("CDATA"))
  }
}
