import Syndication
import Testing

@testable import SyndicationSources

@Suite("A file beside the posts that cannot be read costs itself, and the posts that it may keep back")
struct SideFileTests {
  private static let post = "---\ntitle: A\ndate: 2024-05-01\nauthor: ann\n---\nText.\n"

  @Test(
    "of whatever generator",
    arguments: [
      (["hugo.toml": "", "content/a/_index.md": "---\na: b: c\n---\n"], "content/a/x/p.md", "content/b/q.md"),
      (["hugo.toml": "", "content/a/_index.md": "---\ntitle: \u{0}\n---\n"], "content/a/p.md", "content/b/q.md"),
      (["zola.toml": "", "content/a/_index.md": "+++\na = b c\n+++\n"], "content/a/x/p.md", "content/b/q.md"),
      (["eleventy.config.js": "", "a/a.json": "{ // all\n}"], "a/x/p.md", "b/q.md"),
      (["eleventy.config.js": "", "a/p.11tydata.json": "{"], "a/p.md", "a/q.md"),
      (["conf.py": "BLOG_TITLE = 'T'\n", "posts/p.meta": "---\na: b: c\n---\n"], "posts/p.md", "posts/q.md"),
    ] as [([String: String], String, String)])
  func leftOut(_ files: [String: String], _ left: String, _ kept: String) async throws {
    let contents = try await MarkdownFixture(files.merging([left: Self.post, kept: Self.post]) { $1 }).load()
    #expect(contents.items.map { $0.place.file.hasSuffix(kept) } == [true])
    #expect(contents.problems.map(\.severity) == [.error])
    #expect(contents.problems.first?.message.hasSuffix("until then the posts that it speaks of are left out") == true)
  }

  @Test(
    "and no post where it says who wrote them",
    arguments: [
      (["_config.yml": "", "_data/authors.yml": "a: b: c\n"], "_posts/2024-05-01-a.md"),
      (["hugo.toml": "", "data/authors/ann.json": "{bad", "data/authors/bo.json": "{}"], "content/a.md"),
      (["eleventy.config.js": "", "_data/metadata.json": "{bad"], "a.md"),
    ] as [([String: String], String)])
  func people(_ files: [String: String], _ post: String) async throws {
    let contents = try await MarkdownFixture(files.merging([post: Self.post]) { $1 }).load()
    #expect(contents.items.map { $0.authors.map(\.name) } == [["ann"]])
    #expect(contents.problems.map(\.severity) == [.error])
  }

  @Test("and none where it belongs to no post")
  func others() async throws {
    let contents = try await MarkdownFixture([
      "eleventy.config.js": "", "geo/geo.json": "{\"type\": NaN}", "a/p.md": Self.post,
    ]).load()
    #expect(contents.items.count == 1 && contents.problems == [])
  }
}
