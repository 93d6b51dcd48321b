internal import ArgumentParser
// Nothing of it is called: linked, it takes the place of the C library's malloc.
internal import CMimalloc
internal import Dispatch
internal import Glibc
internal import Syndication
internal import SyndicationSite

@main
struct Syndicate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syndicate",
    abstract:
      "Reads a listing of posts, and writes Atom, RSS and JSON Feed documents: for everything, and for each tag.",
    version: Program.version,
    subcommands: [
      InitCommand.self, BuildCommand.self, PlanCommand.self, WatchCommand.self, ExplainCommand.self, CheckCommand.self,
      LinksCommand.self, ServeCommand.self,
    ])

  static func main() { begin() }

  /// Arguments are read on the thread that is there: who asks for the version needs no other.
  private nonisolated static func begin() -> Never {
    do {
      var command = try parseAsRoot()
      if let command = command as? any AsyncParsableCommand {
        Task { await end(with: command) }
        dispatchMain()
      }
      try command.run()
      exit()
    } catch {
      if let told = misspelling { writeLines([told], to: STDERR_FILENO) }
      exit(withError: error)
    }
  }

  /// What the first argument may have been meant for, where it is no subcommand.
  private static var misspelling: String? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard CommandLine.arguments.count > 1, case let word = CommandLine.arguments[1], !word.hasPrefix("-"),
      !names.contains(word)
    else { return nil }
    return Suggestion.nearest(to: word, among: names).map { "There is no “\(word)”: did you mean “\($0)”?" }
  }

  /// Runs a command. What it leaves in memory is the kernel's to free: what it prints has been written, and locks are released.
  private static func end(with command: any AsyncParsableCommand) async -> Never {
    var command = command
    do {
      try await command.run()
      _exit(ExitCode.success.rawValue)
    } catch let code as ExitCode {
      _exit(code.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
