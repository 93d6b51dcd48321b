import Foundation
import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@Suite("JSON Feed 1.1")
struct JSONFeedTests {
  private let post = SourceItem.post(
    "urn:example:1", url: "https://example.com/1/", summary: "Short.", text: "Long.", tags: ["C++"])

  private func item(_ item: SourceItem) throws -> [String: Any] { try Blog([item]).preview().jsonItems()[0] }

  @Test("F1 the top level has version, title, addresses, description, authors, language and items")
  func feed() throws {
    var blog = Blog([post])
    blog.pipeline.site.icon = AbsoluteURL("https://example.com/icon.png")
    let feed = try blog.preview().json("tags/cpp.json")
    #expect(feed["version"] as? String == "https://jsonfeed.org/version/1.1")
    #expect(feed["title"] as? String == "Tag: C++ · Example Notes")
    #expect(feed["home_page_url"] as? String == "https://example.com/")
    #expect(feed["feed_url"] as? String == "https://example.com/feeds/tags/cpp.json")
    #expect(feed["description"] as? String == "Example Notes")
    #expect(feed["icon"] as? String == "https://example.com/icon.png")
    #expect(feed["language"] as? String == "en")
    #expect(feed["authors"] as? [[String: String]] == [["name": "Example Notes"]])
    #expect((feed["items"] as? [Any])?.count == 1)
    #expect(feed["author"] == nil)
  }

  @Test("F1 an item has every field that its entry has, and no other key but those that begin with _")
  func wholeItem() throws {
    var rich = post
    rich.updated = "2022-04-01T00:00:00Z"
    rich.language = "de"
    rich.image = "https://example.com/1.png"
    rich.bannerImage = "/wide.png"
    rich.externalURL = "https://elsewhere.example/x"
    rich.authors = [Person(name: "Ada", url: "https://ada.example/", affiliation: "Analytical Engines")]
    rich.attachments = [
      Attachment(url: "https://example.com/1.mp3", mediaType: "audio/mpeg", title: "Sound", size: 9, duration: 61.5)
    ]
    let item = try item(rich)
    #expect(
      item.keys.sorted() == [
        "attachments", "authors", "banner_image", "content_text", "date_modified", "date_published", "external_url",
        "id", "image", "language", "summary", "tags", "title", "url",
      ])
    #expect(item["id"] as? String == "urn:example:1")
    #expect(item["url"] as? String == "https://example.com/1/")
    #expect(item["title"] as? String == "A title")
    #expect(item["content_text"] as? String == "Long.")
    #expect(item["summary"] as? String == "Short.")
    #expect(item["image"] as? String == "https://example.com/1.png")
    #expect(item["banner_image"] as? String == "https://example.com/wide.png")
    #expect(item["external_url"] as? String == "https://elsewhere.example/x")
    #expect(item["date_published"] as? String == "2022-03-26T08:00:00Z")
    #expect(item["date_modified"] as? String == "2022-04-01T00:00:00Z")
    #expect(item["tags"] as? [String] == ["C++"])
    #expect(item["language"] as? String == "de")
    let author = try #require((item["authors"] as? [[String: Any]])?.first)
    #expect(author["name"] as? String == "Ada")
    #expect(author["url"] as? String == "https://ada.example/")
    #expect((author["_syndicate"] as? [String: String]) == ["affiliation": "Analytical Engines"])
    let attachment = try #require((item["attachments"] as? [[String: Any]])?.first)
    #expect(attachment["url"] as? String == "https://example.com/1.mp3")
    #expect(attachment["mime_type"] as? String == "audio/mpeg")
    #expect(attachment["title"] as? String == "Sound")
    #expect(attachment["size_in_bytes"] as? Int == 9)
    #expect(attachment["duration_in_seconds"] as? Double == 61.5)
  }

  @Test("F1 HTML content is content_html")
  func html() throws {
    var html = post
    html.content = Content(.html, .text("<p>Long.</p>"))
    let item = try item(html)
    #expect(item["content_html"] as? String == "<p>Long.</p>")
    #expect(item["content_text"] == nil)
  }

  @Test("without content: content_text is the summary, and there is no summary")
  func summaryAlone() throws {
    var bare = post
    bare.content = nil
    let item = try item(bare)
    #expect(item["content_text"] as? String == "Short.")
    #expect(item["summary"] == nil)
    #expect(item["content_html"] == nil)
  }

  @Test("an item has content, even if its source gives neither content nor summary")
  func bare() throws {
    #expect(try item(.post("urn:example:1"))["content_text"] as? String == "A title")
  }

  @Test("I2 an id is a string, and the same as in the other formats")
  func id() throws {
    let edition = try Blog([.post("42", url: "https://example.com/1/")]).preview()
    let id = try #require(try edition.jsonItems()[0]["id"] as? String)
    #expect(id == "tag:example.com,2022-03-26:42")
    #expect(try edition.atom().only("entry")?["id"] == id)
    #expect(try edition.rss().only("item")?["guid"] == id)
  }

  @Test("F2 keys have a fixed order")
  func order() throws {
    let text = try Blog([post]).preview().text(of: "all.json")
    let keys = [
      "version", "title", "home_page_url", "feed_url", "description", "authors", "language", "items", "id", "url",
      "content_text", "summary", "date_published", "date_modified", "tags",
    ]
    let places = keys.compactMap { text.range(of: "\"\($0)\":")?.lowerBound }
    #expect(places.count == keys.count)
    #expect(places == places.sorted())
  }

  @Test("F2 slashes and what is not ASCII are written as they are")
  func unescaped() throws {
    var foreign = post
    foreign.title = "Übung 模型 🏷️ a/b \"c\" \\d \u{2028}"
    let text = try Blog([foreign]).preview().text(of: "all.json")
    #expect(text.contains("\"title\":\"Übung 模型 🏷️ a/b \\\"c\\\" \\\\d\""))
    #expect(!text.contains("\\/") && !text.contains("\\u"))
  }

  @Test("A1 an author's e-mail stands as a mailto URL where there is no other address")
  func mail() throws {
    var mailed = post
    mailed.authors = [Person(name: "Ada", email: "ada@example.org")]
    #expect(try item(mailed)["authors"] as? [[String: String]] == [["name": "Ada", "url": "mailto:ada@example.org"]])
  }
}
