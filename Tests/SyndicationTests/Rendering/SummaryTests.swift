import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Summaries") struct SummaryTests {
  private func prepared(
    summary: String? = nil, _ kind: BodyMarkup.Kind, _ body: String, separator: String? = nil
  ) throws -> PreparedEntry {
    var item = SourceItem.post("1", url: "https://example.com/1/")
    // Of a summary, only what was written in Markdown is marked up.
    item.summary = summary.map { Content(kind == .markdown ? .markdown : .text, .text($0)) }
    item.content = Content(kind, .text(body), excerptSeparator: separator)
    let blog = Blog([item])
    var problems: [Problem] = []
    return try PreparedEntry(blog.preview().plan.entries[0], on: blog.pipeline.site, problems: &problems)
  }

  @Test(
    "B4 where the source gives none, a summary is the first paragraph with words of its own, else the first block with text",
    arguments: [
      ("<h2>a</h2><p>b <em>c</em></p><p>d</p>", "b c"), ("<p> </p><div><p class=x>a</p></div>b", "a"),
      ("<p><img src=i></p><p>a</p>", "a"), ("<p><a href=j><img src=i></a></p><p>a</p>", "a"),
      ("<p><img src=i><br><em>a</em></p><p>b</p>", "b"), ("<p><img src=i> <em>a</em> b</p><p>c</p>", "a b"),
      ("<p><em>a</em></p><p>b</p>", "a"),
      ("<figure><img src=i><figcaption><p>a</p></figcaption></figure><p>b</p>", "b"),
      ("<p class=wp-caption-text>a</p><p>b</p>", "b"),
      ("<ul><li>a</li><li>b</li></ul>", "a"), ("a <b>b</b><hr>c", "a b"), ("<pre>a\n\nb</pre>c", "a b"),
      ("<p><img src=i></p><div>a</div>", "a"), ("<blockquote><p>a<p>b</blockquote>", "a"),
      (
        "<p>a<sup class=footnote-ref><a href=#fn1>1</a></sup> b<sup id=r><a class=footnote href=#n>2</a></sup>.</p>",
        "a b."
      ),
      ("<p>$a_1 &lt; b$ and \\(c\\)</p>", "$a_1 < b$ and \\(c\\)"),
    ])
  func firstParagraph(_ body: String, _ expected: String) throws {
    #expect(try prepared(.html, body).summary == expected)
  }

  @Test("B4 of a text body it is the first paragraph, too")
  func text() throws { #expect(try prepared(.text, "\na\nb\n\nc").summary == "a b") }

  @Test("B4 one that we make is cut at a word")
  func cut() throws {
    let summary = try #require(try prepared(.html, "<p>" + String(repeating: "word ", count: 100)).summary)
    #expect(summary.count == 300 && summary.hasSuffix("word…"))
  }

  @Test(
    "B4 what the body marks as its summary is not cut",
    arguments: [
      ("<p>a</p><p>b</p><!--more--><p>c</p>", nil, "a\n\nb"), ("<p>a <!-- \n MORE\t--> b</p>", nil, "a"),
      ("<p>a<!-- moreover --></p><p>b<!--more--></p>", nil, "a\n\nb"),
      ("<p>a</p><p>b</p><!-- end --><p>c</p>", "<!-- end -->", "a\n\nb"),
      ("<p>a</p><p>b</p><!--more-->", "<!-- end -->", "a\n\nb"),
      ("<p>a</p><!-- end --><!--more-->", "<!-- end -->", "a"), ("<p>a</p><p>b</p>---<p>c</p>", "---", "a\n\nb"),
      ("<!--more--><p>a</p><p>b</p>", nil, "a"), ("<p>a</p>", "", "a"),
    ] as [(String, String?, String)], [BodyMarkup.Kind.html, .markdown])
  func marked(_ body: (String, String?, String), _ kind: BodyMarkup.Kind) throws {
    let long = String(repeating: "word ", count: 100)
    #expect(try prepared(kind, body.0, separator: body.1).summary == body.2)
    #expect(try prepared(.html, "<p>\(long)</p><!--more-->b").summary == String(long.dropLast()))
  }

  @Test("B4 one that the source gives is not cut, and keeps what is no markup")
  func given() throws {
    let long = String(repeating: "word ", count: 100) + "1 > 0"
    for kind in [BodyMarkup.Kind.html, .text, .markdown] {
      #expect(try prepared(summary: long, kind, "<p>a</p><!--more-->").summary == long)
    }
    #expect(try prepared(summary: "**a** <b>", .html, "<p>b</p>").summary == "**a** <b>")
  }

  @Test("B4 the summary of a Markdown post may be marked up")
  func markedUp() throws {
    #expect(try prepared(summary: "<b>a</b> &amp; b", .markdown, "c").summary == "a & b")
    #expect(try prepared(summary: "<!-- nothing -->", .markdown, "c").summary == "c")
  }
}
