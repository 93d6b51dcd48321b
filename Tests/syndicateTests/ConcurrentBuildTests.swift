import Foundation
import SyndicationTesting
import Testing

@Suite("Builds started at once, none of which waits")
struct ConcurrentBuildTests {
  private func outcomes(of site: Workdir) throws -> [Workdir.Outcome] {
    let builds = try (0..<16).map { _ in try site.start(["build", "--lock-timeout", "0s"]) }
    return try builds.map { try $0.wait() }
  }

  @Test("each does its work or exits 75, and the outcome is whole")
  func changed() throws {
    let (old, new) = try FaultTests.states()
    let site = try Workdir()
    try site.run("build")
    #expect(FaultTests.documents(of: site) == old)
    try site.folder.write(FaultTests.edited, to: "posts.txt")
    let outcomes = try outcomes(of: site)
    #expect(outcomes.contains { $0.code == 0 })
    for outcome in outcomes { #expect(outcome.code == 0 || outcome.code == 75, "\(outcome.err)") }
    #expect(outcomes.count { $0.out.contains("documents: 12 written") } == 1)
    #expect(FaultTests.documents(of: site) == new)
    #expect(!site.folder.files().contains { $0.contains(".tmp") || $0.hasSuffix("/lock") })
    #expect(try site.run("build").out.contains("entries: 3 read, 0 new, 0 updated, 0 removed\n"))
  }

  @Test("nothing is new: none writes anything")
  func unchanged() throws {
    let site = try RecordTests.settled()
    let before = site.stamps("feeds").merging(site.stamps(".syndicate")) { old, _ in old }
    let outcomes = try outcomes(of: site)
    #expect(outcomes.contains { $0.code == 0 })
    for outcome in outcomes { #expect(outcome.code == 0 || outcome.code == 75, "\(outcome.err)") }
    #expect(site.stamps("feeds").merging(site.stamps(".syndicate")) { old, _ in old } == before)
  }
}
