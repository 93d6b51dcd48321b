import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rule P3 limits")
struct LimitTests {
  static let formats = ["atom", "rss", "json"]

  /// Ten posts of about a kilobyte, the newest first in the feed; the ninth day is the newest.
  private func blog(bytes: Int = 1_000_000, content: EntryForm = .full) -> Blog {
    var blog = Blog(
      (0..<10).map { number in
        .post(
          "urn:example:\(number)", url: "https://example.com/\(number)/", title: "\(number)", on: "2022-03-1\(number)",
          summary: "Summary \(number).", text: String(repeating: "Text \(number). ", count: 100), tags: ["x"])
      })
    blog.pipeline.feeds.bytes = bytes
    blog.pipeline.feeds.content = content
    return blog
  }

  /// What a document holds: a letter an entry, `F` with content and `s` without, newest first.
  private func forms(_ edition: BuiltBlog, _ format: String) throws -> String {
    switch format {
    case "atom": try edition.atom().all("entry").map { $0.all("content").isEmpty ? "s" : "F" }.joined()
    case "rss": try edition.rss().all("item").map { $0.all("content:encoded").isEmpty ? "s" : "F" }.joined()
    default:
      try edition.jsonItems().map { ($0["content_text"] as? String)?.hasPrefix("Text") == true ? "F" : "s" }.joined()
    }
  }

  @Test("a feed holds as many entries as are asked for, the newest")
  func count() throws {
    var blog = blog()
    blog.pipeline.feeds.entries = 3
    let edition = try blog.preview()
    #expect(edition.titles() == ["9", "8", "7"])
    #expect(edition.titles(in: "tags/x") == ["9", "8", "7"])
    #expect(try edition.atom().all("entry").map { $0["title"] } == ["9", "8", "7"])
  }

  @Test("a tag's feed reaches back further than the global one, and what no feed holds is not planned")
  func countOfTag() throws {
    var blog = blog()
    blog.pipeline.feeds.entries = 2
    blog.items[1].tags = ["old"]
    blog.items[2].tags = ["old"]
    blog.items[3].tags = ["old"]
    let edition = try blog.preview()
    #expect(edition.titles() == ["9", "8"])
    #expect(edition.titles(in: "tags/old") == ["3", "2"])
    #expect(edition.plan.entries.map { $0.item.title } == ["9", "8", "3", "2"])
    #expect(edition.visible.count == 10)
  }

  @Test("law 1: the body of an entry that no feed holds is not read")
  func lazy() throws {
    struct Unreadable: BodyHandle {
      func read() throws -> ReadBody { throw Problem.error(at: Place(file: "body"), rule: "test", "read") }
    }
    var blog = blog()
    blog.pipeline.feeds.entries = 5
    blog.items[0].content?.body = .handle(Unreadable())
    blog.items[0].tags = []
    #expect(try blog.build().titles().count == 5)
    #expect(try blog.build().titles().count == 5)
    blog.pipeline.feeds.entries = 10
    #expect(throws: Problem.self) { try blog.preview() }
  }

  @Test("feeds.content summary: every entry in its summary form", arguments: formats)
  func summaryForm(_ format: String) throws {
    #expect(try forms(blog(content: .summary).preview(), format) == "ssssssssss")
  }

  @Test(
    "the oldest entries go to their summary form first, then go, and no document is larger than it may be",
    arguments: formats)
  func shrinking(_ format: String) throws {
    let whole = try blog().preview()
    #expect(try forms(whole, format) == "FFFFFFFFFF")
    let size = try #require(whole.bytes(of: "all.\(format)")?.count)
    var seen: [String] = []
    for bytes in stride(from: size, through: 0, by: -97) {
      let edition = try blog(bytes: bytes).preview()
      let forms = try forms(edition, format)
      let written = try #require(edition.bytes(of: "all.\(format)")?.count)
      #expect(written <= bytes || forms.isEmpty)
      if seen.last != forms { seen.append(forms) }
    }
    // Each step takes one thing away, the oldest first.
    let expected =
      (0...10).map { String(repeating: "F", count: 10 - $0) + String(repeating: "s", count: $0) }
      + (1...10).map { String(repeating: "s", count: 10 - $0) }
    #expect(seen.first == expected.first && seen.last == expected.last)
    #expect(seen.allSatisfy(expected.contains))
    #expect(seen.map { expected.firstIndex(of: $0)! } == seen.map { expected.firstIndex(of: $0)! }.sorted())
  }

  @Test("a document of just as many bytes as are allowed is whole; of one more it is not", arguments: formats)
  func exact(_ format: String) throws {
    let size = try #require(blog().preview().bytes(of: "all.\(format)")?.count)
    #expect(try forms(blog(bytes: size).preview(), format) == "FFFFFFFFFF")
    #expect(try forms(blog(bytes: size - 1).preview(), format) == "FFFFFFFFFs")
  }

  @Test("without a shorter form the oldest go at once", arguments: formats)
  func withoutContent(_ format: String) throws {
    var blog = blog()
    for index in blog.items.indices { blog.items[index].content = nil }
    let size = try #require(blog.preview().bytes(of: "all.\(format)")?.count)
    blog.pipeline.feeds.bytes = size - 1
    #expect(try forms(blog.preview(), format).count == 9)
  }

  @Test("X5 what was shortened is well-formed, in every format")
  func wellFormed() throws {
    for bytes in [1_800, 2_000, 5_000, 9_000] {
      let edition = try blog(bytes: bytes).preview()
      for path in edition.paths where !path.hasSuffix("json") { _ = try XMLTree(#require(edition.bytes(of: path))) }
      _ = try edition.json()
      #expect(try edition.atom().all("entry").first?["title"] == "9")
    }
  }

  @Test("an entry that no document has room for gives way itself, wherever it stands", arguments: formats, [0, 4, 9])
  func tooLarge(_ format: String, _ place: Int) throws {
    var blog = blog(bytes: 30_000)
    #expect(try forms(blog.preview(), format).count == 10)
    blog.items[9 - place].summary = .text(String(repeating: "Very long. ", count: 4_000))
    let edition = try blog.preview()
    let size = try #require(edition.bytes(of: "all.\(format)")?.count)
    #expect(size <= 30_000)
    // RSS has no summary that is longer than the content.
    let without = format == "rss" ? "s" : ""
    let forms = try forms(edition, format)
    #expect(forms.filter { $0 == "F" }.count == 9 && forms.count == 9 + without.count)
    let losses = edition.rendered.losses
    #expect(losses.map(\.feed) == ["tags/x", "all"])
    #expect(losses.allSatisfy { $0.omitted == ["urn:example:\(9 - place)"] && $0.bytes == 30_000 })
    #expect(edition.problems.contains { $0.rule == "P3" && $0.message.contains("is in no atom or json feed") })
  }

  @Test("one whose content alone is too long is there with its summary", arguments: formats)
  func tooLong(_ format: String) throws {
    var blog = blog(bytes: 30_000)
    blog.items[5].content = Content(.text, .text(String(repeating: "Text ", count: 10_000)))
    let edition = try blog.preview()
    #expect(try forms(edition, format) == "FFFFsFFFFF")
    #expect(edition.rendered.losses.last?.shortened == ["urn:example:5"])
    #expect(edition.problems.contains { $0.rule == "P3" && $0.message.contains("summary alone") })
  }

  @Test("one that takes most of the room does not empty a feed of the others", arguments: formats)
  func greedy(_ format: String) throws {
    var blog = blog(bytes: 30_000)
    for index in blog.items.indices { blog.items[index].content = nil }
    blog.items[8].summary = .text(String(repeating: "Long. ", count: 4_600))
    let forms = try forms(blog.preview(), format)
    #expect(forms.count == 9)
  }

  @Test("a feed without a loss tells of none")
  func noLoss() throws { #expect(try blog().preview().rendered.losses.isEmpty) }

  @Test("P3 an entry has a hundred terms of an axis, and what its author wrote counts all")
  func terms() throws {
    func items(_ count: Int) -> [SourceItem] {
      var item = SourceItem.post("urn:example:1", url: "https://example.com/1/", summary: "a")
      item.tags = (0..<count).map { "t\($0)" }
      item.categories = item.tags
      item.authors = item.tags.map { Person(name: $0) }
      item.attachments = item.tags.map { Attachment(url: "https://example.com/\($0).mp3", mediaType: "audio/mpeg") }
      return [item]
    }
    var blog = Blog(items(2_000))
    blog.pipeline.feeds.scopes = [.all: .init(of: .all), .author: .init(of: .author), .category: .init(of: .category)]
    let edition = try blog.build()
    #expect(edition.plan.feeds.count == 201)
    let entry = try #require(try edition.atom().only("entry"))
    #expect(entry.all("category").count == 100 && entry.all("author").count == 100)
    #expect(entry.all("link").count == 1 + 1_000)
    let warnings = edition.problems.filter { $0.rule == "P3" }.map(\.message)
    #expect(
      warnings.count == 4 && warnings[0] == "has 2000 tags: the first 100 count; keep the best, or raise tags.atMost")
    // Another bound is no edit.
    blog.pipeline.tags.atMost = 50
    let updated = try blog.preview(at: "2022-07-01T00:00:00Z").plan.entries[0].updated
    #expect(updated == edition.plan.entries[0].updated)
    #expect(try Blog(items(100)).preview().problems.filter { $0.rule == "P3" } == [])
  }

  @Test("P3 fields are cut at a word, and addresses left out, where they are longer than any should be")
  func fields() throws {
    let long = String(repeating: "word ", count: 300)
    let address = "https://example.com/\(String(repeating: "a", count: 8_000))"
    var item = SourceItem.post("urn:example:1", url: "https://example.com/1/", title: long, summary: "a", tags: [long])
    item.authors = [Person(name: long, url: address)]
    item.image = address
    item.attachments = [
      Attachment(url: address, mediaType: "audio/mpeg"),
      Attachment(url: "https://example.com/a.mp3", mediaType: "audio/mpeg", title: long),
    ]
    let edition = try Blog([item]).preview()
    let entry = try #require(try edition.jsonItems().first)
    let cut = String(repeating: "word ", count: 199) + "word…"
    #expect(entry["title"] as? String == cut)
    #expect(entry["tags"] as? [String] == [cut])
    #expect((entry["authors"] as? [[String: String]]) == [["name": cut]])
    #expect(entry["image"] == nil)
    let files = try #require(entry["attachments"] as? [[String: Any]])
    #expect(files.count == 1 && files[0]["title"] as? String == cut)
    let rules = edition.problems.map(\.rule)
    #expect(rules == Array(repeating: "P3", count: 7), "\(edition.problems)")
  }

  @Test("P3 marks without end on one character are cut, too")
  func marks() throws {
    let title = "a" + String(repeating: "\u{301}", count: 100_000)
    let entry = try #require(
      try Blog([.post("urn:example:1", title: title, summary: "a")]).preview().jsonItems().first)
    #expect(try #require(entry["title"] as? String).utf8.count < 20_000)
  }

  @Test("P3 an id or an address that is longer than any costs its entry")
  func identity() throws {
    let long = "urn:example:\(String(repeating: "a", count: 8_000))"
    let far = "https://example.com/\(String(repeating: "a", count: 8_000))"
    let edition = try Blog([.post(long), .post("urn:example:2", url: far), .post("urn:example:3")]).preview()
    #expect(edition.plan.entries.map(\.id) == ["urn:example:3"])
    #expect(edition.problems.filter { $0.severity == .error }.map(\.rule) == ["P3", "P3"])
  }

  @Test("more documents than a build may make are an error, and none is planned")
  func documents() throws {
    var blog = blog()
    blog.pipeline.feeds.documents = 6
    #expect(try blog.preview().paths.count == 6)
    blog.pipeline.feeds.documents = 5
    let edition = try blog.preview()
    #expect(edition.plan.feeds.isEmpty)
    #expect(edition.edition.problems.map(\.place) == [Place(file: "config.json", pointer: "/feeds/documents")])
  }

  @Test("an entry of many attachments takes time by their number", arguments: formats)
  func manyAttachments(_ format: String) throws {
    let times = growth(of: 100, within: 24) { count in
      var item = SourceItem.post("urn:example:1", summary: "a")
      item.attachments = (0..<count).map {
        Attachment(url: "https://example.com/\($0).pdf", mediaType: "application/pdf")
      }
      #expect((try? Blog([item]).preview().bytes(of: "all.\(format)")) != nil)
    }
    #expect(times <= 24)
  }
}
