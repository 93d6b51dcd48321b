internal import ArgumentParser
internal import SyndicationSite

@main
struct Syndicate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syndicate",
    abstract:
      "Reads a listing of posts, and writes Atom, RSS and JSON Feed documents: for everything, and for each tag.",
    version: Program.version,
    subcommands: [BuildCommand.self, PlanCommand.self, WatchCommand.self])
}
