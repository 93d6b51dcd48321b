internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import Syndication
internal import SyndicationPostgres
internal import SyndicationServer

/// The documents of all sites that workers have published: a database tells which version is right, and a store has it.
final class PublishedSites: DocumentOrigin {
  private let database: String
  private let store: DocumentStore
  private let logger: Logger
  /// Nil while there is none.
  private let connection = Mutex<PostgresConnection?>(nil)

  init(database: String, store: DocumentStore, logger: Logger) {
    self.database = database
    self.store = store
    self.logger = logger
  }

  func record(of document: DocumentAddress) async throws -> DocumentRecord? {
    guard let connection = connection.withLock({ $0 }) else { throw DatabaseAway() }
    do {
      return try await store.record(of: document, by: PublishedDocuments(on: connection))
    } catch let error as PostgresError where error.isConnectionLost {
      self.connection.withLock { $0 = nil }
      throw error
    }
  }

  func bytes(of document: DocumentAddress, as record: DocumentRecord) async throws -> [UInt8]? {
    try await store.bytes(of: document, as: record)
  }

  /// Tells a cache what is published, until the task is cancelled; connects again where a connection is lost.
  ///
  /// - Throws: `SchemaVersionError`, unless it has worked with the database before, which is then about to be restored.
  func tell(_ cache: DocumentCache) async throws {
    var pause = Duration.milliseconds(200)
    var told: String?
    var hasListened = false
    while !Task.isCancelled {
      do {
        try await listen(for: cache) {
          pause = .milliseconds(200)
          hasListened = true
          if told != nil { logger.info("PostgreSQL does what it is asked to again") }
          told = nil
        }
      } catch is CancellationError { return } catch
        where error is PostgresError || (hasListened && error is SchemaVersionError)
      {
        cache.noteConnection(false)
        if told != "\(error)" { logger.error("\(error): what is in memory is served as it is") }
        told = "\(error)"
        // Many servers do not come back at once.
        try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
        pause = min(pause * 2, .seconds(10))
      }
    }
  }

  private func listen(for cache: DocumentCache, succeeded: () -> Void) async throws {
    let asking = try await PostgresConnection.open(
      database, as: "syndicate-worker serve", statementTimeout: .seconds(5))
    let ears = try await PostgresConnection.open(database, as: "syndicate-worker serve")
    defer {
      connection.withLock { $0 = nil }
      Task {
        await asking.close()
        await ears.close()
      }
    }
    try await Migrations.check(on: asking)
    let listener = try await ChangeListener(on: ears, to: .documents)
    connection.withLock { $0 = asking }
    cache.noteConnection(true)
    succeeded()
    // Whoever asks may find first that it is lost.
    while connection.withLock({ $0 }) === asking {
      let sites = try await listener.payloads(atMost: .milliseconds(500))
      if !sites.isEmpty { cache.noteChanges(of: sites) }
    }
    cache.noteConnection(false)
  }
}

/// Keeps a cache up to date for as long as the program runs.
struct PublicationListener: Service {
  let sites: PublishedSites
  let cache: DocumentCache

  func run() async throws { try await cancelWhenGracefulShutdown { try await sites.tell(cache) } }
}

/// Nothing can be asked of the database for now.
private struct DatabaseAway: Error, CustomStringConvertible {
  var description: String { "PostgreSQL is away: what is not in memory cannot be served" }
}
