import Glibc
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// A site of JSON that changes, step by step, by chance.
private struct ChangingSite {
  let folder: TemporaryFolder
  let sink = MemorySink()
  let state = MemoryState()
  var random: SeededGenerator
  var instant = Timestamp("2022-06-01T00:00:00Z")
  private var posts: [[String: String]] = []
  private var others: [[String: String]] = []
  private var removed: [[String: String]] = []
  private var made = 0
  private var settings = [
    "site": #"{"title": "Notes", "url": "https://example.org/"}"#,
    "sources": #"[{"type": "json", "path": "posts.json"}]"#,
  ]

  init(
    seed: UInt64, withQueries: Bool? = nil, withAuthors: Bool? = nil, withArchives: Bool? = nil,
    withParents: Bool? = nil, withTombstones: Bool? = nil
  ) throws {
    random = SeededGenerator(seed: seed)
    folder = try TemporaryFolder()
    if withQueries ?? random.once(in: 2) { queries = ChangingSite.queries }
    documents = random.once(in: 2) ? ChangingSite.documents : ""
    let hasAuthors = withAuthors ?? random.once(in: 2)
    let (ofAll, ofTags) =
      withArchives ?? random.once(in: 2)
      ? (#"{"archive": {"entries": 5}}"#, #"{"archive": {"entries": 3}, "entries": 3}"#) : ("{}", "{}")
    scopes = #", "scopes": {"all": \#(ofAll), "tag": \#(ofTags)\#(hasAuthors ? #", "author": {}"# : "")}"#
    if withParents ?? random.once(in: 2) {
      parents = #""parents": {"rye": ["grain"], "oats": ["grain"], "grain": ["salt"]}"#
    }
    settings["tags"] = "{\(parents)}"
    if withTombstones ?? random.once(in: 2) { tombstones = #", "tombstones": {"atMost": 5}"# }
    setFeeds(#""entries": 4"#)
    for _ in 0..<30 { posts.append(post()) }
    try write()
  }

  /// Members of the feeds' settings, and of the tags'.
  private var scopes = ""
  private var tombstones = ""
  private var parents = ""

  private static let queries = [
    "oats AND NOT rye", "author:Ann OR salt", "since:2022-02-11 AND (oil OR title:7) AND NOT author:Bob",
    "NOT language:de AND until:2022-04-12", "title:new OR nothing OR category:none",
  ]
  private var queries: [String] = []
  /// Members that ask for documents about all feeds.
  private static let documents =
    #", "page": true, "opml": true, "catalogue": true, "stylesheet": true, "host": "apache""#
  private var documents = ""

  private mutating func setFeeds(_ members: String) {
    let named = queries.enumerated().map { #""q\#($0)": {"query": "\#($1)"}"# }.joined(separator: ", ")
    settings["feeds"] =
      "{\(members)\(scopes)\(tombstones)\(documents)\(named.isEmpty ? "" : #", "queries": {\#(named)}"#)}"
  }

  private static func text(_ texts: [String]) -> String { "[\(texts.map { "\"\($0)\"" }.joined(separator: ", "))]" }

  private mutating func tags() -> String {
    ChangingSite.text((0..<random.number(0...3)).map { _ in random.one(of: ["oats", "Oats", "rye", "salt", "oil"]) })
  }

  private mutating func authors() -> String {
    #"[{"name": "\#(random.one(of: ["Ann", "Bob", "Cem"]))", "url": "https://people.example/"}]"#
  }

  private mutating func date() -> String {
    let day = "2022-0\(random.number(1...5))-1\(random.number(0...3))"
    return #""\#(day)\#(random.once(in: 6) ? "" : "T1\(random.number(0...2)):00:00Z")""#
  }

  private mutating func post() -> [String: String] {
    made += 1
    var post = [
      "url": #""https://example.org/\#(made)/""#, "title": #""Post \#(made)""#, "content_html": #""<p>One.</p>""#,
      "date_published": date(), "tags": tags(), "authors": authors(),
    ]
    if !random.once(in: 5) { post["id"] = random.once(in: 2) ? #""\#(made)""# : #""urn:example:\#(made)""# }
    return post
  }

  private func write() throws {
    func json(_ members: [String: String]) -> String {
      "{\(members.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }.joined(separator: ", "))}"
    }
    try folder.write(json(settings), to: "config.json")
    for (name, posts) in [("posts.json", posts), ("others.json", others)] {
      try folder.write("[\(posts.map(json).joined(separator: ",\n"))]", to: "\(name).new")
      try #require(rename(folder["\(name).new"], folder[name]) == 0)
    }
  }

  /// What happened, in a word.
  mutating func change() throws -> String {
    instant = instant + Int64(random.number(1...200_000))
    var what: [String] = []
    for _ in 0..<random.number(1...2) {
      let step = random.once(in: 3) ? random.number(0...42) : random.number(0...17)
      let place = random.once(in: 2) ? random.number(0...posts.count - 1) : random.number(0...5)
      switch step {
      case 0...6: posts[place]["title"] = #""Title \#(random.number(0...99))""#
      case 7...12: posts[place]["content_html"] = #""<p>\#(random.number(0...99)) <a href='/x'>there</a></p>""#
      case 13...17: posts.insert(post(), at: random.once(in: 2) ? 0 : place)
      case 18: if posts.count > 8 { removed.append(posts.remove(at: place)) }
      case 19...21: posts[place]["tags"] = tags()
      case 22, 23: posts[place]["date_published"] = date()
      case 24: posts[place]["date_modified"] = #""2022-0\#(random.number(5...6))-1\#(random.number(0...9))T10:00:00Z""#
      case 25: posts[place]["tags"] = #"["new \#(random.number(0...99))"]"#
      case 26: posts[place]["authors"] = #"[{"name": "Dee"}, {"name": "Ann"}]"#
      case 27: posts[place]["url"] = #""https://example.org/moved/\#(random.number(0...999))/""#
      case 28:
        posts[place]["_syndicate"] = random.one(of: [
          #"{"draft": true}"#, #"{"minor": true}"#, #"{"withdrawn": "Wrong"}"#,
        ])
      case 29: posts[place]["_syndicate"] = #"{"expires": "2022-06-1\#(random.number(0...9))T00:00:00Z"}"#
      case 30: posts[place]["date_published"] = #""2022-06-1\#(random.number(0...9))T00:00:00Z""#
      case 31: posts.swapAt(place, 0)
      case 32: posts[place]["content_html"] = #""<p>Unsafe.<script>1</script></p>""#
      case 33: posts[place]["content_html"] = #""<p>Safe.</p>""#
      case 34: posts[place]["id"] = #""\#(made)-\#(random.number(0...99))""#
      case 35: posts[place]["image"] = #""/\#(random.number(0...9)).png""#
      case 36:
        let one = random.once(in: 2) ? #""aliases": {"rye": "oats"}"# : #""titles": {"oats": "O"}"#
        settings["tags"] = "{\(([one] + (parents.isEmpty ? [] : [parents])).joined(separator: ", "))}"
      case 37: settings["site"] = #"{"title": "Notes \#(random.number(0...9))", "url": "https://example.org/"}"#
      case 38:
        if random.once(in: 3) { queries.shuffle(using: &random) }
        documents = random.once(in: 2) ? #", "page": true, "catalogue": true"# : ""
        if random.once(in: 2) { scopes = "" }
        setFeeds(#""entries": \#(random.number(2...6)), "formats": ["json", "atom"]"#)
      case 39:
        others = (0..<2).map { _ in post() } + posts.prefix(1)
        settings["sources"] =
          #"[{"type": "json", "path": "posts.json"}, {"type": "json", "path": "others.json", "name": "others"}]"#
        settings["precedence"] = #"["json"]"#
      case 40: if let post = removed.popLast() { posts.insert(post, at: place) }
      default:
        settings["sources"] = #"[{"type": "json", "path": "posts.json"}]"#
        settings["precedence"] = nil
      }
      what.append("\(step)")
    }
    try write()
    return what.joined(separator: ", ")
  }

  func build(to sink: MemorySink, _ state: MemoryState, loaded: LoadedSources? = nil) throws -> Build {
    Build(try Configuration.load(folder["config.json"]), loaded: loaded, to: sink, remembering: state)
  }
}

@Suite("What is built of a change alone")
struct ChangedBuildTests {
  @Test("is what a build of everything would have made of it, however long that goes on")
  func walks() async throws {
    var followed = 0
    for seed in 0..<24 as Range<UInt64> { followed += try await walk(seed, steps: 30) }
    #expect(followed > 150, "of 720")
  }

  /// - Returns: how many changes were looked at alone.
  private func walk(_ seed: UInt64, steps: Int) async throws -> Int {
    var site = try ChangingSite(seed: seed)
    // As a watch has it, which keeps in memory what it goes on from, and as processes have it that follow each other.
    let loaded = seed % 2 == 0 ? LoadedSources() : nil
    _ = try await site.build(to: site.sink, site.state, loaded: loaded).run(at: site.instant)
    var followed = 0
    for step in 0..<steps {
      let ledger = try #require(site.state.read(.ledger))
      let before = await site.sink.documents
      let what = try site.change()
      let (sink, state) = (MemorySink(), MemoryState())
      _ = state.write(ledger, to: .ledger)
      let whole = try await site.build(to: sink, state).run(at: site.instant)

      let build = try site.build(to: site.sink, site.state, loaded: loaded)
      let alone = try await build.changedReport(from: nil, at: site.instant, progress: { _ in })
      try await alone?.keep()
      if alone != nil { followed += 1 }
      let report = if let alone { alone.report } else { try await build.run(at: site.instant) }
      let name = "seed \(seed), step \(step): \(what)"
      guard whole.published != nil else {
        #expect(report.published == nil, "\(name)")
        #expect(await site.sink.documents == before, "\(name)")
        continue
      }
      let (now, expected) = (await site.sink.documents, await sink.documents)
      #expect(now.count == expected.count && expected.allSatisfy { now[$0] == $1 }, "\(name)")
      #expect(site.state.read(.ledger) == state.read(.ledger), "\(name)")
      #expect(report.published?.written == Set(expected.keys.filter { before[$0] != expected[$0] }), "\(name)")
      #expect(report.changes == whole.changes && report.nextChange == whole.nextChange, "\(name)")
      #expect(Set(report.problems) == Set(whole.problems), "\(name)")
      #expect(report.terms == whole.terms && report.hidden == whole.hidden, "\(name)")
      #expect(report.sources == whole.sources && report.scheduled == whole.scheduled, "\(name)")
      #expect(report.feeds == whole.feeds && report.documents == whole.documents, "\(name)")
    }
    return followed
  }

  private func site(withQueries: Bool = false, withAll: Bool = false) throws -> ChangingSite {
    try ChangingSite(
      seed: 5, withQueries: withQueries, withAuthors: true, withArchives: withAll, withParents: withAll,
      withTombstones: withAll)
  }

  /// Whether a build that follows `edit` looks at it alone.
  private func isFollowed(
    withQueries: Bool = false, after edit: (ChangingSite) throws -> Void
  ) async throws -> Bool {
    let site = try site(withQueries: withQueries)
    _ = try await site.build(to: site.sink, site.state).run(at: site.instant)
    try edit(site)
    let changed = try await site.build(to: site.sink, site.state).changedReport(
      from: nil, at: site.instant + 1, progress: { _ in })
    return changed?.report.published != nil
  }

  private func replace(_ old: String, with new: String, in site: ChangingSite) throws {
    let text = try #require(site.folder.text("posts.json"))
    try #require(text.contains(old))
    try site.folder.write(text.replacing(old, with: new), to: "posts.json")
  }

  @Test("is an edit of any post, a post that comes, and nothing that reaches further")
  func reach() async throws {
    #expect(try await isFollowed { try replace(#""Post 7""#, with: #""Another""#, in: $0) })
    let post = #"{"id": "new", "title": "New", "date_published": "2022-05-20T10:00:00Z", "authors": [{"name": "Ann"}]}"#
    #expect(
      try await isFollowed { try replace("[{", with: "[\(post), {", in: $0) } == false, "an author without an address")
    let known = post.replacing("Ann\"", with: "Ann\", \"url\": \"https://people.example/\"")
    #expect(try await isFollowed { try replace("[{", with: "[\(known), {", in: $0) })
    #expect(try await isFollowed { try replace("}]", with: "}, 1]", in: $0) } == false, "an error")
    #expect(try await isFollowed { try replace("}]", with: "}] ", in: $0) } == false, "what is around them")
    #expect(try await isFollowed { _ = $0.state.write([], to: .ledger) } == false, "another ledger")
    #expect(
      try await isFollowed { _ = $0.state.write(Array(($0.state.read(.edition) ?? []).dropLast()), to: .edition) }
        == false, "not all of what was kept")
    #expect(
      try await isFollowed { site in
        var bytes = site.state.read(.edition) ?? []
        bytes[bytes.count / 2] ^= 1
        _ = site.state.write(bytes, to: .edition)
      } == false, "something else than what was kept")
    #expect(try await isFollowed { $0.state.remove(.edition) } == false, "nothing")
  }

  @Test(
    "is an edit of any post beside archives, tags above its own and tombstones, and nothing but its pages is written")
  func archives() async throws {
    for number in [1, 7, 12, 20, 28] {
      let site = try site(withAll: true)
      _ = try await site.build(to: site.sink, site.state).run(at: site.instant)
      try replace(#""Post \#(number)""#, with: #""Another""#, in: site)
      let build = try site.build(to: site.sink, site.state)
      let changed = try await build.changedReport(from: nil, at: site.instant + 1, progress: { _ in })
      let written = try #require(changed?.report.published?.written).map(\.string)
      #expect(written.count { $0.hasPrefix("all/archive/") } == 3, "\(written)")
    }
  }

  @Test("is an edit beside queries, too, and a post that answers them; not where a title begins to answer one")
  func queries() async throws {
    #expect(try await isFollowed(withQueries: true) { try replace(#""Post 8""#, with: #""Another""#, in: $0) })
    #expect(try await isFollowed(withQueries: true) { try replace("<p>One.</p>", with: "<p>Two.</p>", in: $0) })
    let post = #"""
      {"id": "another", "title": "Another", "date_published": "2022-05-20T10:00:00Z", "tags": ["oats"],
       "authors": [{"name": "Ann", "url": "https://people.example/"}]}
      """#
    for (title, isFollowed) in [("Another", true), ("New", false)] {
      // No category has a feed, so that nobody knows whether one that a query asks for is there now.
      let site = try site(withQueries: true)
      let config = try #require(site.folder.text("config.json"))
      try site.folder.write(config.replacing(" OR category:none", with: ""), to: "config.json")
      _ = try await site.build(to: site.sink, site.state).run(at: site.instant)
      try replace("[{", with: "[\(post.replacing("Another", with: title)), {", in: site)
      let report = try await site.build(to: site.sink, site.state).changedReport(
        from: nil, at: site.instant + 1, progress: { _ in })
      #expect((report != nil) == isFollowed, "\(title)")
    }
  }

  @Test("is none where an edit may make a post that no feed held one that is gone: it goes on under that one's id")
  func vanished() async throws {
    let site = try site()
    try site.folder.write(
      #"{"site": {"title": "N", "url": "https://example.org/"}, "feeds": {"entries": 1}, "sources": [{"type": "json", "path": "posts.json"}]}"#,
      to: "config.json")
    func posts(_ others: String) throws {
      let newest = #"{"id": "urn:newest", "title": "Newest", "date_published": "2022-03-20T10:00:00Z"}"#
      try site.folder.write("[\(newest), \(others)]", to: "posts.json")
    }
    func post(_ url: String, _ title: String) -> String {
      #"{"url": "https://example.org/\#(url)/", "title": "\#(title)", "date_published": "2022-03-01T10:00:00Z", "tags": ["t"]}"#
    }
    try posts(post("gone", "A title"))
    _ = try await site.build(to: site.sink, site.state).run(at: site.instant)
    // The feed of the tag has room for one: the newer one takes it, and the other was never in a feed.
    let other = post("other", "Another").replacing("10:00", with: "09:00")
    try posts(
      #"{"url": "https://example.org/held/", "title": "H", "date_published": "2022-03-02T10:00:00Z", "tags": ["t"]}, "#
        + other)
    _ = try await site.build(to: site.sink, site.state).run(at: site.instant + 1)
    try #require(site.state.read(.edition) != nil)
    try posts(
      #"{"url": "https://example.org/held/", "title": "H", "date_published": "2022-03-02T10:00:00Z", "tags": ["t"]}, "#
        + other.replacing("Another", with: "A title"))
    let build = try site.build(to: site.sink, site.state)
    #expect(try await build.changedReport(from: nil, at: site.instant + 2, progress: { _ in }) == nil)
    _ = try await build.run(at: site.instant + 2)
    let ledger = String(decoding: site.state.read(.ledger) ?? [], as: UTF8.self)
    #expect(ledger.contains(#""key":"https://example.org/other/","state":"live","id":"https://example.org/gone/""#))
  }
}
