internal import ArgumentParser
internal import SyndicationPostgres

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Make the schema syndicate of a database, or bring it up to date.",
    discussion: """
      Workers may go on meanwhile.
      Exit codes: 0 it is up to date; 1 it is a newer program's, or the address cannot be used; 2 PostgreSQL refused; 64 wrong \
      usage.
      """)

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    do {
      let connection = try await PostgresConnection.open(database.database, as: "syndicate-worker migrate")
      let reached = try await Migrations.apply(on: connection)
      print(
        reached.isEmpty
          ? "the schema is at version \(Migrations.latest) already"
          : "the schema is at version \(reached.last!) now")
      await connection.close()
    } catch {
      Output.error("\(error)")
      throw ExitCode(error is SchemaVersionError || error is DatabaseAddressError ? 1 : 2)
    }
  }
}
