public import Syndication

/// Remembers what a site published in a database: the ledger as rows, of which an edit writes few, all else as it is.
///
/// The lock belongs to the connection, and so do the writes: whose connection is lost has no lock any more, and cannot write
/// either.
public struct PostgresState: StateStore {
  public let site: PostgresSite
  private let connection: PostgresConnection

  public init(of site: PostgresSite, on connection: PostgresConnection) {
    self.site = site
    self.connection = connection
  }

  public func name(of document: StateDocument) -> String { "postgresql:\(site.name)/\(document.rawValue)" }

  /// - Throws: `PostgresError`.
  public func read(_ document: StateDocument) async throws -> [UInt8]? {
    let purpose = "read \(document.rawValue) of \(site.name)"
    return try await connection.perform { session in
      // Of one moment.
      try session.transaction(isSnapshot: true, to: purpose) {
        let rows = try session.query(
          "SELECT bytes FROM syndicate.state_document WHERE site = $1 AND name = $2", .number(site.id),
          .text(document.rawValue), to: purpose)
        guard !rows.isEmpty else { return nil }
        if let bytes = rows.bytes(0, 0) { return bytes }
        return LedgerTable.text(of: try lines(in: session, to: purpose))
      }
    }
  }

  /// Writes nothing where `bytes` are there already.
  ///
  /// - Throws: `PostgresError`.
  public func write(_ bytes: [UInt8], to document: StateDocument) async throws -> Revision {
    let purpose = "write \(document.rawValue) of \(site.name)"
    let rows = document == .ledger ? LedgerTable.rows(of: bytes) : nil
    return try await connection.perform { session in
      try session.transaction(to: purpose) {
        let isOther = try document != .ledger || replaceLines(with: rows ?? [], in: session, to: purpose)
        let written = try session.query(
          """
          INSERT INTO syndicate.state_document AS kept (site, name, bytes, revision)
          VALUES ($1, $2, $3, nextval('syndicate.revision'))
          ON CONFLICT (site, name) DO UPDATE SET bytes = excluded.bytes, revision = excluded.revision
          WHERE $4 OR kept.bytes IS DISTINCT FROM excluded.bytes
          RETURNING revision
          """, .number(site.id), .text(document.rawValue), rows == nil ? .bytes(bytes) : .null,
          .boolean(rows != nil && isOther), to: purpose)
        if let revision = written.isEmpty ? nil : written.text(0, 0) { return Revision([revision]) }
        return try self.revision(of: document, in: session, to: purpose)!
      }
    }
  }

  /// - Throws: `PostgresError`.
  public func remove(_ document: StateDocument) async throws {
    let purpose = "remove \(document.rawValue) of \(site.name)"
    try await connection.perform { session in
      try session.transaction(to: purpose) {
        try session.query(
          "DELETE FROM syndicate.state_document WHERE site = $1 AND name = $2", .number(site.id),
          .text(document.rawValue), to: purpose)
        if document == .ledger {
          try session.query("DELETE FROM syndicate.ledger WHERE site = $1", .number(site.id), to: purpose)
        }
      }
    }
  }

  /// - Throws: `PostgresError`.
  public func revision(of document: StateDocument) async throws -> Revision? {
    try await connection.perform { session in
      try revision(of: document, in: session, to: "read the revision of \(document.rawValue) of \(site.name)")
    }
  }

  private func revision(
    of document: StateDocument, in session: PostgresSession, to purpose: String
  ) throws -> Revision? {
    let rows = try session.query(
      "SELECT revision FROM syndicate.state_document WHERE site = $1 AND name = $2", .number(site.id),
      .text(document.rawValue), to: purpose)
    return rows.isEmpty ? nil : rows.text(0, 0).map { Revision([$0]) }
  }

  // MARK: - The ledger

  private func lines(in session: PostgresSession, to purpose: String) throws -> PostgresRows {
    try session.query(
      "SELECT name, line FROM syndicate.ledger WHERE site = $1 ORDER BY name", .number(site.id), to: purpose)
  }

  /// Whether there was a difference.
  private func replaceLines(
    with rows: [LedgerTable.Row], in session: PostgresSession, to purpose: String
  ) throws -> Bool {
    let old = try lines(in: session, to: purpose)
    // As PostgreSQL sorts the others.
    let new = rows.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var lines: [String: String?] = [:]
    var next = 0
    for row in 0..<old.count {
      let name = old.text(row, 0)!
      while next < new.count, new[next].name.utf8.lexicographicallyPrecedes(name.utf8) {
        lines[new[next].name] = String(decoding: new[next].line, as: UTF8.self)
        next += 1
      }
      if next < new.count, new[next].name.utf8.elementsEqual(name.utf8) {
        let isSame = old.withBytes(row, 1) { $0.elementsEqual(new[next].line) } ?? false
        if !isSame { lines[name] = String(decoding: new[next].line, as: UTF8.self) }
        next += 1
      } else {
        // Not where it has another normal form now.
        lines.updateValue(nil, forKey: name)
      }
    }
    for row in new[next...] { lines[row.name] = String(decoding: row.line, as: UTF8.self) }
    try write(lines, in: session, to: purpose)
    return !lines.isEmpty
  }

  private func write(_ lines: [String: String?], in session: PostgresSession, to purpose: String) throws {
    let removed = lines.filter { $0.value == nil }.keys
    if !removed.isEmpty {
      try session.query(
        "DELETE FROM syndicate.ledger WHERE site = $1 AND name = ANY($2::text[])", .number(site.id),
        .texts(removed.map { $0 }), to: purpose)
    }
    let written = lines.compactMap { name, line in line.map { (name, $0) } }
    for start in stride(from: 0, to: written.count, by: 10_000) {
      let part = written[start..<min(start + 10_000, written.count)]
      try session.query(
        """
        INSERT INTO syndicate.ledger (site, name, line) SELECT $1, name, line FROM unnest($2::text[], $3::text[]) AS row (name, line)
        ON CONFLICT (site, name) DO UPDATE SET line = excluded.line
        """, .number(site.id), .texts(part.map { $0.0 }), .texts(part.map { $0.1 }), to: purpose)
    }
  }

  /// The lines of the ledger with these names, as `LedgerTable` makes them; those that there are.
  ///
  /// - Throws: `PostgresError`.
  package func ledgerLines(_ names: [String]) async throws -> [String: String] {
    let purpose = "read the ledger of \(site.name)"
    return try await connection.perform { session in
      let rows = try session.query(
        "SELECT name, line FROM syndicate.ledger WHERE site = $1 AND name = ANY($2::text[])", .number(site.id),
        .texts(names), to: purpose)
      return Dictionary((0..<rows.count).map { (rows.text($0, 0)!, rows.text($0, 1)!) }) { first, _ in first }
    }
  }

  /// Replaces the lines of the ledger with these names; nil removes one. It is to be one that is kept in rows.
  ///
  /// - Throws: `PostgresError`.
  package func replaceLedgerLines(_ lines: [String: String?]) async throws -> Revision {
    let purpose = "write the ledger of \(site.name)"
    return try await connection.perform { session in
      try session.transaction(to: purpose) {
        try write(lines, in: session, to: purpose)
        let rows = try session.query(
          """
          INSERT INTO syndicate.state_document AS kept (site, name, revision) VALUES ($1, $2, nextval('syndicate.revision'))
          ON CONFLICT (site, name) DO UPDATE SET revision = excluded.revision RETURNING revision
          """, .number(site.id), .text(StateDocument.ledger.rawValue), to: purpose)
        return Revision([rows.text(0, 0)!])
      }
    }
  }

  // MARK: - The lock

  /// A lock that is forgotten, or whose connection ends, is given back.
  ///
  /// - Throws: `LockHeld`, `PostgresError`, `CancellationError`.
  public func lock(timeout: Duration, waiting: @Sendable (_ holder: Int32?) -> Void) async throws -> StateLock {
    let clock = ContinuousClock()
    let deadline = clock.now + timeout
    let lock = PostgresSession.Lock(.publishing, of: site.id)
    let purpose = "take the right to publish \(site.name)"
    var isWaiting = false
    while true {
      if try await connection.perform({ try $0.take(lock, to: purpose) }) { break }
      guard clock.now < deadline else { throw LockHeld(holder: nil) }
      if !isWaiting { waiting(nil) }
      isWaiting = true
      try await clock.sleep(until: min(deadline, clock.now + .milliseconds(20)))
    }
    return StateLock { [connection] in connection.performSoon { $0.giveBack(lock) } }
  }
}
