public import Syndication

/// A site that a database has feeds of: a row of the table `site`.
public struct PostgresSite: Sendable, Hashable {
  /// What the other tables call it.
  public let id: Int
  /// What people call it.
  public let name: String
  /// What would be its `config.json`, without sources.
  public var configuration: String

  public init(id: Int, name: String, configuration: String = "{}") {
    self.id = id
    self.name = name
    self.configuration = configuration
  }

  /// Whether a site may be called so: as a host, whose documents are in a folder of that name.
  public static func isName(_ name: String) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count <= 100 else { return false }
    return name.utf8.allSatisfy { isAlphanumeric($0) || "._-".utf8.contains($0) }
  }

  /// The site called `name`; nil where there is none.
  ///
  /// - Throws: `PostgresError`.
  public static func named(_ name: String, on connection: PostgresConnection) async throws -> PostgresSite? {
    try await connection.perform { session in
      let rows = try session.query(
        "SELECT id, name, configuration FROM syndicate.site WHERE name = $1", .text(name),
        to: "look for the site \(name)")
      return rows.isEmpty ? nil : PostgresSite(rows, 0)
    }
  }

  /// All of them, by name.
  ///
  /// - Throws: `PostgresError`.
  public static func all(on connection: PostgresConnection) async throws -> [PostgresSite] {
    try await connection.perform { session in
      let rows = try session.query(
        "SELECT id, name, configuration FROM syndicate.site ORDER BY name", to: "list the sites")
      return (0..<rows.count).map { PostgresSite(rows, $0) }
    }
  }

  /// Makes the site called `name`, or gives it another configuration where it has another.
  ///
  /// - Parameter isHeld: whether workers leave a new one alone until it is released: who brings a ledger has to be there first.
  /// - Throws: `PostgresError`.
  public static func put(
    _ name: String, configuration: String, isHeld: Bool = false, on connection: PostgresConnection
  ) async throws -> PostgresSite {
    try await connection.perform { session in
      let purpose = "put the site \(name)"
      return try session.transaction(to: purpose) {
        let put = try session.query(
          """
          INSERT INTO syndicate.site (name, configuration) VALUES ($1, $2)
          ON CONFLICT (name) DO UPDATE SET configuration = excluded.configuration
          WHERE site.configuration <> excluded.configuration RETURNING id, xmax = 0
          """, .text(name), .text(configuration), to: purpose)
        if isHeld, !put.isEmpty, put.boolean(0, 1) {
          try session.query(
            "UPDATE syndicate.work SET not_before = '\(held)' WHERE site = $1", .number(put.number(0, 0)), to: purpose)
        }
        let rows = try session.query(
          "SELECT id, name, configuration FROM syndicate.site WHERE name = $1", .text(name), to: purpose)
        return PostgresSite(rows, 0)
      }
    }
  }

  /// Until when a site is left alone that is held.
  private static let held = "9999-01-01Z"

  /// Lets workers have a site that was held; does nothing to others.
  ///
  /// - Throws: `PostgresError`.
  public func release(on connection: PostgresConnection) async throws {
    try await connection.perform { session in
      _ = try session.query(
        """
        WITH released AS (
          UPDATE syndicate.work SET not_before = NULL WHERE site = $1 AND not_before = '\(PostgresSite.held)' RETURNING site)
        SELECT pg_notify('syndicate', site::text) FROM released
        """, .number(id), to: "let workers have the site \(name)")
    }
  }

  /// What a program noted of it under a name; nil for nothing.
  ///
  /// - Throws: `PostgresError`.
  public func note(_ name: String, on connection: PostgresConnection) async throws -> String? {
    try await connection.perform { session in
      let rows = try session.query(
        "SELECT bytes FROM syndicate.state_document WHERE site = $1 AND name = $2", .number(id), .text("note \(name)"),
        to: "read what is noted of \(self.name)")
      return rows.isEmpty ? nil : rows.bytes(0, 0).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Notes something of it.
  ///
  /// - Throws: `PostgresError`.
  public func setNote(_ name: String, to text: String, on connection: PostgresConnection) async throws {
    try await connection.perform { session in
      _ = try session.query(
        """
        INSERT INTO syndicate.state_document (site, name, bytes, revision)
        VALUES ($1, $2, $3, nextval('syndicate.revision'))
        ON CONFLICT (site, name) DO UPDATE SET bytes = excluded.bytes, revision = excluded.revision
        """, .number(id), .text("note \(name)"), .bytes(Array(text.utf8)), to: "note something of \(self.name)")
    }
  }

  /// Has all of it looked at in its next turn, as if its configuration had changed, and at once: what made turns fail is mended.
  ///
  /// - Throws: `PostgresError`.
  public func noteAll(on connection: PostgresConnection) async throws {
    try await connection.perform { session in
      _ = try session.query(
        """
        WITH free AS (UPDATE syndicate.work SET attempts = 0, not_before = NULL WHERE site = $1),
          noted AS (INSERT INTO syndicate.change (site) SELECT id FROM syndicate.site WHERE id = $1 RETURNING site)
        SELECT pg_notify('syndicate', site::text) FROM noted
        """, .number(id), to: "have all of \(name) looked at")
    }
  }

  /// Takes the site out of turn, so that no worker is at it.
  ///
  /// - Parameter timeout: how long to wait for a worker that is.
  /// - Throws: `LockHeld`, `PostgresError`, `CancellationError`.
  public func turn(on connection: PostgresConnection, within timeout: Duration) async throws -> StateLock {
    let deadline = ContinuousClock.now + timeout
    let lock = PostgresSession.Lock(.turn, of: id)
    while try await !connection.perform({ try $0.take(lock, to: "take the turn of \(name)") }) {
      guard ContinuousClock.now < deadline else { throw LockHeld(holder: nil) }
      try await Task.sleep(for: .milliseconds(20))
    }
    return StateLock { connection.performSoon { $0.giveBack(lock) } }
  }

  /// Of the columns id, name, configuration.
  private init(_ rows: PostgresRows, _ row: Int) {
    self.init(id: rows.number(row, 0)!, name: rows.text(row, 1)!, configuration: rows.text(row, 2)!)
  }
}

/// A site that is not in the database any more.
public struct SiteMissing: Error, Sendable, Hashable, CustomStringConvertible {
  /// What it was called.
  public var name: String

  public init(name: String) { self.name = name }

  public var description: String {
    "there is no site “\(name)” in PostgreSQL: add a row to syndicate.site, or look whether it was renamed"
  }
}
