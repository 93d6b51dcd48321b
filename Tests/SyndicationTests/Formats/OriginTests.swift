import SyndicationTesting
import Testing

@testable import Syndication

@Suite("RFC 4287 §4.2.11: where an entry comes from") struct OriginTests {
  private func blog(_ origin: Origin?) -> Blog {
    var item = SourceItem.post("urn:a", url: "https://other.example/a", summary: "A", text: "A")
    item.origin = origin
    return Blog([item])
  }

  private let full = Origin(
    id: "urn:other", title: " Other \n& <co> ", updated: "2022-01-01", url: "https://other.example",
    feedURL: "https://other.example/feed?a&b")

  @Test("is written in every format")
  func formats() throws {
    let edition = try blog(full).preview()
    #expect(edition.problems == [])
    let source =
      "<source><id>urn:other</id><title type=\"text\">Other &amp; &lt;co&gt;</title><updated>2022-01-01T12:00:00Z</updated>"
      + "<link rel=\"alternate\" href=\"https://other.example/\"/>"
      + "<link rel=\"self\" href=\"https://other.example/feed?a&amp;b\"/></source><content"
    #expect(edition.text(of: "all.atom").contains(source))
    #expect(
      edition.text(of: "all.rss").contains(
        "<source url=\"https://other.example/feed?a&amp;b\">Other &amp; &lt;co&gt;</source>"))
    #expect(
      edition.text(of: "all.json").contains(
        #""_syndicate":{"origin":{"id":"urn:other","title":"Other & <co>","updated":"2022-01-01T12:00:00Z","#
          + #""url":"https://other.example/","feed_url":"https://other.example/feed?a&b"}}"#))
  }

  @Test("is written as far as it is known; in RSS only with an address")
  func partial() throws {
    let edition = try blog(Origin(title: "Other")).preview()
    #expect(edition.text(of: "all.atom").contains("<source><title type=\"text\">Other</title></source>"))
    #expect(!edition.text(of: "all.rss").contains("<source"))
    #expect(edition.text(of: "all.json").contains(#""_syndicate":{"origin":{"title":"Other"}}"#))
    let untitled = try blog(Origin(feedURL: "https://other.example/feed")).preview()
    #expect(
      untitled.text(of: "all.rss").contains(
        "<source url=\"https://other.example/feed\">https://other.example/feed</source>"))
  }

  @Test("is left out where nothing of it may leave, with a warning")
  func unfit() throws {
    let edition = try blog(Origin(id: "42", title: " ", updated: "soon", url: "javascript:alert(1)")).preview()
    #expect(edition.problems.map(\.severity) == [.warning, .warning])
    #expect(edition.rules == ["RFC 4287 §4.2.6", "I5"])
    for path in ["all.atom", "all.rss"] { #expect(!edition.text(of: path).contains("<source")) }
    #expect(!edition.text(of: "all.json").contains("origin"))
  }

  @Test("is part of a document's fingerprint, and its change no edit of the entry")
  func change() throws {
    var blog = blog(full)
    let before = try blog.build()
    blog.items[0].origin?.updated = "2022-05-05T00:00:00Z"
    let after = try blog.build(at: "2022-07-01T00:00:00Z")
    #expect(after.changes == Ledger.Changes())
    let fingerprints = try [full, blog.items[0].origin].map { try self.blog($0).preview().fingerprints }
    #expect(fingerprints[0].count == blog.pipeline.feeds.formats.count)
    for (path, fingerprint) in fingerprints[0] { #expect(fingerprints[1][path] != fingerprint) }
    #expect(after.text(of: "all.atom").contains("<updated>2022-05-05T00:00:00Z</updated>"))
    #expect(after.plan.entries.map(\.updated) == before.plan.entries.map(\.updated))
  }
}
