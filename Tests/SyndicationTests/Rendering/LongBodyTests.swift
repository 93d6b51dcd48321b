import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Bodies without end") struct LongBodyTests {
  private func prepared(_ kind: BodyMarkup.Kind, _ body: String) throws -> (entry: PreparedEntry, problems: [Problem]) {
    var item = SourceItem.post("1", url: "https://example.com/1/", summary: "a")
    item.content = Content(kind, .text(body))
    let blog = Blog([item])
    var problems: [Problem] = []
    let entry = try PreparedEntry(blog.preview().plan.entries[0], on: blog.pipeline.site, problems: &problems)
    return (entry, problems)
  }

  @Test("P3 a body is cut where it is longer than any document should be, behind a whole line, and that is said")
  func cut() throws {
    let line = "<p>" + String(repeating: "é ", count: 30) + "</p>\n"
    let (entry, problems) = try prepared(.html, String(repeating: line, count: 12_000_000 / line.utf8.count))
    let html = try #require(entry.content).html.utf8
    #expect(
      html.count <= BodyMarkup(.html).limit
        && html.count > BodyMarkup(.html).limit - line.utf8.count)
    #expect(String(decoding: html.suffix(line.utf8.count), as: UTF8.self) == line)
    #expect(problems.count == 1 && problems[0].rule == "P3" && problems[0].description.contains("10000000"))
  }

  @Test("P3 one of a single line is cut behind a whole character", arguments: [BodyMarkup.Kind.html, .text])
  func cutInLine(_ kind: BodyMarkup.Kind) throws {
    for start in ["", "a", "ab"] {
      let (entry, _) = try prepared(kind, start + String(repeating: "漢", count: 3_400_000))
      let html = try #require(entry.content).html.utf8
      #expect(
        (BodyMarkup(.html).limit - 3...BodyMarkup(.html).limit).contains(html.count))
      #expect(html.suffix(3) == Array("漢".utf8)[...])
    }
  }

  @Test("P3 one of Markdown is cut sooner")
  func markdown() throws {
    let (entry, problems) = try prepared(.markdown, String(repeating: "a *b*\n", count: 400_000))
    #expect(problems.map(\.rule) == ["P3"])
    #expect(try #require(entry.content).html.utf8.count < 10_000_000)
  }
}
