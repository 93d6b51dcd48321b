internal import ArgumentParser
internal import Glibc
internal import SyndicationSite

/// Starts the program that serves, which is one of its own, so that whoever publishes a folder needs no more than this one.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Write the feeds whenever something changes, and serve them over HTTP.",
    discussion: """
      It starts syndicate-serve, which lies beside this program or in PATH.
      What a configuration says under "serve" holds where no option says otherwise. A socket that systemd has opened is \
      taken instead of any.
      Ctrl-C or SIGTERM ends it, once what was asked is answered; SIGHUP has it read the configuration and the \
      certificate again, and build.
      Exit codes: 0 ended; 1 the configuration has errors at the start; 2 the machine failed; 64 wrong usage.
      """)

  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = DefaultConfiguration.file

  @Option(help: ArgumentHelp("The address to listen on (default: 127.0.0.1).", valueName: "address"))
  var host: String?

  @Option(help: ArgumentHelp("The port; 0 for one that is free (default: 8080).", valueName: "number"))
  var port: Int?

  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  var socket: String?

  @Option(help: ArgumentHelp("Publish to this folder instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Publish nothing where a post, a tag or a file has an error.")
  var strict = false

  func validate() throws {
    if let port, !(0...65_535 ~= port) { throw ValidationError("--port wants a number from 0 to 65535") }
    if output?.isEmpty == true { throw ValidationError("--output wants the path of a folder") }
  }

  func run() throws {
    Companion.serve.start(CommandLine.arguments.dropFirst().map { $0 })
    writeLines([Companion.serve.absence], to: STDERR_FILENO)
    throw ExitCode(2)
  }
}
