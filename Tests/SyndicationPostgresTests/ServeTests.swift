import Foundation
import Glibc
import SyndicationPostgres
import SyndicationTesting
import Testing

/// A program that goes on until it is told to end, with what it says of itself.
private final class ServedProgram: Sendable {
  private nonisolated(unsafe) let process = Process()
  private let folder: TemporaryFolder
  private let log = "\(UUID().uuidString).log"

  init(_ arguments: [String], in folder: TemporaryFolder) throws {
    self.folder = folder
    try folder.write("", to: log)
    process.executableURL = Programs.folder.appending(path: "syndicate-worker")
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: folder[log]))
    try process.run()
  }

  deinit { if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) } }

  var text: String { folder.text(log) ?? "" }

  /// At which it listens.
  func port() async throws -> Int {
    var port: Int?
    try await eventually {
      port = text.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:(\d+)\//).flatMap { Int($0.1) }
      return port != nil || !process.isRunning
    }
    return try #require(port, "\(text)")
  }

  /// What it ends with, once it is told to.
  func end() async throws -> Int32 {
    process.terminate()
    return try await wait()
  }

  /// What it ends with.
  func wait() async throws -> Int32 {
    try await eventually { !process.isRunning }
    return process.terminationStatus
  }
}

/// Two workers, and two servers beside them.
private struct Fleet {
  let folder = try! TemporaryFolder()
  let database: TestDatabase
  let workers: [ServedProgram]
  let servers: [ServedProgram]
  var ports: [Int]

  /// - Parameter poll: of the servers, in seconds.
  init(on server: PostgresServer? = nil, poll: Int, _ options: [String] = []) async throws {
    database = try await TestDatabase(on: server)
    try await database.run(
      """
      INSERT INTO syndicate.site (name, configuration)
      SELECT name, '{"site": {"title": "Notes", "url": "https://' || name || '/"}, "feeds": {"page": true, "host": "nginx"}}'
      FROM unnest('{a.example.org,b.example.org}'::text[]) AS names (name);
      INSERT INTO syndicate.entry (site, id, title, content, tags, published)
      SELECT site.id, 'urn:example:' || number, 'Post ' || number || ' of ' || name, repeat('<p>Words</p>', 200), '{a}',
        '2022-03-01'::timestamptz + number * interval '1 hour'
      FROM syndicate.site, generate_series(1, 30) AS numbers (number);
      """)
    let (folder, address) = (self.folder, database.server.address(of: database.name))
    func start(_ command: String, _ options: [String]) throws -> ServedProgram {
      try ServedProgram([command, "--database", address, "--store", "file:\(folder.path)/store"] + options, in: folder)
    }
    workers = try (0..<2).map { _ in try start("run", ["--poll", "1"]) }
    servers = try (0..<2).map { _ in try start("serve", ["--port", "0", "--poll", "\(poll)"] + options) }
    var ports: [Int] = []
    for server in servers { ports.append(try await server.port()) }
    self.ports = ports
    try await eventually { try ask("/feeds/all.atom").allSatisfy { $0.status == 200 } }
    try await eventually { try ask("/feeds/all.atom", of: "b.example.org").allSatisfy { $0.status == 200 } }
  }

  struct Response: Equatable {
    var status = 0
    var fields: [String: String] = [:]
    var body = Data()

    subscript(name: String) -> String? { fields[name] }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  /// What each of the servers answers.
  func ask(_ path: String, of host: String = "a.example.org", _ fields: String...) throws -> [Response] {
    try ports.map { port in
      let curl = Process()
      curl.executableURL = URL(filePath: "/usr/bin/env")
      curl.arguments =
        ["curl", "-s", "-i", "--noproxy", "*", "--max-time", "600", "-H", "Host: \(host)"]
        + fields.flatMap { ["-H", $0] } + ["http://127.0.0.1:\(port)\(path)"]
      let pipe = Pipe()
      (curl.standardOutput, curl.standardError) = (pipe, FileHandle.nullDevice)
      try curl.run()
      let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
      curl.waitUntilExit()
      guard let end = bytes.firstRange(of: Data("\r\n\r\n".utf8)) else { return Response() }
      let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
      var response = Response(status: Int(lines[0].split(separator: " ")[1]) ?? 0, body: Data(bytes[end.upperBound...]))
      for line in lines.dropFirst() {
        let parts = line.split(separator: ": ", maxSplits: 1)
        // Of each second another.
        if parts.count == 2, parts[0] != "Date" { response.fields[parts[0].lowercased()] = String(parts[1]) }
      }
      return response
    }
  }

  func edit(_ title: String, of site: String = "a.example.org") async throws {
    try await database.run(
      """
      UPDATE syndicate.entry SET title = '\(title)' WHERE id = 'urn:example:30'
      AND site = (SELECT id FROM syndicate.site WHERE name = '\(site)')
      """)
  }

  /// Until both serve it.
  func wait(for text: String, of host: String = "a.example.org") async throws {
    try await eventually { try ask("/feeds/all.atom", of: host).allSatisfy { $0.text.contains(text) } }
  }
}

/// `syndicate-worker serve`, built, beside workers on a real PostgreSQL.
@Suite("Any number of servers", .withPostgreSQL, .serialized) struct ServeTests {
  /// In seconds: longer than any test.
  private static let never = 100_000

  @Test("serve all sites, say the same of each document, and what was edited as soon as it is published")
  func serving() async throws {
    let fleet = try await Fleet(poll: Self.never)
    for (path, type) in [
      "all.atom": "application/atom+xml", "all.rss": "application/rss+xml", "tags/a.json": "application/feed+json",
      "": "text/html",
    ] {
      for coding in ["identity", "gzip"] {
        let answers = try fleet.ask("/feeds/\(path)", of: "a.example.org", "Accept-Encoding: \(coding)")
        let first = try #require(answers.first)
        #expect(first.status == 200 && answers[1] == first, "\(path)")
        #expect(first["content-type"] == "\(type); charset=utf-8" && first["last-modified"] == nil)
        #expect(first["content-encoding"] == (coding == "gzip" ? "gzip" : nil))
        let tag = try #require(first["etag"])
        #expect(
          try fleet.ask("/feeds/\(path)", of: "a.example.org", "Accept-Encoding: \(coding)", "If-None-Match: \(tag)")
            .map(\.status) == [304, 304])
      }
      let file = fleet.folder.read("store/a.example.org/\(path.isEmpty ? "index.html" : path)")
      #expect(try fleet.ask("/feeds/\(path)")[0].body == Data(file ?? []))
    }
    #expect(try fleet.ask("/feeds/all.atom")[0]["etag"] != fleet.ask("/feeds/all.atom", of: "b.example.org")[0]["etag"])
    for (path, host) in [
      ("/feeds/none.atom", "a.example.org"), ("/feeds/all.atom", "c.example.org"), ("/all.atom", "a.example.org"),
      ("/feeds/nginx.conf", "a.example.org"),
    ] {
      #expect(try fleet.ask(path, of: host).map(\.status) == [404, 404], "\(host)\(path)")
    }
    // In the order of an unhurried editor.
    for title in ["Edited once", "Edited twice"] {
      try await fleet.edit(title)
      try await fleet.wait(for: title)
      let answers = try fleet.ask("/feeds/all.atom")
      #expect(answers[0] == answers[1])
    }
    #expect(try fleet.ask("/feeds/all.atom", of: "b.example.org")[0].text.contains("Post 30 of b.example.org"))
    // A feed that nobody had asked for, or that was not there.
    #expect(try fleet.ask("/feeds/tags/new.atom").map(\.status) == [404, 404])
    try await fleet.database.run("UPDATE syndicate.entry SET tags = '{new}' WHERE id = 'urn:example:30' AND site = 1")
    try await eventually { try fleet.ask("/feeds/tags/new.atom").map(\.status) == [200, 200] }
    try await fleet.database.run("UPDATE syndicate.entry SET tags = '{a}' WHERE id = 'urn:example:30' AND site = 1")
    try await eventually { try fleet.ask("/feeds/tags/new.atom").map(\.status) == [404, 404] }

    #expect(try fleet.ask("/readyz").allSatisfy { $0.status == 200 && $0.text.contains(#""status":"ready""#) })
    let metrics = try fleet.ask("/metrics")[0].text
    #expect(metrics.contains("syndicate_database_connected 1") && metrics.contains("syndicate_cache_documents "))
    #expect(!metrics.contains("syndicate_build"))
    for server in fleet.servers { #expect(try await server.end() == 0) }
    #expect(fleet.servers.allSatisfy { $0.text.contains("stopped") })
    for worker in fleet.workers { #expect(try await worker.end() == 0) }
  }

  @Test("hear of what was published while nobody told them, and serve no site that was deleted")
  func lost() async throws {
    let fleet = try await Fleet(poll: Self.never)
    // By what they asked last before they listened.
    func deafen() async throws {
      try await fleet.database.run(
        """
        SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE application_name = 'syndicate-worker serve' AND query = 'LISTEN syndicate_documents' AND datname = current_database()
        """)
    }
    try await deafen()
    try await fleet.edit("While they were deaf")
    try await fleet.wait(for: "While they were deaf")
    try await eventually { fleet.servers.allSatisfy { $0.text.contains("what is in memory is served as it is") } }
    // They listen again.
    try await eventually {
      try fleet.ask("/metrics").allSatisfy { $0.text.contains("syndicate_database_connected 1") }
    }
    try await fleet.edit("Once they hear again")
    try await fleet.wait(for: "Once they hear again")
    for server in fleet.servers { #expect(try await server.end() == 0) }

    let quick = try await Fleet(poll: 1)
    // Nobody tells of that.
    try await quick.database.run("DELETE FROM syndicate.site WHERE name = 'b.example.org'")
    try await eventually { try quick.ask("/feeds/all.atom", of: "b.example.org").map(\.status) == [404, 404] }
    #expect(quick.folder.read("store/b.example.org/all.atom") != nil)
    #expect(try quick.ask("/feeds/all.atom").map(\.status) == [200, 200])
  }

  @Test("serve no bytes that are not those that were published")
  func altered() async throws {
    let fleet = try await Fleet(poll: Self.never)
    let before = try fleet.ask("/feeds/all.atom")
    for path in ["all.atom", "all.rss"] {
      let text = try #require(fleet.folder.text("store/a.example.org/\(path)"))
      try fleet.folder.write(text.replacing("Post 30", with: "Post 31"), to: "store/a.example.org/\(path)")
    }
    // As it was read before, and as nobody has it.
    #expect(try fleet.ask("/feeds/all.atom") == before)
    let refused = try fleet.ask("/feeds/all.rss")
    #expect(refused.map(\.status) == [503, 503] && refused.allSatisfy { $0["retry-after"] != nil })
    #expect(fleet.servers.allSatisfy { $0.text.contains("a.example.org/all.rss: the store does not have the version") })
    #expect(try fleet.ask("/readyz").map(\.status) == [200, 200])
    // Until a worker puts them right.
    try await fleet.edit("Put right")
    try await fleet.wait(for: "Put right")
    try await eventually { try fleet.ask("/feeds/all.rss").map(\.status) == [200, 200] }
  }

  @Test("go on with what is in memory while PostgreSQL is away, and with all else when it is back")
  func away() async throws {
    let server = try PostgresServer()
    let fleet = try await Fleet(on: server, poll: 1, ["--cache", "1"])
    let before = try fleet.ask("/feeds/all.atom")
    try server.stopAtOnce()
    try await eventually { try fleet.ask("/readyz").allSatisfy { $0.text.contains(#""status":"cached""#) } }
    #expect(try fleet.ask("/feeds/all.atom") == before)
    let refused = try fleet.ask("/feeds/all.rss")
    #expect(refused.map(\.status) == [503, 503] && refused.allSatisfy { $0["retry-after"] != nil })
    #expect(try fleet.ask("/readyz").map(\.status) == [200, 200])
    #expect(try fleet.ask("/metrics")[0].text.contains("syndicate_database_connected 0"))
    try server.start()
    try await eventually { try fleet.ask("/feeds/all.rss").map(\.status) == [200, 200] }
    let connection = try await PostgresConnection.open(server.address(of: fleet.database.name))
    try await connection.perform {
      try $0.run("UPDATE syndicate.entry SET title = 'Back again' WHERE id = 'urn:example:30'", to: "edit")
    }
    await connection.close()
    try await fleet.wait(for: "Back again")
    // More than there is room for.
    for format in ["atom", "rss", "json"] {
      for path in ["all", "tags/a"] {
        for host in ["a.example.org", "b.example.org"] {
          #expect(try fleet.ask("/feeds/\(path).\(format)", of: host).map(\.status) == [200, 200])
        }
      }
    }
    for text in try fleet.ask("/metrics").map(\.text) {
      let bytes = try #require(text.firstMatch(of: /\nsyndicate_cache_bytes (\d+)\n/).flatMap { Int($0.1) })
      #expect((1...1_000_000).contains(bytes))
    }
    for server in fleet.servers { #expect(try await server.end() == 0) }
  }

  @Test(
    "go on with what is in memory while the schema is away, as when it is restored, and say once why, and that it is back"
  )
  func restored() async throws {
    let server = try PostgresServer()
    let fleet = try await Fleet(on: server, poll: 1)
    let before = try fleet.ask("/feeds/all.atom")
    for worker in fleet.workers { #expect(try await worker.end() == 0) }
    // Committed before they come again.
    try await fleet.database.run("ALTER SCHEMA syndicate RENAME TO away")
    try await fleet.database.run(
      "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'syndicate-worker serve'")
    try await eventually { fleet.servers.allSatisfy { $0.text.contains("the database has no schema “syndicate”") } }
    #expect(try fleet.ask("/feeds/all.atom") == before)
    #expect(try fleet.ask("/feeds/all.rss").map(\.status) == [503, 503])
    #expect(
      try fleet.ask("/readyz").allSatisfy { $0.status == 200 && $0.text.contains(#""status":"cached""#) })
    let back = "PostgreSQL does what it is asked to again"
    #expect(fleet.servers.allSatisfy { !$0.text.contains(back) })
    try await fleet.database.run("ALTER SCHEMA away RENAME TO syndicate")
    try await eventually { try fleet.ask("/feeds/all.rss").map(\.status) == [200, 200] }
    for server in fleet.servers {
      #expect(try await server.end() == 0)
      #expect(server.text.matches(of: /has no schema/).count == 1, "\(server.text)")
      #expect(server.text.ranges(of: back).count == 1, "\(server.text)")
    }
  }

  @Test("need no more rights than to read") func rights() async throws {
    let fleet = try await Fleet(poll: Self.never)
    try await fleet.database.run(
      """
      CREATE ROLE \(fleet.database.name)_feeds LOGIN;
      GRANT USAGE ON SCHEMA syndicate TO \(fleet.database.name)_feeds;
      GRANT SELECT ON syndicate.migration, syndicate.site, syndicate.document, syndicate.state_document TO \(fleet.database.name)_feeds;
      """)
    let server = try ServedProgram(
      [
        "serve", "--port", "0", "--store", "file:\(fleet.folder.path)/store", "--database",
        fleet.database.server.address(of: fleet.database.name, as: "\(fleet.database.name)_feeds"),
      ], in: fleet.folder)
    var other = fleet
    other.ports = [try await server.port()]
    try await eventually { try other.ask("/readyz")[0].status == 200 }
    #expect(try other.ask("/feeds/all.atom")[0] == fleet.ask("/feeds/all.atom")[0])
    #expect(try await server.end() == 0)
  }

  @Test("refuse a schema that is not there, a site of another store, and settings that cannot be used, with what to do")
  func refusals() async throws {
    let fleet = try await Fleet(poll: Self.never)
    let empty = try await TestDatabase(version: 0)
    func start(_ options: String...) throws -> ServedProgram {
      try ServedProgram(["serve", "--port", "0"] + options, in: fleet.folder)
    }
    let schema = try start("--store", "file:/srv", "--database", empty.server.address(of: empty.name))
    #expect(try await schema.wait() == 1 && schema.text.contains("syndicate-worker migrate"), "\(schema.text)")
    try fleet.folder.write(#"{"proxies": ["here"]}"#, to: "serve.json")
    let settings = try start("--store", "file:/srv", "--settings", "serve.json")
    #expect(try await settings.wait() == 1 && settings.text.contains("serve.json#/proxies/0"), "\(settings.text)")
    let address = fleet.database.server.address(of: fleet.database.name)
    let elsewhere = try start("--store", "file:\(fleet.folder.path)/other", "--database", address)
    var other = fleet
    other.ports = [try await elsewhere.port()]
    try await eventually { try other.ask("/readyz")[0].status == 200 }
    #expect(try other.ask("/feeds/all.atom")[0].status == 503)
    #expect(elsewhere.text.contains("a.example.org is published to file:\(fleet.folder.path)/store"))
    #expect(try await elsewhere.end() == 0)
  }

  @Test("end where they cannot listen, and where a certificate or a path cannot be used, with what to do")
  func starts() async throws {
    let folder = try TemporaryFolder()
    func start(_ options: [String]) throws -> ServedProgram {
      try ServedProgram(["serve", "--store", "file:/srv", "--database", "host=\(folder.path)"] + options, in: folder)
    }
    func expect(_ code: Int32, _ text: String, _ options: String...) async throws {
      let program = try start(options)
      #expect(try await program.wait() == code && program.text.contains(text), "\(options): \(program.text)")
    }
    let other = try start(["--port", "0"])
    let port = try await other.port()
    try await expect(
      2, "cannot listen at 127.0.0.1:\(port): Address already in use: end the other program", "--port", "\(port)")
    try await expect(
      2, "cannot listen at 192.0.2.1:8080: Cannot assign requested address: choose an address that this machine has",
      "--host", "192.0.2.1")
    try await expect(2, "cannot listen at nobody.invalid:8080: ", "--host", "nobody.invalid")
    try folder.write("No socket", to: "plain")
    try await expect(
      2, "\(folder["plain"]): a file is there that is no socket: move it away", "--socket", folder["plain"])
    #expect(folder.text("plain") == "No socket")
    try await expect(
      2, "\(folder["none/socket"]): No such file or directory: make the folder", "--socket", folder["none/socket"])

    func openssl(_ arguments: String...) throws {
      let openssl = Process()
      openssl.executableURL = URL(filePath: "/usr/bin/env")
      openssl.currentDirectoryURL = URL(filePath: folder.path)
      openssl.arguments = ["openssl"] + arguments + ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
      openssl.standardError = FileHandle.nullDevice
      try openssl.run()
      openssl.waitUntilExit()
      try #require(openssl.terminationStatus == 0)
    }
    try openssl(
      "req", "-x509", "-newkey", "ec", "-nodes", "-subj", "/CN=a.org", "-keyout", "key.pem", "-out", "a.pem")
    try openssl("genpkey", "-algorithm", "EC", "-out", "other.pem")
    try folder.write("not in PEM\n", to: "text.pem")
    for (certificate, key, text) in [
      ("none.pem", "key.pem", "none.pem: No such file or directory: \"tls\" wants"),
      ("text.pem", "key.pem", "text.pem: it holds no certificate: "),
      ("a.pem", "text.pem", "text.pem: it holds no key: "),
      ("a.pem", "other.pem", "other.pem: it is not the key of \(folder["a.pem"]): "),
    ] {
      try folder.write(
        #"{"tls": {"certificate": "\#(folder[certificate])", "key": "\#(folder[key])"}}"#, to: "settings.json")
      try await expect(1, text, "--port", "0", "--settings", "settings.json")
    }
    try await expect(1, "missing.json", "--port", "0", "--settings", "missing.json")
    for path in ["/../", "/a b/", "/a/./", "//", "feeds/", "/feeds"] {
      try await expect(64, "--path wants a path such as /feeds/", "--port", "0", "--path", path)
    }
    #expect(try await other.end() == 0)
    // However often it tried.
    #expect(other.text.matches(of: /cannot connect in PostgreSQL/).count == 1, "\(other.text)")
  }
}
