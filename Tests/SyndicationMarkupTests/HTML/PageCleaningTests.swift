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
      ("<b class=u-visually-hidden>a</b>b", "b"), ("<b class=govuk-visually-hidden>a</b>b", "b"),
      ("<b class=is-sr-only>a</b>b", "b"), ("<b class=element-invisible>a</b>b", "b"),
      ("<b class=d-none>a</b>b", "b"), ("<b class='d-none d-print-block'>a</b>b", "b"),
      ("<b class='d-none d-md-block'>a</b>b", "<b class=\"d-none d-md-block\">a</b>b"),
      ("<p style='color: red; Display : none !important'>a</p>b", "b"), ("<p style=visibility:hidden>a</p>b", "b"),
      ("<img style=display:none src=/a.png>b", "b"),
      ("<p style='display:block'>a</p>", "<p style=\"display:block\">a</p>"),
      ("<div role=tabpanel style=display:none>a</div>", "<div>a</div>"),
      ("<dialog>a</dialog>b", "b"), ("<dialog open>a</dialog>b", "ab"), ("<div popover>a</div>b", "b"),
    ] as [(String, String)])
  func hidden(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "decoration is left out: what who cannot see it is to pass over, and has no words; pictures and words are kept",
    arguments: [
      ("<span aria-hidden=true>*</span>a", "a"), ("<i class=icon aria-hidden=true></i>a", "a"),
      ("<span aria-hidden=false>*</span>a", "<span>*</span>a"), ("<div aria-hidden=true>a</div>", "<div>a</div>"),
      (
        "<a href=/x aria-hidden=true tabindex=-1>Go <img src=/a.png></a>",
        "<a href=\"https://example.org/x\">Go <img src=\"https://example.org/a.png\"></a>"
      ),
      ("<a href=/x aria-hidden=true>→</a>a", "a"), ("<i aria-hidden=true>home</i>a", "a"),
      ("<span class=material-symbols-outlined aria-hidden=true>home</span>a", "a"),
      (
        "<span aria-hidden=true>O</span><span class=sr-only>Once</span><span aria-hidden=true>nce</span> upon",
        "<span>O</span><span>nce</span> upon"
      ),
      ("Cost <span aria-hidden=true>$5</span>", "Cost <span>$5</span>"),
      ("<h2><b class=sr-only>Hi</b><b aria-hidden=true>Hi</b></h2>", "<h2><b>Hi</b></h2>"),
      ("<div aria-hidden=true>1<br>2<br>3</div><pre>a</pre>", "<pre>a</pre>"),
      ("<div aria-hidden=true><b class=line-number>1</b><br></div>a", "a"), ("<hr aria-hidden=true>a", "<hr>a"),
      ("<div aria-hidden=true>2024</div>", "<div>2024</div>"), ("<div aria-hidden=true>1</div>a", "a"),
      ("<table><tr><td aria-hidden=true>*<td>a</table>", "<table><tr><td>*</td><td>a</td></tr></table>"),
      ("<img aria-hidden=true src='data:image/gif;base64,R0lG'>a", "a"),
      ("<img aria-hidden=true src=/a.png>", "<img src=\"https://example.org/a.png\">"),
    ] as [(String, String)])
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
      (
        "<h2>A <a class=anchor href=#a><b class=sr-only>Go</b> <b aria-hidden=true>#</b></a></h2>", "<h2>A</h2>"
      ),
      ("<h2>A <b aria-hidden=true>#</b></h2>", "<h2>A</h2>"), ("<h2>A <button>Copy link</button></h2>", "<h2>A</h2>"),
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
    ] as [(String, String)])
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
      // Hugo without classes
      (
        "<pre><code><span><span style='white-space:pre;-webkit-user-select:none;user-select:none'>1</span><b>a</b>\n</span></code></pre>",
        "<pre><code><span><b>a</b>\n</span></code></pre>"
      ),
      (
        "<div class=highlight><div><table><tr><td><pre><code><span style='user-select:none'>1\n</span></code></pre></td>"
          + "<td><pre><code>a\n</code></pre></td></tr></table></div></div>b",
        "<div class=\"highlight\"><div><pre><code>a\n</code></pre></div></div>b"
      ),
      (
        "<div class=highlight><table><tr><td class=code-number>9</td><td><pre>a</pre></td></tr></table></div>",
        "<div class=\"highlight\"><pre>a</pre></div>"
      ),
      // Zola
      (
        "<pre><code><table><tbody><tr><td>1</td><td><b>a\n</b></td></tr><tr><td>2</td><td>b\n</td></tr></tbody></table></code></pre>",
        "<pre><code><b>a\n</b>b\n</code></pre>"
      ),
      ("<pre><code><table><tr><td>x</td><td>y\n</td></tr></table></code></pre>", "<pre><code>xy\n</code></pre>"),
      // Org
      ("<pre><span class=linenr>1: </span>a</pre>", "<pre>a</pre>"),
      ("<pre><code><span class=select-none>$ </span>ls</code></pre>", "<pre><code>ls</code></pre>"),
      ("<p class=select-none>a</p>", "<p class=\"select-none\">a</p>"),
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
    ] as [(String, String)])
  func code(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "a button that copies code or sends a form goes, another's words stay",
    arguments: [
      ("<h3><button class=accordion-button>What is it?</button></h3>", "<h3>What is it?</h3>"),
      ("<p>Press <button>Start</button> now</p>", "<p>Press Start now</p>"),
      ("<p><button>Copyright 2024</button></p>", "<p>Copyright 2024</p>"),
      ("<div><button role=tab>npm</button><button role=tab>yarn</button></div>", "<div>npm yarn</div>"),
      ("<div>js <button>Copy code</button></div><pre>a</pre>", "<div>js </div><pre>a</pre>"),
      ("<button data-clipboard-target='#a'>Kopieren</button>a", "a"),
      ("<pre>a</pre> <button>Run</button>", "<pre>a</pre> "),
      ("<pre>a<button>Run</button></pre>", "<pre>a</pre>"), ("<b role=button class=do-copy>Kopieren</b>a", "a"),
      ("<b role=button>Show</b>", "<b>Show</b>"),
      ("<form><button>Send</button><button type=button>Answer</button></form>", "Answer"),
      ("<button aria-label=Copyright>Whose it is</button>", "Whose it is"),
    ] as [(String, String)])
  func buttons(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "the box of a task is a sign",
    arguments: [
      ("<li><input type=checkbox checked disabled> a", "<li>☑ a</li>"),
      ("<li><input disabled type=checkbox>a", "<li>☐ a</li>"),
      ("<li><label><input type=checkbox>a</label>", "<li>☐ a</li>"),
      ("<p>a<input type=checkbox id=sn-1>b</p>", "<p>ab</p>"),
    ] as [(String, String)])
  func tasks(_ html: String, _ expected: String) {
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
    ] as [(String, String)])
  func images(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "an image whose place another keeps, or that no script has loaded or faded in, is the image, once",
    arguments: [
      ("<noscript><img src=/5.jpg></noscript><img src='data:image/gif;base64,R0lG' data-src=/5.jpg>", image("5.jpg")),
      ("<noscript><img src=/5.jpg></noscript><img data-src=/6.jpg>", image("5.jpg") + image("6.jpg")),
      (
        "<b><img src='data:image/gif;base64,R0lG'></b><noscript><p><img src=/4.jpg></p></noscript>",
        "<b></b><p>" + image("4.jpg") + "</p>"
      ),
      (
        "<picture><img src='data:image/gif;base64,R0lG'></picture><noscript><picture><source srcset=/a.webp><img src=/a.jpg></picture></noscript>",
        "<picture><source srcset=\"https://example.org/a.webp\">" + image("a.jpg") + "</picture>"
      ),
      (
        "<picture><source data-srcset='/a.webp 1x'><img src='data:image/gif;base64,R0lG'></picture>",
        "<picture><source srcset=\"https://example.org/a.webp 1x\">" + image("a.webp") + "</picture>"
      ),
      (
        "<img src=/low.jpg data-srcset='/a.jpg 400w'>",
        "<img src=\"https://example.org/a.jpg\" srcset=\"https://example.org/a.jpg 400w\">"
      ),
      ("<img src='data:image/gif;base64,R0lG' data-image=https://example.org/1.JPG?x>", image("1.JPG?x")),
      ("<img src=/blank.gif data-echo=/1.jpg>", image("1.jpg")), ("<img data-flickity-lazyload=/1>", image("1")),
      ("<img src=/1.jpg data-large=/2.jpg>", image("1.jpg")), ("<img data-id=a.b src=/1.jpg>", image("1.jpg")),
      (
        "<img class=x-thumbnail src=/s.jpg><img data-src=/1.jpg>",
        image("1.jpg")
      ),
      (
        "<img class=thumbnail src=/1.jpg><img class=thumbnail data-src=/2.jpg>",
        "<img class=\"thumbnail\" src=\"https://example.org/1.jpg\"><img class=\"thumbnail\" src=\"https://example.org/2.jpg\">"
      ),
      ("<img style='opacity: 0' src=/1.jpg>", image("1.jpg")),
      ("<p style='opacity:0;color:red'>a</p>", "<p style=\"color:red\">a</p>"),
      ("<p style='opacity:0.5'>a</p>", "<p style=\"opacity:0.5\">a</p>"),
    ] as [(String, String)])
  func placeholders(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
  }

  @Test(
    "what is shown where no script runs stays, unless it asks for scripts",
    arguments: [
      ("<noscript>Please enable JavaScript to view the <a href=/x>comments</a>.</noscript>a", "a"),
      ("<script>x</script><noscript><pre>code</pre></noscript>", "<pre>code</pre>"),
    ] as [(String, String)])
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
      ("<lite-vimeo videoid=12 videotitle=x></lite-vimeo>", "<a href=\"https://vimeo.com/12\">x</a>"),
      ("<lite-vimeo videoid=12><b>Play</b></lite-vimeo>", "<a href=\"https://vimeo.com/12\">https://vimeo.com/12</a>"),
      ("<lite-youtube video-id=abc video-title=T></lite-youtube>", video("abc", "T")),
      (
        "<lite-youtube videoid=abc><a href=/x>Play Video: <b>Key</b> note</a></lite-youtube>z",
        video("abc", "Key note") + "z"
      ),
      (
        "<lite-youtube playlistid=PL-1 data-title=T></lite-youtube>",
        "<a href=\"https://www.youtube.com/playlist?list=PL-1\">T</a>"
      ),
      ("<youtube-video src='https://www.youtube.com/watch?v=abc' title=T></youtube-video>", video("abc", "T")),
      (
        "<vimeo-video src=//vimeo.com/1></vimeo-video>",
        "<a href=\"https://vimeo.com/1\">https://vimeo.com/1</a>"
      ),
      ("<amp-youtube data-videoid=abc title=T></amp-youtube>", video("abc", "T")),
      (
        "<iframe src=https://player.vimeo.com/video/12?h=1 title=V></iframe>",
        "<a href=\"https://vimeo.com/12/1\">V</a>"
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
    ] as [(String, String)])
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
      // MathJax 2: a preview, what it has drawn, and what it drew that from
      (
        "<span class=MathJax_Preview>x</span><span class=MathJax><nobr aria-hidden=true><b>x</b></nobr>"
          + "<span><math><mi>x</mi></math></span></span><script type='math/tex'>x</script>",
        "<span class=\"MathJax\"><span><math><mi>x</mi></math></span></span>"
      ),
      ("<span class=MathJax><b>x2</b></span> <script type=math/tex>x^2</script>", " \\(x^2\\)"),
      ("<script type=math/tex>a<b & c</script>", "\\(a&lt;b &amp; c\\)"),
      ("<script type='math/tex; mode=display'>% <![CDATA[\nx %]]></script>", "\\[ \nx\\]"),
      // MediaWiki
      (
        "<span style='display: none'><math><mi>x</mi></math></span><img src=/x.svg aria-hidden=true alt=x>",
        "<img src=\"https://example.org/x.svg\" alt=\"x\">"
      ),
    ] as [(String, String)])
  func maths(_ html: String, _ expected: String) {
    #expect(clean(html) == expected)
    #expect(removed(html) == [:])
  }

  @Test(
    "a script that shows something of another site is a link to it, and is not told",
    arguments: [
      ("//gist.github.com/ann/1.js?file=a.py", "https://gist.github.com/ann/1"),
      ("https://asciinema.org/a/14.js", "https://asciinema.org/a/14"),
      ("https://jsfiddle.net/ann/1/embed/js,result/", "https://jsfiddle.net/ann/1/"),
    ] as [(String, String)])
  func scripts(_ source: String, _ page: String) {
    #expect(clean("a<script src='\(source)'></script>b") == "a<a href=\"\(page)\">\(page)</a>b")
    #expect(removed("<script src='\(source)'></script>") == [:])
    #expect(removed("<script src=/a.js></script>") == ["script": 1])
  }

  @Test("text that is hidden by its style alone is told")
  func hiddenText() {
    #expect(
      removed("<p style=display:none><b>a</b></p><dialog>b</dialog><i style=display:none>*</i>") == ["hidden text": 2])
  }

  @Test("what nobody misses is not told")
  func quiet() {
    #expect(removed("<button>Copy</button><p hidden>a</p><noscript>b</noscript><span class=sr-only>c</span>") == [:])
  }
}
