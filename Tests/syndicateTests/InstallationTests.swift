import Foundation
import SyndicationTesting
import Testing

/// What `make install` and `make deb` put beside the command.
@Suite("The command is installed with")
struct InstallationTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// As `--experimental-dump-help` says.
  struct Help: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
      var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }
    struct Argument: Decodable {
      var names: [Name]?
      var shouldDisplay: Bool
    }
    struct Command: Decodable {
      var commandName: String
      var arguments: [Argument]?
      var subcommands: [Command]?

      var options: [String] {
        (arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }.map(\.spelled)
      }
    }
    var command: Command
  }

  static let server = URL(filePath: Workdir.command).deletingLastPathComponent().appending(path: "syndicate-serve").path

  static let worker = URL(filePath: Workdir.command).deletingLastPathComponent().appending(path: "syndicate-worker")
    .path

  private func help() throws -> Help.Command {
    let said = try Workdir().run("--experimental-dump-help")
    return try JSONDecoder().decode(Help.self, from: Data(said.out.utf8)).command
  }

  private func help(of path: String) throws -> Help.Command {
    let program = Process()
    program.executableURL = URL(filePath: path)
    program.arguments = ["--experimental-dump-help"]
    let said = Pipe()
    program.standardOutput = said
    try program.run()
    let text = try said.fileHandleForReading.readToEnd() ?? Data()
    program.waitUntilExit()
    return try JSONDecoder().decode(Help.self, from: text).command
  }

  @Test("a manual page for each command, which has each option: make man writes them anew")
  func manual() throws {
    let root = try help()
    let commands = (root.subcommands ?? []).filter { $0.commandName != "help" }
    #expect(commands.count >= 3)
    var expected: [String: [String]] = ["syndicate.1": root.options]
    for command in commands { expected["syndicate-\(command.commandName).1"] = command.options }
    let served = try (help(of: Self.server).subcommands ?? []).filter { $0.commandName != "help" }
    for command in served where command.commandName != "serve" {
      expected["syndicate-serve-\(command.commandName).1"] = command.options
    }
    let working = try help(of: Self.worker)
    expected["syndicate-worker.1"] = working.options
    for command in working.subcommands ?? [] where command.commandName != "help" {
      expected["syndicate-worker-\(command.commandName).1"] = command.options
    }
    #expect(expected["syndicate-worker-run.1"]?.contains("--store") == true)
    #expect(expected["syndicate-serve.1"] == served.first { $0.commandName == "serve" }?.options)
    #expect(expected["syndicate-serve-ping.1"]?.contains("--once") == true)
    let folder = Self.root.appending(path: "docs/man")
    #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(expected.keys))
    for (name, options) in expected {
      let page = try String(contentsOf: folder.appending(path: name), encoding: .utf8).replacing("\\-", with: "-")
      for option in options { #expect(page.contains("\\fB\(option)\\fR"), "\(name)") }
      #expect(page.hasPrefix(".TH ") && page.contains(".SH NAME\n"), "\(name)")
    }
  }

  @Test("completions for bash, zsh and fish, which know each command", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let script = try Workdir().run("--generate-completion-script", shell)
    #expect(script.code == 0)
    for command in try help().subcommands ?? [] { #expect(script.out.contains(command.commandName)) }
  }

  @Test("all that belongs to it, below the folder that is asked for, and a unit that names it there")
  func files() throws {
    let folder = try TemporaryFolder()
    let files = try install("install-files", "SYNDICATE=\(Workdir.command)", in: folder)
    for other in ["serve-ping", "worker", "worker-run"] {
      #expect(!files.contains("usr/share/man/man1/syndicate-\(other).1"))
    }
    for file in [
      "bin/syndicate", "share/man/man1/syndicate-build.1", "share/bash-completion/completions/syndicate",
      "share/zsh/site-functions/_syndicate", "share/fish/vendor_completions.d/syndicate.fish",
    ] { #expect(files.contains("usr/\(file)")) }
    let unit = try #require(folder.text("usr/lib/systemd/user/syndicate-watch@.service"))
    #expect(unit.contains("ExecStart=/usr/bin/syndicate watch\n") && !unit.contains("@bindir@"))
  }

  @Test("what belongs to the program that serves, by a target of its own")
  func server() throws {
    #expect(
      try install("install-serve-files", "SERVE=\(Self.server)", in: TemporaryFolder()) == [
        "usr/bin/syndicate-serve", "usr/share/man/man1/syndicate-serve.1", "usr/share/man/man1/syndicate-serve-ping.1",
      ])
  }

  @Test("what belongs to the program that publishes many sites, by a target of its own")
  func forMany() throws {
    let pages = ["", "-import", "-migrate", "-repair", "-run", "-serve"].map {
      "usr/share/man/man1/syndicate-worker\($0).1"
    }
    #expect(
      try install("install-worker-files", "WORKER=\(Self.worker)", in: TemporaryFolder())
        == Set(pages + ["usr/bin/syndicate-worker"]))
  }

  /// - Returns: the files that there are then.
  private func install(_ target: String, _ program: String, in folder: TemporaryFolder) throws -> Set<String> {
    let make = Process()
    make.executableURL = URL(filePath: "/usr/bin/env")
    make.arguments = ["make", "-s", "-C", Self.root.path, target, "PREFIX=/usr", "DESTDIR=\(folder.path)", program]
    try make.run()
    make.waitUntilExit()
    #expect(make.terminationStatus == 0)
    return folder.files()
  }
}
