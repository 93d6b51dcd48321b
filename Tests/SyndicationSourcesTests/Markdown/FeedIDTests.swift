import Syndication
import SyndicationSources
import SyndicationTesting
import Testing

@Suite("I1 the ids of generators' own feeds")
struct FeedIDTests {
  private func id(_ matter: String, named name: String, _ configuration: [String: String] = [:]) async throws -> String?
  {
    try await MarkdownFixture.post(matter, named: name, configuration: configuration).feedID
  }

  @Test(
    "are, of Jekyll, the page's folder and the slug as it is written",
    arguments: [
      ("2024-05-01-x.md", "", "", "/2024/05/01/x"),
      ("2024-05-01-Big-Name.md", "", "permalink: pretty", "/2024/05/01/Big-Name"),
      ("2024-05-01-x.md", "slug: Own Slug", "", "/2024/05/01/Own%20Slug"),
      ("2024-05-01-x.md", "permalink: /about/", "", "/x"),
      ("2024-05-01-x.md", "permalink: /a/b.html", "", "/a/x"),
      ("2024-05-01-x.md", "categories: [News]", "", "/news/2024/05/01/x"),
      ("2024-05-01-x.md", "", "baseurl: /blog", "/blog/2024/05/01/x"),
      ("2024-05-01-C#-and-C++.md", "permalink: /a/b/", "", "/a/C#-and-C++"),
      ("2024-05-01-½-cafe\u{301}.md", "permalink: /a/b/", "", "/a/1%E2%81%842-caf%C3%A9"),
      ("2024-05-01-percent%20.md", "permalink: /a/b/", "", "/a/percent%20"),
    ])
  func jekyll(name: String, matter: String, configuration: String, id path: String) async throws {
    let found = try await id(
      "title: T\n\(matter)", named: "_posts/\(name)", ["_config.yml": "title: T\n\(configuration)\n"])
    #expect(found == "https://example.com\(path)")
  }

  @Test("which reads no folder of another name that begins with a sign, and drafts where they are shown")
  func folders() async throws {
    let matter = "---\ntitle: T\ndate: 2024-05-01\n---\nText {{ site.baseurl }}{{ page.url }}\n"
    let fixture = try MarkdownFixture([
      "_config.yml": "title: T\nshow_drafts: true\nbaseurl: /blog\n", "_hidden/_posts/2024-05-01-a.md": matter,
      "news/_posts/2024-05-02-b.md": matter, "_drafts/c.md": matter,
    ])
    let items = try await fixture.load().items
    #expect(items.compactMap { $0.place.file.split(separator: "/").last } == ["c.md", "2024-05-02-b.md"])
    // The base stands once.
    let content = try #require(items.first?.content)
    let page = Page(id: "a", base: AbsoluteURL("https://example.com/blog/")!, site: fixture.site)
    guard case .html(let html)? = content.markup.render(try content.read().text, of: page).content else {
      Issue.record("there is no content")
      return
    }
    #expect(String(decoding: html.utf8, as: UTF8.self).contains("Text /blog/2024/05/01/c.html"))
  }

  @Test("of Pelican a tag: URI of day and path")
  func pelican() async throws {
    let found = try await id(
      "title: A Slug\ndate: 2024-05-01 23:30", named: "content/x.md",
      ["pelicanconf.py": "TIMEZONE = 'Asia/Tokyo'\nPATH = 'content'\n"])
    #expect(found == "tag:example.com,2024-05-01:/a-slug.html")
    let own = try await id(
      "title: T\nslug: größe\ndate: 2024-05-01", named: "content/x.md", ["pelicanconf.py": "PATH = 'content'\n"])
    #expect(own == "tag:example.com,2024-05-01:/größe.html")
  }

  @Test("of all others the address, and of a post whose address the configuration says")
  func others() async throws {
    #expect(
      try await id("title: T\ndate: 2024-05-01", named: "content/post/x.md", ["hugo.toml": "title = 'T'\n"]) == nil)
    var fixture = try MarkdownFixture([
      "_config.yml": "title: T\n", "_posts/2024-05-01-x.md": "---\ntitle: T\n---\nText.\n",
    ])
    fixture.options.permalink = "/{slug}/"
    #expect(try await fixture.load().items.map(\.feedID) == [nil])
  }
}
