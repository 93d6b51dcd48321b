internal import ArgumentParser

@main
struct Syndicate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syndicate",
    abstract:
      "Reads a listing of posts, and writes Atom, RSS and JSON Feed documents: for everything, and for each tag.",
    version: "0.1.0",
    subcommands: [BuildCommand.self])
}
