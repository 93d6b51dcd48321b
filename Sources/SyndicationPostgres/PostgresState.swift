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
        return LedgerLine.text(of: try lines(in: session, to: purpose))
      }
    }
  }

  /// Writes nothing where `bytes` are there already.
  ///
  /// - Throws: `PostgresError`.
  public func write(_ bytes: [UInt8], to document: StateDocument) async throws -> Revision {
    let purpose = "write \(document.rawValue) of \(site.name)"
    let rows = document == .ledger ? PostgresState.lines(of: bytes) : nil
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
        // The manifest says which documents are in a folder.
        if document == .manifest, !written.isEmpty {
          try PublishedDocuments.notify(of: site, in: session, to: purpose)
        }
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

  /// The lines of `text`; nil where they would not be it again, as of what is no ledger.
  private static func lines(of text: [UInt8]) -> [LedgerLine]? {
    guard String(validating: text, as: UTF8.self) != nil, !text.contains(0) else { return nil }
    let lines = LedgerLine.lines(of: text)
    let sorted = lines.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    guard Set(lines.map(\.name)).count == lines.count, LedgerLine.text(of: sorted) == text else { return nil }
    return sorted
  }

  /// All there are, in the order of the bytes of their names.
  private func lines(in session: PostgresSession, to purpose: String) throws -> [LedgerLine] {
    PostgresState.lines(
      of: try session.query(
        "SELECT name, line FROM syndicate.ledger WHERE site = $1 ORDER BY name", .number(site.id), to: purpose))
  }

  private static func lines(of rows: PostgresRows) -> [LedgerLine] {
    (0..<rows.count).map { LedgerLine(name: rows.text($0, 0)!, text: rows.withBytes($0, 1) { Array($0) } ?? []) }
  }

  /// Whether there was a difference.
  private func replaceLines(with lines: [LedgerLine], in session: PostgresSession, to purpose: String) throws -> Bool {
    // By their bytes, as PostgreSQL has them: names that are equal may be of several normal forms.
    let old = Dictionary(
      uniqueKeysWithValues: try self.lines(in: session, to: purpose).map { (Array($0.name.utf8), $0.text) })
    let written = lines.filter { old[Array($0.name.utf8)] != $0.text }
    let kept = Set(lines.map { Array($0.name.utf8) })
    let removed = old.keys.filter { !kept.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
    if !removed.isEmpty {
      try session.query(
        "DELETE FROM syndicate.ledger WHERE site = $1 AND name = ANY($2::text[])", .number(site.id), .texts(removed),
        to: purpose)
    }
    try write(written, in: session, to: purpose)
    return !removed.isEmpty || !written.isEmpty
  }

  private func write(_ lines: [LedgerLine], in session: PostgresSession, to purpose: String) throws {
    for start in stride(from: 0, to: lines.count, by: 10_000) {
      let part = lines[start..<min(start + 10_000, lines.count)]
      try session.query(
        """
        INSERT INTO syndicate.ledger (site, name, line) SELECT $1, name, line FROM unnest($2::text[], $3::text[]) AS row (name, line)
        ON CONFLICT (site, name) DO UPDATE SET line = excluded.line
        """, .number(site.id), .texts(part.map(\.name)), .texts(part.map { String(decoding: $0.text, as: UTF8.self) }),
        to: purpose)
    }
  }

  /// Those lines of the ledger that there are.
  ///
  /// - Throws: `PostgresError`.
  package func lines(named names: Set<String>) async throws -> [LedgerLine] {
    try await connection.perform { session in
      PostgresState.lines(
        of: try session.query(
          "SELECT name, line FROM syndicate.ledger WHERE site = $1 AND name = ANY($2::text[])", .number(site.id),
          .texts(names), to: "read the ledger of \(site.name)"))
    }
  }

  /// Keeps lines of the ledger, in a transaction that is begun: its first and last line are there then, too.
  package func keep(_ lines: [LedgerLine], in session: PostgresSession, to purpose: String) throws {
    if lines.isEmpty { return }
    try write(lines, in: session, to: purpose)
    let rows = try session.query(
      """
      INSERT INTO syndicate.state_document AS kept (site, name, revision) VALUES ($1, $2, nextval('syndicate.revision'))
      ON CONFLICT (site, name) DO UPDATE SET revision = excluded.revision RETURNING xmax = 0
      """, .number(site.id), .text(StateDocument.ledger.rawValue), to: purpose)
    // A ledger that begins.
    if rows.boolean(0, 0) { try write(LedgerLine.lines(of: Ledger().text), in: session, to: purpose) }
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
      // However long it took to be told that somebody has it.
      if !isWaiting, timeout > .zero { waiting(nil) }
      isWaiting = true
      guard clock.now < deadline else { throw LockHeld(holder: nil) }
      try await clock.sleep(until: min(deadline, clock.now + .milliseconds(20)))
    }
    return StateLock { [connection] in connection.performSoon { $0.giveBack(lock) } }
  }
}
