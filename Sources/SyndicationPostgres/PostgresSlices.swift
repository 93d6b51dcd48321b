public import Syndication

/// The entries of a large site in a database: what changes of it are placed, and what feeds are made of is found by indexes.
///
/// To be used by who has the site's turn, on the connection that has it.
public struct PostgresSlices: SliceStore {
  public let site: PostgresSite
  private let source: PostgresSource
  private let state: PostgresState
  private let connection: PostgresConnection

  /// - Parameter name: that of the source, by which the ledger knows the entries.
  public init(of site: PostgresSite, named name: String = "posts", on connection: PostgresConnection) {
    self.site = site
    self.connection = connection
    source = PostgresSource(of: site, named: name, on: connection)
    state = PostgresState(of: site, on: connection)
  }

  public var ledgerName: String { state.name(of: .ledger) }

  // MARK: - Entries

  /// - Throws: `PostgresError`.
  public func items(_ ids: [String]) async throws -> SourceContents { try await source.entries(ids) }

  /// - Throws: `PostgresError`.
  public func existing(_ ids: [String]) async throws -> Set<String> {
    Set(
      try await texts(
        "SELECT id FROM syndicate.entry WHERE site = $1 AND id = ANY($2::text[])", .texts(ids),
        to: "look which entries of \(site.name) there are"))
  }

  /// How many entries there are, counted up to `limit`.
  ///
  /// - Throws: `PostgresError`.
  public func count(upTo limit: Int) async throws -> Int {
    try await connection.perform { session in
      try session.query(
        "SELECT count(*) FROM (SELECT FROM syndicate.entry WHERE site = $1 LIMIT $2) AS counted", .number(site.id),
        .number(limit), to: "count the entries of \(site.name)"
      ).number(0, 0)!
    }
  }

  /// The ids of entries, so many after one of them; a first call has none.
  ///
  /// - Throws: `PostgresError`.
  public func ids(after id: String?, atMost count: Int) async throws -> [String] {
    try await texts(
      "SELECT id FROM syndicate.entry WHERE site = $1 AND id > $2 ORDER BY id LIMIT $3", .text(id ?? ""),
      .number(count),
      to: "list the entries of \(site.name)")
  }

  /// The ids of entries that came, went or changed, as `turn` saw it, so many after one of them; a first call has none.
  ///
  /// - Throws: `PostgresError`.
  public func changed(in turn: ChangeQueue.Turn, after id: String?, atMost count: Int) async throws -> [String] {
    try await texts(
      """
      SELECT DISTINCT entry FROM syndicate.change
      WHERE site = $1 AND seq <@ $2::int8multirange AND entry > $3 ORDER BY entry LIMIT $4
      """, .text(turn.changes), .text(id ?? ""), .number(count), to: "list what changed of \(site.name)")
  }

  /// - Throws: `PostgresError`.
  public func oldest() async throws -> Timestamp? {
    try await connection.perform { session in
      let rows = try session.query(
        """
        SELECT extract(epoch FROM published)::bigint FROM syndicate.entry
        WHERE site = $1 AND NOT hidden AND published <= now() ORDER BY site DESC, published, id DESC LIMIT 1
        """, .number(site.id), to: "look for the oldest entry of \(site.name)")
      return rows.isEmpty ? nil : rows.number(0, 0).map { Timestamp(seconds: Int64($0)) }
    }
  }

  // MARK: - Places

  /// - Throws: `PostgresError`.
  public func newest(_ count: Int, in scope: String) async throws -> [String] {
    try await texts(
      """
      SELECT entry FROM syndicate.membership WHERE site = $1 AND scope = $2 ORDER BY published DESC, entry LIMIT $3
      """, .text(scope), .number(count), to: "look for the newest entries of \(scope) of \(site.name)")
  }

  /// - Throws: `PostgresError`, and nothing is placed then.
  public func place(_ placements: [Placement], keeping lines: [LedgerLine]) async throws {
    let purpose = "place entries of \(site.name)"
    let members = placements.flatMap { place in
      place.scopes.map { (entry: place.id, scope: $0, published: place.published) }
    }
    let due = placements.compactMap { place in place.nextChange.map { (entry: place.id, time: $0) } }
    try await connection.perform { session in
      let ids = PostgresValue.texts(placements.map(\.id))
      let columns: [PostgresValue] = [
        .number(site.id), .texts(members.map { $0.entry }), .texts(members.map { $0.scope }),
        .texts(members.map { $0.published.rfc3339 }),
      ]
      let rows = "unnest($2::text[], $3::text[], $4::timestamptz[]) AS placed (entry, scope, published)"
      try session.transaction(to: purpose) {
        try session.query(
          """
          INSERT INTO syndicate.stale (site, scope)
          SELECT DISTINCT site, scope FROM syndicate.membership WHERE site = $1 AND entry = ANY($2::text[])
          ON CONFLICT DO NOTHING
          """, .number(site.id), ids, to: purpose)
        try session.query(
          """
          DELETE FROM syndicate.membership AS member WHERE site = $1 AND entry = ANY($5::text[]) AND NOT EXISTS (
            SELECT FROM \(rows) WHERE placed.entry = member.entry AND placed.scope = member.scope
              AND placed.published = member.published)
          """, columns + [ids], to: purpose)
        try session.query(
          "INSERT INTO syndicate.membership (site, entry, scope, published) SELECT $1, placed.* FROM \(rows) ON CONFLICT DO NOTHING",
          columns, to: purpose)
        try session.query(
          "INSERT INTO syndicate.stale (site, scope) SELECT $1, scope FROM unnest($2::text[]) AS scope ON CONFLICT DO NOTHING",
          .number(site.id), .texts(Set(members.map { $0.scope })), to: purpose)
        try session.query(
          "DELETE FROM syndicate.due WHERE site = $1 AND entry = ANY($2::text[])", .number(site.id), ids, to: purpose)
        try session.query(
          """
          INSERT INTO syndicate.due (site, entry, time)
          SELECT $1, due.* FROM unnest($2::text[], $3::timestamptz[]) AS due
          """, .number(site.id), .texts(due.map { $0.entry }), .texts(due.map { $0.time.rfc3339 }), to: purpose)
        try state.keep(lines, in: session, to: purpose)
      }
    }
  }

  /// Forgets where entries are that there are no more, and notes that all feeds there are, or were, are to be made.
  ///
  /// - Throws: `PostgresError`.
  public func beginAnew() async throws {
    let purpose = "look at all entries of \(site.name)"
    try await connection.perform { session in
      try session.transaction(to: purpose) {
        for sql in [
          """
          INSERT INTO syndicate.stale (site, scope) SELECT DISTINCT site, scope FROM syndicate.membership WHERE site = $1
          ON CONFLICT DO NOTHING
          """,
          """
          INSERT INTO syndicate.stale (site, scope)
          SELECT site, line::jsonb ->> 'feed' FROM syndicate.ledger WHERE site = $1 AND line LIKE '{"row":"feed",%'
          ON CONFLICT DO NOTHING
          """,
          """
          INSERT INTO syndicate.change (site, entry)
          SELECT DISTINCT site, entry FROM syndicate.membership AS member WHERE site = $1 AND NOT EXISTS (
            SELECT FROM syndicate.entry WHERE entry.site = member.site AND entry.id = member.entry)
          """,
        ] { try session.query(sql, .number(site.id), to: purpose) }
      }
    }
  }

  /// The ids of entries that are due, or have expired, by the clock of the database.
  ///
  /// - Throws: `PostgresError`.
  public func dueEntries() async throws -> [String] {
    try await texts(
      "SELECT entry FROM syndicate.due WHERE site = $1 AND time <= now() ORDER BY time, entry",
      to: "look which entries of \(site.name) are due")
  }

  /// When the next entry is due, or expires; nil where none is.
  ///
  /// - Throws: `PostgresError`.
  public func nextChange() async throws -> Timestamp? {
    try await connection.perform { session in
      try session.query(
        "SELECT extract(epoch FROM min(time))::bigint FROM syndicate.due WHERE site = $1", .number(site.id),
        to: "look when an entry of \(site.name) is due"
      ).number(0, 0).map { Timestamp(seconds: Int64($0)) }
    }
  }

  // MARK: - Feeds

  /// - Throws: `PostgresError`.
  public func stale(atMost count: Int) async throws -> [String] {
    try await texts(
      "SELECT scope FROM syndicate.stale WHERE site = $1 ORDER BY scope = $2, scope LIMIT $3", .text(Scope.all.name),
      .number(count), to: "look which feeds of \(site.name) are to be made")
  }

  /// - Throws: `PostgresError`.
  public func settle(_ scopes: [String]) async throws {
    try await connection.perform { session in
      _ = try session.query(
        "DELETE FROM syndicate.stale WHERE site = $1 AND scope = ANY($2::text[])", .number(site.id), .texts(scopes),
        to: "note which feeds of \(site.name) are made")
    }
  }

  // MARK: - The ledger

  /// - Throws: `PostgresError`.
  public func lines(named names: Set<String>) async throws -> [LedgerLine] { try await state.lines(named: names) }

  /// - Throws: `PostgresError`.
  public func keep(_ lines: [LedgerLine]) async throws {
    if lines.isEmpty { return }
    let purpose = "write the ledger of \(site.name)"
    try await connection.perform { session in
      try session.transaction(to: purpose) { try state.keep(lines, in: session, to: purpose) }
    }
  }

  // MARK: -

  /// The first column of a statement, `$1` in which is the site.
  private func texts(_ sql: String, _ values: PostgresValue..., to purpose: String) async throws -> [String] {
    try await connection.perform { session in
      let rows = try session.query(sql, [.number(site.id)] + values, to: purpose)
      return (0..<rows.count).map { rows.text($0, 0)! }
    }
  }
}
