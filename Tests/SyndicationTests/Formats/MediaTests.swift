import Syndication
import SyndicationTesting
import Testing

@Suite("Media RSS 1.5.1")
struct MediaTests {
  private func item(_ image: String?, _ attachments: [Syndication.Attachment] = []) -> SourceItem {
    var item = SourceItem.post("urn:example:1", url: "https://example.com/1/", text: "Long.")
    item.image = image
    item.attachments = attachments
    return item
  }

  private func attributes(_ tree: XMLTree, _ name: String) -> [[String: String]] { tree.all(name).map(\.attributes) }

  @Test("M2 the image is a thumbnail alone, in RSS and in Atom: as content or enclosure it would be a file")
  func image() throws {
    let edition = try Blog([item("/a.JPG")]).preview()
    for entry in [try #require(try edition.rss().only("item")), try #require(try edition.atom().only("entry"))] {
      #expect(attributes(entry, "media:content") == [])
      #expect(attributes(entry, "media:thumbnail") == [["url": "https://example.com/a.JPG"]])
      #expect(entry.only("media:thumbnail")?.namespace == "http://search.yahoo.com/mrss/")
      #expect(entry.only("enclosure") == nil)
      #expect(entry.link("enclosure") == nil)
    }
  }

  @Test("M2 an image that is attached is an enclosure once, in RSS and in Atom, beside the thumbnail")
  func attachedImage() throws {
    let edition = try Blog([item("/a.png", [Attachment(url: "/a.png", mediaType: "image/png", size: 9)])]).preview()
    let rss = try #require(try edition.rss().only("item"))
    #expect(attributes(rss, "media:content") == [])
    #expect(attributes(rss, "enclosure") == [["url": "https://example.com/a.png", "type": "image/png", "length": "9"]])
    #expect(attributes(rss, "media:thumbnail") == [["url": "https://example.com/a.png"]])
    let atom = try #require(try edition.atom().only("entry"))
    #expect(
      atom.link("enclosure")?.attributes == [
        "rel": "enclosure", "href": "https://example.com/a.png", "type": "image/png", "length": "9",
      ])
    #expect(attributes(atom, "media:thumbnail") == [["url": "https://example.com/a.png"]])
  }

  @Test(
    "M2 a file is named once: the first that is played is RSS's one enclosure, the others are content of their medium")
  func attachments() throws {
    let files = [
      Attachment(url: "a.pdf", mediaType: "application/pdf"), Attachment(url: "a.png", mediaType: "image/png"),
      Attachment(url: "a.mp4", mediaType: "video/mp4", size: 5, duration: 1.6),
      Attachment(url: "a.mp3", mediaType: "audio/mpeg"), Attachment(url: "a.zip", mediaType: "application/zip"),
      Attachment(url: "a.csv", mediaType: "text/csv"),
    ]
    let rss = try #require(try Blog([item(nil, files)]).preview().rss().only("item"))
    #expect(
      rss.all("media:content").map { $0.attributes["medium"] } == [
        "document", "image", "audio", nil, "document",
      ])
    #expect(
      rss.only("enclosure")?.attributes == [
        "url": "https://example.com/1/a.mp4", "type": "video/mp4", "length": "5",
      ])
    #expect(rss.all("media:thumbnail").isEmpty)
  }

  @Test("a length of 0 and a duration that no file has are not written")
  func nothing() throws {
    let files = [
      Attachment(url: "a.mp3", mediaType: "audio/mpeg", size: 0, duration: 1e300),
      Attachment(url: "b.mp3", mediaType: "audio/mpeg", size: -1, duration: .nan),
    ]
    let rss = try #require(try Blog([item(nil, files)]).preview().rss().only("item"))
    #expect(rss.all("media:content").map { Set($0.attributes.keys) } == [["url", "type", "medium"]])
    #expect(rss.only("enclosure")?.attributes["length"] == "0")
  }

  @Test(
    "a media type that the source does not give is told by the extension",
    arguments: [
      ("a.mp3", "audio/mpeg"), ("a.M4A", "audio/x-m4a"), ("a.opus?x=1.pdf", "audio/ogg"),
      ("a.b.webm#t=1", "video/webm"),
      ("a.mov", "video/quicktime"), ("a.epub", "application/epub+zip"), ("a.png", "image/png"),
    ])
  func guessedType(_ url: String, _ type: String) throws {
    let edition = try Blog([item(nil, [Attachment(url: url, mediaType: "")])]).preview()
    #expect(try edition.rss().only("item")?.only("enclosure")?.attributes["type"] == type)
    #expect(edition.problems == [])
  }

  @Test(
    "an attachment whose type nothing tells is left out, with a warning", arguments: ["a", "a.xyz", "mp3", "?a.mp3"])
  func unknownType(_ url: String) throws {
    let edition = try Blog([item(nil, [Attachment(url: url, mediaType: "")])]).preview()
    #expect(try edition.rss().only("item")?.only("enclosure") == nil)
    #expect(edition.rules == ["RFC 4287 §4.2.7.3"])
    #expect(!edition.problems.hasErrors)
  }

  @Test("what a body plays is no attachment")
  func bodyMedia() throws {
    let post = SourceItem.post("urn:example:1", html: "<audio src=\"https://example.com/a.mp3\" controls></audio>")
    let rss = try #require(try Blog([post]).preview().rss().only("item"))
    #expect(rss.all("enclosure").isEmpty && rss.all("media:content").isEmpty)
  }
}
