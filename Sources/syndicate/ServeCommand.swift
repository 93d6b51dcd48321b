internal import ArgumentParser
// The environment is a variable of C.
@preconcurrency internal import Glibc
internal import Syndication
internal import SyndicationFiles
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

/// A program that belongs to this one.
struct Companion {
  let name: String
  /// What there is to say where it is not there.
  let absence: String

  static let serve = Companion(
    name: "syndicate-serve",
    absence:
      "syndicate-serve, which serves and tells hubs, is neither beside this program nor in PATH: where Syndicate is "
      + "built, make serve builds it, and make install-serve installs it")

  /// Where it is found: beside this program, else in PATH.
  var path: String? {
    let folders =
      (Directory.absolute("/proc/self/exe").map { [Path.folder(of: $0)] } ?? [])
      + (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":").map(String.init)
    return folders.lazy.map { Path.join($0, name) }.first { access($0, X_OK) == 0 }
  }

  /// Becomes it; comes back where it is not there.
  func start(_ arguments: [String]) {
    guard let path else { return }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    execv(path, &words)
  }

  /// Starts it beside this process, with nothing of what this one does about signals.
  ///
  /// - Returns: its process id; nil where it is not there.
  func spawn(_ arguments: [String]) -> pid_t? {
    guard let path else { return nil }
    var attributes = posix_spawnattr_t()
    guard posix_spawnattr_init(&attributes) == 0 else { return nil }
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    return posix_spawn(&process, path, nil, &attributes, &words, environ) == 0 ? process : nil
  }

  /// Whether a process that was spawned has ended; waits for that where `waiting` says so.
  @discardableResult
  static func hasEnded(_ process: pid_t, waiting: Bool) -> Bool {
    var status: Int32 = 0
    while true {
      let ended = waitpid(process, &status, waiting ? 0 : WNOHANG)
      if ended < 0 && errno == EINTR { continue }
      return ended != 0
    }
  }
}
