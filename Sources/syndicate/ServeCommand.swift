internal import ArgumentParser
internal import Glibc
internal import SyndicationOptions

/// Starts the program that serves, which is one of its own, so that whoever publishes a folder needs no more than this one.
struct ServeCommand: ParsableCommand {
  static let configuration = ServeOptions.command

  @OptionGroup var options: ServeOptions

  func run() throws {
    Companion.serve.start(CommandLine.arguments.dropFirst().map { $0 })
    writeLines([Companion.serve.absence], to: STDERR_FILENO)
    throw ExitCode(2)
  }
}
