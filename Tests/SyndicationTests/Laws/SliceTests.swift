import Synchronization
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Slices: feeds made of what they hold alone are those of a build that looks at all")
struct SliceTests {
  private static let source = "json"

  /// A site of a few entries a feed, so that many of its entries are in none.
  private func blog() -> Blog {
    var blog = Blog()
    blog.pipeline.feeds.entries = 3
    blog.pipeline.feeds.scopes = [.all: .init(of: .all), .tag: .init(of: .tag), .author: .init(of: .author)]
    return blog
  }

  private func text(of ledger: [LedgerLine]) -> String {
    String(decoding: Ledger.firstLine + ledger.flatMap(\.text) + Ledger.lastLine, as: UTF8.self)
  }

  /// Both ways, side by side.
  private struct Sides {
    var blog: Blog
    let whole = MemorySink()
    let parts = MemorySink()
    let store = MemorySliceStore()
    private(set) var changed: Set<String> = []

    init(_ blog: Blog) { self.blog = blog }

    mutating func set(_ item: SourceItem?, at id: String) async {
      blog.items.removeAll { Sides.id(of: $0) == id }
      if let item { blog.items.append(item) }
      changed.insert(id)
      await store.set(item, at: id)
    }

    /// Builds at an instant, and tells what the slices came to.
    mutating func build(at instant: String) async throws -> SliceBuild.Report {
      let instant = Timestamp(instant)
      let edition = blog.pipeline.edition(of: blog.items, remembering: blog.ledger, at: instant)
      let saved = Mutex(blog.ledger)
      _ = try await whole.publish(edition.publication) { rendered in
        saved.withLock { $0 = rendered.ledger }
      }
      blog.ledger = saved.withLock { $0 }
      let build = try #require(SliceBuild(by: blog.pipeline, source: SliceTests.source, of: store, to: parts))
      var report = SliceBuild.Report()
      try await build.place(changed.sorted(), at: instant, into: &report)
      try await build.publish(at: instant, into: &report)
      changed = []
      return report
    }

    static func id(of item: SourceItem) -> String? { if case .item(let id, _) = item.identity { id } else { nil } }
  }

  private func compare(_ sides: Sides, _ step: String) async throws {
    let (whole, parts) = (await sides.whole.documents, await sides.parts.documents)
    let differing = Set(whole.keys).union(parts.keys).filter { whole[$0] != parts[$0] }
    #expect(differing == [], "\(step)")
    let (kept, wanted) = (text(of: await sides.store.lines), String(decoding: sides.blog.ledger.text, as: UTF8.self))
    let lines = Set(kept.split(separator: "\n")).symmetricDifference(wanted.split(separator: "\n"))
    #expect(lines.sorted().prefix(4) == [], "\(step)")
    #expect(!lines.isEmpty || kept == wanted, "\(step): the lines are in another order")
  }

  @Test("after any walk of edits, moves, deletions, drafts and due dates", arguments: 1...12 as ClosedRange<UInt64>)
  func walk(seed: UInt64) async throws {
    var generator = ItemGenerator(seed: seed)
    var sides = Sides(blog())
    var ids: [String] = []
    func item(_ id: String, _ generator: inout ItemGenerator) -> SourceItem {
      var item = generator.item()
      item.identity = .item(id: id, url: item.address)
      // What most entries say of a term is not known where few are looked at: one spelling, one address.
      item.tags = item.tags.map(Slug.folded)
      for author in item.authors.indices { item.authors[author].url = nil }
      return item
    }
    for step in 0..<40 {
      for _ in 0..<generator.random.number(1...3) {
        let known = ids.isEmpty ? nil : generator.random.one(of: ids)
        switch (generator.random.number(0...9), known) {
        case (0, let id?):
          ids.removeAll { $0 == id }
          await sides.set(nil, at: id)
        case (1, let id?):
          var item = await sides.store.items([id]).items[0]
          item.isHidden.toggle()
          await sides.set(item, at: id)
        case (2...5, let id?):
          await sides.set(generator.edited(await sides.store.items([id]).items[0]), at: id)
        case (6, let id?):
          await sides.set(item(id, &generator), at: id)
        default:
          let id = "urn:example:entry:\(seed):\(step):\(ids.count)"
          ids.append(id)
          await sides.set(item(id, &generator), at: id)
        }
      }
      _ = try await sides.build(at: "2022-06-01T00:00:\(step < 10 ? "0" : "")\(step)Z")
      try await compare(sides, "step \(step)")
    }
    #expect(sides.blog.ledger.entries.count > 10)
  }

  @Test("an entry of which one feed is about is all that is made again")
  func touches() async throws {
    var sides = Sides(blog())
    for number in 1...9 {
      await sides.set(
        .post(
          "urn:example:\(number)", title: "Post \(number)", on: "2022-03-0\(number)T08:00:00Z", tags: ["tag \(number)"]),
        at: "urn:example:\(number)")
    }
    let first = try await sides.build(at: "2022-06-01T00:00:00Z")
    #expect(first.feeds == 10 && first.written == 30 && first.entries == 9)
    await sides.set(
      .post("urn:example:2", title: "Another title", on: "2022-03-02T08:00:00Z", tags: ["tag 2"]), at: "urn:example:2")
    let second = try await sides.build(at: "2022-06-02T00:00:00Z")
    // That of everything holds newer ones.
    #expect(second.feeds == 2 && second.written == 3 && second.entries == 1)
    try await compare(sides, "an edit")
  }

  @Test("an entry appears when it is due, and goes when it expires")
  func due() async throws {
    var sides = Sides(blog())
    await sides.set(.post("urn:example:1", on: "2022-03-01T08:00:00Z", tags: ["a"]), at: "urn:example:1")
    var item = SourceItem.post("urn:example:2", on: "2022-07-01T08:00:00Z", tags: ["a", "b"])
    item.expires = "2022-08-01T00:00:00Z"
    await sides.set(item, at: "urn:example:2")
    let first = try await sides.build(at: "2022-06-01T00:00:00Z")
    #expect(first.nextChange == Timestamp("2022-07-01T08:00:00Z"))
    try await compare(sides, "before")
    for (instant, next) in [
      ("2022-07-01T08:00:00Z", Timestamp("2022-08-01T00:00:00Z")), ("2022-08-01T00:00:00Z", nil),
    ] {
      await sides.set(item, at: "urn:example:2")
      let report = try await sides.build(at: instant)
      #expect(report.nextChange == next, "\(instant)")
      try await compare(sides, instant)
    }
    #expect(await sides.parts.documents.keys.map(\.string).contains { $0.hasPrefix("tags/b") } == false)
  }

  @Test("two authors of one name are told apart, whichever is placed first")
  func namesakes() async throws {
    var sides = Sides(blog())
    for (number, place) in ["one", "two", "one"].enumerated() {
      var item = SourceItem.post("urn:example:\(number)", on: "2022-03-0\(number + 1)T08:00:00Z")
      item.authors = [Person(name: "Ann Lee", url: "https://\(place).example/")]
      await sides.set(item, at: "urn:example:\(number)")
      _ = try await sides.build(at: "2022-06-0\(number + 1)T00:00:00Z")
      try await compare(sides, "after \(number)")
    }
    #expect(await sides.parts.contents(of: DocumentPath("authors/ann-lee-2.atom")!) != nil)
  }

  @Test("one that cannot become an entry is told of, and costs itself alone")
  func faulty() async throws {
    var sides = Sides(blog())
    await sides.set(.post("urn:example:1", on: "2022-03-01T08:00:00Z", tags: ["a"]), at: "urn:example:1")
    await sides.set(.post("urn:example:2", on: "2022-03-02T08:00:00Z", tags: ["a"]), at: "urn:example:2")
    _ = try await sides.build(at: "2022-06-01T00:00:00Z")
    await sides.set(.post("urn:example:2", on: "yesterday", tags: ["a"]), at: "urn:example:2")
    let report = try await sides.build(at: "2022-06-02T00:00:00Z")
    #expect(report.problems.map(\.rule) == ["RFC 3339 §5.6"])
    let text = String(
      decoding: try #require(await sides.parts.contents(of: DocumentPath("tags/a.atom")!)), as: UTF8.self)
    #expect(text.contains("urn:example:1") && !text.contains("urn:example:2"))
  }

  @Test("what only all entries can tell is refused")
  func refusals() {
    let blog = blog()
    #expect(blog.pipeline.canSlice)
    var pipelines = Array(repeating: blog.pipeline, count: 6)
    pipelines[0].feeds.scopes[.all]!.archive = 100
    pipelines[1].feeds.scopes[.tag]!.minimumEntries = 2
    pipelines[2].feeds.scopes[.all]!.isComplete = true
    pipelines[3].tags.parents = ["a": ["b"]]
    pipelines[4].tags.excluded = ["a"]
    pipelines[5].feeds.tombstones = TombstoneSettings()
    for pipeline in pipelines { #expect(!pipeline.canSlice) }
  }
}
