import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Tags under control")
struct TagControlTests {
  private func post(_ number: Int, _ tags: [String]) -> SourceItem {
    .post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: "\(number)",
      on: "2022-03-\(10 + number)T00:00:00Z", summary: "Short.", tags: tags)
  }

  private func scopes(_ edition: BuiltBlog) -> [String] { edition.plan.feeds.map(\.scope.name) }

  // MARK: - Above and below

  @Test("the feed of a tag holds the entries of all tags below it, each once; entries have the tags that they had")
  func parents() throws {
    var blog = Blog([post(1, ["gnn"]), post(2, ["graphs", "GNN"]), post(3, ["trees"]), post(4, ["other"])])
    blog.pipeline.tags.parents = ["GNN": ["graphs"], "trees": ["Graphs"], "graphs": ["Machine Learning", "data"]]
    let edition = try blog.build()
    #expect(
      scopes(edition) == [
        "tags/data", "tags/gnn", "tags/graphs", "tags/machine-learning", "tags/other", "tags/trees", "all",
      ])
    for scope in ["tags/graphs", "tags/data", "tags/machine-learning"] {
      #expect(edition.titles(in: scope) == ["3", "2", "1"], "\(scope)")
    }
    #expect(edition.titles(in: "tags/gnn") == ["2", "1"])
    #expect(edition.feed("tags/machine-learning")?.title == "Tag: Machine Learning · Example Notes")
    #expect(edition.entry("1")?.tags.map(\.slug) == ["gnn"])
    #expect(try edition.atom("tags/graphs.atom").all("entry").map { $0.all("category").count } == [1, 2, 1])
  }

  @Test("a query for a tag finds what its feed holds")
  func queries() throws {
    var blog = Blog([post(1, ["gnn"]), post(2, ["graphs"])])
    blog.pipeline.tags.parents = ["gnn": ["graphs"]]
    blog.pipeline.feeds.queries = [FeedQuery(name: "q", try Query("graphs AND NOT data"))]
    blog.pipeline.feeds.scopes[.query] = ScopeSettings(of: .query)
    #expect(try blog.preview().titles(in: "queries/q") == ["2", "1"])
  }

  @Test("aliases are followed above and below; a title is for a tag above, too")
  func aliases() throws {
    var blog = Blog([post(1, ["gcn"])])
    blog.pipeline.tags = TagSettings(
      aliases: ["gcn": "gnn", "g": "graphs"], titles: ["graphs": "Graphs & Trees"], parents: ["gnn": ["g"]])
    let edition = try blog.preview()
    #expect(scopes(edition) == ["tags/gnn", "tags/graphs", "all"])
    #expect(edition.feed("tags/graphs")?.title == "Tag: Graphs & Trees · Example Notes")
  }

  @Test("a tag above itself is refused, and so are too many above one")
  func circles() throws {
    func flaw(_ parents: [String: [String]], aliases: [String: String] = [:]) -> String? {
      do throws(TagTree.Flaw) {
        _ = try TagTree(TagSettings(aliases: aliases, parents: parents))
        return nil
      } catch { return error.message }
    }
    #expect(flaw(["a": ["b"], "b": ["c"], "d": ["a", "b"]]) == nil)
    #expect(flaw(["a": ["A"]])?.contains("“a” would stand above itself") == true)
    #expect(
      flaw(["a": ["b"], "b": ["c"], "c": ["A"]])?.contains("among “a”, “b”, “c” some stand above themselves") == true)
    #expect(flaw(["a": ["b"], "c": ["d"]], aliases: ["d": "a", "b": "c"])?.contains("stand above themselves") == true)
    let most = Limit.tagsAbove.value
    let chain = Dictionary(uniqueKeysWithValues: (0..<most).map { ("t\($0)", ["t\($0 + 1)"]) })
    #expect(flaw(chain) == nil)
    #expect(flaw(chain.merging(["t\(most)": ["u"]]) { $1 })?.contains("over \(most) tags stand above “t0”") == true)
  }

  @Test("its feed holds what a walk from each entry's tags upwards finds", arguments: 1...20 as ClosedRange<UInt64>)
  func walk(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = (0..<8).map { "t\($0)" }
    var parents: [String: [String]] = [:]
    for index in 1..<8 where random.once(in: 2) {
      parents[names[index]] = (0..<random.number(1...2)).map { _ in names[random.number(0...(index - 1))] }
    }
    let items = (1...15).map { number in post(number, (0..<random.number(0...3)).map { _ in random.one(of: names) }) }
    var blog = Blog(items)
    blog.pipeline.tags.parents = parents
    let edition = try blog.preview()
    func above(_ tag: String) -> Set<String> { Set([tag]).union((parents[tag] ?? []).flatMap { above($0) }) }
    for name in names {
      let expected = items.filter { $0.tags.contains { above($0).contains(name) } }.map { $0.title! }
      #expect(edition.titles(in: "tags/\(name)") == Array(expected.reversed()), "\(name): \(parents)")
    }
  }

  // MARK: - Without a feed, and what a feed is about

  @Test("an excluded tag has no feed, and stays on its entries; what stands above it has one")
  func excluded() throws {
    var blog = Blog([post(1, ["Posts", "graphs"]), post(2, ["posts"])])
    blog.pipeline.tags.excluded = ["POSTS"]
    blog.pipeline.tags.parents = ["posts": ["everything"]]
    let edition = try blog.preview()
    #expect(scopes(edition) == ["tags/everything", "tags/graphs", "all"])
    #expect(edition.titles(in: "tags/everything") == ["2", "1"])
    #expect(
      edition.text(of: "all.atom").contains("term=\"posts\"") || edition.text(of: "all.atom").contains("term=\"Posts\"")
    )
  }

  @Test("a description is the feed's own, whatever the spelling in the configuration")
  func descriptions() throws {
    var blog = Blog([post(1, ["graphs", "trees"])])
    blog.pipeline.tags.descriptions = ["GRAPHS": "All about graphs"]
    let edition = try blog.preview()
    #expect(try edition.atom("tags/graphs.atom")["subtitle"] == "All about graphs")
    #expect(try edition.rss("tags/graphs.rss")["description"] == "All about graphs")
    #expect(try edition.atom("tags/trees.atom")["subtitle"] == "Example Notes")
  }

  // MARK: - Another name

  private func moved(_ edition: BuiltBlog) -> [String: String] {
    Dictionary(uniqueKeysWithValues: edition.plan.redirects.map { ($0.key.string, $0.value.string) })
  }

  @Test(
    "I4 a tag that is another now leaves a last document, whose self link is that of the other, and which holds nothing"
  )
  func renamed() throws {
    var blog = Blog([post(1, ["rl"]), post(2, ["reinforcement"])])
    try blog.build()
    blog.pipeline.tags.aliases = ["rl": "reinforcement"]
    let edition = try blog.build()
    #expect(scopes(edition) == ["tags/reinforcement", "all"])
    #expect(
      moved(edition) == [
        "tags/rl.atom": "tags/reinforcement.atom", "tags/rl.rss": "tags/reinforcement.rss",
        "tags/rl.json": "tags/reinforcement.json",
      ])
    #expect(edition.publication.withdrawn.isEmpty)
    let atom = try edition.atom("tags/rl.atom")
    #expect(atom.link("self")?.attributes["href"] == "https://example.com/feeds/tags/reinforcement.atom")
    #expect(atom["id"] == "tag:example.com,2022-03-11:feeds/tags/rl")
    #expect(atom["subtitle"] == "This feed is now at https://example.com/feeds/tags/reinforcement.atom")
    #expect(atom["title"] == "Tag: rl · Example Notes" && atom.all("entry").isEmpty)
    #expect(
      try edition.json("tags/rl.json")["feed_url"] as? String == "https://example.com/feeds/tags/reinforcement.json")
    #expect(try edition.rss("tags/rl.rss").all("item").isEmpty)
    #expect(
      String(decoding: edition.ledger.text, as: UTF8.self).contains(
        #""feed":"tags/rl","id":"tag:example.com,2022-03-11:feeds/tags/rl","documents":["tags/rl.atom","tags/rl.json","tags/rl.rss"],"successor":"reinforcement""#
      ))
    #expect(try Ledger(edition.ledger.text, file: "ledger.ndjson") == edition.ledger)
  }

  @Test(
    "it is the same in every later build, whatever is published, and though the alias be gone and the posts be mended")
  func remembered() throws {
    var blog = Blog([post(1, ["rl"])])
    try blog.build()
    blog.pipeline.tags.aliases = ["rl": "reinforcement"]
    let before = try blog.build()
    blog.items = [post(1, ["reinforcement"]), post(2, ["reinforcement"])]
    blog.pipeline.tags.aliases = [:]
    let after = try blog.build(at: "2022-08-01T00:00:00Z")
    #expect(moved(after) == moved(before) && moved(after).count == 3)
    for path in moved(after).keys {
      #expect(after.bytes(of: path) == before.bytes(of: path) && after.bytes(of: path) != nil)
      #expect(after.fingerprints[DocumentPath(path)!] == before.fingerprints[DocumentPath(path)!])
    }
  }

  @Test("another slug by hand moves the feed; a second move leads from the first address to the last")
  func chain() throws {
    var blog = Blog([post(1, ["c++"])])
    try blog.build()
    blog.pipeline.tags.slugs = ["c++": "cplusplus"]
    #expect(try moved(blog.build())["tags/cpp.atom"] == "tags/cplusplus.atom")
    blog.pipeline.tags = TagSettings(aliases: ["c++": "systems"], slugs: ["c++": "cplusplus"])
    let edition = try blog.build()
    #expect(moved(edition)["tags/cpp.atom"] == "tags/systems.atom")
    #expect(moved(edition)["tags/cplusplus.atom"] == "tags/systems.atom")
    // Back again: its own feed is there, and is no other's.
    blog.pipeline.tags = TagSettings()
    let back = try blog.build()
    #expect(scopes(back) == ["tags/cpp", "all"])
    #expect(moved(back)["tags/cpp.atom"] == nil)
    #expect(back.ledger.feeds["tags/cpp"]?.successor == nil)
  }

  @Test("what had gone before it was called otherwise stays gone, and so does what has no feed to move to")
  func gone() throws {
    var blog = Blog([post(1, ["rl"]), post(2, ["graphs"])])
    try blog.build()
    blog.items[0].tags = []
    try blog.build()
    blog.items[0].tags = ["reinforcement"]
    blog.pipeline.tags.aliases = ["rl": "reinforcement", "graphs": "trees"]
    blog.pipeline.tags.excluded = ["trees"]
    let edition = try blog.build()
    #expect(moved(edition) == [:])
    #expect(edition.publication.withdrawn.count == 6)
  }

  @Test("a last document gives way to a feed at its path")
  func clash() throws {
    var blog = Blog([post(1, ["rl"])])
    blog.pipeline.feeds.queries = [FeedQuery(name: "q", try Query("reinforcement"))]
    blog.pipeline.feeds.scopes[.tag]?.path = "{slug}"
    try blog.build()
    blog.pipeline.feeds.queries[0].name = "rl"
    blog.pipeline.feeds.scopes[.query] = ScopeSettings(of: .query)
    blog.pipeline.tags.aliases = ["rl": "reinforcement"]
    let edition = try blog.build()
    #expect(edition.paths.filter { $0 == "rl.atom" }.count == 1 && moved(edition) == [:])
    #expect(edition.titles(in: "queries/rl") == ["1"])
  }
}
