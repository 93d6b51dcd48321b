package import ArgumentParser

/// What `serve` is told: by `syndicate`, which starts syndicate-serve, and by that.
package struct ServeOptions: ParsableArguments {
  @OptionGroup package var site: SiteOptions

  @Flag(help: "Publish nothing where a post, a tag or a file has an error.")
  package var strict = false

  /// Nil where the configuration says it, as are the next two.
  @Option(help: ArgumentHelp("The address to listen on (default: 127.0.0.1).", valueName: "address"))
  package var host: String?

  @Option(help: ArgumentHelp("The port; 0 for one that is free (default: 8080).", valueName: "number"))
  package var port: Int?

  @Option(help: ArgumentHelp("Listen on a Unix socket instead.", valueName: "path"))
  package var socket: String?

  package init() {}

  package func validate() throws {
    if let port, !(0...65_535 ~= port) { throw ValidationError("--port wants a number from 0 to 65535") }
  }

  /// Of the command in both programs.
  package static let command = CommandConfiguration(
    commandName: "serve",
    abstract: "Write the feeds whenever something changes, and serve them over HTTP.",
    discussion: """
      syndicate serve starts syndicate-serve, which lies beside it or in PATH.
      What a configuration says under "serve" holds where no option says otherwise. A socket that systemd has opened is \
      taken instead of any.
      Ctrl-C or SIGTERM ends it, once what was asked is answered; SIGHUP has it read the configuration and the \
      certificate again, and build.
      Exit codes: 0 ended; 1 the configuration has errors at the start; 2 the machine failed; 64 wrong usage.
      """)
}
