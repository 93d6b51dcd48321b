import Syndication
import Testing

@testable import SyndicationMarkup

@Suite("Markdown is read as it was written for")
struct MarkdownDialectTests {
  private func html(_ markdown: String, _ dialect: MarkdownDialect) -> String {
    let html = String(decoding: Markdown.html(Array(markdown.utf8), as: dialect), as: UTF8.self)
    return html.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: "\n")
  }

  @Test(
    "in kramdown an element of HTML goes on to its end tag, in CommonMark to a blank line",
    arguments: [
      (
        "<details>\n  <summary>R</summary>\n\n    <ul>\n    <li>*x*\n\n    </li></ul>\n</details>\nend *x*",
        "<details>\n<summary>R</summary>\n<ul>\n<li>*x*\n</li></ul>\n</details>\n<p>end <em>x</em></p>",
        "<details>\n<summary>R</summary>\n<pre><code>&lt;ul&gt;\n&lt;li&gt;*x*\n&lt;/li&gt;&lt;/ul&gt;\n</code></pre>\n</details>\n<p>end <em>x</em></p>"
      ),
      (
        "<div>\n<div>\n</div>\n\n*x*\n</div>\n*y*", "<div>\n<div>\n</div>\n*x*\n</div>\n<p><em>y</em></p>",
        "<div>\n<div>\n</div>\n<p><em>x</em></p>\n</div>\n<p><em>y</em></p>"
      ),
      (
        "- a\n  <div>\n\n  *x*\n  </div>\n- b",
        "<ul>\n<li>\n<p>a</p>\n<div>\n*x*\n</div>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>",
        "<ul>\n<li>\n<p>a</p>\n<div>\n<p><em>x</em></p>\n</div>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"
      ),
      ("<div>\n\n*x*", "<div>\n<p><em>x</em></p>", "<div>\n<p><em>x</em></p>"),
    ])
  func elements(_ markdown: String, _ kramdown: String, _ commonMark: String) {
    #expect(html(markdown, .kramdown) == kramdown)
    #expect(html(markdown, .commonMark) == commonMark)
  }

  @Test(
    "in kramdown inline elements begin a paragraph, elements may ask for Markdown, and tables need no head",
    arguments: [
      ("<p></p>\n<span>x</span>y [B](#O)", "<p></p>\n<p><span>x</span>y <a href=\"#O\">B</a></p>"),
      ("<a href=\"x\">\n![i](a.png)\n</a>", "<p><a href=\"x\">\n<img src=\"a.png\" alt=\"i\" />\n</a></p>"),
      (
        "<div markdown=\"1\">\n*x*\n</div>\n*y*",
        "<div markdown=\"1\">\n<p><em>x</em></p>\n</div>\n<p><em>y</em></p>"
      ),
      ("<div markdown='block'>*x*</div>", "<div markdown='block'>\n<p><em>x</em></div></p>"),
      (
        "| A | *B* |\n| c | d |",
        "<table>\n<tbody>\n<tr>\n<td>A</td>\n<td><em>B</em></td>\n</tr>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>"
      ),
      (
        "|-|\n|c|",
        "<table>\n<tbody>\n<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>"
      ),
      ("| a | b |", "<p>| a | b |</p>"),
      (
        "| | *a* |\n|:-:|\n| b | c |",
        "<table>\n<thead>\n<tr>\n<th align=\"center\"></th>\n<th align=\"center\"><em>a</em></th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"center\">b</td>\n<td align=\"center\">c</td>\n</tr>\n</tbody>\n</table>"
      ),
      (
        "| $a_1$ | b |\n|-|\n| c | d |",
        "<table>\n<thead>\n<tr>\n<th>$a_1$</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>"
      ), ("|x| is *small*", "<p>|x| is <em>small</em></p>"),
    ])
  func kramdown(_ markdown: String, _ text: String) { #expect(html(markdown, .kramdown) == text) }

  @Test(
    "in MDX what stands between tags is Markdown, however far it is indented",
    arguments: [
      (
        "<div class=\"c\">\n  **a**\n</div>\n*b*",
        "<div class=\"c\">\n<p><strong>a</strong></p>\n</div>\n<p><em>b</em></p>"
      ),
      (
        "<div>\n  <section>\n      *a*\n\n      # b\n  </section>\n</div>",
        "<div>\n<section>\n<p><em>a</em></p>\n<h1>b</h1>\n</section>\n</div>"
      ),
      ("<div>*a*</div>\n\n    *b*", "<div><em>a</em></div>\n<p><em>b</em></p>"),
      ("- a\n\n      b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
    ])
  func mdx(_ markdown: String, _ text: String) { #expect(html(markdown, .mdx) == text) }
}
