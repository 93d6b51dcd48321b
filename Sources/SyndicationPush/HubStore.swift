internal import GRDB
public import Syndication
internal import SyndicationFiles

/// What a hub owes to a callback.
struct Errand: Sendable, Hashable {
  enum Kind: String, Sendable {
    /// To verify that a subscription, or its end, is wanted (WebSub §5.3); to say that it has ended (§5.2); to bring the content of
    /// the topic (§7).
    case subscribe, unsubscribe, deny, distribute
  }

  /// A callback is owed one errand of a kind for a topic: a later one takes the place of the earlier.
  struct Key: Sendable, Hashable {
    let kind: Kind
    let topic: String
    let callback: String
  }

  var key: Key
  var secret: String?
  /// In seconds.
  var lease: Int64 = 0
  /// Tells it from the one whose place it took.
  var version = Int64.random(in: 0...Int64.max)
  var attempts = 0
  /// Whether the callback was slow, or failed, the last time.
  var isSlow = false
  var due: Timestamp
}

/// Where a hub keeps what it must not forget: subscriptions, and what it owes to callbacks.
public final class HubStore: Sendable {
  private let database: DatabaseQueue

  /// Opens the database in the file at `path`; makes it where it is missing.
  ///
  /// - Parameter bytes: how large it may become.
  /// - Throws: GRDB's `DatabaseError` where it cannot be opened, or is no database of a hub.
  public init(_ path: String, bytes: Int = 1 << 30) throws {
    var configuration = GRDB.Configuration()
    configuration.label = "hub"
    // A copy of the database may be read meanwhile.
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      let page = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
      try database.execute(sql: "PRAGMA max_page_count = \(max(bytes / page, 1))")
    }
    configuration.journalMode = .wal
    database = try DatabaseQueue(path: path, configuration: configuration)
    try database.write { database in
      let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard version <= 1 else {
        throw DatabaseError(resultCode: .SQLITE_SCHEMA, message: "\(path) was written by a newer program")
      }
      try database.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS topic (url TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
          CREATE TABLE IF NOT EXISTS subscription (
            topic TEXT NOT NULL, callback TEXT NOT NULL, host TEXT NOT NULL, secret TEXT, expires INTEGER NOT NULL,
            slow INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (topic, callback)) WITHOUT ROWID;
          CREATE INDEX IF NOT EXISTS subscriptionByHost ON subscription (host);
          CREATE INDEX IF NOT EXISTS subscriptionByExpiry ON subscription (expires);
          CREATE TABLE IF NOT EXISTS errand (
            kind TEXT NOT NULL, topic TEXT NOT NULL, callback TEXT NOT NULL, secret TEXT, lease INTEGER NOT NULL,
            version INTEGER NOT NULL, attempts INTEGER NOT NULL, slow INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY (kind, topic, callback)) WITHOUT ROWID;
          CREATE INDEX IF NOT EXISTS errandByTime ON errand (due);
          PRAGMA user_version = 1;
          """)
    }
  }

  // MARK: - Requests

  /// How many subscriptions and wishes for some there are: in all, and of callbacks at `host`.
  func counts(at host: String) async throws -> (all: Int, host: Int) {
    try await database.read { database in
      let wishes = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM errand WHERE kind = 'subscribe'") ?? 0
      let all = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM subscription") ?? 0
      let ofHost = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM subscription WHERE host = ?", arguments: [host])
      return (all + wishes, (ofHost ?? 0) + wishes)
    }
  }

  func hasSubscription(to topic: String, at callback: String) async throws -> Bool {
    try await database.read { database in
      try Bool.fetchOne(
        database, sql: "SELECT 1 FROM subscription WHERE topic = ? AND callback = ?", arguments: [topic, callback])
        ?? false
    }
  }

  func add(_ errand: Errand) async throws { try await database.write { try $0.insert(errand) } }

  /// How many errands there are.
  func owed() async throws -> Int {
    try await database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM errand") ?? 0 }
  }

  // MARK: - Topics

  /// The topics that somebody subscribed to.
  func topics() async throws -> [String] {
    try await database.read { try String.fetchAll($0, sql: "SELECT url FROM topic ORDER BY url") }
  }

  /// Owes the content of `topic` to its subscribers, where it is another than it was.
  ///
  /// - Returns: to how many.
  func publish(_ topic: String, _ hash: ContentHash, at now: Timestamp) async throws -> Int {
    try await database.write { database in
      let known = try String.fetchOne(database, sql: "SELECT hash FROM topic WHERE url = ?", arguments: [topic])
      guard let known, known != hash.description else { return 0 }
      try database.execute(sql: "UPDATE topic SET hash = ? WHERE url = ?", arguments: [hash.description, topic])
      try database.execute(
        sql: """
          INSERT INTO errand (kind, topic, callback, secret, lease, version, attempts, slow, due)
          SELECT 'distribute', topic, callback, secret, 0, abs(random() >> 1), 0, slow, :now
          FROM subscription WHERE topic = :topic AND expires > :now
          ON CONFLICT DO UPDATE SET version = excluded.version, attempts = 0, secret = excluded.secret, due = excluded.due
          """, arguments: ["topic": topic, "now": now.seconds])
      return database.changesCount
    }
  }

  /// Ends the subscriptions to a topic that there is no more, and owes it to the subscribers to be told.
  func withdraw(_ topic: String, at now: Timestamp) async throws {
    try await database.write { database in
      try database.execute(
        sql: """
          INSERT INTO errand (kind, topic, callback, secret, lease, version, attempts, slow, due)
          SELECT 'deny', topic, callback, NULL, 0, abs(random() >> 1), 0, slow, :now
          FROM subscription WHERE topic = :topic AND expires > :now
          ON CONFLICT DO NOTHING
          """, arguments: ["topic": topic, "now": now.seconds])
      try database.execute(sql: "DELETE FROM subscription WHERE topic = ?", arguments: [topic])
      try database.execute(sql: "DELETE FROM errand WHERE topic = ? AND kind <> 'deny'", arguments: [topic])
      try database.execute(sql: "DELETE FROM topic WHERE url = ?", arguments: [topic])
    }
  }

  // MARK: - Errands

  /// What is to be done by now, first what is for callbacks that answer quickly.
  func due(at now: Timestamp, atMost limit: Int) async throws -> [Errand] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM errand WHERE due <= ? ORDER BY slow, due LIMIT ?",
        arguments: [now.seconds, limit]
      ).compactMap(Errand.init)
    }
  }

  /// When there is something to do after `now`; nil where there is nothing.
  func nextDue(after now: Timestamp) async throws -> Timestamp? {
    try await database.read { database in
      try Int64.fetchOne(
        database,
        sql: """
          SELECT MIN(moment) FROM (
            SELECT MIN(due) AS moment FROM errand WHERE due > :now
            UNION ALL SELECT MIN(expires) FROM subscription WHERE expires > :now)
          """, arguments: ["now": now.seconds]
      ).map(Timestamp.init(seconds:))
    }
  }

  /// What came of an errand.
  enum Outcome: Sendable {
    /// It is done.
    case done
    /// A subscription begins, or goes on, until then; to a topic with that content.
    case confirmed(host: String, until: Timestamp, content: ContentHash)
    /// The subscription has ended.
    case ended
    /// It is to be tried again then.
    case again(Timestamp)
    /// It is given up.
    case abandoned
  }

  /// Notes what came of errands, all or nothing.
  func settle(_ outcomes: [(errand: Errand, outcome: Outcome, isSlow: Bool)]) async throws {
    try await database.write { database in
      for (errand, outcome, isSlow) in outcomes {
        let key = errand.key
        let of: StatementArguments = [key.kind.rawValue, key.topic, key.callback, errand.version]
        let isThis = "kind = ? AND topic = ? AND callback = ? AND version = ?"
        if case .again(let time) = outcome {
          try database.execute(
            sql: "UPDATE errand SET attempts = ?, slow = ?, due = ? WHERE \(isThis)",
            arguments: [errand.attempts + 1, isSlow, time.seconds] + of)
        } else {
          try database.execute(sql: "DELETE FROM errand WHERE \(isThis)", arguments: of)
        }
        switch outcome {
        case .confirmed(let host, let expires, let content):
          try database.execute(
            sql: """
              INSERT INTO subscription (topic, callback, host, secret, expires, slow) VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT DO UPDATE SET secret = excluded.secret, expires = excluded.expires, slow = excluded.slow
              """, arguments: [key.topic, key.callback, host, errand.secret, expires.seconds, isSlow])
          try database.execute(
            sql: "INSERT INTO topic (url, hash) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [key.topic, content.description])
        case .ended:
          let of: StatementArguments = [key.topic, key.callback]
          try database.execute(sql: "DELETE FROM subscription WHERE topic = ? AND callback = ?", arguments: of)
          try database.execute(
            sql: "DELETE FROM errand WHERE topic = ? AND callback = ? AND kind = 'distribute'", arguments: of)
          try database.forgetTopics()
        case .done, .again, .abandoned:
          guard key.kind == .distribute else { break }
          try database.execute(
            sql: "UPDATE subscription SET slow = ? WHERE topic = ? AND callback = ? AND slow <> ?",
            arguments: [isSlow, key.topic, key.callback, isSlow])
        }
      }
    }
  }

  /// Forgets subscriptions whose lease is over.
  func expire(at now: Timestamp) async throws {
    try await database.write { database in
      try database.execute(sql: "DELETE FROM subscription WHERE expires <= ?", arguments: [now.seconds])
      guard database.changesCount > 0 else { return }
      try database.execute(
        sql: """
          DELETE FROM errand WHERE kind = 'distribute'
          AND NOT EXISTS (SELECT 1 FROM subscription s WHERE s.topic = errand.topic AND s.callback = errand.callback)
          """)
      try database.forgetTopics()
    }
  }

  /// Of a topic, the callbacks that are subscribed, and until when.
  func subscriptions(to topic: String) async throws -> [(callback: String, expires: Timestamp)] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT callback, expires FROM subscription WHERE topic = ? ORDER BY callback",
        arguments: [topic]
      ).map { ($0["callback"], Timestamp(seconds: $0["expires"])) }
    }
  }

  /// Adds subscriptions that were verified elsewhere: those of another hub, or of a measurement.
  public func add(
    subscriptionsTo topic: String, with hash: ContentHash, at callbacks: [String], secret: String?,
    until expires: Timestamp
  )
    async throws
  {
    try await settle(
      callbacks.map { callback in
        let key = Errand.Key(kind: .subscribe, topic: topic, callback: callback)
        let host = AbsoluteURL(callback)?.host ?? ""
        return (
          Errand(key: key, secret: secret, due: expires), .confirmed(host: host, until: expires, content: hash), false
        )
      })
  }
}

extension Database {
  fileprivate func insert(_ errand: Errand) throws {
    try execute(
      sql: """
        INSERT OR REPLACE INTO errand (kind, topic, callback, secret, lease, version, attempts, slow, due)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        errand.key.kind.rawValue, errand.key.topic, errand.key.callback, errand.secret, errand.lease, errand.version,
        errand.attempts, errand.isSlow, errand.due.seconds,
      ])
  }

  /// Those that nobody subscribes to any more.
  fileprivate func forgetTopics() throws {
    try execute(sql: "DELETE FROM topic WHERE NOT EXISTS (SELECT 1 FROM subscription WHERE topic = url)")
  }
}

extension Errand {
  fileprivate init?(_ row: Row) {
    guard let kind = Kind(rawValue: row["kind"]) else { return nil }
    self.init(
      key: Key(kind: kind, topic: row["topic"], callback: row["callback"]), secret: row["secret"], lease: row["lease"],
      version: row["version"], attempts: row["attempts"], isSlow: row["slow"],
      due: Timestamp(seconds: row["due"]))
  }
}
