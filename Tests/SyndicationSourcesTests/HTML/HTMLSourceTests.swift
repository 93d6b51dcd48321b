import Foundation
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("The HTML source") struct HTMLSourceTests {
  private let pages: SavedPages

  init() throws { pages = try SavedPages() }

  private static func page(_ title: String, _ rest: String = "") -> String {
    "<title>\(title)</title>\(rest)<meta name=date content=2022-03-25><p>\(title)</p>"
  }

  @Test("reads the pages of a folder in the order of their paths, and gives each its address below the site")
  func folder() async throws {
    let pages = try SavedPages([
      "b.html": Self.page("B"), "a/index.html": Self.page("A"), "a/x y#.htm": Self.page("X"),
      "index.xhtml": Self.page("I"),
      "note.txt": Self.page("T"), ".git/c.html": Self.page("C"),
    ])
    #expect(
      try await pages.load().items.compactMap(\.url) == [
        "https://example.org/a/", "https://example.org/a/x%20y%23.htm", "https://example.org/b.html",
        "https://example.org/",
      ])
  }

  @Test(
    "fills in a template where a page has no address",
    arguments: [
      ("/{path}/", "https://example.org/a/b/"),
      ("{year}/{month}/{day}/{slug}", "https://example.org/2022/03/25/a-page"),
      ("https://other.example/{name}.html", "https://other.example/b.html"),
    ])
  func template(_ template: String, _ url: String) async throws {
    for file in ["a/b.html", "a/b/index.html"] {
      let pages = try SavedPages([file: Self.page("A Page")], permalink: template)
      #expect(try await pages.load().items.map(\.url) == [url])
    }
    let stated = try SavedPages(["b.html": Self.page("B", "<link rel=canonical href=/c>")], permalink: template)
    #expect(try await stated.load().items.map(\.url) == ["https://example.org/c"])
  }

  @Test(
    "takes a page's address from where it was saved, if it says nothing better",
    arguments: [
      ("<!-- saved from url=(0025)https://other.example/a/b -->", "", "https://other.example/a/b"),
      (
        "<!--\n Page saved with SingleFile \n url: https://other.example/a/b \n saved date: x\n-->", "",
        "https://other.example/a/b"
      ),
      (
        "<!-- saved from url=(0025)https://other.example/a/b -->", "<link rel=canonical href=../c>",
        "https://other.example/c"
      ),
      ("", "<meta property=og:url content=https://other.example/d>", "https://other.example/d"),
    ])
  func saved(_ comment: String, _ head: String, _ url: String) async throws {
    let item = try #require(
      try await pages.posts("<!DOCTYPE html>\(comment)<html>\(Self.page("A", head + "<img src=i.png>"))").first)
    #expect(item.url == url)
    #expect(try item.clean.contains(AbsoluteURL(url)!.resolving("i.png")!.string))
  }

  @Test("reads each entry of a listing, and resolves its addresses against the page")
  func listing() async throws {
    let html = """
      <html lang=en><link rel=canonical href="https://example.org/blog/"><div class=h-feed><a class="p-author h-card" href=/>Ann</a>
      <div class=h-entry><a class="p-name u-url" href=one>One</a><time class=dt-published datetime=2022-03-25T10:00+0200></time>
      <div class=e-content><img src=1.png></div></div>
      <div class=h-entry id=two><b class=p-name>Two</b><time class=dt-published>March 26, 2022</time>
      <div class=e-content><img src=2.png></div></div>
      <div class=h-entry id=three><time class=dt-published>2022-03-27</time><p class="p-name e-content">Three</p></div></div>
      """
    let items = try await pages.posts(html)
    #expect(
      items.map(\.url) == [
        "https://example.org/blog/one", "https://example.org/blog/#two", "https://example.org/blog/#three",
      ])
    #expect(items.map(\.title) == ["One", "Two", nil])
    #expect(items.map(\.asWritten.title) == ["One", "Two", "Three"])
    #expect(items.map(\.published) == ["2022-03-25T10:00+0200", "2022-03-26", "2022-03-27"])
    #expect(items.map(\.authors) == Array(repeating: [Person(name: "Ann", url: "https://example.org/")], count: 3))
    #expect(items.map(\.language) == ["en", "en", "en"])
    #expect(
      try items.map { try $0.clean.trimming() } == [
        #"<img src="https://example.org/blog/1.png">"#, #"<img src="https://example.org/blog/2.png">"#, "Three",
      ])
  }

  @Test("reads each article of a listing that has a heading and a time of its own")
  func articles() async throws {
    let items = try await pages.posts(
      """
      <h1>Blog</h1><article><h2><a href=/one>One</a></h2><time datetime=2022-03-25>x</time><p>1</article>
      <article><h2><a href=https://elsewhere.example/>Two</a></h2><p><a href=/two><time datetime=2022-03-26>x</time></a><p>2</article>
      <article><h2>No date</h2></article>
      """)
    #expect(items.map(\.title) == ["One", "Two"])
    #expect(items.map(\.url) == ["https://example.org/one", "https://example.org/two"])
    #expect(try items.map { try $0.clean.trimming() } == ["<p>1</p>", "<p>2</p>"])
  }

  @Test("takes a post from its own page, not from listings that show it too")
  func repeats() async throws {
    let card = { (name: String) in
      "<article class=h-entry><a class='p-name u-url' href=/\(name)>\(name)</a><time class=dt-published datetime=2022-03-25>x</time></article>"
    }
    let own = { (name: String) in
      "<link rel=canonical href=/\(name)><main>\(card(name))<div class=e-content>Text</div></main>\(card("other"))"
    }
    let pages = try SavedPages([
      "index.html": card("a") + card("b"), "page/2/index.html": card("b") + card("c"), "a.html": own("a"),
    ])
    let contents = try await pages.load()
    #expect(contents.problems == [])
    #expect(contents.items.map(\.place.file) == ["pages/a.html", "pages/index.html", "pages/page/2/index.html"])
    #expect(contents.items.compactMap(\.url) == ["a", "b", "c"].map { "https://example.org/\($0)" })
  }

  @Test("takes a post from its own page, not from a listing that shows nothing else")
  func lonely() async throws {
    let post = { (text: String) in
      "<article><h2><a href=/posts/a.html>A</a></h2><time datetime=2022-03-25>x</time><p>\(text)</article>"
    }
    let pages = try SavedPages([
      "index.html": "<link rel=canonical href=/>" + post("Teaser"), "posts/a.html": post("Whole"),
      "b/index.html": post("Teaser") + post("Teaser"),
    ])
    let items = try await pages.load().items
    #expect(items.map(\.place.file) == ["pages/posts/a.html"])
    #expect(items.map(\.url) == ["https://example.org/posts/a.html"])
  }

  @Test("takes one of a post's copies, and two posts of one address as they are")
  func copies() async throws {
    let link = "<link rel=canonical href=/a/>"
    let pages = try SavedPages([
      "a/amp/index.html": Self.page("A", link), "a/index.html": Self.page("A", link),
      "a/index.html?share=1.html": Self.page("A", link), "b.html": Self.page("B", link),
    ])
    let contents = try await pages.load()
    #expect(contents.items.map(\.place.file) == ["pages/a/index.html", "pages/b.html"])
    #expect(Set(contents.items.map(\.url)) == ["https://example.org/a/"])
  }

  @Test("leaves out pages without a date, and says so once")
  func undated() async throws {
    let pages = try SavedPages([
      "404.html": "<title>Not found</title>", "a.html": Self.page("A"),
      "about.html": "<article><h1>About</h1></article>",
      "blank.html": "", "tags.html": "<h1>Tags</h1>",
    ])
    let contents = try await pages.load()
    #expect(contents.items.map(\.title) == ["A"])
    #expect(
      contents.problems.map(\.description) == [
        "pages: warning: 4 pages have no date, and no post that is read: 404.html, about.html, blank.html, … [html]"
      ])
  }

  @Test("names the file and line of a date that nobody can read")
  func unreadableDate() async throws {
    let pages = try SavedPages([
      "a.html": "<article class=h-entry>\n<b class=p-name>A</b>\n<time class=dt-published>yesterday</time></article>",
      "b.html": "<article><h1>B</h1>\n<time>2 days ago</time></article><meta name=date content=2022-03-25>",
    ])
    let contents = try await pages.load()
    #expect(contents.items.map(\.published) == ["2022-03-25"])
    #expect(
      contents.problems.map(\.description) == [
        "pages/a.html:3: error: “yesterday” is no date: write 2022-03-25, or 2022-03-25T12:00:00Z, in its datetime "
          + "[RFC 3339 §5.6]"
      ])
  }

  @Test("reports a post among several that has no address, JSON-LD that is no JSON, and posts without a date")
  func problems() async throws {
    let entry = "<div class=h-entry><b class=p-name>A</b><time class=dt-published>2022-03-25</time></div>\n"
    let pages = try SavedPages([
      "a.html": entry + entry + "<div class=h-entry><a class=u-url href=/x>X</a></div>",
      "b.html": Self.page("B") + "\n<script type=application/ld+json>\n{\"@type\": }</script>",
    ])
    let contents = try await pages.load()
    #expect(contents.items.map(\.title) == ["B"])
    #expect(
      contents.problems.map(\.description) == [
        "pages/a.html: warning: a post without a date is left out [html]",
        "pages/a.html:1: error: this is one of 3 posts on the page, and has no address: add a link with the class u-url, "
          + "or an id [RFC 4287 §4.2.6]",
        "pages/a.html:2: error: this is one of 3 posts on the page, and has no address: add a link with the class u-url, "
          + "or an id [RFC 4287 §4.2.6]",
        "pages/b.html:3: warning: the JSON-LD is not JSON, and is not read: '}' does not begin a value [RFC 8259]",
      ])
  }

  @Test("takes the only link of an entry as its address, but not where it leads to a category")
  func impliedAddress() async throws {
    let entry = { (link: String) in
      "<link rel=canonical href='/own'><div class=h-entry>\(link)<time class=dt-published>2022-03-25</time></div>"
    }
    #expect(try await pages.posts(entry("<a class=p-name href=/a>A</a>")).map(\.url) == ["https://example.org/a"])
    #expect(try await pages.posts(entry("<a class=p-category href=/t>t</a>")).map(\.url) == ["https://example.org/own"])
  }

  @Test("leaves configured elements out of bodies")
  func dropped() async throws {
    let html = Self.page("A", "<div class='x share'>s</div><form>f</form><p id=ad>a</p><p class=sharing>b</p>")
    var pages = pages
    pages.dropped = [".share", "#ad"].map { ElementPattern($0)! }
    let clean = try #require(try await pages.posts(html).first).clean
    #expect(clean == #"<p class="sharing">b</p><p>A</p>"#)
  }

  @Test("reads a body only of the file that was loaded")
  func changed() async throws {
    let item = try #require(try await pages.posts(Self.page("A")).first)
    #expect(try item.clean == "<p>A</p>")
    try pages.folder.write(Self.page("Other"), to: "posts/page.html")
    #expect(throws: FileChanged(path: pages.folder["posts/page.html"])) { try item.body }
  }

  @Test("reads a file alone, and throws where nothing is")
  func file() async throws {
    let pages = try SavedPages(["a/b.html": Self.page("B")])
    let contents = try await pages.source("a/b.html").load(seenFrom: pages.folder.path)
    #expect(contents.items.map(\.url) == ["https://example.org/b.html"])
    #expect(contents.items.map(\.place.file) == ["a/b.html"])
    await #expect(throws: FileError.self) { try await pages.source("nothing").load() }
  }
}
