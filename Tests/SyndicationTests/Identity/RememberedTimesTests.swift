import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@Suite("Law 5 what was published keeps its time")
struct RememberedTimesTests {
  private func times(_ blog: Blog) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try blog.preview().plan.entries.map { ($0.item.title ?? "", $0.published.rfc3339) })
  }

  private func post(_ title: String) -> SourceItem { .listed(title, tags: [title], authors: [title]) }

  @Test("D3 the second of a post that is gone is not given away, for it may come back")
  func goneAndBack() throws {
    var blog = Blog([post("C"), post("B"), post("A")])
    let first = try times(blog)
    try blog.build()
    blog.items = [post("B"), post("A")]
    try blog.build()
    blog.items = [post("D"), post("B"), post("A")]
    try blog.build()
    blog.items = [post("D"), post("C"), post("B"), post("A")]
    let last = try times(blog)
    #expect(last["C"] == first["C"])
    #expect(Set(last.values).count == 4)
    #expect(try blog.preview().titles() == ["D", "C", "B", "A"])
  }

  @Test(
    "D2 another time zone, or time of day, moves nothing that was published or updated",
    arguments: ["2022-03-25T10:00:00", "2022-03-25"])
  func timeZone(date: String) throws {
    var blog = Blog([
      .post("1", title: "A", on: date), .post("2", title: "B", on: "2022-03-24T00:00:00Z", updated: date),
    ])
    let before = try blog.build()
    blog.pipeline.site.timeZone = try #require(SiteTimeZone("America/New_York"))
    blog.pipeline.site.timeOfDay = 3600
    let after = try blog.build()
    #expect(after.documents == before.documents)
    #expect(after.ledger == before.ledger)
  }

  @Test(
    "D2 a date without a zone is in that of its generator, and another one moves nothing that was published",
    arguments: [("2022-03-25T10:00:00", "2022-03-25T01:00:00Z"), ("2022-03-25", "2022-03-25T03:00:00Z")])
  func generatorsZone(date: String, instant: String) throws {
    var blog = Blog([
      .post("1", title: "A", on: date), .post("2", title: "B", on: "2022-03-24T00:00:00Z", updated: date),
    ])
    for index in blog.items.indices { blog.items[index].timeZone = SiteTimeZone("Asia/Tokyo") }
    let before = try blog.build()
    #expect(before.plan.entries.map(\.updated.rfc3339) == [instant, instant])
    for index in blog.items.indices { blog.items[index].timeZone = nil }
    let after = try blog.build()
    #expect(after.documents == before.documents)
    #expect(after.ledger == before.ledger)
    blog.items[1].updated = "2022-03-26"
    #expect(try blog.build().changes.updated == ["tag:example.com,2022-03-24:2"])
  }

  @Test("a minor edit is published, and moves no date")
  func minorEdit() throws {
    var blog = Blog([.post("1", title: "A", text: "Teh text.")])
    let before = try blog.build()
    blog.items = [.post("1", title: "A", text: "The text.")]
    blog.items[0].isMinorEdit = true
    let after = try blog.build()
    #expect(after.plan.entries[0].updated == before.plan.entries[0].updated)
    #expect(after.text(of: "all.json").contains("The text."))
    #expect(after.changes.updated.isEmpty)
    blog.items[0].isMinorEdit = false
    #expect(try blog.build().plan.entries[0].updated == before.plan.entries[0].updated)
  }

  @Test("an entry expires at its instant, and not a second before")
  func expiry() throws {
    var blog = Blog([.post("1", title: "A"), .post("2", title: "B")])
    blog.items[1].expires = "2022-05-01T00:00:00Z"
    #expect(try blog.preview(at: "2022-04-30T23:59:59Z").titles() == ["A", "B"])
    #expect(try blog.preview(at: "2022-05-01T00:00:00Z").titles() == ["A"])
  }

  @Test("D5 a date of update that is yet to come is warned of")
  func futureUpdate() throws {
    let blog = Blog([.post("1", title: "A", updated: "2033-01-01T00:00:00Z")])
    #expect(try blog.preview().problems.map(\.rule) == ["D5", "D6"])
  }

  @Test("a listed post with a new title keeps the address that `links` has for its first one")
  func linkOfFirstTitle() throws {
    let links = ["the-first": "https://example.com/kept/"]
    var blog = Blog([.listed("The First", summary: "Same.", links: links)])
    try blog.build()
    blog.items = [.listed("Another", summary: "Same.", links: links)]
    #expect(try blog.preview().plan.entries[0].permalink?.string == "https://example.com/kept/")
  }
}
