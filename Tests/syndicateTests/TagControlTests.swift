import Foundation
import SyndicationTesting
import Testing

@Suite("Tags under control, from build to build")
struct TagControlTests {
  let site: Workdir

  init() throws { site = try Workdir() }

  private func configure(_ tags: String, scopes: String = "") throws {
    try site.folder.write(
      Workdir.config.replacing("}]\n", with: "}],\n\"tags\": {\(tags)}\(scopes)\n"), to: "config.json")
  }

  private var feeds: [String] {
    site.folder.files().filter { $0.hasPrefix("feeds/") && $0.hasSuffix(".atom") }.map { String($0.dropFirst(6)) }
      .sorted()
  }

  @Test("a tag that is renamed: its last document says where the feed is, once, and is not touched again")
  func renamed() throws {
    try site.run("build")
    try configure(#""aliases": {"graphs": "networks"}"#)
    let plan = try site.run("plan", "--max-notified", "0")
    #expect(plan.code == 0, "\(plan.out)")
    #expect(plan.out.contains("feed: tags/graphs (moves), 0 new, 0 shown again, 0 updated, 0 removed\n"), "\(plan.out)")
    #expect(plan.out.contains("feed: tags/networks (begins), 0 new"))
    #expect(try site.run("build").code == 0)
    let old = try #require(site.folder.text("feeds/tags/graphs.atom"))
    #expect(old.contains("href=\"https://example.org/feeds/tags/networks.atom\"") && !old.contains("<entry"))
    #expect(site.folder.text("feeds/tags/networks.atom")?.contains("The Second Post") == true)
    #expect(site.folder.text(".syndicate/ledger.ndjson")?.contains(#""successor":"networks""#) == true)
    #expect(try site.run("links", "--tag", "graphs").out == site.run("links", "--tag", "networks").out)

    // A third build, of a new post, and without the alias: posts name the new tag themselves.
    let before = site.stamps().filter { $0.key.contains("graphs") }
    #expect(before.count == 3)
    try configure(#""slugs": {}"#)
    let posts = Workdir.listing.replacing("| graphs", with: "| networks")
    let post = "A Post\n\n27 Mar 2022 | networks Last, First\n\nNew.\n\n\nThe Newest Post"
    try site.folder.write(posts.replacing("The Newest Post", with: post), to: "posts.txt")
    #expect(try site.run("build", at: 1_800_000_000).code == 0)
    #expect(site.folder.text("feeds/tags/networks.atom")?.contains("A Post") == true)
    #expect(site.stamps().filter { $0.key.contains("graphs") } == before)
    #expect(try site.run("build", "--force", at: 1_900_000_000).out.contains("documents: 0 written,"))
    // A clone that has the ledger alone has the last document, too.
    try FileManager.default.removeItem(atPath: site.folder["feeds"])
    try site.run("build")
    #expect(site.folder.text("feeds/tags/graphs.atom") == old)
  }

  @Test("settings for a tag that no post has are told of where it is nearly one that posts have")
  func misspelt() throws {
    try configure(
      #""titles": {"graph": "Graphs", "graphs": "Of graphs"}, "aliases": {"reproducability": "science"}, "parents": {"xyzzy": "all"}"#
    )
    let outcome = try site.run("build", "--verbose")
    #expect(outcome.code == 0)
    #expect(outcome.err.contains("/tags/titles/graph: warning: no post has the tag “graph”: did you mean “graphs”?"))
    #expect(outcome.err.contains("“reproducability”: did you mean “reproducibility”?"), "\(outcome.err)")
    #expect(!outcome.err.contains("xyzzy") && !outcome.err.contains("titles/graphs"))
  }

  @Test("a tag above others, one without a feed, and tags of too few posts")
  func control() throws {
    try configure(
      #"""
      "parents": {"reproducibility": "science", "memory": ["science"]}, "exclude": ["memory"],
      "descriptions": {"science": "Of science"}
      """#, scopes: #", "feeds": {"scopes": {"all": {}, "tag": {"minimumEntries": 2}}}"#)
    #expect(try site.run("build").err == "")
    #expect(feeds == ["all.atom", "tags/graphs.atom", "tags/science.atom"])
    let science = try #require(site.folder.text("feeds/tags/science.atom"))
    #expect(science.contains("The Newest Post") && science.contains("The First Post"))
    #expect(!science.contains("The Second Post"))
    #expect(science.contains("Of science") && !science.contains("term=\"science\""))
    #expect(site.folder.text("feeds/all.atom")?.contains("term=\"memory\"") == true)
  }

  @Test("a tag above itself is refused")
  func circle() throws {
    try configure(#""parents": {"graphs": "science", "science": ["Graphs"]}"#)
    let outcome = try site.run("build")
    #expect(outcome.code == 1)
    #expect(
      outcome.err.contains("#/tags/parents: error: among “graphs”, “science” some stand above themselves"),
      "\(outcome.err)")
  }
}
