public import Syndication

/// The index of the documents of a site that are in a store: rows of the table `document`.
public struct PostgresDocuments: DocumentIndex {
  public let site: PostgresSite
  private let connection: PostgresConnection

  /// - Parameter connection: of who holds the right to publish: where it is lost, so is that.
  public init(of site: PostgresSite, on connection: PostgresConnection) {
    self.site = site
    self.connection = connection
  }

  /// - Throws: `PostgresError`.
  public func records(of paths: [DocumentPath]?) async throws -> [DocumentPath: DocumentRecord] {
    let purpose = "read which documents of \(site.name) are published"
    let columns = "SELECT path, size, hash, fingerprint, tag FROM syndicate.document WHERE site = $1"
    return try await connection.perform { session in
      let rows =
        if let paths {
          try session.query(
            "\(columns) AND path = ANY($2::text[])", .number(site.id), .texts(paths.map(\.string)), to: purpose)
        } else {
          try session.query(columns, .number(site.id), to: purpose)
        }
      var records = [DocumentPath: DocumentRecord](minimumCapacity: rows.count)
      for row in 0..<rows.count {
        // One that cannot be understood is as good as none.
        guard let path = DocumentPath(rows.text(row, 0)!), let size = rows.number(row, 1),
          let hash = ContentHash(hexadecimal: rows.text(row, 2)!)
        else { continue }
        records[path] = DocumentRecord(
          size: size, hash: hash, fingerprint: rows.text(row, 3).flatMap { ContentHash(hexadecimal: $0) },
          tag: rows.text(row, 4)!)
      }
      return records
    }
  }

  /// - Throws: `PostgresError`, and nothing is noted then.
  public func note(_ records: [DocumentPath: DocumentRecord?]) async throws {
    if records.isEmpty { return }
    let purpose = "note which documents of \(site.name) are published"
    let removed = records.filter { $0.value == nil }.map(\.key.string)
    let noted = records.compactMap { path, record in record.map { (path: path.string, record: $0) } }
    try await connection.perform { session in
      try session.transaction(to: purpose) {
        if !removed.isEmpty {
          try session.query(
            "DELETE FROM syndicate.document WHERE site = $1 AND path = ANY($2::text[])", .number(site.id),
            .texts(removed), to: purpose)
        }
        for start in stride(from: 0, to: noted.count, by: 10_000) {
          let part = noted[start..<min(start + 10_000, noted.count)]
          try session.query(
            """
            INSERT INTO syndicate.document (site, path, size, hash, fingerprint, tag)
            SELECT $1, noted.* FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[]) AS noted
            ON CONFLICT (site, path) DO UPDATE
            SET (size, hash, fingerprint, tag) = (excluded.size, excluded.hash, excluded.fingerprint, excluded.tag)
            """, .number(site.id), .texts(part.map { $0.path }), .numbers(part.map { $0.record.size }),
            .texts(part.map { $0.record.hash.description }), .texts(part.map { $0.record.fingerprint?.description }),
            .texts(part.map { $0.record.tag }), to: purpose)
        }
        // Of those that are about to be stored nobody needs to know.
        if !removed.isEmpty || noted.contains(where: { $0.record.hash.value != 0 }) {
          try PublishedDocuments.notify(of: site, in: session, to: purpose)
        }
      }
    }
  }
}
