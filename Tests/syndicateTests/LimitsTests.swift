import Foundation
import Syndication
import SyndicationTesting
import Testing

/// What bounds the cost of an input, through the built binary.
@Suite("The limits") struct LimitsTests {
  @Test("are those that docs/limits.md lists, in its order")
  func documented() throws {
    let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    let text = try String(contentsOf: docs.appending(path: "limits.md"), encoding: .utf8)
    // What follows is what a build may cost.
    let rows = text.prefix(upTo: text.firstRange(of: "\n## ")?.lowerBound ?? text.endIndex).split(separator: "\n")
      .filter { $0.hasPrefix("| ") }.dropFirst()
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    #expect(
      rows.map { $0.prefix(3) }
        == Limit.all.map { [$0.name, String($0.value), $0.key.map { "`\($0)`" } ?? "–"] })
    // Beyond what is told: MessageTests.
    #expect(rows.allSatisfy { $0.count == 4 && !$0[3].isEmpty })
  }

  /// A site that is beyond a limit, and what becomes of it.
  struct Beyond: Sendable, CustomTestStringConvertible {
    var limit: Limit
    var source = Source.markdown
    /// By their names in the site.
    var files: @Sendable () -> [String: String]
    /// Of the configuration, beside site and sources.
    var settings = ""
    var code: Int32 = 0
    /// What is told.
    var tells: [String] = []
    /// Of the feed of everything in JSON, where there is one.
    var holds: [String] = []
    var lacks: [String] = []
    /// How many documents there are; nil where that says nothing.
    var documents: Int?

    enum Source: String, Sendable { case markdown, json, html, feed }

    var testDescription: String { limit.name }
  }

  static let post = "---\ntitle: One\ndate: 2022-03-25\n"

  static func markdown(_ body: String, frontMatter: String = "") -> [String: String] {
    ["site/_posts/2022-03-25-one.md": "\(post)\(frontMatter)---\n\(body)\n", "site/_config.yml": "title: A\n"]
  }

  static func pelican(_ settings: String) -> [String: String] {
    [
      "site/pelicanconf.py": "SITENAME = 'A'\nPATH = 'content'\n\(settings)\n",
      "site/content/one.md": "Title: One\nDate: 2022-03-25\n\nText.\n",
    ]
  }

  static func item(_ members: String, id: String = "1", title: String = "One") -> String {
    #"{"id": "urn:example:\#(id)", "title": "\#(title)", "date_published": "2022-03-25", \#(members)}"#
  }

  static func json(_ items: String...) -> [String: String] { ["posts.json": "[\(items.joined(separator: ",\n"))]"] }

  static func text(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  static func list(_ count: Int, _ element: (Int) -> String) -> String {
    (0..<count).map(element).joined(separator: ", ")
  }

  static let dots = Array(repeating: "a", count: 120).joined(separator: ".")
  static let laughs = "a0: &a0 [b, b]\n" + (1...60).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()

  static let cases = [
    Beyond(
      limit: .markdownBytes, files: { markdown(text("Some words.\n\n", 170_000)) },
      tells: ["what is beyond 2000000 is cut"], holds: [#""title":"One""#]),
    Beyond(
      limit: .htmlBytes, source: .json,
      files: { json(item(#""content_html": "\#(text("<p>Some words.</p>", 600_000))""#)) },
      tells: ["what is beyond 10000000 is cut"], holds: [#""title":"One""#]),
    Beyond(
      limit: .elementDepth, source: .json,
      files: { json(item(#""content_html": "\#(text("<div>", 250))deep\#(text("</div>", 250))""#)) },
      holds: [text("<div>", 150), "deep"], lacks: [text("<div>", 201)]),
    Beyond(
      limit: .quoteDepth,
      files: {
        markdown(
          text("> ", 10) + "a\n" + text("> ", 10) + ": near\n\n" + text("> ", 25) + "b\n" + text("> ", 25) + ": far")
      }, holds: ["<dd>near</dd>", ": far"]),
    Beyond(
      limit: .pageDepth, source: .html,
      files: {
        let head = "<!doctype html><title>One</title><meta property=article:published_time content=2022-03-25>"
        return ["pages/one.html": "\(head)<p>seen</p>\(text("<div>", 2_100))<p>unseen</p>"]
      }, tells: ["elements are nested 2000 deep here"], holds: ["seen"], lacks: ["unseen"]),
    Beyond(
      limit: .templateBytes,
      files: {
        markdown("{% for i in (1..9999) %}{% for j in (1..9999) %}{{ i }} and more{% endfor %}{% endfor %}end")
      }, tells: ["Liquid output beyond its bound"]),
    Beyond(
      limit: .templateDepth,
      files: { markdown("\(text("{% unless a %}", 60))deep\(text("{% endunless %}", 60))") }, tells: ["Liquid"],
      holds: ["deep"], lacks: ["{%"]),
    Beyond(
      limit: .expressionDepth, files: { markdown("a{{ a\(text("[a", 20))\(text("]", 20)) }}b") },
      holds: ["a{{ a[a"]),
    Beyond(
      limit: .templateRange, files: { markdown("{% for i in (1..100002) %}x{% endfor %}end") }, holds: ["<p>end</p>"]),
    Beyond(
      limit: .shortcodeDepth,
      files: {
        [
          "site/hugo.toml": "title = \"A\"\n",
          "site/content/posts/one.md":
            "\(post)---\n\(text("{{< details >}}", 40))deep\(text("{{< /details >}}", 40))\n",
        ]
      }, holds: ["deep"], lacks: ["{{<"]),
    Beyond(
      limit: .postValues, files: { markdown("", frontMatter: "a:\n- [\(list(9_994) { "\($0)" })]\n- b\n- c\n") },
      code: 1,
      tells: ["2022-03-25-one.md:7: ", "over 10000 values, counting what aliases repeat, are not read"]),
    Beyond(
      limit: .postValues, files: { markdown("", frontMatter: laughs) }, code: 1,
      tells: ["2022-03-25-one.md:12: ", "values, counting what aliases repeat, are not read"]),
    Beyond(
      limit: .fileValues,
      files: { markdown("").merging(["site/_config.yml": "a:\n- [\(list(99_997) { "\($0)" })]\n- b\n"]) { $1 } },
      code: 1,
      tells: ["_config.yml:3: ", "over 100000 values, counting what aliases repeat, are not read"], documents: 0),
    Beyond(
      limit: .fileValues, files: { markdown("").merging(["site/_config.yml": laughs]) { $1 } }, code: 1,
      tells: ["_config.yml:9: ", "values, counting what aliases repeat, are not read"], documents: 0),
    Beyond(
      limit: .valueDepth,
      files: {
        ["site/hugo.toml": "title = \"A\"\n", "site/content/one.md": "+++\ntitle = \"A\"\n\(dots) = 1\n+++\n"]
      },
      code: 1, tells: ["one.md:3: ", "nested too deep"]),
    Beyond(
      limit: .valueDepth, files: { pelican("TIMEZONE = \(text("[", 100_000))") },
      tells: ["what a program makes is not read (pelicanconf.py: TIMEZONE)"], holds: [#""title":"One""#]),
    Beyond(
      limit: .fileValues,
      files: { pelican("TIMEZONE = 'Europe/Berlin'\n\(text("TIMEZONE = [TIMEZONE, TIMEZONE]\n", 60))") },
      tells: ["what a program makes is not read (pelicanconf.py: TIMEZONE)"], holds: [#""title":"One""#]),
    Beyond(
      limit: .jsonDepth, source: .json,
      files: { json(item(#""x": \#(text("[", 300))\#(text("]", 300))"#)) }, code: 1,
      tells: ["nested more than 256 deep"]),
    Beyond(
      limit: .yamlTags, files: { ["site/_config.yml": text("%TAG !a! tag:example.org,2022:\n", 101) + "---\na: b\n"] },
      code: 1, tells: ["_config.yml:101: ", "there are over 100 lines %TAG"]),
    Beyond(
      limit: .yamlTags, files: { markdown("", frontMatter: "%TAG\u{2028}%TAG\r" + text("%TAG !a! b:\r", 99) + "\n") },
      code: 1, tells: ["2022-03-25-one.md:4: ", "there are over 100 lines %TAG"]),
    Beyond(
      limit: .tomlBytes,
      files: {
        ["site/hugo.toml": text("# A comment.\n", 80_000), "site/content/posts/one.md": "\(post)---\nText.\n"]
      }, code: 1, tells: ["hugo.toml:1: ", "over 1000000 bytes of TOML are not read: shorten it"]),
    Beyond(
      limit: .terms, files: { markdown("", frontMatter: "tags: [\(list(5_000) { "t\($0)" })]\n") },
      tells: ["2022-03-25-one.md: ", "has 5000 tags: the first 100 count"], holds: [#""t99"]"#], documents: 303),
    Beyond(
      limit: .attachments, source: .json,
      files: {
        let files = list(1_001) { #"{"url": "https://example.org/\#($0).mp3", "mime_type": "audio/mpeg"}"# }
        return json(item(#""content_text": "x", "attachments": [\#(files)]"#))
      }, tells: ["has 1001 attachments: the first 1000 count"], holds: ["/999.mp3"], lacks: ["/1000.mp3"]),
    Beyond(
      limit: .nameCharacters, source: .json,
      files: { json(item(#""content_text": "x""#, title: text("long ", 250_000))) },
      tells: ["the title has over 1000 characters"], holds: [#""title":"\#(text("long ", 199))long…""#]),
    Beyond(
      limit: .summaryCharacters, source: .json,
      files: { json(item(#""content_text": "x", "summary": "\#(text("long ", 250_000))""#)) },
      tells: ["the summary has over 100000 characters"], holds: ["long long…"]),
    Beyond(
      limit: .addressBytes, source: .json,
      files: {
        let long = "https://example.org/\(text("a", 8_000))"
        return json(item(#""content_text": "x", "image": "\#(long)""#), item(#""url": "\#(long)""#, id: "2"))
      }, code: 1,
      tells: ["the address of the image has over 8000 bytes", "its address has over 8000 bytes"],
      holds: ["urn:example:1"], lacks: ["urn:example:2", "\"image\""]),
    Beyond(
      limit: .tagsAbove, source: .json, files: { json(item(#""content_text": "x""#)) },
      settings: #""tags": {"parents": {\#(list(100) { #""t\#($0)": "t\#($0 + 1)""# })}}"#, code: 1,
      tells: ["#/tags/parents: ", "over 50 tags stand above “t49”: leave some out"], documents: 0),
    Beyond(
      limit: .queryCharacters, source: .json, files: { json(item(#""content_text": "x""#)) },
      settings: #""feeds": {"queries": {"q": {"query": "\#(text("a", 2_001))"}}}"#, code: 1,
      tells: ["#/feeds/queries/q/query: ", "at character 2001: a query has at most 2000 characters"], documents: 0),
    Beyond(
      limit: .queryDepth, source: .json, files: { json(item(#""content_text": "x""#)) },
      settings: #""feeds": {"queries": {"q": {"query": "\#(text("(", 900))a\#(text(")", 900))"}}}"#, code: 1,
      tells: ["#/feeds/queries/q/query: ", "at character 21: over 20 parentheses"], documents: 0),
    Beyond(
      limit: .documents, source: .json,
      files: { json(item(#""content_text": "x", "tags": ["a", "b"]"#)) }, settings: #""feeds": {"documents": 8}"#,
      code: 1, tells: ["there would be 9 documents, and 8 are allowed: raise feeds.documents"], documents: 0),
    Beyond(
      limit: .documentBytes, source: .feed,
      files: {
        let tags = (0..<100).map { #"<category term="\#($0)\#(text(" &amp;", 450))"/>"# }.joined()
        func entry(_ id: Int, _ more: String) -> String {
          """
          <entry><id>urn:example:\(id)</id><title>T\(id)</title><updated>2022-03-0\(9 - id)T00:00:00Z</updated>\(more)
          <summary>\(text("&amp; ", id == 0 ? 90_000 : 1))</summary></entry>
          """
        }
        return [
          "feed.xml": """
          <feed xmlns="http://www.w3.org/2005/Atom"><id>urn:example:f</id><title>F</title>
          <updated>2022-03-25T00:00:00Z</updated>\(entry(0, tags))\(entry(1, ""))\(entry(2, ""))</feed>
          """
        ]
      }, settings: #""feeds": {"bytes": 500000, "scopes": {"all": {}}}"#,
      tells: ["where a document may have 500000 (feeds.bytes), and is in no atom or rss feed"],
      holds: ["urn:example:1", "urn:example:2"]),
    Beyond(
      limit: .feedEntries, source: .json,
      files: {
        ["posts.json": "[\(list(25) { item(#""content_text": "x""#, id: "\($0 + 10)", title: "T") })]"]
      }, holds: ["urn:example:29"], lacks: ["urn:example:30"]),
    Beyond(
      limit: .archiveEntries, source: .json,
      files: {
        ["posts.json": "[\(list(101) { item(#""content_text": "x""#, id: "\($0 + 10)", title: "T") })]"]
      }, settings: #""feeds": {"scopes": {"all": {"archive": true}}}"#, holds: ["/feeds/all/archive/2.json"],
      documents: 9),
  ]

  static func site(_ beyond: Beyond) throws -> Workdir {
    let paths: [Beyond.Source: String] = [
      .markdown: "site", .json: "posts.json", .html: "pages", .feed: "feed.xml",
    ]
    let site = try Workdir(
      config: """
        {"site": {"title": "A", "url": "https://example.org/"},
         "sources": [{"type": "\(beyond.source.rawValue)", "path": "\(paths[beyond.source]!)"}]
         \(beyond.settings.isEmpty ? "" : ", \(beyond.settings)")}
        """)
    for (name, text) in beyond.files() { try site.folder.write(text, to: name) }
    return site
  }

  @Test("beyond each, a build ends soon, says so, and does what docs/limits.md says", arguments: cases + markup)
  func beyond(_ beyond: Beyond) throws {
    let site = try Self.site(beyond)
    let outcome = try site.run("build", "--verbose")
    #expect(outcome.code == beyond.code, "\(outcome.err.prefix(2_000))")
    for text in beyond.tells { #expect(outcome.err.contains(text), "\(text) in \(outcome.err.prefix(2_000))") }
    let documents = site.folder.files().filter { $0.hasPrefix("feeds/") }
    if let count = beyond.documents { #expect(documents.count == count) }
    let feed = site.folder.text("feeds/all.json")?.replacing("\\/", with: "/")
    for text in beyond.holds { #expect(feed?.contains(text) == true, "\(text) in \(feed?.prefix(2_000) ?? "")") }
    for text in beyond.lacks { #expect(feed?.contains(text) == false, "\(text.prefix(80)) in the feed") }
    for name in documents where !name.hasSuffix(".json") { #expect(try site.isWellFormed(name)) }
  }

  @Test("each has a site that is beyond it")
  func walked() {
    // Those of messages are in MessageTests, that of documents in DocumentCheckTests, that of stores in S3FaultTests, those of
    // workers in ProblemTests.
    let own: Set = [
      Limit.pairsOfDay, .message, .problemsOfKind, .kindsOfRule, .checkedBytes, .storedBytes, .notedProblems,
      .loggedProblems, .loads, .waitingLoads,
    ]
    #expect(Set((Self.cases + Self.markup).map(\.limit)).union(own) == Set(Limit.all))
  }

  @Test("beyond the pairs of one day, posts that have lost both id and address are new, and that is told")
  func pairsOfDay() throws {
    func posts(_ name: String) -> String {
      let posts = Self.list(1_001) {
        #"{"url": "/\#(name)\#($0)", "title": "T\#($0)", "content_text": "x", "date_published": "2022-03-25"}"#
      }
      return "[\(posts)]"
    }
    // The ledger knows what a feed has held.
    let site = try Workdir(
      config: RefusedInputTests.jsonConfig.replacing("\"sources\"", with: "\"feeds\": {\"entries\": 2000}, \"sources\"")
    )
    try site.folder.write(posts("a"), to: "posts.json")
    #expect(try site.run("build").code == 0)
    try site.folder.write(posts("b"), to: "posts.json")
    let outcome = try site.run("build")
    #expect(outcome.code == 0)
    #expect(outcome.err.contains("1001 posts of 2022-03-25 are not known, and"), "\(outcome.err)")
  }

  @Test("a plan says what a feed has no room for, and why")
  func planned() throws {
    let long = Self.text("Some words. ", 2_000)
    let site = try Workdir(
      config: RefusedInputTests.jsonConfig.replacing(
        "\"sources\"", with: "\"feeds\": {\"bytes\": 20000, \"scopes\": {\"all\": {}}}, \"sources\""))
    try site.folder.write(
      Self.json(
        Self.item(#""content_text": "x", "summary": "\#(long)""#, id: "1", title: "Large"),
        Self.item(#""content_text": "\#(long)""#, id: "2"), Self.item(#""content_text": "x""#, id: "3"))["posts.json"]!,
      to: "posts.json")
    let outcome = try site.run("plan")
    #expect(
      outcome.out.contains(
        "no room: all, 1 entry without content, 1 left out, as a document has 20000 bytes at most (feeds.bytes)\n"),
      "\(outcome.out)")
    #expect(
      outcome.err.contains("is in no atom or json feed") && outcome.err.contains("summary alone"), "\(outcome.err)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(site.run("plan", "--json").out.utf8)) as? [String: Any])
    let losses = try #require(report["losses"] as? [[String: Any]])
    #expect(losses.map { $0["omitted"] as? [String] } == [["urn:example:1"]])
    #expect(losses.map { $0["shortened"] as? [String] } == [["urn:example:2"]])
    try site.run("build")
    let feed = try #require(site.folder.text("feeds/all.atom"))
    #expect(feed.contains("urn:example:2") && feed.contains("urn:example:3") && !feed.contains("urn:example:1<"))
  }

  @Test("a watch outlives a file of the site that stands for more than memory holds")
  func watched() throws {
    let site = try Self.site(Beyond(limit: .fileValues) { Self.markdown("Text.") })
    let watch = try WatchProcess(site)
    try site.folder.write(Self.laughs, to: "site/_config.yml")
    try watch.next("a problem") { $0.problems.contains("counting what aliases repeat") }
    for (name, text) in Self.markdown("Other text.") { try site.folder.write(text, to: name) }
    try watch.nextWriting()
  }

  @Test(
    "a disk that is too small for what is to be written is told before anything appears",
    .enabled(if: FolderMounts.arePossible, "no mounts here"))
  func fullDisk() throws {
    let site = try Workdir()
    try site.folder.makeFolder("feeds")
    let outcome = try site.run(
      "build",
      under: ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=16k none feeds && exec \"$0\" \"$@\""])
    #expect(outcome.code == 2)
    #expect(
      outcome.err.contains("cannot write 49152 bytes, where 16384 are free, to feeds: No space left"), "\(outcome.err)")
    #expect(!site.folder.files().contains { $0.hasSuffix("ledger.ndjson") })
    #expect(try site.run("build").code == 0)
  }
}

private enum FolderMounts {
  static let arePossible = {
    guard let site = try? Workdir() else { return false }
    return
      (try? site.run(
        "--version", under: ["unshare", "-Urm", "sh", "-c", "mount -t tmpfs none /mnt && exec \"$0\" \"$@\""]
      ).code) == 0
  }()
}
