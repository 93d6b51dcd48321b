internal import ArgumentParser
// Nothing of it is called: linked, it takes the place of the C library's malloc.
internal import CMimalloc
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
