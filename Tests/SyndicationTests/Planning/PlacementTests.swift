import Syndication
import SyndicationTesting
import Testing

@Suite("G2 no feed is lost in silence")
struct PlacementTests {
  @Test("a feed whose path no file system holds is withheld with an error that names it")
  func tooLong() throws {
    var blog = Blog([.post("1", tags: [String(repeating: "a", count: 200), "b"])])
    blog.pipeline.feeds.scopes[.tag]?.path = "a-prefix-that-is-itself-not-short-at-all-by-any-means-{slug}"
    let edition = try blog.preview()
    #expect(edition.problems.map(\.severity) == [.error])
    #expect(edition.problems[0].message.contains("aaaa") && edition.problems[0].message.contains("255 bytes"))
    #expect(edition.plan.feeds.count == 2)
  }

  @Test("a feed in whose path another feed would be a folder is withheld with an error that names both")
  func folderInTheWay() throws {
    var blog = Blog([.post("1", tags: ["y"])])
    blog.pipeline.feeds.scopes = [
      .all: ScopeSettings(of: .all, path: "y.atom/feed"),
      .tag: ScopeSettings(of: .tag, path: "{slug}/feed", paths: ["atom": "{slug}.atom"]),
    ]
    let edition = try blog.preview()
    #expect(edition.problems.count == 1)
    #expect(edition.problems[0].message.contains("“all” and “tags/y”"))
    #expect(edition.plan.feeds.map(\.scope.name) == ["all"])
  }
}
