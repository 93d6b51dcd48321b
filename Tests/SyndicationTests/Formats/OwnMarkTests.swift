import Syndication
import SyndicationTesting
import Testing

@Suite("The mark of our own documents")
struct OwnMarkTests {
  @Test("is borne by each document, whatever it holds", arguments: ["all.atom", "all.rss", "all.json"])
  func own(_ path: String) throws {
    for posts in [[SourceItem.post("urn:a", text: "A text.")], [.post("urn:b", html: "<p>Another</p>")]] {
      #expect(OwnMark.isBorne(by: try #require(try Blog(posts).preview().bytes(of: path))))
    }
  }

  @Test(
    "is borne by each document about all feeds",
    arguments: ["feeds.css", "feeds.opml", "feeds.json", "index.html", "nginx.conf"])
  func site(_ path: String) throws {
    var blog = Blog([SourceItem.post("urn:a")])
    var discovery = DiscoverySettings()
    (discovery.page, discovery.opml, discovery.catalogue, discovery.stylesheet) = (true, true, true, true)
    discovery.host = .nginx
    blog.pipeline.documents = discovery.documents
    #expect(OwnMark.isBorne(by: try #require(try blog.preview().bytes(of: path))))
  }

  @Test(
    "is borne by nothing else, nor by what an entry says",
    arguments: [
      "", "mine", "<feed><generator>Another</generator></feed>", "<feed><generator>Syndicated</generator></feed>",
      "<rss><channel><item><generator>Syndicate</generator></item></channel></rss>",
      "<feed><entry><generator>Syndicate</generator></entry></feed>",
      #"{"version":"https://jsonfeed.org/version/1.1","title":"A","items":[]}"#,
      #"{"items":[{"_syndicate":{"generator":"Syndicate"}}]}"#,
      #"{"title":"\"_syndicate\":{\"generator\":\"Syndicate\"}","items":[]}"#,
    ])
  func others(_ text: String) { #expect(!OwnMark.isBorne(by: Array(text.utf8))) }
}
