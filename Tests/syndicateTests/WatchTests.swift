import Foundation
import SyndicationTesting
import Testing

/// The built binary, the kernel's events, and every way in which a listing changes.
@Suite("watch") struct WatchTests {
  static let edited = Workdir.listing.replacing("Newest", with: "Edited")

  /// A site whose listing lies in a folder; `new` holds the next state of it.
  static func site(_ setup: String = "") throws -> Workdir {
    let site = try Workdir(config: Workdir.config.replacing("posts.txt", with: "catalog/posts.txt"))
    try site.folder.write(edited, to: "new")
    try site.shell("mkdir catalog; mv posts.txt catalog; \(setup)")
    return site
  }

  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let setup: String
    let change: String

    init(_ description: String, setup: String = "", _ change: String) {
      testDescription = description
      self.setup = setup
      self.change = change
    }
  }

  static let git = """
    git init -qb main .; git config user.name A; git config user.email a@example.org; git config commit.gpgsign false
    git add catalog; git commit -qm one; git checkout -qb other; cp new catalog/posts.txt; git commit -qam two
    """

  static let ways = [
    Way("written in place", "cat new >catalog/posts.txt"),
    Way("written in pieces", "exec 3>catalog/posts.txt; head -c 100 new >&3; tail -c +101 new >&3; exec 3>&-"),
    Way("replaced by a rename", "cp new catalog/.x; mv catalog/.x catalog/posts.txt"),
    Way("saved by vim", "mv catalog/posts.txt catalog/posts.txt~; cat new >catalog/posts.txt; rm catalog/posts.txt~"),
    Way("edited by sed -i", "sed -i s/Newest/Edited/ catalog/posts.txt"),
    Way("linked", "cp new x; ln -f x catalog/posts.txt"),
    Way("truncated, then written", ": >catalog/posts.txt; cat new >catalog/posts.txt"),
    Way("deleted and made again", "rm catalog/posts.txt; cp new catalog/posts.txt"),
    Way("deleted with its folder, and made again", "rm -r catalog; mkdir catalog; cp new catalog/posts.txt"),
    Way(
      "moved away with its folder, and another moved in",
      setup: "mkdir next; cp new next/posts.txt", "mv catalog old; mv next catalog"),
    Way("checked out by git", setup: "\(git); git checkout -q main", "git checkout -q other"),
    Way(
      "checked out by git, its folder gone between",
      setup:
        "\(git); git checkout -q main; git checkout -q --orphan none; git rm -qrf catalog; git commit -qm none --allow-empty; git checkout -q main",
      "git checkout -q none; git checkout -q other"),
    Way(
      "behind a link that is switched",
      setup: "mv catalog one; mkdir two; cp new two/posts.txt; ln -s one catalog", "ln -s two x; mv -T x catalog"),
    Way(
      "behind a link that is made anew",
      setup: "mv catalog one; mkdir two; cp new two/posts.txt; ln -s one catalog", "ln -sfn two catalog"),
    Way("written behind a link", setup: "mv catalog one; ln -s one catalog", "cp new one/x; mv one/x one/posts.txt"),
    Way(
      "itself a link that is switched",
      setup: "mv catalog/posts.txt one.txt; ln -s ../one.txt catalog/posts.txt", "ln -sf ../new catalog/posts.txt"),
    Way("one of hundreds of files", "for i in {1..600}; do echo $i >catalog/$i; done; cp new catalog/posts.txt"),
    Way(
      "moved in with hundreds of files",
      setup: "mkdir next; for i in {1..600}; do echo $i >next/$i; done; cp new next/posts.txt",
      "rm -r catalog; mv next catalog"),
  ]

  @Test("sees a listing that is", arguments: ways)
  func sees(_ way: Way) throws {
    let site = try Self.site(way.setup)
    let watch = try WatchProcess(site)
    try site.shell(way.change)
    let event = try watch.nextWriting()
    #expect(event.because == ["change"] && event.changed == ["catalog/posts.txt"])
    #expect(site.folder.text("feeds/all.atom")?.contains("Edited") == true)
    // And goes on seeing it where it is now.
    try site.shell("sed -i --follow-symlinks s/Second/Last/ catalog/posts.txt")
    try watch.nextWriting()
    #expect(site.folder.text("feeds/all.atom")?.contains("The Last Post") == true)
    try watch.stop()
  }

  @Test(
    "sees the same by polling",
    arguments: ways.filter { $0.change.hasPrefix("ln -s ") || $0.change.hasPrefix("rm -r catalog; mkdir") })
  func polling(_ way: Way) throws {
    let site = try Self.site(way.setup)
    try site.shell(#"sed -i 's/^}$/, "watch": { "method": "poll" } }/' config.json"#)
    let watch = try WatchProcess(site)
    #expect(try watch.events().last?.members["method"] as? String == "poll")
    try site.shell(way.change)
    try watch.nextWriting()
    #expect(site.folder.text("feeds/all.atom")?.contains("Edited") == true)
    try watch.stop()
  }

  @Test("sees what gives no event: a listing written through another link")
  func otherLink() throws {
    let site = try Self.site("mkdir elsewhere; ln catalog/posts.txt elsewhere/posts.txt")
    let watch = try WatchProcess(site)
    try site.shell("cat new >elsewhere/posts.txt")
    #expect(try watch.nextWriting().changed == ["catalog/posts.txt"])
    #expect(site.folder.text("feeds/all.atom")?.contains("Edited") == true)
    try watch.stop()
  }

  static let mounts = ["unshare", "-Urm"]
  static let mayMount = {
    guard let site = try? Workdir() else { return false }
    return (try? site.run("--version", under: mounts + ["sh", "-c", "mount --bind . . && exec \"$0\" \"$@\""]).code)
      == 0
  }()

  @Test(
    "sees a file system that is mounted over the listing's folder, and unmounted",
    .enabled(if: mayMount, "no mounts here"))
  func mounted() throws {
    let site = try Self.site("mkdir other; cp new other/posts.txt")
    let watch = try WatchProcess(site, under: Self.mounts)
    let enter = "nsenter --preserve-credentials -U -m -t \(watch.pid) --wd=\(site.folder.path)"
    try site.shell("\(enter) mount --bind other catalog")
    #expect(try watch.nextWriting().changed == ["catalog/posts.txt"])
    #expect(site.folder.text("feeds/all.atom")?.contains("Edited") == true)
    // And goes on seeing it where it is now.
    try site.shell("sed -i s/Second/Last/ other/posts.txt")
    try watch.nextWriting()
    #expect(site.folder.text("feeds/all.atom")?.contains("The Last Post") == true)
    try site.shell("\(enter) umount catalog")
    try watch.nextWriting()
    #expect(site.folder.text("feeds/all.atom")?.contains("Newest") == true)
    try watch.stop()
  }

  @Test("goes on when the site's own folder, in which it was started, is deleted and made again")
  func ownFolder() throws {
    let site = try Self.site()
    try site.shell("mkdir site; mv catalog config.json site; cp -r site copy; cp new copy/catalog/posts.txt")
    let watch = try WatchProcess(site, in: site.folder["site"])
    // A build may be making files in it at that moment.
    try site.shell("until rm -r site; do :; done")
    try watch.next("failed") { $0.name == "failed" }
    try site.shell("cp -r copy x; mv x site")
    try watch.nextWriting()
    #expect(site.folder.text("site/feeds/all.atom")?.contains("Edited") == true)
    try site.shell("sed -i s/Second/Last/ site/catalog/posts.txt")
    #expect(try watch.nextWriting().changed.contains("catalog/posts.txt"))
    // Swapped, as by a deployment.
    try site.shell("mv site old; mv copy site")
    try watch.wait(for: "the other") { site.folder.text("site/feeds/all.atom")?.contains("The Second Post") == true }
    try watch.stop()
  }

  @Test("sees a change of what a source names, and of the configuration, whose sources it watches from then on")
  func configuration() throws {
    let site = try Self.site()
    try site.folder.write("{}", to: "links.json")
    let watch = try WatchProcess(site)
    let config = try #require(site.folder.text("config.json"))
    try site.folder.write(
      config.replacing("\"catalog/posts.txt\"", with: "\"catalog/posts.txt\", \"links\": \"links.json\""),
      to: "config.json")
    let watching = try watch.next("watching") { $0.name == "watching" }
    #expect(watching.members["files"] as? [String] == ["catalog/posts.txt", "config.json", "links.json"])
    #expect(try watch.next("a build") { $0.name == "built" }.changed == ["config.json"])
    try site.folder.write(#"{"The Second Post": "https://example.org/2/"}"#, to: "links.json")
    #expect(try watch.nextWriting().changed == ["links.json"])
    #expect(site.folder.text("feeds/all.atom")?.contains("<id>https://example.org/2/</id>") == false)
    #expect(site.folder.text("feeds/all.atom")?.contains("href=\"https://example.org/2/\"") == true)

    try site.folder.write(config.replacing("A Site", with: "A New Site"), to: "config.json")
    #expect(try watch.nextWriting().written.count == 12)
    #expect(try watch.events().last?.changed == ["config.json"])
    try watch.stop()
  }

  @Test("keeps the last good configuration, and the last good feeds, and heals")
  func badEdits() throws {
    let site = try Self.site()
    let watch = try WatchProcess(site)
    let feeds = FaultTests.documents(of: site)
    let config = try #require(site.folder.text("config.json"))
    try site.folder.write(config.replacing("title", with: "titel"), to: "config.json")
    let misconfigured = try watch.next("misconfigured") { $0.name == "misconfigured" }
    #expect(misconfigured.problems.contains("did you mean \"title\"?"))
    try watch.wait(for: "the log") { try watch.log.contains("in use") }
    #expect(try !watch.log.contains("error: "))
    unlink(site.folder["config.json"])
    let missing = try watch.next("misconfigured") { $0.name == "misconfigured" }
    #expect(missing.problems == "cannot read config.json: No such file or directory")
    try site.folder.write("", to: "catalog/posts.txt")
    let refused = try watch.next("refused") { $0.name == "refused" }
    #expect(refused.problems.contains("empty"))
    // Of the bad configurations alone nothing was built.
    #expect(try watch.events().count { $0.name == "built" } == 1)
    #expect(FaultTests.documents(of: site) == feeds)
    try watch.wait(for: "the log") { try watch.log.contains("empty") }
    // The first that is good again is built, by the configuration that was good last.
    try site.folder.write(Self.edited, to: "catalog/posts.txt")
    #expect(try watch.nextWriting().written.count == 9)
    try site.folder.write(config.replacing("A Site", with: "A New Site"), to: "config.json")
    try watch.next("mended") { $0.name == "mended" }
    #expect(try watch.nextWriting().written.count == 12)
    try watch.stop()
  }

  @Test("does not follow its own writing, even where the feeds lie beside the listing", arguments: ["inotify", "poll"])
  func ownWriting(_ method: String) throws {
    let config = Workdir.config.replacing(
      "}]\n", with: "}],\n\"feeds\": { \"directory\": \"site\" }, \"watch\": { \"method\": \"\(method)\" }\n"
    ).replacing("\"posts.txt\"", with: "\"site/posts.txt\"")
    let site = try Workdir(config: config)
    try site.shell("mkdir site; mv posts.txt site")
    let watch = try WatchProcess(site)
    for edit in 1...3 {
      try site.shell("sed -i 's/The \\(Newest\\|N[0-9]\\) Post/The N\(edit) Post/' site/posts.txt")
      #expect(try watch.nextWriting().changed == ["site/posts.txt"])
    }
    kill(watch.pid, SIGHUP)
    #expect(try watch.next("a request") { $0.because == ["request"] }.written.isEmpty)
    // The first, the three edits, and the request: none of them made another.
    #expect(try watch.events().count { $0.name == "built" } == 5)
    try watch.stop()
  }

  @Test("restores what was published when the folder of the feeds is deleted")
  func outputDeleted() throws {
    let site = try Self.site()
    let watch = try WatchProcess(site)
    let feeds = FaultTests.documents(of: site)
    try site.shell("rm -r feeds")
    #expect(try watch.nextWriting().because == ["output"])
    #expect(FaultTests.documents(of: site) == feeds)
    // A document alone is restored by the next build.
    try site.shell("rm feeds/all.rss")
    kill(watch.pid, SIGHUP)
    #expect(try watch.nextWriting().written == ["all.rss"])
    #expect(FaultTests.documents(of: site) == feeds)
    try watch.stop()
  }

  @Test("publishes an entry when it is due; SOURCE_DATE_EPOCH is where its clock starts")
  func schedule() throws {
    let site = try Workdir(config: Workdir.config.replacing("listing", with: "json").replacing("txt", with: "json"))
    try site.folder.write(
      #"""
      [{"id": "1", "title": "Now", "url": "/1", "date_published": "2022-03-25"},
       {"id": "2", "title": "Due", "url": "/2", "date_published": "2023-11-14T22:13:22Z"}]
      """#, to: "posts.json")
    let watch = try WatchProcess(site)
    #expect(site.folder.text("feeds/all.atom")?.contains("Due") == false)
    let event = try watch.nextWriting()
    #expect(event.because == ["schedule"])
    #expect((event.members["entries"] as? [String: Int])?["new"] == 1)
    #expect(site.folder.text("feeds/all.atom")?.contains("Due") == true)
    try watch.stop()
  }

  @Test("says what it does, a line each, and logs with the time", arguments: [SIGINT, SIGTERM])
  func lines(_ signal: Int32) throws {
    let site = try Self.site()
    let running = try site.start(
      ["watch", "--log-level", "debug"], under: ["sh", "-c", "echo $$ >pid; exec \"$0\" \"$@\""])
    func wait(for line: Regex<Substring>) throws {
      let deadline = ContinuousClock.now + .seconds(1200)
      while try running.output().out.firstMatch(of: line) == nil {
        try #require(running.process.isRunning && ContinuousClock.now < deadline)
        usleep(2000)
      }
    }
    try wait(
      for: /started: wrote all, tags\/graphs, tags\/memory and tags\/reproducibility \(12 documents\) in [0-9.]+ s\n/)
    try wait(for: /\nwatching catalog\/posts.txt and config.json \(inotify\)\n/)
    try site.shell("sed -i 's/memory/graphs/; s/Newest/Edited/' catalog/posts.txt")
    try wait(
      for:
        /\ncatalog\/posts.txt changed: wrote all, tags\/graphs and tags\/reproducibility \(9 documents\), removed tags\/memory \(3 documents\) in [0-9.]+ s\n/
    )
    kill(try #require(site.folder.text("pid").flatMap { pid_t($0.dropLast()) }), signal)
    let outcome = try running.wait()
    #expect(outcome.code == 0)
    #expect(outcome.out.split(separator: "\n").count == 3)
    for line in outcome.err.split(separator: "\n") {
      #expect(line.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (debug|info) .+/) != nil, "\(line)")
    }
    #expect(outcome.err.contains(" debug catalog/posts.txt changed\n") && outcome.err.hasSuffix(" info stopped\n"))
  }

  @Test("needs a good configuration to begin with", arguments: [("{", 1, "RFC 8259"), ("", 2, "--config")])
  func start(_ config: String, _ code: Int32, _ said: String) throws {
    let site = try Workdir()
    try site.folder.write(config, to: "config.json")
    if config.isEmpty { unlink(site.folder["config.json"]) }
    let outcome = try site.run("watch")
    #expect(outcome.code == code && outcome.err.contains(said))
    #expect(!site.folder.files().contains { $0.hasPrefix("feeds/") })
    #expect(try site.run("watch", "--log-level", "loud").code == 64)
  }
}
