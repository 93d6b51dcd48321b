import Syndication
import SyndicationPostgres
import Testing

@Suite("Whoever writes entries by SQL is a publisher", .withPostgreSQL)
struct ChangeTests {
  @Test(
    "a change is noted for each entry that came, went or is another, and for no other",
    arguments: [
      ("INSERT INTO syndicate.entry (site, id) VALUES (1, 'd'), (2, 'd')", ["1 d", "2 d"]),
      ("INSERT INTO syndicate.entry (site, id) SELECT 1, 'd' WHERE false", []),
      ("UPDATE syndicate.entry SET title = 'New' WHERE site = 1 AND id <> 'c'", ["1 a", "1 b"]),
      ("UPDATE syndicate.entry SET title = 'Old', tags = tags, authors = '[ ]'", []),
      ("UPDATE syndicate.entry SET tags = tags || 'x'::text WHERE id = 'a'", ["1 a", "2 a"]),
      ("UPDATE syndicate.entry SET hidden = NOT hidden WHERE site = 1 AND id = 'a'", ["1 a"]),
      ("UPDATE syndicate.entry SET title = CASE id WHEN 'a' THEN 'New' ELSE title END WHERE site = 2", ["2 a"]),
      ("UPDATE syndicate.entry SET id = 'd' WHERE site = 1 AND id = 'a'", ["1 a", "1 d"]),
      ("UPDATE syndicate.entry SET site = 2, id = 'e' WHERE site = 1 AND id = 'a'", ["1 a", "2 e"]),
      ("DELETE FROM syndicate.entry WHERE id = 'b'", ["1 b", "2 b"]),
      ("TRUNCATE syndicate.entry", ["1 -", "2 -"]),
      (
        "INSERT INTO syndicate.entry (site, id, title) VALUES (1, 'a', 'New'), (1, 'b', 'Old'), (1, 'n', 'New') "
          + "ON CONFLICT (site, id) DO UPDATE SET title = excluded.title", ["1 a", "1 n"]
      ),
      ("UPDATE syndicate.site SET configuration = '{ }' WHERE id = 1", ["1 -"]),
      ("UPDATE syndicate.site SET configuration = configuration", []),
      ("INSERT INTO syndicate.site (name, configuration) VALUES ('third', '{}')", ["3 -"]),
      ("DELETE FROM syndicate.site WHERE id = 1", []),
      ("BEGIN; DELETE FROM syndicate.entry; ROLLBACK", []),
    ])
  func changes(_ statement: String, _ expected: [String]) async throws {
    let database = try await blogs()
    try await database.run(statement)
    let changes = "SELECT site || ' ' || coalesce(entry, '-') FROM syndicate.change ORDER BY 1"
    #expect(try await database.column(changes) == expected)
  }

  /// Two sites with the entries a, b and c, of which nothing is noted any more.
  private func blogs() async throws -> TestDatabase {
    let database = try await TestDatabase()
    _ = try await database.makeSite()
    _ = try await database.makeSite("other")
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, title)
      SELECT site, id, 'Old' FROM unnest(ARRAY[1, 2]) AS site, unnest(ARRAY['a', 'b', 'c']) AS id;
      DELETE FROM syndicate.change
      """)
    return database
  }

  @Test("a bulk of entries is noted one by one, and told once a site")
  func bulk() async throws {
    let database = try await blogs()
    let listening = try await database.connect()
    let listener = try await ChangeListener(on: listening)
    try await database.run(
      "INSERT INTO syndicate.entry (site, id) SELECT 1 + i % 2, 'bulk ' || i FROM generate_series(1, 10000) AS i")
    #expect(try await listener.wait(atMost: .seconds(1200)) == [1, 2])
    #expect(
      try await database.column(
        "SELECT site || ' ' || count(DISTINCT entry) FROM syndicate.change GROUP BY site ORDER BY 1")
        == ["1 5000", "2 5000"])
  }

  @Test("a role that may write entries, and nothing else, is one")
  func role() async throws {
    let database = try await blogs()
    try await database.run(
      """
      CREATE ROLE \(database.name)_writer LOGIN; GRANT USAGE ON SCHEMA syndicate TO \(database.name)_writer;
      GRANT SELECT, INSERT, UPDATE, DELETE ON syndicate.entry TO \(database.name)_writer
      """)
    let writer = try await database.connect(as: "\(database.name)_writer")
    try await writer.perform { session in
      try session.run("UPDATE syndicate.entry SET title = 'New' WHERE site = 1 AND id = 'a'", to: "edit")
    }
    #expect(try await database.column("SELECT entry FROM syndicate.change") == ["a"])
    let error = try await postgresError {
      try await writer.perform { _ = try $0.query("SELECT FROM syndicate.ledger", to: "read the ledger of blog") }
    }
    #expect(
      "\(try #require(error))" == "cannot read the ledger of blog in PostgreSQL: permission denied for table ledger "
        + "(SQLSTATE 42501): grant the role what it lacks, or connect as another")
  }

  @Test(
    "what no feed could hold is refused at the writing",
    arguments: [
      "id = ''", "id = 'e' || U&'\\0301'", "id = repeat('x', 2001)", "markup = 'rtf'", "tags = ARRAY['a', NULL]",
      "tags = '{{a,b},{c,d}}'",
      "authors = '{}'", "attachments = '1'", "published = 'infinity'", "published = '0044-03-15 BC'",
      "published = NULL", "updated = '10000-01-01Z'", "language = 'de_CH'", "origin = '[]'", "expires = '-infinity'",
    ])
  func refused(_ assignment: String) async throws {
    let database = try await blogs()
    let error = try await postgresError {
      try await database.run("UPDATE syndicate.entry SET \(assignment) WHERE site = 1 AND id = 'a'")
    }
    #expect(error?.state?.hasPrefix("23") == true)
    #expect(try await database.column("SELECT entry FROM syndicate.change") == [])
  }

  @Test("a deleted site leaves nothing behind")
  func deletion() async throws {
    let database = try await blogs()
    let site = PostgresSite(id: 1, name: "blog")
    _ = try await PostgresState(of: site, on: database.connection).write([1], to: .record)
    try await database.run(
      "INSERT INTO syndicate.membership VALUES (1, 'tags/a', now(), 'a'); DELETE FROM syndicate.site WHERE id = 1")
    for table in ["entry", "change", "work", "ledger", "state_document", "document", "membership"] {
      #expect(try await database.column("SELECT 1 FROM syndicate.\(table) WHERE site = 1") == [], "\(table)")
    }
    await #expect(throws: SiteMissing.self) { try await PostgresSource(of: site, on: database.connection).load() }
  }

  @Test("each column says what it is for")
  func comments() async throws {
    let database = try await TestDatabase()
    let silent = """
      SELECT relname || '.' || attname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
      WHERE relnamespace = 'syndicate'::regnamespace AND relkind = 'r' AND attnum > 0
        AND relname IN ('site', 'entry') AND col_description(attrelid, attnum) IS NULL
      """
    #expect(try await database.column(silent) == [])
  }
}
