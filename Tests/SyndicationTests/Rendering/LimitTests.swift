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

  @Test("the oldest entries go to their summary form first, then go, and the newest stays", arguments: formats)
  func shrinking(_ format: String) throws {
    let whole = try blog().preview()
    #expect(try forms(whole, format) == "FFFFFFFFFF")
    let size = try #require(whole.bytes(of: "all.\(format)")?.count)
    var seen: [String] = []
    for bytes in stride(from: size, through: 0, by: -97) {
      let edition = try blog(bytes: bytes).preview()
      let forms = try forms(edition, format)
      let written = try #require(edition.bytes(of: "all.\(format)")?.count)
      #expect(written <= bytes || forms == "s")
      if seen.last != forms { seen.append(forms) }
    }
    // Each step takes one thing away, the oldest first.
    let expected =
      (0...10).map { String(repeating: "F", count: 10 - $0) + String(repeating: "s", count: $0) }
      + (1...9).map { String(repeating: "s", count: 10 - $0) }
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
    for bytes in [0, 500, 2_000, 5_000, 9_000] {
      let edition = try blog(bytes: bytes).preview()
      for path in edition.paths where !path.hasSuffix("json") { _ = try XMLTree(#require(edition.bytes(of: path))) }
      _ = try edition.json()
      #expect(try edition.atom().all("entry").first?["title"] == "9")
    }
  }
}
