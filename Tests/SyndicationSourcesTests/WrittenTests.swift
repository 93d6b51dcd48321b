import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("Law 5: what an author wrote is kept apart from what a source makes of it") struct WrittenTests {
  /// A site as one builds it, and what moves no post: another address, zone and time of day.
  private static let site = Site(title: "A Site", url: AbsoluteURL("https://example.org/")!)
  private static let moved: Site = {
    var site = Site(title: "Another", url: AbsoluteURL("https://new.example/blog/")!)
    site.timeZone = SiteTimeZone("Asia/Tokyo")!
    site.timeOfDay = 3600
    site.authors = [Person(name: "An Editor")]
    return site
  }()
  private static let later = "2023-01-01T00:00:00Z"

  /// What subscribers are told by a build of `second` that remembers one of `first`.
  private func changes(
    from first: any CatalogSource, to second: any CatalogSource, on site: Site = Self.site
  ) async throws -> Ledger.Changes {
    var blog = Blog(try await first.load().items)
    blog.pipeline.site = Self.site
    #expect(try blog.build(at: "2022-12-01T00:00:00Z").changes.new.count > 0)
    blog.items = try await second.load().items
    blog.pipeline.site = site
    return try blog.build(at: Self.later).changes
  }

  private static let none = Ledger.Changes()

  // MARK: - HTML

  /// A page that states no address of its own, all whose references are relative.
  private static let page = """
    <title>Bread | A Site</title><meta property=og:site_name content="A Site"><meta name=date content=2022-03-25>
    <meta name=description content="About  bread."><meta property=og:image content=cover.jpg>
    <main><h1>Bread</h1><a rel=author href=/ann>Ann</a><nav><a href=next.html>Next</a></nav>
    <p class=intro>Flour.<p>Water. <img src=a.png alt="A loaf"><div class=share>Share</div></main>
    """

  private func html(_ pages: SavedPages, on site: Site = site, permalink: String? = nil, without dropped: [String] = [])
    -> HTMLSource
  {
    HTMLSource(
      name: "html", path: pages.folder.path, permalink: permalink,
      dropped: dropped.map { ElementPattern($0)! }, site: site)
  }

  @Test(
    "of a saved page: another address of the site, template, or element left out is no edit",
    arguments: [
      page, PageFixtures.minima, PageFixtures.indieWeb, PageFixtures.wordPress, PageFixtures.article,
      PageFixtures.ghost, PageFixtures.graph,
    ])
  func htmlSettings(_ page: String) async throws {
    let pages = try SavedPages(["a.html": page])
    let first = html(pages)
    #expect(try await changes(from: first, to: html(pages, without: [".share", "p", "img"])) == Self.none)
    #expect(try await changes(from: first, to: html(pages, permalink: "/{year}/{name}/")) == Self.none)
    #expect(try await changes(from: first, to: html(pages, on: Self.moved), on: Self.moved) == Self.none)
  }

  @Test("of each post of a page of several, too")
  func htmlListing() async throws {
    let entry = { (name: String) in
      "<div class=h-entry><a class='p-name u-url' href=\(name)>\(name)</a><time class=dt-published>2022-03-25</time>"
        + "<div class=e-content>Text of \(name) <i class=share>Share</i></div></div>"
    }
    let pages = try SavedPages(["a.html": entry("one") + entry("two")])
    let second = html(pages, on: Self.moved, without: [".share"])
    #expect(try await changes(from: html(pages), to: second, on: Self.moved) == Self.none)
    let edited = try SavedPages(["a.html": entry("one") + entry("two").replacing("Text", with: "Word")])
    #expect(try await changes(from: html(pages), to: html(edited)).updated == ["https://example.org/two"])
  }

  @Test(
    "of a saved page: what the page says otherwise without saying anything else is no edit",
    arguments: [
      ("class=intro", "class='lead wide' style=\"color: red\""), ("<p>Water.", "</p><P >Water&#46;"),
      ("Next", "Newer"), ("<div class=share>", "<script>x()</script><div data-x=1 class=share>"),
      ("<main>", "<header>Menu</header><main id=top>"),
    ])
  func htmlTheme(_ old: String, _ new: String) async throws {
    let first = try SavedPages(["a.html": Self.page])
    let second = try SavedPages(["a.html": Self.page.replacing(old, with: new)])
    #expect(try await changes(from: html(first), to: html(second)) == Self.none)
  }

  @Test(
    "of a saved page: an edit of title, summary, text, picture, link or author is one",
    arguments: [
      ("<title>Bread", "<title>Loaf"), ("About  bread", "About rye"), ("Flour", "Rye flour"), ("a.png", "b.png"),
      ("A loaf", "Loaves"), ("<p>Water. ", "<p><a href=w>Water.</a> "), ("<p>Water.", "<h2>Water.</h2>"),
      ("cover.jpg", "other.jpg"), (">Ann<", ">Bob<"), ("/ann", "/bob"), ("Share", "Tell"),
    ])
  func htmlEdit(_ old: String, _ new: String) async throws {
    let first = try SavedPages(["a.html": Self.page])
    let second = try SavedPages(["a.html": Self.page.replacing(old, with: new)])
    #expect(
      try await changes(from: html(first), to: html(second, without: [".other"])).updated
        == ["https://example.org/a.html"])
  }

  @Test("the address of a saved page is its author's where the page states it in full, else it is derived")
  func htmlAddress() async throws {
    let pages = try SavedPages()
    func address(_ head: String) async throws -> SourceItem.Address? {
      try await pages.posts("<title>A</title><meta name=date content=2022-03-25>\(head)<p>A</p>").first?.address
    }
    #expect(
      try await address("<link rel=canonical href=https://other.example/c>") == .written("https://other.example/c"))
    #expect(try await address("<meta property=og:url content=https://a.example/>") == .written("https://a.example/"))
    #expect(try await address("<link rel=canonical href=/c>") == .derived("https://example.org/c"))
    #expect(try await address("") == .derived("https://example.org/posts/page.html"))
  }

  // MARK: - Feeds

  private static let rss = rssFeed(
    """
    <item><title><![CDATA[Bread &amp; Salt]]></title><link>bread/</link><guid isPermaLink="false">urn:example:1</guid>
    <pubDate>Fri, 25 Mar 2022 10:00:00 GMT</pubDate><dc:creator>ann@example.org (Ann)</dc:creator>
    <category><![CDATA[Rye &amp; Oats]]></category><enclosure url="a.mp3" type="audio/mpeg" length="7"/>
    <content:encoded><![CDATA[<p class="x">Flour <img src="a.png"></p>]]></content:encoded></item>
    """
  ).replacing("<link>https://example.com/</link>", with: "")

  private static let atom = """
    <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:feed</id><title>Old</title><updated>2022-01-01T00:00:00Z</updated>
    <entry><id>urn:example:2</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Bread <b>now</b></div></title>
    <link href="bread/"/><link rel="enclosure" href="a.mp3"/><published>2022-03-25T10:00:00Z</published>
    <author><name>Ann</name><uri>ann/</uri></author>
    <summary type="html">In &lt;i>short&lt;/i></summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Flour <br/> <img src="a.png"/></p></div></content>
    </entry></feed>
    """

  private func feed(_ folder: TemporaryFolder, on site: Site = site, origin: Bool? = nil) -> FeedSource {
    FeedSource(name: "old", path: folder["old.xml"], origin: origin, site: site)
  }

  private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return folder
  }

  @Test("of a feed: another address of the site, or that its entries name it, is no edit", arguments: [rss, atom])
  func feedSettings(_ text: String) async throws {
    let folder = try Self.folder(["old.xml": text])
    #expect(try await changes(from: feed(folder), to: feed(folder, on: Self.moved), on: Self.moved) == Self.none)
    let anonymous = try Self.folder([
      "old.xml": text.replacing(/<author>.*<\/author>|<dc:creator>.*<\/dc:creator>/, with: "")
    ])
    #expect(try await changes(from: feed(anonymous), to: feed(anonymous, origin: true)) == Self.none)
  }

  @Test(
    "of a feed: an edit of title, text, picture, author, tag or file is one",
    arguments: [
      (rss, "Bread &amp;", "Bread or"), (rss, "Flour", "Rye"), (rss, "a.png", "b.png"), (rss, "(Ann)", "(Bob)"),
      (rss, "Oats", "Wheat"), (rss, "a.mp3", "b.mp3"), (atom, "<b>now</b>", "<b>later</b>"), (atom, "short", "brief"),
      (atom, "Flour", "Rye"), (atom, "a.png", "b.png"), (atom, "ann/", "bob/"), (atom, "a.mp3", "b.mp3"),
    ])
  func feedEdit(_ text: String, _ old: String, _ new: String) async throws {
    let first = try Self.folder(["old.xml": text])
    let second = try Self.folder(["old.xml": text.replacing(old, with: new)])
    #expect(try await changes(from: feed(first), to: feed(second)).updated.count == 1)
  }

  @Test("the address of an entry is its author's where the feed states it in full, else it is derived")
  func feedAddress() async throws {
    #expect(try await loadFeed(Self.rss).items.first?.address == .derived("https://example.com/bread/"))
    let full = Self.rss.replacing("<link>bread/", with: "<link>https://a.example/bread")
    #expect(try await loadFeed(full).items.first?.address == .written("https://a.example/bread"))
  }

  // MARK: - Markdown

  private static let blog = [
    "_config.yml": "title: Notes\nurl: https://example.org\n", "_data/authors.yml": "ann:\n  name: Ann Lee\n",
    "audio/a.mp3": "1234567",
    "_posts/2022-03-25-bread.md":
      "---\ntitle: Bread\nsummary: In short.\nauthor: ann\nimage: /a.png\nenclosure: /audio/a.mp3\ntags: rye oats\n---\nFlour.\n",
    "_posts/2022-03-26-my-notes.md": "---\nlayout: post\n---\nNotes.\n",
  ]

  @Test(
    "of Markdown: a setting, a default, another template, what a data file says of an author and the size of a file are no edit",
    arguments: [
      ("_config.yml", blog["_config.yml"]! + "permalink: /:title/\ntimezone: Asia/Tokyo\n"),
      (
        "_config.yml",
        "defaults:\n- scope: {path: \"\"}\n  values: {author: Bob, image: /b.png, category: c, summary: By default.}\n"
      ),
      ("_data/authors.yml", "ann:\n  name: Ann B. Lee\n  url: https://ann.example/\n"), ("audio/a.mp3", "12345678"),
    ])
  func markdownSettings(_ file: String, _ text: String) async throws {
    let first = try MarkdownFixture(Self.blog)
    var second = try MarkdownFixture(Self.blog.merging([file: text]) { $1 })
    #expect(try await changes(from: first.source(), to: second.source()) == Self.none)
    second.site = Self.moved
    second.options.permalink = "/{year}/{slug}/"
    #expect(try await changes(from: first.source(), to: second.source(), on: Self.moved) == Self.none)
  }

  @Test(
    "of Markdown: an edit of title, summary, author, picture, file, tag or text is one",
    arguments: [
      ("title: Bread", "title: Loaf"), ("In short", "Briefly"), ("author: ann", "author: Ann"), ("/a.png", "/b.png"),
      ("a.mp3", "b.mp3"), ("oats", "wheat"), ("Flour", "Rye"),
    ])
  func markdownEdit(_ old: String, _ new: String) async throws {
    let name = "_posts/2022-03-25-bread.md"
    let edited = [name: Self.blog[name]!.replacing(old, with: new)]
    let (first, second) = (try MarkdownFixture(Self.blog), try MarkdownFixture(Self.blog.merging(edited) { $1 }))
    #expect(try await changes(from: first.source(), to: second.source()).updated.count == 1)
  }
}
