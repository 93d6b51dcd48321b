import Foundation
import SyndicationTesting
import Testing

/// A build that finds nothing new reads no source. How that is told: the listing is altered so that nothing but its bytes
/// tells, and only a build that reads it finds the new title.
@Suite("Is anything new?")
struct RecordTests {
  /// A site whose last build left a record, its files of an age.
  static func settled(listing: String = Workdir.listing, config: String = config, at instant: Int = 1_700_000_000)
    throws
    -> Workdir
  {
    let site = try Workdir(listing: listing, config: config)
    try site.folder.write(#"{"The Second Post": "/2/"}"#, to: "links.json")
    try settle(site, at: instant)
    return site
  }

  static func settle(_ site: Workdir, at instant: Int = 1_700_000_000, code: Int32 = 0) throws {
    try #require(site.run("build", at: instant).code == code)
    for name in site.folder.files() { age(site.folder[name]) }
    try #require(site.run("build", at: instant).code == code)
    try #require(site.folder.files().contains(".syndicate/record.ndjson"))
  }

  static let config = Workdir.config.replacing(
    "\"path\": \"posts.txt\"", with: "\"path\": \"posts.txt\", \"links\": \"links.json\"")

  /// A file's mtime, set without sleeping for it.
  static func setModified(_ path: String, to seconds: Int, nanoseconds: Int = 0) {
    let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    utimensat(AT_FDCWD, path, [time, time], 0)
  }

  static func age(_ path: String) { setModified(path, to: 1_600_000_000, nanoseconds: 5) }

  /// Writes `text`, of the same length, into a file of an age, which keeps inode and mtime.
  static func alter(_ site: Workdir, _ text: String, with other: String, in name: String = "posts.txt") throws {
    let old = try #require(site.folder.text(name))
    try #require(old.contains(text) && text.utf8.count == other.utf8.count)
    try site.folder.write(old.replacing(text, with: other), to: name)
    age(site.folder[name])
  }

  /// Whether a build after `change` reads the listing.
  func reads(
    _ site: Workdir, _ arguments: String..., at instant: Int = 1_700_000_000,
    after change: (Workdir) throws -> Void = { _ in }
  ) throws -> Bool {
    try Self.alter(site, "The First Post", with: "The Forst Post")
    try change(site)
    let outcome = try site.start(["build", "--json"] + arguments, at: instant).wait()
    #expect(outcome.code == 0, "\(outcome.err)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    let entries = try #require(report["entries"] as? [String: Int])
    #expect(entries["read"] == 3)
    return entries["updated"] == 1
  }

  @Test("nothing: no source is read, and nothing is touched")
  func nothing() throws {
    let site = try Self.settled()
    let stamps = site.stamps("feeds").merging(site.stamps(".syndicate")) { old, _ in old }
    #expect(try !reads(site))
    try Self.alter(site, "The Forst", with: "The First")
    #expect(try !reads(site, "--dry-run"))
    #expect(site.stamps("feeds").merging(site.stamps(".syndicate")) { old, _ in old } == stamps)
  }

  @Test("nothing: no source and no ledger is so much as opened", .enabled(if: Tracing.isPossible))
  func opensNothing() throws {
    let site = try Self.settled()
    func opened(_ arguments: String...) throws -> Set<String> {
      let strace = ["strace", "-f", "-qq", "-y", "-o", site.folder["trace"], "-e", "trace=open,openat,openat2"]
      #expect(try site.start(["build"] + arguments, under: strace).wait().code == 0)
      let trace = try #require(site.folder.text("trace"))
      return ["config.json", "record.ndjson", "posts.txt", "links.json", "ledger.ndjson", "all.atom"]
        .filter { trace.contains("/\($0)\"") || trace.contains("\"\($0)\"") }.reduce(into: []) { $0.insert($1) }
    }
    #expect(try opened() == ["config.json", "record.ndjson"])
    #expect(
      try opened("--force") == ["config.json", "posts.txt", "links.json", "ledger.ndjson", "all.atom"])
  }

  @Test("the report is that of a build, in every form, warnings and all")
  func report() throws {
    let listing = Workdir.listing.replacing("26 Mar 2022", with: "26 Mar 2032").replacing(
      "25 Mar 2022 | g", with: "25 Mar 1989 | g")
    let site = try Self.settled(listing: listing)
    func timeless(_ text: String) -> String { text.replacing(/("seconds":|seconds: )[0-9.]+/, with: "") }
    for form in [[], ["--json"], ["--quiet"], ["--dry-run"]] {
      try Self.settle(site)
      let known = try site.start(["build", "--verbose"] + form).wait()
      let built = try site.start(["build", "--verbose", "--force"] + form).wait()
      #expect(timeless(known.out) == timeless(built.out))
      #expect(known.err == built.err && known.err.contains("1989") == (form != ["--quiet"]))
    }
    try Self.settle(site)
    #expect(try site.run("build").out.contains("scheduled: 1, the next at 2032-03-26T00:00:00Z\n"))
    // Without a record, the listing that lost its warning would be read.
    try Self.alter(site, "1989", with: "2019")
    #expect(try site.run("build", "--verbose").err.contains("1989"))
    #expect(try !site.run("build", "--verbose", "--force").err.contains("1989"))
  }

  /// Posts with markup that is removed, newest first, each of a tag of its own.
  private static func posts(_ numbers: some Sequence<Int>) -> String {
    let posts = numbers.map {
      #"{"id": "\#($0)", "title": "Post \#($0)", "url": "/\#($0)", "date_published": "2022-03-\#($0 + 10)", "#
        + #""tags": ["t\#($0)"], "content_html": "<p>x</p><script>\#($0)</script>"}"#
    }
    return "[\(posts.joined(separator: ",\n"))]"
  }

  @Test("a build that makes few documents gives all warnings, as one that makes them all, where they are now")
  func warnings() throws {
    let config = Workdir.config.replacing("listing", with: "json").replacing("txt", with: "json")
    let site = try Workdir(config: config)
    try site.folder.write(Self.posts((1...9).reversed()), to: "posts.json")
    try Self.settle(site)
    try site.folder.write(Self.posts((1...10).reversed()), to: "posts.json")
    for arguments in [["plan"], ["build", "--dry-run"], ["build"], ["build"], ["build", "--dry-run"], ["plan"]] {
      let known = try site.start(arguments + ["--verbose"]).wait()
      let whole = try site.start(
        [arguments[0], "--force", "--verbose"] + (arguments[0] == "plan" ? [] : ["--dry-run"])
      ).wait()
      #expect(known.err == whole.err && known.err.split(separator: "\n").count == 10, "\(arguments)")
      #expect(known.err.contains("posts.json:10#/9: warning: removed from the content: script [B2]"))
    }
  }

  @Test(
    "a change of what a record covers: a build",
    arguments: [
      "the configuration", "the configuration's mtime", "another configuration", "the listing", "the links",
      "no record",
      "a cut record", "another version", "another program", "the ledger", "no ledger", "the manifest", "no manifest",
      "no document", "a document", "a replaced document", "a link to a document", "no folder", "another folder",
      "--output", "--force",
    ])
  func changes(_ change: String) throws {
    let site = try Self.settled()
    let folder = site.folder
    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder[name]) }
    let before = site.snapshot()
    let arguments: [String] =
      switch change {
      case "--force": [change]
      case "--output": [change, "elsewhere"]
      case "another configuration": ["--config", folder["config.json"]]
      default: []
      }
    try Self.alter(site, "The First Post", with: "The Forst Post")
    var program: [String] = []
    switch change {
    case "the configuration": try folder.write(Self.config + "\n", to: "config.json")
    case "the configuration's mtime": Self.setModified(folder["config.json"], to: 1_600_000_000, nanoseconds: 6)
    case "the listing": Self.setModified(folder["posts.txt"], to: 1_600_000_000, nanoseconds: 6)
    case "the links": Self.setModified(folder["links.json"], to: 1_600_000_000, nanoseconds: 6)
    case "no record": try remove(".syndicate/record.ndjson")
    case "a cut record":
      try folder.write(String(folder.text(".syndicate/record.ndjson")!.dropLast()), to: ".syndicate/record.ndjson")
    case "another version":
      let record = try #require(folder.text(".syndicate/record.ndjson"))
      let other = record.replacing(/"version":"[0-9.]+"/, with: "\"version\":\"0.0.0\"")
      #expect(other != record)
      try folder.write(other, to: ".syndicate/record.ndjson")
    case "another program":
      try FileManager.default.copyItem(atPath: Workdir.command, toPath: folder["program"])
      program = ["sh", "-c", "exec ./program \"$@\""]
    case "the ledger": Self.setModified(folder[".syndicate/ledger.ndjson"], to: 1_600_000_000, nanoseconds: 6)
    case "no ledger": try remove(".syndicate/ledger.ndjson")
    case "the manifest": try Self.alter(site, "\"12\"", with: "\"11\"", in: ".syndicate/manifest.ndjson")
    case "no manifest": try remove(".syndicate/manifest.ndjson")
    case "no document": try remove("feeds/tags/memory.rss")
    case "a document": try folder.write("altered", to: "feeds/tags/memory.rss")
    case "a replaced document":
      try folder.write(folder.text("feeds/tags/memory.rss")!, to: "new")
      Self.age(folder["new"])
      rename(folder["new"], folder["feeds/tags/memory.rss"])
    case "a link to a document":
      rename(folder["feeds/tags/memory.rss"], folder["feeds/moved"])
      symlink("../moved", folder["feeds/tags/memory.rss"])
    case "no folder": try remove("feeds")
    case "another folder":
      try FileManager.default.copyItem(atPath: folder["feeds"], toPath: folder["copy"])
      try remove("feeds")
      rename(folder["copy"], folder["feeds"])
    default: break
    }
    let outcome = try site.start(["build"] + arguments, under: program).wait()
    #expect(outcome.code == 0, "\(outcome.err)")
    let out = change == "--output" ? "elsewhere" : "feeds"
    for format in ["atom", "rss", "json"] {
      #expect(folder.text("\(out)/tags/memory.\(format)")?.contains("The Forst Post") == true, "\(change)")
      #expect(folder.read("\(out)/tags/graphs.\(format)") == before["feeds/tags/graphs.\(format)"])
    }
  }

  @Test("the sources that a configuration names, in their order, are covered, whatever their names")
  func names() throws {
    let odd = #"a \"b\" \\ u\u0301 ,] "#
    let config = Self.config.replacing("links.json", with: "\(odd).json").replacing(
      "]\n}", with: "],\n\"state\": \"s t\"}")
    let site = try Workdir(
      listing: Workdir.listing.replacing("| memory", with: "| größe"), config: config)
    let name = try JSONDecoder().decode(String.self, from: Data("\"\(odd).json\"".utf8))
    try site.folder.write("{}", to: name)
    try site.run("build")
    for file in site.folder.files() { Self.age(site.folder[file]) }
    try site.run("build")
    #expect(site.folder.files().contains("feeds/tags/grösse.atom"))
    #expect(site.folder.files().contains("s t/record.ndjson"))
    #expect(try !reads(site))
    Self.setModified(site.folder[name], to: 1_500_000_000)
    try Self.alter(site, "The Forst", with: "The First")
    #expect(try reads(site))
  }

  @Test("git's rule: an edit in the same second is seen, and a file as young as the build is never believed")
  func racy() throws {
    var site = try Self.settled()
    #expect(
      try reads(site) { Self.setModified($0.folder["posts.txt"], to: 1_600_000_000, nanoseconds: 6) },
      "one nanosecond later")

    // As young as can be: a clock that stood still would show no edit.
    for name in ["posts.txt", "links.json", "config.json"] {
      site = try Self.settled()
      Self.setModified(site.folder[name], to: 4_000_000_000)
      try site.run("build")
      #expect(!site.folder.files().contains(".syndicate/record.ndjson"), "\(name)")
      #expect(try reads(site), "\(name)")
    }
    site = try Self.settled()
    Self.setModified(site.folder[".syndicate/ledger.ndjson"], to: 4_000_000_000)
    try site.run("build")
    #expect(!site.folder.files().contains(".syndicate/record.ndjson"))
    // A document as young as the manifest is known by its bytes.
    site = try Self.settled()
    Self.setModified(site.folder["feeds/all.atom"], to: 4_000_000_000)
    try site.run("build")
    #expect(try !reads(site))
    let document = try #require(site.folder.text("feeds/all.atom"))
    try site.folder.write(document.replacing("Newest", with: "Nowest"), to: "feeds/all.atom")
    Self.setModified(site.folder["feeds/all.atom"], to: 4_000_000_000)
    try site.run("build")
    #expect(site.folder.text("feeds/all.atom")?.contains("Newest") == true)
  }

  @Test("time: an entry that becomes due, or expires, is a change; before that it is none")
  func time() throws {
    let config = Workdir.config.replacing("listing", with: "json").replacing("posts.txt", with: "posts.json")
    let posts = #"""
      [{"id": "1", "title": "Now", "url": "/1", "date_published": "2022-03-25", "tags": ["graphs"]},
       {"id": "2", "title": "Due", "url": "/2", "date_published": "2023-12-01T00:00:00Z"},
       {"id": "3", "title": "Expires", "url": "/3", "date_published": "2022-03-26",
        "_syndicate": {"expires": "2023-12-02T00:00:00Z"}}]
      """#
    let site = try Workdir(config: config)
    try site.folder.write(posts, to: "posts.json")
    try Self.settle(site)
    let (due, expires) = (1_701_388_800, 1_701_475_200)
    /// Whether a build reads the posts, whose alteration nothing else tells.
    func reads(at instant: Int) throws -> Bool {
      try Self.alter(site, "Now", with: "Yet", in: "posts.json")
      defer { try? Self.alter(site, "Yet", with: "Now", in: "posts.json") }
      return try site.run("build", "--dry-run", at: instant).out.contains(" 1 updated")
    }
    #expect(try !reads(at: due - 1))
    #expect(try reads(at: due))
    #expect(try reads(at: 1_699_999_999), "before the last build")
    #expect(try reads(at: 1_704_067_200), "the next year")

    #expect(try site.run("build", at: due).out.contains("3 read, 1 new"))
    #expect(site.folder.text("feeds/all.atom")?.contains("Due") == true)
    try Self.settle(site, at: due)
    #expect(try !reads(at: expires - 1))
    #expect(try reads(at: expires))
    #expect(try site.run("build", at: expires).out.contains("1 removed"))
    #expect(site.folder.text("feeds/all.atom")?.contains("Expires") == false)
    try Self.settle(site, at: expires)
    #expect(try !reads(at: expires + 86_400))
  }

  @Test("a withdrawn document that comes back goes again")
  func withdrawn() throws {
    let site = try Workdir(listing: Workdir.listing.replacing("| memory", with: "| gone"))
    try site.run("build")
    let gone = try #require(site.folder.text("feeds/tags/gone.atom"))
    try site.folder.write(Workdir.listing, to: "posts.txt")
    try Self.settle(site)
    #expect(!site.folder.files().contains("feeds/tags/gone.atom"))
    try site.folder.write("mine", to: "feeds/tags/other.atom")
    #expect(try !reads(site))
    try Self.alter(site, "The Forst", with: "The First")
    try site.folder.write(gone, to: "feeds/tags/gone.atom")
    #expect(try reads(site))
    #expect(!site.folder.files().contains("feeds/tags/gone.atom"))
    #expect(site.folder.text("feeds/tags/other.atom") == "mine")
  }

  @Test("a refused build is refused again, and what it was about is seen when it is mended")
  func refused() throws {
    let site = try Self.settled()
    let inode = site.stamps("posts.txt")
    try Self.alter(site, "25 Mar 2022 | memory", with: "35 Mar 2022 | memory")
    Self.setModified(site.folder["posts.txt"], to: 1_600_000_001)
    for arguments in [["build", "--strict"], ["build", "--strict"], ["build"], ["build"], ["build", "--strict"]] {
      let outcome = try site.start(arguments + ["--verbose"]).wait()
      #expect(outcome.code == 1 && outcome.err.contains("35 Mar 2022"), "\(arguments)")
    }
    #expect(site.stamps("posts.txt") == inode)
    try Self.alter(site, "35 Mar 2022", with: "25 Mar 2022")
    #expect(try site.run("build").code == 0)
    #expect(site.folder.text("feeds/all.atom")?.contains("The First Post") == true)
  }

  @Test(
    "a build that fails midway leaves no record: what it wrote goes though all inputs are as they were",
    .enabled(if: Tracing.isPossible), arguments: ["error=ENOSPC", "signal=KILL"])
  func failed(_ fault: String) throws {
    // Documents of a format that was published long ago: its paths are in the ledger, which does not change.
    let two = Self.config.replacing("}]\n", with: "}],\n\"feeds\": {\"formats\": [\"atom\", \"rss\"]}\n")
    #expect(two != Self.config)
    let site = try Workdir(config: Self.config)
    try site.folder.write("{}", to: "links.json")
    try site.run("build")
    try site.folder.write(two, to: "config.json")
    try Self.settle(site)
    let before = site.snapshot().filter { !$0.key.hasSuffix("record.ndjson") && !$0.key.hasSuffix("manifest.ndjson") }
    rename(site.folder["config.json"], site.folder["two.json"])
    try site.folder.write(Self.config, to: "config.json")
    let outcome = try site.run(
      "build",
      under: [
        "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat", "-e", "inject=renameat:\(fault):when=3",
      ])
    #expect(outcome.code != 0)
    #expect(site.folder.files().contains { $0.hasPrefix("feeds/") && $0.hasSuffix(".json") })
    #expect(!site.folder.files().contains(".syndicate/record.ndjson"))
    rename(site.folder["two.json"], site.folder["config.json"])
    #expect(try site.run("build").out.contains("0 written, 8 unchanged, 2 removed"))
    let after = site.snapshot().filter { !$0.key.hasSuffix("record.ndjson") && !$0.key.hasSuffix("manifest.ndjson") }
    #expect(after == before)
  }

  @Test("--dry-run leaves no record")
  func dryRun() throws {
    let site = try Self.settled()
    try FileManager.default.removeItem(atPath: site.folder[".syndicate/record.ndjson"])
    #expect(try reads(site, "--dry-run"))
    #expect(!site.folder.files().contains(".syndicate/record.ndjson"))
  }
}
