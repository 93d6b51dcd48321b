import Syndication
import SyndicationMarkup
import Testing

private let cleaner = HTMLCleaner(base: AbsoluteURL("https://example.org/blog/post/")!)

/// Cleans `html`, and holds what comes out to rule B3 on the way.
func clean(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) -> CleanHTML {
  let result = cleaner.clean(html)
  #expect(CleanMarkup(result.html).faults == [], sourceLocation: sourceLocation)
  let again = cleaner.clean(result.html)
  #expect(again.html == result.html, "B3: not idempotent", sourceLocation: sourceLocation)
  #expect(again.removed == [:], "B3: not idempotent", sourceLocation: sourceLocation)
  return result
}

@Suite struct AddressesInBodies {
  @Test(
    "B1 an address is resolved against the permalink",
    arguments: [
      ("<a href='../about'>x</a>", "<a href=\"https://example.org/blog/about\">x</a>"),
      ("<a href='/a b?c=1&amp;d=é'>x</a>", "<a href=\"https://example.org/a%20b?c=1&amp;d=%C3%A9\">x</a>"),
      ("<a href='HTTP://Other.example:80'>x</a>", "<a href=\"http://other.example/\">x</a>"),
      ("<a href='mailto:a@b.example'>x</a>", "<a href=\"mailto:a@b.example\">x</a>"),
      ("<a href='tel:+3161234'>x</a>", "<a href=\"tel:+3161234\">x</a>"),
      ("<img src=a.png alt=x>", "<img src=\"https://example.org/blog/post/a.png\" alt=\"x\">"),
      ("<q cite=/s>x</q>", "<q cite=\"https://example.org/s\">x</q>"),
      (
        "<video poster=p.png src=/v.mp4></video>",
        "<video poster=\"https://example.org/blog/post/p.png\" src=\"https://example.org/v.mp4\"></video>"
      ),
    ])
  func resolved(_ html: String, _ expected: String) {
    #expect(clean(html) == CleanHTML(html: expected))
  }

  @Test("B1 a fragment is resolved against the permalink")
  func fragment() {
    #expect(clean("<a href='#n1'>1</a>").html == "<a href=\"https://example.org/blog/post/#n1\">1</a>")
  }

  @Test("B1 no mark is lost that follows a sign of an address")
  func combiningMarks() {
    #expect(
      clean("<a href='/a?\u{301}b#\u{301}c'>1</a>").html == "<a href=\"https://example.org/a?%CC%81b#%CC%81c\">1</a>")
  }

  @Test("B1 an address without a scheme gets the permalink's")
  func schemeless() {
    #expect(clean("<a href='//cdn.example/x'>1</a>").html == "<a href=\"https://cdn.example/x\">1</a>")
  }

  @Test("B1 each candidate of srcset is resolved, an unsafe one dropped")
  func srcset() {
    let result = clean("<img src=a.png srcset='a.png 1x, javascript:x 2x,/b,c.png 200w ,d.png 3;'>")
    #expect(
      result.html == """
        <img src="https://example.org/blog/post/a.png" \
        srcset="https://example.org/blog/post/a.png 1x, https://example.org/b,c.png 200w">
        """)
    #expect(result.removed == ["javascript: address": 1])
  }

  @Test("B1 data-src and data-srcset become real: what stands in their place is a placeholder")
  func lazyImages() {
    let real = "<img src=\"https://example.org/blog/post/a.png\">"
    #expect(clean("<img data-src=a.png>").html == real)
    #expect(clean("<img src='data:image/gif;base64,R0lG' data-src=a.png>").html == real)
    #expect(clean("<img src=b.png data-src=a.png>").html == real)
    #expect(
      clean("<img src=a.png data-srcset='b.png 2x'>").html
        == "<img src=\"https://example.org/blog/post/b.png\" srcset=\"https://example.org/blog/post/b.png 2x\">")
    #expect(
      clean("<img srcset=a.png data-srcset='a:b'>").html
        == "<img srcset=\"https://example.org/blog/post/a.png\" src=\"https://example.org/blog/post/a.png\">")
    #expect(clean("<div data-src=a.png>x</div>").html == "<div>x</div>")
    #expect(clean("<img src='' data-src=a.png>").html == real)
  }

  @Test(
    "B1 every address of a picture, a video and a sound is resolved",
    arguments: [
      (
        "<picture><source srcset='a.webp 1x, /b.webp 2x'><source data-srcset=c.webp><img src=a.png></picture>",
        """
        <picture><source srcset="https://example.org/blog/post/a.webp 1x, https://example.org/b.webp 2x">\
        <source srcset="https://example.org/blog/post/c.webp"><img src="https://example.org/blog/post/a.png"></picture>
        """
      ),
      (
        "<video poster=../p.png><source src=v.mp4 type=video/mp4><track src=/t.vtt>no</video>",
        """
        <video poster="https://example.org/blog/p.png"><source src="https://example.org/blog/post/v.mp4" type="video/mp4">\
        <track src="https://example.org/t.vtt">no</video>
        """
      ),
      (
        "<audio controls data-src=a.mp3><source src='?b'></audio>",
        """
        <audio controls="" src="https://example.org/blog/post/a.mp3"><source src="https://example.org/blog/post/?b"></audio>
        """
      ),
      (
        "<blockquote cite=../c><q cite=#d>x</q><del cite=//e.example/>y</del></blockquote>",
        """
        <blockquote cite="https://example.org/blog/c"><q cite="https://example.org/blog/post/#d">x</q>\
        <del cite="https://e.example/">y</del></blockquote>
        """
      ),
    ])
  func media(_ html: String, _ expected: String) { #expect(clean(html) == CleanHTML(html: expected)) }

  @Test("B1 an image with candidates alone shows the first")
  func candidatesAlone() {
    #expect(
      clean("<img srcset='a.png, b.png 2x'>").html.hasSuffix(" src=\"https://example.org/blog/post/a.png\">"))
  }

  @Test("B1 a link that leads nowhere stays as text; an image or source that does is dropped")
  func unresolvable() {
    let result = clean("<a href='http://'>x</a><img src='http://'><img alt=y><video><source></video>")
    #expect(result.html == "<a>x</a><video></video>")
    #expect(result.removed == ["unusable address": 2, "img": 2, "source": 1])
  }

  @Test("B1 base is not obeyed")
  func base() {
    #expect(
      clean("<base href='https://evil.example/'><a href=x>x</a>").html
        == "<a href=\"https://example.org/blog/post/x\">x</a>")
  }
}

@Suite struct WhatIsRemovedFromBodies {
  @Test("B2 article markup stays as it is")
  func kept() {
    let html = """
      <h2 id="a">T</h2><p class="x">a <em>b</em> <code>c</code><br>d</p><pre><code>e
        f</code></pre><ul><li>g</li></ul><dl><dt>h</dt><dd>i</dd></dl><table><thead><tr><th scope="col">j</th></tr></thead>\
      <tbody><tr><td colspan="2">k</td></tr></tbody></table><figure><img src="https://a.example/b.png" alt="">\
      <figcaption>l</figcaption></figure><picture><source srcset="https://a.example/c.webp 2x" type="image/webp">\
      <img src="https://a.example/c.png"></picture><details open=""><summary>m</summary>n</details>\
      <ruby>o<rp>(</rp><rt>p</rt><rp>)</rp></ruby><p><del>q</del><ins>r</ins> <time datetime="2024-01-01">s</time>\
      t<wbr>u <abbr title="v">w</abbr><span style="color:red">é 漢 😀\u{A0}</span></p>\
      <video controls=""><source src="https://a.example/d.mp4"><track src="https://a.example/d.vtt">x</video><hr>\
      <math display="block"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>
      """
    #expect(clean(html) == CleanHTML(html: html))
  }

  @Test(
    "B2 goes with its content",
    arguments: [
      "script", "style", "title", "template", "textarea", "select", "svg",
    ])
  func removed(_ element: String) {
    #expect(clean("a<\(element) x=y>b</\(element)>c") == CleanHTML(html: "ac", removed: [element: 1]))
  }

  @Test("B2 void matter of head and forms goes, what follows stays", arguments: ["meta", "link", "base", "input"])
  func removedVoid(_ element: String) {
    #expect(clean("a<\(element) href=x>b") == CleanHTML(html: "ab", removed: [element: 1]))
  }

  @Test(
    "B2 its tags go, its content stays",
    arguments: [("form", "form"), ("blink", "unknown element \"blink\""), ("o:p", "unknown element \"o:p\"")])
  func unwrapped(_ element: String, _ kind: String) {
    let result = clean("a<\(element)>b <em>c</em></\(element)>d")
    #expect(result == CleanHTML(html: "ab <em>c</em>d", removed: [kind: 1]))
  }

  @Test("B2 unknown elements are told by name, a few of them")
  func unknownNames() {
    let result = clean((1...9).map { "<x-\($0)>a</x-\($0)><x-1>b</x-1>" }.joined())
    #expect(
      result.removed == [
        "unknown element \"x-1\"": 10, "unknown element \"x-2\"": 1, "unknown element \"x-3\"": 1,
        "unknown element \"x-4\"": 1, "more unknown elements": 5,
      ])
  }

  @Test(
    "B2 what cannot be shown becomes a link",
    arguments: [
      ("<iframe src='//v.example/1' title='A &amp; B'>no</iframe>z", "<a href=\"https://v.example/1\">A &amp; B</a>z"),
      (
        "<iframe src=/v?a&amp;b></iframe>",
        "<a href=\"https://example.org/v?a&amp;b\">https://example.org/v?a&amp;b</a>"
      ),
      (
        "<object data=a.pdf title=' '>no</object>z",
        #"<a href="https://example.org/blog/post/a.pdf">https://example.org/blog/post/a.pdf</a>z"#
      ),
      ("<object><embed src=/e title=E>y</object>z", "<a href=\"https://example.org/e\">E</a>yz"),
      ("<iframe src='javascript:alert(1)'>no</iframe>z", "z"),
      ("<iframe srcdoc='&lt;script>'></iframe>z", "z"),
      (
        "<a href=/x>a<iframe src=/y title=b></iframe>c</a>",
        "<a href=\"https://example.org/x\">a</a><a href=\"https://example.org/y\">b</a>c"
      ),
    ])
  func linked(_ html: String, _ expected: String) {
    #expect(clean(html).html == expected)
  }

  @Test("B2 event attributes go")
  func events() {
    let result = clean("<p onclick=x ONLOAD='y' onfoo>a</p><img src=a.png/onerror=x>")
    #expect(result.html.contains("<p>a</p>"))
    #expect(result.removed == ["on… attribute": 3])
  }

  @Test(
    "B2 a style that does more than look goes",
    arguments: [
      "position:fixed", "POSITION : absolute", "width:expression(x)", "background:url(x)", "@import 'x'", "behavior:x",
      "-moz-binding:x", "x:javascript:y", "pos\\69tion:fixed", "pos&#105;tion:fixed", "exp/**/ression(x)",
    ])
  func style(_ style: String) {
    #expect(clean("<p style=\"\(style)\">a</p>") == CleanHTML(html: "<p>a</p>", removed: ["style attribute": 1]))
  }

  @Test("B2 a harmless style stays")
  func harmlessStyle() {
    #expect(clean("<p style=\"color: #333\">a</p>").html == "<p style=\"color: #333\">a</p>")
  }

  @Test("B2 comments and processing instructions go")
  func comments() {
    let result = clean("a<!-- b > <i> -->c<?php d ?>e<!-->f<!---->g<!--h--!>i<!-- never ended <b>j</b>")
    #expect(result.html == "acefgi never ended <b>j</b>")
    #expect(result.removed == ["comment": 5, "processing instruction": 1])
  }

  @Test("B2 attributes that are not known go without a word")
  func unknownAttributes() {
    #expect(
      clean("<p data-x=1 contenteditable xml:base=/x ping=/y aria-label=z lang=nl>a</p>")
        == CleanHTML(html: "<p lang=\"nl\">a</p>"))
  }

  @Test("B2 images written out in their address stay in img alone, and only as pictures")
  func dataAddresses() {
    let image = "<img src=\"data:image/png;base64,iVBO+/==\">"
    #expect(clean("<img src=' data:IMAGE/png;base64,iVBO\n+/=='>") == CleanHTML(html: image))
    let result = clean(
      "<img src='data:image/svg+xml;base64,PHN2Zz4='><img src='data:image/png;base64,<x>'><a href='data:image/png;base64,iVBO'>a</a>"
    )
    #expect(result == CleanHTML(html: "<a>a</a>", removed: ["data: address": 3, "img": 2]))
  }
}
