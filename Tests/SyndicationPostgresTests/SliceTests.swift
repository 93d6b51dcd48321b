import Synchronization
import Syndication
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("Slices in PostgreSQL", .withPostgreSQL)
struct SliceTests {
  @Test("give the documents and the ledger of a build that looks at all entries", arguments: UInt64(1)...3)
  func walk(seed: UInt64) async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    var blog = Blog()
    blog.pipeline.feeds.entries = 3
    blog.pipeline.feeds.scopes = [.all: .init(of: .all), .tag: .init(of: .tag), .author: .init(of: .author)]
    let (whole, parts) = (MemorySink(), MemorySink())
    let slices = PostgresSlices(of: site, named: "json", on: database.connection)
    let entries = PostgresEntries(of: site, on: database.connection)
    let source = PostgresSource(of: site, named: "json", on: database.connection)
    let queue = ChangeQueue(on: database.connection)
    let build = try #require(SliceBuild(by: blog.pipeline, source: "json", of: slices, to: parts))
    var generator = ItemGenerator(seed: seed)
    var items: [SourceItem] = []
    for step in 0..<15 {
      for _ in 0..<generator.random.number(1...4) {
        let index = items.isEmpty ? 0 : generator.random.number(0...items.count - 1)
        switch items.isEmpty ? 9 : generator.random.number(0...9) {
        case 0: items.remove(at: index)
        case 1: items[index].isHidden.toggle()
        case 2...5: items[index] = generator.edited(items[index])
        default:
          var item = generator.item()
          item.identity = .item(id: "urn:example:\(seed):\(step):\(items.count)", url: item.address)
          // What most entries say of a term is not known where few are looked at: one spelling, one address.
          item.tags = item.tags.map { $0.lowercased() }
          for author in item.authors.indices { item.authors[author].url = nil }
          items.append(item)
        }
      }
      _ = try await entries.replace(with: items, on: blog.pipeline.site)
      guard let turn = try await queue.take() else { continue }
      let instant = Timestamp("2022-06-01T00:00:\(step + 10)Z")
      var report = SliceBuild.Report()
      var last: String?
      while case let ids = try await slices.changed(in: turn, after: last, atMost: 2), !ids.isEmpty {
        try await build.place(ids, at: instant, into: &report)
        last = ids.last
      }
      try await build.publish(at: instant, into: &report)
      try await queue.finish(turn, nextChange: try await slices.nextChange(), isWhole: false)

      let edition = blog.pipeline.edition(of: try await source.load().items, remembering: blog.ledger, at: instant)
      let ledger = Mutex(blog.ledger)
      _ = try await whole.publish(edition.publication) { rendered in ledger.withLock { $0 = rendered.ledger } }
      blog.ledger = ledger.withLock { $0 }
      let (wanted, made) = (await whole.documents, await parts.documents)
      let differing = Set(wanted.keys).union(made.keys).filter { wanted[$0] != made[$0] }
      #expect(differing == [], "step \(step)")
      let text = try await PostgresState(of: site, on: database.connection).read(.ledger)
      #expect(text.map { String(decoding: $0, as: UTF8.self) } == String(decoding: blog.ledger.text, as: UTF8.self))
    }
    #expect(await whole.documents.count > 10)
  }

  @Test("are begun anew by a change of everything: entries that are gone are placed nowhere, and all feeds are made")
  func anew() async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    let slices = PostgresSlices(of: site, on: database.connection)
    let time = Timestamp("2022-06-01T00:00:00Z")
    var placement = Placement(id: "urn:example:gone", published: time)
    placement.scopes = ["all", "tags/a"]
    try await slices.place([placement], keeping: [])
    try await slices.settle(["all", "tags/a"])
    #expect(try await slices.stale(atMost: 9) == [])
    try await slices.beginAnew()
    #expect(try await slices.stale(atMost: 9) == ["tags/a", "all"])
    #expect(
      try await database.column("SELECT entry FROM syndicate.change WHERE entry IS NOT NULL") == ["urn:example:gone"])
  }

  @Test("know when an entry is due, and no longer once it is elsewhere")
  func due() async throws {
    let database = try await TestDatabase()
    let slices = PostgresSlices(of: try await database.makeSite(), on: database.connection)
    let past = Timestamp("2022-06-01T00:00:00Z")
    try await slices.place([Placement(id: "urn:example:1", published: past, nextChange: past)], keeping: [])
    #expect(try await slices.nextChange() == past)
    #expect(try await slices.dueEntries() == ["urn:example:1"])
    try await slices.place([Placement(id: "urn:example:1", published: past)], keeping: [])
    #expect(try await slices.nextChange() == nil)
  }
}
