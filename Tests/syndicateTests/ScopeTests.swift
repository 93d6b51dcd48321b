import Foundation
import SyndicationTesting
import Testing

@Suite("Feeds by author and by category")
struct ScopeTests {
  let site: Workdir

  init() throws {
    site = try Workdir(listing: "", config: Self.config(Self.scopes))
    try site.folder.write("baseURL = \"https://example.org/\"\n", to: "blog/hugo.toml")
    try write("posts/one", "2023-03-01", by: "Ann Lee")
    try write("posts/two", "2023-03-02", by: "Ann Lee")
    try write("notes/three", "2023-03-03", by: "Bob")
    try write("notes/four", "2023-03-04", by: "Bob", more: "categories: [Field Notes]\n")
  }

  static let scopes = #"""
    { "all": { "path": "all" }, "tag": { "path": "tags/{slug}" },
      "author": { "path": "authors/{slug}", "minimumEntries": 2 },
      "category": { "path": { "atom": "categories/{slug}/feed.xml" }, "title": "{name} at {site}", "content": "summary" } }
    """#

  static func config(_ scopes: String?) -> String {
    """
    {
      "site": { "title": "A Site", "url": "https://example.org/" },
      "sources": [{ "type": "markdown", "path": "blog" }],
      "feeds": { \(scopes.map { "\"scopes\": \($0), " } ?? "")"formats": ["atom"] }
    }
    """
  }

  private func write(_ name: String, _ date: String, by author: String, more: String = "") throws {
    try site.folder.write(
      "---\ntitle: \(name)\ndate: \(date)\nauthors: [\(author)]\ntags: [graphs]\n\(more)---\nWhat \(name) says.\n",
      to: "blog/content/\(name).md")
  }

  private func feeds() -> [String] { site.folder.files().filter { $0.hasPrefix("feeds/") }.sorted() }

  @Test("lie where the configuration says, for authors with posts enough and for sections")
  func build() throws {
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.err == "")
    #expect(
      feeds() == [
        "feeds/all.atom", "feeds/authors/ann-lee.atom", "feeds/authors/bob.atom",
        "feeds/categories/field-notes/feed.xml", "feeds/categories/notes/feed.xml", "feeds/categories/posts/feed.xml",
        "feeds/tags/field-notes.atom", "feeds/tags/graphs.atom",
      ])
    let notes = String(decoding: try #require(site.folder.read("feeds/categories/notes/feed.xml")), as: UTF8.self)
    #expect(notes.contains("<title type=\"text\">notes at A Site</title>"))
    #expect(notes.contains("https://example.org/feeds/categories/notes/feed.xml"))
    #expect(notes.contains("<title type=\"text\">notes/three</title>") && !notes.contains("<content"))
    #expect(try site.run("build").out.contains("documents: 0 written, 8 unchanged, 0 removed\n"))
  }

  @Test("begin beside those that there are, which stay as they are")
  func begin() throws {
    try site.folder.write(Self.config(nil), to: "config.json")
    try site.run("build")
    let before = site.stamps()
    #expect(before.count == 3)
    try site.folder.write(Self.config(Self.scopes), to: "config.json")
    let plan = try site.run("plan", "--max-notified", "0")
    #expect(plan.code == 0)
    #expect(plan.out.contains("feed: authors/ann-lee (begins), 0 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(plan.out.contains("feed: categories/posts (begins), 0 new"))
    try site.run("build", at: 1_800_000_000)
    #expect(site.stamps().filter { before.keys.contains($0.key) } == before)
  }

  @Test("a post that goes from one to another is new there, or shown again, and removed here")
  func moves() throws {
    try site.run("build")
    try write("posts/two", "2023-03-02", by: "Bob")
    var plan = try site.run("plan")
    #expect(plan.out.contains("feed: authors/bob, 1 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(plan.out.contains("feed: authors/ann-lee (ends), 0 new, 0 shown again, 0 updated, 2 removed\n"))
    // What categories are written, no ledger knows.
    try write("notes/three", "2023-03-03", by: "Bob", more: "categories: [Field Notes]\n")
    plan = try site.run("plan")
    #expect(plan.out.contains("feed: categories/field-notes, 0 new, 1 shown again, 0 updated, 0 removed\n"))
    #expect(plan.out.contains("feed: categories/notes (ends), 0 new, 0 shown again, 0 updated, 1 removed\n"))
    try site.run("build")
    #expect(!feeds().contains("feeds/authors/ann-lee.atom") && !feeds().contains("feeds/categories/notes/feed.xml"))
  }

  @Test("and no others where scopes do not name them")
  func alone() throws {
    try site.run("build")
    try site.folder.write(Self.config(#"{ "author": {} }"#), to: "config.json")
    try site.run("build")
    #expect(feeds() == ["feeds/authors/ann-lee.atom", "feeds/authors/bob.atom"])
  }

  @Test("the paths of before there were scopes are refused with what to write instead")
  func formerPaths() throws {
    try site.folder.write(
      Self.config(nil).replacing("\"formats\"", with: "\"paths\": {\"all\": \"index\"}, \"formats\""), to: "config.json"
    )
    let outcome = try site.run("build")
    #expect(outcome.code == 1)
    #expect(outcome.err.contains(#"write "scopes": {"all": {"path": "index"}, "tag": {"path": "tags/{slug}"}}"#))
  }
}
