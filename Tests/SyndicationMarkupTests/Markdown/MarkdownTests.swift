import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

/// The HTML of `markdown`, without the line feed at its end.
func markdownHTML(_ markdown: String) -> String {
  let html = String(decoding: Markdown.html(Array(markdown.utf8)), as: UTF8.self)
  return html.hasSuffix("\n") ? String(html.dropLast()) : html
}

@Suite("Markdown becomes HTML")
struct MarkdownTests {
  @Test(
    "CommonMark with tables, strikethrough and addresses is read",
    arguments: [
      ("# A *b*", "<h1>A <em>b</em></h1>"),
      ("a \"b\" -- c...", "<p>a &quot;b&quot; -- c...</p>"),
      ("~~a~~", "<p><del>a</del></p>"),
      (
        "see https://example.com/a_b_c.",
        "<p>see <a href=\"https://example.com/a_b_c\">https://example.com/a_b_c</a>.</p>"
      ),
      ("a <b onclick=\"x\">c</b>", "<p>a <b onclick=\"x\">c</b></p>"),
      ("<div>\n\n*a*\n\n</div>", "<div>\n<p><em>a</em></p>\n</div>"),
      ("```rust,ignore\na < b\n```", "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>"),
      ("~~~ {.python}\na\n~~~", "<pre><code>a\n</code></pre>"),
      ("", ""),
    ])
  func dialect(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  @Test("Tables are read")
  func tables() {
    let html = markdownHTML("|a|b|\n|-|:-:|\n|1|2|\n")
    #expect(html.contains("<th>a</th>\n<th align=\"center\">b</th>"))
    #expect(html.contains("<td>1</td>\n<td align=\"center\">2</td>"))
  }

  @Test(
    "B2 the check boxes of task lists are characters",
    arguments: [
      ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
      ("1. [X] a", "<ol>\n<li>☑ a</li>\n</ol>"),
      ("- [x](y)", "<ul>\n<li><a href=\"y\">x</a></li>\n</ul>"),
      ("[x] a", "<p>[x] a</p>"),
    ])
  func checkBoxes(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  @Test(
    "What looks like a note and goes over a line is text, whole",
    arguments: [
      ("[^-ééééé\n\\\\]\n\n[^1]: a", "<p>[^-ééééé\n\\]</p>"), ("[^a\nb]\n\n[^1]: a", "<p>[^a\nb]</p>"),
      ("[^a [b]\nc]\n\n[^1]: a", "<p>[^a [b]\nc]</p>"), ("[^a\nb]", "<p>[^a\nb]</p>"),
      ("[^1](b)", "<p><a href=\"b\">^1</a></p>"),
    ])
  func noNote(_ markdown: String, _ html: String) { #expect(markdownHTML(markdown) == html) }

  @Test(
    "What stands in a link already is made no link",
    arguments: [
      (
        "<a href=\"/x\">https://a.org/y_z_</a> https://b.org",
        "<p><a href=\"/x\">https://a.org/y_z_</a> <a href=\"https://b.org\">https://b.org</a></p>"
      ),
      ("<a href=\"mailto:a@b.org\">a@b.org, www.a.org</a>", "<p><a href=\"mailto:a@b.org\">a@b.org, www.a.org</a></p>"),
      ("[https://a.org](/x)", "<p><a href=\"/x\">https://a.org</a></p>"),
      ("<a href=\"/x\">https://a.org", "<p><a href=\"/x\"><a href=\"https://a.org\">https://a.org</a></p>"),
    ])
  func links(_ markdown: String, _ html: String) { #expect(markdownHTML(markdown) == html) }

  @Test("Quotes in quotes without end are shown as they are")
  func quotes() {
    #expect(markdownHTML(String(repeating: ">", count: 400) + "a").hasPrefix("<blockquote>"))
    #expect(markdownHTML("a\n" + String(repeating: ">- ", count: 501) + "a").hasPrefix("<pre>a\n&gt;- &gt;"))
  }

  @Test("Anchors that are no footnote's stay as they are")
  func otherAnchors() {
    #expect(markdownHTML("[a](#fn-1)") == "<p><a href=\"#fn-1\">a</a></p>")
  }
}
