import Foundation
import Glibc
import Syndication
import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("Bodies of pages that a generator made") struct RenderedTests {
  private static let post = "---\ntitle: A\ndate: 2022-03-25\n---\nMarkdown {{ note() }}\n"

  private static func page(_ body: String, head: String = "") -> String {
    "<!DOCTYPE html><html><head><title>A</title>\(head)</head><body><nav>Menu</nav><main><h1>A</h1>\(body)</main></body></html>"
  }

  /// A site of Zola's with one post at `/blog/a/`, and what lies in its output.
  private static func site(
    _ pages: [String: String], url: String = "https://example.com/", base: String = "https://example.com",
    body: String? = nil
  ) throws -> MarkdownFixture {
    let sources = ["site/config.toml": "base_url = \"\(base)\"\n", "site/content/blog/a.md": post]
    var fixture = try MarkdownFixture(
      sources.merging(pages.map { ("site/public/\($0.key)", $0.value) }) { $1 })
    setModified(fixture.folder["site/content/blog/a.md"], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0))
    fixture.site = Site(title: "Notes", url: AbsoluteURL(url)!)
    fixture.options.rendered = MarkdownSource.Rendered(
      path: fixture.folder["site/public"], body: body.map { ElementPattern($0)! })
    return fixture
  }

  /// The one post, with its body as read, and what its reading warned of.
  private static func body(_ fixture: MarkdownFixture) async throws -> (text: String, kind: BodyMarkup.Kind, [String]) {
    let contents = try await fixture.load(at: "site")
    let content = try #require(contents.items.first?.content)
    return (
      try content.read().string, try #require(content.markup as? BodyMarkup).kind, contents.problems.map(\.message)
    )
  }

  @Test(
    "a page is found by the address of its post, whatever its file is called, and with the site's folder or without",
    arguments: [
      ("blog/a/index.html", "https://example.com/", "https://example.com"),
      ("blog/a.html", "https://example.com/", "https://example.com"),
      ("blog/a/index.html", "https://example.com/sub/", "https://example.com/sub"),
      ("sub/blog/a/index.html", "https://example.com/sub/", "https://example.com/sub"),
    ])
  func found(_ file: String, _ url: String, _ base: String) async throws {
    let (text, kind, problems) = try await Self.body(
      Self.site([file: Self.page("<p>Rendered</p>")], url: url, base: base))
    #expect(text == "<p>Rendered</p>")
    #expect(kind == .html)
    #expect(problems == [])
  }

  @Test(
    "an address with an ending, without one, and with characters of its own leads to its page",
    arguments: [
      ("/2022/x.html", "2022/x.html"), ("/x", "x.html"), ("/x", "x/index.html"), ("/c%23%20ü/", "c# ü/index.html"),
      ("/", "index.html"),
    ])
  func addresses(_ permalink: String, _ file: String) async throws {
    var fixture = try Self.site([file: Self.page("<p>Rendered</p>")])
    fixture.options.permalink = permalink
    #expect(try await Self.body(fixture).text == "<p>Rendered</p>")
  }

  @Test("the element that is named holds the body, whole; else it is what a saved page's would be")
  func element() async throws {
    let page = Self.page("<p>About</p><div class='post-content wide'><h1>B</h1><p>Text</p></div>")
    #expect(
      try await Self.body(Self.site(["blog/a/index.html": page], body: ".post-content")).text == "<h1>B</h1><p>Text</p>"
    )
    #expect(try await Self.body(Self.site(["blog/a/index.html": page])).text == "<h1>B</h1><p>Text</p>")
    #expect(
      try await Self.body(Self.site(["blog/a/index.html": "<main><article><h1>A</h1><p>T</p></article></main>"])).text
        == "<p>T</p>")
  }

  @Test("a date, title or tag of the page is not asked for: front matter says all but the body")
  func frontMatter() async throws {
    let page = Self.page(
      "<time datetime=2021-01-01>1 January</time><p>T</p><a rel=tag>x</a>", head: "<meta name=author content=Bob>")
    let item = try #require(try await Self.site(["blog/a/index.html": page]).load(at: "site").items.first)
    #expect(item.published == "2022-03-25")
    #expect(item.title == "A")
    #expect(item.tags == [] && item.authors == [])
    #expect(item.addressPath == "/blog/a/")
  }

  @Test("links are relative to the post's address, or to the page's base")
  func links() async throws {
    func base(_ head: String) async throws -> String? {
      let fixture = try Self.site(["blog/a/index.html": Self.page("<p><a href=b>b</a></p>", head: head)])
      return (try await fixture.load(at: "site").items.first?.content?.markup as? BodyMarkup)?.base
    }
    #expect(try await base("") == nil)
    #expect(try await base("<link rel=canonical href=http://localhost:4000/blog/a/>") == nil)
    #expect(try await base("<base href=/>") == "https://example.com/")
  }

  @Test(
    "where the page is missing, empty, without the element, or leads out of the folder, Markdown is used, with a warning",
    arguments: [
      ([:], nil, "holds no page at its address: run the generator first"),
      (["blog/a.md": "x", "blog/index.html": page("x")], nil, "holds no page at its address: run the generator first"),
      (
        ["blog/a/index.html": "<html><head><meta http-equiv=refresh content='0; url=/b'></head></html>"], nil,
        "holds a page without text at its address: name the element that has it as \"body\""
      ),
      (
        ["blog/a/index.html": page("<p>T</p>")], ".entry",
        "holds a page without .entry, its \"body\", at its address: name the element that has it as \"body\""
      ),
    ] as [([String: String], String?, String)])
  func missing(_ pages: [String: String], _ element: String?, _ reason: String) async throws {
    let fixture = try Self.site(pages.merging(["404.html": Self.page("x")]) { $1 }, body: element)
    let (text, kind, problems) = try await Self.body(fixture)
    #expect(text == "Markdown {{ note() }}\n")
    #expect(kind == .markdown)
    #expect(problems == ["its body is read as Markdown, as \(fixture.folder["site/public"]) \(reason)"])
  }

  @Test("no page is read that a link or an address leads to outside of the folder")
  func outside() async throws {
    var fixture = try Self.site(["404.html": Self.page("x")])
    try fixture.folder.write(Self.page("<p>Secret</p>"), to: "outside/index.html")
    try fixture.folder.write(Self.page("<p>Secret</p>"), to: "site/public-too/index.html")
    try fixture.folder.makeFolder("site/public/blog")
    for target in ["outside", "site/public-too"] {
      let link = fixture.folder["site/public/blog/a"]
      try? FileManager.default.removeItem(atPath: link)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.folder[target])
      let (_, kind, problems) = try await Self.body(fixture)
      #expect(kind == .markdown && problems.first?.contains("a link at its address, blog/a/index.html") == true)
      fixture.options.followsLinks = true
      #expect(try await Self.body(fixture).kind == .html)
      fixture.options.followsLinks = false
    }
    for permalink in [
      "/%2e%2e/%2e%2e/outside/", "/..%2f..%2foutside/", "/blog/%00/", "https://elsewhere.example/404.html",
    ] {
      fixture.options.permalink = permalink
      #expect(try await Self.body(fixture).kind == .markdown, "\(permalink)")
    }
  }

  @Test("a page that is older than its post is not taken; one of the same second is")
  func older() async throws {
    let fixture = try Self.site(["blog/a/index.html": Self.page("<p>T</p>")])
    let page = fixture.folder["site/public/blog/a/index.html"]
    setModified(page, to: timespec(tv_sec: 1_599_999_999, tv_nsec: 1))
    #expect(try await Self.body(fixture).kind == .html)
    setModified(page, to: timespec(tv_sec: 1_599_999_999, tv_nsec: 0))
    let (_, kind, problems) = try await Self.body(fixture)
    #expect(kind == .markdown)
    #expect(problems.count == 1 && problems[0].contains("holds a page that is older than it"))
  }

  @Test("of a post that was not due when the pages were made, and of a draft, nobody misses the page")
  func scheduled() async throws {
    let fixture = try Self.site(["blog/a/index.html": Self.page("<p>T</p>")])
    try fixture.folder.write("---\ntitle: B\ndate: 2999-01-01\n---\nB\n", to: "site/content/blog/b.md")
    try fixture.folder.write("---\ntitle: C\ndate: 2022-01-01\ndraft: true\n---\nC\n", to: "site/content/blog/c.md")
    let contents = try await fixture.load(at: "site")
    #expect(contents.problems.map(\.message) == [])
    #expect(contents.items.count == 3)
  }

  @Test("a folder of pages that is missing is one warning, which names those that lie there")
  func noFolder() async throws {
    var fixture = try Self.site(["blog/a/index.html": Self.page("<p>T</p>")])
    let there = fixture.folder["site/public"]
    fixture.options.rendered = MarkdownSource.Rendered(path: there.replacing("public", with: "_site"))
    var contents = try await fixture.load(at: "site")
    #expect(
      contents.problems.map(\.message)
        == ["there is no such folder of pages, and bodies are read as Markdown: name \(there), which is there"])
    fixture = try MarkdownFixture(["site/config.toml": "base_url = \"x\"", "site/content/blog/a.md": Self.post])
    fixture.options.rendered = MarkdownSource.Rendered(path: fixture.folder["site/public"])
    contents = try await fixture.load(at: "site")
    #expect(contents.problems.map(\.message).first?.hasSuffix("run the generator first") == true)
  }

  @Test("Law 5 what is hashed is the post's own text, so that to take bodies from pages, or a new theme, is no edit")
  func written() async throws {
    let plain = try Self.site([:])
    let first = try Self.site(["blog/a/index.html": Self.page("<p>T</p>")])
    let second = try Self.site(["blog/a/index.html": Self.page("<section><p>Other</p></section>")])
    let written = try await [plain, first, second].concurrent {
      try await $0.load(at: "site").items.first?.content?.read().written
    }
    #expect(Set(written) == [Array("Markdown {{ note() }}\n".utf8)])
  }

  @Test("a page or a post that changes between the two readings stops the build")
  func changed() async throws {
    for name in ["site/public/blog/a/index.html", "site/content/blog/a.md"] {
      let fixture = try Self.site(["blog/a/index.html": Self.page("<p>T</p>")])
      let content = try #require(try await fixture.load(at: "site").items.first?.content)
      try fixture.folder.write("Other, and longer than it was before.", to: name)
      #expect(throws: FileChanged(path: fixture.folder[name])) { try content.read() }
    }
  }

  @Test("the pages are watched, and what lies among them is no post")
  func watched() async throws {
    let fixture = try Self.site(["blog/a/index.html": Self.page("<p>T</p>"), "blog/raw.md": Self.post])
    #expect(fixture.source(at: "site").files.contains(fixture.folder["site/public"]))
    #expect(try await fixture.load(at: "site").items.count == 1)
  }
}

extension Array {
  fileprivate func concurrent<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
