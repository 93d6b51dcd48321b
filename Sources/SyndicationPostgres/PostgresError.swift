/// PostgreSQL did not do what it was asked to: what was asked, what it said, and what to do.
public struct PostgresError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the statement was for, as a verb and what it is about: `read the entries of blog`.
  public var purpose: String
  /// The SQLSTATE of PostgreSQL's answer (its manual, appendix A); nil where there was none.
  public var state: String?
  /// What PostgreSQL, or its library, said, in a line.
  public var message: String
  /// Whether the connection is gone, and with it all locks and all that was not committed: open another.
  public var isConnectionLost: Bool

  /// - Parameter message: of several lines, the first is taken.
  public init(_ purpose: String, state: String? = nil, _ message: String, isConnectionLost: Bool = false) {
    self.purpose = purpose
    self.state = state
    let line = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it gave no reason"
    self.message = line.hasSuffix(".") ? String(line.dropLast()) : line
    self.isConnectionLost = isConnectionLost
  }

  /// Whether the same transaction, done again, may well go through: it was in another's way.
  public var isInConflict: Bool { ["40001", "40P01"].contains(state) }

  /// The SQLSTATE of a connection that is refused, which libpq does not give; nil where PostgreSQL's English does not tell.
  static func state(ofRefusal message: String) -> String? {
    let line = message.split(whereSeparator: \.isNewline).first ?? ""
    guard let fatal = line.firstRange(of: "FATAL:") else { return nil }
    let reason = line[fatal.upperBound...]
    return [
      ("database \"", "3D000"), ("password authentication failed", "28P01"), ("authentication failed", "28000"),
      ("role \"", "28000"), ("no pg_hba.conf entry", "28000"), ("pg_hba.conf rejects", "28000"),
      ("too many clients", "53300"), ("connection slots", "53300"), ("too many connections", "53300"),
      ("is starting up", "57P03"), ("is shutting down", "57P03"), ("in recovery mode", "57P03"),
      ("permission denied", "42501"),
    ].first { reason.contains($0.0) }?.1
  }

  /// What to do about it, as far as the SQLSTATE tells.
  private var cure: String? {
    switch state {
    case "3F000", "42P01", "42703", "42883": "bring the schema up to date: syndicate-worker migrate"
    case "23514": "see what may stand there: \\d+ of the table, in psql"
    case "25006": "write to the primary server, and to a database that is not read-only"
    case "42501": "grant the role what it lacks, or connect as another"
    case "53100": "make room on PostgreSQL's disk"
    case "53200": "give PostgreSQL more memory, or let it do less at a time"
    case "53300": "let fewer connect, or raise max_connections"
    case "53400": "raise the limit that PostgreSQL names"
    case "55P03": "somebody holds a lock on it: see pg_stat_activity, and try again when their transaction has ended"
    case "57014":
      "see whether somebody holds a lock (pg_stat_activity), or allow more time: PGOPTIONS='-c statement_timeout=5min'"
    case "57P01", "57P02": "connect again when PostgreSQL is back"
    case "57P03": "try again when PostgreSQL has started"
    case "57P04", "3D000": "create the database, or name another"
    case let state? where state.hasPrefix("28"): "check the user, the password, and pg_hba.conf"
    case let state? where state.hasPrefix("08"): "connect again when PostgreSQL can be reached"
    case nil where isConnectionLost: "connect again when PostgreSQL can be reached"
    default: isInConflict ? "try again" : nil
    }
  }

  public var description: String {
    var text = "cannot \(purpose) in PostgreSQL: \(message)"
    if let state { text += " (SQLSTATE \(state))" }
    if let cure { text += ": \(cure)" }
    return text
  }
}

/// An address of a database that no server can be asked with, or a variable of libpq's that has no such value.
public struct DatabaseAddressError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What libpq said, in a line.
  public var message: String

  /// - Parameter message: of several lines, the first is taken.
  public init(_ message: String) {
    self.message = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it gave no reason"
  }

  public var description: String {
    "the address of the database cannot be used: \(message): write it as postgresql://user@host/database or as "
      + "\"host=/run/postgresql dbname=blogs\", and see to the variables PGHOST, …"
  }
}
