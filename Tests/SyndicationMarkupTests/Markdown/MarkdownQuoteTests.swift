import Syndication
import Testing

@testable import SyndicationMarkup

/// The HTML of `markdown` in one line.
private func html(_ markdown: String, _ dialect: MarkdownDialect) -> String {
  String(decoding: Markdown.html(Array(markdown.utf8), as: dialect), as: UTF8.self).replacing("\n", with: "")
}

private func quoted(_ markdown: String) -> String {
  markdown.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
    .joined(separator: "\n")
}

@Suite("A quote is a body of its own") struct MarkdownQuoteTests {
  @Test(
    "what a dialect makes of a body it makes of a quote, and of a quote in a quote",
    arguments: [
      "Words\n\n1. a\n  - b\n  - c\n2. d", "- a\n1. b\n* c", "- a\n\n    - b\n\n        - c\n\n- d",
      "The HTML page.\n\n*[HTML]: HyperText Markup Language", "*Term*\n: `code` and **strong**\n: - a\n  - b",
      "Term\n\n: A paragraph.\n\n    And another.", "Words\n| a | b |\n|---|---|\n| 1 | 2 |",
      "| a | b |\n|---|---|\n| 1 | 2 | 3 |", "| 1 | 2 |\n| 3 | 4 |", "<!-- a --> seen *behind* it",
      "```\n$x$ *no*\n\n    more\n```", "    code *no*\n\n- ```\n  $x$\n  ```", "a $x\n+ y$ b `c\nd`",
      "$$\nx_1\n\n+ y_1\n$$", "# Head #\n\n- > a\n  > *b*\n- c", "##\n\ntext", "- [ ] one\n- [x] two", "one\\\ntwo",
      "text\n^\nmore",
    ], MarkdownRulesTests.all.map(\.dialect))
  func likeABody(_ markdown: String, _ dialect: MarkdownDialect) {
    let body = html(markdown, dialect)
    #expect(html(quoted(markdown), dialect) == "<blockquote>\(body)</blockquote>")
    #expect(html(quoted(quoted(markdown)), dialect) == "<blockquote><blockquote>\(body)</blockquote></blockquote>")
    #expect(
      html("- a\n\n    \(quoted(markdown).replacing("\n", with: "\n    "))", dialect).contains(
        "<blockquote>\(body)</blockquote>"))
  }

  @Test(
    "HTML goes on to its end tag within a quote, as in kramdown",
    arguments: [
      (
        "> <div>\n>\n> **stars** here\n>\n> </div>\n>\n> *After*",
        "<blockquote><div>**stars** here</div><p><em>After</em></p></blockquote>"
      ),
      (
        "> <div markdown=\"1\">\n>\n> **strong** here\n>\n> </div>\n>\n> After.",
        "<blockquote><div markdown=\"1\"><p><strong>strong</strong> here</p></div><p>After.</p></blockquote>"
      ),
      (
        "> <details>\n> <summary>More</summary>\n>\n> Hidden *words*.\n>\n> </details>",
        "<blockquote><details><summary>More</summary>Hidden *words*.</details></blockquote>"
      ),
    ])
  func kramdownHTML(_ markdown: String, _ expected: String) { #expect(html(markdown, .kramdown) == expected) }

  @Test(
    "in quotes and lists tags are text to Python-Markdown",
    arguments: [
      ("> <div>\n> **a** b\n> </div>", "<blockquote><p><div><strong>a</strong> b</div></p></blockquote>"),
      ("> <p>Raw *stars*</p>\n>\n> c", "<blockquote><p><p>Raw <em>stars</em></p></p><p>c</p></blockquote>"),
      ("> <div>\n>\n> **a** b\n>\n> </div>", "<blockquote><div><p><strong>a</strong> b</p></div></blockquote>"),
      ("- <div>*x*</div>\n- b", "<ul><li><div><em>x</em></div></li><li>b</li></ul>"),
      ("<div>\n**a** b\n</div>", "<div>**a** b</div>"),
    ])
  func pythonHTML(_ markdown: String, _ expected: String) { #expect(html(markdown, .pythonMarkdown) == expected) }

  @Test(
    "footnotes are the whole body's, and lose no paragraph", arguments: [MarkdownDialect.kramdown, .pythonMarkdown])
  func footnotes(_ dialect: MarkdownDialect) {
    let text = html(
      "One[^n]\n\n> Two[^m] and[^n]\n>\n> [^n]: A note\n>     of two lines.\n>\n>     And *two* paragraphs.\n\n[^m]: M",
      dialect)
    #expect(text.contains("<p>A noteof two lines.</p><p>And <em>two</em> paragraphs."), "\(text)")
    #expect(text.contains("<p>M <a"), "\(text)")
    #expect(Markdown.read(Array("> a[^1]\n\n[^1]: b".utf8), as: dialect).lost == [:])
    #expect(Markdown.read(Array("a[^1]\n\n> [^1]: b".utf8), as: dialect).lost == [:])
  }

  @Test(
    "a quote ends where its dialect has it",
    arguments: [
      ("> a\n*b*", "<blockquote><p>a<em>b</em></p></blockquote>", "<blockquote><p>a<em>b</em></p></blockquote>"),
      (
        "> a\n- b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>",
        "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"
      ),
      (
        "> a\n# b\n\nc", "<blockquote><p>a</p><h1>b</h1></blockquote><p>c</p>",
        "<blockquote><p>a</p></blockquote><h1>b</h1><p>c</p>"
      ),
      (
        "- > a\n- b", "<ul><li><blockquote><p>a</p></blockquote></li><li>b</li></ul>",
        "<ul><li><blockquote><p>a</p></blockquote></li><li>b</li></ul>"
      ),
      (
        "> a\n>\n    b", "<blockquote><p>a</p><pre><code>b</code></pre></blockquote>",
        "<blockquote><p>a</p></blockquote><pre><code>b</code></pre>"
      ),
      (
        "a\n> b\n\nc", "<p>a</p><blockquote><p>b</p></blockquote><p>c</p>",
        "<p>a</p><blockquote><p>b</p></blockquote><p>c</p>"
      ),
      ("    > a", "<pre><code>&gt; a</code></pre>", "<pre><code>&gt; a</code></pre>"),
      (">a\n>\tb", "<blockquote><p>ab</p></blockquote>", "<blockquote><p>ab</p></blockquote>"),
    ])
  func ends(_ markdown: String, _ kramdown: String, _ goldmark: String) {
    #expect(html(markdown, .kramdown) == kramdown)
    #expect(html(markdown, .goldmark) == goldmark)
  }

  @Test("to kramdown and Python-Markdown, a quote right below an item's text is in the item")
  func belowItems() {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      for text in ["- a\n> b\n> *c*\n- d", "- a\n  > b\n  > *c*\n- d"] {
        let expected = "<ul><li>a<blockquote><p>b<em>c</em></p></blockquote></li><li>d</li></ul>"
        #expect(html(text, dialect) == expected)
      }
      #expect(
        html("- > b\n> *c*\n- d", dialect) == "<ul><li><blockquote><p>b<em>c</em></p></blockquote></li><li>d</li></ul>")
      #expect(html("- a\n\n> b", dialect) == "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>")
    }
    #expect(html("- a\n> b", .goldmark) == "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>")
  }

  @Test("HTML that a template wrote into a quote stays whole")
  func madeHTML() {
    #expect(
      html("> a\n>\n> \(MadeHTML.marked("<figure>\n<img src=\"x\">\n</figure>"))\n>\n> *b*", .goldmark)
        == "<blockquote><p>a</p><figure><img src=\"x\"></figure><p><em>b</em></p></blockquote>")
  }

  @Test("no text of a quote is lost, however deep it is", arguments: [3, 19, 20, 21, 60])
  func depth(_ depth: Int) {
    let signs = String(repeating: "> ", count: depth)
    let text = html("\(signs)a $x_1$ *b*\n\(signs)\n\(signs)- c $y$\n", .kramdown)
    #expect(text.contains("a $x_1$ <em>b</em>") && text.contains("<li>c $y$</li>"))
    #expect(text.ranges(of: "<blockquote>").count == depth)
  }
}
