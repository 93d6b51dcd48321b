import Syndication
import SyndicationMarkup
import Testing

@Suite struct WhatBodiesMayLookLike {
  @Test(
    "B2 a style of text, colours and boxes that stay in place is kept as it is written",
    arguments: [
      "color:red", "color: #333 ; ", "COLOR:#FFF", "background-color: rgba(84, 222, 126, 0.18)",
      "color:hsl(120deg 75% 25% / 60%)",
      "text-align:center;color:silver;font-size:15px;margin-top:10px", "width:75%;display:block;margin-left:auto",
      "font-weight: bold; padding: 5px; border: 1px solid gray", "border: thin solid rgba(85, 221, 126, 0.3)",
      "font-family: 'Courier New', Menlo, monospace", "float: right; clear: both", "max-width: 25em; margin: 0 auto",
      "white-space:pre;tab-size:4", "color:#f8f8f2;background-color:#272822;-moz-tab-size:4;-o-tab-size:4;tab-size:4",
      "vertical-align:-0.25em", "font-size: 87.5%", "letter-spacing: -0.02em", "overflow-x: auto", "opacity:0.5",
    ])
  func kept(_ style: String) {
    #expect(clean("<p style=\"\(style)\">a</p>") == CleanHTML(html: "<p style=\"\(style)\">a</p>"))
  }

  @Test(
    "B2 of a style goes what could move a box, load something, or reach beyond what holds it",
    arguments: [
      "transform:scale(9)", "translate:-9px", "margin:-1px", "margin-left:-50em", "margin: calc(0px - 9px)",
      "border:999px solid",
      "outline:9px solid red", "box-shadow:0 0 9px red", "width:10001px", "width:101%", "padding:9999px",
      "font-size:49px",
      "font-size:301%", "line-height:0", "line-height:2px", "text-indent:-9px", "height:1px", "max-height:0",
      "opacity:0.1",
      "background:url(x)", "background:image-set('x' 1x)", "list-style:URL(ftp://a/b)", "cursor:url(a),auto",
      "color:var(--a)",
      "--a:red", "content:'a'", "color:\\72 ed", "color:red/**/", "z-index:9", "display:grid",
      "display:flex;display:none/",
      "all:unset", "animation:a 1s", "filter:blur(9px)", "justify-content:end", "flex-direction:column-reverse",
      "color",
      "margin:1e9px", "margin:1\u{A0}px", "margin:１px", "font-family:a}b", "font-family:'a", "color:rgb(var(--a))",
      "color:red}",
      "writing-mode:vertical-rl", "column-width:1px", "zoom:9", "clip-path:none", "mask:none", "inset-inline:0",
    ])
  func dropped(_ style: String) {
    let html = clean("<p style=\"\(style)\">a</p>").html
    #expect(html == "<p>a</p>" || html == "<p style=\"display:flex\">a</p>", "\(html)")
    #expect(
      clean("<p style=\"color:red; \(style);text-align:left\">a</p>").html.hasPrefix("<p style=\"color:red; "))
  }

  @Test("B2 a box that is placed elsewhere has no style where it stands")
  func placed() { #expect(clean("<p style='color:red;position:absolute;top:0'>a</p>").html == "<p>a</p>") }

  @Test("B2 what outdoes the page's own rules does so no more")
  func important() {
    #expect(clean("<p style='color:red !important;margin:0'>a</p>").html == "<p style=\"color:red; margin:0\">a</p>")
  }

  @Test("B2 pictures and cells have heights, as nothing in them can stand out")
  func heights() {
    let html = #"<img src="https://a.example/b.png" style="width:200px;height:200px"><hr style="height: 1px">"#
    #expect(clean(html) == CleanHTML(html: html))
  }

  @Test(
    "B2 sizes are within bounds, and elements of maths reach no further than what they hold",
    arguments: [
      ("<img src=/a width=10000 height=10001>", "<img src=\"https://example.org/a\" width=\"10000\">"),
      ("<img src=/a width=100% height=1e9>", "<img src=\"https://example.org/a\" width=\"100%\">"),
      ("<table border=999 cellpadding=5>", "<table cellpadding=\"5\"></table>"),
      ("<font size=+2>a", "<font size=\"+2\">a</font>"),
      (
        "<img src=/a srcset='/b 0.01x, /c 2x' sizes='calc(9px*9)'>",
        "<img src=\"https://example.org/a\" srcset=\"https://example.org/c 2x\">"
      ),
      (
        "<img src=/a srcset='/b 9w' sizes='(max-width: 600px) 480px, 100vw'>",
        "<img src=\"https://example.org/a\" srcset=\"https://example.org/b 9w\" sizes=\"(max-width: 600px) 480px, 100vw\">"
      ),
      (
        "<math><mpadded height=0 voffset=9em lspace=-9px width=1em><mi>x",
        "<math><mpadded width=\"1em\"><mi>x</mi></mpadded></math>"
      ),
      (
        "<math><mspace width=0.1667em><mo minsize=1.2em lspace=thinmathspace>(",
        "<math><mspace width=\"0.1667em\"><mo minsize=\"1.2em\" lspace=\"thinmathspace\">(</mo></mspace></math>"
      ),
      ("<math><mi>x<b>y<img src=/z></b></mi></math>", "<math><mi>xy</mi></math>"),
      ("<math><mstyle scriptlevel=-9><mi mathsize=99em>x", "<math><mstyle><mi>x</mi></mstyle></math>"),
    ])
  func sizes(_ html: String, _ expected: String) { #expect(clean(html).html == expected) }

  @Test("B2 texts enlarge those in them three times")
  func enlarged() {
    let start = String(repeating: "<big><i style=\"font-size:1.5em\">", count: 3)
    let html = clean(start + "a").html
    #expect(
      html == "<big><i style=\"font-size:1.5em\"><big><i>a</i></big></i></big>"
        || html.hasPrefix("<big><i style=\"font-size:1.5em\"><big><i><i>a"))
    let beside = "<big>a</big><big>b</big><big>c</big><big>d</big><span style=\"font-size:2em\">e</span>"
    #expect(clean(beside) == CleanHTML(html: beside))
  }

  @Test("B2 an id that a document has a member of has a mark before it, and so have the links to it; others stay")
  func members() {
    let page = "https://example.org/blog/post/"
    #expect(
      clean(
        "<a href=#title>a</a><a href=#other>b</a><h2 id=title>c</h2><a name=cookie>d</a><a href='\(page)#cookie'>e</a>"
      ).html
        == "<a href=\"\(page)#user-content-title\">a</a><a href=\"\(page)#other\">b</a><h2 id=\"user-content-title\">c</h2>"
        + "<a name=\"user-content-cookie\">d</a><a href=\"\(page)#user-content-cookie\">e</a>")
    // The page that they lead to has it.
    #expect(clean("<a href=#title>a</a>").html == "<a href=\"\(page)#title\">a</a>")
    for id in ["fn:1", "fnref:1", "user-content-fn-1", "introduction", "fr-a-1", "Title"] {
      #expect(clean("<p id=\"\(id)\">a</p>") == CleanHTML(html: "<p id=\"\(id)\">a</p>"))
    }
  }

  @Test("B2 links alone have names and addresses")
  func names() {
    #expect(
      clean("<img name=body src=/a><math href=/x><mi>a</mi></math><a name=b href=/c>d</a>").html
        == "<img src=\"https://example.org/a\"><math><mi>a</mi></math><a name=\"b\" href=\"https://example.org/c\">d</a>"
    )
  }
}
