import Syndication
import Testing

@testable import SyndicationMarkup

/// The HTML of `markdown` in one line.
private func html(_ markdown: String, _ dialect: MarkdownDialect) -> String {
  String(decoding: Markdown.html(Array(markdown.utf8), as: dialect), as: UTF8.self).replacing("\n", with: "")
}

/// What kramdown 2.4.0, Python-Markdown 3.11 and Hugo 0.168 make of it, measured.
@Suite("No words are lost, and none shown that say how text looks") struct MarkdownSpansTests {
  @Test("abbreviations are explained in tables, and nowhere in what stands for an image")
  func abbreviations() {
    let table = "| The HTML spec | x |\n|---|---|\n| *HTML* a | b HTML |\n\n*[HTML]: Hyper Text\n"
    let word = "<abbr title=\"Hyper Text\">HTML</abbr>"
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(
        html(table, dialect)
          == "<table><thead><tr><th>The \(word) spec</th><th>x</th></tr></thead><tbody><tr><td><em>\(word)</em> a</td>"
          + "<td>b \(word)</td></tr></tbody></table>")
      #expect(
        html("[HTML](x) ![an HTML *HTML* page](y) ~~HTML~~\n\n*[HTML]: Hyper Text\n", .kramdown)
          == "<p><a href=\"x\">\(word)</a> <img src=\"y\" alt=\"an HTML HTML page\" /> <del>\(word)</del></p>")
    }
  }

  @Test(
    "the address of a link may have blanks in kramdown and Python-Markdown",
    arguments: [
      ("![My image](/a/my image.png)", "<img src=\"/a/my%20image.png\" alt=\"My image\" />"),
      ("[doc](/my doc.pdf \"Title\") x", "<a href=\"/my%20doc.pdf\" title=\"Title\">doc</a> x"),
      ("[b](a b 'T') [c](my_file _1_.txt)", "<a href=\"a%20b\" title=\"T\">b</a> <a href=\"my_file%20_1_.txt\">c</a>"),
      ("[a](/x (1) y.png)", "<a href=\"/x%20(1)%20y.png\">a</a>"),
      ("[![i](a b.png)](c d)", "<a href=\"c%20d\"><img src=\"a%20b.png\" alt=\"i\" /></a>"),
      ("[c]( /x.png ) [d](<a b>)", "<a href=\"/x.png\">c</a> <a href=\"a%20b\">d</a>"),
      ("a](b c) [a] (b c)", "a](b c) [a] (b c)"), ("[a](b `c)` d)", "[a](b <code>c)</code> d)"),
      ("[a](b c", "[a](b c"), ("[a](b \"c d)", "[a](b &quot;c d)"),
    ])
  func blanks(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(html(markdown, dialect) == "<p>\(expected)</p>")
    }
  }

  @Test("elsewhere what has blanks is no address")
  func noBlanks() {
    for dialect in [MarkdownDialect.goldmark, .pulldownCmark, .markdownIt, .remark] {
      #expect(html("[doc](/my doc.pdf)", dialect) == "<p>[doc](/my doc.pdf)</p>")
    }
  }

  @Test(
    "definitions hold code and tables",
    arguments: [
      (
        "Term\n:   ```\n    code *x*\n\n      more\n    ```\n\n    para\n",
        "<dl><dt>Term</dt><dd><pre><code>code *x*  more</code></pre><p>para</p></dd></dl>"
      ),
      (
        "Term\n: ~~~ruby\n  a\n  ~~~\n: b\n",
        "<dl><dt>Term</dt><dd><pre><code class=\"language-ruby\">a</code></pre></dd><dd>b</dd></dl>"
      ),
      (
        "Term\n:   | a | b |\n    |---|---|\n    | 1 | *2* |\n\nOther\n: x | y\n",
        "<dl><dt>Term</dt><dd><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td>"
          + "<td><em>2</em></td></tr></tbody></table></dd><dt>Other</dt><dd>x | y</dd></dl>"
      ),
    ])
  func definitions(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown, .goldmark] {
      #expect(html(markdown, dialect) == expected)
    }
  }

  @Test(
    "kramdown leaves code in HTML alone",
    arguments: [
      (
        "<code>__init__</code> <kbd>*a*</kbd> <samp>*a*</samp> <var>a*b*c</var>",
        "<code>__init__</code> <kbd>*a*</kbd> <samp>*a*</samp> <var>a*b*c</var>"
      ),
      ("<code>`a` $x$ &amp; <b>x</b></code> *c*", "<code>`a` $x$ &amp; <b>x</b></code> <em>c</em>"),
      ("<code>a*b\nc*d</code> <b>*e*</b>", "<code>a*bc*d</code> <b><em>e</em></b>"),
      ("<code>*never* closed", "<code><em>never</em> closed"),
    ])
  func code(_ markdown: String, _ expected: String) {
    #expect(html(markdown, .kramdown) == "<p>\(expected)</p>")
    #expect(html("<code>__init__</code>", .pythonMarkdown) == "<p><code><strong>init</strong></code></p>")
  }

  @Test("two backslashes end a line in kramdown")
  func backslashes() {
    #expect(html("one\\\\\ntwo\\\\\n\nthree\\\\ four", .kramdown) == "<p>one<br />two\\</p><p>three\\ four</p>")
    #expect(html("one\\\\\ntwo", .goldmark) == "<p>one\\two</p>")
  }

  @Test("a rule above the head of a table is none of its rows to kramdown")
  func topRule() {
    let head = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>"
    #expect(html("|---+---|\n| a | b |\n|---+---|\n| c | d |\n", .kramdown) == head)
    #expect(
      html("|---|---|\n| a | b |\n| c | d |\n", .kramdown)
        == "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>")
  }

  @Test(
    "text behind the end tag of a block is a paragraph to kramdown and Python-Markdown",
    arguments: [
      ("<div>x</div> tail *em*\nmore *em*", "<div>x</div><p>tail <em>em</em>more <em>em</em></p>"),
      ("<div>\n<p>y</p> *z*\n</div> tail *em*", "<div><p>y</p> *z*</div><p>tail <em>em</em></p>"),
      ("<div>a</div><div>*b*</div>", "<div>a</div><div>*b*</div>"),
    ])
  func tails(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] { #expect(html(markdown, dialect) == expected) }
    #expect(html("<div>x</div> tail *em*", .commonMark) == "<div>x</div> tail *em*")
  }

  @Test(
    "what is in braces behind a span is no text to Python-Markdown",
    arguments: [
      ("![Alt](a.png){.cls width=50%} x", "<img src=\"a.png\" alt=\"Alt\" /> x"),
      ("[l](u){target=_blank} `x`{.lang} *e*{#id}", "<a href=\"u\">l</a> <code>x</code> <em>e</em>"),
      ("word {.a} and x{.b} {c} `x` {.d}", "word {.a} and x{.b} {c} <code>x</code> {.d}"),
    ])
  func attributes(_ markdown: String, _ expected: String) {
    #expect(html(markdown, .pythonMarkdown) == "<p>\(expected)</p>")
    #expect(html("*e*{#id}", .kramdown) == "<p><em>e</em>{#id}</p>")
  }

  @Test(
    "boxes hold what is indented below their title",
    arguments: [
      (
        "!!! note \"The *Title*\"\n    Inner *words*.\n\n    - a\n    - b\n\nAfter.",
        "<div><p>The <em>Title</em></p><p>Inner <em>words</em>.</p><ul><li>a</li><li>b</li></ul></div><p>After.</p>"
      ),
      ("Before\n!!! WARNING big\n    Text\n", "<p>Before</p><div><p>Warning</p><p>Text</p></div>"),
      (
        "!!! tip \"\"\n    Text\n\n!!! tip \"T\"\n\nTerm\n: x\n\n- y",
        "<div><p>Text</p></div><div><p>T</p></div><dl><dt>Term</dt><dd>x</dd></dl><ul><li>y</li></ul>"
      ),
      ("!!!\n\n!!! so \"it\" goes", "<p>!!!</p><p>!!! so &quot;it&quot; goes</p>"),
    ])
  func boxes(_ markdown: String, _ expected: String) {
    var dialect = MarkdownDialect.pythonMarkdown
    #expect(html("!!! note\n    Text", dialect) == "<p>!!! noteText</p>")
    dialect.hasBoxes = true
    #expect(html(markdown, dialect) == expected)
  }

  @Test("a table of contents is left out where its mark is one")
  func contents() {
    var dialect = MarkdownDialect.pythonMarkdown
    #expect(html("[TOC]\n\na", dialect) == "<p>[TOC]</p><p>a</p>")
    dialect.hasContentsMark = true
    #expect(html("[TOC]\n\na [TOC]\n\n[TOC] b", dialect) == "<p>a [TOC]</p><p>[TOC] b</p>")
  }

  @Test(
    "what stands between tags in a line is Markdown in MDX",
    arguments: [
      ("<p>one *two* and $a_1$ &amp; `x`</p>", "<p>one <em>two</em> and $a_1$ &amp; <code>x</code></p>"),
      (
        "<details>\n<summary>A *b*</summary>\n\n*x*\n\n</details>",
        "<details><summary>A <em>b</em></summary><p><em>x</em></p></details>"
      ),
      (
        "<ul>\n<li>a *b*</li>\n<li><p>c **d** <i>e</i></p></li>\n</ul>",
        "<ul><li>a <em>b</em></li><li><p>c <strong>d</strong> <i>e</i></p></li></ul>"
      ),
    ])
  func betweenTags(_ markdown: String, _ expected: String) { #expect(html(markdown, .mdx) == expected) }

  @Test(
    "B4 a summary has no numbers of footnotes",
    arguments: [
      MarkdownDialect.kramdown, .pythonMarkdown, .goldmark, .pulldownCmark, .markdownIt, .remark, .commonMark,
    ])
  func summaries(_ dialect: MarkdownDialect) {
    let page = Page(
      id: "a", base: AbsoluteURL("https://example.org/a/")!,
      site: Site(title: "", url: AbsoluteURL("https://example.org/")!), wantsSummary: true)
    let body = Array("A note[^1] here<sup>2</sup>, [there](#x).\n\n[^1]: N".utf8)
    #expect(BodyMarkup(.markdown, dialect: dialect).render(body, of: page).summary == "A note here2, there.")
  }
}
