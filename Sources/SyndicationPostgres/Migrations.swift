/// Brings the schema `syndicate` of a database up to date, step by step, and tells where it is.
public enum Migrations {
  /// In the order of their numbers, from 1. One that was released is never changed.
  static let all: [Migration] = [.publishers, .state, .documents, .slices, .problems]

  /// The version of the schema that this program knows.
  public static let latest = all.count

  /// The version of the schema that is there; zero where there is none.
  public static func version(on connection: PostgresConnection) async throws -> Int {
    try await connection.perform { try version(in: $0).version }
  }

  /// Takes the steps that are missing, each as a whole or not at all. Several may try at once, and workers go on.
  ///
  /// - Parameters:
  ///   - version: at which to stop.
  ///   - lockTimeout: how long a step waits for who holds a table, while others wait behind it.
  /// - Returns: the versions that were reached.
  /// - Throws: `SchemaVersionError` for a schema that is newer than this program; `PostgresError`.
  @discardableResult
  public static func apply(
    on connection: PostgresConnection, upTo version: Int = latest, lockTimeout: Duration = .seconds(5)
  ) async throws -> [Int] {
    try await connection.perform { session in
      var reached: [Int] = []
      for migration in all.prefix(version) {
        if try apply(migration, in: session, lockTimeout) { reached.append(migration.number) }
      }
      return reached
    }
  }

  /// - Throws: `SchemaVersionError` where this program cannot work with the schema that is there; `PostgresError`.
  public static func check(on connection: PostgresConnection) async throws {
    let (version, least) = try await connection.perform { try self.version(in: $0) }
    guard version >= latest else { throw SchemaVersionError(version: version, known: latest) }
    guard least <= latest else { throw SchemaVersionError(version: version, known: latest) }
  }

  /// Whether there was something to do.
  private static func apply(
    _ migration: Migration, in session: PostgresSession, _ lockTimeout: Duration
  ) throws -> Bool {
    let purpose = "bring the schema to version \(migration.number) (\(migration.name))"
    return try session.transaction(to: purpose) {
      // Another migrator may well be at work for longer than a statement may take; it ends with its connection.
      try session.run("SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(\(lock))", to: purpose)
      let version = try self.version(in: session).version
      guard version <= latest else { throw SchemaVersionError(version: version, known: latest) }
      guard version < migration.number else { return false }
      try session.query(
        "SELECT set_config('lock_timeout', $1, true)", .number(Int(lockTimeout / .milliseconds(1))), to: purpose)
      if migration.number == 1 { try session.run(beginning, to: purpose) }
      try session.run(migration.sql, to: purpose)
      try session.query(
        "INSERT INTO syndicate.migration (number, name, spares_programs_from) VALUES ($1, $2, $3)",
        .number(migration.number), .text(migration.name), .number(migration.sparesProgramsFrom), to: purpose)
      return true
    }
  }

  /// The version, and from which one on programs can work with it.
  private static func version(in session: PostgresSession) throws -> (version: Int, least: Int) {
    let purpose = "read the version of the schema"
    guard
      try session.query("SELECT to_regclass('syndicate.migration') IS NOT NULL", to: purpose).boolean(0, 0)
    else { return (0, 0) }
    let rows = try session.query(
      "SELECT coalesce(max(number), 0), coalesce(max(spares_programs_from), 0) FROM syndicate.migration", to: purpose)
    return (rows.number(0, 0) ?? 0, rows.number(0, 1) ?? 0)
  }

  /// Among the advisory locks of a database, that of who migrates.
  private static let lock = 0x73_79_6E_64_69_63_61

  private static let beginning = """
    DO $$ BEGIN
      IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'the encoding of the database is %, and has to be UTF8: create another with ENCODING ''UTF8''',
          current_setting('server_encoding');
      END IF;
    END $$;
    CREATE SCHEMA IF NOT EXISTS syndicate;
    COMMENT ON SCHEMA syndicate IS 'Feeds of sites, published by syndicate-worker.';
    CREATE TABLE syndicate.migration (
      number integer PRIMARY KEY,
      name text NOT NULL,
      spares_programs_from integer NOT NULL,
      applied timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE syndicate.migration IS 'The steps that brought the schema to where it is.';
    COMMENT ON COLUMN syndicate.migration.spares_programs_from IS
      'Programs that know the schema up to this number can still work with it.';
    """
}

/// A schema that this program cannot work with.
public struct SchemaVersionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Of the schema that is there; zero where there is none.
  public var version: Int
  /// The version that this program knows.
  public var known: Int

  public init(version: Int, known: Int) {
    self.version = version
    self.known = known
  }

  public var description: String {
    let found = version == 0 ? "the database has no schema “syndicate”" : "the database's schema is version \(version)"
    return version < known
      ? "\(found), and this program needs version \(known): bring it up to date with syndicate-worker migrate"
      : "\(found), and this program knows version \(known) at the most: update the program"
  }
}
