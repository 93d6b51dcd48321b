import SyndicationFiles
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// Law 5: time never lies.
@Suite("Rule D8 and law 5: updated moves only when the author changed what a reader sees")
struct UpdatedTests {
  static let later = "2022-07-01T00:00:00Z"

  private static let post: SourceItem = {
    var item = SourceItem.post(
      "42", url: "https://example.com/1/", title: "A", summary: "S.", text: "Body.", authors: [Person(name: "Ada")],
      tags: ["graphs"])
    item.attachments = [Attachment(url: "https://example.com/1.mp3", mediaType: "audio/mpeg", size: 1)]
    return item
  }()

  private func updated(
    after edit: (inout Blog) -> Void, at instant: String = later, of item: SourceItem = post
  ) throws -> String? {
    var blog = Blog([item, .post("urn:example:other", title: "Other", on: "2022-01-01T00:00:00Z", tags: ["other"])])
    try blog.build()
    edit(&blog)
    let edition = try blog.build(at: instant)
    #expect(edition.entry("Other")?.updated == Timestamp("2022-01-01T00:00:00Z"))
    let entry = try #require(edition.plan.entries.first { $0.item.title != "Other" })
    // And a build later moves nothing again.
    let again = try blog.build(at: "2023-01-01T00:00:00Z")
    #expect(again.plan.entries.first { $0.id == entry.id }?.updated == entry.updated)
    #expect(again.documents == edition.documents)
    return entry.updated.rfc3339
  }

  @Test("what a clock far ahead left is taken back, and moves no more; what a source says of its update stays")
  func healed() throws {
    var given = Self.post
    given.updated = "2095-01-01T00:00:00Z"
    given.identity = .item(id: "given", url: "https://example.com/2/")
    given.title = "Given"
    var blog = Blog([Self.post, given])
    try blog.build()
    blog.items[0].title = "B"
    #expect(try blog.build(at: "2099-01-01T00:00:00Z").entry("B")?.updated == Timestamp("2099-01-01T00:00:00Z"))
    let latest = Timestamp("2022-07-03T00:00:00Z")
    #expect(blog.ledger.heal(after: Timestamp("2099-01-01T00:00:00Z"), at: latest, beside: blog.items) == 0)
    #expect(blog.ledger.heal(after: latest, at: Timestamp("2022-07-02T00:00:00Z"), beside: blog.items) == 1)
    let healed = try blog.build(at: "2022-07-02T00:00:00Z")
    #expect(healed.entry("B")?.updated == Timestamp("2022-07-02T00:00:00Z"))
    #expect(healed.entry("Given")?.updated == Timestamp("2095-01-01T00:00:00Z"))
    #expect(blog.ledger.heal(after: latest, at: Timestamp("2022-07-02T00:00:00Z"), beside: blog.items) == 0)
    #expect(try blog.build(at: "2022-08-02T00:00:00Z").documents == healed.documents)
  }

  @Test("D8 a new entry's updated is its date of publication, however late it is first seen")
  func new() throws {
    #expect(try updated(after: { _ in }) == "2022-03-26T08:00:00Z")
  }

  @Test("D8 a new entry's updated is the source's where it gives one")
  func newWithUpdated() throws {
    let edition = try Blog([.post("42", updated: "2022-05-01T00:00:00Z")]).preview()
    #expect(edition.plan.entries[0].updated == Timestamp("2022-05-01T00:00:00Z"))
  }

  @Test("an edit of title, summary, body, tags, authors or attachments moves it to the build instant")
  func moved() throws {
    let edits: [(String, @Sendable (inout SourceItem) -> Void)] = [
      ("title", { $0.title = "A!" }), ("summary", { $0.summary = .text("T.") }), ("no summary", { $0.summary = nil }),
      ("body", { $0.content?.body = .text("Body!") }), ("no body", { $0.content = nil }),
      ("tags", { $0.tags.append("x") }),
      ("tag's spelling", { $0.tags = ["Graphs"] }), ("no tags", { $0.tags = [] }),
      ("authors", { $0.authors[0].name = "Bob" }),
      ("affiliation", { $0.authors[0].affiliation = "X" }),
      ("author's url", { $0.authors[0].url = "https://ada.example/" }),
      ("attachment", { $0.attachments[0].url += "x" }), ("size", { $0.attachments[0].size = 2 }),
      ("no attachments", { $0.attachments = [] }), ("image", { $0.image = "https://example.com/1.png" }),
      ("link", { $0.identity = .item(id: "42", url: "https://example.com/new/") }),
    ]
    for (name, edit) in edits {
      #expect(try updated(after: { edit(&$0.items[0]) }) == Self.later, "\(name)")
    }
  }

  @Test("nothing else moves it: no setting, no alias, no template, no order, no neighbour")
  func notMoved() throws {
    let edits: [(String, @Sendable (inout Blog) -> Void)] = [
      ("alias", { $0.pipeline.tags.aliases = ["graphs": "networks"] }),
      ("tag's title", { $0.pipeline.tags.titles = ["graphs": "Graphs!"] }),
      ("slug", { $0.pipeline.tags.slugs = ["graphs": "g"] }),
      ("page", { $0.pipeline.tags.page = "/t/{slug}" }), ("site's title", { $0.pipeline.site.title = "New" }),
      ("site's address", { $0.pipeline.site.url = AbsoluteURL("https://new.example/")! }),
      ("site's authors", { $0.pipeline.site.authors = [Person(name: "New")] }),
      ("language", { $0.pipeline.site.language = "de" }),
      ("zone", { $0.pipeline.site.timeZone = SiteTimeZone("Asia/Tokyo")! }),
      ("time", { $0.pipeline.site.timeOfDay = 1 }),
      ("founded", { $0.pipeline.site.founded = LocalDate("2000-01-01") }),
      ("feeds' address", { $0.pipeline.feeds.url = AbsoluteURL("https://cdn.example/")! }),
      ("form", { $0.pipeline.feeds.content = .summary }), ("entries", { $0.pipeline.feeds.entries = 50 }),
      ("paths", { $0.pipeline.feeds.scopes[.all]?.path = "index" }), ("order", { $0.items.reverse() }),
      ("place", { $0.items[0].place = Place(file: "moved.json") }),
      (
        "neighbours",
        { $0.items.append(.post("urn:example:third", title: "Third", on: "2022-02-02", tags: ["graphs"])) }
      ),
    ]
    for (name, edit) in edits {
      #expect(try updated(after: edit) == "2022-03-26T08:00:00Z", "\(name)")
    }
  }

  @Test("what a source derives moves nothing: an address, what it makes of a body, title, author, tag or file")
  func derived() throws {
    var post = SourceItem.post("42", title: "A", tags: ["a"])
    post.identity = .item(id: "42", url: .derived("/a/"))
    post.content = Content(.text, .text("Shown.", written: "Written."))
    post.asWritten = AsWritten(title: "A | Site", tags: ["A"], authors: ["ann"], files: ["a.png"])
    let derivations: [(String, @Sendable (inout SourceItem) -> Void)] = [
      ("address", { $0.identity = .item(id: "42", url: .derived("/b/")) }),
      ("body", { $0.content?.body = .text("Shown otherwise.", written: "Written.") }), ("title", { $0.title = "B" }),
      ("tags", { $0.tags = ["b"] }), ("authors", { $0.authors = [Person(name: "Ann Lee")] }),
      ("image", { $0.image = "https://example.com/a.png" }), ("episode", { $0.episode = Episode(number: 1) }),
    ]
    for (name, derive) in derivations {
      #expect(try updated(after: { derive(&$0.items[0]) }, of: post) == "2022-03-26T08:00:00Z", "\(name)")
    }
    let edits: [(String, @Sendable (inout SourceItem) -> Void)] = [
      ("body", { $0.content?.body = .text("Shown.", written: "Edited.") }), ("title", { $0.asWritten.title = "B" }),
      ("tags", { $0.asWritten.tags = [] }), ("authors", { $0.asWritten.authors = ["bob"] }),
      ("files", { $0.asWritten.files = [] }),
    ]
    for (name, edit) in edits {
      #expect(try updated(after: { edit(&$0.items[0]) }, of: post) == Self.later, "\(name)")
    }
  }

  @Test("a listing's template and links move nothing")
  func listedLinks() throws {
    let edits: [SourceItem] = [
      .listed("A", summary: "S.", template: "/posts/{slug}/"),
      .listed("A", summary: "S.", links: ["a": "https://example.com/a/"]),
    ]
    for edit in edits {
      #expect(try updated(after: { $0.items[0] = edit }, of: .listed("A", summary: "S.")) == "2022-03-26T12:00:00Z")
    }
  }

  @Test("the source's date wins over the hash: it moves without an edit, and stays through one")
  func sourceWins() throws {
    #expect(try updated(after: { $0.items[0].updated = "2022-04-04T04:04:04Z" }) == "2022-04-04T04:04:04Z")
    var dated = Self.post
    dated.updated = "2022-04-04T04:04:04Z"
    #expect(try updated(after: { $0.items[0].title = "Edited" }, of: dated) == "2022-04-04T04:04:04Z")
  }

  @Test("an edit seen at a build that is not later than the last update is a second later than that")
  func secondLater() throws {
    var blog = Blog([Self.post])
    try blog.build()
    for (title, expected) in [
      ("B", "2022-07-01T00:00:00Z"), ("C", "2022-07-01T00:00:01Z"), ("D", "2022-07-01T00:00:02Z"),
    ] {
      blog.items[0].title = title
      #expect(try blog.build(at: Self.later).plan.entries[0].updated.rfc3339 == expected)
    }
    // A clock that went back.
    blog.items[0].title = "E"
    #expect(try blog.build(at: "2022-06-15T00:00:00Z").plan.entries[0].updated.rfc3339 == "2022-07-01T00:00:03Z")
  }

  @Test("an edit undone is an edit: it moves on, never back")
  func undone() throws {
    var blog = Blog([Self.post])
    try blog.build()
    blog.items[0].title = "B"
    try blog.build(at: Self.later)
    blog.items[0].title = "A"
    #expect(try blog.build(at: "2022-08-01T00:00:00Z").plan.entries[0].updated.rfc3339 == "2022-08-01T00:00:00Z")
  }

  @Test("an edited post is updated in every feed that holds it, and only those feeds are")
  func feeds() throws {
    var blog = Blog([
      .post("urn:example:1", title: "A", tags: ["x", "y"]),
      .post("urn:example:2", title: "B", on: "2022-03-27T00:00:00Z", tags: ["z"]),
    ])
    try blog.build()
    blog.items[0].summary = .text("New.")
    let edition = try blog.build(at: Self.later)
    #expect(edition.changes.updated == ["urn:example:1"])
    for scope in ["tags/x", "tags/y", "all"] { #expect(edition.feed(scope)?.updated == Timestamp(Self.later)) }
    #expect(edition.feed("tags/z")?.updated == Timestamp("2022-03-27T00:00:00Z"))
    // D7: an edit does not reorder.
    #expect(edition.titles() == ["B", "A"])
  }

  @Test("updated moves iff content moved", arguments: 1...12)
  func property(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(15))
    blog.pipeline.feeds.entries = 100
    var before = try blog.build()
    for round in 1...4 {
      let instant = "2022-0\(5 + round)-01T00:00:00Z"
      var edited: Set<String> = []
      for index in blog.items.indices where generator.random.once(in: 4) {
        blog.items[index] = generator.edited(blog.items[index])
        edited.insert(blog.items[index].place.pointer!)
      }
      blog.items.shuffle(using: &generator.random)
      let after = try blog.build(at: instant)
      #expect(after.plan.entries.map(\.id) == before.plan.entries.map(\.id), "ids and order stay")
      for (old, new) in zip(before.plan.entries, after.plan.entries) {
        let wasEdited = edited.contains(new.item.place.pointer!)
        if new.item.updated != nil {
          #expect(new.updated == old.updated)
        } else {
          #expect(new.updated == (wasEdited ? Timestamp(instant) : old.updated), "\(new.id)")
        }
      }
      before = after
    }
  }
}
