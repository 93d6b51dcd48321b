internal import Glibc
internal import Synchronization
public import Syndication

/// The sites that have something to be published: workers take them, one at a time and each by one worker, and say when they
/// are done.
///
/// A site is taken by a lock of the connection, so that it is free again when its worker is gone; what was changed is forgotten
/// when it is published, so that the next worker does again what a killed one did not complete. Every site has its turn: one
/// whose turns do not end well waits longer each time, up to ten minutes.
public final class ChangeQueue: Sendable {
  private let connection: PostgresConnection
  /// The last site that was taken because it changed: the next one comes after it.
  private let last = Mutex(0)

  public init(on connection: PostgresConnection) { self.connection = connection }

  /// A site that is to be published, for as long as it is kept, or until it is ended.
  public struct Turn: Sendable {
    public let site: PostgresSite
    /// Whether more than entries may have changed: the configuration.
    public let isOfAll: Bool
    /// Whether an entry is due, or expired.
    public let isDue: Bool
    /// Whether the turn before asked for all entries to be read in this one.
    public let isWhole: Bool
    /// How many turns before it were begun, and did not end well.
    public let failures: Int
    /// The clock of the database, to be taken as the build instant: that of all workers is one.
    public let instant: Timestamp
    /// The numbers of the changes that were seen, as ranges.
    let changes: String
    let claim: StateLock
  }

  /// Takes a site that has changes, or an entry that is due; nil where none has that nobody is at.
  ///
  /// - Throws: `PostgresError`.
  public func take() async throws -> Turn? {
    let last = self.last.withLock { $0 }
    let turn = try await connection.perform { [self] session -> Turn? in
      for candidate in [Candidate.due, .changed(after: last), .changed(after: 0)] {
        while let site = try take(candidate, in: session) {
          if let turn = try begin(site, in: session) { return turn }
          session.giveBack(.init(.turn, of: site))
        }
      }
      return nil
    }
    if let turn, !turn.isDue { self.last.withLock { $0 = turn.site.id } }
    return turn
  }

  private enum Candidate {
    case due
    case changed(after: Int)
  }

  private static let purpose = "take a site that changed"

  /// Takes the lock of the first site that nobody has.
  private func take(_ candidate: Candidate, in session: PostgresSession) throws -> Int? {
    let (first, sites) =
      switch candidate {
      case .due:
        (
          0,
          """
          candidate (site) AS MATERIALIZED (
            SELECT site FROM syndicate.work WHERE next_change <= now() AND $1 = 0 ORDER BY next_change)
          """
        )
      case .changed(let site):
        (
          site,
          // From one site to the next by the index, however many changes each has.
          """
          RECURSIVE candidate (site) AS (
            (SELECT site FROM syndicate.change WHERE site > $1 ORDER BY site LIMIT 1)
            UNION ALL
            SELECT (SELECT change.site FROM syndicate.change WHERE change.site > candidate.site ORDER BY site LIMIT 1)
            FROM candidate WHERE candidate.site IS NOT NULL)
          """
        )
      }
    // The lock is tried last, and row by row until it is had: CASE keeps the order.
    let rows = try session.query(
      """
      WITH \(sites)
      SELECT site FROM candidate WHERE CASE
        WHEN site IS NULL OR site = ANY($3::integer[]) THEN false
        WHEN (SELECT coalesce(not_before <= now(), true) FROM syndicate.work WHERE work.site = candidate.site)
        THEN pg_try_advisory_lock($2, site)
        ELSE false
      END LIMIT 1
      """, .number(first), .number(PostgresSession.Lock.Kind.turn.rawValue), .numbers(session.sites(held: .turn)),
      to: ChangeQueue.purpose)
    guard !rows.isEmpty, let site = rows.number(0, 0) else { return nil }
    session.note(.init(.turn, of: site))
    return site
  }

  /// What is to be done of a site that is taken; nil where another has just done it.
  private func begin(_ site: Int, in session: PostgresSession) throws -> Turn? {
    let purpose = ChangeQueue.purpose
    // One statement, which sees one moment: no change that is committed later is among those that are seen.
    let rows = try session.query(
      """
      SELECT site.name, site.configuration, work.is_whole, work.attempts, floor(extract(epoch FROM now()))::bigint,
        coalesce(work.next_change <= now(), false),
        (SELECT range_agg(int8range(seq, seq, '[]'))::text FROM syndicate.change WHERE change.site = $1),
        EXISTS (SELECT FROM syndicate.change WHERE change.site = $1 AND entry IS NULL)
      FROM syndicate.site JOIN syndicate.work ON work.site = site.id WHERE site.id = $1
      """, .number(site), to: purpose)
    guard !rows.isEmpty else { return nil }
    let isDue = rows.boolean(0, 5)
    let changes = rows.text(0, 6)
    guard isDue || changes != nil else { return nil }
    // Before anything is done: what ends its worker is left alone for a while, too. The first time may have been bad luck.
    try session.query(
      """
      UPDATE syndicate.work SET attempts = attempts + 1,
        not_before = CASE WHEN attempts > 0 THEN \(ChangeQueue.pause) END
      WHERE site = $1
      """, .number(site), to: purpose)
    let lock = PostgresSession.Lock(.turn, of: site)
    return Turn(
      site: PostgresSite(id: site, name: rows.text(0, 0)!, configuration: rows.text(0, 1)!),
      isOfAll: rows.boolean(0, 7), isDue: isDue, isWhole: rows.boolean(0, 2), failures: rows.number(0, 3)!,
      instant: Timestamp(seconds: Int64(rows.number(0, 4)!)), changes: changes ?? "{}",
      claim: StateLock { [connection] in connection.performSoon { $0.giveBack(lock) } })
  }

  /// Until when a site is left alone: from one second on, twice as long each time.
  private static let pause = "now() + least(interval '1 second' * 2 ^ least(attempts, 20), interval '10 minutes')"

  /// Says that all that `turn` saw is published: no more is heard of that.
  ///
  /// - Parameters:
  ///   - nextChange: when an entry is due, or expires.
  ///   - isWhole: whether the next turn has to read all entries.
  ///   - findings: what is wrong with the site.
  /// - Returns: those of the problems that were not known, what is worse first.
  /// - Throws: `PostgresError`, also where the connection was lost meanwhile, and the site is another's: it will be done again.
  @discardableResult
  public func finish(
    _ turn: Turn, nextChange: Timestamp? = nil, isWhole: Bool = true, noting findings: TurnFindings = TurnFindings()
  ) async throws -> [Problem] {
    let purpose = "note that \(turn.site.name) is published"
    let new = try await connection.perform { session in
      try session.transaction(to: purpose) {
        let new = try PostgresProblems(site: turn.site).replace(
          with: findings, changes: turn.changes, in: session, to: purpose)
        let deleted = try session.query(
          "DELETE FROM syndicate.change WHERE site = $1 AND seq <@ $2::int8multirange", .number(turn.site.id),
          .text(turn.changes), to: purpose)
        try session.query(
          """
          UPDATE syndicate.work SET attempts = 0, not_before = NULL, next_change = $2, is_whole = $3,
            turns = turns + sign($4)::integer
          WHERE site = $1
          """, .number(turn.site.id), .time(nextChange), .boolean(isWhole), .number(deleted.affected), to: purpose)
        return new
      }
    }
    turn.claim.release()
    return new
  }

  /// Says that `turn` did not end well: the site waits before its next turn, and others have theirs.
  ///
  /// - Parameter message: why.
  /// - Returns: whether that was not known.
  /// - Throws: `PostgresError`.
  @discardableResult
  public func fail(_ turn: Turn, saying message: String) async throws -> Bool {
    let purpose = "note that \(turn.site.name) could not be published"
    let isNew = try await connection.perform { session in
      try session.transaction(to: purpose) {
        try session.query(
          "UPDATE syndicate.work SET not_before = \(ChangeQueue.pause) WHERE site = $1", .number(turn.site.id),
          to: purpose)
        return try PostgresProblems(site: turn.site).note(failure: message, in: session, to: purpose)
      }
    }
    turn.claim.release()
    return isNew
  }

  /// Says that `turn` ends before it is done, by no fault of the site: whoever comes first takes it again.
  ///
  /// - Throws: `PostgresError`.
  public func putBack(_ turn: Turn) async throws {
    try await connection.perform { session in
      _ = try session.query(
        "UPDATE syndicate.work SET attempts = greatest(attempts - 1, 0), not_before = NULL WHERE site = $1",
        .number(turn.site.id), to: "leave \(turn.site.name) to others")
    }
    turn.claim.release()
  }

  /// How it stands with all sites.
  public struct Outlook: Sendable {
    /// How long it is until a site is due that nobody changes, or is at, by the clock of the database; nil where none will be.
    public let timeToNext: Duration?
    /// Whether somebody is at a site: who is killed frees it, and nobody tells.
    public let isAnybodyAtWork: Bool
    /// Of how many sites nothing is published, for what is wrong with them.
    public let refused: Int
    /// The last turn of how many sites failed.
    public let failed: Int
  }

  /// What there is to wait for.
  ///
  /// - Throws: `PostgresError`.
  public func outlook() async throws -> Outlook {
    try await connection.perform { session in
      let rows = try session.query(
        """
        WITH taken AS MATERIALIZED (
          SELECT objid::bigint AS site FROM pg_locks
          WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        SELECT ceil(extract(epoch FROM least(
            (SELECT min(greatest(next_change, not_before)) FROM syndicate.work WHERE next_change IS NOT NULL
              AND site NOT IN (SELECT site FROM taken)),
            (SELECT min(not_before) FROM syndicate.work WHERE not_before > now())) - now()) * 1000)::bigint,
          EXISTS (SELECT FROM taken),
          (SELECT count(DISTINCT site) FROM syndicate.problem WHERE kind = 'refused'),
          (SELECT count(*) FROM syndicate.problem WHERE kind = 'failed')
        """, .number(PostgresSession.Lock.Kind.turn.rawValue), to: "ask when a site is due")
      return Outlook(
        timeToNext: rows.number(0, 0).map { .milliseconds(max($0, 0)) }, isAnybodyAtWork: rows.boolean(0, 1),
        refused: rows.number(0, 2)!, failed: rows.number(0, 3)!)
    }
  }
}

/// Waits for what is committed in a database: changes of entries, or documents that were published.
///
/// What is committed while the connection is lost is not told: look what there is after connecting again, and now and then.
public final class ChangeListener: Sendable {
  private let connection: PostgresConnection
  /// What is written into one is read from the other, to end a waiting.
  private let interruption: (read: Int32, write: Int32)

  /// What it is told of.
  public enum Channel: String, Sendable {
    /// Sites whose entries or configurations changed, by their ids.
    case changes = "syndicate"
    /// Sites whose documents were published or removed, by their names.
    case documents = "syndicate_documents"
  }

  /// - Parameter connection: of its own, as it stands still on it.
  /// - Throws: `PostgresError`.
  public init(on connection: PostgresConnection, to channel: Channel = .changes) async throws {
    var pipe: [Int32] = [-1, -1]
    guard Glibc.pipe(&pipe) == 0 else {
      throw PostgresError("wait for changes", String(cString: strerror(errno)))
    }
    for descriptor in pipe {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    interruption = (pipe[0], pipe[1])
    self.connection = connection
    try await connection.perform { _ = try $0.query("LISTEN \(channel.rawValue)", to: "listen for changes") }
  }

  deinit {
    Glibc.close(interruption.read)
    Glibc.close(interruption.write)
  }

  /// The ids of the sites of which changes were committed since it was asked last, waiting for the first of them.
  ///
  /// - Returns: none after `timeout`.
  /// - Throws: `PostgresError` where the connection is lost; `CancellationError`.
  public func wait(atMost timeout: Duration) async throws -> Set<Int> {
    Set(try await payloads(atMost: timeout).compactMap { Int($0) })
  }

  /// The same, as they are told.
  public func payloads(atMost timeout: Duration) async throws -> Set<String> {
    try Task.checkCancellation()
    let payloads = try await withTaskCancellationHandler {
      try await connection.perform { [interruption] session in
        try session.notifications(within: timeout, or: interruption.read)
      }
    } onCancel: {
      var byte: UInt8 = 0
      _ = write(interruption.write, &byte, 1)
    }
    if Task.isCancelled {
      var bytes = [UInt8](repeating: 0, count: 64)
      while read(interruption.read, &bytes, bytes.count) > 0 {}
      throw CancellationError()
    }
    return payloads
  }
}
