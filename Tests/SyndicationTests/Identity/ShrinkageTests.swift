import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Law 6: the guard against a source that shrinks")
struct ShrinkageTests {
  private func problems(_ before: [SourceItem], _ after: [SourceItem], sources: [String] = ["json"]) throws -> [Problem]
  {
    var blog = Blog(before)
    blog.pipeline.feeds.entries = 100
    blog.pipeline.site.founded = LocalDate("2020-01-01")
    let ledger = try blog.build().ledger
    blog.items = after
    return ledger.shrinkage(to: try blog.preview().visible, of: sources, configuration: "config.json")
  }

  private func posts(_ range: Range<Int>, source: String = "json") -> [SourceItem] {
    range.map { .post("urn:\(source):\($0)", source: source) }
  }

  @Test(
    "fewer than half of what was published last is refused, half is not",
    arguments: [
      (10, 10, false), (10, 5, false), (10, 4, true), (10, 0, true), (11, 5, true), (11, 6, false), (1, 1, false),
      (1, 0, true),
      (2, 1, false), (3, 1, true), (0, 0, false), (0, 5, false),
    ])
  func half(_ before: Int, _ after: Int, _ isRefused: Bool) throws {
    let problems = try problems(posts(0..<before), posts(0..<after))
    #expect(problems.map(\.severity) == (isRefused ? [.error] : []))
    if isRefused { #expect(problems[0].message.contains("--allow-shrink") && problems[0].message.contains("“json”")) }
  }

  @Test("each source is judged by itself")
  func bySource() throws {
    let found = try problems(
      posts(0..<10, source: "a") + posts(0..<10, source: "b"), posts(0..<10, source: "a") + posts(0..<2, source: "b"),
      sources: ["a", "b"])
    #expect(found.count == 1)
    #expect(found[0].message.contains("“b”"))
  }

  @Test("a source that is configured no more is judged with all the others")
  func moved() throws {
    let before = (0..<10).map { SourceItem.post("\($0)", url: "https://example.com/\($0)/", source: "old") }
    let after = (0..<10).map { SourceItem.post("\($0)", url: "https://example.com/\($0)/", source: "new") }
    #expect(try problems(before, after, sources: ["new"]).isEmpty)
    #expect(try problems(before, Array(after.prefix(3)), sources: ["new"]).map(\.severity) == [.error])
  }

  @Test("what has gone before is not counted")
  func gone() throws {
    var blog = Blog(posts(0..<10))
    try blog.build()
    blog.items = posts(0..<4)
    let ledger = try blog.build().ledger
    #expect(ledger.liveEntries == 4 && ledger.liveEntries(of: "json") == 4)
    #expect(ledger.shrinkage(to: try blog.preview().visible, of: ["json"], configuration: "c").isEmpty)
  }

  @Test("drafts and scheduled entries are not there to be published")
  func hidden() throws {
    var items = posts(0..<10)
    for index in 0..<6 { items[index].isHidden = true }
    #expect(try problems(posts(0..<10), items).map(\.severity) == [.error])
  }
}
