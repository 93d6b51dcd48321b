import Foundation
import SyndicationTesting
import Testing

@Suite("syndicate build, as a person runs it")
struct BuildTests {
  let site: Workdir

  init() throws { site = try Workdir() }

  @Test("writes three formats for everything and for each tag, and says so, a fact a line")
  func first() throws {
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.err == "")
    let documents = site.folder.files().filter { $0.hasPrefix("feeds/") }
    let feeds = ["all", "tags/graphs", "tags/memory", "tags/reproducibility"]
    #expect(documents == Set(feeds.flatMap { feed in ["atom", "rss", "json"].map { "feeds/\(feed).\($0)" } }))
    #expect(outcome.out.contains("entries: 3 read, 3 new, 0 updated, 0 removed\n"))
    #expect(outcome.out.contains("documents: 12 written, 0 unchanged, 0 removed\n"))
    #expect(site.folder.files().contains(".syndicate/ledger.ndjson"))
  }

  @Test("a second run writes nothing, whatever the time")
  func second() throws {
    try site.run("build")
    let stamps = site.stamps()
    let ledger = site.folder.read(".syndicate/ledger.ndjson")
    let outcome = try site.run("build", at: 1_900_000_000)
    #expect(outcome.out.contains("documents: 0 written, 12 unchanged, 0 removed\n"))
    #expect(site.stamps() == stamps)
    #expect(site.folder.read(".syndicate/ledger.ndjson") == ledger)
  }

  @Test("a fresh clone, with the ledger and the documents alone, writes nothing")
  func clone() throws {
    try site.run("build")
    let stamps = site.stamps()
    for name in site.folder.files() where name.hasPrefix(".syndicate/") && name != ".syndicate/ledger.ndjson" {
      try FileManager.default.removeItem(atPath: site.folder[name])
    }
    #expect(try site.run("build").out.contains("0 written, 12 unchanged, 0 removed"))
    #expect(site.stamps() == stamps)
  }

  @Test("one edited title rewrites only the documents that hold the entry, and moves only its time of update")
  func edit() throws {
    try site.run("build")
    let before = site.snapshot()
    try site.folder.write(Workdir.listing.replacing("The First Post", with: "The First Post, Edited"), to: "posts.txt")
    let outcome = try site.run("build", at: 1_700_001_000)
    #expect(outcome.out.contains("entries: 3 read, 0 new, 1 updated, 0 removed\n"))
    let changed = site.snapshot().filter { $0.key.hasPrefix("feeds/") && before[$0.key] != $0.value }.map(\.key)
    #expect(
      Set(changed)
        == Set(["all", "tags/memory"].flatMap { feed in ["atom", "rss", "json"].map { "feeds/\(feed).\($0)" } }))
    let atom = try #require(site.folder.text("feeds/tags/memory.atom"))
    #expect(atom.contains("<id>https://example.org/2022/03/25/the-first-post/</id>"))
    #expect(
      atom.contains(
        "<link rel=\"alternate\" type=\"text/html\" href=\"https://example.org/2022/03/25/the-first-post/\"/>"))
    #expect(atom.contains("<published>2022-03-25T00:00:00Z</published><updated>2023-11-14T22:30:00Z</updated>"))
  }

  @Test("the feeds of a tag that vanished go, and what else is in the folder stays")
  func vanishedTag() throws {
    try site.run("build")
    try site.folder.write("mine", to: "feeds/index.html")
    try site.folder.write("mine", to: "feeds/tags/other.atom")
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| graphs"), to: "posts.txt")
    let outcome = try site.run("build", "--json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    #expect(report["removed"] as? [String] == ["tags/memory.atom", "tags/memory.json", "tags/memory.rss"])
    #expect(!site.folder.files().contains("feeds/tags/memory.atom"))
    #expect(site.folder.text("feeds/index.html") == "mine" && site.folder.text("feeds/tags/other.atom") == "mine")
  }

  @Test("--json prints one object with every key")
  func json() throws {
    let outcome = try site.run("build", "--json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    #expect(Set(report.keys) == ["entries", "feeds", "written", "unchanged", "removed", "seconds", "problems"])
    #expect(report["entries"] as? [String: Int] == ["read": 3, "new": 3, "updated": 0, "removed": 0])
    #expect(report["feeds"] as? Int == 4 && report["unchanged"] as? Int == 0)
    #expect((report["written"] as? [String])?.count == 12)
  }

  @Test("--quiet prints nothing but problems")
  func quiet() throws {
    let outcome = try site.run("build", "--quiet")
    #expect(outcome.code == 0 && outcome.out == "" && outcome.err == "")
  }

  @Test("--dry-run says what a build would do, and touches nothing")
  func dryRun() throws {
    let before = site.snapshot()
    let outcome = try site.run("build", "--dry-run")
    #expect(outcome.code == 0 && outcome.out.contains("12 to write"))
    #expect(site.snapshot() == before)
  }

  @Test("--output publishes elsewhere, from the folder where the command was started")
  func output() throws {
    try site.folder.makeFolder("elsewhere")
    let outcome = try site.run(
      "build", "--config", "../config.json", "--output", "out", in: site.folder["elsewhere"])
    #expect(outcome.code == 0)
    #expect(site.folder.files().contains("elsewhere/out/all.atom") && !site.folder.files().contains("feeds/all.atom"))
  }

  @Test("relative paths of a configuration start from its folder")
  func relativePaths() throws {
    let outcome = try site.run("build", "--config", site.folder["config.json"], in: "/")
    #expect(outcome.code == 0 && site.folder.files().contains("feeds/all.atom"))
  }

  @Test("a document that somebody altered or removed is written again")
  func restores() throws {
    try site.run("build")
    let before = site.snapshot()
    try site.folder.write("altered", to: "feeds/all.atom")
    try FileManager.default.removeItem(atPath: site.folder["feeds/tags/graphs.json"])
    #expect(try site.run("build").out.contains("2 written, 10 unchanged"))
    #expect(site.snapshot()["feeds/all.atom"] == before["feeds/all.atom"])
    #expect(site.snapshot()["feeds/tags/graphs.json"] == before["feeds/tags/graphs.json"])
  }

  @Test("an entry dated after the build waits, and appears when it is due")
  func scheduled() throws {
    try site.folder.write(Workdir.listing.replacing("26 Mar 2022", with: "26 Mar 2032"), to: "posts.txt")
    let early = try site.run("build")
    #expect(early.out.contains("scheduled: 1, the next at 2032-03-26T00:00:00Z\n"))
    #expect(site.folder.text("feeds/all.atom")?.contains("Newest") == false)
    #expect(site.folder.text("feeds/all.atom")?.contains("<updated>2022-03-25T00:00:01Z</updated>") == true)
    let due = try site.run("build", at: 1_963_915_200)
    #expect(due.out.contains("3 read, 1 new, 0 updated, 0 removed"))
  }

  @Test("--version and help speak, and wrong usage is exit 64")
  func usage() throws {
    #expect(try site.run("--version").out.contains(/^\d+\.\d+\.\d+\n$/))
    #expect(try site.run("help").out.contains("build"))
    #expect(try site.run("build", "--no-such-option").code == 64)
    #expect(try site.run("build", "--lock-timeout", "soon").code == 64)
  }

  @Test("the same input gives the same bytes in another folder, at another time")
  func deterministic() throws {
    let other = try Workdir()
    try site.run("build", at: 1_700_000_000)
    try other.run("build", at: 1_800_000_000)
    #expect(
      site.snapshot().filter { $0.key.hasPrefix("feeds/") } == other.snapshot().filter { $0.key.hasPrefix("feeds/") })
    #expect(site.folder.read(".syndicate/ledger.ndjson") == other.folder.read(".syndicate/ledger.ndjson"))
  }
}
