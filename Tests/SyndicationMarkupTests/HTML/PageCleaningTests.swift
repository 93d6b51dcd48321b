import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

@Suite("B2 what pages add to a body")
struct PageCleaningTests {
  private func clean(_ html: String) -> String {
    let cleaner = HTMLCleaner(base: AbsoluteURL("https://example.org/post/")!)
    let once = cleaner.clean(html).html
    // B3
    #expect(cleaner.clean(once).html == once)
    #expect(cleaner.parsed(once).html == once)
    return once
  }

  private func removed(_ html: String) -> [String: Int] {
    HTMLCleaner(base: AbsoluteURL("https://example.org/post/")!).clean(html).removed
  }

  @Test(
    "what is hidden is left out, and what is only until it is chosen or found is kept",
    arguments: [
      ("<p hidden>a</p>b", "b"), ("<p hidden=''>a<b>c</b></p>b", "b"), ("<p hidden=hidden><p>b", "<p>b</p>"),
      ("<p hidden=until-found>a</p>", "<p>a</p>"), ("<div role=tabpanel hidden>a</div>", "<div>a</div>"),
      ("<span class=sr-only>a</span>b", "b"), ("<h2 class='x visually-hidden'>a</h2>b", "b"),
      ("<span class=screen-reader-text>a</span>b", "b"),
      ("<p class=sr-only-focusable>a</p>", "<p class=\"sr-only-focusable\">a</p>"),
    ])
  func hidden(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "decoration is left out: what is inline and hidden from who cannot see it; pictures and blocks are kept",
    arguments: [
      ("<span aria-hidden=true>*</span>a", "a"), ("<i class=icon aria-hidden=true></i>a", "a"),
      ("<span aria-hidden=false>*</span>a", "<span>*</span>a"), ("<div aria-hidden=true>a</div>", "<div>a</div>"),
      (
        "<a href=/x aria-hidden=true tabindex=-1>Go <img src=/a.png></a>",
        "<img src=\"https://example.org/a.png\">"
      ),
      ("<img aria-hidden=true src='data:image/gif;base64,R0lG'>a", "a"),
      ("<img aria-hidden=true src=/a.png>", "<img src=\"https://example.org/a.png\">"),
    ])
  func decoration(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "a heading loses its mark, and keeps a link that is its text or leads elsewhere",
    arguments: [
      ("<h2 id=one>One <a class=anchor href=#one aria-hidden=true>#</a></h2>", "<h2 id=\"one\">One</h2>"),
      (
        "<h2 id=two><a class=header-anchor href=#two aria-label='Link to two'>¶</a> Two</h2>", "<h2 id=\"two\">Two</h2>"
      ),
      ("<h2 id=a>A<a class=headerlink href=#a title='Permanent link'>¶</a></h2>", "<h2 id=\"a\">A</h2>"),
      (
        "<h2 id=a>A <a class=heading-anchor href=#a><svg><path d='M0'/></svg><span class=sr-only>Section titled A</span></a></h2>",
        "<h2 id=\"a\">A</h2>"
      ),
      ("<h2 id=a>A <a class=anchor href=#a>Permalink</a></h2>", "<h2 id=\"a\">A</h2>"),
      ("<h2 id=a>A <a href=https://example.org/post/#a>#</a></h2>", "<h2 id=\"a\">A</h2>"),
      ("<h2>A <a href=#a>🔗</a></h2>", "<h2>A</h2>"),
      ("<h2 id=a><a href=#a>A</a></h2>", "<h2 id=\"a\">A</h2>"),
      ("<h2 id=a><a class=anchor href=#a><b>A</b> c</a></h2>", "<h2 id=\"a\"><b>A</b> c</h2>"),
      ("<h2 id=a><a class=anchor href=#a>#</a></h2>", "<h2 id=\"a\">#</h2>"),
      ("<h2>A <a href=https://example.net/>b</a></h2>", "<h2>A <a href=\"https://example.net/\">b</a></h2>"),
      (
        "<h2 id=a>A<sup><a href=#fn1>1</a></sup></h2>",
        "<h2 id=\"a\">A<sup><a href=\"https://example.org/post/#fn1\">1</a></sup></h2>"
      ),
      (
        "<h2>See <a href=#b>part two</a></h2>",
        "<h2>See <a href=\"https://example.org/post/#b\">part two</a></h2>"
      ),
      // GitHub's and Starlight's, beside the heading.
      ("<div><h2 id=a>A</h2><a class=anchor href=#a><span></span></a></div>", "<div><h2 id=\"a\">A</h2></div>"),
      ("<p>a <a href=#b>#</a></p>", "<p>a <a href=\"https://example.org/post/#b\">#</a></p>"),
    ])
  func headings(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "code is its lines alone: without their numbers, the table that holds them, and buttons",
    arguments: [
      // Chroma
      (
        "<table class=lntable><tr><td class=lntd><pre class=chroma><code><span class=lnt>1\n</span></code></pre></td>"
          + "<td class=lntd><pre class=chroma><code>a\n</code></pre></td></tr></table>",
        "<pre class=\"chroma\"><code>a\n</code></pre>"
      ),
      ("<pre><code><span class=ln>1</span>a\n</code></pre>", "<pre><code>a\n</code></pre>"),
      // Rouge
      (
        "<figure class=highlight><pre><code><table class=rouge-table><tbody><tr><td class='gutter gl'><pre class=lineno>1\n2\n</pre></td>"
          + "<td class=code><pre>a\n<b>b</b>\n</pre></td></tr></tbody></table></code></pre></figure>",
        "<figure class=\"highlight\"><pre><code>a\n<b>b</b>\n</code></pre></figure>"
      ),
      // Pygments
      (
        "<table class=highlighttable><tr><td class=linenos><div class=linenodiv><pre><span>1</span></pre></div></td>"
          + "<td class=code><div class=highlight><pre><code>a = 1\n</code></pre></div></td></tr></table>",
        "<div class=\"highlight\"><pre><code>a = 1\n</code></pre></div>"
      ),
      ("<pre><span class=linenos>1</span>a</pre>", "<pre>a</pre>"),
      // Hexo
      (
        "<figure class='highlight js'><table><tr><td class=gutter><pre>1<br></pre></td><td class=code><pre>a<br></pre></td></tr></table></figure>",
        "<figure class=\"highlight js\"><pre>a<br></pre></figure>"
      ),
      // highlight.js
      (
        "<pre><code><table class=hljs-ln><tr><td class=hljs-ln-numbers>1</td><td>a</td></tr><tr><td class=hljs-ln-numbers>2</td><td>b</td></tr></table></code></pre>",
        "<pre><code>a\nb\n</code></pre>"
      ),
      // Expressive Code
      (
        "<pre><code><div class=ec-line><div class=gutter><div class=ln aria-hidden=true>1</div></div><div class=code><b>a</b></div></div>"
          + "<div class=ec-line><div class=code></div></div><div class=ec-line><div class=code>b</div></div></code></pre>"
          + "<div class=copy><button title=Copy>Copy</button></div>",
        "<pre><code><b>a</b>\n\nb\n</code></pre><div class=\"copy\"></div>"
      ),
      ("<pre><div>a\n</div><div>b\n</div></pre>", "<pre>a\nb\n</pre>"),
      ("<span class=copy-btn>Copy</span><pre>a</pre>", "<pre>a</pre>"),
      // A table of data, and what is called like it elsewhere
      (
        "<div class=highlight><table><tr><td>1</td><td>a</td></tr></table></div>",
        "<div class=\"highlight\"><table><tr><td>1</td><td>a</td></tr></table></div>"
      ),
      (
        "<div class=gutter>a</div><pre class=line-numbers>b</pre>",
        "<div class=\"gutter\">a</div><pre class=\"line-numbers\">b</pre>"
      ),
    ])
  func code(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  private static func image(_ name: String) -> String { "<img src=\"https://example.org/\(name)\">" }

  @Test(
    "an image that a script loads is the image, once",
    arguments: [
      (
        "<img class=lazy src=/images/lazyload.gif data-src=/one.jpg>",
        image("one.jpg").replacing("<img", with: "<img class=\"lazy\"")
      ),
      ("<img src='data:image/gif;base64,R0lG' data-src=/one.jpg>", image("one.jpg")),
      ("<img src=/low/7.jpg data-original=/high/7.jpg>", image("high/7.jpg")),
      ("<img data-lazy-src=/8.jpg src='data:image/svg+xml,%3Csvg%3E'>", image("8.jpg")),
      ("<img src=/a.jpg data-lazy=true>", image("a.jpg")),
      ("<img data-src=/4.jpg><noscript><img src=/4.jpg></noscript>", image("4.jpg")),
      ("<img data-src=/4.jpg> <noscript><img src=/4-large.jpg></noscript>", image("4.jpg") + " "),
      ("<img src=/placeholder.png><noscript><img src=/4.jpg></noscript>", image("4.jpg")),
      ("<img src='data:image/gif;base64,R0lG'><noscript><img src=/4.jpg></noscript>", image("4.jpg")),
      ("<noscript><img src=/5.jpg></noscript>", image("5.jpg")),
      ("<img src=/a.jpg><noscript><img src=/b.jpg></noscript>", image("a.jpg") + image("b.jpg")),
      ("<img src=/a.jpg><noscript><img height=1 width=1 src=https://t.example/?a></noscript>", image("a.jpg")),
      ("<amp-img src=/10.jpg><noscript><img src=/10.jpg></noscript></amp-img>", image("10.jpg")),
      (
        "<img data-srcset='/a-300.jpg 300w, /a-600.jpg 600w'>",
        "<img srcset=\"https://example.org/a-300.jpg 300w, https://example.org/a-600.jpg 600w\" src=\"https://example.org/a-300.jpg\">"
      ),
    ])
  func images(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "what is shown where no script runs stays, unless it asks for scripts",
    arguments: [
      ("<noscript>Please enable JavaScript to view the <a href=/x>comments</a>.</noscript>a", "a"),
      ("<script>x</script><noscript><pre>code</pre></noscript>", "<pre>code</pre>"),
    ])
  func fallbacks(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  private static func video(_ id: String, _ text: String, _ page: String? = nil) -> String {
    "<a href=\"\(page ?? "https://www.youtube.com/watch?v=\(id)")\">"
      + "<img src=\"https://i.ytimg.com/vi/\(id)/hqdefault.jpg\" alt=\"\"><br>\(text)</a>"
  }

  @Test(
    "a player is a link to the page of what it plays, with its title, and the picture where the address tells it",
    arguments: [
      ("<iframe src=https://www.youtube.com/embed/a_B-1 title=Talk></iframe>", video("a_B-1", "Talk")),
      (
        "<iframe data-src=//www.youtube-nocookie.com/embed/a?rel=0></iframe>",
        video("a", "https://www.youtube.com/watch?v=a")
      ),
      (
        "<iframe src='https://youtube.com/embed/a?start=9&amp;end=10' title=T></iframe>",
        video("a", "T", "https://www.youtube.com/watch?v=a&amp;t=9s")
      ),
      (
        "<iframe src=https://www.youtube.com/embed/videoseries?list=PL-1 title=T></iframe>",
        "<a href=\"https://www.youtube.com/playlist?list=PL-1\">T</a>"
      ),
      (
        "<lite-youtube videoid=abc playlabel='Play: Talk'><a href=/x>no</a></lite-youtube>z", video("abc", "Talk") + "z"
      ),
      (
        "<lite-vimeo videoid=12 videotitle=x></lite-vimeo>", "<a href=\"https://vimeo.com/12\">https://vimeo.com/12</a>"
      ),
      ("<amp-youtube data-videoid=abc title=T></amp-youtube>", video("abc", "T")),
      (
        "<iframe src=https://player.vimeo.com/video/12?h=1 title=V></iframe>",
        "<a href=\"https://vimeo.com/12\">V</a>"
      ),
      (
        "<iframe src=https://www.dailymotion.com/embed/video/x1 title=D></iframe>",
        "<a href=\"https://www.dailymotion.com/video/x1\"><img src=\"https://www.dailymotion.com/thumbnail/video/x1\" alt=\"\"><br>D</a>"
      ),
      (
        "<iframe src=https://www.youtube.com/embed/></iframe>",
        "<a href=\"https://www.youtube.com/embed/\">https://www.youtube.com/embed/</a>"
      ),
      ("<iframe src=about:blank data-lazy-src=https://youtu.be/a title=T></iframe>", video("a", "T")),
      ("<iframe src=https://youtu.be/a title=T></iframe>", video("a", "T")),
      ("<iframe src=https://evil.example/x></iframe>", "<a href=\"https://evil.example/x\">https://evil.example/x</a>"),
      (
        "<iframe data-src=https://www.youtube.com/embed/a title=T></iframe><noscript><iframe src=https://www.youtube.com/embed/a title=T></iframe></noscript>",
        video("a", "T")
      ),
    ])
  func players(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "a drawing is gone whole, with its labels, and told; an icon is not",
    arguments: [
      (
        "a<svg viewBox='0 0 1 1'><title>T</title><text>L</text><foreignObject><p>F</p></foreignObject></svg>b",
        ["svg": 1]
      ),
      ("a<svg aria-hidden=true><text>L</text></svg>b", [:]), ("a<svg width=24 height=24px><path /></svg>b", [:]),
      ("a<svg class=icon-x><path /></svg>b", [:]), ("a<svg width=100%><path /></svg>b", ["svg": 1]),
    ] as [(String, [String: Int])])
  func drawings(_ html: String, _ told: [String: Int]) {
    #expect(clean(html) == "ab")
    #expect(removed(html) == told)
  }

  @Test(
    "a drawing without an end loses its tags, not what follows it", arguments: ["<svg>a<p>b", "<svg/><svg>a<p>b</p>"])
  func endlessDrawing(_ html: String) {
    #expect(clean(html) == "a<p>b</p>")
  }

  @Test(
    "maths is taken once: as MathML, or as it is drawn where there is none",
    arguments: [
      (
        "<span class=katex><span class=katex-mathml><math><semantics><mi>x</mi><annotation>x</annotation></semantics></math></span>"
          + "<span class=katex-html aria-hidden=true><span>x</span></span></span>",
        "<span class=\"katex\"><span class=\"katex-mathml\"><math><semantics><mi>x</mi></semantics></math></span></span>"
      ),
      (
        "<span class=katex><span class=katex-html aria-hidden=true>x</span></span>",
        "<span class=\"katex\"><span class=\"katex-html\">x</span></span>"
      ),
      (
        "<mjx-container><mjx-math aria-hidden=true><mjx-mi>x</mjx-mi></mjx-math><mjx-assistive-mml><math><mi>x</mi></math></mjx-assistive-mml></mjx-container>",
        "<math><mi>x</mi></math>"
      ),
    ])
  func maths(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
    #expect(removed(html) == [:])
  }

  @Test("what nobody misses is not told")
  func quiet() {
    #expect(removed("<button>Copy</button><p hidden>a</p><noscript>b</noscript><span class=sr-only>c</span>") == [:])
  }
}
