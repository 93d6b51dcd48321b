public import Syndication

/// The entries of a site in a database: the rows of the table `entry`, which say what JSON Feed 1.1 has for an item.
///
/// The bodies of the newest come with their rows, and all of them are of one moment; longer ones, and those of what is older,
/// are read when a feed holds their entry.
///
/// It is not asked what changed since an earlier state, as others are (`changes(since:)`): the table `change` is emptied by the
/// turn that publishes, which may be any worker's, so that it tells of no earlier state. A worker reads it for its turn, and has
/// the feeds of a large site made of slices (`PostgresSlices`); a site that is read whole is small.
public struct PostgresSource: CatalogSource {
  /// What the ledger knows it by: `sources[].name`.
  public let name: String
  public let site: PostgresSite
  let connection: PostgresConnection
  /// How many bytes of bodies, as they are stored, are read with the rows.
  package var bodyBytes = 16_000_000

  public init(of site: PostgresSite, named name: String = "posts", on connection: PostgresConnection) {
    self.site = site
    self.name = name
    self.connection = connection
  }

  /// All entries, newest first, without those that have a problem, which is told.
  ///
  /// - Throws: `PostgresError`; `SiteMissing`.
  public func load() async throws -> SourceContents {
    let purpose = "read the entries of \(site.name)"
    return try await connection.perform { session in
      let rows = try session.query(
        EntryRows.select(
          "entry.site = $1",
          comes: """
            sum(coalesce(pg_column_size(entry.summary), 0) + coalesce(pg_column_size(entry.content), 0))
              OVER (ORDER BY entry.published DESC, entry.id) <= $2
            """),
        .number(site.id), .number(bodyBytes), to: purpose)
      if rows.isEmpty { try requireSite(in: session, to: purpose) }
      return contents(rows)
    }
  }

  /// Those of the entries with these ids that there are, newest first, with their bodies.
  ///
  /// - Throws: `PostgresError`.
  package func entries(_ ids: [String]) async throws -> SourceContents {
    try await connection.perform { session in
      contents(
        try session.query(
          EntryRows.select("entry.site = $1 AND entry.id = ANY($2::text[])"), .number(site.id), .texts(ids),
          to: "read entries of \(site.name)"))
    }
  }

  private func contents(_ rows: PostgresRows) -> SourceContents {
    var entries = EntryRows(of: self)
    for row in 0..<rows.count { entries.read(rows, row) }
    return entries.contents
  }

  private func requireSite(in session: PostgresSession, to purpose: String) throws {
    let rows = try session.query("SELECT FROM syndicate.site WHERE id = $1", .number(site.id), to: purpose)
    if rows.isEmpty { throw SiteMissing(name: site.name) }
  }

  /// Tells how often changes of the site were published, and which are not yet: so it moves with each commit that changes an
  /// entry, and once more when that is published.
  public func revision() async -> Revision? {
    let fields = try? await connection.perform { session -> [String]? in
      let rows = try session.query(
        """
        SELECT turns, (SELECT count(*) FROM syndicate.change WHERE change.site = work.site),
          (SELECT coalesce(max(seq), 0) FROM syndicate.change WHERE change.site = work.site)
        FROM syndicate.work WHERE site = $1
        """, .number(site.id), to: "read the revision of \(site.name)")
      return rows.isEmpty ? nil : (0..<3).map { rows.text(0, $0)! }
    }
    return fields.map { Revision(["postgresql", "\(site.id)"] + $0) }
  }
}

/// The body of an entry that was not read with its row.
struct PostgresBody: BodyHandle {
  enum Column: String { case summary, content }

  let connection: PostgresConnection
  let site: PostgresSite
  let entry: String
  /// The transaction that wrote the row.
  let version: String
  let column: Column

  /// - Throws: `EntryChanged`; `PostgresError`.
  func read() throws -> ReadBody { try read([column])[0] }

  func read(with other: any BodyHandle) throws -> (ReadBody, ReadBody)? {
    guard let other = other as? PostgresBody, other.connection === connection, other.site.id == site.id,
      other.entry == entry, other.version == version
    else { return nil }
    let bodies = try read([column, other.column])
    return (bodies[0], bodies[1])
  }

  private func read(_ columns: [Column]) throws -> [ReadBody] {
    try connection.performNow { session -> [ReadBody] in
      let rows = try session.query(
        """
        SELECT \(columns.map(\.rawValue).joined(separator: ", ")) FROM syndicate.entry
        WHERE site = $1 AND id = $2 AND xmin::text = $3
        """, .number(site.id), .text(entry), .text(version), to: "read the entry \(entry) of \(site.name)")
      guard !rows.isEmpty else { throw EntryChanged(id: entry, site: site.name) }
      return columns.indices.map { column in ReadBody(rows.withBytes(0, column) { Array($0) } ?? []) }
    }
  }

  static func == (a: PostgresBody, b: PostgresBody) -> Bool {
    if a.version == b.version && a.entry == b.entry && a.column == b.column && a.site.id == b.site.id { return true }
    guard let text = try? a.read() else { return false }
    return text == (try? b.read())
  }

  // Bodies of other entries may be equal.
  func hash(into hasher: inout Hasher) { hasher.combine(column) }
}

/// An entry became another while feeds were made of what it was.
public struct EntryChanged: Error, Sendable, Hashable, CustomStringConvertible {
  public var id: String
  /// What the site is called.
  public var site: String

  public init(id: String, site: String) {
    self.id = id
    self.site = site
  }

  public var description: String {
    "the entry \(id) of \(site) changed while it was read: what it is now is published next"
  }
}
