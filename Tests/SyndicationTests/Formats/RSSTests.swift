import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@Suite("RSS 2.0")
struct RSSTests {
  private let post = SourceItem.post(
    "urn:example:1", url: "https://example.com/1/", summary: "Short.", text: "Long, longer.", tags: ["C++"])

  private func item(_ item: SourceItem) throws -> XMLTree {
    try #require(try Blog([item]).preview().rss().only("item"))
  }

  @Test("rss 2.0 holds one channel")
  func root() throws {
    let root = try XMLTree(try #require(Blog([post]).preview().bytes(of: "all.rss")))
    #expect(root.name == "rss")
    #expect(root.attributes["version"] == "2.0")
    #expect(root.attributes["xml:lang"] == "en")
    #expect(root.children.map(\.name) == ["channel"])
  }

  @Test("T4 the channel's elements stand before its items, its description and language are not empty")
  func channel() throws {
    var blog = Blog([post])
    blog.pipeline.site.rights = "© everyone"
    blog.pipeline.site.icon = AbsoluteURL("https://example.com/icon.png")
    let channel = try blog.preview().rss()
    let firstItem = try #require(channel.children.firstIndex { $0.name == "item" })
    #expect(channel.children[firstItem...].allSatisfy { $0.name == "item" })
    #expect(channel["title"] == "Example Notes")
    #expect(channel["link"] == "https://example.com/")
    #expect(channel["description"] == "Example Notes")
    #expect(channel["language"] == "en")
    #expect(channel["copyright"] == "© everyone")
    #expect(channel["lastBuildDate"] == "Sat, 26 Mar 2022 08:00:00 GMT")
    let image = try #require(channel.only("image"))
    #expect(image["url"] == "https://example.com/icon.png")
    #expect(image["title"] == "Example Notes")
    #expect(image["link"] == "https://example.com/")
  }

  @Test("D4 lastBuildDate is the newest entry's update, and no pubDate says when it was built")
  func lastBuildDate() throws {
    var item = post
    item.updated = "2022-05-01T23:59:59Z"
    let channel = try Blog([item]).preview().rss()
    #expect(channel["lastBuildDate"] == "Sun, 01 May 2022 23:59:59 GMT")
    #expect(channel.all("pubDate").isEmpty)
  }

  @Test("I4 atom:link self is the URL that the document is served at")
  func selfLink() throws {
    let link = try #require(try Blog([post]).preview().rss("tags/cpp.rss").only("atom:link"))
    #expect(link.namespace == "http://www.w3.org/2005/Atom")
    #expect(
      link.attributes == [
        "rel": "self", "type": "application/rss+xml", "href": "https://example.com/feeds/tags/cpp.rss",
      ])
  }

  @Test("I4 a tag's channel has a title and a link of its own")
  func tagChannel() throws {
    var blog = Blog([post])
    blog.pipeline.tags.page = "tags/{slug}/"
    let channel = try blog.preview().rss("tags/cpp.rss")
    #expect(channel["title"] == "Tag: C++ · Example Notes")
    #expect(channel["link"] == "https://example.com/tags/cpp/")
  }

  @Test("T4 description stands in every item, before content:encoded")
  func description() throws {
    let names = try item(post).children.map(\.name)
    let description = try #require(names.firstIndex(of: "description"))
    let content = try #require(names.firstIndex(of: "content:encoded"))
    #expect(description < content)
    for bare in [SourceItem.post("urn:example:1"), .post("urn:example:1", title: nil, summary: "Words.")] {
      #expect(try item(bare)["description"]?.isEmpty == false)
    }
  }

  @Test("with summary and content: description is the summary, content:encoded the content")
  func both() throws {
    let item = try item(post)
    #expect(item["description"] == "Short.")
    #expect(item["content:encoded"] == "Long, longer.")
    #expect(item.only("content:encoded")?.namespace == "http://purl.org/rss/1.0/modules/content/")
  }

  @Test(
    "B4 a summary that is not shorter than the content is left out: readers that show the longer of both would show it",
    arguments: [
      ("Long, longer.", "Long, longer."), ("Longer than that.", "Long."), ("模型模型", "eight in"), ("é & é", "é and é."),
    ])
  func longSummary(_ summary: String, _ text: String) throws {
    let item = try item(.post("urn:example:1", summary: summary, text: text))
    #expect(item["description"] == text)
    #expect(item.all("content:encoded").isEmpty)
  }

  @Test("T4 of a picture and no word, the description is the content")
  func contentAlone() throws {
    let html = "<img src=\"https://example.com/a.png\" alt=\"\">"
    let item = try item(.post("urn:example:1", html: html))
    #expect(item["description"] == html)
    #expect(item.all("content:encoded").isEmpty)
  }

  @Test("the page that a link post is about is related, and link stays the post's own page")
  func related() throws {
    var linked = post
    linked.externalURL = "https://elsewhere.example/x"
    let item = try item(linked)
    #expect(item["link"] == "https://example.com/1/")
    #expect(
      item.all("atom:link").map(\.attributes) == [["rel": "related", "href": "https://elsewhere.example/x"]])
  }

  @Test("without content: description is the summary, and there is no content:encoded")
  func summaryAlone() throws {
    var bare = post
    bare.content = nil
    let item = try item(bare)
    #expect(item["description"] == "Short.")
    #expect(item.all("content:encoded").isEmpty)
  }

  @Test("description and content:encoded are HTML: plain text is marked up, its paragraphs kept")
  func plainTextAsHTML() throws {
    var text = post
    text.summary = .text("1 < 2 & 3\n\n<b>not bold</b>")
    text.content = Content(.text, .text("One\nline.\n\nTwo &nbsp; <i>.\n\nThree paragraphs, in all."))
    let item = try item(text)
    #expect(item["description"] == "<p>1 &lt; 2 &amp; 3</p>\n<p>&lt;b&gt;not bold&lt;/b&gt;</p>")
    #expect(
      item["content:encoded"]
        == "<p>One<br>line.</p>\n<p>Two &amp;nbsp; &lt;i&gt;.</p>\n<p>Three paragraphs, in all.</p>")
  }

  @Test("T1 a title's & and < are hexadecimal references, escaped once")
  func title() throws {
    var hostile = post
    hostile.title = "AT&T <b> &amp; ]]>"
    let edition = try Blog([hostile]).preview()
    #expect(edition.text(of: "all.rss").contains("<title>AT&#x26;T &#x3C;b&gt; &#x26;amp; ]]&gt;</title>"))
    #expect(try edition.rss().only("item")?["title"] == "AT&T <b> &amp; ]]>")
  }

  @Test("T1 a reference is written even where a combining mark follows, which Swift takes for one character")
  func combiningTitle() throws {
    var hostile = post
    hostile.title = "a &\u{301} b <\u{301} c >\u{301}"
    hostile.summary = .text("a &\u{301} b <\u{301}i>")
    hostile.content = nil
    let item = try item(hostile)
    #expect(item["title"]?.scalars == "a &\u{301} b <\u{301} c >\u{301}".scalars)
    #expect(item["description"]?.scalars == "a &amp;\u{301} b &lt;\u{301}i&gt;".scalars)
  }

  @Test("I3 guid is no permalink unless it is the permalink")
  func guid() throws {
    let foreign = try #require(try item(post).only("guid"))
    #expect(foreign.text == "urn:example:1")
    #expect(foreign.attributes["isPermaLink"] == "false")
    let own = try #require(try item(.post(url: "https://example.com/1/")).only("guid"))
    #expect(own.text == "https://example.com/1/")
    #expect(own.attributes["isPermaLink"] != "false")
    let other = try #require(try item(.post("https://example.com/old/", url: "https://example.com/1/")).only("guid"))
    #expect(other.attributes["isPermaLink"] == "false")
  }

  @Test("an item without a link of its own has none, and its guid is no permalink")
  func withoutLink() throws {
    let item = try item(.post("https://example.com/id", summary: "Short."))
    #expect(item.all("link").isEmpty)
    #expect(item.only("guid")?.attributes["isPermaLink"] == "false")
  }

  @Test("enclosure is the first attachment, media:content the others, media:thumbnail the image")
  func enclosures() throws {
    var rich = post
    rich.image = "https://example.com/1.png"
    rich.attachments = [
      Attachment(url: "https://example.com/1.mp3", mediaType: "audio/mpeg", size: 12_345, duration: 61.5),
      Attachment(url: "https://example.com/1.pdf", mediaType: "application/pdf"),
    ]
    let item = try item(rich)
    #expect(
      item.only("enclosure")?.attributes == [
        "url": "https://example.com/1.mp3", "length": "12345", "type": "audio/mpeg",
      ])
    let media = item.all("media:content")
    #expect(media.map { $0.attributes["url"] } == ["https://example.com/1.pdf"])
    #expect(item.all("media:thumbnail").map { $0.attributes["url"] } == ["https://example.com/1.png"])
    #expect(media.allSatisfy { $0.namespace == "http://search.yahoo.com/mrss/" })
  }

  @Test("enclosure has the length that the specification demands, though the source gives none")
  func enclosureLength() throws {
    var rich = post
    rich.attachments = [Attachment(url: "https://example.com/1.pdf", mediaType: "application/pdf")]
    #expect(try item(rich).only("enclosure")?.attributes["length"] == "0")
  }

  @Test("category is the tag's title or spelling")
  func category() throws {
    #expect(try item(post).all("category").map(\.text) == ["C++"])
  }

  @Test("D1 pubDate is when it was published, not when it was edited")
  func pubDate() throws {
    var edited = post
    edited.updated = "2022-05-01T00:00:00Z"
    #expect(try item(edited)["pubDate"] == "Sat, 26 Mar 2022 08:00:00 GMT")
  }
}
