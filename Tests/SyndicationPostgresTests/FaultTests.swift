import Syndication
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("PostgreSQL fails", .withPostgreSQL)
struct FaultTests {
  @Test(
    "at once and with all that was not committed: what was is there, what is left alone is told, and one connects again"
  )
  func crash() async throws {
    let server = try PostgresServer()
    let database = try await TestDatabase(on: server)
    let site = try await database.makeSite()
    let state = PostgresState(of: site, on: database.connection)
    var blog = Blog((0..<50).map { .post("\($0)") })
    try blog.build()
    let ledger = try await state.write(blog.ledger.text, to: .ledger)
    let turn = try #require(try await ChangeQueue(on: database.connection).take())
    let listener = try await ChangeListener(on: database.connect())

    try server.stopAtOnce()
    let error = try #require(try await postgresError { _ = try await state.read(.ledger) })
    #expect(error.isConnectionLost)
    #expect("\(error)".hasPrefix("cannot read ledger.ndjson of blog in PostgreSQL: "))
    #expect("\(error)".contains("connect again when PostgreSQL "))
    #expect(try await postgresError { _ = try await listener.wait(atMost: .seconds(1200)) }?.isConnectionLost == true)
    #expect(await PostgresSource(of: site, on: database.connection).revision() == nil)
    let refused = try #require(try await postgresError { _ = try await database.connect() })
    #expect(refused.isConnectionLost)
    #expect("\(refused)".hasPrefix("cannot connect in PostgreSQL: connection to server on socket "))

    try server.start()
    let again = try await database.connect()
    let after = PostgresState(of: site, on: again)
    #expect(try await after.read(.ledger) == blog.ledger.text)
    #expect(try await after.revision(of: .ledger) == ledger)
    try await after.lock(timeout: .zero).release()
    let next = try #require(try await ChangeQueue(on: again).take())
    #expect(next.failures == 1 && next.isOfAll == turn.isOfAll)
  }

  @Test("by what a statement runs into, which is told with what to do")
  func statements() async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    try await database.run(
      """
      CREATE ROLE \(database.name)_limited LOGIN SUPERUSER;
      ALTER ROLE \(database.name)_limited SET temp_file_limit = '64kB';
      ALTER ROLE \(database.name)_limited SET work_mem = '64kB'
      """)
    func failure(_ script: String, as user: String = "postgres", _ timeout: Duration = .seconds(60)) async throws
      -> String
    {
      let connection = try await database.connect(as: user, statementTimeout: timeout)
      let error = try await postgresError { try await connection.perform { try $0.run(script, to: "try it") } }
      #expect(error?.isConnectionLost == false)
      #expect(await connection.isAlive())
      return "\(try #require(error))"
    }
    let start = "cannot try it in PostgreSQL: "
    #expect(
      try await failure("SELECT pg_sleep(600)", .milliseconds(20)) == start
        + "canceling statement due to statement timeout (SQLSTATE 57014): see whether somebody holds a lock "
        + "(pg_stat_activity), or allow more time: PGOPTIONS='-c statement_timeout=5min'")
    #expect(
      try await failure("SET LOCAL transaction_read_only = on; DELETE FROM syndicate.entry") == start
        + "cannot execute DELETE in a read-only transaction (SQLSTATE 25006): write to the primary server, and to a "
        + "database that is not read-only")
    #expect(
      try await failure(
        "SELECT count(*) FROM (SELECT i, repeat('x', 100) FROM generate_series(1, 100000) AS i ORDER BY i % 7) AS sorted",
        as: "\(database.name)_limited") == start
        + "temporary file size exceeds temp_file_limit (64kB) (SQLSTATE 53400): raise the limit that PostgreSQL names")
    #expect(
      try await failure("SELECT FROM syndicate.none") == start
        + #"relation "syndicate.none" does not exist (SQLSTATE 42P01): bring the schema up to date: syndicate-worker migrate"#
    )

    let nul = try await postgresError {
      _ = try await PostgresSite.put("a", configuration: "\u{0}", on: database.connection)
    }
    #expect(nul?.state == "22021")
    #expect(await database.connection.isAlive())
    // What failed holds nothing.
    try await PostgresState(of: site, on: database.connection).lock(timeout: .zero).release()
  }

  /// With a site and an entry.
  private func databaseOfBlog() async throws -> TestDatabase {
    let database = try await TestDatabase()
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration)
      VALUES ('blog', '{"site": {"title": "Blog", "url": "https://example.com/"}}');
      INSERT INTO syndicate.entry (site, id, title) VALUES (1, 'urn:e:1', 'The first')
      """)
    return database
  }

  @Test("to give a statement the time that it takes: the turn is told of once, tried again, and loses nothing")
  func statementTimeout() async throws {
    let folder = try TemporaryFolder()
    let database = try await databaseOfBlog()
    let address = database.server.address(of: database.name) + " options='-c statement_timeout=300ms'"
    let worker = try RunningWorker(on: address, in: folder)
    try await eventually { folder.text("store/blog/all.atom")?.contains("The first") == true }
    // What a turn ends with.
    let holder = try await database.connect()
    try await holder.perform { try $0.run("BEGIN; LOCK TABLE syndicate.ledger", to: "hold a lock") }
    try await database.run("UPDATE syndicate.entry SET title = 'The second'")
    try await eventually { try await database.column("SELECT attempts >= 3 FROM syndicate.work") == ["t"] }
    let rows = try await database.column("SELECT kind || ' ' || message FROM syndicate.problem")
    #expect(rows.count == 1 && rows[0].hasPrefix("failed cannot ") && rows[0].contains("SQLSTATE 57014"), "\(rows)")
    #expect(folder.text("store/blog/all.atom")?.contains("The second") == false)
    #expect(try await database.column("SELECT count(*) FROM syndicate.change") == ["1"])
    try await holder.perform { try $0.run("COMMIT", to: "let go") }
    try await eventually { folder.text("store/blog/all.atom")?.contains("The second") == true }
    try await eventually { try await database.column("SELECT 1 FROM syndicate.problem") == [] }
    #expect(try await database.column("SELECT attempts FROM syndicate.work") == ["0"])
    let told = worker.text.split(separator: "\n").filter { $0.contains("SQLSTATE 57014") }
    #expect(told.count == 1 && told[0].contains("allow more time: PGOPTIONS"), "\(worker.text)")
    #expect(worker.stop() == 0)
  }

  @Test("to tell that a worker is gone which had a site: another does the same soon, and waits for no poll")
  func killedWorker() async throws {
    let folder = try TemporaryFolder()
    let database = try await databaseOfBlog()
    let gone = try await database.connect()
    let turn = try #require(try await ChangeQueue(on: gone).take())
    let worker = try RunningWorker(on: database.server.address(of: database.name), in: folder, "--poll", "86400")
    // It has looked, and waits.
    try await eventually {
      try await database.column(
        """
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'syndicate-worker'
          AND state = 'idle' AND query LIKE '%taken AS MATERIALIZED%'
        """) != []
    }
    try await database.kill(gone)
    withExtendedLifetime(turn) {}
    try await eventually { folder.text("store/blog/all.atom")?.contains("The first") == true }
    #expect(worker.stop() == 0)
  }

  @Test("to be reached, which is told without what the address keeps secret")
  func unreachable() async throws {
    let server = try PostgresServer.shared.get()
    for address in [
      "host=/nowhere password=hunter2", "postgresql://user:hunter2@127.0.0.1:1/blogs", "what is this",
      server.address(of: "none"), server.address(of: "postgres", as: "nobody"),
    ] {
      let error = try await postgresError { _ = try await PostgresConnection.open(address) }
      #expect("\(try #require(error))".hasPrefix("cannot connect in PostgreSQL: "))
      #expect(!"\(try #require(error))".contains("hunter2"))
    }
  }

  @Test("in a deadlock of two transactions, of which one is done again")
  func deadlock() async throws {
    let database = try await TestDatabase()
    for name in ["a", "b"] { _ = try await database.makeSite(name) }
    let other = try await database.connect()
    // Each has what the other wants next, the first time.
    let meeting = Meeting()
    async let one: Void = edit(["a", "b"], meeting, on: database.connection)
    async let two: Void = edit(["b", "a"], meeting, on: other)
    _ = try await (one, two)
    #expect(try await database.column("SELECT configuration FROM syndicate.site") == ["xx", "xx"])
    // The one that is done again may be in the other's way once more.
    #expect(meeting.attempts >= 3)
  }

  private func edit(_ sites: [String], _ meeting: Meeting, on connection: PostgresConnection) async throws {
    try await connection.perform { session in
      try session.transaction(to: "edit") {
        let isFirst = meeting.begin()
        for site in sites {
          try session.query(
            "UPDATE syndicate.site SET configuration = replace(configuration || 'x', '{}', '') WHERE name = $1",
            .text(site),
            to: "edit")
          if isFirst { meeting.meet() }
        }
      }
    }
  }

  @Test("to hold still: an entry that changes before its body is read is told, and not mixed")
  func changedEntry() async throws {
    let database = try await TestDatabase()
    let site = try await database.makeSite()
    try await database.run("INSERT INTO syndicate.entry (site, id, summary, content) VALUES (1, 'a', 's', 'old')")
    var source = PostgresSource(of: site, on: database.connection)
    source.bodyBytes = 0
    let item = try #require(try await source.load().items.first)
    #expect(try item.content?.read().string == "old")
    #expect(try item.summary?.read().string == "s")
    try await database.run("UPDATE syndicate.entry SET content = 'new'")
    #expect(throws: EntryChanged(id: "a", site: "blog")) { try item.content?.read() }
  }
}
