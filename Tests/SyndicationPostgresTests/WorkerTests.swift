import Foundation
import SyndicationPostgres
import SyndicationTesting
import Testing

/// The built programs, in a fresh folder.
@Suite("The worker", .withPostgreSQL)
struct WorkerTests {
  private let folder: TemporaryFolder
  private let database: TestDatabase

  init() async throws {
    folder = try TemporaryFolder()
    database = try await TestDatabase(version: 0)
  }

  @discardableResult
  private func run(_ program: String, _ arguments: String...) throws -> Programs.Outcome {
    try Programs.run(program, arguments, in: folder)
  }

  private func worker(_ arguments: String...) throws -> Programs.Outcome {
    let address = database.server.address(of: database.name)
    return switch arguments.count {
    case 1: try run("syndicate-worker", arguments[0], "--database", address)
    case 2: try run("syndicate-worker", arguments[0], "--database", address, "--site", arguments[1])
    default:
      try run(
        "syndicate-worker", "run", "--once", "--database", address, "--store", "file:\(folder.path)/store", "--whole",
        arguments[2])
    }
  }

  private func documents(_ name: String) -> [String: [UInt8]] {
    let names = folder.files().filter { $0.hasPrefix("\(name)/") }
    return Dictionary(uniqueKeysWithValues: names.map { (String($0.dropFirst(name.count + 1)), folder.read($0) ?? []) })
  }

  /// When each document in the store was written.
  private func times() throws -> [String: Date?] {
    let names = folder.files().filter { $0.hasPrefix("store/") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        (name, try FileManager.default.attributesOfItem(atPath: folder[name])[.modificationDate] as? Date)
      })
  }

  private func writeSite() throws {
    try folder.write(
      """
      { "site": { "title": "Notes", "url": "https://example.com/", "timeZone": "Europe/Berlin" },
        "sources": [{ "type": "markdown", "path": "posts" }], "feeds": { "scopes": { "all": {}, "tag": {}, "author": {} } } }
      """, to: "config.json")
    for number in 1...9 {
      try folder.write(
        """
        ---
        title: Post \(number)
        date: 2022-03-0\(number)
        tags: [all of them, tag \(number % 3)]
        author: Ann
        ---
        Words of *\(number)*, and [a link](/there/).
        """, to: "posts/2022-03-0\(number)-post-\(number).md")
    }
  }

  @Test(
    "publishes what was imported as the folder's build did, with the ids and times that it had, whole and by slices",
    arguments: ["1000", "0"])
  func imported(whole: String) async throws {
    try writeSite()
    let built = try run("syndicate", "build")
    #expect(built.code == 0, "\(built.text)")
    // What was edited since has a time of its own, which the ledger alone knows.
    try folder.write(
      try #require(folder.text("posts/2022-03-05-post-5.md")).replacing("Words", with: "Other words"),
      to: "posts/2022-03-05-post-5.md")
    #expect(try run("syndicate", "build").code == 0)
    let wanted = documents("feeds")
    #expect(wanted.count > 10)
    #expect(try worker("migrate").code == 0)
    let imported = try worker("import", "notes")
    #expect(
      imported.code == 0 && imported.text.contains("9 posts keep the ids and times that they had"), "\(imported.text)")
    let published = try worker("run", "", whole)
    #expect(published.code == 0, "\(published.text)")
    #expect(documents("store/notes") == wanted)

    // Nothing changed, nothing is done.
    #expect(try worker("import", "notes").code == 0)
    let before = try times()
    #expect(try worker("run", "", whole).code == 0)
    #expect(try times() == before)

    try await database.run("UPDATE syndicate.entry SET title = 'Edited by SQL' WHERE title = 'Post 7'")
    #expect(try worker("run", "", whole).code == 0)
    let changed = documents("store/notes").filter { wanted[$0.key] != $0.value }
    let feeds = ["all", "tags/all-of-them", "tags/tag-1", "authors/ann"]
    #expect(Set(changed.keys) == Set(feeds.flatMap { ["\($0).atom", "\($0).rss", "\($0).json"] }))
    #expect(changed.values.allSatisfy { String(decoding: $0, as: UTF8.self).contains("Edited by SQL") })

    // What something else did to the store is not looked for, unless somebody asks.
    let now = documents("store/notes")
    try FileManager.default.removeItem(atPath: folder["store/notes/all.atom"])
    try folder.write("not ours", to: "store/notes/tags/tag-1.atom")
    #expect(try worker("run", "", whole).code == 0)
    #expect(folder.read("store/notes/all.atom") == nil)
    let repaired = try run(
      "syndicate-worker", "repair", "--database", database.server.address(of: database.name), "--store",
      "file:\(folder.path)/store", "--site", "notes")
    #expect(repaired.code == 0, "\(repaired.text)")
    #expect(try worker("run", "", whole).code == 0)
    #expect(documents("store/notes") == now)
  }

  @Test("says what is wrong with a configuration, publishes the other sites, and tries again when it is another")
  func misconfigured() async throws {
    #expect(try worker("migrate").code == 0)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration) VALUES ('bad', '{"site": 3}'),
        ('good', '{"site": {"title": "Good", "url": "https://example.com/"}}');
      INSERT INTO syndicate.entry (site, id, title, content)
      SELECT id, 'urn:example:1', 'A post', '<p>Words</p>' FROM syndicate.site;
      """)
    let first = try worker("run", "", "1000")
    #expect(first.code == 2)
    #expect(
      first.text.contains("bad: nothing was published") && first.text.contains("postgresql:bad#/site"), "\(first.text)")
    #expect(folder.read("store/good/all.atom") != nil && folder.read("store/bad/all.atom") == nil)
    try await database.run(
      "UPDATE syndicate.site SET configuration = (SELECT configuration FROM syndicate.site WHERE name = 'good') WHERE name = 'bad'"
    )
    #expect(try worker("run", "", "1000").code == 0)
    #expect(folder.read("store/bad/all.atom") != nil)
  }

  @Test("takes back the last post of a site, however large: what was deleted is in no feed", arguments: ["1000", "0"])
  func lastPost(whole: String) async throws {
    #expect(try worker("migrate").code == 0)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration) VALUES ('notes', '{"site": {"title": "Notes", "url": "https://example.com/"}}');
      INSERT INTO syndicate.entry (site, id, title, content, tags)
      SELECT id, 'urn:example:1', 'Not meant for you', '<p>Words</p>', '{a}' FROM syndicate.site;
      """)
    #expect(try worker("run", "", whole).code == 0)
    #expect(folder.text("store/notes/all.atom")?.contains("Not meant for you") == true)
    #expect(folder.read("store/notes/tags/a.atom") != nil)
    try await database.run("UPDATE syndicate.entry SET hidden = true")
    let hidden = try worker("run", "", whole)
    #expect(hidden.code == 0, "\(hidden.text)")
    #expect(folder.text("store/notes/all.atom")?.contains("Not meant for you") == false)
    #expect(folder.read("store/notes/tags/a.atom") == nil)
    try await database.run("UPDATE syndicate.entry SET hidden = false")
    #expect(try worker("run", "", whole).code == 0)
    #expect(folder.text("store/notes/all.atom")?.contains("urn:example:1") == true)
  }

  @Test("names no hub, as it tells none, and says so")
  func hub() async throws {
    #expect(try worker("migrate").code == 0)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration) VALUES
        ('notes', '{"site": {"title": "Notes", "url": "https://example.com/"}, "hub": "https://hub.example/"}');
      INSERT INTO syndicate.entry (site, id, title) SELECT id, 'urn:example:1', 'A post' FROM syndicate.site;
      """)
    let outcome = try worker("run", "", "1000")
    #expect(outcome.code == 0 && outcome.text.contains("workers tell no hub"), "\(outcome.text)")
    #expect(folder.text("store/notes/all.atom")?.contains("hub.example") == false)
  }

  @Test("publishes a site to one store, until it is moved")
  func stores() async throws {
    try writeSite()
    #expect(try worker("migrate").code == 0)
    #expect(try worker("import", "notes").code == 0)
    #expect(try worker("run", "", "1000").code == 0)
    try await database.run("UPDATE syndicate.entry SET title = 'Another' WHERE title = 'Post 9'")
    let address = database.server.address(of: database.name)
    let other = "file:\(folder.path)/other"
    let refused = try run("syndicate-worker", "run", "--once", "--database", address, "--store", other)
    #expect(refused.code == 2 && refused.text.contains("repair --store \(other) --site notes"), "\(refused.text)")
    #expect(folder.read("other/notes/all.atom") == nil)
    // While it waits, it is not published either.
    try await database.run("UPDATE syndicate.work SET attempts = 12, not_before = now() + interval '10 minutes'")
    #expect(try run("syndicate-worker", "run", "--once", "--database", address, "--store", other).code == 2)
    let missing = try run("syndicate-worker", "repair", "--database", address, "--store", other)
    #expect(missing.code == 1 && missing.text.contains("\(folder.path)/other is no folder"), "\(missing.text)")
    try folder.write("", to: "other/.here")
    let moved = try run("syndicate-worker", "repair", "--database", address, "--store", other)
    #expect(
      moved.code == 0 && moved.text.contains("notes: moved from file:\(folder.path)/store to \(other)"), "\(moved.text)"
    )
    #expect(try run("syndicate-worker", "run", "--once", "--database", address, "--store", other).code == 0)
    #expect(documents("other/notes").count == documents("store/notes").count)
    #expect(folder.text("other/notes/all.atom")?.contains("Another") == true)
  }

  @Test("imports over nothing that another program keeps, and loses most of a site only where that is meant")
  func losses() async throws {
    try writeSite()
    #expect(try worker("migrate").code == 0)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration) VALUES ('theirs', '{}');
      INSERT INTO syndicate.entry (site, id, title) SELECT id, 'urn:example:1', 'A post' FROM syndicate.site;
      """)
    let theirs = try worker("import", "theirs")
    #expect(theirs.code == 1 && theirs.text.contains("were not brought by import"), "\(theirs.text)")
    #expect(try await database.column("SELECT id FROM syndicate.entry") == ["urn:example:1"])
    #expect(try run("syndicate", "build").code == 0)
    #expect(try worker("import", "notes").code == 0)
    for number in 1...6 {
      try FileManager.default.removeItem(atPath: folder["posts/2022-03-0\(number)-post-\(number).md"])
    }
    let fewer = try worker("import", "notes")
    #expect(
      fewer.code == 1 && fewer.text.contains("the sources hold 3 posts, and notes has 9 entries"), "\(fewer.text)")
    let meant = try run(
      "syndicate-worker", "import", "--database", database.server.address(of: database.name), "--site", "notes",
      "--force")
    #expect(meant.code == 0 && meant.text.contains("removed 6"), "\(meant.text)")
    // The first time, it is what was published last that counts.
    let first = try worker("import", "others")
    #expect(first.code == 1 && first.text.contains("if that is meant, give --force [guard]"), "\(first.text)")
    #expect(try worker("import", "notes").code == 0)
    // One that is left out is told of, however often.
    try folder.write("---\ntitle: [\n---\n", to: "posts/2022-03-01-post-1.md")
    for _ in 1...2 {
      let broken = try worker("import", "notes")
      #expect(broken.code == 1 && broken.text.contains("2022-03-01-post-1.md"), "\(broken.text)")
    }
  }

  @Test("imports what changes also after PostgreSQL was away, and says so once")
  func watching() async throws {
    try writeSite()
    #expect(try worker("migrate").code == 0)
    let importing = try RunningWorker(
      on: database.server.address(of: database.name), in: folder, "import", "--watch", "--site", "notes", "--config",
      folder["config.json"])
    try await importing.waitUntilItSays("wrote 9 entries")
    try await database.run(
      """
      SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'syndicate-worker import'
      """)
    try folder.write("---\ntitle: The tenth\ndate: 2022-03-10\n---\nWords.\n", to: "posts/2022-03-10-the-tenth.md")
    try await eventually {
      try await database.column("SELECT title FROM syndicate.entry WHERE title = 'The tenth'") == ["The tenth"]
    }
    try await importing.waitUntilItSays("notes: what changes is brought again")
    #expect(importing.isRunning)
    #expect(importing.text.split(separator: "connect again when").count == 2, "\(importing.text)")
  }

  @Test("refuses a schema that is not there, and a store that is none, with what to do")
  func refusals() throws {
    let schema = try worker("run", "", "0")
    #expect(schema.code == 1 && schema.text.contains("syndicate-worker migrate"), "\(schema.text)")
    let store = try run("syndicate-worker", "run", "--store", "ftp://example.com/")
    #expect(store.code == 1 && store.text.contains("write file:/srv/feeds or s3://bucket/folder"), "\(store.text)")
    let name = try worker("import", "Two words")
    #expect(name.code == 64 && name.text.contains("--site wants a name as a host has: small letters"), "\(name.text)")
    let fields = try run("syndicate-worker", "run", "--store", "file:/srv/feeds", "--cache-control", "max-age=60")
    #expect(fields.code == 64 && fields.text.contains("are of buckets"), "\(fields.text)")
    let coding = try run("syndicate-worker", "run", "--store", "s3://feeds/live", "--content-encoding", "br")
    #expect(coding.code == 64 && coding.text.contains("--content-encoding wants gzip"), "\(coding.text)")
  }

  @Test("says once what keeps it from PostgreSQL, and what to do about that very thing")
  func unreachable() throws {
    func outcome(_ address: String) throws -> String {
      let outcome = try run("syndicate-worker", "run", "--once", "--database", address, "--store", "file:/nowhere")
      #expect(outcome.code == 2)
      let lines = outcome.text.split(separator: "\n").filter { $0.contains("cannot connect") }
      #expect(lines.count == 1, "\(outcome.text)")
      return String(lines.first ?? "")
    }
    let none = try outcome(database.server.address(of: "none"))
    #expect(none.hasSuffix("database \"none\" does not exist (SQLSTATE 3D000): create the database, or name another"))
    #expect(
      try outcome(database.server.address(of: "postgres", as: "nobody"))
        .hasSuffix("role \"nobody\" does not exist (SQLSTATE 28000): check the user, the password, and pg_hba.conf"))
    #expect(try outcome("host=/nowhere").hasSuffix(": connect again when PostgreSQL can be reached"))
    for address in ["garbage=1", "host=/nowhere sslmode=none", "postgresql://%"] {
      for command in [["run", "--store", "file:/nowhere"], ["import", "--site", "a"], ["migrate"]] {
        let outcome = try Programs.run("syndicate-worker", command + ["--database", address], in: folder)
        #expect(
          outcome.code == 1 && outcome.text.contains("the address of the database cannot be used: "), "\(outcome.text)")
      }
    }
  }

  @Test("says what to do where another program answers at its address")
  func takenAddress() async throws {
    #expect(try worker("migrate").code == 0)
    let address = database.server.address(of: database.name)
    let first = try RunningWorker(on: address, in: folder, "--port", "0")
    try await first.waitUntilItSays("answers at http://")
    let port = try #require(first.text.firstMatch(of: /answers at http:\/\/127.0.0.1:(\d+)/)?.1)
    let second = try run(
      "syndicate-worker", "run", "--database", address, "--store", "file:\(folder.path)/store", "--port", String(port))
    #expect(second.code == 2)
    #expect(
      second.text.contains(
        "cannot listen at 127.0.0.1:\(port): Address already in use: end the other program that answers there, or choose "
          + "another address or port"), "\(second.text)")
    #expect(first.stop() == 0)
  }
}
