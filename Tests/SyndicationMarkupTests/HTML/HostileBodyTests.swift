import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@Suite struct HostileBodies {
  @Test("X1 characters that XML forbids or validators warn on are dropped, raw or as references")
  func characters() {
    let result = clean(
      "a\u{0}\u{1}\u{B}\u{C}\u{1F}\u{7F}\u{85}\u{FFFD}\u{FFFE}\u{FFFF}b&#0;&#1;&#11;&#xFFFE;&#xFFFD;&#x81;&#xD800;c")
    #expect(result.html == "abc")
    #expect(result.removed["characters", default: 0] >= 12)
  }

  @Test("X1 newlines are LF, raw or as references")
  func newlines() {
    #expect(
      clean("<pre>a\r\nb\rc&#13;d</pre><p title='e\r\nf'></p>").html == "<pre>a\nb\nc\nd</pre><p title=\"e\nf\"></p>")
  }

  @Test("X1 a reference to a control means what Windows-1252 has there, as in browsers")
  func windows1252() {
    #expect(clean("don&#146;t<i title='&#x93;'></i>") == CleanHTML(html: "don’t<i title=\"“\"></i>"))
  }

  @Test("X2 ]]> is escaped")
  func sectionEnd() { #expect(clean("a]]>b").html == "a]]&gt;b") }

  @Test("X6 an entity that is not known shows as written, others as characters")
  func entities() {
    #expect(
      clean("&nbsp;&eacute;&foo;&copy &amp;lt; & &#8364;<a title='&quot;&x;'></a>").html
        == "\u{A0}é&amp;foo;&amp;copy &amp;lt; &amp; €<a title=\"&quot;&amp;x;\"></a>")
  }

  @Test(
    "X6 document types go with all that they declare, and nothing else does",
    arguments: [
      ("a<!DOCTYPE html>b", "ab"),
      ("a<!doctype x [ <!ENTITY a \"]>\"> <!-- ]> it's --> <!ELEMENT b (c)> %d; <?e?> ] >b&a;", "ab&amp;a;"),
      ("a<!DOCTYPE x SYSTEM \"y\" [<!ENTITY z 'w'>]>b", "ab"),
      ("a<!DOCTYPE x [ <!ENTITY a 'b'> <p>c</p>", "a<p>c</p>"),
      ("a<!DOCTYPE", "aDOCTYPE"),
      ("a<!DOCTYPE <p>b</p>", "a<p>b</p>"),
      ("a<!ENTITY b 'c'>d", "ad"),
    ])
  func documentTypes(_ html: String, _ expected: String) {
    let result = clean(html)
    #expect(result.html == expected)
    #expect(result.removed.keys.contains { $0 == "DOCTYPE" || $0 == "declaration" })
  }

  @Test("X2 of a CDATA section only the marks go")
  func sections() {
    #expect(clean("<![CDATA[<p>a</p>]]><p>b]]></p>") == CleanHTML(html: "<p>a</p><p>b]]&gt;</p>"))
    #expect(clean("<scr<![CDATA[ipt>alert(1)</script>]]>a").html == "a")
  }

  @Test(
    "B2 no spelling of a script's address gets through",
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", " \u{1}javascript:alert(1)", "java\tscript:alert(1)",
      "java\nscript:alert(1)", "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "&#x6A avascript:alert(1)",
      "java\u{0}script:alert(1)", "java&#1;script:alert(1)", "java&#x81;script:alert(1)", "javascript&colon;alert(1)",
      "javascript&#58;alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHM=",
      "feed:javascript:alert(1)", "jar:javascript:x", "view-source:javascript:x", "file:///etc/passwd",
      "blob:https://a/b",
      "\u{85}javascript:x", "javascript\u{FFFE}:x", "livescript:x", "mocha:x", "javascript:\u{301}x",
      "//\u{301}javascript:x", "about:blank",
    ])
  func schemes(_ address: String) {
    let html = clean("<a href=\"\(address)\">x</a><img src=\"\(address)\"><video poster=\"\(address)\"></video>").html
    for address in CleanMarkup(html).addresses { #expect(address.hasPrefix("https://example.org/")) }
  }

  @Test(
    "B2 nothing that another parser reads otherwise comes alive",
    arguments: [
      "<svg><script>alert(1)</script></svg>x",
      "<svg><style><img src=x onerror=alert(1)></style></svg>x",
      "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">x",
      "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">x",
      "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style>x",
      "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">x",
      "<p title=\"</p><script>alert(1)</script>\">x",
      "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>x",
      "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">x",
      "<plaintext><script>alert(1)</script>x",
      "<a title=\"`><img src=x onerror=alert(1)>`\">x</a>",
      "<<script>script>alert(1)</script>x", "<scr<script>ipt>alert(1)</scr</script>ipt>x",
      "<img src=x/onerror=alert(1)>x", "<img/src=x/onerror=alert(1)//>x", "<img src=\"x\"onerror=\"alert(1)\">x",
      "<math href=javascript:alert(1)>x</math>", "<math xlink:href=javascript:alert(1)>x</math>",
      "<table background=javascript:alert(1)><tr><td>x", "<isindex action=javascript:alert(1) type=image>x",
      "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>x",
      "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-x",
      "<![if IE]><script>alert(1)</script><![endif]>x",
      "<annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml>x",
    ])
  func mutations(_ html: String) {
    let result = clean(html)
    #expect(result.html.contains("x"))
    #expect(!CleanMarkup(result.html).elements.contains("script"))
  }

  @Test("B3 a charset in the body is not obeyed")
  func charset() { #expect(clean("<meta charset=iso-8859-1>é").html == "é") }

  @Test("B3 what follows the end of a body stays")
  func endOfBody() {
    let result = clean("<html><body><p>a</body></html><p>b</p><body class=x>c</body><head>d</head>e<html/>f")
    for letter in "abcdef" { #expect(result.html.contains(letter)) }
    #expect(result.removed == [:])
  }

  @Test(
    "B3 every element is ended, also where tags are broken",
    arguments: [
      "<p>x<b>y", "</b>x", "<p>x</div>", "<b><i>x</b>y</i>", "<div \"<p>x", "<div x", "<p/>x", "<a href=\"x", "x<",
      "x</", "<p<p>x",
      "<ul><li>x<li>y<ul><li>z", "<table><tr><td>x<tr>y", "<p><div>x</p></div>", "<br></br>x", "<img src=x>y</img>",
      "</p>x", "<3 x",
      "<source src=x>y", "<video><source src=a><p>y</video>", "<a href=1>x<a href=2>y", "<p>a<svg><p>b</svg>c",
      "<li><x><li>",
    ])
  func broken(_ html: String) { _ = clean(html) }

  @Test("B3 elements nested 20,000 and 100,000 deep lose their tags, not their text", arguments: [20_000, 100_000])
  func deep(_ count: Int) {
    for (start, end) in [("<div>", "</div>"), ("<ul><li>", "</li></ul>"), ("<svg><q>", "")] {
      let html = clean(String(repeating: start, count: count) + "x" + String(repeating: end, count: count) + "y").html
      #expect(CleanMarkup(html).deepest <= 200)
      #expect(html.contains("x") && html.contains("y"))
    }
  }

  @Test("B3 long bodies and attributes are not cut")
  func long() {
    // libxml2 has limits at ten million bytes.
    let html =
      "<p title=\"\(String(repeating: "a b ", count: 2_600_000))\">\(String(repeating: "c d ", count: 2_600_000))</p>"
    #expect(HTMLCleaner(base: AbsoluteURL("https://example.org/")!).clean(html).html == html)
  }

  @Test("B3 of a tag with thousands of attributes, those that are too many are cut, and that is said")
  func attributes() {
    let many = (0..<3_000).map { "a\($0)=\"x > \($0)\"" }.joined(separator: " ")
    let result = clean("<p title=a \(many) onclick=b>x</p><p title=c>y</p>")
    #expect(result.html == "<p title=\"a\">x</p><p title=\"c\">y</p>")
    #expect(result.removed == ["surplus attributes of a tag": 1])
  }

  @Test(
    "B3 no pattern, however often it is repeated, takes time that grows with its square",
    arguments: [
      "<!--", "<!DOCTYPE [", "<!DOCTYPE [<!a>", "<!a\"", "<![CDATA[", "<!DOCTYPE x [%", "<", "&", "<!a '<!b",
      "<!DOCTYPE [<!a \"", "<?", "<a b==\" c $=\" ",
    ])
  func repeated(_ pattern: String) {
    let times = growth(of: 2_500, within: 24) { count in
      #expect(clean(String(repeating: pattern, count: count) + ">x").html.contains("x"))
    }
    #expect(times <= 24)
  }

  @Test("B3 end tags that end nothing below many elements, and attributes beside many, take time by their number")
  func many() {
    let bodies: [(Int) -> String] = [
      { String(repeating: "<div>", count: $0) + String(repeating: "</b>", count: $0) },
      { "<a " + String(repeating: "b", count: 90) + String(repeating: " c=\"\" d", count: $0) },
      { String(repeating: "<p " + (0..<$0).map { "a\($0) " }.joined(), count: 2) + ">" },
      { String(repeating: "<b>", count: 20 * $0) },
      { "<h1>" + String(repeating: "<a href='#y' class=anchor>#</a>a", count: $0) + "</h1" },
      { String(repeating: "<noscript>", count: 900) + String(repeating: "a ", count: $0) },
      { String(repeating: "<button>", count: 900) + String(repeating: "a ", count: $0) },
      { "<p style='" + String(repeating: "color:red;margin:-1px;", count: $0) + "'" },
      { String(repeating: "<a href=#title>", count: $0) + "<p id=title" },
    ]
    for body in bodies {
      let times = growth(of: 2_500, within: 24) { #expect(clean(body($0) + ">x").html.contains("x")) }
      #expect(times <= 24, "\(body(1))")
    }
  }

  @Test("B3 an empty body stays empty")
  func empty() { #expect(clean("") == CleanHTML(html: "")) }
}
