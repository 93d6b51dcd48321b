import Syndication
import Testing

@testable import SyndicationMarkup

@Suite("What kramdown and Hugo say in braces is no text")
struct KramdownTests {
  @Test(
    "Attributes, lists of contents, comments and the ids of headings go",
    arguments: [
      ("a\n{: .b #c d=\"e f\"}", "<p>a</p>"),
      ("a\n{:.b}\n\nc", "<p>a</p>\n<p>c</p>"),
      ("{:ref: .b}\n\na", "<p>a</p>"),
      ("![a](b){: width=\"50%\" .c}", "<p><img src=\"b\" alt=\"a\" /></p>"),
      ("[a](b){:target=\"_blank\"} c", "<p><a href=\"b\">a</a> c</p>"),
      ("*a*{:wide} b", "<p><em>a</em> b</p>"),
      ("`a`{: .b}", "<p><code>a</code></p>"),
      ("* TOC\n{:toc}\n\na", "<p>a</p>"),
      ("1. Contents\n{:toc .b}\n\na", "<p>a</p>"),
      ("## A\n{:.no_toc}", "<h2>A</h2>"),
      ("## A {#b}", "<h2>A</h2>"),
      ("## A {#b .c} ##", "<h2>A</h2>"),
      ("A {#b}\n===", "<h1>A</h1>"),
      ("a\n{.b #c}", "<p>a</p>"),
      ("{::comment}\na\n\nb\n{:/comment}\n\nc", "<p>c</p>"),
      ("a {::comment}b{:/} c", "<p>a  c</p>"),
      ("{::nomarkdown}<i>a</i>{:/nomarkdown}", "<p><i>a</i></p>"),
      ("{::options toc_levels=\"1\" /}\n\na", "<p>a</p>"),
      ("- a\n  {: .b}\n- c", "<ul>\n<li>a</li>\n<li>c</li>\n</ul>"),
      ("> a\n> {: .b}", "<blockquote>\n<p>a</p>\n</blockquote>"),
    ])
  func goes(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  @Test(
    "Braces that are text or code stay",
    arguments: [
      ("`{: .a}`", "<p><code>{: .a}</code></p>"),
      ("```\n{: .a}\n# b {#c}\n```", "<pre><code>{: .a}\n# b {#c}\n</code></pre>"),
      ("a\n\n    {: .a}", "<p>a</p>\n<pre><code>{: .a}\n</code></pre>"),
      ("a {:key 1} b", "<p>a {:key 1} b</p>"),
      ("{a, b}", "<p>{a, b}</p>"),
      ("a {#b} c", "<p>a {#b} c</p>"),
      ("{}", "<p>{}</p>"),
    ])
  func stays(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  @Test(
    "What follows the end of an element on the next line is Markdown, as long as nothing is open",
    arguments: [
      ("<div>a</div>\n**b**", "<div>a</div>\n<p><strong>b</strong></p>"),
      (
        "<center>\n<img src=\"a\">\n</center>\n1. *b*",
        "<center>\n<img src=\"a\">\n</center>\n<ol>\n<li><em>b</em></li>\n</ol>"
      ),
      ("<img src=\"a\">\n*b*", "<img src=\"a\">\n<p><em>b</em></p>"),
      ("<div>\n*a*\n</div>", "<div>\n*a*\n</div>"), ("<div>\n<p>a</p>\n*b*\n</div>", "<div>\n<p>a</p>\n*b*\n</div>"),
      ("<div>a</div>\n<p>*b*</p>", "<div>a</div>\n<p>*b*</p>"),
      ("<div>a</div>\n\n*b*", "<div>a</div>\n<p><em>b</em></p>"),
    ])
  func afterHTML(_ markdown: String, _ html: String) { #expect(markdownHTML(markdown) == html) }
}
