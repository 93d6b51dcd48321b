import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("The HTML source reads a page of") struct HTMLPageTests {
  private let pages: SavedPages

  init() throws { pages = try SavedPages() }

  private func post(_ html: String) async throws -> SourceItem {
    let posts = try await pages.posts(html)
    #expect(posts.count == 1)
    return try #require(posts.first)
  }

  @Test("Jekyll's theme, as an h-entry")
  func minima() async throws {
    let post = try await post(PageFixtures.minima)
    #expect(post.title == "Bread & Salt")
    #expect(post.url == "https://example.org/2022/03/25/bread.html")
    #expect(post.published == "2022-03-25T10:00:00+01:00")
    #expect(post.authors == [Person(name: "Ann Baker")])
    #expect(post.language == "en")
    #expect(post.place == Place(file: "pages/posts/page.html", line: 7))
    #expect(
      try post.clean.split(separator: "\n").map { $0.trimming() } == [
        "<p>Flour, <em>water</em>.</p>",
        #"<p><img src="https://example.org/2022/a.png" alt="A loaf">"#
          + ##"<a href="https://example.org/2022/03/25/bread.html#b">b</a></p>"##,
      ])
  }

  @Test(
    "a sound or a film, whose type is its own word, else Apple's for the file's name, and its element's kind",
    arguments: [
      ("audio class=u-audio src=a.m4a", "audio/x-m4a"), ("video class=u-video src=a.m4v?x=1", "video/x-m4v"),
      ("audio class=u-audio src=a.m4a type=audio/mp4", "audio/mp4"), ("audio class=u-audio src=a.mp4", "audio/mp4"),
      ("audio class=u-audio src=a.m4v", "audio/mp4"), ("video class=u-video src=a.m4a", "video/mp4"),
      ("audio class=u-audio src=a.webm", "audio/webm"), ("audio class=u-audio src=a.pdf", "audio/mpeg"),
      ("video class=u-video src=a", "video/mp4"),
    ])
  func mediaTypes(_ element: String, _ type: String) async throws {
    let post = try await post(
      "<article class=h-entry><h1 class=p-name>A</h1><time class=dt-published datetime=2022-03-25>x</time><\(element)>")
    #expect(post.attachments.map(\.mediaType) == [type])
  }

  private static let text = [
    "<blockquote><p>q</p><footer>f</footer></blockquote>", "<section><header><h2>h</h2></header><p>s</p></section>",
    "<aside><p>a</p></aside>", "<aside class=\"footnote-list\"><p>n</p></aside>",
    "<footer class=\"footnotes\">n</footer>",
    "<article><p>c</p></article>", "<p><img src=\"https://example.org/a.png\"></p>",
  ]

  @Test("an element that is marked as the text, with all in it but navigation and contents")
  func marked() async throws {
    let text = Self.text.joined()
    let post = try await post(
      "<article><h1>T</h1><time datetime=2022-03-25>x</time><div class=post-content><nav>n</nav><ul id=markdown-toc><li>c</ul>"
        + text.replacing("<img src=\"https://example.org/a.png\">", with: "<noscript><img src=/a.png></noscript>")
        + "</div><aside>x</aside></article>")
    #expect(try post.clean == text)
  }

  @Test("an article that marks no text, with what stands amid it, without what stands around it", arguments: text)
  func amid(_ text: String) async throws {
    let post = try await post(
      "<article><header><h1>T</h1></header><time datetime=2022-03-25>x</time><aside>x</aside><p>one</p>\(text)<p>two</p>"
        + "<aside>x</aside><form><input></form><footer>x</footer></article>")
    #expect(try post.clean == "<p>one</p>\(text)<p>two</p>")
  }

  @Test("a page without an article, without its frame, however that is nested")
  func frame() async throws {
    let post = try await post(
      "<meta name=date content=2022-03-25><div><header><p>x</p></header><div><div><h1>T</h1><p>one</p></div><aside><p>x</p></aside></div><footer>x</footer></div>"
    )
    #expect(try post.clean == "<div><div><div><p>one</p></div></div></div>")
  }

  @Test("microformats: what has a content and no name has no title, unless it has a heading")
  func unnamed() async throws {
    func page(_ head: String) -> String {
      "<html><head><title>Site</title></head><body><header><h1>Site</h1></header>\(head)<article class=h-entry><time class=dt-published datetime=2022-03-25>x</time>"
        + "<div class=e-content>Note</div></article>"
    }
    #expect(try await post(page("")).title == nil)
    #expect(try await post(page("<div><h1>T</h1></div>")).title == "T")
  }

  @Test("scripts that show something, of which the cleaner makes what they show")
  func scripts() async throws {
    let post = try await post(
      "<article><h1>T</h1><time datetime=2022-03-25>x</time><p>a <script type='math/tex'>a<b</script> <script>x</script></p></article>"
    )
    #expect(try post.clean == #"<p>a \(a&lt;b\) </p>"#)
  }

  @Test("an IndieWeb site, with all that an h-entry has, and neither its comment nor what it replies to")
  func indieWeb() async throws {
    let post = try await post(PageFixtures.indieWeb)
    #expect(post.title == "Café")
    guard case .item(let id, let url) = post.identity else { return #expect(Bool(false)) }
    #expect(id == "https://ann.example/notes/1")
    #expect(url == .derived("https://ann.example/notes/1"))
    #expect(post.published == "2022-03-25T10:30")
    #expect(post.updated == "2022-03-26T08:00:00Z")
    #expect(
      post.authors == [
        Person(name: "Ann", url: "https://ann.example/", email: "ann@example.org", affiliation: "ETH"),
        Person(name: "Bob"),
      ])
    #expect(post.tags == ["c++", "d e"])
    #expect(try post.summary?.read().string == "Short.")
    #expect(post.image == "https://ann.example/cover.jpg")
    #expect(post.attachments == [Attachment(url: "https://ann.example/talk.mp3", mediaType: "audio/mpeg")])
    #expect(post.language == "de")
    #expect(post.content?.base == "https://ann.example/")
    #expect(
      try post.body
        == #"<p>Coffee<video controls=""><source src="v.webm"><source src="v.mp4"></video></p>"#)
  }

  @Test("WordPress, as an hentry with classic classes")
  func wordPress() async throws {
    let post = try await post(PageFixtures.wordPress)
    #expect(post.title == "Rain")
    #expect(post.url == "https://example.org/2022/03/rain/")
    #expect(post.published == "2022-03-25T10:00:00+00:00")
    #expect(post.updated == "2022-03-27T10:00:00+00:00")
    #expect(post.authors == [Person(name: "Ann", url: "https://example.org/author/ann/")])
    #expect(post.tags == ["Weather", "rain"])
    #expect(try post.body == "<p>It rains.</p>")
    #expect(post.language == "en-US")
  }

  @Test("plain HTML, as an article with a time, without what is around its text")
  func article() async throws {
    let post = try await post(PageFixtures.article)
    #expect(post.title == "Stones")
    #expect(post.url == "https://example.org/posts/page.html")
    #expect(post.published == "2022-03-25")
    #expect(post.authors == [Person(name: "Ann", url: "https://example.org/ann")])
    #expect(post.tags == ["geology"])
    #expect(post.language == "fr")
    #expect(
      try post.clean.trimming()
        == #"<p>Grey ones.</p><figure><img src="https://example.org/posts/stone.png" alt="A stone"></figure>"#)
  }

  @Test("Ghost, as an article, with the time of its JSON-LD")
  func ghost() async throws {
    let post = try await post(PageFixtures.ghost)
    #expect(post.title == "Trees")
    #expect(post.url == "https://example.org/trees/")
    #expect(post.published == "2022-03-25T10:00:00.000Z")
    #expect(post.updated == "2022-03-28T10:00:00.000Z")
    #expect(post.authors == [Person(name: "Ann", url: "https://example.org/author/ann/")])
    #expect(post.tags == ["Wood", "Green"])
    #expect(try post.summary?.read().string == "About trees.")
    #expect(post.image == "https://example.org/content/images/trees.jpg")
    #expect(try post.body == "<p>Tall.</p>")
  }

  @Test("Yoast, as a graph of JSON-LD whose parts name each other")
  func graph() async throws {
    let post = try await post(PageFixtures.graph)
    #expect(post.title == "Snow & Ice")
    #expect(post.url == "https://example.org/snow/")
    #expect(post.published == "2022-03-25T10:00:00+00:00")
    #expect(post.authors == [Person(name: "Ann", url: "https://example.org/ann")])
    #expect(post.tags == ["cold", "white", "Weather"])
    #expect(post.image == "https://example.org/snow.jpg")
    #expect(post.language == "en-GB")
    #expect(try post.body == #"<div id="x"><p>Cold.</p></div>"#)
  }

  @Test("anything, by its meta elements")
  func head() async throws {
    let post = try await post(PageFixtures.head)
    #expect(post.title == "Wind")
    #expect(post.url == "https://example.org/wind")
    #expect(post.published == "2022-03-25")
    #expect(post.authors == [Person(name: "Ann")])
    #expect(post.tags == ["air", "sea"])
    #expect(post.image == "https://example.org/wind.jpg")
    #expect(try post.body == "<p>It blows.</p>")
  }

  @Test("JSON-LD in other shapes")
  func linkedData() async throws {
    func post(_ json: String) async throws -> SourceItem {
      try await self.post("<title>x</title><script type='application/ld+json'>\(json)</script><p>Page.</p>")
    }
    let blog = try await post(
      #"""
      //<![CDATA[
      {"@type": "Blog", "blogPost": [{"@type": ["http://schema.org/BlogPosting"], "name": "A", "author": "Ann", "url": "/a",
       "datePublished": "2022-03-25", "keywords": "a, b", "image": ["i.png"], "articleBody": "One.
      Two.", "publisher": {"@type": "Organization", "name": "P"}}]}
      //]]>
      """#)
    #expect(blog.url == "https://example.org/a")
    #expect(blog.authors == [Person(name: "Ann")])
    #expect(blog.tags == ["a", "b"])
    #expect(blog.image == "https://example.org/posts/i.png")
    #expect(blog.content?.kind == .text)
    #expect(try blog.body == "One. Two.")
    let page = try await post(
      #"[{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "B", "datePublished": "2022-03-25"}}]"#
    )
    #expect(page.title == "B")
    #expect(page.url == "https://example.org/posts/page.html")
  }

  @Test("Hugo's themes: the markup of the page where JSON-LD has the bare text of it, else that text")
  func articleBody() async throws {
    let data = { (body: String) in
      """
      <title>H</title><script type="application/ld+json">{"@type": "BlogPosting", "headline": "H", "articleBody": "\(body)",
      "datePublished": "2022-03-25T10:00:00Z", "mainEntityOfPage": {"@id": "/h/"}}</script>
      """
    }
    let article =
      "<main><article><header><h1>H</h1></header><div class=post-content><p>Some <b>text</b></p></div></article>"
    #expect(try await post(data("Some text") + article).body == "<p>Some <b>text</b></p>")
    let long = "Some text, of which the page shows no more than the beginning: the rest is for those who stay"
    #expect(try await post(data(long) + article).body == long)
    #expect(try await post(data("Some text") + "<p>Other").content?.kind == .text)
  }

  @Test("WordPress's block themes, without an article, and not by the dates of comments")
  func blocks() async throws {
    let post = try await post(
      """
      <main><h1 class=wp-block-post-title>B</h1><div class=wp-block-comments><time datetime=2024-05-01>x</time></div>
      <div class=wp-block-post-date><time datetime=2024-04-01T10:00:00+00:00>x</time></div>
      <div class="entry-content wp-block-post-content"><p>Text</p></div></main>
      """)
    #expect(post.published == "2024-04-01T10:00:00+00:00")
    #expect(try post.body == "<p>Text</p>")
  }

  @Test("Blogger, whose author is no property of an hentry")
  func blogger() async throws {
    let post = try await post(
      """
      <div class='post hentry'><h3 class='entry-title'>B</h3><div class='entry-content'>Hi<br/>there</div>
      <span class='post-author vcard'><a rel='author' href='https://b.example/1'><span itemprop='name'>Ann</span></a></span>
      <a rel='bookmark' href='https://x.example/p'><abbr class='published' title='2022-03-25T10:00:00-07:00'>10</abbr></a></div>
      """)
    #expect(post.url == "https://x.example/p")
    #expect(post.published == "2022-03-25T10:00:00-07:00")
    #expect(post.authors == [Person(name: "Ann", url: "https://b.example/1")])
    #expect(try post.body == "Hi<br>there")
  }

  @Test("a note, whose text is its name, without a title, and a name of its own as one")
  func note() async throws {
    let note = { (text: String) in
      "<div class=h-entry><p class='p-name e-content'>\(text)</p><time class=dt-published>2022-03-25</time></div>"
    }
    #expect(try await post(note("Short")).title == nil)
    #expect(try await post(note(String(repeating: "long ", count: 30))).title == nil)
  }

  @Test(
    "a title without what is hidden in it, and without the mark of a heading",
    arguments: [
      "A <a class=headerlink href=#a>¶</a>", "A<a href=#a>#</a>", "A <span class=sr-only>(link)</span>",
      "A<a class=anchor href=#a aria-hidden=true><svg><title>Link</title></svg></a>", "<span hidden>Post:</span> A",
    ])
  func marks(_ heading: String) async throws {
    let post = try await post("<article><h1 id=a>\(heading)</h1><time>2022-03-25</time><p>Text.</p></article>")
    #expect(post.title == "A")
  }

  @Test(
    "a bookmark, which is about a page elsewhere",
    arguments: [
      "<a class=u-bookmark-of href='https://else.example/x'>X</a>",
      "<div class='u-bookmark-of h-cite'><a class='u-url p-name' href='https://else.example/x'>X</a></div>",
    ])
  func bookmark(_ link: String) async throws {
    let post = try await post(
      "<div class=h-entry><h1 class=p-name>B</h1>\(link)<time class=dt-published>2022-03-25</time></div>")
    #expect(post.externalURL == "https://else.example/x")
    #expect(post.title == "B")
    #expect(post.needsNoTitle)
  }

  @Test("Firefox's reader view, at the address that it shows")
  func readerView() async throws {
    let post = try await post(
      """
      <base href="https://blog.example/one"><div class="header reader-header">
      <a class="domain reader-domain" href="https://blog.example/one">blog.example</a><h1 class="reader-title">One</h1></div>
      <div class="moz-reader-content"><time datetime="2022-03-25">x</time></div><meta name=date content=2022-03-25>
      """)
    #expect(post.url == "https://blog.example/one")
  }

  @Test("a source, as a source must", arguments: PageFixtures.all.keys.sorted())
  func conformance(_ name: String) async throws {
    let pages = try SavedPages(["a/\(name)/index.html": PageFixtures.all[name]!])
    let violations = await CatalogSourceConformance.violations(
      of: { pages.source }, missing: { pages.source("missing.html") })
    #expect(violations == [])
  }
}

extension StringProtocol {
  func trimming() -> String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
