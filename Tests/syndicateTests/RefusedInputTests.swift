import Foundation
import SyndicationTesting
import Testing

/// Bad input that is refused: said clearly, nothing touched.
@Suite("Refused input")
struct RefusedInputTests {
  /// Root without its privileges, so that permissions bind whoever runs the tests.
  static let unprivileged = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]

  static let jsonConfig = Workdir.config.replacing(
    "\"type\": \"listing\", \"path\": \"posts.txt\"", with: "\"type\": \"json\", \"path\": \"posts.json\"")
  static let item =
    #"{"id": "1", "url": "https://example.org/1", "title": "One", "date_published": "2022-03-25", "content_text": "x", "tags": ["a"]}"#

  static let strict = ["build", "--strict"]

  /// Publishes a good state first, then breaks it: the published state must stay, byte for byte.
  func expectRefusal(
    _ site: Workdir, code: Int32, says words: String..., under: [String] = [], arguments: [String] = ["build"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    // What is told of it is noted, as a build that tells it again would mail it again.
    func snapshot() -> [String: [UInt8]] { site.snapshot().filter { $0.key != ".syndicate/problems.txt" } }
    let before = snapshot()
    let stamps = site.stamps()
    let outcome = try site.start(arguments + ["--verbose"], under: under).wait()
    #expect(outcome.code == code, "\(outcome.err)", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.err.contains(word), "“\(word)” is not in: \(outcome.err)", sourceLocation: sourceLocation)
    }
    #expect(outcome.out == "" || outcome.out.contains("entries:"), sourceLocation: sourceLocation)
    let after = snapshot()
    let touched = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    #expect(touched.isEmpty, sourceLocation: sourceLocation)
    #expect(site.stamps() == stamps, sourceLocation: sourceLocation)
  }

  func published(_ listing: String = Workdir.listing, config: String = Workdir.config) throws -> Workdir {
    let site = try Workdir(listing: listing, config: config)
    #expect(try site.run("build").code == 0)
    return site
  }

  func publishedJSON(_ json: String = "[\(item)]") throws -> Workdir {
    let site = try Workdir(config: Self.jsonConfig)
    try site.folder.write(json, to: "posts.json")
    #expect(try site.run("build").code == 0)
    return site
  }

  @Test("a first build that is refused leaves no trace")
  func noTrace() throws {
    let site = try Workdir()
    try FileManager.default.removeItem(atPath: site.folder["posts.txt"])
    try expectRefusal(site, code: 2, says: "posts.txt: No such file or directory")
    #expect(site.folder.files() == ["config.json"])
    #expect(!FileManager.default.fileExists(atPath: site.folder[".syndicate"]))
  }

  @Test("nor does one whose state lies deep")
  func noTraceOfDeepState() throws {
    let site = try Workdir(config: Workdir.config.replacing("\"sources\"", with: "\"state\": \"a/b/c\", \"sources\""))
    try site.folder.write("", to: "posts.txt")
    try expectRefusal(site, code: 1, says: "empty")
    #expect(!FileManager.default.fileExists(atPath: site.folder["a"]))
  }

  @Test("what a configuration says in characters that no feed may hold, in names too long, of a state without a folder")
  func impossibleValues() throws {
    let site = try published()
    try site.folder.write(
      """
      { "site": { "title": "\\u0001", "url": "https://example.org/", "rights": "a\\ufffeb" }, "state": ".",
        "sources": [{ "type": "listing", "path": "posts.txt" }], "feeds": { "scopes": { "all": { "path": "\(String(repeating: "x", count: 300))" } } },
        "tags": { "titles": { "graphs": " " } } }
      """, to: "config.json")
    try expectRefusal(
      site, code: 1, says: "#/site/title", "#/site/rights", "#/state", "#/feeds/scopes/all/path", "#/tags/titles/graphs"
    )
  }

  @Test(
    "a header of which nothing but its place tells that it is one",
    arguments: ["25 Mrz 2022 memory Last, First", "Yesterday | memory Last, First"])
  func brokenHeader(line: String) throws {
    let site = try published()
    let single = Workdir.listing.replacing("\n\n\n", with: "\n\n")
    try site.folder.write(
      single.replacing("25 Mar 2022 | memory Last, First, Some Company", with: line), to: "posts.txt")
    try expectRefusal(site, code: 1, says: "posts.txt:19", "no date", arguments: Self.strict)
  }

  @Test("no configuration: a sentence that says what to do")
  func noConfiguration() throws {
    let site = try Workdir()
    try FileManager.default.removeItem(atPath: site.folder["config.json"])
    try expectRefusal(site, code: 2, says: "config.json", "--config")
  }

  @Test("a missing, an unreadable and a directory in place of a listing: exit 2, with the path")
  func missing() throws {
    let site = try published()
    try FileManager.default.removeItem(atPath: site.folder["posts.txt"])
    try expectRefusal(site, code: 2, says: "posts.txt: No such file")
    try site.folder.makeFolder("posts.txt")
    try expectRefusal(site, code: 2, says: "posts.txt: Is a directory")
    try FileManager.default.removeItem(atPath: site.folder["posts.txt"])
    try site.folder.write(Workdir.listing, to: "posts.txt")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: site.folder["posts.txt"])
    let outcome = try site.run("build", under: Self.unprivileged)
    #expect(outcome.code == 2 && outcome.err.contains("posts.txt: Permission denied"), "\(outcome.err)")
  }

  @Test(
    "an empty, a truncated, a binary and a non-UTF-8 listing: exit 1, with the place",
    arguments: [
      ("", "posts.txt", "empty"),
      (String(Workdir.listing.prefix(Workdir.listing.count - 60)), "posts.txt:21", "error"),
      ("\u{0}\u{1}\u{2}ELF\u{0}", "posts.txt", "error"),
    ])
  func brokenListing(text: String, place: String, word: String) throws {
    let site = try published()
    try site.folder.write(text, to: "posts.txt")
    try expectRefusal(site, code: 1, says: place, word, arguments: Self.strict)
  }

  @Test("a listing that is not UTF-8: the offset of the byte")
  func notUTF8() throws {
    let site = try published()
    try Data(Array("A Site\n".utf8) + [0xE9, 0x0A]).write(to: URL(fileURLWithPath: site.folder["posts.txt"]))
    try expectRefusal(site, code: 1, says: "posts.txt", "byte 7")
  }

  @Test("one line that cannot be understood: its number, and no post silently lost")
  func badLine() throws {
    let site = try published()
    try site.folder.write(
      Workdir.listing.replacing("25 Mar 2022 | memory", with: "31 Feb 2022 | memory"), to: "posts.txt")
    try expectRefusal(
      site, code: 1, says: "posts.txt:21", "31 Feb 2022", "nothing was published", arguments: Self.strict)
  }

  @Test("two posts with one title on one day: both lines")
  func twins() throws {
    let site = try published()
    try site.folder.write(Workdir.listing.replacing("The First Post", with: "The Second Post"), to: "posts.txt")
    try expectRefusal(site, code: 1, says: "posts.txt:19", "lines 12 and 19", "The Second Post", arguments: Self.strict)
  }

  @Test(
    "JSON that is empty, truncated, binary, no list, not UTF-8: the line",
    arguments: [
      ("", "empty"), ("[\(item)", "posts.json:1"), ("[\n\(item),\n", "posts.json:3"), ("\u{0}\u{1}", "posts.json"),
      ("{\"title\": 1}", "items"), ("12", "posts.json"),
    ])
  func brokenJSON(text: String, word: String) throws {
    let site = try publishedJSON()
    try site.folder.write(text, to: "posts.json")
    try expectRefusal(site, code: 1, says: "posts.json", word)
  }

  @Test("JSON that is not UTF-8: the offset of the byte")
  func jsonNotUTF8() throws {
    let site = try publishedJSON()
    try Data(Array("[\"".utf8) + [0xFF] + Array("\"]".utf8)).write(to: URL(fileURLWithPath: site.folder["posts.json"]))
    try expectRefusal(site, code: 1, says: "posts.json", "byte 2")
  }

  @Test("a broken configuration: everything at once, each with its pointer and the nearest key")
  func brokenConfiguration() throws {
    let site = try published()
    try site.folder.write(
      """
      { "site": { "titel": "A", "url": "example.org", "timeZone": "Europe/Berlim" },
        "sources": [{ "type": "listing", "path": 3 }], "feeds": { "entries": 0 } }
      """, to: "config.json")
    try expectRefusal(
      site, code: 1, says: "#/site/titel", "title", "#/site/url", "#/site/timeZone", "Europe/Berlim",
      "#/sources/0/path",
      "#/feeds/entries")
  }

  @Test("a system without time zones: what it lacks, and nothing is published by others")
  func noTimeZones() throws {
    let site = try published()
    let configuration = try #require(site.folder.text("config.json"))
    try site.folder.write(
      configuration.replacing(#""url":"#, with: #""timeZone": "Europe/Berlin", "url":"#), to: "config.json")
    let refused = try site.run("build", under: ["TZDIR=/nowhere"])
    #expect(refused.code == 1 && refused.err.contains("cannot read /nowhere: there are no time zones: install tzdata"))
    #expect(try site.run("build").code == 0)

    let jekyll = try Workdir()
    try jekyll.folder.write("timezone: Europe/Berlin\n", to: "_config.yml")
    try jekyll.folder.write("---\ntitle: A\ndate: 2022-03-25 10:00\n---\nText.\n", to: "_posts/2022-03-25-a.md")
    try jekyll.folder.write(
      """
      { "site": { "title": "A", "url": "https://example.org/" },
        "sources": [{ "type": "markdown", "path": "." }], "feeds": { "directory": "feeds" } }
      """, to: "config.json")
    let failed = try jekyll.run("build", under: ["TZDIR=/nowhere"])
    #expect(failed.code == 2 && failed.err.contains("install tzdata") && jekyll.folder.read("feeds/all.json") == nil)
    #expect(try jekyll.run("build", under: ["TZDIR=/usr/share/zoneinfo"]).code == 0)
    #expect(jekyll.folder.text("feeds/all.json")?.contains("2022-03-25T09:00:00Z") == true)
  }

  @Test(
    "a configuration that is empty, truncated, binary or not UTF-8",
    arguments: [
      Array("".utf8), Array("{ \"site\": ".utf8), [0, 1, 2], Array("{ \"site\": \"".utf8) + [0xC3] + Array("\"}".utf8),
    ])
  func unreadableConfiguration(bytes: [UInt8]) throws {
    let site = try published()
    try Data(bytes).write(to: URL(fileURLWithPath: site.folder["config.json"]))
    try expectRefusal(site, code: 1, says: "config.json")
  }

  @Test("an output path that is a file")
  func outputIsFile() throws {
    let site = try published()
    try site.folder.write("mine", to: "taken")
    try expectRefusal(site, code: 2, says: "taken", "Not a directory", arguments: ["build", "--output", "taken"])
  }

  @Test("an output that holds the state")
  func outputHoldsState() throws {
    let site = try published()
    try expectRefusal(site, code: 1, says: ".syndicate", "--output", arguments: ["build", "--output", "."])
  }

  @Test("a source of which nothing can be read, whatever the options")
  func lostSource() throws {
    let site = try publishedJSON()
    try site.folder.write("[", to: "posts.json")
    try expectRefusal(
      site, code: 1, says: "posts.json:1", arguments: ["build", "--allow-shrink", "--force"])
  }

  @Test("a read-only folder")
  func readOnly() throws {
    let site = try published()
    try site.folder.write(Workdir.listing.replacing("The First Post", with: "Another"), to: "posts.txt")
    for name in ["feeds", "feeds/tags"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: site.folder[name])
    }
    try expectRefusal(site, code: 2, says: "feeds", "Permission denied", under: Self.unprivileged)
  }

  @Test(
    "a corrupt ledger: its line, and it is never overwritten",
    arguments: [
      ("", "ledger.ndjson:1"),
      ("{\"ledger\":1}\n<<<<<<< HEAD\n", "ledger.ndjson:2"),
      ("{\"ledger\":1}\n{\"row\":\"entry\"", "ledger.ndjson:2"),
      ("{\"ledger\":3}\n", "version 3"),
    ])
  func corruptLedger(text: String, word: String) throws {
    let site = try published()
    try site.folder.write(text, to: ".syndicate/ledger.ndjson")
    try expectRefusal(site, code: 1, says: word)
  }

  @Test("a source that suddenly holds less than half: refused, unless told that it is meant")
  func shrunk() throws {
    let site = try published()
    try site.folder.write(
      String(Workdir.listing.prefix(upTo: Workdir.listing.range(of: "\n\nThe Second")!.lowerBound)), to: "posts.txt")
    try expectRefusal(site, code: 1, says: "1 of 3 entries", "--allow-shrink")
    let outcome = try site.run("build", "--allow-shrink")
    #expect(outcome.code == 0 && outcome.out.contains("1 read, 0 new, 0 updated, 2 removed"))
  }

  /// A listing of which one post cannot be read, and another was edited.
  private static let broken = Workdir.listing.replacing("25 Mar 2022 | memory", with: "31 Feb 2022 | memory")
    .replacing("The Newest Post", with: "The Very Newest Post")

  @Test("one bad post costs itself: the others are published, the exit code is 1, and it comes back under its id")
  func costsItself() throws {
    let site = try published()
    let before = try #require(site.folder.text("feeds/all.json"))
    try site.folder.write(Self.broken, to: "posts.txt")
    let outcome = try site.run("build")
    #expect(outcome.code == 1 && outcome.err.contains("posts.txt:21"))
    // It has not gone: nobody can read it today.
    #expect(outcome.out.contains("2 read, 0 new, 1 updated, 0 removed"), "\(outcome.out)")
    let atom = try #require(site.folder.text("feeds/all.atom"))
    #expect(
      atom.contains("The Very Newest Post") && atom.contains("The Second Post") && !atom.contains("The First Post"))
    try site.folder.write(Workdir.listing, to: "posts.txt")
    #expect(try site.run("build").out.contains("3 read, 0 new, 1 updated, 0 removed"))
    let after = try #require(site.folder.text("feeds/all.json"))
    func ids(_ json: String) -> [Substring] { json.matches(of: /"id":"([^"]*)"/).map(\.1) }
    #expect(ids(before) == ids(after) && ids(after).count == 3)
  }

  @Test("with --strict, or \"strict\": true, it stops all", arguments: [true, false])
  func strict(byOption: Bool) throws {
    let config = Workdir.config.replacing("\"sources\"", with: "\"strict\": true, \"sources\"")
    let site = try published(config: byOption ? Workdir.config : config)
    try site.folder.write(Self.broken, to: "posts.txt")
    try expectRefusal(
      site, code: 1, says: "posts.txt:21", "nothing was published: 1 error",
      arguments: byOption ? Self.strict : ["build"])
    try site.folder.write(Workdir.listing, to: "posts.txt")
    #expect(try site.start(byOption ? Self.strict : ["build"]).wait().code == 0)
  }

  @Test("also where the last build, which was not strict, published with it")
  func strictAfterRecord() throws {
    let site = try published()
    try site.folder.write(Self.broken, to: "posts.txt")
    try RecordTests.settle(site, code: 1)
    #expect(try site.run("build").code == 1)
    try expectRefusal(site, code: 1, says: "posts.txt:21", "nothing was published", arguments: Self.strict)
  }

  @Test("an error is told once, whatever its line, and again only to who asks; the exit code stays")
  func toldOnce() throws {
    let site = try published()
    try site.folder.write(Self.broken, to: "posts.txt")
    #expect(try site.run("build", "--quiet").err.contains("posts.txt:21: error: "))
    let lower = "\n\n" + Self.broken
    for text in [Self.broken, lower, lower] {
      try site.folder.write(text, to: "posts.txt")
      let again = try site.run("build", "--quiet")
      #expect(again.code == 1 && again.err == "" && again.out == "")
    }
    let plain = try site.run("build")
    #expect(plain.code == 1 && plain.err == "1 error as in the last build: --verbose tells each\n")
    #expect(try site.run("build", "--quiet", "--verbose").err.contains("posts.txt:23: error: "))
    try site.folder.write(lower.replacing("26 Mar 2022", with: "36 Mar 2022"), to: "posts.txt")
    let other = try site.run("build", "--quiet")
    #expect(other.err.contains("36 Mar 2022") && !other.err.contains("31 Feb 2022"), "\(other.err)")
    // A refusal is told once, too.
    try site.folder.write("", to: "posts.txt")
    #expect(try site.run("build", "--quiet").err.contains("nothing was published"))
    #expect(try site.run("build", "--quiet").err == "")
  }

  @Test("of NDJSON, a line that is no JSON costs only itself")
  func ndjson() throws {
    let site = try Workdir(config: Self.jsonConfig.replacing("posts.json", with: "posts.ndjson"))
    try site.folder.write("\(Self.item)\n{oops\n\(Self.item.replacing("1", with: "2"))\n", to: "posts.ndjson")
    try expectRefusal(site, code: 1, says: "posts.ndjson:2", arguments: Self.strict)
    let outcome = try site.run("build")
    #expect(outcome.code == 1 && site.folder.text("feeds/all.json")?.contains("https://example.org/2") == true)
  }

  @Test("--json says a refusal in JSON")
  func json() throws {
    let site = try published()
    try site.folder.write("", to: "posts.txt")
    let outcome = try site.run("build", "--json")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    let problems = try #require(report["problems"] as? [[String: Any]])
    #expect(outcome.code == 1 && problems.first?["severity"] as? String == "error")
    #expect(
      problems.first?["place"] as? String == "posts.txt"
        || (problems.first?["place"] as? String)?.hasPrefix("posts.txt") == true)
    #expect((report["written"] as? [String])?.isEmpty == true)
  }

  @Test("a message shortens the paths of this folder, and no address in which its name stands")
  func addressesStay() throws {
    let site = try Workdir(config: Self.jsonConfig)
    let address = "https://example.org" + site.folder["a"]
    let items = Self.item.replacing("\"id\": \"1\", ", with: "").replacing("https://example.org/1", with: address)
    try site.folder.write("[\(items), \(items)]", to: "posts.json")
    let outcome = try site.run("build", "--config", site.folder["config.json"])
    #expect(outcome.code == 1)
    #expect(
      outcome.err.hasPrefix("posts.json:1#/1: error: “One” is the same entry as the one at posts.json:1#/0: "),
      "\(outcome)")
    #expect(outcome.err.contains("both have the address \(address);"), "\(outcome)")
  }
}
