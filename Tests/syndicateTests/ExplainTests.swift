import Foundation
import SyndicationTesting
import Testing

private typealias Object = [String: Any]

@Suite("syndicate explain")
struct ExplainTests {
  let site: Workdir

  /// Of 2023-11-14, when builds are: two posts on graphs, of which a feed holds one; one that is due later, one that has
  /// expired, one that is a draft, one without a date that can be read, and one that has an error.
  static let posts = #"""
    [{"id": "1", "title": "Newest", "url": "/1", "date_published": "2022-03-26T00:00:00Z", "tags": ["graphs"],
      "content_html": "<p>Words</p><script>x()</script><p onclick='x()'>More</p>"},
     {"id": "tag:example.org,2022:2", "title": "Second", "url": "/2", "date_published": "2022-03-25", "tags": ["graphs", "rare"]},
     {"id": "3", "title": "Due", "url": "/3", "date_published": "2024-12-01T01:00:00+01:00"},
     {"id": "4", "title": "Over", "url": "/4", "date_published": "2022-03-24", "_syndicate": {"expires": "2023-01-01"}},
     {"id": "5", "title": "Draft", "url": "/5", "date_published": "2022-03-24", "_syndicate": {"draft": true}},
     {"id": "6", "title": "Undated", "url": "/6", "date_published": "2022-02-31"},
     {"id": "1", "title": "Again", "url": "/7", "date_published": "2022-03-24"}]
    """#

  static let config = NextDueTests.config.replacing(
    "}]\n", with: #"}], "feeds": {"entries": 1, "scopes": {"all": {"entries": 2}, "tag": {}}}"# + "\n")

  init() throws {
    site = try Workdir(config: Self.config)
    try site.folder.write(Self.posts, to: "posts.json")
  }

  /// What is said of `query`, a line a fact, with one blank between words.
  private func told(_ query: String, of site: Workdir? = nil, code: Int32 = 0) throws -> [String] {
    let outcome = try (site ?? self.site).run("explain", query)
    #expect(outcome.code == code, "\(outcome.err)")
    return outcome.out.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test(
    "a post is found by its address, however it is written, its path, its ids, its title, its file and its line",
    arguments: [
      "https://example.org/2", "http://www.example.org/2/", "example.org/2", "/2", "tag:example.org,2022:2", "second",
      "posts.json#/1", "posts.json:3#/1", "posts.json:3",
    ])
  func ways(query: String) throws {
    let lines = try told(query)
    #expect(lines.first == "Second", "\(lines)")
    #expect(lines.contains("address https://example.org/2"))
    #expect(lines.contains("id tag:example.org,2022:2: the post's own"), "\(lines)")
    #expect(lines.contains("published 2022-03-25T00:00:00Z: as its source says, “2022-03-25”"))
    #expect(lines.contains("updated 2022-03-25T00:00:00Z: not changed since it was published"))
  }

  @Test("the feeds that hold it, at which place, those that have no room for it, and what was taken out of its body")
  func feeds() throws {
    let second = try told("/2")
    #expect(second.contains("in all, 2 of 2") && second.contains("tags/rare, 1 of 1"), "\(second)")
    #expect(
      second.contains("not in tags/graphs: it is number 2 of 2, and the feed holds 1 (feeds.entries)"), "\(second)")
    let first = try told("/1")
    #expect(first.contains("in all, 1 of 2") && first.contains("tags/graphs, 1 of 1"))
    #expect(first.contains("id tag:example.org,2022-03-26:1: made of the post's own, “1”, which is no URI"), "\(first)")
    #expect(first.contains { $0.contains("removed from the content: ") && $0.contains("script") }, "\(first)")
  }

  @Test("a tag with too few posts, and a document without room, are why it is missing")
  func room() throws {
    let config = Self.config.replacing(#""tag": {}"#, with: #""tag": {"minimumEntries": 2}"#)
    try site.folder.write(config.replacing(#""entries": 1,"#, with: #""bytes": 1500,"#), to: "config.json")
    let second = try told("/2")
    #expect(
      second.contains(
        "not in tags/rare: 1 post has it, and a feed wants 2 (feeds.scopes.tag.minimumEntries)"), "\(second)")
    let long = String(repeating: "Words. ", count: 500)
    try site.folder.write(Self.posts.replacing("<p>Words</p>", with: "<p>\(long)</p>"), to: "posts.json")
    let first = try told("/1")
    #expect(first.contains("in all, 1 of 2, in a document with its summary alone (feeds.bytes)"), "\(first)")
  }

  @Test("an archive holds each post, and a tag that is left out has no feed")
  func archive() throws {
    let config = Self.config.replacing(#""all": {"entries": 2}"#, with: #""all": {"entries": 1, "archive": true}"#)
      .replacing(#""feeds""#, with: #""tags": {"exclude": ["rare"]}, "feeds""#)
    try site.folder.write(config, to: "config.json")
    let second = try told("/2")
    #expect(second.contains("in all, 2 of 2"), "\(second)")
    #expect(second.contains { $0.hasSuffix(#"tags/rare: "exclude" of "tags" names it"#) }, "\(second)")
  }

  @Test(
    "what is not published: when it is due, since when it is over, whose draft it is, what is wrong with it",
    arguments: [
      ("/3", ["state scheduled: due at 2024-12-01T00:00:00Z"]), ("/4", ["state expired at 2023-01-01T00:00:00Z"]),
      ("/5", ["state kept back by its source"]),
      (
        "Again",
        [
          "state left out: it has an error",
          "posts.json:8#/6: error: “Again” is the same entry as the one at posts.json:1#/0",
        ]
      ),
    ])
  func withheld(query: String, lines: [String]) throws {
    let told = try told(query)
    for line in lines { #expect(told.contains { $0.hasPrefix(line) }, "\(line) in \(told)") }
    #expect(!told.contains { $0.hasPrefix("in ") })
  }

  @Test("D4 §ledger: an edit since the last build, a new address, and a post that is gone are told with what they were")
  func history() throws {
    #expect(try site.run("build").code == 1, "two of them have errors")
    let before = site.snapshot()
    let moved = Self.posts.replacing(#""url": "/2""#, with: #""url": "/second""#).replacing("Words", with: "Others")
      .replacing(#"{"id": "3""#, with: #"{"id": "33""#)
    try site.folder.write(moved, to: "posts.json")
    for query in ["/2", "/second"] {
      let second = try told(query)
      #expect(second.first == "Second")
      #expect(
        second.contains("id tag:example.org,2022:2: it was published under it, as the ledger remembers"), "\(second)")
      #expect(second.contains("ledger source json, key tag:example.org,2022:2"))
      #expect(second.contains("lived at https://example.org/2"), "\(second)")
      #expect(
        second.contains(
          "published 2022-03-25T00:00:00Z: what “2022-03-25” meant when it was first published, as the ledger remembers"
        ), "\(second)")
    }
    let first = try told("/1")
    #expect(
      first.contains("updated 2023-11-14T22:13:20Z: its author changed it since the last build (body)"), "\(first)")
    let gone = #"[{"id": "1", "title": "Newest", "url": "/1", "date_published": "2022-03-26T00:00:00Z"}]"#
    try site.folder.write(gone, to: "posts.json")
    let second = try told("/2")
    #expect(second.contains("state no source holds it now"), "\(second)")
    #expect(second.contains("id tag:example.org,2022:2"))
    #expect(site.snapshot().filter { $0.key != "posts.json" } == before.filter { $0.key != "posts.json" })
  }

  @Test("an unknown post is an error that names what is nearest, by title or by address")
  func unknown() throws {
    let outcome = try site.run("explain", "Secnd")
    #expect(outcome.code == 1 && outcome.out == "")
    #expect(
      outcome.err == "no post is known as “Secnd”: did you mean Second, https://example.org/2?\n", "\(outcome.err)")
    #expect(try site.run("explain", "").code == 64)
    #expect(try site.run("explain", "/1", "--config", "none.json").code == 2)
    MessageTests.expectHarmless(try site.run("explain", MessageTests.hostile).err)
  }

  /// Files of a blog that are no posts, for one reason or another, or drafts.
  static let blog = [
    "blog/_config.yml":
      "url: https://example.org\ndefaults: [{scope: {path: _posts/old}, values: {published: false}}]\n",
    "blog/_posts/2022-03-25-a.md": "---\ntitle: A\nredirect_from: /old/a.html\n---\nWords.\n",
    "blog/_posts/2022-03-24-b.md": "---\ntitle: B\ndraft: true\n---\nWords.\n",
    "blog/_posts/old/2022-03-23-c.md": "---\ntitle: C\n---\nWords.\n",
    "blog/_posts/d.md": "---\ntitle: D\n---\nWords.\n",
    "blog/_drafts/e.md": "---\ntitle: E\n---\nWords.\n",
    "blog/_posts/2022-03-22-f.md": "---\ntitle: F\ndate: soon\n---\nWords.\n",
    "elsewhere.md": "Words.\n",
  ]

  @Test(
    "a file is told of whether it is a post or not: which line keeps it back, and what keeps it from being one",
    arguments: [
      ("blog/_posts/2022-03-25-a.md", "id https://example.org/2022/03/25/a: that of its generator's feed"),
      ("blog/_posts/2022-03-24-b.md", "state kept back by its source: `draft: true` in its front matter"),
      ("2022/03/24/b.html", ""),
      ("blog/_posts/old/2022-03-23-c.md", "state kept back by its source: `published: false` by a default of the site"),
      ("blog/_posts/d.md", "blog/_posts/d.md: not read: its name does not begin with a date"),
      ("blog/_drafts/e.md", "state not read: Jekyll passes it over"),
      ("blog/_posts/2022-03-22-f.md", "blog/_posts/2022-03-22-f.md:3: error: “soon” is no date"),
      ("elsewhere.md", "state not read: no source reads it"),
    ])
  func files(path: String, line: String) throws {
    let site = try Workdir(
      config: Workdir.config.replacing("listing", with: "markdown").replacing("posts.txt", with: "blog"))
    for (file, text) in Self.blog { try site.folder.write(text, to: file) }
    let lines = try told(path, of: site, code: line.isEmpty ? 1 : 0)
    #expect(line.isEmpty || lines.contains { $0.hasPrefix(line) }, "\(line) in \(lines)")
    #expect(site.folder.read(".syndicate/ledger.ndjson") == nil, "nothing is written")
  }

  @Test("a listing's posts are found by the line that they stand at, and a file of many tells of ten")
  func lines() throws {
    let site = try Workdir()
    #expect(try told("posts.txt:14", of: site).first == "The Second Post")
    #expect(try told("posts.txt", of: site).filter { $0.hasPrefix("address ") }.count == 3)
    let many = (1...12).map {
      #"{"id": "\#($0)", "title": "T\#($0)", "url": "/\#($0)", "date_published": "2022-03-25"}"#
    }
    try self.site.folder.write("[\(many.joined(separator: ","))]", to: "posts.json")
    #expect(try told("posts.json").last == "and 2 more: name one by its address, its id or its line")
  }

  @Test("--json is what docs/explain.schema.json says, and together the answers show every key")
  func json() throws {
    let schema = try Schema("explain")
    var used: Set<String> = []
    func ask(_ query: String, of site: Workdir, code: Int32 = 0) throws {
      let outcome = try site.run("explain", query, "--json")
      #expect(outcome.code == code, "\(outcome.err)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? Object)
      #expect(schema.faults(of: object, used: &used) == [], "\(outcome.out)")
    }
    for query in ["/1", "/2", "/3", "/4", "/5", "Again"] { try ask(query, of: site) }
    try ask("nothing like it", of: site, code: 1)
    // What keeps all from being published.
    try site.folder.write(
      Self.config.replacing("{\n", with: "{ \"strict\": true,\n", maxReplacements: 1), to: "config.json")
    try ask("/1", of: site)
    try site.folder.write(Self.config, to: "config.json")
    try site.run("build")
    try ask("/2", of: site)
    try site.folder.write(#"[{"id": "1", "url": "/1", "date_published": "2022-03-26"}]"#, to: "posts.json")
    try ask("/2", of: site)
    try site.folder.write(
      Self.posts.replacing("\"Newest\"", with: "\"N\", \"_syndicate\": {\"withdrawn\": \"Wrong\"}"), to: "posts.json")
    try ask("/1", of: site)
    #expect(try told("/1").contains("withdrawn Wrong"))

    let blog = try Workdir(
      config: """
        {"site": {"title": "A Site", "url": "https://example.org/"}, "precedence": ["markdown", "json"],
         "sources": [{"type": "markdown", "path": "blog"}, {"type": "json", "path": "posts.json"}]}
        """)
    for (file, text) in Self.blog { try blog.folder.write(text, to: file) }
    try blog.folder.write(
      #"[{"id": "1", "title": "A as JSON", "url": "https://example.org/2022/03/25/a.html", "date_published": "2022-03-25"}]"#,
      to: "posts.json")
    for query in Self.blog.keys.sorted() where query.hasSuffix(".md") { try ask(query, of: blog) }
    try ask("/old/a.html", of: blog)
    try ask("A as JSON", of: blog)
    // The one key of a thousand problems of one kind.
    #expect(schema.keys().subtracting(used).filter { !$0.hasSuffix("/problems/*/others") } == [])
  }
}
