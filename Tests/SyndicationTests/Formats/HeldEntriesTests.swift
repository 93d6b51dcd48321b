import SyndicationTesting
import Testing

@testable import Syndication

@Suite("What a document holds is read back from it")
struct HeldEntriesTests {
  /// In every format that there is.
  private func blog(_ items: [SourceItem]) -> Blog {
    var blog = Blog(items)
    blog.pipeline.feeds.formats = FeedFormats.all.map(\.name)
    return blog
  }

  @Test(
    "every id, in every format, and the time of update where the format has one",
    arguments: 1...20 as ClosedRange<UInt64>)
  func everyFormat(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    let edition = try blog(generator.items(30)).preview()
    #expect(edition.documents.count >= 3)
    for feed in edition.plan.feeds {
      let entries = feed.entries.map { edition.plan.entries[$0] }
      for document in feed.documents {
        let held = try #require(edition.bytes(of: document.path.string).flatMap { FeedFormats.heldEntries(in: $0) })
        let isRSS = document.format == "rss"
        #expect(
          held.updated
            == Dictionary(uniqueKeysWithValues: entries.map { ($0.id, isRSS ? "" : $0.updated.rfc3339) }),
          "seed \(seed), \(document.path)")
      }
    }
  }

  @Test("an id is read as it is, whatever has to be escaped in it", arguments: FeedFormats.all.map(\.name))
  func odd(format: String) throws {
    let id = "https://example.com/?a=1&b='2'%22#c"
    let edition = try blog([.post(id, title: "<id>no</id> \"id\": \\")]).preview()
    #expect(
      try #require(edition.bytes(of: "all.\(format)").flatMap { FeedFormats.heldEntries(in: $0) }).updated.keys.map(
        \.self) == [id])
  }

  @Test(
    "what is no feed, or half of one, holds nothing that can be told",
    arguments: [
      "", "{}", "[]", "null", #"{"items": {}}"#, #"{"items": [1]}"#, "<html><body/></html>", "<feed>", "<rss/>", "text",
      "<feed><entry><title>No id</title></entry></feed>", #"{"items": [{"title": "No id"}]}"#,
    ])
  func foreign(text: String) {
    #expect(FeedFormats.heldEntries(in: Array(text.utf8)) == nil)
    #expect(FeedFormats.heldEntries(in: Array(#"{"items": []}"#.utf8))?.updated == [:])
    #expect(FeedFormats.heldEntries(in: Array("<feed/>".utf8))?.updated == [:])
  }

  @Test("a document cut anywhere but in the white space at its end is none", arguments: FeedFormats.all.map(\.name))
  func cut(format: String) throws {
    let bytes = try #require(try blog([.post("urn:example:1")]).preview().bytes(of: "all.\(format)"))
    for count in 0..<bytes.count - 1 {
      #expect(FeedFormats.heldEntries(in: Array(bytes.prefix(count))) == nil, "\(count)")
    }
  }
}
