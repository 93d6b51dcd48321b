internal import ArgumentParser
// Nothing of it is called: linked, it takes the place of the C library's malloc.
internal import CMimalloc
internal import SyndicationSite

@main
struct SyndicateWorker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syndicate-worker",
    abstract:
      "Publish the feeds of many sites, whose entries are in PostgreSQL, to a folder or to a store that speaks S3.",
    version: Program.version,
    subcommands: [RunCommand.self, ServeCommand.self, MigrateCommand.self, ImportCommand.self, RepairCommand.self],
    defaultSubcommand: RunCommand.self)
}

/// Where the database is.
struct DatabaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The database, as PostgreSQL's own programs take it; what it does not say, their variables (PGHOST, …) do.",
      valueName: "address"))
  var database = ""
}
