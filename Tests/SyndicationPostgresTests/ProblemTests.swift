import Foundation
import Syndication
import SyndicationPostgres
import SyndicationTesting
import Testing

@Suite("What is wrong with a site, in PostgreSQL", .withPostgreSQL)
struct ProblemTests {
  private let folder: TemporaryFolder
  private let database: TestDatabase
  private let queue: ChangeQueue

  init() async throws {
    folder = try TemporaryFolder()
    database = try await TestDatabase()
    queue = ChangeQueue(on: database.connection)
    _ = try await database.makeSite()
  }

  private static func warning(_ message: String, of entry: String? = nil) -> Problem {
    let place = Place(file: entry == nil ? "postgresql:blog" : "postgresql:blog/entry", pointer: "/\(entry ?? "hub")")
    return .warning(at: place, rule: "test", message)
  }

  /// The messages that nobody knew, after a turn that found `findings`.
  private func finish(_ findings: TurnFindings, on queue: ChangeQueue? = nil) async throws -> [String] {
    let queue = queue ?? self.queue
    let turn = try #require(try await queue.take())
    return try await queue.finish(turn, noting: findings).map(\.message)
  }

  private func edit(_ id: String) async throws {
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, title) VALUES (1, '\(id)', 'x')
      ON CONFLICT (site, id) DO UPDATE SET title = entry.title || 'x'
      """)
  }

  private func rows(_ columns: String = "concat_ws(' ', kind, entry, message)") async throws -> [String] {
    try await database.column("SELECT \(columns) FROM syndicate.problem ORDER BY kind, entry, message")
  }

  @Test("is new once, whoever of the workers finds it, and is there until it is mended, since it was found first")
  func once() async throws {
    let other = ChangeQueue(on: try await database.connect())
    let (hub, words) = (ProblemTests.warning("no hub"), ProblemTests.warning("bad words", of: "a"))
    #expect(try await finish(TurnFindings([hub, words], areOfAll: true)) == ["no hub", "bad words"])
    try await database.run("UPDATE syndicate.problem SET since = '2001-01-01Z'")
    try await edit("b")
    let error = Problem.error(at: hub.place, rule: "test", "worse")
    #expect(try await finish(TurnFindings([hub, error, words], areOfAll: true), on: other) == ["worse"])
    #expect(try await rows() == ["error worse", "warning a bad words", "warning no hub"])
    #expect(try await rows("extract(year FROM since) = 2001") == ["f", "t", "t"])
    try await edit("b")
    #expect(try await finish(TurnFindings([words], areOfAll: true)) == [])
    #expect(try await rows() == ["warning a bad words"])
    try await edit("b")
    #expect(try await finish(TurnFindings([hub, words], areOfAll: true)) == ["no hub"])
    try await database.run("DELETE FROM syndicate.site")
    #expect(try await rows() == [])
  }

  @Test("of an entry, stays while others change, where not all were read, or it was found in a document")
  func entries() async throws {
    let (a, b) = (ProblemTests.warning("of a", of: "a~b/c"), ProblemTests.warning("of b", of: "b"))
    let encoded = ProblemTests.warning("of a", of: "a~0b~1c")
    for id in ["a~b/c", "b", "c"] { try await edit(id) }
    _ = a
    #expect(try await finish(TurnFindings([encoded, b], ofDocuments: [encoded], areOfAll: true)).count == 2)
    #expect(try await rows() == ["warning a~b/c of a", "warning b of b"])
    try await edit("c")
    #expect(try await finish(TurnFindings()) == [])
    #expect(try await rows().count == 2)
    // That all were read tells of what is found by reading.
    try await edit("c")
    #expect(try await finish(TurnFindings(areOfAll: true)) == [])
    #expect(try await rows() == ["warning a~b/c of a"])
    try await edit("a~b/c")
    #expect(try await finish(TurnFindings()) == [])
    #expect(try await rows() == [])
    // What has gone is mended, too.
    try await edit("a~b/c")
    #expect(try await finish(TurnFindings([encoded], ofDocuments: [encoded])) == ["of a"])
    try await database.run("TRUNCATE syndicate.entry")
    #expect(try await finish(TurnFindings(areOfAll: true)) == [])
    #expect(try await rows() == [])
  }

  @Test(
    "keeps it from being published, or made a turn fail, until one is published: how many sites these are is counted")
  func states() async throws {
    _ = try await database.makeSite("other")
    let error = Problem.error(at: Place(file: "postgresql:blog"), rule: "test", "no configuration")
    let words = ProblemTests.warning("bad words", of: "a")
    try await edit("b")
    #expect(try await finish(TurnFindings([words], areOfAll: true)) == ["bad words"])
    func fail(_ message: String) async throws -> Bool {
      try await database.run("UPDATE syndicate.work SET not_before = NULL")
      return try await queue.fail(#require(try await queue.take()), saying: message)
    }
    // Of the other site.
    #expect(try await fail("the store is full"))
    #expect(try await !fail("the store is full"))
    #expect(try await fail("the store is away"))
    try await edit("b")
    #expect(try await finish(TurnFindings([error], isRefused: true)) == ["no configuration"])
    #expect(try await rows() == ["failed the store is away", "refused no configuration", "warning a bad words"])
    var outlook = try await queue.outlook()
    #expect(outlook.refused == 1 && outlook.failed == 1)
    try await edit("b")
    #expect(try await finish(TurnFindings([error], isRefused: true)) == [])
    try await edit("b")
    #expect(try await finish(TurnFindings()) == [])
    try await database.run("UPDATE syndicate.work SET not_before = NULL")
    #expect(try await finish(TurnFindings()) == [])
    outlook = try await queue.outlook()
    #expect(outlook.refused == 0 && outlook.failed == 0)
    #expect(try await rows() == ["warning a bad words"])
  }

  @Test("is found by the query of docs/scale.md, what is worst first, with the time of the next try")
  func documented() async throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/scale.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let query = try #require(text.firstMatch(of: /SELECT site.name, kind[^;]*;/)?.0)
    try await edit("a")
    let error = Problem.error(at: Place(file: "postgresql:blog"), rule: "test", "no configuration")
    let words = ProblemTests.warning("bad words", of: "a")
    #expect(try await finish(TurnFindings([words, error], isRefused: true)).count == 2)
    _ = try await database.makeSite("other")
    try await queue.fail(#require(try await queue.take()), saying: "the store is full")
    let rows = try await database.column(
      "SELECT concat_ws(' ', name, kind, CASE WHEN next_try IS NOT NULL THEN 't' END, entry, place, message) FROM (\(query.dropLast())) AS rows"
    )
    #expect(
      rows == [
        "blog refused postgresql:blog no configuration", "other failed t postgresql:other the store is full",
        "blog warning a postgresql:blog/entry#/a bad words",
      ])
  }

  @Test("is bounded, however much there is, and however long it is")
  func bounded() async throws {
    let most = Limit.notedProblems.value
    let many = (0..<most + 500).map { ProblemTests.warning("number \($0)") }
    #expect(try await finish(TurnFindings(many)).count == most)
    #expect(try await rows("1").count == most)
    #expect(try await database.column("SELECT sum(others) FROM syndicate.problem") == ["500"])
    try await edit("a")
    #expect(try await finish(TurnFindings(many)) == [])
    // Of another turn, in part.
    try await edit("a")
    let long = Problem.error(
      at: Place(file: "postgresql:blog", pointer: "/" + String(repeating: "k", count: 900_000)), rule: "test",
      String(repeating: "long\u{0}", count: 100_000))
    let others = (0..<most - 1).map { ProblemTests.warning("other \($0)") }
    #expect(try await finish(TurnFindings([long] + others + [long])).count == most)
    #expect(try await rows("1").count == most)
    #expect(try await database.column("SELECT count(*) FROM syndicate.problem WHERE message LIKE 'number%'") == ["0"])
    let lengths = try await database.column(
      "SELECT max(char_length(message)) || ' ' || max(char_length(place)) FROM syndicate.problem")
    #expect(lengths == ["\(Limit.message.value) \(Limit.message.value)"])
  }

  // MARK: - Of the program

  private static let settings = #"{"site": {"title": "Blog", "url": "https://example.com/"}"#

  private func runOnce(whole: String = "1000") throws -> String {
    try Programs.run(
      "syndicate-worker",
      [
        "run", "--once", "--database", database.server.address(of: database.name), "--store",
        "file:\(folder.path)/store", "--whole", whole,
      ], in: folder
    ).text
  }

  private func configure(_ settings: String) async throws {
    try await database.run("UPDATE syndicate.site SET configuration = '\(settings)'")
  }

  @Test(
    "is logged once, and no more with each edit of something else: of its hub, an entry's row, and its document",
    arguments: ["1000", "0"])
  func loggedOnce(whole: String) async throws {
    try await configure(ProblemTests.settings + #", "hub": "https://hub.example/"}"#)
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, url, title, content, authors) VALUES
        (1, 'good', '/good/', 'Good', 'Words', '[]'), (1, 'dropped', '/dropped/', 'Bad', 'Wo' || chr(1) || 'rds', '[]'),
        (1, 'out', '/out/', 'Out', 'Words', '[3]')
      """)
    let first = try runOnce(whole: whole)
    let told = [
      "workers tell no hub", "removed from the content: characters", "postgresql:blog/entry#/out/authors/0: error",
    ]
    for text in told { #expect(first.contains(text), "\(text) in \(first)") }
    let kinds = ["error out", "warning dropped", "warning"]
    #expect(try await rows("concat_ws(' ', kind, entry)") == kinds)
    try await edit("good")
    let second = try runOnce(whole: whole)
    #expect(second.contains("wrote") && !second.contains("warning") && !second.contains("error"), "\(second)")
    #expect(try await rows("concat_ws(' ', kind, entry)") == kinds)
    try await database.run("UPDATE syndicate.entry SET authors = '[]', content = 'Words' WHERE id <> 'good'")
    try await configure(ProblemTests.settings + "}")
    let third = try runOnce(whole: whole)
    #expect(!third.contains("warning") && !third.contains("error"), "\(third)")
    #expect(try await rows() == [])
    try await edit("good")
    try await configure(ProblemTests.settings + #", "hub": "https://hub.example/"}"#)
    #expect(try runOnce(whole: whole).contains("workers tell no hub"))
  }

  @Test("is logged in twenty lines at most a turn: the others are in the table")
  func loggedAtMost() async throws {
    try await configure(ProblemTests.settings + "}")
    try await database.run(
      """
      INSERT INTO syndicate.entry (site, id, title, authors)
      SELECT 1, 'urn:e:' || i, 'Entry', '[3]' FROM generate_series(1, 100) AS i;
      INSERT INTO syndicate.entry (site, id, title) VALUES (1, 'urn:e:good', 'Entry')
      """)
    let lines = try runOnce().split(separator: "\n")
    #expect(lines.filter { $0.contains("has to be an object") }.count == Limit.loggedProblems.value)
    #expect(lines.contains { $0.hasSuffix("blog: 80 more are in the table syndicate.problem") }, "\(lines)")
    #expect(try await rows("1").count == 100)
  }

  @Test("keeps a site from being published: that is in the table and in /metrics until it is mended")
  func refused() async throws {
    try await edit("a")
    try await configure(#"{"site": 3}"#)
    let worker = try RunningWorker(
      on: database.server.address(of: database.name), in: folder, "--port", "0")
    try await worker.waitUntilItSays("blog: nothing was published")
    #expect(try await rows("kind || ' ' || place || ' ' || (since <= now())") == ["refused postgresql:blog#/site true"])
    try await eventually {
      try await worker.answer("/metrics").contains("syndicate_worker_sites{state=\"refused\"} 1\n")
    }
    // Another one, as bad: one line more.
    try await configure(#"{"site": 3, "feeds": {}}"#)
    try await configure(ProblemTests.settings + "}")
    try await eventually { try await rows() == [] }
    try await eventually {
      try await worker.answer("/metrics").contains("syndicate_worker_sites{state=\"refused\"} 0\n")
    }
    #expect(worker.text.split(separator: "\n").filter { $0.contains("#/site") }.count == 1, "\(worker.text)")
    #expect(worker.stop() == 0)
  }
}
