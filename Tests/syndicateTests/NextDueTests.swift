import Foundation
import SyndicationTesting
import Testing

@Suite("syndicate build --next-due")
struct NextDueTests {
  static let config = Workdir.config.replacing("listing", with: "json").replacing("posts.txt", with: "posts.json")

  static let posts = #"""
    [{"id": "1", "title": "Now", "url": "/1", "date_published": "2022-03-25"},
     {"id": "2", "title": "Due", "url": "/2", "date_published": "2023-12-01T01:00:00+01:00"},
     {"id": "3", "title": "Expires", "url": "/3", "date_published": "2022-03-26",
      "_syndicate": {"expires": "2023-12-02T00:00:00Z"}}]
    """#
  static let (due, expires) = (1_701_388_800, 1_701_475_200)

  let site: Workdir

  init() throws {
    site = try Workdir(config: Self.config)
    try site.folder.write(Self.posts, to: "posts.json")
  }

  @Test("prints when the next entry is due, then when one expires, then nothing; builds nothing, touches nothing")
  func instants() throws {
    let before = site.snapshot()
    #expect(try site.run("build", "--next-due").out == "2023-12-01T00:00:00Z\n")
    #expect(try site.run("build", "--next-due", at: Self.due).out == "2023-12-02T00:00:00Z\n")
    let last = try site.run("build", "--next-due", at: Self.expires)
    #expect(last.code == 0 && last.out == "" && last.err == "")
    #expect(site.snapshot() == before)
  }

  @Test("where nothing is new, the record of the last build tells; and only until then, and only as long")
  func record() throws {
    try RecordTests.settle(site)
    let before = site.snapshot()
    // Nothing but the bytes tells of the edit: a run that reads the posts finds another date.
    try RecordTests.alter(site, "2023-12-01T01", with: "2023-12-01T05", in: "posts.json")
    #expect(try site.run("build", "--next-due").out == "2023-12-01T00:00:00Z\n")
    #expect(try site.run("build", "--next-due", at: Self.due).out == "2023-12-01T04:00:00Z\n", "due by now")
    #expect(try site.run("build", "--next-due", "--force").out == "2023-12-01T04:00:00Z\n")
    try FileManager.default.removeItem(atPath: site.folder["feeds/all.atom"])
    #expect(try site.run("build", "--next-due").out == "2023-12-01T00:00:00Z\n", "documents tell nothing of it")
    RecordTests.setModified(site.folder["posts.json"], to: 1_600_000_001)
    #expect(try site.run("build", "--next-due").out == "2023-12-01T04:00:00Z\n", "edited")
    #expect(site.snapshot().filter { $0.key.hasPrefix(".") } == before.filter { $0.key.hasPrefix(".") })
  }

  @Test("both reports say it as nextChange, from the record too; the option itself stands alone")
  func json() throws {
    func nextChange(_ command: String, at instant: Int = 1_700_000_000) throws -> String? {
      let out = try site.run(command, "--json", at: instant).out
      return (try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any])?["nextChange"] as? String
    }
    for _ in 1...2 {
      #expect(try nextChange("plan") == "2023-12-01T00:00:00Z")
      #expect(try nextChange("build") == "2023-12-01T00:00:00Z")
      try RecordTests.settle(site)
    }
    #expect(try nextChange("build", at: Self.expires) == nil)
    #expect(try site.run("build", "--next-due", "--json").code == 64)
  }

  @Test("exit codes are those of a build")
  func codes() throws {
    try site.folder.write(Self.posts.replacing("2022-03-25", with: "2022-02-31"), to: "posts.json")
    let outcome = try site.run("build", "--next-due", "--strict")
    #expect(outcome.code == 1 && outcome.out == "" && outcome.err.contains("2022-02-31"))
    let rest = try site.run("build", "--next-due")
    #expect(rest.code == 1 && rest.out == "2023-12-01T00:00:00Z\n")
    #expect(try site.run("build", "--next-due", "--config", "none.json").code == 2)
  }
}
