internal import CPostgreSQL
internal import Glibc

/// A session with PostgreSQL, used by one at a time: by who was given it by a `PostgresConnection`.
package final class PostgresSession {
  private let connection: OpaquePointer
  private var isClosed = false
  /// The advisory locks of this session, which PostgreSQL would give it again.
  private var held: Set<Lock> = []

  /// - Throws: `PostgresError`; `DatabaseAddressError` where libpq did not even try.
  init(_ address: String, as program: String, statementTimeout: Duration) throws {
    // What stands before the address is what holds where that says nothing.
    let parameters = [
      ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"), ("fallback_application_name", program), ("dbname", address),
      ("client_encoding", "UTF8"),
    ]
    let names = parameters.map { strdup($0.0) } + [nil]
    let values = parameters.map { strdup($0.1) } + [nil]
    defer { for text in names + values { free(text) } }
    guard
      let connection = PQconnectdbParams(
        names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
    else { throw PostgresError("connect", "there is no memory") }
    self.connection = connection
    guard PQstatus(connection) == CONNECTION_OK else {
      defer { close() }
      let message = PostgresSession.message(of: connection)
      // What libpq says of a server that it asked begins so; what else there is it tells without asking any.
      if !message.hasPrefix("connection to server"),
        PQpingParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1) == PQPING_NO_ATTEMPT
      {
        throw DatabaseAddressError(message)
      }
      throw PostgresError(
        "connect", state: PostgresError.state(ofRefusal: message), message, isConnectionLost: true)
    }
    PQsetNoticeProcessor(connection, { _, _ in }, nil)
    // The server, too, is to notice soon whose machine is gone: what it holds is others' then.
    try query(
      """
      SELECT set_config('statement_timeout', coalesce($1, current_setting('statement_timeout')), false),
        set_config('client_min_messages', 'warning', false),
        set_config('search_path', 'pg_catalog', false), set_config('TimeZone', 'UTC', false),
        set_config('DateStyle', 'ISO', false),
        set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
        set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '30000', false)
      """, .number(asksForTimeout ? nil : Int(statementTimeout / .milliseconds(1))), to: "begin a session")
  }

  deinit { close() }

  /// Ends the session, and gives back all that it holds.
  func close() {
    if !isClosed { PQfinish(connection) }
    isClosed = true
    held = []
  }

  /// Whether the address, or PGOPTIONS, says how long a statement may take.
  private var asksForTimeout: Bool {
    guard let options = PQconninfo(connection) else { return false }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if strcmp(keyword, "options") == 0, let value = option.pointee.val {
        return strstr(value, "statement_timeout") != nil
      }
      option += 1
    }
    return false
  }

  /// `blogs at /run/postgresql`.
  var name: String { "\(String(cString: PQdb(connection))) at \(String(cString: PQhost(connection)))" }

  /// Its number in `pg_stat_activity`.
  package var process: Int { Int(PQbackendPID(connection)) }

  // MARK: - Statements

  /// Does one statement, `$1` in which stands for the first of `values`.
  ///
  /// - Parameter purpose: what for, as `PostgresError` has it.
  @discardableResult
  package func query(_ sql: String, _ values: PostgresValue..., to purpose: String) throws(PostgresError)
    -> PostgresRows
  {
    try query(sql, values, to: purpose)
  }

  /// The same.
  @discardableResult
  package func query(_ sql: String, _ values: [PostgresValue], to purpose: String) throws(PostgresError) -> PostgresRows
  {
    try check(purpose)
    // Of each value where it begins among the bytes, how long it is, and whether it is meant as it stands: see PQexecParams.
    var bytes: [UInt8] = []
    var places: [(start: Int, count: Int, isBinary: Bool)?] = []
    for value in values {
      let start = bytes.count
      switch value {
      case .null: places.append(nil)
      case .bytes(let value):
        bytes += value
        places.append((start, value.count, true))
      case .text(let text):
        guard !text.utf8.contains(0) else {
          throw PostgresError(purpose, state: "22021", "a text holds U+0000, which PostgreSQL does not keep")
        }
        bytes += text.utf8
        places.append((start, bytes.count - start, false))
      }
      bytes.append(0)
    }
    return try answer(to: purpose) {
      bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { buffer in
          PQexecParams(
            connection, sql, Int32(values.count), nil, places.map { $0.map { buffer.baseAddress! + $0.start } },
            places.map { Int32($0?.count ?? 0) }, places.map { $0?.isBinary == true ? 1 : 0 }, 0)
        }
      }
    }
  }

  /// Does several statements without values.
  package func run(_ script: String, to purpose: String) throws(PostgresError) {
    try check(purpose)
    _ = try answer(to: purpose) { PQexec(connection, script) }
  }

  private func check(_ purpose: String) throws(PostgresError) {
    if isClosed { throw PostgresError(purpose, "the connection is closed", isConnectionLost: true) }
  }

  private func answer(to purpose: String, _ send: () -> OpaquePointer?) throws(PostgresError) -> PostgresRows {
    guard let result = send() else { throw lost(purpose) }
    let rows = PostgresRows(result)
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return rows
    default:
      func field(_ code: UnicodeScalar) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
      }
      // PG_DIAG_SQLSTATE, PG_DIAG_MESSAGE_PRIMARY and PG_DIAG_MESSAGE_DETAIL, which are C's characters.
      guard let message = field("M") else { throw lost(purpose) }
      let detail = field("D").map { ": \($0)" } ?? ""
      let state = field("C")
      // libpq tells of some losses before it notes them: those without an SQLSTATE are its own, and after a FATAL nothing comes.
      let isLost = PQstatus(connection) != CONNECTION_OK || state == nil || ["FATAL", "PANIC"].contains(field("V"))
      if isLost { close() }
      throw PostgresError(purpose, state: state, message + detail, isConnectionLost: isLost)
    }
  }

  /// Of a server that gave no answer. Nothing is left of the session, so that nobody goes on with half of it.
  private func lost(_ purpose: String) -> PostgresError {
    defer { close() }
    return PostgresError(purpose, PostgresSession.message(of: connection), isConnectionLost: true)
  }

  private static func message(of connection: OpaquePointer) -> String { String(cString: PQerrorMessage(connection)) }

  // MARK: - Transactions

  /// Does all of `body` or nothing; again where another transaction was in the way.
  ///
  /// - Parameters:
  ///   - isSnapshot: whether all of it sees the database as it was when it began.
  ///   - purpose: of beginning and ending it.
  /// - Throws: what `body` throws; `PostgresError`. Where the connection is lost in the end, nobody knows whether it was done.
  package func transaction<Result>(
    isSnapshot: Bool = false, to purpose: String, _ body: () throws -> Result
  ) throws -> Result {
    var attempts = 0
    while true {
      try query("BEGIN ISOLATION LEVEL \(isSnapshot ? "REPEATABLE READ" : "READ COMMITTED")", to: purpose)
      do {
        let result = try body()
        try query("COMMIT", to: purpose)
        return result
      } catch {
        _ = try? query("ROLLBACK", to: purpose)
        attempts += 1
        guard let error = error as? PostgresError, error.isInConflict, attempts < 10 else { throw error }
        // Both would meet again.
        usleep(.random(in: 0..<2_000) * UInt32(attempts))
      }
    }
  }

  // MARK: - Locks

  /// The right to something of a site, which one session at a time has, until it gives it back or ends.
  package struct Lock: Hashable {
    /// Among the advisory locks of a database, those whose first number is this are ours.
    package enum Kind: Int {
      case turn = 0x73_79_6E_01
      case publishing = 0x73_79_6E_02
    }

    package var kind: Kind
    package var site: Int

    package init(_ kind: Kind, of site: Int) {
      self.kind = kind
      self.site = site
    }
  }

  /// The sites of which this session has that right.
  package func sites(held kind: Lock.Kind) -> [Int] { held.filter { $0.kind == kind }.map(\.site) }

  /// Notes that a statement took `lock`.
  package func note(_ lock: Lock) { held.insert(lock) }

  /// Whether nobody had it, this session included.
  package func take(_ lock: Lock, to purpose: String) throws(PostgresError) -> Bool {
    guard !held.contains(lock) else { return false }
    let rows = try query(
      "SELECT pg_try_advisory_lock($1, $2)", .number(lock.kind.rawValue), .number(lock.site), to: purpose)
    guard rows.boolean(0, 0) else { return false }
    held.insert(lock)
    return true
  }

  /// Does nothing where this session does not have it.
  package func giveBack(_ lock: Lock) {
    guard held.remove(lock) != nil else { return }
    // A connection that is lost has given it back.
    _ = try? query(
      "SELECT pg_advisory_unlock($1, $2)", .number(lock.kind.rawValue), .number(lock.site), to: "give back a lock")
  }

  // MARK: - Notifications

  /// The payloads of the notifications that came, waiting for the first.
  ///
  /// - Parameter interruption: a descriptor: where it can be read, nobody waits any longer.
  func notifications(within timeout: Duration, or interruption: Int32) throws(PostgresError) -> Set<String> {
    let purpose = "wait for changes"
    try check(purpose)
    let deadline = ContinuousClock.now + timeout
    while true {
      guard PQconsumeInput(connection) == 1 else { throw lost(purpose) }
      var payloads: Set<String> = []
      while let notification = PQnotifies(connection) {
        payloads.insert(String(cString: notification.pointee.extra))
        PQfreemem(notification)
      }
      let rest = deadline - .now
      guard payloads.isEmpty, rest > .zero else { return payloads }
      var descriptors = [
        pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0),
        pollfd(fd: interruption, events: Int16(POLLIN), revents: 0),
      ]
      // Not less than a millisecond, which would be none.
      let milliseconds = min(rest / .milliseconds(1), 1e9).rounded(.up)
      _ = poll(&descriptors, 2, Int32(milliseconds))
      if descriptors[1].revents != 0 { return [] }
    }
  }
}
