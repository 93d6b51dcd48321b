import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("I1 an entry that several sources hold") struct PrecedenceTests {
  private func post(_ id: String?, at path: String?, in source: String, title: String = "A title") -> SourceItem {
    .post(id, url: path.map { "https://example.com/\($0)" }, title: title, text: "Text", source: source)
  }

  private func blog(_ items: [SourceItem], _ precedence: [String] = []) -> Blog {
    var blog = Blog(items)
    blog.pipeline.precedence = precedence
    return blog
  }

  @Test("by its address or its id is one problem that names both places and says what to do")
  func problem() throws {
    for (a, b) in [
      (post("1", at: "a", in: "posts"), post("2", at: "a", in: "old")),
      (post("urn:a", at: "a", in: "posts"), post("urn:a", at: "b", in: "old")),
      (post(nil, at: "a", in: "posts"), post("https://example.com/a", at: nil, in: "old")),
      (post(nil, at: "a", in: "posts"), post(nil, at: "./x/../a", in: "old")),
      (post("urn:a", at: "a", in: "posts"), post("urn:a", at: "a", in: "old")),
    ] {
      let edition = try blog([a, b]).preview()
      #expect(edition.problems.count == 1)
      let problem = try #require(edition.problems.first)
      #expect(problem.severity == .error)
      #expect(problem.place == b.place)
      #expect(problem.message.contains("\(a.place)"))
      #expect(problem.message.hasSuffix("say which source wins: \"precedence\": [\"posts\", \"old\"]"), "\(problem)")
      #expect(edition.visible.map(\.item.source) == ["posts"])
    }
  }

  @Test("is none where only what is no URI is equal, or one source holds both")
  func different() throws {
    #expect(
      try blog([post("1", at: "a", in: "posts"), post("1", at: "b", in: "old")]).preview().rules == ["RFC 4287 §4.2.6"])
    let dated = [
      post("1", at: "a", in: "posts"),
      SourceItem.post("1", url: "https://example.com/b", on: "2021-01-01", source: "old"),
    ]
    #expect(try blog(dated).preview().problems == [])
    #expect(try blog([post("1", at: "a", in: "posts"), post("2", at: "a", in: "posts")]).preview().problems == [])
  }

  @Test("is one however its address is written, or by its title and day where a precedence tells which is kept")
  func spelled() throws {
    for address in ["http://www.example.com/a/", "https://example.com/a.html?utm_source=feed"] {
      let items = [
        post(nil, at: "a", in: "posts"),
        SourceItem.post("urn:a", url: address, title: "Other", text: "Text", source: "old"),
      ]
      #expect(try blog(items).preview().problems.map(\.severity) == [.error])
      #expect(try blog(items, ["posts", "old"]).preview().plan.entries.map(\.id) == ["urn:a"])
    }
    let items = [
      post(nil, at: "a", in: "posts"), post("urn:a", at: "b", in: "old"), post("urn:b", at: "c", in: "old", title: "B"),
    ]
    #expect(try blog(items, ["posts", "old"]).preview().plan.entries.map(\.id).sorted() == ["urn:a", "urn:b"])
    #expect(try blog(items).preview().plan.entries.count == 3)
    var draft = items
    draft[0].isHidden = true
    #expect(try blog(draft, ["posts", "old"]).preview().plan.entries.map(\.id).sorted() == ["urn:a", "urn:b"])
  }

  @Test("is one of those that share a title and a day in its source, and takes no other with it")
  func twins() throws {
    let old = [post("urn:b", at: "b", in: "old"), post("urn:c", at: "c", in: "old")]
    let titled = try blog([post(nil, at: "a", in: "posts")] + old, ["posts", "old"]).preview()
    #expect(titled.plan.entries.map(\.id).sorted() == ["urn:b", "urn:c"])
    let found = try blog([post(nil, at: "b", in: "posts")] + old, ["posts", "old"]).preview()
    #expect(found.plan.entries.map(\.id).sorted() == ["urn:b", "urn:c"])
  }

  @Test("is no page where an id is no address of one, whatever follows its scheme")
  func schemes() throws {
    let items = [post(nil, at: "a", in: "posts"), post("urn:example.com/a", at: nil, in: "old", title: "B")]
    #expect(try blog(items).preview().problems.filter { $0.severity == .error } == [])
  }

  @Test("stays that of the source named first, and nothing is said of the other")
  func precedence() throws {
    let items = [
      post("1", at: "a", in: "posts", title: "Posts"), post("2", at: "a", in: "old", title: "Old"),
      post("3", at: "b", in: "old", title: "Alone"),
    ]
    for (names, winner) in [
      (["posts", "old"], "Posts"), (["old", "posts"], "Old"), (["old"], "Old"), (["posts"], "Posts"),
    ] {
      let edition = try blog(items, names).preview()
      #expect(edition.problems == [])
      #expect(Set(edition.visible.map(\.item.title)) == [winner, "Alone"])
    }
  }

  @Test("keeps its id and its times when the precedence flips, and flips back", arguments: [true, false])
  func flipping(hasAddress: Bool) throws {
    let address = hasAddress ? "a" : nil
    var blog = blog(
      [
        post(hasAddress ? "1" : "urn:a", at: address, in: "posts"),
        post(hasAddress ? "2" : "urn:a", at: address, in: "old"),
      ],
      ["posts", "old"])
    let first = try blog.build()
    let id = first.visible[0].id
    for (day, names) in [(1, ["old", "posts"]), (2, ["posts", "old"]), (3, ["old"])] {
      blog.pipeline.precedence = names
      let edition = try blog.build(at: "2022-07-0\(day)T00:00:00Z")
      #expect(edition.problems == [])
      #expect(edition.visible.map(\.id) == [id])
      #expect(edition.changes == Ledger.Changes())
      #expect(edition.plan.entries.map(\.updated) == first.plan.entries.map(\.updated))
      #expect(blog.ledger.liveEntries == 1)
      #expect(blog.ledger.shrinkage(to: edition.visible, of: ["posts", "old"], configuration: "c").isEmpty)
    }
  }

  @Test("is no shrinkage of the source that loses it")
  func shrinkage() throws {
    let old = (1...9).map { post("urn:\($0)", at: "\($0)", in: "old") }
    var blog = blog(old, ["posts"])
    try blog.build()
    blog.items = old + (1...9).map { post("\($0)", at: "\($0)", in: "posts") }
    let edition = try blog.preview()
    #expect(edition.changes == Ledger.Changes())
    #expect(Set(edition.visible.map(\.id)) == Set((1...9).map { "urn:\($0)" }))
    #expect(blog.ledger.shrinkage(to: edition.visible, of: ["posts", "old"], configuration: "c").isEmpty)
  }

  @Test("is taken over by its address when it moves from one source to another")
  func moving() throws {
    var blog = blog(
      [post("urn:1", at: "a", in: "old"), post("urn:2", at: "b", in: "old", title: "B")], ["posts", "old"])
    try blog.build()
    blog.items = [post("x", at: "a", in: "posts"), post("urn:2", at: "b", in: "old", title: "B")]
    let edition = try blog.build(at: "2022-07-01T00:00:00Z")
    #expect(Set(edition.visible.map(\.id)) == ["urn:1", "urn:2"])
    #expect(edition.changes == Ledger.Changes())
  }

  @Test("is hidden by a draft of the source that wins, and by no other")
  func drafts() throws {
    var items = [post("1", at: "a", in: "posts"), post("2", at: "a", in: "old")]
    items[0].isHidden = true
    #expect(try blog(items, ["posts", "old"]).preview().visible.isEmpty)
    #expect(try blog(items, ["old", "posts"]).preview().visible.map(\.item.source) == ["old"])
    let undecided = try blog(items).preview()
    #expect(undecided.visible.map(\.item.source) == ["old"])
    #expect(undecided.problems == [])
  }

  @Test("comes back with its id when the draft is published")
  func drafted() throws {
    var items = [post("1", at: "a", in: "posts"), post("2", at: "a", in: "old")]
    var blog = blog([items[1]], ["posts", "old"])
    let id = try blog.build().visible[0].id
    items[0].isHidden = true
    blog.items = items
    #expect(try blog.build().visible.isEmpty)
    blog.items[0].isHidden = false
    #expect(try blog.build().visible.map(\.id) == [id])
  }

  @Test("of three: the first named wins, those not named clash between them only, and what joins two is known")
  func three() throws {
    let items = [
      post("urn:1", at: "a", in: "a"), post("urn:2", at: "a", in: "b"), post("urn:2", at: "c", in: "c", title: "C"),
    ]
    let decided = try blog(items, ["b"]).preview()
    #expect(decided.visible.map(\.item.source) == ["b"])
    #expect(decided.problems == [])
    // By the id of b, c is the entry of a.
    let all = try blog(items, ["a", "b", "c"]).preview()
    #expect(all.visible.map(\.item.source) == ["a"])
    #expect(all.problems == [])
    let clash = try blog(items, ["c"]).preview()
    #expect(clash.problems == [])
    #expect(Set(clash.visible.map(\.item.source)) == ["a", "c"])
    let none = try blog(items).preview()
    #expect(none.problems.count == 2)
  }

  @Test("a listed post goes by the slug that its address was first published with")
  func listed() throws {
    var blog = blog([.listed("First title")])
    try blog.build()
    blog.items = [
      .listed("Another title", summary: nil),
      post("1", at: "2022/03/26/first-title/", in: "old"),
    ]
    blog.items[0].summary = .text("Same")
    // Too little is shared to know it again: it is new, and so is nobody's match.
    #expect(try blog.preview().problems == [])
    blog.items[0] = .listed("First Title")
    #expect(try blog.preview().problems.count == 1)
    blog.pipeline.precedence = ["listing"]
    #expect(try blog.preview().problems == [])
    #expect(try blog.preview().visible.map(\.item.source) == ["listing"])
    blog.pipeline.precedence = ["old"]
    #expect(try blog.preview().visible.map(\.item.source) == ["old"])
    #expect(try blog.preview().changes.new == [])
  }
}
