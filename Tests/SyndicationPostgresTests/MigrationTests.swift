import Syndication
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("The schema in PostgreSQL", .withPostgreSQL)
struct MigrationTests {
  @Test("comes up to date from each version, with what was in it", arguments: 0..<Migrations.latest)
  func fromEach(_ version: Int) async throws {
    let database = try await TestDatabase(version: version)
    if version > 0 { try await database.run("INSERT INTO syndicate.site (name, configuration) VALUES ('blog', '{}')") }
    #expect(try await Migrations.version(on: database.connection) == version)
    await #expect(throws: SchemaVersionError(version: version, known: Migrations.latest)) {
      try await Migrations.check(on: database.connection)
    }
    #expect(try await Migrations.apply(on: database.connection) == Array(version + 1...Migrations.latest))
    #expect(try await Migrations.apply(on: database.connection) == [])
    try await Migrations.check(on: database.connection)
    let site = try await database.makeSite()
    #expect(site.id == 1)
    let violations = try await StateStoreConformance.violations(of: PostgresState(of: site, on: database.connection))
    #expect(violations == [])
  }

  @Test("is made in no database whose encoding does not hold all texts")
  func encoding() async throws {
    let server = try PostgresServer.shared.get()
    let name = try await server.makeDatabase(options: "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    let connection = try await PostgresConnection.open(server.address(of: name))
    let error = try await postgresError { try await Migrations.apply(on: connection) }
    #expect("\(try #require(error))".contains("the encoding of the database is SQL_ASCII, and has to be UTF8"))
    #expect(try await Migrations.version(on: connection) == 0)
  }

  @Test("is the same however it was reached")
  func same() async throws {
    func columns(_ database: TestDatabase) async throws -> [String] {
      try await database.column(
        """
        SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable
        FROM information_schema.columns WHERE table_schema = 'syndicate' ORDER BY 1
        """)
    }
    let (whole, byStep) = (try await TestDatabase(), try await TestDatabase(version: 0))
    for version in 1...Migrations.latest { try await Migrations.apply(on: byStep.connection, upTo: version) }
    #expect(try await columns(whole) == columns(byStep))
  }

  @Test("is brought up to date once by many at once")
  func atOnce() async throws {
    let database = try await TestDatabase(version: 0)
    let reached = try await withThrowingTaskGroup { group in
      for _ in 0..<6 { group.addTask { try await Migrations.apply(on: database.connect()) } }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(reached.sorted() == Array(1...Migrations.latest))
    try await Migrations.check(on: database.connection)
  }

  @Test("is refused where it is newer than this program, and left as it is")
  func newer() async throws {
    let database = try await TestDatabase()
    let newest = Migrations.latest + 1
    try await database.run("INSERT INTO syndicate.migration VALUES (\(newest), 'later', \(newest))")
    let error = SchemaVersionError(version: newest, known: Migrations.latest)
    await #expect(throws: error) { try await Migrations.apply(on: database.connection) }
    await #expect(throws: error) { try await Migrations.check(on: database.connection) }
    #expect("\(error)".hasSuffix("update the program"))
  }

  @Test("may be newer than a worker, where it says that this one can go on")
  func rolling() async throws {
    let database = try await TestDatabase()
    try await database.run(
      "INSERT INTO syndicate.migration VALUES (\(Migrations.latest + 1), 'later', \(Migrations.latest))")
    try await Migrations.check(on: database.connection)
    await #expect(throws: SchemaVersionError.self) { try await Migrations.apply(on: database.connection) }
  }

  @Test(
    "is looked at by a worker whenever it connects: an older one ends it, and so does one that spares no such worker")
  func workers() async throws {
    let folder = try TemporaryFolder()
    let latest = Migrations.latest
    let database = try await TestDatabase(version: latest - 1)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration)
      VALUES ('blog', '{"site": {"title": "Blog", "url": "https://example.com/"}}');
      INSERT INTO syndicate.entry (site, id, title) VALUES (1, 'urn:e:1', 'The first')
      """)
    let address = database.server.address(of: database.name)
    func shows(_ title: String) -> Bool { folder.text("store/blog/all.atom")?.contains(title) == true }

    // The new program before the migration.
    let early = try RunningWorker(on: address, in: folder)
    #expect(early.code() == 1)
    #expect(
      early.text.contains(
        "the database's schema is version \(latest - 1), and this program needs version \(latest): bring it up to date with "
          + "syndicate-worker migrate"), "\(early.text)")
    #expect(try await database.column("SELECT count(*) FROM syndicate.change") == ["2"] && !shows("The first"))

    // A program that knows less than the database, and is spared, goes on.
    try await Migrations.apply(on: database.connection)
    try await database.run("INSERT INTO syndicate.migration VALUES (\(latest + 1), 'later', \(latest))")
    let spared = try RunningWorker(on: address, in: folder)
    try await eventually { shows("The first") }

    // One that is not goes on, too, until it connects the next time.
    try await database.run("INSERT INTO syndicate.migration VALUES (\(latest + 2), 'last', \(latest + 2))")
    try await database.run("UPDATE syndicate.entry SET title = 'The second'")
    try await eventually { shows("The second") }
    try await database.run(
      """
      SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'syndicate-worker'
      """)
    #expect(spared.code() == 1)
    #expect(
      spared.text.contains(
        "the database's schema is version \(latest + 2), and this program knows version \(latest) at the most: update the "
          + "program"), "\(spared.text)")
  }

  @Test("stays as it was where somebody holds a lock on a table, who is not waited for long")
  func lockHeld() async throws {
    let database = try await TestDatabase(version: 1)
    let holder = try await database.connect()
    try await holder.perform { try $0.run("BEGIN; LOCK TABLE syndicate.site", to: "hold a lock") }
    let error = try await postgresError {
      try await Migrations.apply(on: database.connection, lockTimeout: .milliseconds(50))
    }
    #expect(
      "\(try #require(error))"
        == "cannot bring the schema to version 2 (state) in PostgreSQL: canceling statement due to "
        + "lock timeout (SQLSTATE 55P03): somebody holds a lock on it: see pg_stat_activity, and try again when their "
        + "transaction has ended")
    #expect(try await Migrations.version(on: database.connection) == 1)
    try await holder.perform { try $0.run("COMMIT", to: "let go") }
    #expect(try await Migrations.apply(on: database.connection) == Array(2...Migrations.latest))
  }

  @Test("goes on beside a worker that has a site, and publishers who write")
  func besideWorker() async throws {
    let database = try await TestDatabase(version: 1)
    let site = try await database.makeSite()
    let worker = try await database.connect()
    let queue = ChangeQueue(on: worker)
    let turn = try #require(try await queue.take())
    _ = try await PostgresSource(of: site, on: worker).load()
    #expect(try await Migrations.apply(on: database.connection) == Array(2...Migrations.latest))
    _ = try await PostgresState(of: site, on: worker).write([1], to: .record)
    try await queue.finish(turn)
  }
}
