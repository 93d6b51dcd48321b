import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rules T text")
struct PlainTextTests {
  @Test(
    "a line's white space is normalised",
    arguments: [
      ("a  b", "a b"), (" a b ", "a b"), ("a\nb", "a b"), ("a\r\n\r\nb", "a b"), ("a\u{A0}b", "a b"), ("a\t\tb", "a b"),
      ("a\u{2028}b\u{2029}c", "a b c"), ("", ""), (" \n ", ""), ("a", "a"), ("\u{3000}模 型", "模 型"),
      ("a\u{200B}b", "a\u{200B}b"),
    ])
  func line(_ text: String, _ expected: String) {
    #expect(PlainText.line(text).text.scalars == expected.scalars)
  }

  @Test(
    "paragraphs are parted by one blank line, and each is one line",
    arguments: [
      ("a\nb\n\nc", "a b\n\nc"), ("a\r\n\r\n\r\nb\n", "a\n\nb"), ("\n\na\n \t\nb", "a\n\nb"), ("a", "a"), ("\n \n", ""),
      ("a\u{A0}\u{A0}b\n\n", "a b"), ("a\rb\r\rc", "a b\n\nc"),
    ])
  func paragraphs(_ text: String, _ expected: String) {
    #expect(PlainText.paragraphs(text).text.scalars == expected.scalars)
  }

  @Test(
    "nothing but white space and forbidden characters is lost, and a second time changes nothing", arguments: 1...20)
  func lossless(seed: UInt64) {
    var generator = ItemGenerator(seed: seed)
    for _ in 0..<20 {
      var text = generator.text(1...30)
      // A combining mark after a space makes one character with it.
      if generator.random.once(in: 2) { text = text.split(separator: " ").joined(separator: " \u{301}") + "\n\u{308} " }
      let words = Expected.line(text)
      let line = PlainText.line(text)
      #expect(line.text.scalars == words.scalars)
      #expect(PlainText.line(line.text).text.scalars == line.text.scalars && PlainText.line(line.text).dropped == 0)
      let paragraphs = PlainText.paragraphs(text).text
      #expect(Expected.line(paragraphs).scalars == words.scalars)
      #expect(PlainText.paragraphs(paragraphs).text.scalars == paragraphs.scalars)
    }
  }

  @Test("T2 a missing title is made from the first words of the summary where Atom demands one, with a warning")
  func madeTitle() throws {
    for title in [nil, "", "  \n", "\u{0}"] {
      let edition = try Blog([.post("urn:example:1", title: title, summary: "First words.")]).preview()
      #expect(try edition.readEntries().map(\.title) == ["First words.", nil, nil])
      let problem = try #require(edition.problems.first { $0.rule == "T2" })
      #expect(problem.severity == .warning)
    }
  }

  @Test("T2 a title of a source that knows posts without one is missed by nobody")
  func untitled() throws {
    var note = SourceItem.post("urn:example:1", title: nil, text: "First words, and then some.")
    note.needsNoTitle = true
    let edition = try Blog([note]).preview()
    #expect(
      try edition.readEntries().map(\.title) == ["First words, and then some.", nil, nil])
    #expect(edition.problems == [])
    #expect(try edition.rss().only("item")?["description"] == "First words, and then some.")
  }

  @Test("T2 a made title of many words is cut at the end of one")
  func longMadeTitle() throws {
    let summary = String(repeating: "word ", count: 40)
    let edition = try Blog([.post("urn:example:1", title: nil, summary: summary)]).preview()
    let title = try #require(try edition.atom().only("entry")?["title"])
    #expect(title == String(repeating: "word ", count: 16).dropLast(1) + "…")
  }

  @Test("T2 an entry without title and summary is called by its address in Atom, and described by it in RSS")
  func neitherTitleNorSummary() throws {
    let edition = try Blog([.post("urn:example:1", url: "https://example.com/1/", title: nil)]).preview()
    #expect(try edition.readEntries().map(\.title) == ["https://example.com/1/", nil, nil])
    #expect(try edition.rss().only("item")?["description"] == "https://example.com/1/")
    #expect(try edition.jsonItems()[0]["content_text"] as? String == "https://example.com/1/")
  }

  @Test("T2 no empty summary, content, category or author is written")
  func noEmptyElements() throws {
    var item = SourceItem.post(
      "urn:example:1", url: "https://example.com/1/", summary: " \n", text: " \u{0} ",
      authors: [Person(name: " "), Person(name: "\u{0}")], tags: ["", " ", "\u{FFFE}"])
    item.attachments = [Attachment(url: "https://example.com/a", mediaType: "text/plain", title: " ")]
    let edition = try Blog([item]).preview()
    let entry = try #require(try edition.atom().only("entry"))
    for name in ["summary", "content", "category"] { #expect(entry.all(name).isEmpty, "\(name)") }
    #expect(entry.all("author").map { $0["name"] } == ["Example Notes"])
    #expect(entry.link("enclosure")?.attributes["title"] == nil)
    let rss = try #require(try edition.rss().only("item"))
    for name in ["content:encoded", "category"] { #expect(rss.all(name).isEmpty, "\(name)") }
    #expect(rss["description"]?.isEmpty == false)
    let json = try edition.jsonItems()[0]
    #expect(json["tags"] == nil && json["summary"] == nil && json["content_html"] == nil)
    #expect((json["content_text"] as? String)?.isEmpty == false)
    #expect(edition.problems.count { $0.rule == "T2" && $0.message.contains("tag") } == 3)
    #expect(edition.problems.count { $0.rule == "T2" && $0.message.contains("author") } == 2)
    #expect(!edition.problems.hasErrors)
  }

  @Test("T3 the root bears the site's language, in all formats")
  func language() throws {
    var blog = Blog([.post("urn:example:1", summary: "Kurz.")])
    blog.pipeline.site.language = "de-CH"
    let edition = try blog.preview()
    #expect(try edition.atom().attributes["xml:lang"] == "de-CH")
    #expect(try XMLTree(try #require(edition.bytes(of: "all.rss"))).attributes["xml:lang"] == "de-CH")
    #expect(try edition.rss()["language"] == "de-CH")
    #expect(try edition.json()["language"] as? String == "de-CH")
  }

  @Test("T3 an entry's language is its own where it differs, in all formats", arguments: ["fr", "zh-Hant-TW"])
  func entryLanguage(_ language: String) throws {
    var item = SourceItem.post("urn:example:1", summary: "Court.")
    item.language = language
    for entry in try Blog([item]).preview().readEntries() { #expect(entry.language == language) }
  }

  @Test("B4 a summary that the source gives is not cut")
  func longSummary() throws {
    let summary = String(repeating: "long words ", count: 2_000) + "end"
    let text = summary + " of the body"
    for entry in try Blog([.post("urn:example:1", summary: summary, text: text)]).preview().readEntries() {
      #expect(entry.summary == summary)
    }
  }

  @Test("a listing's paragraphs are the summary, joined by a blank line, and there is no content")
  func listingSummary() throws {
    let edition = try Blog([.listed("A", summary: "One\u{A0}of\n two.\n\n\nTwo.")]).preview()
    let entry = try #require(try edition.atom().only("entry"))
    #expect(entry["summary"] == "<p>One of two.</p>\n<p>Two.</p>")
    #expect(entry.all("content").isEmpty)
    #expect(try edition.jsonItems()[0]["content_text"] as? String == "One of two.\n\nTwo.")
    #expect(try edition.rss().only("item")?["description"] == "<p>One of two.</p>\n<p>Two.</p>")
  }
}
