import Foundation
import SyndicationTesting
import Testing

@Suite("Feeds of queries")
struct QueryTests {
  let site: Workdir

  init() throws {
    site = try Workdir(config: Self.config(Self.queries))
  }

  static let queries = #"""
    "graphs-alone": { "title": "Graphs", "query": "graphs AND NOT reproducibility" },
    "ours": { "query": "author:\"First Last\" AND (tag:memory OR graphs)" }
    """#

  static func config(_ queries: String, scopes: String = "") -> String {
    Workdir.config.replacing("}]\n", with: "}],\n\"feeds\": {\"queries\": {\(queries)}\(scopes)}\n")
  }

  @Test("lie beside the others, under an address, an id and a title of their own")
  func build() throws {
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.err == "")
    #expect(outcome.out.contains("queries: 2\n") && outcome.out.contains("feeds: 6\n"))
    let graphs = try #require(site.folder.text("feeds/graphs-alone.atom"))
    #expect(graphs.contains("<title type=\"text\">Graphs · A Site</title>"))
    #expect(graphs.contains("href=\"https://example.org/feeds/graphs-alone.atom\""))
    #expect(graphs.contains("The Second Post") && !graphs.contains("The Newest Post"))
    let ours = try #require(site.folder.text("feeds/ours.json"))
    #expect(ours.contains("The Newest Post") && ours.contains("The First Post") && !ours.contains("The Second Post"))
    #expect(try site.run("build").out.contains("documents: 0 written, 18 unchanged, 0 removed\n"))
    #expect(try site.run("links", "--query", "ours").out.contains("href=\"https://example.org/feeds/ours.atom\""))
  }

  @Test("lie where their scope says, and go with it")
  func path() throws {
    try site.folder.write(
      Self.config(Self.queries, scopes: #", "scopes": {"query": {"path": "queries/{slug}", "title": "{name}"}}"#),
      to: "config.json")
    try site.run("build")
    #expect(site.folder.text("feeds/queries/ours.atom")?.contains("<title type=\"text\">ours</title>") == true)
    #expect(site.folder.files().filter { $0.hasPrefix("feeds/") }.count == 6)
    try site.folder.write(Workdir.config, to: "config.json")
    #expect(
      try site.run("plan").out.contains("feed: queries/ours (ends), 0 new, 0 shown again, 0 updated, 2 removed\n"))
    try site.run("build")
    #expect(site.folder.text("feeds/queries/ours.atom") == nil)
    #expect(!FileManager.default.fileExists(atPath: site.folder["feeds/queries"]), "an empty folder")
  }

  @Test(
    "H5 a host is not told that a query's feed is gone for good that nothing answers now, as it would be of a tag's")
  func unanswered() throws {
    let host = #", "host": "nginx""#
    try site.folder.write(Self.config(Self.queries, scopes: host), to: "config.json")
    try site.run("build")
    let listing = Workdir.listing.replacing("| graphs", with: "| networks")
    try site.folder.write(listing, to: "posts.txt")
    #expect(try site.run("build", "--allow-shrink").code == 0)
    let told = try #require(site.folder.text("feeds/nginx.conf"))
    #expect(site.folder.text("feeds/graphs-alone.atom") == nil && !told.contains("graphs-alone"), "\(told)")
    #expect(told.contains("tags/graphs.atom\" { return 410; }"), "\(told)")
  }

  @Test("are none where nothing is asked for, though their scope is named")
  func none() throws {
    let site = try Workdir(
      config: Workdir.config.replacing("}]\n", with: "}],\n\"feeds\": {\"scopes\": {\"all\": {}, \"query\": {}}}\n"))
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.out.contains("feeds: 1\n"), "\(outcome.out)\(outcome.err)")
    #expect(
      site.folder.files().filter { $0.hasPrefix("feeds/") }.sorted()
        == ["feeds/all.atom", "feeds/all.json", "feeds/all.rss"])
  }

  @Test("name each thing that no post has, and say that too few answer")
  func warnings() throws {
    try site.folder.write(
      Self.config(
        #""a": {"query": "grafs OR memry"}, "b": {"query": "zzz"}, "c": {"query": "memory"}"#,
        scopes: #", "scopes": {"query": {"minimumEntries": 9}}"#), to: "config.json")
    let outcome = try site.run("build")
    for text in ["“grafs”: did you mean “graphs”?", "“memry”: did you mean “memory”?", "“zzz”"] {
      #expect(outcome.err.contains("no post has the tag \(text)"), "\(outcome.err)")
    }
    #expect(outcome.err.contains("queries/c: warning: fewer posts answer this than feeds.scopes.query.minimumEntries"))
    #expect(site.folder.text("feeds/c.atom") == nil)
  }

  @Test("a plan shows what each asks for, in canonical form, whether anything is new or not")
  func plan() throws {
    for _ in 0..<2 {
      let outcome = try site.run("plan")
      #expect(outcome.out.contains("query: queries/graphs-alone: tag:graphs AND NOT tag:reproducibility\n"))
      #expect(
        outcome.out.contains("query: queries/ours: author:\"First Last\" AND (tag:memory OR tag:graphs)\n"),
        "\(outcome.out)")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(site.run("plan", "--json").out.utf8)) as? [String: Any])
      #expect((report["queries"] as? [[String: String]])?.first?["feed"] == "queries/graphs-alone")
      try site.run("build")
    }
  }

  @Test("what is no query is refused with its place; a tag that no post has is a warning")
  func flaws() throws {
    try site.folder.write(
      Self.config(#""Graphs!": {"query": "graphs"}, "q": {"query": "graphs AND (memory"}, "r": {}"#), to: "config.json")
    let outcome = try site.run("build")
    #expect(outcome.code == 1)
    #expect(
      outcome.err.contains("config.json#/feeds/queries/Graphs!: error: \"Graphs!\" cannot be the name of a query"),
      "\(outcome.err)")
    #expect(
      outcome.err.contains(
        "config.json#/feeds/queries/q/query: error: at character 19: expected AND, OR or “)”, found the end"))
    #expect(outcome.err.contains("\"query\" is missing"))
    try site.folder.write(Self.config(#""q": {"query": "graphs AND NOT memroy"}"#), to: "config.json")
    let warned = try site.run("build")
    #expect(
      warned.code == 0 && warned.err.contains("no post has the tag “memroy”: did you mean “memory”?"), "\(warned.err)")
  }
}
