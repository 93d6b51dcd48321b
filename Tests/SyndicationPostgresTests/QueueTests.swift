import Syndication
import SyndicationPostgres
import Testing

@Suite("A queue of sites in PostgreSQL", .withPostgreSQL)
struct QueueTests {
  /// Sites called `site 1` and so on, each with a change.
  private func sites(_ count: Int) async throws -> TestDatabase {
    let database = try await TestDatabase()
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration) SELECT 'site' || i, '{}' FROM generate_series(1, \(count)) AS i
      """)
    return database
  }

  @Test("a new site is a turn of all; finished, it is one of what changed since")
  func turns() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    let first = try #require(try await queue.take())
    #expect(first.site == PostgresSite(id: 1, name: "site1"))
    #expect(first.isOfAll && first.isWhole && !first.isDue && first.failures == 0)
    #expect(try await queue.take() == nil)
    try await queue.finish(first, isWhole: false)
    #expect(try await queue.take() == nil)

    try await database.run("INSERT INTO syndicate.entry (site, id) VALUES (1, 'a'), (1, 'b')")
    try await database.run("UPDATE syndicate.entry SET title = 'x' WHERE id = 'a'")
    let second = try #require(try await queue.take())
    #expect(!second.isOfAll && !second.isWhole)
    #expect(try await database.changed(in: second) == ["a", "b"])
    try await queue.finish(second)
    #expect(try await queue.take() == nil)
  }

  @Test("what changed is read page by page, each entry once, however often it was edited")
  func many() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    try await queue.finish(try #require(try await queue.take()))
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id) SELECT 1, 'e' || i FROM generate_series(10, 34) AS i;
      UPDATE syndicate.entry SET title = 'edited'
      """)
    let turn = try #require(try await queue.take())
    let slices = PostgresSlices(of: turn.site, on: database.connection)
    var pages: [[String]] = []
    while case let page = try await slices.changed(in: turn, after: pages.last?.last, atMost: 10), !page.isEmpty {
      pages.append(page)
    }
    #expect(pages.map(\.count) == [10, 10, 5] && pages.joined().elementsEqual((10...34).map { "e\($0)" }))
    try await queue.finish(turn)
    #expect(try await database.column("SELECT 1 FROM syndicate.change") == [])
  }

  @Test("what is committed while a turn lasts is the next turn's, also where it was begun before")
  func concurrentWriters() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    let (early, late) = (try await database.connect(), try await database.connect())
    try await queue.finish(try #require(try await queue.take()))
    func write(_ script: String, on connection: PostgresConnection) async throws {
      try await connection.perform { try $0.run(script, to: "write") }
    }
    // The number of its change is lower than that of the one that is seen.
    try await write("BEGIN; INSERT INTO syndicate.entry (site, id) VALUES (1, 'early')", on: early)
    try await write("INSERT INTO syndicate.entry (site, id) VALUES (1, 'late')", on: late)
    let turn = try #require(try await queue.take())
    #expect(try await database.changed(in: turn) == ["late"])
    try await write("INSERT INTO syndicate.entry (site, id) VALUES (1, 'later')", on: late)
    try await write("COMMIT", on: early)
    try await queue.finish(turn)
    let next = try #require(try await queue.take())
    #expect(try await database.changed(in: next) == ["early", "later"])
    try await queue.finish(next)
    #expect(try await queue.take() == nil)
  }

  /// Sees who works on which site.
  private actor Observer {
    private var working: Set<Int> = []
    private(set) var done: [Int: Int] = [:]
    private(set) var clashes: [Int] = []

    func begin(_ site: Int) { if !working.insert(site).inserted { clashes.append(site) } }

    func end(_ site: Int) {
      working.remove(site)
      done[site, default: 0] += 1
    }
  }

  @Test("of many takers no two have one site, and all sites are done")
  func takers() async throws {
    let database = try await sites(40)
    let observer = Observer()
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask {
          let connection = try await database.connect()
          let queue = ChangeQueue(on: connection)
          while let turn = try await queue.take() {
            let site = turn.site.id
            await observer.begin(site)
            // Long enough for the others to look for it.
            try await connection.perform { _ = try $0.query("SELECT pg_sleep(0.002)", to: "work") }
            await observer.end(site)
            try await queue.finish(turn)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(await observer.clashes == [])
    #expect(await observer.done == Dictionary(uniqueKeysWithValues: (1...40).map { ($0, 1) }))
  }

  @Test("a taker that is killed frees its site, and neither finishes nor writes what it had")
  func kill() async throws {
    let database = try await sites(1)
    let connection = try await database.connect()
    let (lost, queue) = (ChangeQueue(on: connection), ChangeQueue(on: database.connection))
    let turn = try #require(try await lost.take())
    let state = PostgresState(of: turn.site, on: connection)
    let lock = try await state.lock(timeout: .zero)
    #expect(try await queue.take() == nil)

    try await database.kill(connection)
    let next = try #require(try await queue.take())
    #expect(next.isOfAll && next.failures == 1)
    for attempt in 0..<2 {
      let error = try await postgresError { try await lost.finish(turn) }
      #expect(error?.isConnectionLost == true, "\(attempt)")
    }
    let error = try await postgresError { _ = try await state.write([1], to: .ledger) }
    #expect(error?.isConnectionLost == true)
    await #expect(throws: PostgresError.self) {
      try await PostgresDocuments(of: turn.site, on: connection).note([#require(DocumentPath("a")): nil])
    }
    lock.release()
    try await queue.finish(next)
    #expect(try await queue.take() == nil)
    #expect(try await !connection.isAlive())
  }

  @Test("a turn that has ended does not free the next one's site when it is forgotten")
  func ended() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    var first: ChangeQueue.Turn? = try await queue.take()
    try await queue.finish(try #require(first))
    try await database.run("INSERT INTO syndicate.entry (site, id) VALUES (1, 'a')")
    let second = try #require(try await queue.take())
    first = nil
    #expect(try await ChangeQueue(on: database.connect()).take() == nil)
    try await queue.finish(second)
    _ = first
  }

  @Test("a turn that is forgotten frees its site")
  func forgotten() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    do { _ = try #require(try await queue.take()) }
    #expect(try await ChangeQueue(on: database.connect()).take() != nil)
  }

  @Test("a site whose turns fail waits, and others have theirs")
  func failing() async throws {
    let database = try await sites(2)
    let queue = ChangeQueue(on: database.connection)
    let bad = try #require(try await queue.take())
    try await queue.fail(bad, saying: "the store is full")
    let good = try #require(try await queue.take())
    #expect(good.site.id == 2)
    try await queue.finish(good)
    // However long each step takes: what waits is held for an hour more, and then that is over, too.
    func shift(_ hours: Int) async throws {
      try await database.run("UPDATE syndicate.work SET not_before = not_before + interval '\(hours) hours'")
    }
    try await shift(1)
    for failures in 1..<14 {
      try await shift(-2)
      let turn = try #require(try await queue.take())
      #expect(turn.site.id == bad.site.id && turn.failures == failures)
      let before = try await database.column("SELECT now()")[0]
      try await queue.fail(turn, saying: "the store is full")
      let seconds = 0.4 * Double(min(600, 1 << (failures + 1)))
      let pause = """
        SELECT not_before >= '\(before)'::timestamptz + interval '\(seconds) seconds' AND not_before <= now() + interval '600 seconds'
        FROM syndicate.work WHERE site = 1
        """
      #expect(try await database.column(pause) == ["t"])
      try await shift(1)
      #expect(try await queue.take() == nil)
    }
    try await shift(-1)
    let time = try #require(try await queue.outlook().timeToNext)
    #expect(Duration.zero < time && time <= .seconds(600))
    try await shift(-1)
    try await queue.finish(try #require(try await queue.take()))
    #expect(
      try await database.column("SELECT attempts || coalesce(not_before::text, '') FROM syndicate.work") == ["0", "0"])
  }

  @Test("a site that ends its workers waits, too, from the second time on")
  func deadly() async throws {
    let database = try await sites(2)
    for kills in 0..<2 {
      let connection = try await database.connect()
      let turn = try #require(try await ChangeQueue(on: connection).take())
      #expect(turn.site.id == 1 && turn.failures == kills)
      try await database.kill(connection)
    }
    // However long this took.
    try await database.run("UPDATE syndicate.work SET not_before = not_before + interval '1 hour'")
    #expect(try await ChangeQueue(on: database.connection).take()?.site.id == 2)
  }

  @Test("a turn that is put back is taken again at once, as if it had not been begun")
  func putBack() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    for _ in 0..<3 {
      let turn = try #require(try await queue.take())
      #expect(turn.failures == 0)
      try await queue.putBack(turn)
    }
  }

  @Test("every site has its turn though another changes all the time")
  func fairness() async throws {
    let database = try await sites(3)
    let queue = ChangeQueue(on: database.connection)
    var taken: [Int] = []
    for number in 0..<6 {
      let turn = try #require(try await queue.take())
      taken.append(turn.site.id)
      try await queue.finish(turn)
      try await database.run("INSERT INTO syndicate.entry (site, id) VALUES (1, 'e\(number)')")
    }
    #expect(taken == [1, 2, 3, 1, 1, 1])
  }

  @Test("an entry that is due makes a turn, by the clock of the database")
  func due() async throws {
    let database = try await sites(1)
    let queue = ChangeQueue(on: database.connection)
    let first = try #require(try await queue.take())
    #expect(try await queue.outlook().timeToNext == nil)
    try await queue.finish(first, nextChange: first.instant + 3600)
    #expect(try await queue.take() == nil)
    let time = try #require(try await queue.outlook().timeToNext)
    #expect(.seconds(3000) < time && time <= .seconds(3600))
    try await database.run("UPDATE syndicate.work SET next_change = now() - interval '1 second'")
    #expect(try await queue.outlook().timeToNext == .zero)
    let turn = try #require(try await queue.take())
    // Somebody is at it.
    #expect(try await ChangeQueue(on: database.connect()).outlook().timeToNext == nil)
    #expect(turn.isDue)
    #expect(try await database.changed(in: turn) == [])
    try await queue.finish(turn)
    #expect(try await queue.take() == nil)
    #expect(try await queue.outlook().timeToNext == nil)
  }

  @Test("who waits is told of what is committed, and of nothing else")
  func notifications() async throws {
    let database = try await sites(2)
    let listener = try await ChangeListener(on: database.connect())
    #expect(try await listener.wait(atMost: .zero) == [])
    try await database.run("BEGIN; INSERT INTO syndicate.entry (site, id) VALUES (1, 'a'); ROLLBACK")
    #expect(try await listener.wait(atMost: .milliseconds(20)) == [])
    async let told = listener.wait(atMost: .seconds(1200))
    try await database.run("INSERT INTO syndicate.entry (site, id) VALUES (2, 'a')")
    #expect(try await told == [2])
  }

  @Test("who waits can be cancelled, and wait again")
  func cancellation() async throws {
    let database = try await sites(1)
    let listener = try await ChangeListener(on: database.connect())
    for _ in 0..<3 {
      let waiting = Task { try await listener.wait(atMost: .seconds(600)) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
    }
    try await database.run("INSERT INTO syndicate.entry (site, id) VALUES (1, 'a')")
    #expect(try await listener.wait(atMost: .seconds(1200)) == [1])
  }

  @Test("who waits on a connection that is lost is told so")
  func lostWhileWaiting() async throws {
    let database = try await sites(1)
    let connection = try await database.connect()
    let process = try await connection.perform { $0.process }
    let listener = try await ChangeListener(on: connection)
    let told = Task { try await listener.wait(atMost: .seconds(600)) }
    try await database.run("SELECT pg_terminate_backend(\(process), 60000)")
    let error = await #expect(throws: PostgresError.self) { try await told.value }
    #expect(error?.isConnectionLost == true)
  }
}
