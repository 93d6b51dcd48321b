import Foundation
import SyndicationTesting
import Testing

/// Whether there is a source that is a folder.
private enum FolderSource {
  static let isThere: Bool = {
    guard let site = try? FolderWatchTests.site() else { return false }
    return (try? site.run("build", "--dry-run").code) == 0
  }()
}

/// The built binary, the kernel's events, and every way in which a folder of posts changes.
@Suite("watch of a folder", .enabled(if: FolderSource.isThere, "no source is a folder yet"))
struct FolderWatchTests {
  static let config = """
    {
      "site": { "title": "A Site", "url": "https://example.org/" },
      "sources": [{ "type": "markdown", "path": "content", "follow": true }]
    }
    """

  static func post(_ title: String, on date: String = "2022-03-25") -> String {
    "---\ntitle: \(title)\ndate: \(date)T00:00:00Z\n---\nText of \(title).\n"
  }

  /// A site of two posts, in `content/posts`; `new` holds another state of one.
  static func site(_ setup: String = "", config: String = config) throws -> Workdir {
    let site = try Workdir(config: config)
    unlink(site.folder["posts.txt"])
    try site.folder.write(post("One"), to: "content/posts/one.md")
    try site.folder.write(post("Two"), to: "content/posts/2022/two.md")
    try site.folder.write(post("Edited"), to: "new")
    try site.shell(setup)
    return site
  }

  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let setup: String
    let change: String
    /// The files that it is said to be about, below `content`.
    let named: Set<String>
    /// The titles of the posts afterwards.
    let titles: [String]

    init(
      _ description: String, setup: String = "", _ change: String, _ named: Set<String> = ["posts/one.md"],
      gives titles: [String] = ["Edited", "Two"]
    ) {
      testDescription = description
      self.setup = setup
      self.change = change
      self.named = named
      self.titles = titles
    }
  }

  static let git = """
    git init -qb main .; git config user.name A; git config user.email a@example.org; git config commit.gpgsign false
    git add content; git commit -qm one; git checkout -qb other; cp new content/posts/one.md; git mv content/posts/2022 content/posts/2023
    git commit -qam two; git checkout -q main
    """

  static let ways = [
    Way("written in place", "cat new >content/posts/one.md"),
    Way("replaced by a rename", "cp new x; mv x content/posts/one.md"),
    Way("saved by sed -i", "sed -i s/One/Edited/g content/posts/one.md"),
    Way(
      "saved by vim",
      "cd content/posts; : >4913; rm 4913; mv one.md one.md~; cat ../../new >one.md; rm one.md~"),
    Way("made", "cp new content/posts/three.md", ["posts/three.md"], gives: ["Edited", "One", "Two"]),
    Way("deleted", "rm content/posts/one.md", gives: ["Two"]),
    Way(
      "renamed", "mv content/posts/one.md content/posts/1.md", ["posts/one.md", "posts/1.md"], gives: ["One", "Two"]),
    Way(
      "made in new folders", "mkdir -p content/a/b; cat new >content/a/b/c.md", ["a/b/c.md"],
      gives: ["Edited", "One", "Two"]),
    Way(
      "moved in with its folders", setup: "mkdir -p a/b; cp new a/b/c.md", "mv a content", ["a/b/c.md"],
      gives: ["Edited", "One", "Two"]),
    Way(
      "in a folder that is renamed", "mv content/posts/2022 content/posts/2023; cat new >content/posts/2023/two.md",
      ["posts/2022/two.md", "posts/2023/two.md"], gives: ["Edited", "One"]),
    Way("in a folder that is deleted", "rm -r content/posts/2022", ["posts/2022/two.md"], gives: ["One"]),
    Way(
      "one of hundreds that are made", "for i in {1..300}; do echo $i >content/$i.txt; done; cat new >content/new.md",
      ["", "new.md"], gives: ["Edited", "One", "Two"]),
    Way(
      "checked out by git", setup: git, "git checkout -q other",
      ["posts/one.md", "posts/2022/two.md", "posts/2023/two.md"]),
    Way(
      "in another folder that takes the place of the whole", setup: "cp -r content next; cp new next/posts/one.md",
      "mv content old; mv next content", ["", "posts/one.md", "posts/2022/two.md"]),
    Way(
      "behind a link to the whole that is switched",
      setup: "mv content old; ln -s old content; cp -r old next; cp new next/posts/one.md", "ln -sfn next content",
      ["", "posts/one.md", "posts/2022/two.md"]),
    Way(
      "behind a link in it that is switched",
      setup: "mv content/posts old; ln -s ../old content/posts; cp -r old next; cp new next/one.md",
      "ln -sfn ../next content/posts", ["posts/one.md", "posts/2022/two.md"]),
  ]

  private func titles(of site: Workdir) -> [String] {
    (site.folder.text("feeds/all.json") ?? "").matches(of: /"title":"([^"]+)"/).map { String($0.1) }
      .filter { $0 != "A Site" }.sorted()
  }

  private func check(_ way: Way, _ watch: WatchProcess) throws {
    let site = watch.site
    let allowed = Set(way.named.map { $0.isEmpty ? "content" : "content/\($0)" })
    try site.shell(way.change)
    var changed: Set<String> = []
    repeat {
      let event = try watch.nextWriting()
      #expect(event.because == ["change"])
      changed.formUnion(event.changed)
    } while titles(of: site) != way.titles
    #expect(!changed.isEmpty && changed.isSubset(of: allowed), "\(changed.sorted())")
    // And it goes on seeing what is there now.
    try site.folder.write(Self.post("Last"), to: "content/late/last.md")
    try watch.next("the last post") { _ in titles(of: site) == (way.titles + ["Last"]).sorted() }
    try site.shell("sed -i s/Last/Later/g content/late/last.md")
    try watch.next("the last post, edited") { _ in titles(of: site) == (way.titles + ["Later"]).sorted() }
    try watch.stop()
  }

  @Test("sees a post that is", arguments: ways)
  func sees(_ way: Way) throws {
    let watch = try WatchProcess(try Self.site(way.setup))
    #expect(try watch.events().last?.members["files"] as? [String] == ["config.json", "content"])
    #expect(try watch.events().last?.members["method"] as? String == "inotify")
    try check(way, watch)
  }

  @Test("sees the same by polling", arguments: ways.filter { $0.change.hasPrefix("m") || $0.change.hasPrefix("ln") })
  func polling(_ way: Way) throws {
    let config = Self.config.replacing("\"sources\"", with: "\"watch\": { \"method\": \"poll\" }, \"sources\"")
    let watch = try WatchProcess(try Self.site(way.setup, config: config))
    #expect(try watch.events().last?.members["method"] as? String == "poll")
    try check(way, watch)
  }

  @Test(
    "polls where a new folder is one too many for the kernel",
    .enabled(if: Limits.arePossible, "no user namespaces here"))
  func limit() throws {
    let site = try Self.site()
    let watch = try WatchProcess(site, under: Limits.running("max_inotify_watches", to: 4))
    #expect(try watch.events().last?.members["method"] as? String == "inotify")
    try site.folder.write(Self.post("Three"), to: "content/more/three.md")
    let watching = try watch.next("polling") { $0.name == "watching" }
    #expect(watching.members["method"] as? String == "poll")
    #expect((watching.members["reason"] as? String)?.contains("content/more: raise the sysctl") == true)
    try watch.next("the post") { _ in titles(of: site) == ["One", "Three", "Two"] }
    try watch.stop()
  }

  /// A site whose feeds and state lie in the folder of its posts.
  static func inside(_ path: String = "content") throws -> Workdir {
    try site(
      config: config.replacing("\"path\": \"content\"", with: "\"path\": \"\(path)\"").replacing(
        "\"sources\"",
        with: "\"state\": \"content/state\", \"feeds\": { \"directory\": \"content/feeds\" }, \"sources\""))
  }

  @Test("a build's own writing in the folder makes no build", arguments: ["content", "."])
  func inside(_ path: String) throws {
    let site = try Self.inside(path)
    let watch = try WatchProcess(site)
    for number in 1...5 {
      try site.folder.write(Self.post("Number \(number)"), to: "content/posts/one.md")
      #expect(try watch.nextWriting().changed == ["content/posts/one.md"])
    }
    #expect(try watch.events().count { $0.name == "built" } == 6)
    try watch.stop()
  }

  @Test(
    "a build after one that wrote into the folder reads no post", arguments: ["content", "."],
    [[], ["--output", "content/elsewhere"]])
  func record(_ path: String, _ arguments: [String]) throws {
    let site = try Self.inside(path)
    try #require(site.start(["build"] + arguments).wait().code == 0)
    for name in site.folder.files() { RecordTests.age(site.folder[name]) }
    // Whose documents were younger than the manifest.
    for _ in 1...2 { try #require(site.start(["build"] + arguments).wait().code == 0) }
    for name in site.folder.files() where !name.contains("state/") { RecordTests.age(site.folder[name]) }
    try #require(site.start(["build"] + arguments).wait().code == 0)
    try RecordTests.alter(site, "Text of Two", with: "Next of Two", in: "content/posts/2022/two.md")
    func updated() throws -> Int? {
      let out = try site.start(["build", "--json", "--dry-run"] + arguments).wait().out
      let report = try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any]
      return (report?["entries"] as? [String: Int])?["updated"]
    }
    #expect(try updated() == 0)
    try site.folder.write(Self.post("Three"), to: "content/.three.md")
    #expect(try updated() == 0)
    RecordTests.setModified(site.folder["content/posts/2022/two.md"], to: 1_600_000_000, nanoseconds: 6)
    #expect(try updated() == 1)
  }
}
