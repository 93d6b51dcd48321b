import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

@Suite("B5 maths passes through Markdown untouched")
struct MathsTests {
  @Test(
    "B5 not one underscore, star or backslash within maths is read as Markdown",
    arguments: [
      ("$a_1 * b_2$ *c*", "<p>$a_1 * b_2$ <em>c</em></p>"),
      ("$$a_1 < b_2 \\\\ c$$", "<p>$$a_1 &lt; b_2 \\\\ c$$</p>"),
      ("\\(a_1\\) and \\[b_1*c*\\]", "<p>\\(a_1\\) and \\[b_1*c*\\]</p>"),
      ("\\\\(a_1 b_1\\\\)", "<p>\\(a_1 b_1\\)</p>"),
      ("$$\n# a\n- b\n---\n=\n$$", "<p>$$\n# a\n- b\n---\n=\n$$</p>"),
      ("$$\na\n\n_b_\n$$", "<p>$$\na\n\n_b_\n$$</p>"),
      (
        "\\begin{align}\na_1 &= b \\\\\n+ c_1\n\\end{align}",
        "<p>\\begin{align}\na_1 &amp;= b \\\\\n+ c_1\n\\end{align}</p>"
      ),
      ("> $$\n> a_1\n> $$", "<blockquote>\n<p>$$\na_1\n$$</p>\n</blockquote>"),
      ("<div>\n$y_{<i}$ a > b $$\nz_{<t\n$$\n</div>", "<div>\n$y_{&lt;i}$ a > b $$\nz_{&lt;t\n$$\n</div>"),
      ("<div>\n$a$ <i>b</i> $c_&lt;i$ $<b>d</b>$\n</div>", "<div>\n$a$ <i>b</i> $c_&lt;i$ $<b>d</b>$\n</div>"),
      (
        "is $ C_1 * d_1 $. In <a href=\"x\">*S*</a> ($ C $ for",
        "<p>is $ C_1 * d_1 $. In <a href=\"x\"><em>S</em></a> ($ C $ for</p>"
      ),
      ("$ \\\\{x\\_1\\\\} * y_1 * z_1 $ *b*", "<p>$ \\{x_1\\} * y_1 * z_1 $ <em>b</em></p>"),
      ("$\\{a_1\\}$ *b* $\\{c_1$", "<p>$\\{a_1\\}$ <em>b</em> $\\{c_1$</p>"),
      ("$a_1\n+ b_1$", "<p>$a_1\n+ b_1$</p>"),
      ("**$a_1$**", "<p><strong>$a_1$</strong></p>"),
      ("# $a_1$", "<h1>$a_1$</h1>"),
      ("[$a_1$](b)", "<p><a href=\"b\">$a_1$</a></p>"),
    ])
  func maths(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  /// Maths of a real post, found in another way than the scanner's: code goes first, marks of quotations too.
  private static func spans(in markdown: String) -> [Substring] {
    let text = markdown.replacing(/(?ms)^ *(```|~~~).*?^ *\1/, with: "").replacing(/`[^`\n]+`/, with: "")
      .replacing(/(?m)^>/, with: "")
    let display = text.matches(of: /(?s)\$\$(.+?)\$\$/).map { $0.1 }
    let rest = text.replacing(/(?s)\$\$.+?\$\$/, with: "")
    let inline = rest.matches(of: /\$([^\s$`][^$`\n]*[^\s$`\\]|[^\s$`\\])\$(?=[^0-9$]|$)/).map { $0.1 }
    // Between two of them may stand a tag.
    return display + inline.filter { $0.firstMatch(of: /<\/?(?:p|span|b|i|strong|a|br)\b/) == nil }
  }

  @Test(
    "B5 not one character of the maths of real posts is changed", .enabled(if: SharedData.isThere, "no ../shared/data"))
  func realPosts() throws {
    let base = try #require(AbsoluteURL("https://example.com/"))
    var count = 0
    for file in SharedData.files(withExtensions: ["md"]) where file.path.contains("iclr-blog-track.github.io/_posts") {
      let markdown = try String(contentsOf: file, encoding: .utf8)
      // White space says nothing in maths, and is less where a block was indented.
      func joined(_ text: String) -> String { String(text.filter { !$0.isWhitespace }) }
      let html = joined(HTMLCleaner(base: base).clean(markdownHTML(markdown)).html)
      for span in Self.spans(in: markdown) {
        count += 1
        let isThere = html.contains(joined(XMLCharacters.escaped(String(span))))
        #expect(isThere, "\(file.lastPathComponent): \(span)")
      }
    }
    #expect(count > 1_000)
  }

  @Test("No real post is taken for one that is out of bounds", .enabled(if: SharedData.isThere, "no ../shared/data"))
  func bearable() throws {
    for file in SharedData.files(withExtensions: ["md", "markdown"]) {
      let markdown = try Data(contentsOf: file)
      #expect(MarkdownCost(Array(markdown)).excess == nil, "\(file.path)")
    }
  }

  @Test("B5 a bar within maths ends no cell of a table")
  func tables() {
    #expect(markdownHTML("|a|b|\n|-|-|\n| $|x|_1$ | c |").contains("<td>$|x|_1$</td>\n<td>c</td>"))
  }

  @Test(
    "B5 money, code, tags and addresses hold no maths",
    arguments: [
      ("$5 *and* $10", "<p>$5 <em>and</em> $10</p>"),
      ("$ a *b* $", "<p>$ a <em>b</em> $</p>"),
      ("\\$a *b*$", "<p>$a <em>b</em>$</p>"),
      ("$a *b*\n\nc$", "<p>$a <em>b</em></p>\n<p>c$</p>"),
      ("`$a` *b* `c$`", "<p><code>$a</code> <em>b</em> <code>c$</code></p>"),
      ("```\n$a <\n```\n*b*$", "<pre><code>$a &lt;\n</code></pre>\n<p><em>b</em>$</p>"),
      ("    $a\n\n*b*$", "<pre><code>$a\n</code></pre>\n<p><em>b</em>$</p>"),
      ("<i title=\"$a\">*b*</i>$", "<p><i title=\"$a\"><em>b</em></i>$</p>"),
      ("[a](b$c) *d*$", "<p><a href=\"b$c\">a</a> <em>d</em>$</p>"),
      ("\"$HOME/a\" *b* \"$PATH\"", "<p>&quot;$HOME/a&quot; <em>b</em> &quot;$PATH&quot;</p>"),
      ("($HOME) *b* ($PATH), ~$USER", "<p>($HOME) <em>b</em> ($PATH), ~$USER</p>"),
      ("<b>$1</b> *or* <i>x$y</i>", "<p><b>$1</b> <em>or</em> <i>x$y</i></p>"),
      ("$x_1 <b>*y*</b> z_1$", "<p>$x_1 <b><em>y</em></b> z_1$</p>"),
      ("5 $ *or* 6 $", "<p>5 $ <em>or</em> 6 $</p>"),
      ("$HOME *a* `$PATH`", "<p>$HOME <em>a</em> <code>$PATH</code></p>"),
    ])
  func noMaths(_ markdown: String, _ html: String) {
    #expect(markdownHTML(markdown) == html)
  }

  @Test("B5 a body cannot forge a mark")
  func forged() {
    #expect(markdownHTML("\u{1}0\u{1} $a_1$").hasSuffix("\u{1}0\u{1} $a_1$</p>"))
    #expect(markdownHTML("&#1;0&#x1; $a_1$").hasSuffix("\u{1}0\u{1} $a_1$</p>"))
    #expect(markdownHTML("[a](%010%01) $a_1$").hasSuffix("href=\"%010%01\">a</a> $a_1$</p>"))
  }

  @Test("B5 no mark is left, whatever the markers of a body are, and its dialect", arguments: [1 as UInt64, 2, 3, 4])
  func soup(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "# ", "    ", "*", "_",
      "|", "|-|-|\n",
      "{: .a}", "{::comment}", "{:/}", "{#a}", "<", ">", "<a b=\"", "\"", "<!--", "-->", "[", "](", "]: ", ")", "[^1]",
      "[^1]: ", "a", "1", ": ", "*[a]: b\n", ":+1:", "<<", ">>", "+ ", "\u{11}\u{12}", "\u{13}\u{14}", "「", "|+|\n",
      "1) ", "~",
      " ", "&", "&#1;", "%01", "é", "\u{1}", "https://a.b/", "a@b.c", "\\begin{align}", "\\end{align}", "<div>", "~~",
    ]
    let base = try #require(AbsoluteURL("https://example.com/"))
    for _ in 0..<800 {
      let markdown = (0..<generator.number(1...60)).map { _ in generator.one(of: pieces) }.joined()
      let dialect = generator.one(of: MarkdownRulesTests.all).dialect
      let (mark, isMasked) = markdown.utf8.map { $0 }.withUnsafeBufferPointer { input in
        let masked = MarkdownScanner.masked(input, as: dialect)
        return (masked.mark, !masked.spans.isEmpty)
      }
      let html = String(decoding: Markdown.html(Array(markdown.utf8), as: dialect), as: UTF8.self)
      if let mark, isMasked {
        #expect(!html.utf8.contains(mark), "\(markdown.debugDescription)")
      }
      let clean = HTMLCleaner(base: base).clean(html).html
      #expect(HTMLCleaner(base: base).clean(clean).html == clean, "\(markdown.debugDescription)")
    }
  }

  @Test(
    "A body that would take out of all bounds is shown as it is",
    arguments: [
      "|a|b|\n|-|-|\n" + String(repeating: "|a", count: 50_000), String(repeating: "a@b.", count: 50_000),
      "[^1]: a\n\n" + String(repeating: "[^1] ", count: 50_000),
    ])
  func hostile(_ markdown: String) {
    #expect(markdownHTML(markdown).hasPrefix("<pre>"))
  }

  @Test(
    "A thread with a small stack can read what is nested deep",
    arguments: [
      String(repeating: ">", count: 200_000),
      (0..<1_000).map { String(repeating: " ", count: 2 * $0) + "- a\n" }.joined(),
      String(repeating: "*a **b ", count: 20_000), String(repeating: "[", count: 100_000),
    ])
  func deep(_ markdown: String) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      #expect(!markdownHTML(markdown).isEmpty)
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
  }
}
