internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationPostgres
internal import SyndicationS3

struct RepairCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Look what a bucket holds, and have workers store what differs; or move sites to another store.",
    discussion: """
      For a bucket that something else wrote to, or that was lost or restored: workers know what they stored, and do not look. \
      Objects that are not Syndicate's are left alone. Of a folder all documents are written anew that are not as they were left.
      A site that was published elsewhere until now is published here from now on; what lies there stays.
      Exit codes: 0 done; 1 a setting cannot be used, or there is no such site; 2 the machine, the store or PostgreSQL failed; \
      64 wrong usage.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("Where the documents are: file:/srv/feeds or s3://bucket/folder.", valueName: "address"))
  var store: String

  @Option(help: ArgumentHelp("One site; without it, all of them.", valueName: "name"))
  var site: String?

  func run() async throws {
    do {
      let store = try DocumentStore(store)
      try store.checkFolder()
      let connection = try await PostgresConnection.open(database.database, as: "syndicate-worker repair")
      try await Migrations.check(on: connection)
      for site in try await sites(on: connection) {
        let turn = try await site.turn(on: connection, within: .seconds(60))
        if let former = try await store.claim(site, isMoving: true, on: connection) {
          print("\(site.name): moved from \(former) to \(store.name)")
        }
        if let sink = try store.sink(of: site, on: connection) as? S3Sink {
          let repair = try await sink.repair()
          print(
            "\(site.name): \(repair.missing.count) documents were missing, \(repair.altered.count) were others, "
              + "\(repair.found.count) were not known")
        }
        try await site.noteAll(on: connection)
        turn.release()
        if case .folder = store { print("\(site.name): all of it is looked at in its next turn") }
      }
      await connection.close()
    } catch {
      Output.error("\(error)")
      let isOfSetting =
        error is StoreError || error is SchemaVersionError || error is DatabaseAddressError || error is SiteMissing
      throw ExitCode(isOfSetting ? 1 : 2)
    }
  }

  private func sites(on connection: PostgresConnection) async throws -> [PostgresSite] {
    guard let site else { return try await PostgresSite.all(on: connection) }
    guard let found = try await PostgresSite.named(site, on: connection) else { throw SiteMissing(name: site) }
    return [found]
  }
}
