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
    ])
  func jekyll(name: String, matter: String, configuration: String, id path: String) async throws {
    let found = try await id(
      "title: T\n\(matter)", named: "_posts/\(name)", ["_config.yml": "title: T\n\(configuration)\n"])
    #expect(found == "https://example.com\(path)")
  }

  @Test("of Pelican a tag: URI of day and path")
  func pelican() async throws {
    let found = try await id(
      "title: A Slug\ndate: 2024-05-01 23:30", named: "content/x.md",
      ["pelicanconf.py": "TIMEZONE = 'Asia/Tokyo'\nPATH = 'content'\n"])
    #expect(found == "tag:example.com,2024-05-01:/a-slug.html")
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
