import Glibc
import Syndication
import SyndicationTesting
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

  @Test(
    "and is looked at before it is known that nothing changed, though it lie above the folder of posts",
    arguments: [
      ("hugo.toml", "data/authors/ann.toml", "content"), ("hugo.toml", "data/authors.toml", "content/posts"),
      ("hugo.toml", "config/production/params.toml", "content"), ("_config.yml", "_data/authors.yml", "_posts"),
      ("eleventy.config.js", "_data/eleventyComputed.js", "posts"),
      ("eleventy.config.js", "src/_data/site.json", "src/posts"),
      ("conf.py", "conf.py", "posts"), ("astro.config.mjs", "src/content.config.ts", "src/content/blog"),
    ])
  func revision(_ configuration: String, _ file: String, _ posts: String) async throws {
    let fixture = try MarkdownFixture(["\(posts)/a.md": Self.post])
    for name in [configuration, file] { try fixture.folder.write("BLOG_TITLE = 'T'\n", to: name) }
    let source = fixture.source(at: posts)
    func age(_ name: String) { setModified(fixture.folder[name], to: timespec(tv_sec: 1_600_000_000, tv_nsec: 0)) }
    for name in [configuration, file, "\(posts)/a.md"] { age(name) }
    let before = try #require(await source.revision())
    #expect(await source.revision() == before)
    try fixture.folder.write("BLOG_TITLE = 'Title'\n", to: file)
    age(file)
    #expect(await source.revision() != before)
  }
}
