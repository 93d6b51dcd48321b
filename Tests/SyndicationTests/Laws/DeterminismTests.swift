import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// Laws 3, 4, 5 and 7: the same catalog, ledger and instant give the same bytes, and nothing changes by itself.
@Suite("Laws 3–5 and 7: the same in, the same out")
struct DeterminismTests {
  @Test("the order of items with instants does not matter", arguments: 1...10)
  func order(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(40))
    blog.pipeline.tags.aliases = ["graphs": "c#", "c++": "Graph Theory"]
    let first = try blog.preview()
    for _ in 0..<4 {
      blog.items.shuffle(using: &generator.random)
      let other = try blog.preview()
      #expect(other.documents == first.documents)
      #expect(other.ledger == first.ledger)
      #expect(other.ledger.text == first.ledger.text)
    }
  }

  @Test("built again with the ledger of the first, later, nothing is different", arguments: 1...10)
  func again(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(
      generator.items(30) + ["A", "B", "C"].map { .listed($0, summary: generator.text(1...9), tags: ["graphs"]) })
    let first = try blog.build()
    blog.ledger = try Ledger(first.ledger.text, file: "ledger.ndjson")
    let second = try blog.preview(at: "2023-11-05T06:07:08Z")
    #expect(second.documents == first.documents)
    #expect(second.ledger == first.ledger)
    #expect(second.changes == Ledger.Changes())
  }

  @Test("the instant of a first build is in no document", arguments: 1...4)
  func instant(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    let blog = Blog(generator.items(20))
    #expect(
      try blog.preview(at: "2022-06-01T00:00:00Z").documents == blog.preview(at: "2029-01-01T01:01:01Z").documents)
  }

  @Test("ids never move under edits of titles, bodies and addresses, over many builds", arguments: 1...10)
  func ids(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    // Without an id, an item is known by its address or its text: only one of them changes at a time.
    var blog = Blog(generator.items(20))
    blog.pipeline.feeds.entries = 100
    var ids = try blog.build().idsByPlace
    for round in 0..<5 {
      for index in blog.items.indices where generator.random.once(in: 3) {
        blog.items[index] = generator.edited(blog.items[index])
      }
      if round == 2 {
        for index in blog.items.indices {
          if case .item(let id?, _) = blog.items[index].identity {
            blog.items[index].identity = .item(id: id, url: "https://moved.example/\(index)")
          }
        }
      }
      if round == 3 { blog.pipeline.site.url = AbsoluteURL("http://new.example/")! }
      let edition = try blog.build(at: "2022-1\(round % 3)-01T00:00:00Z")
      #expect(edition.idsByPlace == ids)
      #expect(edition.changes.new.isEmpty && edition.changes.removed.isEmpty)
      ids = edition.idsByPlace
    }
    #expect(blog.ledger.entries.count == 20)
  }

  @Test("a listing's ids never move while each edit leaves something to know a post by", arguments: 1...10)
  func listing(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var blog = Blog(
      (0..<12).map {
        .listed(
          "Title \($0)", on: "2022-03-1\($0 % 3)", summary: "Summary \($0).", tags: ["t\($0)"], authors: ["A\($0)"])
      })
    for index in blog.items.indices { blog.items[index].place.line = index }
    let first = try blog.build()
    var times = Dictionary(uniqueKeysWithValues: first.plan.entries.map { ($0.id, $0.published) })
    for round in 0..<6 {
      for index in blog.items.indices where random.once(in: 2) {
        switch random.number(0...2) {
        case 0: blog.items[index].title = "Title \(index) \(round)"
        case 1: blog.items[index].summary = .text("Summary \(index) \(round).")
        default: blog.items[index].tags = ["t\(index)", "r\(round)"]
        }
      }
      let edition = try blog.build(at: "2022-07-0\(round + 1)T00:00:00Z")
      #expect(edition.idsByPlace == first.idsByPlace)
      #expect(Dictionary(uniqueKeysWithValues: edition.plan.entries.map { ($0.id, $0.published) }) == times)
      #expect(edition.plan.entries.allSatisfy { $0.permalink?.string == $0.id })
      times = Dictionary(uniqueKeysWithValues: edition.plan.entries.map { ($0.id, $0.published) })
    }
  }
}

extension BuiltBlog {
  fileprivate var idsByPlace: [Place: String] {
    Dictionary(uniqueKeysWithValues: plan.entries.map { ($0.item.place, $0.id) })
  }
}
