import SyndicationTesting
import Testing

@testable import Syndication

@Suite("I1 a post that another feed had before")
struct AdoptionTests {
  private static let old = SourceItem.post(
    "tag:example.com,2020:1", url: "http://example.com/a/", title: "A title", on: "2022-03-26T09:30:00Z",
    updated: "2022-04-01T00:00:00Z")

  @Test(
    "keeps the id that it has there, found by its address, however that is written",
    arguments: ["https://example.com/a", "/a.html", "/a/index.html", "/a/", "https://www.example.com/a?utm_source=x"])
  func byAddress(address: String) throws {
    var blog = Blog([.post(nil, url: address, title: "Another title", on: "2022-03-27T00:00:00Z")])
    blog.adopted = [Self.old]
    let edition = try blog.build()
    #expect(edition.plan.entries.map(\.id) == ["tag:example.com,2020:1"])
    #expect(edition.changes.updated == [] && edition.problems == [])
    // Its own date is an instant, and stays.
    #expect(edition.plan.entries[0].published == Timestamp("2022-03-27T00:00:00Z"))
    blog.adopted = []
    let again = try blog.build()
    #expect(again.plan.entries.map(\.id) == ["tag:example.com,2020:1"])
    #expect(again.changes == Ledger.Changes())
  }

  @Test("or by its title and day; and its time there, where its own date is a day alone, and when it was updated")
  func byTitle() throws {
    var blog = Blog([.post("own", url: "/moved", title: " A  Title ", on: "2022-03-26")])
    blog.adopted = [Self.old]
    for _ in 1...2 {
      let entry = try #require(try blog.build().plan.entries.first)
      #expect(entry.id == "tag:example.com,2020:1")
      #expect(entry.published == Timestamp("2022-03-26T09:30:00Z"))
      #expect(entry.updated == Timestamp("2022-04-01T00:00:00Z"))
      blog.adopted = []
    }
    blog.items[0].title = "Edited"
    #expect(try blog.build().changes.updated == ["tag:example.com,2020:1"])
  }

  @Test("is another one on another day, in another source, or once its entry was lent")
  func others() throws {
    var blog = Blog([
      .post("1", url: "/1", on: "2022-03-27"), .post("2", url: "/a", source: "other"),
      .post("3", url: "/3", on: "2022-03-26"), .post("4", url: "/4", on: "2022-03-26"),
    ])
    blog.adopted = [Self.old]
    let ids = Set(try blog.preview().plan.entries.map(\.id))
    #expect(ids.count == 4 && ids.filter { $0 == "tag:example.com,2020:1" }.count == 1)
    let entry = try #require(try blog.preview().plan.entries.first { $0.id == "tag:example.com,2020:1" })
    #expect(entry.permalink?.string == "https://example.com/3")
  }

  @Test("is no draft, though that have its title and day")
  func draft() throws {
    var draft = SourceItem.post("d", url: "/d", on: "2022-03-26")
    draft.isHidden = true
    var blog = Blog([draft, .post("own", url: "/moved", on: "2022-03-26")])
    blog.adopted = [Self.old]
    #expect(try blog.preview().plan.entries.map(\.id) == ["tag:example.com,2020:1"])
  }

  @Test("and that was published here before keeps the id that it has here")
  func known() throws {
    var blog = Blog([.post(nil, url: "/a")])
    try blog.build()
    blog.adopted = [Self.old]
    #expect(try blog.build().plan.entries.map(\.id) == ["https://example.com/a"])
  }

  @Test("as its generator's feed has it, keeps that id; an id of its own, the ledger and an adopted feed know better")
  func feedID() throws {
    func item(_ id: String?) -> SourceItem {
      var item = SourceItem.post(id, url: "/2022/a.html")
      item.feedID = "https://example.com/2022/a"
      return item
    }
    #expect(try Blog([item(nil)]).preview().plan.entries.map(\.id) == ["https://example.com/2022/a"])
    #expect(try Blog([item("urn:a")]).preview().plan.entries.map(\.id) == ["urn:a"])
    var blog = Blog([.post(nil, url: "/2022/a.html")])
    try blog.build()
    blog.items = [item(nil)]
    let known = try blog.build()
    #expect(known.plan.entries.map(\.id) == ["https://example.com/2022/a.html"] && known.changes == Ledger.Changes())
    var moving = Blog([item(nil)])
    moving.adopted = [.post("urn:old", url: "/2022/a/")]
    #expect(try moving.preview().plan.entries.map(\.id) == ["urn:old"])
  }

  @Test("keeps the id of its generator's feed to the letter, though that be no URI")
  func noURI() throws {
    var item = SourceItem.post(nil, url: "/2022/a%20b.html")
    item.feedID = "tag:example.com,2022-03-26:/2022/a b.html"
    var blog = Blog([item])
    blog.adopted = [.post(item.feedID, url: "/2022/a%20b.html")]
    #expect(try blog.preview().plan.entries.map(\.id) == ["tag:example.com,2022-03-26:/2022/a b.html"])
  }

  @Test("and of which nothing is found in the first build is a warning")
  func nothingLent() throws {
    var blog = Blog([.post(nil, url: "/elsewhere", title: "Another", on: "2020-01-01")])
    blog.adopted = [Self.old]
    let problems = try blog.build().problems
    #expect(problems.map(\.severity) == [.warning] && problems.map(\.rule) == ["adopt"])
    #expect(try blog.build().problems == [])
  }

  @Test("and a source that holds it beside, with an id: whoever is named first, the id is that one")
  func sources() throws {
    for precedence in [["posts", "old"], ["old", "posts"]] {
      var blog = Blog([
        .post(nil, url: "/a", title: "New", source: "posts"), .post("urn:a", url: "/a", title: "Old", source: "old"),
      ])
      blog.pipeline.precedence = precedence
      let edition = try blog.build()
      #expect(edition.plan.entries.map(\.id) == ["urn:a"])
      #expect(edition.titles() == [precedence[0] == "posts" ? "New" : "Old"])
      blog.items.removeLast()
      #expect(try blog.build().plan.entries.map(\.id) == ["urn:a"])
    }
  }
}
