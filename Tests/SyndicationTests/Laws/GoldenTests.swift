import Foundation
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import Syndication

/// A small catalog that has something of everything, and the bytes it must give.
@Suite("Law 3: a catalog's documents, byte for byte")
struct GoldenTests {
  private static let edition = Result {
    var blog = Blog([
      {
        var item = SourceItem.post(
          "42", url: "https://example.com/posts/rich/", title: "Cats & <Dogs>: “everything” at once",
          on: "2022-03-26T08:00:00+01:00", updated: "2022-04-01T10:00:00Z", summary: "What it is\nabout.\n\nAnd more.",
          text: "First line.\nSecond line: 1 < 2 & 3 > 2.\n\n]]> &nbsp; ends it.",
          authors: [
            Person(
              name: "Ada Lovelace", url: "https://ada.example/", email: "ada@example.org",
              affiliation: "Analytical Engines"),
            Person(name: "José da Silva", affiliation: "Universidade de São Paulo"),
          ], tags: ["C++", "Deep Learning", "🏷️"])
        item.image = "/images/rich.png"
        item.attachments = [
          Attachment(
            url: "https://example.com/1.mp3", mediaType: "audio/mpeg", title: "Sound", size: 12_345, duration: 61.5),
          Attachment(url: "slides.pdf", mediaType: "application/pdf"),
        ]
        return item
      }(),
      {
        var item = SourceItem.post(
          "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", title: "Übung macht den Meister", on: "2022-03-25",
          text: "Ohne Zusammenfassung und ohne Adresse.",
          authors: [Person(name: "Bettina", email: "bettina@example.org")],
          tags: ["c++"])
        item.language = "de"
        return item
      }(),
      .listed(
        "Deep Learning, Explained", on: "2022-03-24", summary: "The upper of the day.", tags: ["deep-learning"],
        authors: ["Li, Bai", "van der Berg, Jan"]),
      .listed("The Lower of the Day", on: "2022-03-24", summary: "One paragraph.\n\nAnother.", tags: ["rl", "graphs"]),
    ])
    blog.pipeline.site = Site(
      title: "Example Notes & More", url: AbsoluteURL("https://example.com/")!, description: "Notes on examples",
      timeZone: SiteTimeZone("Europe/Berlin")!, timeOfDay: 9 * 3600, founded: LocalDate("2021-09-01"),
      authors: [Person(name: "The Editors", url: "https://example.com/about")],
      icon: AbsoluteURL("https://example.com/icon.png"),
      rights: "© 2022 the authors")
    blog.pipeline.feeds.formats = FeedFormats.all.map(\.name)
    blog.pipeline.tags = TagSettings(
      aliases: ["rl": "Reinforcement Learning"], titles: ["graphs": "Graphs"],
      slugs: ["deep learning": "deep-learning-tag"])
    return try blog.build()
  }

  @Test("what is written is what was read and approved", arguments: FeedFormats.all.map { "all.\($0.name)" })
  func documents(_ path: String) throws {
    try compare(#require(Self.edition.get().bytes(of: path)), path)
  }

  @Test("the ledger is what was read and approved")
  func ledger() throws {
    try compare(Self.edition.get().ledger.text, "ledger.ndjson")
  }

  @Test("the catalog has no problems")
  func problems() throws {
    #expect(try Self.edition.get().problems == [])
  }

  private func compare(_ bytes: [UInt8], _ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let difference = try GoldenFile(name, besides: folder).difference(from: bytes)
    #expect(difference == nil, "\(difference ?? "")")
  }
}
