public import Syndication

/// What a turn found wrong with its site.
public struct TurnFindings: Sendable {
  /// All of it.
  public var problems: [Problem]
  /// Those of the problems that were found when documents were made: they are told again only when those are.
  public var ofDocuments: Set<Problem>
  /// Whether nothing was published, for the errors among them.
  public var isRefused: Bool
  /// Whether all entries were read: what was found earlier, and is not among these, is then mended.
  public var areOfAll: Bool

  /// What a turn found, of all entries or of those that it looked at.
  public init(
    _ problems: [Problem] = [], ofDocuments: Set<Problem> = [], isRefused: Bool = false, areOfAll: Bool = false
  ) {
    self.problems = problems
    self.ofDocuments = ofDocuments
    self.isRefused = isRefused
    self.areOfAll = areOfAll
  }
}

/// The rows of the table `problem` of a site.
struct PostgresProblems {
  let site: PostgresSite

  /// Of what is `failed`, there is one, whatever it says.
  private static let failure = "failed"

  /// A problem, as its row has it.
  private struct Row {
    var problem: Problem
    var kind: String
    var hash: String
  }

  /// Notes what a turn found, and forgets what is mended, in a transaction that has begun and before the turn's changes go.
  ///
  /// - Parameter changes: what the turn saw, as `ChangeQueue.Turn` has it.
  /// - Returns: what was not known, what is worse first.
  func replace(
    with findings: TurnFindings, changes: String, in session: PostgresSession, to purpose: String
  ) throws(PostgresError) -> [Problem] {
    let rows = rows(of: findings)
    try session.query(
      """
      DELETE FROM syndicate.problem WHERE site = $1 AND hash <> ALL($2::text[]) AND (
        kind IN ('refused', 'failed')
        OR NOT $3 AND (
          entry IN (SELECT entry FROM syndicate.change WHERE site = $1 AND seq <@ $4::int8multirange)
          OR $5 AND (NOT of_document OR entry IS NOT NULL AND NOT EXISTS (
            SELECT FROM syndicate.entry WHERE entry.site = $1 AND entry.id = problem.entry))))
      """, .number(site.id), .texts(rows.map(\.hash)), .boolean(findings.isRefused), .text(changes),
      .boolean(findings.areOfAll), to: purpose)
    if rows.isEmpty { return [] }
    let noted = try session.query(
      """
      INSERT INTO syndicate.problem AS known (site, hash, kind, entry, place, rule, message, others, of_document)
      SELECT site.id, found.* FROM syndicate.site, unnest(
        $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::boolean[]) AS found
      WHERE site.id = $1
      ON CONFLICT (site, hash) DO UPDATE SET others = excluded.others WHERE known.others <> excluded.others
      RETURNING hash, xmax = 0
      """, .number(site.id), .texts(rows.map(\.hash)), .texts(rows.map(\.kind)),
      .texts(rows.map { EntryRows.entry(at: $0.problem.place, of: site) }),
      .texts(rows.map { PostgresProblems.text(Problem.bounded("\($0.problem.place)")) }),
      .texts(rows.map { $0.problem.rule }),
      .texts(rows.map { PostgresProblems.text($0.problem.message) }), .numbers(rows.map { $0.problem.others }),
      .texts(rows.map { findings.ofDocuments.contains($0.problem) ? "true" : "false" }), to: purpose)
    let new = Set((0..<noted.count).filter { noted.boolean($0, 1) }.map { noted.text($0, 0)! })
    if !new.isEmpty { try bound(in: session, to: purpose) }
    return rows.filter { new.contains($0.hash) }.map(\.problem)
  }

  /// Notes that a turn ended by an error.
  ///
  /// - Returns: whether it was not known.
  func note(failure message: String, in session: PostgresSession, to purpose: String) throws(PostgresError) -> Bool {
    let noted = try session.query(
      """
      INSERT INTO syndicate.problem AS known (site, hash, kind, place, rule, message)
      SELECT id, $2, $2, $3, '', $4 FROM syndicate.site WHERE id = $1
      ON CONFLICT (site, hash) DO UPDATE SET message = excluded.message WHERE known.message <> excluded.message
      RETURNING site
      """, .number(site.id), .text(PostgresProblems.failure), .text("postgresql:\(site.name)"),
      .text(PostgresProblems.text(Problem.bounded(message))), to: purpose)
    return !noted.isEmpty
  }

  /// What is worse first, each once, and no more than there may be: the last stands for the others.
  private func rows(of findings: TurnFindings) -> [Row] {
    var rows: [Row] = []
    var known: Set<String> = []
    for severity in Problem.Severity.allCases {
      for problem in findings.problems where problem.severity == severity {
        let kind = findings.isRefused && severity == .error ? "refused" : severity.rawValue
        let hash = ContentHash(texts: [kind, problem.place.description, problem.rule, problem.message]).description
        guard known.insert(hash).inserted else { continue }
        if rows.count < Limit.notedProblems.value {
          rows.append(Row(problem: problem, kind: kind, hash: hash))
        } else {
          rows[rows.count - 1].problem.others += 1 + problem.others
        }
      }
    }
    return rows
  }

  /// Those of several turns may be more.
  private func bound(in session: PostgresSession, to purpose: String) throws(PostgresError) {
    try session.query(
      """
      DELETE FROM syndicate.problem WHERE site = $1 AND hash IN (
        SELECT hash FROM syndicate.problem WHERE site = $1
        ORDER BY kind IN ('warning', 'unread'), since DESC, hash OFFSET $2)
      """, .number(site.id), .number(Limit.notedProblems.value), to: purpose)
  }

  /// Without what a text of PostgreSQL does not hold.
  private static func text(_ text: String) -> String {
    text.utf8.contains(0) ? String(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : Character($0) }) : text
  }
}
