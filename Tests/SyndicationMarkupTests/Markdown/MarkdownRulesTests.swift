import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

/// The HTML of `markdown` in one line.
private func html(_ markdown: String, _ dialect: MarkdownDialect) -> String {
  String(decoding: Markdown.html(Array(markdown.utf8), as: dialect), as: UTF8.self).replacing("\n", with: "")
}

/// What kramdown 2.4.0, Python-Markdown 3.10, Hugo 0.168 and the others make of it, measured.
@Suite("Each rule of a dialect is followed") struct MarkdownRulesTests {
  static let all: [(name: String, dialect: MarkdownDialect)] = [
    ("CommonMark", .commonMark), ("kramdown", .kramdown), ("Python-Markdown", .pythonMarkdown), ("goldmark", .goldmark),
    ("pulldown-cmark", .pulldownCmark), ("markdown-it", .markdownIt), ("remark", .remark), ("MDX", .mdx), ("Ink", .ink),
  ]

  @Test("one tilde strikes where GitHub's Markdown is, two where strikethrough is, and in Python-Markdown nothing does")
  func tildes() {
    let text = "10~11 or 14~15 H~2~O ~~gone~~"
    let one = "<p>10<del>11 or 14</del>15 H<del>2</del>O <del>gone</del></p>"
    let two = "<p>10~11 or 14~15 H~2~O <del>gone</del></p>"
    for dialect in [MarkdownDialect.goldmark, .pulldownCmark, .remark, .commonMark] {
      #expect(html(text, dialect) == one)
    }
    for dialect in [MarkdownDialect.kramdown, .markdownIt, .ink] { #expect(html(text, dialect) == two) }
    #expect(html(text, .pythonMarkdown) == "<p>10~11 or 14~15 H~2~O ~~gone~~</p>")
    #expect(
      html("about ~5 km and ~6 km, ~/bin and ~/lib", .kramdown) == "<p>about ~5 km and ~6 km, ~/bin and ~/lib</p>")
  }

  @Test(
    "footnotes have the ids of the generator's page, in a sup around the link",
    arguments: [
      (.kramdown, "fn:n", ["fnref:n", "fnref:n:1"], "fn:2", "fnref:2"),
      (.pythonMarkdown, "fn:n", ["fnref:n", "fnref2:n"], "fn:2", "fnref:2"),
      (.goldmark, "fn:1", ["fnref:1", "fnref1:1"], "fn:2", "fnref:2"),
      (.pulldownCmark, "n", ["fr-n-1", "fr-n-2"], "2", "fr-2-1"),
      (.markdownIt, "fn1", ["fnref1", "fnref1:1"], "fn2", "fnref2"),
      (
        .remark, "user-content-fn-n", ["user-content-fnref-n", "user-content-fnref-n-2"], "user-content-fn-2",
        "user-content-fnref-2"
      ),
      (.commonMark, "fn-n", ["fnref-n", "fnref-n-2"], "fn-2", "fnref-2"),
    ] as [(MarkdownDialect, String, [String], String, String)])
  func footnotes(_ dialect: MarkdownDialect, _ first: String, _ ways: [String], _ second: String, _ way: String) {
    let text = html("a[^n] b[^n] c[^2]\n\n[^n]: One\n[^2]: Two", dialect)
    #expect(
      text.hasPrefix(
        "<p>a<sup id=\"\(ways[0])\"><a href=\"#\(first)\">1</a></sup> b<sup id=\"\(ways[1])\"><a href=\"#\(first)\">1</a></sup> "
          + "c<sup id=\"\(way)\"><a href=\"#\(second)\">2</a></sup></p>"), "\(text)")
    #expect(text.contains("<li id=\"\(first)\"><p>One <a href=\"#\(ways[0])\">"), "\(text)")
    #expect(text.contains("<a href=\"#\(ways[1])\">"))
    #expect(text.contains("<li id=\"\(second)\"><p>Two <a href=\"#\(way)\">"))
    #expect(!text.contains("data-footnote"))
  }

  @Test("a footnote that nothing refers to is shown by Python-Markdown, and named where it is not", arguments: all)
  func unusedNotes(_ name: String, _ dialect: MarkdownDialect) {
    if dialect == .pythonMarkdown {
      let text = html("a\n\n[^C]: d", dialect)
      #expect(
        text
          == "<p>a</p><section class=\"footnotes\"><ol><li id=\"fn:C\"><p>d <a href=\"#fnref:C\">↩</a></p></li></ol></section>"
      )
      return
    }
    #expect(
      Markdown.read(Array("a[^1]\n\n[^1]: b\n[^c]: d\n\n`[^c]`\n".utf8), as: dialect).lost
        == ["a footnote that nothing refers to": 1])
    #expect(Markdown.read(Array("a[^1] [^C]\n\n[^1]: b\n[^c]: d\n".utf8), as: dialect).lost == [:])
  }

  @Test("a bracket ends the number of no item to kramdown and Python-Markdown")
  func brackets() {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(html("1) a\n2) *b*", dialect) == "<p>1) a2) <em>b</em></p>")
    }
    #expect(html("1) a\n2) *b*", .goldmark) == "<ol><li>a</li><li><em>b</em></li></ol>")
  }

  @Test(
    "lists of definitions",
    arguments: [
      ("Term\n: One *x*\n: Two", "<dl><dt>Term</dt><dd>One <em>x</em></dd><dd>Two</dd></dl>"),
      ("T1\nT2\n\n:   D3\n", "<dl><dt>T1</dt><dt>T2</dt><dd>D3</dd></dl>"),
      (
        "A\n: a\n\n    more\n\nB\n: b\n\nEnd",
        "<dl><dt>A</dt><dd><p>a</p><p>more</p></dd><dt>B</dt><dd>b</dd></dl><p>End</p>"
      ),
      ("A\n:   - a\n    - b", "<dl><dt>A</dt><dd><ul><li>a</li><li>b</li></ul></dd></dl>"),
      ("A\n: a\nb", "<dl><dt>A</dt><dd>ab</dd></dl>"),
      ("> A\n> : a", "<blockquote><dl><dt>A</dt><dd>a</dd></dl></blockquote>"),
      ("A `x`\n: $a_1$ [b](c)", "<dl><dt>A <code>x</code></dt><dd>$a_1$ <a href=\"c\">b</a></dd></dl>"),
      ("a\n\n    : b", "<p>a</p><pre><code>: b</code></pre>"),
      ("a\n:b", "<p>a:b</p>"), ("# a\n: b", "<h1>a</h1><p>: b</p>"),
    ])
  func definitions(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown, .goldmark] {
      #expect(html(markdown, dialect) == expected)
    }
  }

  @Test("elsewhere a colon is text")
  func colons() {
    for dialect in [MarkdownDialect.pulldownCmark, .markdownIt, .remark, .commonMark] {
      #expect(html("Term\n: One", dialect) == "<p>Term: One</p>")
    }
  }

  @Test(
    "abbreviations are explained wherever they stand as words, but in code",
    arguments: [
      (
        "The HTML, `HTML` and *HTML*. HTMLX\n\n*[HTML]: Hyper \"Text\" & more",
        "<p>The <abbr title=\"Hyper &quot;Text&quot; &amp; more\">HTML</abbr>, <code>HTML</code> and <em><abbr title=\"Hyper &quot;Text&quot; &amp; more\">HTML</abbr></em>. HTMLX</p>"
      ),
      ("*[C]: c\n*[CSS 3]: d\nCSS 3 C", "<p><abbr title=\"d\">CSS 3</abbr> <abbr title=\"c\">C</abbr></p>"),
      ("# HTML\n\n*[HTML]: <b>", "<h1><abbr title=\"&lt;b&gt;\">HTML</abbr></h1>"),
    ])
  func abbreviations(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] { #expect(html(markdown, dialect) == expected) }
    #expect(html(markdown, .goldmark).contains("]:"))
  }

  @Test(
    "stars beside punctuation are emphasis to kramdown and Python-Markdown",
    arguments: [
      ("これは**「強調」**です", "<p>これは<strong>「強調」</strong>です</p>"), ("a*(b)*c", "<p>a<em>(b)</em>c</p>"),
      ("**a:**b", "<p><strong>a:</strong>b</p>"), ("a * b * c", "<p>a * b * c</p>"), ("\\*(b)*c", "<p>*(b)*c</p>"),
      ("**a** **(b)**", "<p><strong>a</strong> <strong>(b)</strong></p>"),
    ])
  func stars(_ markdown: String, _ expected: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] { #expect(html(markdown, dialect) == expected) }
  }

  @Test("and to CommonMark they are none")
  func commonStars() {
    for dialect in [MarkdownDialect.goldmark, .markdownIt, .remark] {
      #expect(html("これは**「強調」**です", dialect) == "<p>これは**「強調」**です</p>")
    }
  }

  @Test("a bar in code ends a cell in GitHub's tables alone")
  func codeInTables() {
    let text = "| a | b |\n|---|---|\n| `x|y` | d |"
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(html(text, dialect).contains("<td><code>x|y</code></td><td>d</td></tr>"))
    }
    #expect(html(text, .goldmark).contains("<td>`x</td><td>y`</td></tr>"))
  }

  @Test("kramdown keeps cells beyond the head, and parts rows with + or rulers; others leave them out, and it is told")
  func wideRows() {
    let wide = "| a | b |\n|:--|---|\n| c | d | e |\n| f |"
    let reading = Markdown.read(Array(wide.utf8), as: .kramdown)
    #expect(
      html(wide, .kramdown)
        == "<table><thead><tr><th align=\"left\">a</th><th>b</th><th></th></tr></thead><tbody><tr><td align=\"left\">c</td><td>d</td><td>e</td></tr><tr><td align=\"left\">f</td><td></td><td></td></tr></tbody></table>"
    )
    #expect(reading.lost == [:])
    #expect(html("a | b\n---|---\nc | d | e", .kramdown).contains("<td>d</td><td>e</td>"))
    #expect(
      html("| a | b |\n|---+---|\n| c | d |\n|===+===|\n| e | f |", .kramdown).contains("<td>d</td></tr><tr><td>e</td>")
    )
    #expect(
      html("|a|b|\n|c|d|e|", .kramdown).contains("<td>a</td><td>b</td><td></td></tr><tr><td>c</td><td>d</td><td>e</td>")
    )
    #expect(
      html("> | a |\n> |---|\n> | b | c |", .kramdown).contains("<th></th></tr></thead><tbody><tr><td>b</td><td>c</td>")
    )
    #expect(
      html("- | a | b |\n  | c | d |", .kramdown).contains(
        "<li><table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td>"))
    for dialect in [MarkdownDialect.goldmark, .pythonMarkdown, .markdownIt, .commonMark] {
      let reading = Markdown.read(Array((wide + "\n| g | h | |\n\n| i | j | k |").utf8), as: dialect)
      #expect(reading.lost == ["a table wider than its head": 1])
      #expect(!String(decoding: reading.html, as: UTF8.self).contains(">e<"))
    }
  }

  @Test(
    "kramdown's dollars are a block alone, and within a line TeX's brackets",
    arguments: [
      ("a $$x_1 < y$$ b", "<p>a \\(x_1 &lt; y\\) b</p>"), ("$$y_1$$\n\nc\n$$w$$", "<p>$$y_1$$</p><p>c\\(w\\)</p>"),
      ("$$x$$ is", "<p>\\(x\\) is</p>"), ("- $$x$$", "<ul><li>$$x$$</li></ul>"),
      ("$$\na\n\nb\n$$", "<p>$$abc$$</p>".replacing("c", with: "")), ("a `$$x$$`", "<p>a <code>$$x$$</code></p>"),
    ])
  func dollars(_ markdown: String, _ expected: String) { #expect(html(markdown, .kramdown) == expected) }

  @Test("a link in brackets is no maths", arguments: all)
  func links(_ name: String, _ dialect: MarkdownDialect) {
    #expect(html("a \\[[1](https://e.org)\\] b", dialect) == "<p>a [<a href=\"https://e.org\">1</a>] b</p>")
    #expect(html("\\[see [1](/x), [2](/y)\\]", dialect) == "<p>[see <a href=\"/x\">1</a>, <a href=\"/y\">2</a>]</p>")
    #expect(html("\\[and/or\\] \\[a * b\\]", dialect) == "<p>[and/or] \\[a * b\\]</p>")
    #expect(html("\\[[x]_1\\]", dialect) == "<p>\\[[x]_1\\]</p>")
  }

  @Test("kramdown and goldmark have guillemets")
  func guillemets() {
    for dialect in [MarkdownDialect.kramdown, .goldmark] {
      #expect(html("<<fr>> a `<<b>>`", dialect) == "<p>«fr» a <code>&lt;&lt;b&gt;&gt;</code></p>")
    }
    #expect(html("<<fr>> a", .markdownIt) == "<p>&lt;<fr>&gt; a</p>")
  }

  @Test("text behind a comment is a paragraph to kramdown and Python-Markdown")
  func comments() {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(html("<!-- c --> text *x*", dialect) == "<!-- c --><p>text <em>x</em></p>")
      #expect(html("<!-- c\nd --> text *x*", dialect) == "<!-- cd --><p>text <em>x</em></p>")
      #expect(html("a <!-- c --> *x*", dialect) == "<p>a <!-- c --> <em>x</em></p>")
    }
    #expect(html("- <!-- c --> *y*", .kramdown) == "<ul><li><!-- c --><p><em>y</em></p></li></ul>")
  }

  @Test(
    "an item of the other kind is in that above it, to kramdown",
    arguments: [
      ("1. a\n  - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
      ("1. a\n- b\n- c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"),
      ("* a\n- b\n+ c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
      ("* a\n 1. b\n* c", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
      ("1. a\n\n  - b\n\n2. c", "<ol><li>a</li></ol><ul><li>b</li></ul><ol start=\"2\"><li>c</li></ol>"),
      ("a\n\n* * *\n\nb", "<p>a</p><hr /><p>b</p>"),
    ])
  func kramdownLists(_ markdown: String, _ expected: String) { #expect(html(markdown, .kramdown) == expected) }

  @Test(
    "items nest with four blanks, to Python-Markdown, and begin no list in a paragraph",
    arguments: [
      ("1. a\n  - b\n2. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
      (
        "- a\n  - b\n    - c\n        - d\n- e",
        "<ul><li>a</li><li>b<ul><li>c<ul><li>d</li></ul></li></ul></li><li>e</li></ul>"
      ),
      ("- a\n\t- b\n\t\t- c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
      ("10. a\n    - b\n11. c", "<ol start=\"10\"><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
      ("1. a\n\n    para\n\n2. b", "<ol><li><p>a</p><p>para</p></li><li><p>b</p></li></ol>"),
      ("a\n- b\n- c", "<p>a- b- c</p>"), ("a\n\n* b\n- c\n\nd", "<p>a</p><ul><li>b</li><li>c</li></ul><p>d</p>"),
      ("- a\n  text", "<ul><li>atext</li></ul>"), ("a\n\n* * *\n\nb", "<p>a</p><hr /><p>b</p>"),
    ])
  func fourBlanks(_ markdown: String, _ expected: String) { #expect(html(markdown, .pythonMarkdown) == expected) }

  @Test(
    "the line that names the language of indented code is not shown by Python-Markdown",
    arguments: [
      ("a\n\n    :::python\n    x = 1", "<p>a</p><pre><code class=\"language-python\">x = 1</code></pre>"),
      ("a\n\n    ::: python\n    x", "<p>a</p><pre><code class=\"language-python\">x</code></pre>"),
      ("a\n\n    #!c++\n    x", "<p>a</p><pre><code class=\"language-c++\">x</code></pre>"),
      ("a\n\n    #!/bin/sh\n    x", "<p>a</p><pre><code>#!/bin/shx</code></pre>"),
      ("```\n:::x\ny\n```", "<pre><code>:::xy</code></pre>"),
    ])
  func languages(_ markdown: String, _ expected: String) { #expect(html(markdown, .pythonMarkdown) == expected) }

  @Test("emoji are what their names say where the generator has them on, and not in code or addresses")
  func emoji() {
    var dialect = MarkdownDialect.goldmark
    #expect(html(":package: :+1:", dialect) == "<p>:package: :+1:</p>")
    dialect.hasEmoji = true
    #expect(
      html(":package: :+1: :nope: `:package:` 1:2:3", dialect) == "<p>📦 👍 :nope: <code>:package:</code> 1:2:3</p>")
    #expect(html("[a](/x:package:y)", dialect) == "<p><a href=\"/x:package:y\">a</a></p>")
  }

  @Test("line ends are ends of lines where the generator is told so")
  func lines() {
    var dialect = MarkdownDialect.kramdown
    dialect.keepsLines = true
    #expect(html("a\nb", dialect) == "<p>a<br />b</p>")
  }

  @Test(
    "HTML is left out where the generator leaves it out, but for what its shortcodes wrote and the end of a summary")
  func omitted() {
    var dialect = MarkdownDialect.goldmark
    dialect.omitsHTML = true
    let text =
      "<div>\nraw *x*\n</div>\n\na <b>c</b>\n\n<!-- d -->\n\n<!--more-->\n\n\u{11}\u{12}<figure>f</figure>\u{13}\u{14}\n\n- \u{11}\u{12}<i>g</i>\u{13}\u{14}"
    let reading = Markdown.read(Array(text.utf8), as: dialect)
    #expect(
      String(decoding: reading.html, as: UTF8.self).replacing("\n", with: "")
        == "<p>a c</p><!--more--><figure>f</figure><ul><li><i>g</i></li></ul>")
    #expect(reading.lost == ["raw HTML": 3])
    let drawing = "a <svg><title>b</title><text>c `d`</text></svg> e <script>f()</script>\n\n<svg>g\n\nh"
    #expect(
      String(decoding: Markdown.read(Array(drawing.utf8), as: dialect).html, as: UTF8.self)
        == "<p>a  e </p>\n<p></p>\n<p>h</p>\n")
  }

  @Test("blocks of HTML are Markdown inside where kramdown is told so")
  func parsed() {
    var dialect = MarkdownDialect.kramdown
    dialect.htmlBlocks = .kramdownParsed
    #expect(
      html("<div>\n*x*\n\n*y*\n</div>\n\n*z*", dialect)
        == "<div><p><em>x</em></p><p><em>y</em></p></div><p><em>z</em></p>")
    #expect(html("<div>\n*x*\n</div>", .kramdown) == "<div>*x*</div>")
  }

  @Test("a table stands apart from the text above it, in kramdown from that below, too")
  func apartTables() {
    let table =
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    let (above, below) = ("Text\n| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |\nText")
    #expect(html(above, .kramdown) == "<p>Text| a | b ||---|---|| 1 | 2 |</p>")
    #expect(html(above, .pythonMarkdown) == "<p>Text| a | b ||---|---|| 1 | 2 |</p>")
    #expect(html(above, .goldmark) == "<p>Text</p>\(table)")
    #expect(html(below, .kramdown) == "<p>| a | b ||---|---|| 1 | 2 |Text</p>")
    #expect(html(below, .pythonMarkdown).contains("<td>Text</td>"))
    let plain = below.replacing("\nText", with: "")
    for apart in ["\n{: .wide}", "\n\nText", "\n^\nText"] {
      #expect(html(plain + apart, .kramdown).contains(table), "\(apart)")
    }
    #expect(html("- | a | b |\n  |---|---|\n  | 1 | 2 |\n- c", .kramdown).contains(table))
  }

  @Test(
    "signs of headings are what the dialect has them for",
    arguments: [
      ("##\n\na", "<h2></h2><p>a</p>", "<p>##</p><p>a</p>", "<h2></h2><p>a</p>"),
      ("#Five", "<p>#Five</p>", "<p>#Five</p>", "<h1>Five</h1>"),
      (" # x\n\n# y", "<h1>x</h1><h1>y</h1>", "<p># x</p><h1>y</h1>", "<p># x</p><h1>y</h1>"),
      ("a\n#b\nc", "<p>a#bc</p>", "<p>a#bc</p>", "<p>a</p><h1>b</h1><p>c</p>"),
      ("- # x", "<ul><li><h1>x</h1></li></ul>", "<ul><li><h1>x</h1></li></ul>", "<ul><li><h1>x</h1></li></ul>"),
    ])
  func headings(_ markdown: String, _ commonMark: String, _ kramdown: String, _ python: String) {
    #expect(html(markdown, .goldmark) == commonMark)
    #expect(html(markdown, .kramdown) == kramdown)
    #expect(html(markdown, .pythonMarkdown) == python)
  }

  @Test("to kramdown, ^ alone ends what is above it")
  func caret() {
    #expect(html("- a\n- b\n^\n- c", .kramdown) == "<ul><li>a</li><li>b</li></ul><ul><li>c</li></ul>")
    #expect(html("text\n^\nmore", .kramdown) == "<p>text</p><p>more</p>")
    #expect(html("- a\n^\n\n    code", .kramdown) == "<ul><li>a</li></ul><pre><code>code</code></pre>")
    #expect(html("text\n^\nmore", .pythonMarkdown) == "<p>text^more</p>")
    #expect(html("```\n^\n```\n\na ^\n^b", .kramdown) == "<pre><code>^</code></pre><p>a ^^b</p>")
  }

  @Test("a backslash is one before what the dialect does not escape")
  func escapes() {
    let signs = ##"\" \# \% \& \' \( \) \* \+ \, \- \. \/ \: \; \< \= \> \? \@ \[ \] \^ \_ \` \{ \| \} \~"##
    #expect(
      html(signs, .goldmark) == ##"<p>&quot; # % &amp; ' ( ) * + , - . / : ; &lt; = &gt; ? @ [ ] ^ _ ` { | } ~</p>"##)
    #expect(
      html(signs, .kramdown)
        == ##"<p>&quot; # \% \&amp; ' ( ) * + \, - . \/ : \; &lt; = &gt; \? \@ [ ] \^ _ ` { | } ~</p>"##)
    #expect(
      html(signs, .pythonMarkdown)
        == ##"<p>\&quot; # \% \&amp; \' ( ) * + \, - . \/ \: \; \&lt; \= &gt; \? \@ [ ] \^ _ ` { | } \~</p>"##)
    #expect(html(#"a \<b>c</b> `\:`"#, .pythonMarkdown) == #"<p>a \<b>c</b> <code>\:</code></p>"#)
    #expect(html("a\\\nb", .kramdown) == "<p>a<br />b</p>")
    #expect(html("a\\\nb", .pythonMarkdown) == "<p>a\\b</p>")
    var hard = MarkdownDialect.kramdown
    (hard.keepsLines, hard.breaksAtBackslash) = (true, false)
    #expect(html("a\\\nb", hard) == "<p>a\\<br />b</p>")
  }

  @Test("boxes of tasks are text to who knows none", arguments: all)
  func tasks(_ name: String, _ dialect: MarkdownDialect) {
    let isText = ["Python-Markdown", "markdown-it", "Ink"].contains(name)
    #expect(
      html("- [ ] a\n- [x] b", dialect)
        == "<ul><li>\(isText ? "[ ]" : "☐") a</li><li>\(isText ? "[x]" : "☑") b</li></ul>")
  }

  @Test("Python-Markdown numbers footnotes as they are defined")
  func orderOfNotes() {
    let text = "a[^x] b[^y] c[^x]\n\n> d[^z]\n\n[^z]: Z\n[^y]: Y\n[^x]: X"
    let python = html(text, .pythonMarkdown)
    #expect(
      python.hasPrefix(
        "<p>a<sup id=\"fnref:x\"><a href=\"#fn:x\">3</a></sup> b<sup id=\"fnref:y\"><a href=\"#fn:y\">2</a></sup> "
          + "c<sup id=\"fnref2:x\"><a href=\"#fn:x\">3</a></sup></p>"), "\(python)")
    #expect(
      python.firstMatch(of: /<li id="fn:z"><p>Z .*<li id="fn:y"><p>Y .*<li id="fn:x"><p>X .*href="#fnref2:x"/) != nil)
    #expect(html(text, .kramdown).firstMatch(of: /<li id="fn:x">.*<li id="fn:y">.*<li id="fn:z">/) != nil)
  }

  @Test("stars end a bare address where addresses are no links of the parser's own")
  func strongAddresses() {
    let text = "**https://example.org/a**, *https://example.org/b*"
    let link = "<a href=\"https://example.org/a\">https://example.org/a</a>"
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      #expect(
        html(text, dialect) == "<p><strong>\(link)</strong>, <em>\(link.replacing("org/a", with: "org/b"))</em></p>")
    }
  }

  @Test("Python-Markdown reads a table in an item, whatever the margin of its rows")
  func tablesInItems() {
    let text = html("- | a | b |\n  |---|---|\n  | 1 | 2 |\n- c", .pythonMarkdown)
    #expect(text.contains("<li><table>") && text.hasSuffix("</table></li><li>c</li></ul>"), "\(text)")
  }

  @Test("a host alone is a link of https to Hugo, and of http to GitHub")
  func bareHosts() {
    let text = "See www.example.org/a, [www.example.org](http://www.example.org/b) and http://www.example.org/c."
    let others =
      "<a href=\"http://www.example.org/b\">www.example.org</a> and "
      + "<a href=\"http://www.example.org/c\">http://www.example.org/c</a>.</p>"
    #expect(html(text, .goldmark) == "<p>See <a href=\"https://www.example.org/a\">www.example.org/a</a>, \(others)")
    #expect(html(text, .commonMark) == "<p>See <a href=\"http://www.example.org/a\">www.example.org/a</a>, \(others)")
  }

  @Test(
    "to look for what a dialect has takes time in proportion to the body",
    arguments: [
      "|a|b|\n", "# h|\n|a|b|\n", "a\n: b\n", "a\nb\nc\n: d\n\n", "a*(b)*", "*[a]: b\n", "1. a\n- b\n",
      "- a\n    - b\n",
      "[^a]: b\n\n", "<<a", "<!-- a --> b\n", "$$a$$ b ", "`a|b` | ", ":a", "`|", "|\n|-+-|\n",
      "> a $x$\n", "> a\n\n", "> > a\n> - b\n", "^\n", "#a\n", "- > a\n", "> [^a]: b\n\n",
    ])
  func linear(_ piece: String) {
    for dialect in [MarkdownDialect.kramdown, .pythonMarkdown] {
      let times = growth(of: 1_000, within: 24) { count in
        let body = Array(String(repeating: piece, count: count).utf8)
        body.withUnsafeBufferPointer {
          #expect(!MarkdownScanner.masked($0, as: dialect).output.isEmpty || piece.hasPrefix("*["))
        }
      }
      #expect(times <= 24, "\(piece.debugDescription) takes \(times) times as long")
    }
  }
}
