import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

@Suite("Bodies that are copied rather than parsed")
struct HTMLCopierTests {
  private let base = AbsoluteURL("https://example.org/2022/post/")!

  /// What is copied has to be what the parser's way gives, with nothing removed.
  private func expectAgreement(_ html: String, _ comment: Comment) -> Bool {
    guard let copy = HTMLCopier.copy(Array(html.utf8), base: base) else { return false }
    let parsed = HTMLCleaner(base: base).parsed(html)
    #expect(String(decoding: copy, as: UTF8.self) == parsed.html, comment)
    #expect(parsed.removed == [:], comment)
    return true
  }

  @Test("B1 B2 are written as the parser's way writes them", arguments: 1...40)
  func agreement(seed: UInt64) {
    var generator = NeatBodies(random: SeededGenerator(seed: seed))
    var copied = 0
    for index in 0..<100 {
      let html = generator.body()
      if expectAgreement(html, "seed \(seed), body \(index): \(html)") { copied += 1 }
    }
    #expect(copied > 20, "nearly nothing was copied, so that nearly nothing was tried")
  }

  @Test(
    "what a generator writes is copied",
    arguments: [
      "", "plain", "<p>one</p>\n<p>two <em>three</em></p>", "<ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul>",
      "<p>a<br>b<br/>c<br />d</p>", "<pre><code class=\"language-swift\">a &lt; b &amp;&amp; \"c\" > d</code></pre>",
      "<p><a href=\"../x/\" title=\"1 &amp; 2\">é</a><img src=\"a.png\" alt=\"漢\"></p>",
      "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
      markdownHTML("a[^1] b[^1]\n\n|c|d|\n|-|:-:|\n|e|f|\n\n[^1]: g"),
    ])
  func plain(_ html: String) { #expect(expectAgreement(html, "\(html)")) }

  @Test(
    "what wants a decision is left to the parser",
    arguments: [
      "<p>one<p>two", "<p>a</div>", "<script>x</script>", "<p onclick=\"x\">a</p>", "<!-- c -->", "<P>a</P>",
      "<p>a\r\nb</p>",
      "a & b", "&nbsp;", "&#146;", "\u{1}", "\u{85}", "<a href=\"javascript:x\">a</a>", "<img alt=\"x\">",
      "<ul><li>a<li>b</ul>",
      "<a href=\"x\" href=\"y\">a</a>", "<a href='x'>a</a>", "<a href=\"<!DOCTYPE>\">a</a>", "<a href=\"a<b\">a</a>",
      "<a><a>b</a></a>", "<p><ul></ul></p>", "<p", "<", "<p>",
      "</p>", "<p/>",
      String(repeating: "<div>", count: 101) + String(repeating: "</div>", count: 101),
    ])
  func left(_ html: String) { #expect(HTMLCopier.copy(Array(html.utf8), base: base) == nil) }

  @Test("real posts are read alike by both", .enabled(if: SharedData.isThere, "../shared/data is not there"))
  func realPosts() throws {
    for file in SharedData.files(withExtensions: ["md", "markdown", "html"]) {
      let text = try String(contentsOf: file, encoding: .utf8)
      // Whole, and in paragraphs, of which some are plain.
      for part in [text] + text.components(separatedBy: "\n\n") { _ = expectAgreement(part, "\(file.path): \(part)") }
    }
  }
}

/// Makes bodies that are mostly neat, by chance.
private struct NeatBodies {
  var random: SeededGenerator

  mutating func body() -> String { (0..<random.number(1...5)).map { _ in piece(depth: 0) }.joined() }

  private mutating func piece(depth: Int) -> String {
    if depth > 4 || random.once(in: 2) { return random.one(of: NeatBodies.texts) }
    if random.once(in: 12) {
      return random.one(of: ["<br>", "<br/>", "<hr />", "<img src=\"a/b.png\">", "<img src=\"/x\" alt=\"\">"])
    }
    let element = random.one(of: NeatBodies.elements)
    let inner = (0..<random.number(0...4)).map { _ in piece(depth: depth + 1) }.joined()
    return "<\(element)\(attributes())>\(inner)</\(element)>"
  }

  private mutating func attributes() -> String {
    guard random.once(in: 3) else { return "" }
    return (0..<random.number(1...3)).map { _ in
      " \(random.one(of: NeatBodies.attributes))=\"\(random.one(of: NeatBodies.values))\""
    }
    .joined()
  }

  private static let elements = """
    p p em strong code li ul ol pre h2 blockquote div span b i u s sub sup del ins small abbr cite kbd q table thead tbody tr \
    td th dl dt dd figure figcaption a font center
    """.split(separator: " ").map(String.init)
  private static let texts = [
    "a", "b c", " ", "\n", "\n\n", "\t", "é", "漢字 ", "&amp;", "&lt;", "&gt;", "&quot;", "\"", "'", ">", "]]>", "😀",
    "x\u{A0}y", "€ ",
    "&", "&copy;", "a & b", "ﬁ", "\u{FEFF}",
  ]
  private static let attributes = [
    "class", "id", "title", "href", "href", "src", "alt", "lang", "style", "data-x", "srcset", "cite",
  ]
  private static let values = [
    "", "x", "a b", "../up/", "/root", "#note", "?q=1", "//h.example/y", "https://other.example/a?b=1&amp;c=2",
    "mailto:a@b.example",
    "a&quot;b", "é.png", "a.png 1x, b.png 2x", "color: red", "./x", "a/../b", "x:y", "%zz", "a#b#c", "1 &lt; 2", "'",
    "..", "../..",
    "../../../../z", "http://A.Example/",
  ]
}
