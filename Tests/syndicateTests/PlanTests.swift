import Foundation
import SyndicationTesting
import Testing

@Suite("syndicate plan: what a build would change for subscribers")
struct PlanTests {
  let site: Workdir

  /// Its feeds hold two entries each.
  init() throws {
    site = try Workdir(config: Self.config)
    try site.run("build")
  }

  static let config = Workdir.config.replacing("}]\n", with: "}],\n\"feeds\": {\"entries\": 2}\n")

  /// Rewrites the listing, `text` replaced, and plans.
  func plan(_ text: String = "", with other: String = "", _ arguments: String..., in listing: String = Workdir.listing)
    throws -> Workdir.Outcome
  {
    if !text.isEmpty { try #require(listing.contains(text)) }
    try site.folder.write(text.isEmpty ? listing : listing.replacing(text, with: other), to: "posts.txt")
    return try site.start(["plan"] + arguments).wait()
  }

  static let newPost = """
    A Brand New Post

    27 Mar 2022 | graphs Last, First

    What it is about.


    The Newest Post
    """

  @Test("nothing changed: nothing would")
  func nothing() throws {
    let outcome = try site.run("plan", "--max-notified", "0")
    #expect(outcome.code == 0 && outcome.err == "")
    #expect(!outcome.out.contains("feed: "))
    #expect(outcome.out.contains("feeds: 0 changed, 4 unchanged\n"))
    #expect(outcome.out.contains("entries: 0 new, 0 shown again, 0 updated, 0 removed\nnotified: 0\n"))
    #expect(outcome.out.contains("documents: 0 to write, 12 unchanged, 0 to remove\n"))
  }

  @Test("a new post is new in each of its feeds; what it leaves no room for is not removed")
  func new() throws {
    let outcome = try plan("The Newest Post", with: Self.newPost)
    #expect(outcome.code == 0)
    #expect(outcome.out.contains("feed: tags/graphs, 1 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(outcome.out.contains("feed: all, 1 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(outcome.out.contains("feeds: 2 changed, 2 unchanged\n"))
    #expect(outcome.out.contains("entries: 1 new, 0 shown again, 0 updated, 0 removed\nnotified: 1\n"))
  }

  @Test("RFC 5005 §4 pages of archives are counted, and nobody is notified of what they hold")
  func archives() throws {
    let config = Self.config.replacing(
      "\"entries\": 2", with: "\"entries\": 2, \"scopes\": {\"tag\": {}, \"all\": {\"archive\": {\"entries\": 3}}}")
    try site.folder.write(config, to: "config.json")
    let begun = try plan()
    #expect(begun.code == 0 && begun.out.contains("archive: all: 1 page of its archive, 1 written\n"))
    #expect(begun.out.contains("entries: 0 new, 0 shown again, 0 updated, 0 removed\nnotified: 0\n"))
    try site.run("build")
    let new = try plan("The Newest Post", with: Self.newPost)
    #expect(new.out.contains("feed: all, 1 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(new.out.contains("archive: all: 2 pages of its archive, 1 written\n"))
  }

  @Test("an edited post is updated, and notifies nobody")
  func updated() throws {
    let outcome = try plan("What the newest post", with: "Anew what the newest post", "--max-notified", "0")
    #expect(outcome.code == 0)
    for feed in ["tags/graphs", "tags/reproducibility", "all"] {
      #expect(outcome.out.contains("feed: \(feed), 0 new, 0 shown again, 1 updated, 0 removed\n"))
    }
    #expect(outcome.out.contains("notified: 0\n"))
  }

  @Test("a post that is gone is removed, and the one that comes back into the room that it leaves is shown again")
  func comesBack() throws {
    try site.folder.write(Workdir.listing.replacing("The Newest Post", with: Self.newPost), to: "posts.txt")
    try site.run("build")
    let outcome = try plan("", "--max-notified", "0")
    #expect(outcome.code == 3)
    #expect(outcome.out.contains("feed: all, 0 new, 1 shown again, 0 updated, 1 removed\n"))
    #expect(outcome.out.contains("feed: tags/graphs, 0 new, 1 shown again, 0 updated, 1 removed\n"))
    #expect(
      outcome.err.hasPrefix(
        "shown again: “The Second Post”, https://example.org/2022/03/25/the-second-post/, in tags/graphs, all\n"))
  }

  @Test("a post with another tag is new to those who follow the tag, removed for others, and updated elsewhere")
  func tag() throws {
    let outcome = try plan("| graphs reproducibility", with: "| memory graphs")
    #expect(outcome.out.contains("feed: tags/memory, 1 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(outcome.out.contains("feed: tags/reproducibility (ends), 0 new, 0 shown again, 0 updated, 1 removed\n"))
    #expect(outcome.out.contains("feed: tags/graphs, 0 new, 0 shown again, 1 updated, 0 removed\n"))
    #expect(outcome.out.contains("notified: 1\n"))
    #expect(outcome.out.contains("9 unchanged") == false && outcome.out.contains("3 to remove"))
  }

  @Test("known posts in a feed that begins are new to nobody: nobody follows it yet")
  func begins() throws {
    let outcome = try plan("| graphs reproducibility", with: "| graphs reproducibility another", "--max-notified", "0")
    #expect(outcome.code == 0)
    #expect(outcome.out.contains("feed: tags/another (begins), 0 new, 0 shown again, 0 updated, 0 removed\n"))
  }

  @Test("a post that has lost its id is shown again: a new entry that says what one says that is gone")
  func moved() throws {
    let config = Workdir.config.replacing("listing", with: "json").replacing("posts.txt", with: "posts.json")
    let posts = #"""
      [{"id": "urn:example:a", "title": "A Post", "content_text": "Its text", "date_published": "2022-03-25"},
       {"id": "urn:example:b", "title": "Another", "content_text": "Other text", "date_published": "2022-03-24"}]
      """#
    let site = try Workdir(config: config)
    try site.folder.write(posts, to: "posts.json")
    try site.run("build")
    try site.folder.write(posts.replacing("example:a", with: "example:c"), to: "posts.json")
    let outcome = try site.run("plan", "--max-notified", "0")
    #expect(outcome.code == 3)
    #expect(outcome.out.contains("feed: all, 0 new, 1 shown again, 0 updated, 1 removed\n"))
    #expect(outcome.err.contains("shown again: “A Post”, urn:example:c, in all\n"))
    try site.folder.write(
      posts.replacing("example:a", with: "example:c").replacing("Its text", with: "New text"), to: "posts.json")
    #expect(try site.run("plan").out.contains("feed: all, 1 new, 0 shown again, 0 updated, 1 removed\n"))
  }

  @Test("a site that was never published notifies of all; a fresh clone without its feeds, of what no ledger remembers")
  func withoutDocuments() throws {
    let fresh = try Workdir()
    let first = try fresh.run("plan", "--max-notified", "2")
    #expect(first.code == 3 && first.out.contains("feed: all (begins), 3 new, 0 shown again, 0 updated, 0 removed\n"))
    #expect(first.err.hasSuffix("3 entries would be shown as new to subscribers, where 2 may be\n"))
    #expect(try fresh.run("plan", "--max-notified", "3").code == 0)

    for name in site.folder.files() where name.hasPrefix("feeds/") || name.contains("manifest") {
      try FileManager.default.removeItem(atPath: site.folder[name])
    }
    let outcome = try plan("The Newest Post", with: Self.newPost)
    #expect(outcome.out.contains("entries: 1 new, 0 shown again, 0 updated, 0 removed\nnotified: 1\n"))
    #expect(outcome.out.contains("documents: 12 to write, 0 unchanged, 0 to remove\n"))
  }

  @Test("a lost ledger: the documents that are there still tell what readers were shown")
  func withoutLedger() throws {
    try FileManager.default.removeItem(atPath: site.folder[".syndicate/ledger.ndjson"])
    let outcome = try plan("The Newest Post", with: Self.newPost)
    #expect(outcome.out.contains("entries: 1 new, 0 shown again, 0 updated, 0 removed\nnotified: 1\n"))
  }

  @Test(
    "what a feed's size leaves no room for is not new to anybody, in any format", arguments: ["atom", "rss", "json"])
  func bytes(format: String) throws {
    let config = Self.config.replacing(
      "\"entries\": 2", with: "\"entries\": 3, \"bytes\": 1200, \"formats\": [\"\(format)\"]")
    let site = try Workdir(config: config)
    try site.run("build")
    try site.folder.write(
      Workdir.listing.replacing("What the newest", with: "Anew what the newest"), to: "posts.txt")
    let outcome = try site.run("plan")
    #expect(outcome.out.contains("feed: all, 0 new, 0 shown again, 1 updated, 0 removed\n"))
    #expect(outcome.out.contains("notified: 0\n"))
    try site.folder.write(Workdir.listing.replacing("The Newest Post", with: Self.newPost), to: "posts.txt")
    #expect(try site.run("plan").out.contains("entries: 1 new, 0 shown again, 0 updated, 0 removed\n"))
  }

  @Test("each entry counts once, in how many feeds ever it is new")
  func maxNotified() throws {
    let another = Self.newPost.replacing("Brand New", with: "Second New").replacing("27", with: "28")
    for (allowed, code) in [("0", 3), ("1", 3), ("2", 0)] {
      let outcome = try plan(
        "The Newest Post", with: another.replacing("The Newest Post", with: Self.newPost), "--max-notified", allowed)
      #expect(outcome.code == Int32(code))
      #expect(
        outcome.err.contains("2 entries would be shown as new to subscribers, where \(allowed) may be\n") == (code == 3)
      )
      #expect(
        outcome.err.contains("new: “A Brand New Post”, https://example.org/2022/03/27/a-brand-new-post/, in ")
          == (code == 3))
    }
    #expect(try site.run("plan", "--max-notified", "-1").code == 64)
  }

  @Test("a build then does what its plan said, and the next plan says nothing", arguments: 1...12)
  func agrees(seed: Int) throws {
    let edits = [
      ("The Newest Post", Self.newPost), ("The Second Post", "The 2nd Post"), ("26 Mar 2022", "24 Mar 2022"),
      ("| memory", "| graphs"), ("What the first", "Now what the first"),
    ]
    var listing = Workdir.listing
    for (index, edit) in edits.enumerated() where (seed * 7) >> index & 1 == 1 {
      listing = listing.replacing(edit.0, with: edit.1)
    }
    try site.folder.write(listing, to: "posts.txt")
    let before = site.snapshot()
    let plan = try site.run("plan", "--json")
    #expect(site.snapshot() == before)
    func paths(_ outcome: Workdir.Outcome) throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    }
    let (planned, built) = (try paths(plan), try paths(site.run("build", "--json")))
    #expect(planned["written"] as? [String] == built["written"] as? [String])
    #expect(planned["removed"] as? [String] == built["removed"] as? [String])
    #expect(planned["unchanged"] as? Int == built["unchanged"] as? Int)
    #expect(try site.run("plan", "--max-notified", "0").out.contains("feeds: 0 changed"))
  }

  @Test("it touches nothing and waits for nobody, first or later, while another build holds the lock")
  func touchesNothing() throws {
    let fresh = try Workdir()
    let before = fresh.snapshot()
    #expect(try fresh.run("plan").code == 0)
    #expect(fresh.snapshot() == before)

    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    try site.folder.write("", to: ".syndicate/lock")
    holder.arguments = ["flock", site.folder[".syndicate/lock"], "sh", "-c", "echo held; read _"]
    let (said, asked) = (Pipe(), Pipe())
    holder.standardOutput = said
    holder.standardInput = asked
    try holder.run()
    #expect(try said.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8))
    let stamps = site.stamps(".syndicate")
    #expect(try site.run("build", "--lock-timeout", "0s").code == 75)
    #expect(try plan("The Newest Post", with: Self.newPost).code == 0)
    #expect(try site.run("build", "--next-due").code == 0)
    #expect(site.stamps(".syndicate") == stamps)
    try asked.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
    holder.waitUntilExit()
  }

  @Test("errors in the catalog, and a source that shrank, are exit 1, as in a build, before any count")
  func refused() throws {
    let broken = try plan("26 Mar 2022", with: "36 Mar 2022", "--max-notified", "0", "--strict")
    #expect(broken.code == 1 && broken.out == "" && broken.err.contains("36 Mar 2022"))
    #expect(broken.err.hasSuffix("a build would publish nothing: 1 error\n"))
    let rest = try plan("26 Mar 2022", with: "36 Mar 2022")
    #expect(rest.code == 1 && rest.out.contains("feed: all, 0 new, 1 shown again, 0 updated, 1 removed\n"))
    #expect(try plan(in: "A Site ·\n").code == 1)
    #expect(try plan("", with: "", "--allow-shrink", in: String(Workdir.listing.prefix { $0 != "2" })).code == 1)
    #expect(try site.run("plan", "--config", "none.json").code == 2)
    #expect(try site.run("plan", "--output", "").code == 64)
  }

  @Test("a terminal is shown a table", .enabled(if: Terminal.isPossible))
  func table() throws {
    try site.folder.write(Workdir.listing.replacing("The Newest Post", with: Self.newPost), to: "posts.txt")
    let table = try Terminal.show(site, "plan")
    let lines = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.first == ["A", "Site"])
    #expect(lines.contains(["new", "shown", "again", "updated", "removed"]))
    #expect(lines.contains(["tags/graphs", "1", "·", "·", "·"]))
    #expect(lines.contains(["2", "other", "feeds:", "nothing", "changes"]))
    #expect(table.contains("6 to write · 6 unchanged · 0 to remove"))
  }
}
