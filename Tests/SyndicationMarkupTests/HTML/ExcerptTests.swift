import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct Excerpts {
  @Test(
    "B4 an excerpt is the text of a body",
    arguments: [
      ("", ""),
      ("<p>a <em>b</em>c</p>", "a bc"),
      ("<p>a</p><p>b</p>\n\n<ul><li>c</li><li>d</li></ul>", "a\n\nb\n\nc\n\nd"),
      ("a<br>b<hr>c", "a b\n\nc"), ("<p>a</p> b", "a\n\nb"),
      ("  a \n\t b  ", "a b"),
      ("<p>a &amp; b &lt;p&gt; &quot;c&quot; &amp;lt;</p>", "a & b <p> \"c\" &lt;"),
      ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
      ("<img src=\"https://a.example/b.png\" alt=\"x &gt; y\">é<wbr>漢", "é漢"),
      ("<section><h2>a</h2>\n<pre>b\n  c</pre></section>", "a\n\nb c"),
    ])
  func plainText(_ html: String, _ expected: String) {
    #expect(Excerpt.plainText(ofHTML: html) == expected)
  }

  @Test(
    "B4 a summary that we make is cut at a word",
    arguments: [
      ("one two three", 13, "one two three"), ("one two three", 12, "one two…"), ("one two three", 8, "one two…"),
      ("one two three", 7, "one…"), ("one two three", 4, "one…"), ("one two three", 3, "on…"), ("one", 1, "…"),
      ("one", 0, ""), ("one\n\ntwo", 5, "one…"), ("  one two", 6, "one…"), ("👩‍👩‍👧‍👧👩‍👩‍👧‍👧👩‍👩‍👧‍👧", 2, "👩‍👩‍👧‍👧…"), ("", 5, ""),
    ])
  func cut(_ text: String, _ limit: Int, _ expected: String) {
    #expect(PlainText.cut(text, at: limit) == expected)
  }

  @Test(
    "B4 a summary is made of the first paragraph that shows something",
    arguments: [
      ("<p>\u{A0}</p><p>\u{200B}</p><p>a</p><p>b</p>", "a"), ("<div>\u{A0}</div><div>a</div><div>b</div>", "a"),
      ("<p>\u{200B}</p>", ""), ("<p><img src=\"x\">\u{A0}</p><p>a</p>", "a"), ("a<br>b<hr>c", "a b"),
    ])
  func firstParagraph(_ html: String, _ summary: String) {
    #expect(Excerpt.firstParagraph(ofHTML: Array(html.utf8)) == summary)
  }

  @Test("B4 a long text is cut to 300 characters where nothing else is said")
  func defaultLimit() {
    let cut = PlainText.cut(String(repeating: "word ", count: 100))
    #expect(cut.count == 300 && cut.hasSuffix("word…"))
  }
}
