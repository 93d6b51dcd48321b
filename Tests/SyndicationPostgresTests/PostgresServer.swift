import Foundation
import Glibc
import Synchronization
import SyndicationPostgres
import SyndicationTesting
import Testing

extension Trait where Self == ConditionTrait {
  /// Of what needs PostgreSQL's server.
  static var withPostgreSQL: Self {
    .enabled(if: PostgresServer.programs != nil, "PostgreSQL's server is not installed: scripts/install-libraries test")
  }
}

/// A PostgreSQL of the tests' own, on a socket in a folder of its own, which ends with this process, however that ends.
final class PostgresServer: Sendable {
  /// The folder with `initdb` and `pg_ctl`; nil where there is none.
  static let programs = ["18", "17", "16", "15"].map { "/usr/lib/postgresql/\($0)/bin" }
    .first { access("\($0)/initdb", X_OK) == 0 && access("\($0)/pg_ctl", X_OK) == 0 }

  /// One for all tests that leave it as it is.
  static let shared = Result { try PostgresServer() }

  private let folder: TemporaryFolder
  /// What its guardian reads from is closed when this process ends.
  private let lifeline = Pipe()
  private let databases = Mutex(0)

  init() throws {
    folder = try TemporaryFolder()
    if getuid() == 0, let user = getpwnam("postgres") {
      chown(folder.path, user.pointee.pw_uid, user.pointee.pw_gid)
    }
    let data = folder["data"]
    try run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    for end in [lifeline.fileHandleForReading, lifeline.fileHandleForWriting] {
      _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    // In a session of its own, as what ends a test by a signal to its group is not to end this.
    let stop = PostgresServer.words("pg_ctl", ["-D", data, "-m", "immediate", "stop"]).joined(separator: " ")
    _ = try PostgresServer.spawn(
      ["/usr/bin/setsid", "/bin/sh", "-c", "cat; \(stop); rm -rf \(folder.path)"],
      input: lifeline.fileHandleForReading.fileDescriptor, output: "/dev/null")
    try start()
  }

  deinit { try? lifeline.fileHandleForWriting.close() }

  /// Starts it, and waits until it answers.
  func start() throws {
    let options = "-k \(folder.path) -c listen_addresses='' -c fsync=off -c max_connections=200"
    try run("pg_ctl", "-D", folder["data"], "-w", "-l", folder["data/log"], "-o", options, "start")
  }

  /// Ends it as a failure of power would.
  func stopAtOnce() throws { try run("pg_ctl", "-D", folder["data"], "-w", "-m", "immediate", "stop") }

  /// How to connect to one of its databases.
  func address(of database: String, as user: String = "postgres") -> String {
    "host=\(folder.path) user=\(user) dbname=\(database)"
  }

  /// Makes an empty database.
  func makeDatabase(options: String = "") async throws -> String {
    let number = databases.withLock { count in
      count += 1
      return count
    }
    let connection = try await PostgresConnection.open(address(of: "postgres"))
    try await connection.perform { try $0.run("CREATE DATABASE test\(number) \(options)", to: "make a database") }
    await connection.close()
    return "test\(number)"
  }

  // MARK: - Its programs

  private static func words(_ program: String, _ arguments: [String]) -> [String] {
    // The server refuses to run as root.
    let user = getuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : []
    return user + ["\(programs!)/\(program)"] + arguments
  }

  private struct Failure: Error { let command, output: String }

  private func run(_ program: String, _ arguments: String...) throws {
    let words = PostgresServer.words(program, arguments)
    let child = try PostgresServer.spawn(words, output: folder["output"])
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0 else {
      throw Failure(command: words.joined(separator: " "), output: folder.text("output") ?? "")
    }
  }

  // Foundation's Process waits for all that have what it gave to the first: the server, too, that goes on.
  private static func spawn(_ words: [String], input: Int32? = nil, output: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var child: pid_t = 0
    let arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let code = posix_spawn(&child, words[0], &actions, nil, arguments, environ)
    guard code == 0 else { throw POSIXError(.init(rawValue: code)!) }
    return child
  }
}

/// A database for one test, with the schema and a site where nothing else is said.
struct TestDatabase {
  let server: PostgresServer
  let name: String
  let connection: PostgresConnection

  init(on server: PostgresServer? = nil, version: Int = Migrations.latest) async throws {
    self.server = try server ?? PostgresServer.shared.get()
    name = try await self.server.makeDatabase()
    connection = try await PostgresConnection.open(self.server.address(of: name))
    if version > 0 { try await Migrations.apply(on: connection, upTo: version) }
  }

  func connect(as user: String = "postgres", statementTimeout: Duration = .seconds(1200)) async throws
    -> PostgresConnection
  {
    try await PostgresConnection.open(server.address(of: name, as: user), statementTimeout: statementTimeout)
  }

  func makeSite(_ name: String = "blog") async throws -> PostgresSite {
    try await PostgresSite.put(name, configuration: "{}", on: connection)
  }

  func run(_ script: String) async throws { try await connection.perform { try $0.run(script, to: "run a script") } }

  /// The values of the first column, `-` for null.
  func column(_ query: String) async throws -> [String] {
    try await connection.perform { session in
      let rows = try session.query(query, to: "ask")
      return (0..<rows.count).map { rows.text($0, 0) ?? "-" }
    }
  }

  /// The ids of the entries that `turn` saw a change of.
  func changed(in turn: ChangeQueue.Turn) async throws -> [String] {
    try await PostgresSlices(of: turn.site, on: connection).changed(in: turn, after: nil, atMost: 1_000)
  }

  /// Ends the session of another connection, as a kill of its process would.
  func kill(_ other: PostgresConnection) async throws {
    let process = try await other.perform { $0.process }
    try await run("SELECT pg_terminate_backend(\(process), 60000)")
  }
}

/// What `body` throws of PostgreSQL; nil where it throws nothing.
func postgresError(_ body: () async throws -> Void) async throws -> PostgresError? {
  do {
    try await body()
    return nil
  } catch let error as PostgresError {
    return error
  }
}
