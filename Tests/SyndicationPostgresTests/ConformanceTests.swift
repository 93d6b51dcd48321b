import Syndication
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("PostgreSQL conforms", .withPostgreSQL)
struct ConformanceTests {
  @Test("as a source, whether bodies come with rows or are read later", arguments: [0, 16_000_000])
  func source(_ bodyBytes: Int) async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, title, summary, content, published, tags)
      SELECT 1, 'e' || i, 'Entry ' || i, 'In short', '<p>Text ' || i, timestamptz '2022-01-01Z' + i * interval '1 day',
        ARRAY['a', 'b'] FROM generate_series(1, 5) AS i
      """)
    let connection = database.connection
    let violations = await CatalogSourceConformance.violations(
      of: {
        var source = PostgresSource(of: site, on: connection)
        source.bodyBytes = bodyBytes
        return source
      }, missing: { PostgresSource(of: PostgresSite(id: 999, name: "none"), on: connection) },
      change: {
        try connection.performNow { try $0.run("UPDATE syndicate.entry SET title = 'x' WHERE id = 'e3'", to: "edit") }
      })
    #expect(violations == [])
  }

  @Test("as a state store, and leaves nothing behind")
  func state() async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    let violations = try await StateStoreConformance.violations(of: PostgresState(of: site, on: database.connection))
    #expect(violations == [])
    #expect(try await database.column("SELECT name FROM syndicate.state_document") == [])
    #expect(try await database.column("SELECT name FROM syndicate.ledger") == [])
    let locks = """
      SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
      WHERE locktype = 'advisory' AND datname = current_database()
      """
    #expect(try await database.column(locks) == [])
  }

  @Test("as a state store of many connections: one at a time holds the lock")
  func locks() async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    let other = PostgresState(of: site, on: try await database.connect())
    let lock = try await PostgresState(of: site, on: database.connection).lock(timeout: .zero)
    await #expect(throws: LockHeld.self) { try await other.lock(timeout: .milliseconds(30)) }
    lock.release()
    try await other.lock(timeout: .seconds(1200)).release()
  }
}

@Suite("A ledger in PostgreSQL", .withPostgreSQL)
struct LedgerTests {
  /// A ledger of all kinds of rows, with names of several scripts and normal forms.
  private func ledger(_ change: (inout [SourceItem]) -> Void = { _ in }) throws -> [UInt8] {
    var items = (0..<200).map { index in
      SourceItem.post(
        "id \(index) \(["é", "e\u{301}", "z", "字", "\u{1F600}", "\\\"\n"][index % 6])", url: "/\(index)/",
        authors: [Person(name: "Ann \(index % 3)")], tags: ["tag \(index % 7)", "Über", "日本"])
    }
    change(&items)
    var blog = Blog(items)
    try blog.build()
    return blog.ledger.text
  }

  @Test("is kept as rows, and read back byte for byte")
  func rows() async throws {
    let database = try await TestDatabase()
    let state = PostgresState(of: try await database.makeSite(), on: database.connection)
    let text = try ledger()
    _ = try await state.write(text, to: .ledger)
    #expect(try await database.column("SELECT count(*) FROM syndicate.ledger") == ["\(text.count { $0 == 10 })"])
    #expect(try await database.column("SELECT bytes IS NULL FROM syndicate.state_document") == ["t"])
    #expect(try await state.read(.ledger) == text)
    let lines = try await state.lines(named: Pipeline.ledgerNames(ofEntries: ["id 2 z", "none"], of: "json"))
    #expect(lines.count == 1)
    let prefix = #"{"row":"entry","source":"json","key":"id 2 z","#
    #expect(lines.allSatisfy { String(decoding: $0.text, as: UTF8.self).hasPrefix(prefix) })
  }

  @Test("costs an edit the rows that it touches")
  func difference() async throws {
    let database = try await TestDatabase()
    let state = PostgresState(of: try await database.makeSite(), on: database.connection)
    let before = try await state.write(try ledger(), to: .ledger)
    #expect(try await state.write(try ledger(), to: .ledger) == before)
    let written =
      "SELECT count(DISTINCT xmin::text) || ' ' || count(*) FROM syndicate.ledger GROUP BY xmin::text ORDER BY count(*)"
    #expect(try await database.column(written).count == 1)
    let edited = try ledger { $0[100].title = "Another title" }
    let after = try await state.write(edited, to: .ledger)
    #expect(after != before)
    #expect(try await database.column(written).first == "1 1")
    #expect(try await state.read(.ledger) == edited)
    #expect(try await state.revision(of: .ledger) == after)
    // Of a name of another normal form the old line is not left.
    let composed = try ledger { items in
      for index in items.indices where index % 6 == 1 {
        items[index].identity = .item(id: "id \(index) é", url: .written("/\(index)/"))
      }
    }
    _ = try await state.write(composed, to: .ledger)
    #expect(try await state.read(.ledger) == composed)
    let shorter = try ledger { $0.removeLast(50) }
    _ = try await state.write(shorter, to: .ledger)
    #expect(try await state.read(.ledger) == shorter)
  }

  @Test("is read as it is written where single lines are replaced")
  func lines() async throws {
    let database = try await TestDatabase()
    let state = PostgresState(of: try await database.makeSite(), on: database.connection)
    let before = try await state.write(try ledger(), to: .ledger)
    let edited = try ledger { $0[2].title = "Another title" }
    let name = Pipeline.ledgerNames(ofEntries: ["id 2 z"], of: "json")
    let slices = PostgresSlices(of: state.site, named: "json", on: database.connection)
    try await slices.keep(LedgerLine.lines(of: edited).filter { name.contains($0.name) })
    #expect(try await state.revision(of: .ledger) != before)
    #expect(try await state.read(.ledger) == edited)
  }

  @Test("is kept as it is where it is none: the next build says what is wrong with it")
  func noLedger() async throws {
    let database = try await TestDatabase()
    let state = PostgresState(of: try await database.makeSite(), on: database.connection)
    let good = try ledger()
    let reversed =
      String(decoding: good, as: UTF8.self).split(separator: "\n").reversed().joined(separator: "\n") + "\n"
    let texts: [[UInt8]] = [[0, 1, 255], Array(good.dropLast()), Array(reversed.utf8), good]
    for text in texts {
      _ = try await state.write(text, to: .ledger)
      #expect(try await state.read(.ledger) == text)
    }
    #expect(try await database.column("SELECT bytes IS NULL FROM syndicate.state_document") == ["t"])
  }
}

@Suite("An index of documents in PostgreSQL", .withPostgreSQL)
struct DocumentsTests {
  @Test("keeps each record as it was noted, replaces and removes it, for each site apart")
  func index() async throws {
    let database = try await TestDatabase()
    let documents = PostgresDocuments(of: try await database.makeSite(), on: database.connection)
    let other = PostgresDocuments(of: try await database.makeSite("other"), on: database.connection)
    func path(_ path: String) throws -> DocumentPath { try #require(DocumentPath(path)) }
    func record(_ number: UInt64, fingerprint: UInt64? = nil) -> DocumentRecord {
      DocumentRecord(
        size: Int(number), hash: ContentHash(value: .max - number),
        fingerprint: fingerprint.map { ContentHash(value: $0) },
        tag: #""\#(number)","\"#)
    }
    let (a, b, c) = (try path("all.atom"), try path("tags/日本.json"), try path("c"))
    try await documents.note([:])
    try await documents.note([a: record(1), b: record(2, fingerprint: 0)])
    try await other.note([a: record(9)])
    #expect(try await documents.records(of: nil) == [a: record(1), b: record(2, fingerprint: 0)])
    #expect(try await documents.records(of: [b, c]) == [b: record(2, fingerprint: 0)])
    try await documents.note([a: nil, b: record(3), c: record(4)])
    #expect(try await documents.records(of: nil) == [b: record(3), c: record(4)])
    #expect(try await documents.records(of: []) == [:])
    #expect(try await other.records(of: nil) == [a: record(9)])
  }
}
