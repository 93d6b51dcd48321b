import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Law 8: a fingerprint tells what a document is made of")
struct FingerprintTests {
  private func build(_ blog: Blog, after last: Rebuilt? = nil) throws -> Rebuilt { try Rebuilt(blog, after: last) }

  @Test("the same fingerprint gives the same bytes, whatever was changed", arguments: 1...40)
  func sameBytes(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(20))
    for index in stride(from: 0, to: 20, by: 3) {
      blog.items[index].content = Content(.html, .text("<script>\(index)</script><p>\(index)</p>"))
    }
    try blog.build()
    let before = try build(blog)
    let index = generator.random.number(0...19)
    switch seed % 22 {
    case 0: blog.items[index].title = "Another title"
    case 1: blog.items[index].summary = .text("Another summary.")
    case 2: blog.items[index].content = Content(.html, .text("<p>Another</p>"))
    case 3: blog.items[index].authors = [Person(name: "Somebody Else")]
    case 4: blog.items[index].tags.append("graphs again")
    case 5: blog.items[index].image = "https://example.com/other.png"
    case 6: blog.items[index].language = "fr"
    case 7: blog.items[index].updated = "2022-05-30T00:00:00Z"
    case 8: blog.items[index].published = "2022-05-29T00:00:00Z"
    case 9: blog.pipeline.site.title = "Another site"
    case 10: blog.pipeline.site.authors = [Person(name: "An Editor")]
    case 11: blog.pipeline.feeds.bytes = 2_000
    case 12: blog.pipeline.feeds.content = .summary
    case 13: blog.pipeline.tags.titles = ["graphs": "Graphs, all of them"]
    case 14: blog.items[index].attachments = [Attachment(url: "https://example.com/o.mp3", mediaType: "audio/mpeg")]
    case 15: blog.items[index].episode = Episode(number: 3, kind: .full)
    case 16: blog.pipeline.site.podcast = podcast
    case 17:
      blog.pipeline.site.podcast = podcast
      blog.pipeline.site.podcast?.newFeedURL = AbsoluteURL("https://new.example/feed")
    case 18: blog.items[index].content = Content(.html, .text("<img src=\"other.png\">"))
    case 19: blog.items[index].externalURL = "https://elsewhere.example/"
    case 20: blog.items[index].bannerImage = "https://example.com/wide.png"
    default: blog.pipeline.feeds.entries = 5
    }
    // Places move with every edit above them.
    for index in blog.items.indices { blog.items[index].place.line = Int(seed) + index }
    let after = try build(blog)
    // And the warnings are those of a whole build.
    let quick = try build(blog, after: before).rendered
    #expect(quick.problems == after.rendered.problems && quick.warnings == after.rendered.warnings)
    #expect(quick.ledger == after.rendered.ledger)
    #expect(!after.rendered.problems.isEmpty)
    var (same, other) = (0, 0)
    for (path, fingerprint) in after.fingerprints {
      if fingerprint == before.fingerprints[path] {
        same += 1
        #expect(after.documents[path] == before.documents[path], "\(path)")
      } else if after.documents[path] != before.documents[path] {
        other += 1
      }
    }
    // A setting may concern all documents, or by chance none.
    if seed % 20 < 3 { #expect(same > 0 && other > 0) }
  }

  private let podcast = Podcast(
    categories: [.init("Science", "Mathematics")], image: AbsoluteURL("https://example.com/a.png")!, isExplicit: false)

  @Test("whatever is set of the podcast changes the fingerprints")
  func podcastSettings() throws {
    var blog = Blog([.post("urn:example:1")])
    blog.pipeline.site.podcast = podcast
    let before = try build(blog).fingerprints
    let changes: [(inout Podcast) -> Void] = [
      { $0.categories[0].name = "Arts" }, { $0.categories[0].subcategory = nil },
      { $0.categories.append(.init("Arts")) },
      { $0.image = AbsoluteURL("https://example.com/b.png")! }, { $0.isExplicit = true }, { $0.author = "Ann" },
      { $0.owner = Person(name: "Ann") }, { $0.owner = Person(name: "", email: "ann@example.org") },
      { $0.kind = .serial }, { $0.isComplete = true }, { $0.isBlocked = true },
      { $0.newFeedURL = AbsoluteURL("https://example.com/f") },
    ]
    var seen = [before]
    for change in changes {
      blog.pipeline.site.podcast = podcast
      change(&blog.pipeline.site.podcast!)
      let after = try build(blog).fingerprints
      #expect(!seen.contains(after))
      seen.append(after)
    }
  }

  @Test("B1 what a body's addresses are relative to changes the fingerprints, and the documents")
  func base() throws {
    var generator = ItemGenerator(seed: 1)
    var blog = Blog(generator.items(1))
    blog.items[0].content = Content(.html, .text("<p><a href=\"x\">x</a></p>"))
    let before = try build(blog)
    blog.items[0].content?.markup = BodyMarkup(.html, base: "https://other.example/a/")
    let after = try build(blog)
    #expect(before.fingerprints.count > 0)
    for path in before.fingerprints.keys {
      #expect(before.fingerprints[path] != after.fingerprints[path])
      let text = String(decoding: try #require(after.documents[path]).parts.joined(), as: UTF8.self)
      #expect(text.contains("https://other.example/a/x"), "\(path)")
    }
  }

  @Test("what readers are shown changes the fingerprints, though its author wrote the same")
  func shown() throws {
    var blog = Blog([.post("urn:example:1")])
    blog.items[0].asWritten = AsWritten(title: "T", tags: [], authors: [], files: [])
    blog.items[0].content = Content(.text, .text("A", written: "W"))
    let before = try build(blog).fingerprints
    let changes: [(inout SourceItem) -> Void] = [
      { $0.title = "Other" }, { $0.content?.body = .text("B", written: "W") }, { $0.summary = .text("S") },
      { $0.authors = [Person(name: "Ann")] }, { $0.image = "https://example.com/a.png" },
    ]
    for change in changes {
      var changed = blog
      change(&changed.items[0])
      let after = try build(changed).fingerprints
      #expect(before.allSatisfy { after[$0.key] != $0.value })
    }
  }

  @Test("an edit changes the fingerprints of the documents that hold the entry, and no others")
  func edit() throws {
    var blog = Blog([.post("urn:example:1", tags: ["a", "b"]), .post("urn:example:2", tags: ["b", "c"])])
    try blog.build()
    let before = try build(blog).fingerprints
    blog.items[0].title = "Another"
    let after = try build(blog).fingerprints
    let changed = after.filter { before[$0.key] != $0.value }.keys.map(\.string)
    #expect(
      Set(changed)
        == Set(["tags/a", "tags/b", "all"].flatMap { feed in ["atom", "rss", "json"].map { "\(feed).\($0)" } }))
  }

  @Test("a document that need not be made warns again, at the present place of its entry; one that is gone does not")
  func warnings() throws {
    var blog = Blog([
      .post("urn:example:1", html: "<script>x</script><p>a</p>", tags: ["a"]), .post("urn:example:2", tags: ["b"]),
      .post("urn:example:3", html: "<script>x</script><script>y</script><p>c</p>", tags: ["b"]),
    ])
    try blog.build()
    let first = try build(blog)
    #expect(first.rendered.problems.map(\.place.pointer) == ["/items/urn:example:1", "/items/urn:example:3"])
    #expect(first.rendered.problems.map(\.rule) == ["B2", "B2"])

    blog.items[0].place.pointer = "/items/7"
    let second = try build(blog, after: first)
    #expect(second.documents.isEmpty)
    #expect(second.rendered.problems.map(\.place.pointer) == ["/items/7", "/items/urn:example:3"])
    #expect(second.rendered.problems.map(\.message) == first.rendered.problems.map(\.message))
    #expect(second.rendered.warnings == first.rendered.warnings)

    blog.items[0].content = Content(.html, .text("<p>a</p>"))
    #expect(try build(blog, after: second).rendered.problems.map(\.place.pointer) == ["/items/urn:example:3"])
    blog.items.removeLast()
    #expect(try build(blog, after: second).rendered.warnings == [:])
  }
}
