import Foundation
import SyndicationTesting
import Testing

/// What others may write, posts, links, a ledger in a pull request, reaches nothing beside the site and its own feeds.
@Suite("Nothing reaches beyond the site")
struct ContainmentTests {
  // MARK: - The feeds' folder

  @Test("a file that is not ours is not removed, whatever the ledger and the manifest say of it")
  func removal() throws {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write("mine", to: "feeds/notes.txt")
    try site.folder.write("mine", to: "feeds/tags/memory.rss")
    for state in ["ledger.ndjson", "manifest.ndjson"] {
      let text = try #require(site.folder.text(".syndicate/\(state)"))
      let crafted = text.replacing("tags/memory.atom", with: "notes.txt")
      #expect(crafted != text)
      try site.folder.write(crafted, to: ".syndicate/\(state)")
    }
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| graphs"), to: "posts.txt")
    let outcome = try site.run("build")
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(outcome.out.contains("1 removed"), "\(outcome.out)")
    #expect(!site.folder.files().contains("feeds/tags/memory.json"))
    #expect(site.folder.text("feeds/notes.txt") == "mine" && site.folder.text("feeds/tags/memory.rss") == "mine")
    // And they are no reason to build again and again.
    let again = try site.run("build")
    #expect(again.out.contains("0 written, 9 unchanged, 0 removed"), "\(again.out)")
  }

  @Test("in a fresh clone, documents of a vanished tag go that say that they are ours, and no others")
  func clone() throws {
    let site = try Workdir()
    try site.run("build")
    for name in ["manifest.ndjson", "record.ndjson"] { unlink(site.folder[".syndicate/\(name)"]) }
    try site.folder.write("<rss><channel><generator>Another</generator></channel></rss>", to: "feeds/tags/memory.rss")
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| graphs"), to: "posts.txt")
    #expect(try site.run("build").out.contains("2 removed"))
    #expect(site.folder.files().filter { $0.contains("memory") } == ["feeds/tags/memory.rss"])
  }

  @Test("a file that is not ours is not replaced: an error of that document, and everything else is published")
  func replacement() throws {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write("mine", to: "feeds/tags/new.atom")
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| memory new"), to: "posts.txt")
    for arguments in [["build", "--dry-run"], ["build"], ["build", "--force", "--verbose"]] {
      let outcome = try site.start(arguments).wait()
      #expect(outcome.code == 1)
      #expect(outcome.err.contains("feeds/tags/new.atom") && outcome.err.contains("did not write"), "\(outcome.err)")
    }
    #expect(site.folder.text("feeds/tags/new.atom") == "mine")
    #expect(site.folder.text("feeds/tags/new.rss")?.contains("The First Post") == true)
    unlink(site.folder["feeds/tags/new.atom"])
    #expect(try site.run("build").code == 0)
    #expect(site.folder.text("feeds/tags/new.atom")?.contains("The First Post") == true)
  }

  @Test("no folder is followed that is a link, neither to write nor to remove nor to sweep")
  func linkedFolder() throws {
    let site = try Workdir()
    try site.run("build")
    try site.shell("mv feeds/tags elsewhere; ln -s ../elsewhere feeds/tags; echo x >elsewhere/.syndicate-1-1.tmp")
    let before = site.snapshot().filter { $0.key.hasPrefix("elsewhere/") }
    try site.folder.write(
      Workdir.listing.replacing("| memory", with: "| graphs").replacing("Newest", with: "Latest"), to: "posts.txt")
    let outcome = try site.run("build")
    #expect(outcome.code == 1)
    #expect(outcome.err.contains("feeds/tags") && outcome.err.contains("is a link"), "\(outcome.err)")
    #expect(outcome.err.split(separator: "\n").count == 1, "\(outcome.err)")
    #expect(site.snapshot().filter { $0.key.hasPrefix("elsewhere/") } == before)
    #expect(site.folder.text("feeds/all.atom")?.contains("The Latest Post") == true)
  }

  @Test("the lock is no link, which would empty what it leads to")
  func lock() throws {
    let site = try Workdir()
    try site.folder.write("precious", to: "precious.txt")
    try site.shell("mkdir .syndicate; ln -s ../precious.txt .syndicate/lock")
    let outcome = try site.run("build")
    #expect(outcome.code == 2 && outcome.err.contains(".syndicate/lock: it is a link"), "\(outcome.err)")
    #expect(site.folder.text("precious.txt") == "precious")
  }

  @Test("the state lies in no folder that is published, wherever links lead", arguments: ["state", "output", "folder"])
  func state(_ kind: String) throws {
    let site = try Workdir(config: Workdir.config.replacing("]\n}", with: "],\n\"state\": \"way/state\"}"))
    try site.shell("mkdir feeds")
    var arguments = ["build"]
    switch kind {
    case "state": try site.shell("ln -s feeds way")
    case "folder": try site.shell("mkdir way way/state; rmdir feeds; ln -s way/state feeds")
    default:
      try site.shell("mkdir way; ln -s way out")
      arguments += ["--output", "out"]
    }
    let outcome = try site.start(arguments).wait()
    #expect(outcome.code == 1 && outcome.err.contains("state"), "\(outcome.err)")
    #expect(!site.folder.files().contains { $0.hasSuffix("ledger.ndjson") || $0.hasSuffix(".atom") })
  }

  @Test("the feeds' folder is no link that it was not when it was first published; nor is the state's one")
  func replacedFolders() throws {
    let site = try Workdir()
    try site.run("build")
    try site.shell("mv feeds elsewhere; ln -s elsewhere feeds; echo mine >elsewhere/tags/memory.rss")
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| graphs"), to: "posts.txt")
    let before = site.snapshot().filter { $0.key.hasPrefix("elsewhere/") }
    for arguments in [["build"], ["build", "--force"], ["build", "--dry-run"]] {
      let outcome = try site.start(arguments).wait()
      #expect(outcome.code == 2 && outcome.err.contains("feeds: it is a link to another folder"), "\(outcome.err)")
    }
    #expect(site.snapshot().filter { $0.key.hasPrefix("elsewhere/") } == before)

    try site.shell("rm feeds; mv elsewhere feeds; mv .syndicate others; ln -s others .syndicate")
    let outcome = try site.run("build")
    #expect(outcome.code == 2 && outcome.err.contains(".syndicate: it is a link"), "\(outcome.err)")
  }

  @Test("a page that quotes one of our documents is none")
  func quoted() throws {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write("<p><generator>Syndicate</generator>", to: "feeds/index.html")
    let ledger = try #require(site.folder.text(".syndicate/ledger.ndjson"))
    try site.folder.write(ledger.replacing("tags/memory.atom", with: "index.html"), to: ".syndicate/ledger.ndjson")
    try site.folder.write(Workdir.listing.replacing("| memory", with: "| graphs"), to: "posts.txt")
    #expect(try site.run("build").code == 0)
    #expect(site.folder.files().contains("feeds/index.html"))
  }

  @Test(
    "an id of the ledger that acts in a reader, or is none, is an error with its line",
    arguments: ["javascript:alert(1)", "data:text/html,x", "x y", "", String(repeating: "A", count: 9_000)])
  func ledgerID(_ id: String) throws {
    let site = try Workdir()
    try site.run("build")
    let before = site.snapshot().filter { $0.key.hasPrefix("feeds/") }
    let ledger = try #require(site.folder.text(".syndicate/ledger.ndjson"))
    for kind in ["entry", "feed"] {
      let lines = ledger.split(separator: "\n", omittingEmptySubsequences: false)
      let index = try #require(lines.firstIndex { $0.contains("\"row\":\"\(kind)\"") })
      var crafted = lines.map(String.init)
      crafted[index] = crafted[index].replacing(/"id":"[^"]*"/, with: "\"id\":\"\(id)\"")
      try site.folder.write(crafted.joined(separator: "\n"), to: ".syndicate/ledger.ndjson")
      let outcome = try site.run("build", "--force")
      #expect(outcome.code == 2 || outcome.code == 1)
      #expect(
        outcome.err.contains("ledger.ndjson:\(index + 1)") && outcome.err.contains("its id is none"), "\(outcome.err)")
    }
    #expect(site.snapshot().filter { $0.key.hasPrefix("feeds/") } == before)
  }

  @Test("an id that its generator's own feed has stays in the ledger, though it is no URI")
  func generatorsID() throws {
    let site = try blog(
      """
      rm blog/one.md; mkdir blog/content; printf "SITENAME = 'A'\\nPATH = 'content'\\n" >blog/pelicanconf.py
      printf 'Title: One\\nDate: 2022-03-25\\nURL: ü/a b.html\\n\\nText.\\n' >blog/content/one.md
      """)
    #expect(try site.run("build").code == 0)
    let ledger = try #require(site.folder.text(".syndicate/ledger.ndjson"))
    #expect(ledger.contains("\"id\":\"tag:example.org,2022-03-25:/ü/a b.html\""), "\(ledger)")
    let outcome = try site.run("build", "--force")
    #expect(outcome.code == 0 && outcome.out.contains("0 written"), "\(outcome)")
  }

  // MARK: - What is read

  private static func post(_ title: String, _ field: String = "") -> String {
    "---\ntitle: \(title)\ndate: 2022-03-25\n\(field)---\nText of \(title).\n"
  }

  private func blog(_ setup: String, follows: Bool = false, type: String = "markdown") throws -> Workdir {
    let site = try Workdir(
      config: """
        {"site": {"title": "A Site", "url": "https://example.org/"},
         "sources": [{"type": "\(type)", "path": "blog"\(follows ? ", \"follow\": true" : "")}]}
        """)
    try site.folder.write(Self.post("One"), to: "blog/one.md")
    try site.folder.write(Self.post("Secret"), to: "elsewhere/secret.md")
    try site.shell(setup)
    return site
  }

  private func titles(of site: Workdir) -> [String] {
    (site.folder.text("feeds/all.json") ?? "").matches(of: /"title":"([^"]+)"/).map { String($0.1) }
      .filter { $0 != "A Site" }.sorted()
  }

  static let links = """
    ln -s ../elsewhere/secret.md blog/out.md
    ln -s ../elsewhere/secret.md blog/picture.png
    ln -s / blog/machine
    mkdir blog/in; cp blog/one.md blog/in/two.md; sed -i s/One/Two/g blog/in/two.md; ln -s in/two.md blog/two.md
    """

  @Test("a link that leads out of the site's folder is not read, a warning names it; one within it is")
  func links() throws {
    let site = try blog(Self.links)
    let outcome = try site.run("build", "--verbose", under: ["timeout", "60"])
    #expect(outcome.code != 124, "the machine was walked")
    #expect(titles(of: site).allSatisfy { ["One", "Two"].contains($0) })
    let told = outcome.err.split(separator: "\n").filter { $0.contains("leads out of") }
    #expect(told.count == 2, "\(outcome.err)")
    #expect(told.contains { $0.contains("blog/machine") } && told.contains { $0.contains("blog/out.md") })
  }

  @Test("a link to what is hidden in the site is not read", arguments: ["markdown", "html"])
  func hidden(_ type: String) throws {
    let ending = type == "html" ? "html" : "md"
    let site = try blog(
      """
      mkdir blog/.git; sed s/One/Hidden/g blog/one.md >blog/.git/config; ln -s .git/config blog/a.\(ending)
      ln -s .git blog/folder
      """, type: type)
    let outcome = try site.run("build", "--verbose")
    #expect(!(site.folder.text("feeds/all.json") ?? "").contains("Hidden"))
    #expect(outcome.err.contains("blog/a.\(ending)") && outcome.err.contains("blog/folder"), "\(outcome.err)")
  }

  @Test("a link that leads out of the site's folder is read where the source says so")
  func follow() throws {
    let site = try blog("ln -s ../elsewhere/secret.md blog/out.md; ln -s ../elsewhere blog/more", follows: true)
    let outcome = try site.run("build")
    #expect(!outcome.err.contains("leads out"), "\(outcome.err)")
    #expect(titles(of: site).contains("Secret"))
  }

  @Test("data, pages and configuration of a generator are not read through a link that leads out")
  func data() throws {
    let site = try blog(
      """
      mkdir blog/_posts blog/_data out; mv blog/one.md blog/_posts/2022-03-25-one.md; echo 'title: x' >blog/_config.yml
      echo 'ann: {name: Secret}' >elsewhere/authors.yml; ln -s ../../elsewhere/authors.yml blog/_data/authors.yml
      sed -i 's/^title/author: ann\\ntitle/' blog/_posts/2022-03-25-one.md
      """)
    let outcome = try site.run("build")
    #expect(
      outcome.code == 1 && outcome.err.contains("blog/_data/authors.yml: error: this link leads out"), "\(outcome.err)")
    #expect(titles(of: site) == ["One"] && site.folder.text("feeds/all.json")?.contains("Secret") == false)
  }

  @Test(
    "what may keep posts back is not passed over where it cannot be read",
    arguments: [
      ("ln -s ../elsewhere/secret.md blog/_config.yml", "_config.yml", []),
      ("mkfifo blog/_config.yml", "_config.yml", []), ("mkfifo blog/conf.py", "conf.py", []),
      (
        """
        echo "baseURL = 'https://example.org/'" >blog/hugo.toml; mkdir -p blog/content/a; mv blog/one.md blog/content
        sed s/One/Two/g blog/content/one.md >blog/content/a/two.md
        ln -s ../../../elsewhere/secret.md blog/content/a/_index.md
        """, "_index.md", ["One"]
      ),
      (
        """
        touch blog/eleventy.config.js; mkdir blog/a; sed s/One/Two/g blog/one.md >blog/a/two.md; mkfifo blog/a/a.json
        """, "a.json", ["One"]
      ),
    ])
  func keptBack(_ setup: String, _ named: String, _ published: [String]) throws {
    let site = try blog(setup)
    let outcome = try site.run("build", under: ["timeout", "60"])
    #expect(outcome.code == 1 && outcome.err.contains("\(named): error: "), "\(outcome.err)")
    #expect(titles(of: site) == published)
  }

  @Test("pages that links lead to are read within their folder alone", arguments: [true, false])
  func pages(follows: Bool) throws {
    let site = try blog(
      """
      echo '<title>Page</title><meta name=date content=2022-03-19><main><h1>Page</h1><p>Text.</main>' >elsewhere/a.html
      rm blog/*; cp elsewhere/a.html blog/b.html; sed -i s/Page/Own/g blog/b.html; ln -s ../elsewhere/a.html blog/a.html
      """, follows: follows, type: "html")
    let outcome = try site.run("build")
    #expect(outcome.code == 0 && outcome.err.contains("blog/a.html") != follows, "\(outcome.err)")
    #expect(titles(of: site) == (follows ? ["Own", "Page"] : ["Own"]))
  }

  @Test("an attachment tells the size of a file of its kind, below the site's folder, that is not hidden")
  func sizes() throws {
    let names = ["/.env", "/a.mp3", "/.hidden/b.mp3", "/_config.yml", "/out.mp3", "/x.pdf", "/pipe.ogg", "/link.mp3"]
    let site = try blog(
      """
      mkdir blog/_posts blog/.hidden; rm blog/one.md; echo 'title: x' >blog/_config.yml
      for f in .env a.mp3 .hidden/b.mp3 x.pdf; do echo 12345 >blog/$f; done; mkfifo blog/pipe.ogg
      ln -s ../elsewhere/secret.md blog/out.mp3; ln -s .env blog/link.mp3
      """)
    for (index, name) in names.enumerated() {
      let type = name == "/x.pdf" ? ", type: audio/mpeg" : ""
      try site.folder.write(
        Self.post("P\(index)", "attachments: [{url: \(name)\(type)}]\n"),
        to: "blog/_posts/2022-03-2\(index)-p\(index).md")
    }
    let outcome = try site.run("build", under: ["timeout", "60"])
    #expect(outcome.code == 0, "\(outcome.err)")
    let json = try #require(site.folder.text("feeds/all.json"))
    let sizes = json.matches(of: /"url":"https:\/\/example.org([^"]+)","mime_type":"[^"]*","size_in_bytes":(\d+)/)
    #expect(sizes.map { "\($0.1) \($0.2)" } == ["/a.mp3 6"], "\(json)")
  }

  // MARK: - Pipes and names

  @Test(
    "a pipe costs itself, and is not waited for",
    arguments: [
      ("config.json", "rm config.json; mkfifo config.json", 2), ("posts.txt", "rm posts.txt; mkfifo posts.txt", 2),
      (".syndicate/ledger.ndjson", "rm .syndicate/*; mkfifo .syndicate/ledger.ndjson", 2),
      (".syndicate/lock", "mkfifo .syndicate/lock", 2),
      ("", "rm -f .syndicate/manifest.ndjson; mkfifo .syndicate/manifest.ndjson", 0),
      ("", "rm -f .syndicate/record.ndjson; mkfifo .syndicate/record.ndjson .syndicate/x", 0),
      ("", "rm -f .syndicate/problems.txt; mkfifo .syndicate/problems.txt", 0),
      ("feeds/all.atom", "rm feeds/all.atom; mkfifo feeds/all.atom", 1),
      (
        "posts.txt", "rm posts.txt; perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local=>q(posts.txt),Listen=>1)'",
        2
      ),
      ("posts.txt", "rm posts.txt; ln -s /dev/zero posts.txt", 2),
    ])
  func pipes(_ named: String, _ setup: String, _ code: Int) throws {
    let site = try Workdir()
    try site.run("build")
    try site.shell(setup)
    let outcome = try site.run("build", under: ["timeout", "60"])
    #expect(Int(outcome.code) == code, "\(setup): \(outcome.err)")
    #expect(named.isEmpty || outcome.err.contains(named), "\(outcome.err)")
    if code > 0 { #expect(outcome.err.contains(/a (pipe|socket|device)/), "\(setup): \(outcome.err)") }
  }

  @Test("a pipe among posts, data and former feeds costs itself")
  func pipesBesides() throws {
    let site = try blog(
      """
      mkdir blog/_posts blog/_data; mv blog/one.md blog/_posts/2022-03-25-one.md; echo 'title: x' >blog/_config.yml
      mkfifo blog/_data/authors.yml blog/_posts/2022-03-26-two.md
      """)
    let outcome = try site.run("build", under: ["timeout", "60"])
    #expect(
      outcome.code == 1 && outcome.err.contains("blog/_data/authors.yml: error: it is a pipe"), "\(outcome.err)")
    #expect(outcome.err.contains("blog/_posts/2022-03-26-two.md: warning: it is a pipe"), "\(outcome.err)")
    #expect(titles(of: site) == ["One"])
  }

  @Test("a watch whose configuration and source became pipes goes on, and ends when it is told to")
  func watchOfPipes() throws {
    let site = try Workdir()
    let watch = try WatchProcess(site)
    try site.shell("rm posts.txt; mkfifo posts.txt")
    #expect(try watch.next("failed") { $0.name == "failed" }.problems.contains("posts.txt: it is a pipe"))
    try site.shell("rm config.json; mkfifo config.json")
    #expect(try watch.next("failed") { $0.name == "failed" }.problems.contains("config.json: it is a pipe"))
    try watch.stop()
  }

  @Test("a file whose name is not UTF-8 costs itself, named escaped")
  func names() throws {
    let site = try blog(
      #"cp blog/one.md blog/$'a\xffb.md'; cp blog/one.md blog/$'\xe4.png'; mkdir blog/$'d\xc3'; cp blog/one.md blog/$'d\xc3/x.md'"#
    )
    defer { try? site.shell(#"rm -r blog/*"#) }
    let outcome = try site.run("build", "--verbose")
    #expect(outcome.code == 1)
    #expect(outcome.err.contains(#"blog/a\xFFb.md"#) && outcome.err.contains(#"blog/d\xC3"#), "\(outcome.err)")
    #expect(!outcome.err.contains("png"), "\(outcome.err)")
    #expect(titles(of: site) == ["One"])
  }

  // MARK: - The clock

  @Test("a build of 2099 warns, and the next one takes its times back")
  func clock() throws {
    let site = try Workdir()
    try site.run("build")
    let before = site.stamps()
    try site.folder.write(FaultTests.edited, to: "posts.txt")
    let far = try site.run("build", at: 4_070_908_800)
    #expect(far.code == 0 && far.err.contains("far ahead"), "\(far.err)")
    #expect(site.folder.text("feeds/all.atom")?.contains("<updated>2099-01-01T00:00:00Z</updated>") == true)

    let healed = try site.run("build", at: 1_700_000_000)
    #expect(healed.code == 0 && healed.err.contains("yet to come"), "\(healed.err)")
    for name in ["feeds/all.atom", "feeds/all.rss", "feeds/all.json", ".syndicate/ledger.ndjson"] {
      #expect(site.folder.text(name)?.contains("2099") == false)
    }
    #expect(site.folder.text("feeds/all.atom")?.contains("<updated>2023-11-14T22:13:20Z</updated>") == true)
    let again = try site.run("build", at: 1_700_003_600)
    #expect(again.out.contains("0 written, 12 unchanged") && !again.err.contains("yet to come"), "\(again.err)")
    #expect(site.stamps().keys == before.keys)
  }

  @Test("an instant in the past, as builds that can be repeated have it, takes no time back")
  func past() throws {
    let site = try Workdir()
    try site.run("build")
    try site.folder.write(FaultTests.edited, to: "posts.txt")
    try site.run("build", at: 1_700_003_600)
    let before = site.stamps()
    let outcome = try site.run("build", "--force", at: 1_650_000_000)
    #expect(outcome.out.contains("0 written, 12 unchanged") && outcome.err.isEmpty, "\(outcome.err)")
    #expect(site.stamps() == before)
  }
}
