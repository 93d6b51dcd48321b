internal import Dispatch
internal import Glibc

/// A connection to PostgreSQL, on which one thing at a time is done, in the order in which it is asked for.
///
/// Locks belong to it, and so do the writes of who holds them: once it is lost, as by a failure of the network, both are. It
/// does not connect again by itself: what was held must be taken anew. It has to lead to PostgreSQL itself, or to a pooler that
/// gives it a session of its own.
public final class PostgresConnection: Sendable {
  /// Where it leads, for messages: `blogs at /run/postgresql`.
  public let name: String
  private let queue: DispatchQueue
  // Used on the queue alone.
  nonisolated(unsafe) private let session: PostgresSession

  private init(_ session: PostgresSession, on queue: DispatchQueue) {
    name = session.name
    self.session = session
    self.queue = queue
    queue.setSpecific(key: PostgresConnection.current, value: ObjectIdentifier(session))
  }

  /// The session of the queue that something is done on.
  private static let current = DispatchSpecificKey<ObjectIdentifier>()

  /// Connects.
  ///
  /// - Parameters:
  ///   - address: as libpq takes it: `postgresql://user@host/database`, or `host=/run/postgresql dbname=blogs`. What it does not
  ///     say, libpq's environment variables do; passwords are best kept in `~/.pgpass`.
  ///   - program: under which PostgreSQL lists it, where the address gives no name.
  ///   - statementTimeout: how long one statement may take, where the address, or PGOPTIONS, asks for no other
  ///     `statement_timeout`.
  /// - Throws: `PostgresError`, after ten seconds at the latest where the address says nothing else; `DatabaseAddressError` where
  ///   no server can be asked with it.
  public static func open(
    _ address: String, as program: String = "syndicate", statementTimeout: Duration = .seconds(60)
  ) async throws -> PostgresConnection {
    let queue = DispatchQueue(label: "postgres")
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { @Sendable in
        continuation.resume(
          with: Result {
            PostgresConnection(
              try PostgresSession(address, as: program, statementTimeout: statementTimeout), on: queue)
          })
      }
    }
  }

  /// Gives back all that it holds; what is asked of it afterwards is refused.
  public func close() async { try? await perform { $0.close() } }

  /// Whether PostgreSQL answers.
  public func isAlive() async -> Bool {
    (try? await perform { _ = try $0.query("SELECT", to: "ask whether it is there") }) != nil
  }

  /// What `body` does with the session, while nobody else does anything with it.
  package func perform<Result: Sendable>(
    _ body: @escaping @Sendable (PostgresSession) throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { @Sendable [self] in continuation.resume(with: Swift.Result { try body(session) }) }
    }
  }

  /// The same for who cannot wait otherwise than by standing still, and who may be at work on it already.
  package func performNow<Result>(_ body: (PostgresSession) throws -> Result) throws -> Result {
    if DispatchQueue.getSpecific(key: PostgresConnection.current) == ObjectIdentifier(session) {
      return try body(session)
    }
    return try queue.sync { try body(session) }
  }

  /// The same for who does not care when.
  package func performSoon(_ body: @escaping @Sendable (PostgresSession) -> Void) {
    queue.async { @Sendable [self] in body(session) }
  }
}
