import Foundation
import SyndicationTesting
import Testing

/// A build goes on from what the last one kept of its edition: whatever became of that, the feeds are those of a build that
/// knows nothing of it.
@Suite("What a build kept of its edition")
struct KeptEditionTests {
  private static let config = Workdir.config.replacing("listing", with: "json").replacing(
    "posts.txt", with: "posts.json")

  private static func posts(_ edit: Int) -> String {
    let posts = (1...40).map { number in
      #"{"id": "\#(number)", "url": "/\#(number)", "title": "Post \#(number)\#(number == 30 ? " of \(edit)" : "")", "#
        + #""content_html": "<p>Words.</p>", "date_published": "2022-03-\#(number % 28 + 1)T10:00:00Z", "tags": ["t\#(number % 5)"]}"#
    }
    return "[\(posts.joined(separator: ",\n"))]".datesPadded
  }

  private func site() throws -> Workdir {
    let site = try Workdir(config: Self.config)
    try site.folder.write(Self.posts(0), to: "posts.json")
    let first = try site.run("build")
    try #require(first.code == 0, "\(first.err)")
    try #require(site.folder.files().contains(".syndicate/edition.bin"))
    return site
  }

  private static func documents(_ site: Workdir) -> [String: [UInt8]] {
    site.snapshot().filter { $0.key.hasPrefix("feeds/") || $0.key == ".syndicate/ledger.ndjson" }
  }

  /// A build of what `site` is now, by one that knows the ledger and nothing else.
  private func cold(_ site: Workdir, at instant: Int) throws -> [String: [UInt8]] {
    let other = try Workdir(config: Self.config)
    try other.shell(
      "mkdir .syndicate; cp '\(site.folder["posts.json"])' .; cp '\(site.folder[".syndicate/ledger.ndjson"])' .syndicate"
    )
    let outcome = try other.run("build", at: instant)
    try #require(outcome.code == 0, "\(outcome.err)")
    return Self.documents(other)
  }

  @Test(
    "may be torn, gone, stale, another's or no file: the feeds are the same",
    arguments: [
      "true", "rm edition.bin", "truncate -s 100 edition.bin", "truncate -s -1 edition.bin", ": >edition.bin",
      "printf x >>edition.bin", "printf 'syndicate edition 9' | dd of=edition.bin bs=1 seek=8 conv=notrunc",
      "printf '\\1\\2\\3\\4' | dd of=edition.bin bs=1 seek=900 conv=notrunc", "cp ../stale.bin edition.bin",
      "rm edition.bin; mkfifo edition.bin",
      "rm edition.bin; ln -s /dev/zero edition.bin",
      "cp edition.bin other; rm edition.bin; ln -s other edition.bin", "rm manifest.ndjson; rm -f record.ndjson",
      "rm ../feeds/all.atom", "printf x >>../feeds/tags/t1.json", "chmod 0 edition.bin",
    ])
  func damaged(_ damage: String) throws {
    let site = try site()
    try site.shell("cp .syndicate/edition.bin stale.bin")
    try site.folder.write(Self.posts(1), to: "posts.json")
    try #require(site.run("build").code == 0)
    try site.folder.write(Self.posts(2), to: "posts.json")
    try site.shell("cd .syndicate; \(damage)")
    let expected = try cold(site, at: 1_700_000_100)
    let outcome = try site.run("build", at: 1_700_000_100)
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(Self.documents(site) == expected)
    try site.shell("rm -f .syndicate/edition.bin")
    #expect(try site.run("build", at: 1_700_000_200).code == 0)
    #expect(Self.documents(site) == expected)
  }

  @Test(
    "is not believed after a build of an edit that was killed, or had no room, at its nth call: the next one heals",
    .enabled(if: Tracing.isPossible),
    arguments: ["renameat:signal=KILL", "unlink:signal=KILL", "fsync:error=ENOSPC", "writev:error=ENOSPC"], 1...6)
  func faults(_ fault: String, _ when: Int) throws {
    let site = try site()
    let old = Self.documents(site)
    try site.folder.write(Self.posts(5), to: "posts.json")
    let expected = try cold(site, at: 1_700_000_100)
    let call = String(fault.prefix { $0 != ":" })
    let strace = [
      "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(fault):when=\(when)",
    ]
    _ = try site.start(["build"], under: strace, at: 1_700_000_100).wait()
    for (name, bytes) in Self.documents(site) where !name.contains(".tmp") {
      #expect(bytes == old[name] || bytes == expected[name], "\(name) is neither old nor new")
    }
    let outcome = try site.run("build", at: 1_700_000_100)
    #expect(outcome.code == 0, "\(outcome.err)")
    #expect(Self.documents(site) == expected)
    #expect(!site.folder.files().contains { $0.contains(".tmp") })
  }

  @Test("is not believed beside another configuration, time or ledger")
  func others() throws {
    let site = try site()
    try site.folder.write(Self.config.replacing("A Site", with: "The Site"), to: "config.json")
    try #require(site.run("build").code == 0)
    #expect(site.folder.text("feeds/all.atom")?.contains(">The Site</title>") == true)
    try site.shell("cp .syndicate/edition.bin kept.bin")
    try site.folder.write(Self.config, to: "config.json")
    try #require(site.run("build").code == 0)
    try site.shell("cp kept.bin .syndicate/edition.bin")
    try site.folder.write(Self.posts(3), to: "posts.json")
    try #require(site.run("build").code == 0)
    #expect(site.folder.text("feeds/all.atom")?.contains(">A Site</title>") == true)
    #expect(
      site.folder.text("feeds/all.json")?.contains("Post 30 of 3") == true
        || site.folder.text("feeds/tags/t0.json")?.contains("Post 30 of 3") == true)
  }

  @Test(
    "lets an edit read no more of a large source than the post, and write its documents alone",
    .enabled(if: Tracing.isPossible))
  func alone() throws {
    let site = try site()
    try site.folder.write(Self.posts(4), to: "posts.json")
    let before = site.stamps()
    let strace = [
      "strace", "-f", "-qq", "-o", site.folder["trace"], "-e", "trace=unlink,unlinkat,rename,renameat,renameat2",
    ]
    #expect(try site.start(["build"], under: strace, at: 1_700_000_100).wait().code == 0)
    let changed = before.filter { site.stamps()[$0.key] != $0.value }.keys.sorted()
    #expect(!changed.isEmpty && changed.allSatisfy { $0.hasPrefix("feeds/all.") || $0.hasPrefix("feeds/tags/t0.") })
  }
}

extension String {
  /// Days of one digit with two.
  fileprivate var datesPadded: String {
    (1...9).reduce(self) { $0.replacing("2022-03-\($1)T", with: "2022-03-0\($1)T") }
  }
}
