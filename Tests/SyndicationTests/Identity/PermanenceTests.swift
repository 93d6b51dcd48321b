import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// Law 4: identity is permanent.
@Suite("Rule I1 and law 4: an id never changes")
struct PermanenceTests {
  static let later = "2022-07-01T00:00:00Z"

  private func remembered(_ items: [SourceItem]) throws -> Blog {
    var blog = Blog(items)
    try blog.build()
    return blog
  }

  private let post = SourceItem.post(
    "42", url: "https://example.com/1/", title: "A", summary: "Short.", authors: [Person(name: "Ada")], tags: ["graphs"]
  )

  @Test("an item's id stays when its title, URL, date, tags and text change")
  func edited() throws {
    var blog = try remembered([post])
    let edits: [(inout SourceItem) -> Void] = [
      { $0.title = "Another" }, { $0.identity = .item(id: "42", url: "http://other.example/new/") },
      { $0.published = "2022-04-09" }, { $0.tags = [] }, { $0.summary = .text("New.") }, { $0.authors = [] },
      { $0.identity = .item(id: "42", url: nil) },
    ]
    for edit in edits {
      edit(&blog.items[0])
      let edition = try blog.build(at: Self.later)
      #expect(edition.plan.entries.map(\.id) == ["tag:example.com,2022-03-26:42"])
      #expect(edition.changes.new.isEmpty && edition.changes.removed.isEmpty)
    }
    #expect(blog.ledger.entries.count == 1)
  }

  @Test("ids of entries and feeds stay when the site's host and scheme change")
  func host() throws {
    var blog = try remembered([post, .listed("B"), .post(url: "/c", title: "C", on: "2022-03-01")])
    let before = try blog.preview()
    blog.pipeline.site.url = AbsoluteURL("http://new.example/blog/")!
    blog.pipeline.feeds.url = AbsoluteURL("http://new.example/feeds/")!
    let after = try blog.build(at: Self.later)
    #expect(after.plan.entries.map(\.id) == before.plan.entries.map(\.id))
    #expect(after.plan.feeds.map(\.id) == before.plan.feeds.map(\.id))
    #expect(after.plan.entries.map(\.updated) == before.plan.entries.map(\.updated))
    #expect(after.changes == Ledger.Changes())
    #expect(after.entry("B")?.permalink?.string == "http://new.example/blog/2022/03/26/b/")
    #expect(after.problems.isEmpty)
  }

  @Test("an item that says where it lived before keeps the id that it had there, though its text and date are others")
  func aliases() throws {
    var blog = try remembered([.post(url: "/old/", title: "A"), .post(url: "/b/", title: "B", on: "2022-03-02")])
    var moved = SourceItem.post(url: "/new/", title: "Another", on: "2022-04-01", text: "New.")
    moved.aliases = ["/never/", "/old/"]
    blog.items[0] = moved
    let edition = try blog.build(at: Self.later)
    #expect(edition.entry("Another")?.id == "https://example.com/old/")
    #expect(edition.changes.new.isEmpty && edition.changes.removed.isEmpty)
    // Where another still lives, nobody lived before.
    blog.items.append(.post(url: "/c/", title: "C", on: "2022-04-02"))
    blog.items[2].aliases = ["/b/"]
    #expect(try blog.build(at: Self.later).entry("C")?.id == "https://example.com/c/")
  }

  @Test("an item without an id keeps the id that its first URL was, though scheme and path change")
  func urlOfItemWithoutID() throws {
    var blog = try remembered([.post(url: "http://example.com/a", title: "A", summary: "Short.")])
    blog.items = [.post(url: "https://example.com/posts/a", title: "A", summary: "Short.")]
    let edition = try blog.build(at: Self.later)
    #expect(edition.plan.entries.map(\.id) == ["http://example.com/a"])
    #expect(edition.plan.entries[0].permalink?.string == "https://example.com/posts/a")
    #expect(edition.changes.new.isEmpty)
    // And in the build after, by the new URL.
    blog.items[0].title = "B"
    blog.items[0].summary = .text("Other.")
    #expect(try blog.build(at: Self.later).plan.entries.map(\.id) == ["http://example.com/a"])
  }

  @Test("feeds' ids stay when an older entry would found the site earlier")
  func founded() throws {
    var blog = try remembered([post])
    blog.items.append(.post("urn:example:0", on: "2020-01-01"))
    #expect(try blog.build(at: Self.later).plan.feeds.map(\.id).last == "tag:example.com,2022-03-26:feeds/all")
  }

  @Test("a listed post keeps id, slug and permalink when its title is edited")
  func listedTitle() throws {
    var blog = try remembered([.listed("Old Title", summary: "S.", tags: ["a"], authors: ["Ada"])])
    blog.items = [.listed("New Title", summary: "S.", tags: ["a"], authors: ["Ada"])]
    for _ in 0..<3 {
      let edition = try blog.build(at: Self.later)
      #expect(edition.plan.entries.map(\.id) == ["https://example.com/2022/03/26/old-title/"])
      #expect(edition.plan.entries[0].permalink?.string == "https://example.com/2022/03/26/old-title/")
      #expect(edition.changes.new.isEmpty && edition.changes.removed.isEmpty)
      #expect(edition.problems.isEmpty)
    }
    #expect(blog.ledger.entries.keys.map(\.id) == ["2022-03-26/old-title"])
  }

  @Test("a listed post is found again by title, by summary, or by tags and authors together; by less it is new")
  func whatFits() throws {
    let original = SourceItem.listed("A", summary: "S.", tags: ["a"], authors: ["Ada"])
    let cases: [(SourceItem, Bool)] = [
      (.listed("A", summary: "T.", tags: ["b"], authors: ["Bob"]), true),
      (.listed("B", summary: "S.", tags: ["b"], authors: ["Bob"]), true),
      (.listed("B", summary: "T.", tags: ["a"], authors: ["Ada"]), true),
      (.listed("B", summary: "T.", tags: ["a"], authors: ["Bob"]), false),
      (.listed("B", summary: "T.", tags: ["b"], authors: ["Ada"]), false),
      (.listed("B", on: "2022-03-25", summary: "S.", tags: ["a"], authors: ["Ada"]), false),
    ]
    for (item, isSame) in cases {
      var blog = try remembered([original])
      blog.items = [item]
      let edition = try blog.build(at: Self.later)
      #expect((edition.plan.entries[0].id == "https://example.com/2022/03/26/a/") == isSame, "\(item.title ?? "")")
      #expect(edition.changes.new.isEmpty == isSame)
    }
  }

  @Test("what neither of two posts has is nothing shared")
  func emptySharing() throws {
    var blog = try remembered([.listed("A")])
    blog.items = [.listed("B")]
    #expect(try blog.build(at: Self.later).plan.entries.map(\.id) == ["https://example.com/2022/03/26/b/"])
  }

  @Test("the pair sharing most wins")
  func mostShared() throws {
    var blog = try remembered([
      .listed("A", summary: "S.", tags: ["x"], authors: ["Ada"]),
      .listed("B", summary: "T.", tags: ["x"], authors: ["Ada"]),
    ])
    // Both rows share tags and authors with both posts; the summary tells them apart.
    blog.items = [
      .listed("C", summary: "T.", tags: ["x"], authors: ["Ada"]),
      .listed("D", summary: "S.", tags: ["x"], authors: ["Ada"]),
    ]
    let edition = try blog.build(at: Self.later)
    #expect(edition.entry("C")?.id == "https://example.com/2022/03/26/b/")
    #expect(edition.entry("D")?.id == "https://example.com/2022/03/26/a/")
    #expect(edition.problems.isEmpty)
  }

  @Test("a row whose post is still there is nobody else's")
  func notVanished() throws {
    var blog = try remembered([.listed("A", summary: "S.", tags: ["x"], authors: ["Ada"])])
    blog.items.append(.listed("B", summary: "S.", tags: ["x"], authors: ["Ada"]))
    let edition = try blog.build(at: Self.later)
    #expect(edition.entry("A")?.id == "https://example.com/2022/03/26/a/")
    #expect(edition.entry("B")?.id == "https://example.com/2022/03/26/b/")
    #expect(edition.changes.new == ["https://example.com/2022/03/26/b/"])
  }

  @Test("a tie is new, and reported")
  func tie() throws {
    let twins = ["A", "B"].map { SourceItem.listed($0, summary: "S.", tags: ["x"], authors: ["Ada"]) }
    var blog = try remembered(twins)
    blog.items = [.listed("C", summary: "S.", tags: ["x"], authors: ["Ada"])]
    let edition = try blog.build(at: Self.later)
    #expect(edition.plan.entries.map(\.id) == ["https://example.com/2022/03/26/c/"])
    let problem = try #require(edition.problems.first)
    #expect(edition.problems.count == 1 && problem.severity == .warning && problem.message.contains("“C”"))
  }

  @Test("an old title taken up by another post is another entry, with an address of its own")
  func titleReused() throws {
    var blog = try remembered([.listed("Old", summary: "S.", tags: ["x"], authors: ["Ada"])])
    blog.items = [.listed("New", summary: "S.", tags: ["x"], authors: ["Ada"])]
    try blog.build(at: Self.later)
    blog.items.append(.listed("Old", summary: "T.", tags: ["y"], authors: ["Bob"]))
    for number in 0..<3 {
      let edition = try blog.build(at: Self.later)
      #expect(edition.entry("New")?.id == "https://example.com/2022/03/26/old/")
      let other = try #require(edition.entry("Old"))
      #expect(other.id != "https://example.com/2022/03/26/old/" && other.permalink?.string == other.id)
      #expect(edition.changes.new == (number == 0 ? [other.id] : []))
      #expect(edition.changes.removed.isEmpty)
      #expect(edition.problems.isEmpty)
    }
    #expect(blog.ledger.entries.count == 2)
  }

  @Test("titles that two posts of a day swap go by their titles")
  func swapped() throws {
    var blog = try remembered([.listed("A", summary: "S."), .listed("B", summary: "T.")])
    blog.items = [.listed("B", summary: "S."), .listed("A", summary: "T.")]
    let edition = try blog.build(at: Self.later)
    #expect(edition.entry("A")?.id == "https://example.com/2022/03/26/a/")
    #expect(edition.entry("B")?.id == "https://example.com/2022/03/26/b/")
  }

  @Test("a publisher moves from a listing to a json source by permalink, without one post shown as new or as changed")
  func movedToJSON() throws {
    let listed = ["A", "B"].map { SourceItem.listed($0, summary: "\($0).", tags: ["x"], authors: ["Ada"]) }
    var blog = try remembered(listed)
    let before = try blog.preview()
    blog.items = ["A", "B"].map { title in
      .post(
        "id-\(title)", url: "https://example.com/2022/03/26/\(title.lowercased())/", title: title, on: "2022-03-26",
        summary: "\(title).", authors: [Person(name: "Ada")], tags: ["x"])
    }
    for _ in 0..<2 {
      let after = try blog.build(at: Self.later)
      #expect(after.plan.entries.map(\.id) == before.plan.entries.map(\.id))
      #expect(after.plan.entries.map(\.published) == before.plan.entries.map(\.published))
      #expect(after.plan.entries.map(\.updated) == before.plan.entries.map(\.updated))
      #expect(after.changes == Ledger.Changes())
    }
    #expect(blog.ledger.entries.keys.sorted().map(\.id) == ["id-A", "id-B"])
  }

  @Test("a moved post whose body is new is the same entry, updated")
  func movedWithBody() throws {
    var blog = try remembered([.listed("A", summary: "S.")])
    blog.items = [
      .post(url: "https://example.com/2022/03/26/a/", title: "A", on: "2022-03-26", summary: "S.", text: "Body.")
    ]
    let edition = try blog.build(at: Self.later)
    #expect(edition.changes.new.isEmpty)
    #expect(edition.changes.updated == ["https://example.com/2022/03/26/a/"])
    #expect(edition.plan.entries[0].updated == Timestamp(Self.later))
  }

  @Test("a source that is renamed keeps its entries by their permalinks")
  func sourceRenamed() throws {
    var blog = try remembered([post, .post("urn:example:2", url: "https://example.com/2/")])
    let before = try blog.preview()
    for index in blog.items.indices { blog.items[index].source = "blog" }
    let after = try blog.build(at: Self.later)
    #expect(after.plan.entries.map(\.id) == before.plan.entries.map(\.id))
    #expect(after.changes == Ledger.Changes())
    #expect(blog.ledger.entries.keys.allSatisfy { $0.source == "blog" })
  }

  @Test("a listing that takes a json source's place under its name keeps ids, and makes addresses from titles")
  func movedToListing() throws {
    var blog = try remembered([
      .post("42", url: "https://example.com/2022/03/26/a/", title: "A", on: "2022-03-26", source: "blog")
    ])
    blog.items = [.listed("A", source: "blog")]
    let edition = try blog.build(at: Self.later)
    #expect(edition.plan.entries.map(\.id) == ["tag:example.com,2022-03-26:42"])
    #expect(edition.plan.entries[0].permalink?.string == "https://example.com/2022/03/26/a/")
  }

  @Test("a permalink that a present post has is not taken over by another")
  func permalinkInUse() throws {
    var blog = try remembered([post])
    blog.items.append(.post("43", url: "https://example.com/1/", title: "B", on: "2022-03-27"))
    let edition = try blog.build(at: Self.later)
    #expect(edition.entry("B")?.id == "tag:example.com,2022-03-27:43")
    #expect(edition.entry("A")?.id == "tag:example.com,2022-03-26:42")
  }

  @Test("I1 the entry's id is the same in every feed and format that holds it")
  func sameEverywhere() throws {
    let edition = try Blog([post]).preview()
    let ids = try ["all", "tags/graphs"].flatMap { try edition.readEntries($0).map(\.id) }
    #expect(ids.count == 6 && Set(ids).count == 1)
  }

  @Test("I3 guid stays the old address, and is then no permalink, after a post has moved")
  func guidAfterMove() throws {
    var blog = try remembered([.post(url: "https://example.com/a", title: "A", summary: "S.")])
    blog.items = [.post(url: "https://example.com/b", title: "A", summary: "S.")]
    let guid = try #require(try blog.build().rss().only("item")?.only("guid"))
    #expect(guid.text == "https://example.com/a")
    #expect(guid.attributes["isPermaLink"] == "false")
  }

  @Test("a draft keeps its row: published again, it is not new")
  func draftAndBack() throws {
    var blog = try remembered([post, .post("urn:example:2")])
    blog.items[0].isHidden = true
    let without = try blog.build(at: Self.later)
    #expect(without.changes.removed == ["tag:example.com,2022-03-26:42"])
    #expect(without.plan.entries.map(\.id) == ["urn:example:2"])
    blog.items[0].isHidden = false
    let back = try blog.build(at: "2022-08-01T00:00:00Z")
    #expect(back.plan.entries.map(\.updated) == [Timestamp("2022-03-26T08:00:00Z"), Timestamp("2022-03-26T08:00:00Z")])
    #expect(back.changes.new.isEmpty && back.changes.updated.isEmpty)
    #expect(blog.ledger.liveEntries == 2)
  }
}
