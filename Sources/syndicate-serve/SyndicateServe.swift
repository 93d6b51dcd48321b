internal import ArgumentParser
// Nothing of it is called: linked, it takes the place of the C library's malloc.
internal import CMimalloc
internal import SyndicationSite

@main
struct SyndicateServe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syndicate-serve",
    abstract: "The part of Syndicate that speaks HTTP: syndicate serve starts it.",
    version: Program.version, subcommands: [ServeCommand.self, PingCommand.self])
}
