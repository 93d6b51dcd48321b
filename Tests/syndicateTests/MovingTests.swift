import Foundation
import SyndicationTesting
import Testing

@Suite("A site that moves, or merges, by its feeds") struct MovingTests {
  let site: Workdir

  init() throws {
    // Atom and RSS have no room for affiliations.
    site = try Workdir(
      listing: Workdir.listing.replacing(" (A University)", with: "").replacing(", Some Company", with: ""))
    try site.run("build")
    for format in ["atom", "rss", "json"] {
      try site.folder.write(try #require(site.folder.text("feeds/all.\(format)")), to: "old.\(format)")
    }
  }

  private func configure(_ sources: String) throws {
    let config = try #require(try JSONSerialization.jsonObject(with: Data(Workdir.config.utf8)) as? [String: Any])
    let changed = try JSONSerialization.jsonObject(with: Data("{\(sources)}".utf8)) as? [String: Any] ?? [:]
    let bytes = try JSONSerialization.data(withJSONObject: config.merging(changed) { $1 })
    try site.folder.write(String(decoding: bytes, as: UTF8.self), to: "config.json")
  }

  private func ids() throws -> [String] {
    try #require(site.folder.text("feeds/all.atom")).matches(of: /<entry[^>]*><id>([^<]+)/).map { String($0.1) }
  }

  @Test("I1 keeps every id, with the ledger and without", arguments: ["atom", "rss", "json"], [true, false])
  func moves(format: String, hasLedger: Bool) throws {
    let before = try ids()
    if !hasLedger { try FileManager.default.removeItem(atPath: site.folder[".syndicate"]) }
    try configure(#""sources": [{"type": "feed", "path": "old.\#(format)"}]"#)
    let plan = try site.run("plan", "--max-notified", "0")
    #expect(plan.code == 0, "\(plan)")
    let outcome = try site.run("build", at: 1_700_001_000)
    #expect(outcome.code == 0 && outcome.err == "", "\(outcome)")
    #expect(try ids() == before)
    #expect(before.count == 3)
    // What Atom says is all that there was to say.
    if format == "atom" { #expect(outcome.out.contains("0 written, 12 unchanged, 0 removed"), "\(outcome)") }
  }

  @Test(
    "by a former feed of which nothing can be read touches nothing in its first build, and is passed over in others")
  func malformed() throws {
    try FileManager.default.removeItem(atPath: site.folder[".syndicate"])
    try site.folder.write("<rss><channel>", to: "old.rss")
    try configure(#""sources": [{"type": "listing", "path": "posts.txt", "adopt": "old.rss"}]"#)
    let refused = try site.run("build")
    #expect(refused.code == 1 && refused.err.contains("old.rss"), "\(refused)")
    #expect(site.folder.text(".syndicate/ledger.ndjson") == nil)
    try configure(#""sources": [{"type": "listing", "path": "posts.txt", "adopt": "old.atom"}]"#)
    #expect(try site.run("build").code == 0)
    try site.folder.write("<feed", to: "old.atom")
    let later = try site.run("build", "--force")
    #expect(later.code == 0 && later.err == "", "\(later)")
  }

  @Test("tells of each post that two sources hold, until one takes precedence, and keeps its id then")
  func merges() throws {
    let before = try ids()
    let sources =
      #""sources": [{"type": "listing", "path": "posts.txt", "name": "posts"}, {"type": "feed", "path": "old.atom"}]"#
    try configure(sources)
    let refused = try site.run("build")
    #expect(refused.code == 1)
    #expect(refused.err.split(separator: "\n").count { $0.contains("is the same entry as the one at posts.txt:") } == 3)
    for precedence in [#"["posts"]"#, #"["feed", "posts"]"#, #"["posts", "feed"]"#] {
      try configure(sources + #", "precedence": \#(precedence)"#)
      let outcome = try site.run("build", at: 1_700_001_000)
      #expect(outcome.code == 0 && outcome.err == "", "\(outcome)")
      #expect(outcome.out.contains("0 new, 0 updated, 0 removed"), "\(precedence) \(outcome)")
      #expect(try ids() == before)
    }
  }
}
