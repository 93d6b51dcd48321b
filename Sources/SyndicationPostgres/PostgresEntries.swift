public import Syndication

/// The entries of a site in a database, as they are written by who brings posts from elsewhere.
public struct PostgresEntries: Sendable {
  public let site: PostgresSite
  private let connection: PostgresConnection

  public init(of site: PostgresSite, on connection: PostgresConnection) {
    self.site = site
    self.connection = connection
  }

  /// What replacing them came to.
  public struct Replaced: Sendable, Hashable {
    /// How many came, or are other than they were.
    public var written = 0
    /// How many there are no more.
    public var removed = 0
    /// Of posts that no row can hold.
    public var problems: [Problem] = []

    public init(written: Int = 0, removed: Int = 0, problems: [Problem] = []) {
      self.written = written
      self.removed = removed
      self.problems = problems
    }
  }

  /// Lets `items` take the place of all entries of the site, at once or not at all: only what differs is written.
  ///
  /// A body that the column `markup` does not describe, as of a template language, is rendered, and kept as HTML. A post that a
  /// row cannot hold is left out, and the entry that it was before stays.
  ///
  /// - Parameter publication: what their addresses, and dates without a zone, are relative to.
  /// - Throws: `PostgresError`; what reading a body throws.
  public func replace(with items: [SourceItem], on publication: Site) async throws -> Replaced {
    let purpose = "write the entries of \(site.name)"
    return try await connection.perform { session in
      try session.transaction(to: purpose) {
        var replaced = Replaced()
        var kept: Set<String> = []
        var rows = EntryValues(on: publication, datesOf: items)
        func flush() throws {
          let values: [PostgresValue] = [.number(site.id), .text(rows.take())]
          replaced.written += try session.query(EntryValues.upsert, values, to: purpose).affected
        }
        for item in items {
          guard let id = rows.id(of: item) else {
            replaced.problems.addError(
              at: item.place, rule: "RFC 4287 §4.2.6",
              "has neither an id nor a URL: a reader could not tell it again")
            continue
          }
          guard kept.insert(id).inserted else {
            replaced.problems.addError(
              at: item.place, rule: "RFC 4287 §4.2.6", "has the id “\(id)” of another post: change one")
            continue
          }
          if let problem = try rows.add(item, as: id) { replaced.problems.append(problem) }
          if rows.size > 4_000_000 { try flush() }
        }
        try flush()
        replaced.removed =
          try session.query(
            """
            DELETE FROM syndicate.entry WHERE site = $1
              AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS kept (id) WHERE normalize(kept.id) = entry.id)
            """, .number(site.id), .texts(kept.map { $0 }), to: purpose
          ).affected
        return replaced
      }
    }
  }
}
