import Syndication
import SyndicationMarkup
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("Entries in PostgreSQL", .withPostgreSQL)
struct EntryTests {
  private func place(_ database: TestDatabase) async throws -> (PostgresEntries, PostgresSource) {
    let site = try await database.makeSite()
    try await database.run("DELETE FROM syndicate.change")
    return (
      PostgresEntries(of: site, on: database.connection),
      PostgresSource(of: site, named: "json", on: database.connection)
    )
  }

  @Test("that were brought from elsewhere give the documents that they gave there", arguments: UInt64(1)...3)
  func sameDocuments(_ seed: UInt64) async throws {
    let database = try await TestDatabase()
    let (entries, source) = try await place(database)
    var generator = ItemGenerator(seed: seed)
    var there = Blog(generator.items(150))
    // As its source gives them, the newest first.
    let first = try there.build()
    // Ids that come again, and what cannot be published there either.
    let replaced = try await entries.replace(with: there.items, on: there.pipeline.site)
    var here = Blog(try await source.load().items)
    #expect(try await source.load().problems == [])
    let second = try here.build()
    #expect(replaced.written == here.items.count)
    #expect(first.plan.entries.count > 100)
    #expect(second.documents.map(\.path) == first.documents.map(\.path))
    for (one, other) in zip(first.documents, second.documents) where one.document != other.document {
      Issue.record("\(one.path) differs, with seed \(seed)")
    }
  }

  @Test("are written where they differ, and removed where they are gone: nothing else is a change")
  func difference() async throws {
    let database = try await TestDatabase()
    let (entries, source) = try await place(database)
    var items = (0..<20).map { index in
      var item = SourceItem.post(
        "\(index)", url: "/\(index)/", summary: "In short", html: "<p>Text \(index)</p>",
        authors: [Person(name: "Ann", url: "https://ann.example/")], tags: ["a", "b"])
      item.attachments = [Attachment(url: "/a.mp3", mediaType: "audio/mpeg", size: 5, duration: 1.5)]
      item.episode = Episode(number: 1, isExplicit: false)
      item.origin = Origin(id: "urn:x", title: "Elsewhere")
      item.categories = ["News"]
      item.aliases = ["/old/\(index)/"]
      item.expires = "2032-01-01T00:00:00Z"
      return item
    }
    let site = Blog().pipeline.site
    #expect(try await entries.replace(with: items, on: site) == .init(written: 20))
    try await database.run("DELETE FROM syndicate.change")
    #expect(try await entries.replace(with: items, on: site) == .init())
    // What comes out goes in again, also where bodies are read on the connection that is written on.
    var later = source
    later.bodyBytes = 0
    #expect(try await entries.replace(with: later.load().items, on: site) == .init())
    #expect(try await database.column("SELECT entry FROM syndicate.change") == [])
    // Of several normal forms of an id a row has one.
    var decomposed = items
    decomposed.append(.post("e\u{301}"))
    #expect(try await entries.replace(with: decomposed, on: site) == .init(written: 1))
    #expect(try await entries.replace(with: decomposed, on: site) == .init())
    #expect(try await entries.replace(with: items, on: site) == .init(removed: 1))
    try await database.run("DELETE FROM syndicate.change")
    items[3].title = "Another"
    items.remove(at: 7)
    items.append(.post("new"))
    #expect(try await entries.replace(with: items, on: site) == .init(written: 2, removed: 1))
    #expect(try await database.column("SELECT entry FROM syndicate.change ORDER BY 1") == ["3", "7", "new"])
  }

  @Test("that no row can hold are told, and what they were before stays")
  func refused() async throws {
    let database = try await TestDatabase()
    let (entries, _) = try await place(database)
    let site = Blog().pipeline.site
    _ = try await entries.replace(with: [.post("1", title: "Good"), .post("2")], on: site)
    let items: [SourceItem] = [
      .post("1", title: String(repeating: "x", count: 10_001)), .post("2"), .post("2", title: "Again"),
      .post(nil, url: nil), .post("3", on: "soon"), .post("4", on: nil), .post(String(repeating: "é", count: 1_001)),
    ]
    let replaced = try await entries.replace(with: items, on: site)
    #expect(replaced.written == 0 && replaced.removed == 0)
    #expect(
      replaced.problems.map(\.message) == [
        "its title has over 10000 bytes, which its column does not take: shorten it",
        "has the id “2” of another post: change one",
        "has neither an id nor a URL: a reader could not tell it again",
        "its date “published”, soon, is none: write it as 2022-03-25T12:00:00Z",
        "has no date: give it the date of its publication",
        "its id has over 2000 bytes, which its column does not take: shorten it",
      ])
    #expect(
      try await database.column("SELECT id || ' ' || title FROM syndicate.entry ORDER BY 1") == ["1 Good", "2 A title"])
  }

  @Test(
    "of a listing keep their keys, addresses and order of a day; of Markdown, what it is written in; of a template, its HTML"
  )
  func others() async throws {
    let database = try await TestDatabase()
    let (entries, source) = try await place(database)
    let site = Blog().pipeline.site
    var markdown = SourceItem.post("m", on: "2022-01-02T00:00:00Z")
    markdown.content = Content(.markdown, .text("*x*"))
    var cut = SourceItem.post("t", on: "2022-01-01T00:00:00Z")
    cut.content = Content(.markdown, .text("*x*\n\n[cut]\n\ny"), excerptSeparator: "[cut]")
    _ = try await entries.replace(with: [.listed("Second"), .listed("First"), markdown, cut], on: site)
    let items = try await source.load().items
    #expect(items.map(\.title) == ["Second", "First", "A title", "A title"])
    #expect(
      items.map(\.published) == [
        "2022-03-26T12:00:01Z", "2022-03-26T12:00:00Z", "2022-01-02T00:00:00Z", "2022-01-01T00:00:00Z",
      ])
    #expect(items[0].address == .written("https://example.com/2022/03/26/second/"))
    #expect(
      try await database.column("SELECT id FROM syndicate.entry ORDER BY published DESC LIMIT 1") == [
        "2022-03-26/second"
      ])
    #expect(items[2].content?.kind == .markdown)
    #expect(try items[2].content?.read().string == "*x*")
    #expect(items[3].content?.kind == .html)
    #expect(try items[3].content?.read().string.hasPrefix("<p><em>x</em></p>") == true)
    #expect(try items[3].summary?.read().string == "x")
  }

  @Test(
    "with a value that is none become a problem at its place, and cost themselves",
    arguments: [
      ("authors", #"[{"name": 1}]"#, "/authors/0/name", "this has to be a string"),
      ("authors", #"["Ann"]"#, "/authors/0", "this has to be an object"),
      ("attachments", #"[{"url": "/a"}]"#, "/attachments/0", #"the attachment has no "mime_type": add it"#),
      (
        "attachments", #"[{"url": "/a", "mime_type": "b/c", "size_in_bytes": -1}]"#, "/attachments/0/size_in_bytes",
        "this has to be a number from 0 to 2^53"
      ),
      ("episode", #"{"number": 1.5}"#, "/episode/number", "this has to be a whole number, 1 or more"),
      (
        "episode", #"{"type": "x"}"#, "/episode/type",
        #"this is "x", and has to be "full", "trailer" or "bonus""#
      ),
      ("episode", #"{"explicit": "no"}"#, "/episode/explicit", "this has to be true or false"),
      ("origin", #"{"id": []}"#, "/origin/id", "this has to be a string"),
    ])
  func problems(_ column: String, _ json: String, _ pointer: String, _ message: String) async throws {
    let database = try await TestDatabase()
    let (_, source) = try await place(database)
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id) VALUES (1, 'good');
      INSERT INTO syndicate.entry (site, id, \(column)) VALUES (1, 'a/b~c', '\(json)')
      """)
    let contents = try await source.load()
    #expect(contents.items.map(\.place) == [Place(file: "postgresql:blog/entry", pointer: "/good")])
    #expect(
      contents.problems == [
        .error(at: Place(file: "postgresql:blog/entry", pointer: "/a~1b~0c" + pointer), rule: "JSON Feed 1.1", message)
      ])
  }

  @Test("are read by index: those that are named, and the newest of a scope")
  func byIndex() async throws {
    let database = try await TestDatabase()
    let (_, source) = try await place(database)
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, content, published)
      SELECT 1, 'e' || i, 'Text ' || i, timestamptz '2022-01-01Z' + i * interval '1 hour' FROM generate_series(1, 1000) AS i;
      INSERT INTO syndicate.membership
      SELECT 1, 'tags/t' || i % 2, timestamptz '2022-01-01Z' + i * interval '1 hour', 'e' || i
      FROM generate_series(1, 1000) AS i; ANALYZE
      """)
    func keys(_ contents: SourceContents) -> [String?] { contents.items.map { $0.place.pointer } }
    #expect(keys(try await source.entries(["e1", "e3", "none"])) == ["/e3", "/e1"])
    let slices = PostgresSlices(of: source.site, on: database.connection)
    #expect(try await slices.newest(2, in: "tags/t1") == ["e999", "e997"])
    #expect(try await slices.newest(2, in: "tags/none") == [])
    #expect(try await source.entries(["e7"]).items.first?.content?.read().string == "Text 7")
  }
}
