import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rules G tags")
struct TagTests {
  private func post(_ number: Int, _ tags: [String]) -> SourceItem {
    .post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: "\(number)",
      on: "2022-03-\(10 + number)T00:00:00Z", summary: "Short.", tags: tags)
  }

  @Test("G2 tags that differ in case or normal form are one tag, with one feed")
  func oneTag() throws {
    let edition = try Blog([
      post(1, ["Community"]), post(2, ["community"]), post(3, ["Übung"]), post(4, ["u\u{308}BUNG"]),
    ]).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/community", "tags/übung", "all"])
    #expect(edition.titles(in: "tags/community") == ["2", "1"])
    #expect(edition.titles(in: "tags/übung") == ["4", "3"])
  }

  @Test("G2 a tag that an entry repeats is written once")
  func repeated() throws {
    let entry = try Blog([post(1, ["Graphs", "graphs", " graphs "])]).preview().atom().only("entry")
    #expect(entry?.all("category").count == 1)
  }

  @Test("spelling is the oldest entry's")
  func oldestSpelling() throws {
    let edition = try Blog([post(3, ["GRAPHS"]), post(1, ["Graphs"]), post(2, ["graphs"])]).preview()
    #expect(try edition.atom("tags/graphs.atom")["title"] == "Tag: Graphs · Example Notes")
    #expect(try edition.atom().all("entry").allSatisfy { $0.only("category")?.attributes["term"] == "Graphs" })
  }

  @Test("spelling among equally old entries is the first by code point, whatever their order")
  func tiedSpelling() throws {
    var one = post(1, ["graphs"])
    var two = post(2, ["Graphs"])
    one.published = "2022-03-01T00:00:00Z"
    two.published = "2022-03-01T00:00:00Z"
    for items in [[one, two], [two, one]] {
      #expect(try Blog(items).preview().feed("tags/graphs")?.title == "Tag: Graphs · Example Notes")
    }
  }

  @Test("spelling is the ledger's before the oldest entry's")
  func rememberedSpelling() throws {
    var blog = Blog([post(2, ["graphs"])])
    try blog.build()
    blog.items.append(post(1, ["GRAPHS"]))
    #expect(try blog.build().feed("tags/graphs")?.title == "Tag: graphs · Example Notes")
    blog.items.removeFirst()
    #expect(try blog.build().feed("tags/graphs")?.title == "Tag: graphs · Example Notes")
  }

  @Test("G4 a title is for people: Atom's term, RSS's category, JSON's tags, the feed's title")
  func titles() throws {
    var blog = Blog([post(1, ["GRAPHS"])])
    blog.pipeline.tags.titles = ["graphs": "Graphs & Trees"]
    let edition = try blog.preview()
    for entry in try edition.readEntries("tags/graphs") { #expect(entry.tags == ["Graphs & Trees"]) }
    #expect(try edition.atom("tags/graphs.atom")["title"] == "Tag: Graphs & Trees · Example Notes")
  }

  @Test("a slug decided by hand is the tag's, whatever the spelling in the configuration")
  func slugs() throws {
    var blog = Blog([post(1, ["c++"])])
    blog.pipeline.tags.slugs = ["C++": "cplusplus"]
    let edition = try blog.preview()
    #expect(edition.feed("tags/cplusplus")?.title == "Tag: c++ · Example Notes")
    #expect(edition.paths.contains("tags/cplusplus.atom"))
  }

  @Test("aliases merge, matched case-folded in NFC, and may chain")
  func aliases() throws {
    var blog = Blog([
      post(1, ["RL"]), post(2, ["reinforcement-learning"]), post(3, ["u\u{308}bung"]), post(4, ["r. l."]),
    ])
    blog.pipeline.tags.aliases = ["rl": "r. l.", "R. L.": "Reinforcement-Learning", "ÜBUNG": "rl"]
    let edition = try blog.preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/reinforcement-learning", "all"])
    #expect(edition.titles(in: "tags/reinforcement-learning") == ["4", "3", "2", "1"])
  }

  @Test("an alias of a tag that no entry has by name is spelled as the configuration spells its target")
  func spellingOfAlias() throws {
    var blog = Blog([post(1, ["rl"])])
    blog.pipeline.tags.aliases = ["rl": "Reinforcement Learning"]
    #expect(
      try blog.preview().feed("tags/reinforcement-learning")?.title == "Tag: Reinforcement Learning · Example Notes")
  }

  @Test("aliases that spell their target differently give one spelling, in every run")
  func spellingsOfAliases() throws {
    var blog = Blog([post(1, ["a1"])])
    for size in 2...12 {
      blog.pipeline.tags.aliases = ["a1": "GRAPHS"]
      for number in 2...size { blog.pipeline.tags.aliases["a\(number)"] = number % 2 == 0 ? "graphs" : "Graphs" }
      #expect(try blog.preview().feed("tags/graphs")?.title == "Tag: GRAPHS · Example Notes")
    }
  }

  @Test("a cycle of aliases ends")
  func cycle() throws {
    var blog = Blog([post(1, ["a"])])
    blog.pipeline.tags.aliases = ["a": "b", "b": "a"]
    #expect(try blog.preview().plan.feeds.count == 2)
  }

  @Test("an empty tag is dropped with a warning", arguments: ["", "  ", "\u{0}\u{1}"])
  func empty(_ tag: String) throws {
    let edition = try Blog([post(1, [tag, "graphs"])]).preview()
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/graphs", "all"])
    #expect(edition.problems.map(\.severity) == [.warning])
    #expect(edition.problems[0].place == Place(file: "posts.json", pointer: "/items/urn:example:1"))
  }

  @Test("a tag of nothing but a symbol has a feed", arguments: [("🏷️", "u-1f3f7-fe0f"), ("+", "u-2b")])
  func symbols(_ tag: String, _ slug: String) throws {
    let edition = try Blog([post(1, [tag])]).preview()
    #expect(try edition.atom("tags/\(slug).atom")["title"] == "Tag: \(tag) · Example Notes")
    #expect(edition.problems.isEmpty)
  }

  @Test("G2 two tags with one slug are one tag, with a warning that names both and says how to keep them apart")
  func collision() throws {
    let edition = try Blog([post(1, ["c++/cli", "graphs"]), post(2, ["cpp?cli"])]).preview()
    let problem = try #require(edition.problems.first)
    #expect(edition.problems.count == 1 && problem.severity == .warning && problem.rule == "G2")
    #expect(problem.message.hasPrefix("the tags “c++/cli” and “cpp?cli” have one slug, “cpp-cli”, and are one tag: "))
    #expect(problem.message.contains("tags.slugs") && problem.place.file == "config.json")
    #expect(edition.titles(in: "tags/cpp-cli") == ["2", "1"])
    #expect(edition.feed("tags/cpp-cli")?.title == "Tag: c++/cli · Example Notes")
  }

  @Test(
    "G2 and without one where they differ in nothing that anybody tells tags by",
    arguments: [["Open Source", "open-source"], ["open_source", "open source"], ["Open-Source", "OPEN  SOURCE"]])
  func collisionOfSpellings(tags: [String]) throws {
    let edition = try Blog([post(1, [tags[0], "graphs"]), post(2, [tags[1]]), post(3, tags)]).preview()
    #expect(edition.problems == [])
    #expect(edition.titles(in: "tags/open-source") == ["3", "2", "1"])
    #expect(edition.entry("3")?.tags.map(\.slug) == ["open-source"])
  }

  @Test("it is spelled as most posts do, of equals as the oldest, and that stays while the tag is there")
  func commonestSpelling() throws {
    var blog = Blog([post(1, ["a+b"]), post(2, ["a b"]), post(3, ["a b"])])
    #expect(try blog.build().feed("tags/a-b")?.title == "Tag: a b · Example Notes")
    blog.items += [post(4, ["a+b"]), post(5, ["a+b"])]
    #expect(try blog.build().feed("tags/a-b")?.title == "Tag: a b · Example Notes")
    let even = try Blog([post(1, ["Graphs"]), post(2, ["graphs"])]).preview()
    #expect(even.feed("tags/graphs")?.title == "Tag: Graphs · Example Notes")
    let common = try Blog([post(1, ["Graphs"]), post(2, ["graphs"]), post(3, ["graphs"])]).preview()
    #expect(common.feed("tags/graphs")?.title == "Tag: graphs · Example Notes")
  }

  @Test("G2 a collision is solved by a slug or by an alias")
  func collisionSolved() throws {
    var blog = Blog([post(1, ["a b"]), post(2, ["a+b"])])
    blog.pipeline.tags.slugs = ["a+b": "a-plus-b"]
    var edition = try blog.preview()
    #expect(edition.problems.isEmpty)
    #expect(edition.plan.feeds.map(\.scope.name) == ["tags/a-b", "tags/a-plus-b", "all"])
    blog.pipeline.tags = TagSettings(aliases: ["a+b": "a b"])
    edition = try blog.preview()
    #expect(edition.problems.isEmpty)
    #expect(edition.titles(in: "tags/a-b") == ["2", "1"])
  }

  @Test("G2 a tag's path that is the global feed's is an error, never an overwrite")
  func pathCollision() throws {
    var blog = Blog([post(1, ["all", "graphs"])])
    blog.pipeline.feeds.scopes[.tag]?.path = "{slug}"
    let edition = try blog.preview()
    #expect(Set(edition.paths).count == edition.paths.count)
    #expect(edition.problems.hasErrors)
    #expect(try edition.atom("all.atom")["title"] == "Example Notes")
    #expect(edition.paths.contains("graphs.atom"))
  }

  @Test("G3 a tag with no entries left loses its feed and keeps its row")
  func vanished() throws {
    var blog = Blog([post(1, ["graphs"]), post(2, [])])
    try blog.build()
    blog.items[0].tags = []
    let edition = try blog.build()
    #expect(edition.plan.feeds.map(\.scope.name) == ["all"])
    #expect(
      edition.publication.withdrawn.map(\.string).sorted() == [
        "tags/graphs.atom", "tags/graphs.json", "tags/graphs.rss",
      ])
    #expect(edition.ledger.terms[.tag]?["graphs"] == Ledger.TermRow(spelling: "graphs", isLive: false))
    blog.items[0].tags = ["Graphs"]
    let back = try blog.build()
    #expect(back.feed("tags/graphs")?.title == "Tag: graphs · Example Notes")
    #expect(back.publication.withdrawn.isEmpty)
    #expect(back.ledger.terms[.tag]?["graphs"]?.isLive == true)
  }

  @Test("each slug has one feed, whatever the tags are", arguments: 1...10)
  func distinctPaths(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pool = Array("abAÄä+# ./&😀c".unicodeScalars) + ["\u{301}"]
    var tags: Set<String> = []
    for _ in 0..<40 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<random.number(1...4) { scalars.append(random.one(of: pool)) }
      tags.insert(String(scalars))
    }
    let items = tags.sorted().enumerated().map { post($0 % 10 + 1, [$1]) }.enumerated().map { number, item in
      var item = item
      item.identity = .item(id: "urn:example:\(number)", url: nil)
      return item
    }
    let edition = try Blog(items).preview()
    #expect(Set(edition.paths).count == edition.paths.count)
    let identities = Set(tags.map { Slug.folded(Expected.line($0)) }.filter { !$0.isEmpty })
    #expect(!edition.problems.hasErrors)
    #expect(edition.plan.feeds.count - 1 == Set(identities.map(Slug.of)).count)
  }
}
