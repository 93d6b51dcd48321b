public import Syndication

/// What is published of all sites, for who serves it. It reads alone.
public struct PublishedDocuments: Sendable {
  private let connection: PostgresConnection

  /// In the database of a connection, whose schema was checked.
  public init(on connection: PostgresConnection) { self.connection = connection }

  /// What the database knows of a document.
  public struct Found: Sendable {
    /// Where the documents of its site are, as workers noted it; nil before any was published.
    public var store: String?
    /// What its row tells, of a bucket; nil where there is none.
    public var record: DocumentRecord?
    /// Its line in the manifest of a folder, where it was asked for, with a part of what follows; nil where there is none.
    public var manifestLine: [UInt8]?
  }

  /// What is known of a document of the site called `site`; nil where there is no such site.
  ///
  /// - Parameters:
  ///   - start: how its line begins in the manifest of a folder; nil where that is not wanted.
  ///   - rest: how many bytes of what is behind the start.
  /// - Throws: `PostgresError`.
  public func find(
    _ path: DocumentPath, of site: String, manifestLine start: [UInt8]?, and rest: Int
  ) async throws -> Found? {
    try await connection.perform { session in
      let rows = try session.query(
        """
        SELECT store.bytes, document.size, document.hash, document.tag,
          CASE WHEN position($3::bytea IN manifest.bytes) > 0
            THEN substring(manifest.bytes FROM position($3::bytea IN manifest.bytes) FOR $4::integer) END
        FROM syndicate.site
        LEFT JOIN syndicate.state_document AS store ON store.site = site.id AND store.name = 'note store'
        LEFT JOIN syndicate.document ON document.site = site.id AND document.path = $2
        LEFT JOIN syndicate.state_document AS manifest ON manifest.site = site.id AND manifest.name = $5
          AND $3::bytea IS NOT NULL
        WHERE site.name = $1
        """, .text(site), .text(path.string), start.map(PostgresValue.bytes) ?? .null,
        .number((start?.count ?? 0) + rest), .text(StateDocument.manifest.rawValue),
        to: "look for the document \(site)/\(path)")
      guard !rows.isEmpty else { return nil }
      var found = Found()
      found.store = rows.bytes(0, 0).map { String(decoding: $0, as: UTF8.self) }
      if let size = rows.number(0, 1), let hash = rows.text(0, 2).flatMap({ ContentHash(hexadecimal: $0) }) {
        found.record = DocumentRecord(size: size, hash: hash, tag: rows.text(0, 3) ?? "")
      }
      found.manifestLine = rows.bytes(0, 4)
      return found
    }
  }

  /// Tells who serves documents of a site that they are others now, with the transaction that says which.
  static func notify(of site: PostgresSite, in session: PostgresSession, to purpose: String) throws {
    try session.query(
      "SELECT pg_notify($1, $2)", .text(ChangeListener.Channel.documents.rawValue), .text(site.name), to: purpose)
  }
}
