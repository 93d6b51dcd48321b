import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("Of a page the HTML source reads") struct PageTextTests {
  @Test(
    "dates as people write them",
    arguments: [
      ("2022-03-25", "2022-03-25"), (" 2022-03-25T10:00+0200\n", "2022-03-25T10:00+0200"),
      ("2022-03-25 10:00", "2022-03-25 10:00"), ("March 25, 2022", "2022-03-25"), ("25 March 2022", "2022-03-25"),
      ("25. Mar 2022", "2022-03-25"), ("Sept. 5th, 2022", "2022-09-05"), ("2022/3/5", "2022-03-05"),
      ("Friday, March 25, 2022 at 9:05 pm", "2022-03-25T21:05"), ("12:30am 25 Mar 2022", "2022-03-25T00:30"),
      ("Fri, 25 Mar 2022 10:00:00 +0200", "2022-03-25T10:00:00+0200"),
      ("Fri, 25 Mar 2022 10:00:00 GMT", "2022-03-25T10:00:00Z"), ("2022-084", "2022-03-25"),
      ("2024-366", "2024-12-31"), ("25 Mar 2022 10:00:00 EST", "2022-03-25T10:00:00-05:00"),
      ("2022-03-25 10:00:00 +0000 UTC", nil), ("yesterday", nil), ("", nil), ("2022", nil), ("March 2022", nil),
      ("31 February 2022", nil), ("2023-366", nil), ("25 25 March 2022", nil), ("13:00 pm 25 March 2022", nil),
      ("Ma 5 2022", nil),
    ] as [(String, String?)])
  func dates(_ text: String, _ date: String?) {
    #expect(DateSpelling.normalised(text).flatMap { SourceDate($0) } == date.flatMap { SourceDate($0) })
    #expect((DateSpelling.normalised(text) == nil) == (date == nil))
  }

  @Test(
    "bytes in the encoding that they are in",
    arguments: [
      ([0xEF, 0xBB, 0xBF] + Array("é".utf8), "é"), ([0xFF, 0xFE, 0xE9, 0, 0x3D, 0xD8, 0, 0xDE], "é😀"),
      ([0xFE, 0xFF, 0, 0xE9], "é"), (Array("<p>é".utf8), "<p>é"), ([0x93, 0xE9, 0x94], "“é”"),
      (Array("<meta charset=ISO-8859-1>".utf8) + [0x80], "<meta charset=ISO-8859-1>€"),
      (
        Array("<META http-equiv=x content='text/html; charset=koi8-r'>".utf8) + [0xC1],
        "<META http-equiv=x content='text/html; charset=koi8-r'>а"
      ),
      (Array("<meta charset='utf-8'>".utf8) + [0xE9], "<meta charset='utf-8'>\u{FFFD}"),
      (Array("<meta charset=shift_jis>".utf8) + [0x82, 0xA0, 0xFF], "<meta charset=shift_jis>あ\u{FFFD}"),
      (Array("<meta charset=nonsense>é".utf8), "<meta charset=nonsense>é"),
      (Array("<meta charset=utf-16>é".utf8), "<meta charset=utf-16>é"), (Array("a\0b".utf8), "ab"), ([], ""),
    ] as [([UInt8], String)])
  func encodings(_ bytes: [UInt8], _ text: String) {
    #expect(String(decoding: HTMLEncoding.utf8(bytes), as: UTF8.self) == text)
  }

  @Test("elements that libxml2 does not know as empty, without what follows them in them")
  func void() throws {
    let tree = HTMLTree(Array("<p>a<wbr>b<picture><source srcset=x><img src=y></picture>c</p>d".utf8))
    let body = try #require(tree.root?.first { $0.name == "body" })
    #expect(
      String(decoding: body.innerHTML { _ in false }, as: UTF8.self)
        == #"<p>a<wbr>b<picture><source srcset="x"><img src="y"></picture>c</p>d"#)
  }

  @Test("text of which words stay apart, and nothing of scripts")
  func text() {
    let tree = HTMLTree(Array("<h1>a<br>b<script>x</script> <img alt=c></h1><p>d &amp; e</p><p>f</p>".utf8))
    #expect(tree.root?.text == "a b c d & e f")
  }

  @Test("only to where elements are nested as deep as in no page that a person reads, and says so")
  func depth() async throws {
    let date = "<meta name=date content=2022-03-25>\n"
    let pages = try SavedPages(["a.html": date + String(repeating: "<div>", count: 3000) + "<p>end"])
    let contents = try await pages.load()
    #expect(
      contents.problems.map(\.description) == [
        "pages/a.html:2: warning: elements are nested 2000 deep here: what follows is not read [html]"
      ])
    #expect(try contents.items.map { try $0.body?.contains("end") } == [false])
    withExtendedLifetime(pages) {}
  }

  @Test("a thousand attributes of a tag, and quoted spaces as no ends of attributes")
  func attributes() {
    let many = (1...5000).map { "x\($0)" }.joined(separator: " ")
    let tree = HTMLTree(Array("<p \(many)>a</p><p title='\(many)' id=b>b</p>".utf8))
    let paragraphs = tree.root?.elements().filter { $0.name == "p" } ?? []
    #expect(paragraphs.first?["x900"] == nil)
    #expect(paragraphs.first?.hasAttribute("x900") == true)
    #expect(paragraphs.first?.hasAttribute("x1100") == false)
    #expect(paragraphs.last?["title"] == many)
    #expect(paragraphs.last?["id"] == "b")
  }

  @Test("the same twice, of pages cut and mixed at random", arguments: 1...60 as ClosedRange<UInt64>)
  func mixed(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let fixtures = PageFixtures.all.sorted { $0.key < $1.key }.map { Array($0.value.utf8) }
    var html: [UInt8] = []
    for _ in 1...random.number(1...6) {
      let page = random.one(of: fixtures)
      let (a, b) = (random.number(0...page.count), random.number(0...page.count))
      html += page[min(a, b)..<max(a, b)]
      if random.once(in: 4) { html.append(UInt8(random.number(0...255))) }
    }
    let pages = try SavedPages()
    try Data(html).write(to: URL(filePath: pages.folder["a.html"]))
    let violations = await CatalogSourceConformance.violations(
      of: { pages.source }, missing: { pages.source("missing.html") })
    // What is in it is up to chance.
    let bad = violations.filter { $0 != "it holds no post" && !$0.hasPrefix("a good source has a problem") }
    #expect(bad == [])
  }

  @Test("as much as there is, deep, long or broken as it may be", arguments: HostilePages.all.map(\.name))
  func hostile(_ name: String) async throws {
    let html = try #require(HostilePages.all.first { $0.name == name }?.html)
    let pages = try SavedPages(["a.html": "<meta name=date content=2022-03-25>\(html)"])
    let items = try await pages.load().items
    #expect(!items.isEmpty)
    for item in items.prefix(10) { #expect(try item.body?.utf8.count ?? 0 <= html.utf8.count * 3) }
    withExtendedLifetime(pages) {}
  }
}

private enum HostilePages {
  static let all: [(name: String, html: String)] = [
    ("nested", String(repeating: "<div>", count: 100_000)),
    ("never ended", String(repeating: "<p><b><article>", count: 30_000)),
    ("entries in entries", String(repeating: "<div class=h-entry>", count: 50_000)),
    ("articles in articles", String(repeating: "<article><h1>a</h1><time>2022-03-25</time>", count: 10_000)),
    ("never begun", String(repeating: "</p></div>", count: 200_000)),
    ("tables", String(repeating: "<table><tr><td>", count: 30_000)),
    ("attributes", "<a " + (1...100_000).map { "x\($0)=y" }.joined(separator: " ")),
    ("ends of nothing in depth", String(repeating: "<div>", count: 50_000) + String(repeating: "</b>", count: 100_000)),
    ("comments", "<!--" + String(repeating: "<!--", count: 100_000)),
    ("JSON", "<script type=application/ld+json>" + String(repeating: "[", count: 500_000)),
    ("long", String(repeating: "a &amp; ", count: 1_250_000)), ("NUL", "\0\0<p\0>"),
    ("cut in a tag", "<html"), ("cut after a bracket", "<"), ("cut in a type", "<!DOCTYPE"),
  ]
}
