import Foundation
import SyndicationTesting

/// A fresh folder with a small site in it, and the built command to run there.
struct Workdir {
  let folder: TemporaryFolder

  /// A site of three posts: two of one day, one of the next, with a full configuration of its own.
  init(listing: String = Workdir.listing, config: String = Workdir.config) throws {
    folder = try TemporaryFolder()
    try folder.write(config, to: "config.json")
    try folder.write(listing, to: "posts.txt")
  }

  /// What a run of the command came to.
  struct Outcome {
    var code: Int32
    var out: String
    var err: String
  }

  /// Where the package manager puts the command that it builds beside the tests.
  static let command: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return tests.appendingPathComponent("syndicate").path
  }()

  /// Runs `syndicate` with `arguments`; `under` is a program that runs it in its turn, such as strace.
  @discardableResult
  func run(
    _ arguments: String..., under: [String] = [], at instant: Int = 1_700_000_000, in directory: String? = nil
  ) throws -> Outcome {
    try start(arguments, under: under, at: instant, in: directory).wait()
  }

  /// Starts `syndicate` and does not wait for it.
  func start(
    _ arguments: [String], under: [String] = [], at instant: Int = 1_700_000_000, in directory: String? = nil
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = under + [Workdir.command] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory ?? folder.path)
    var environment = ProcessInfo.processInfo.environment
    environment["SOURCE_DATE_EPOCH"] = String(instant)
    environment["TZ"] = "Pacific/Apia"
    environment["LC_ALL"] = "tr_TR.UTF-8"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    // To files: a pipe that nobody empties would stop a command that says much.
    let out = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let err = out.appendingPathExtension("err")
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    return Running(process: process, out: out, err: err)
  }

  struct Running {
    let process: Process
    fileprivate let out: URL
    fileprivate let err: URL

    /// What it printed so far.
    func output() throws -> (out: String, err: String) {
      (
        String(decoding: try Data(contentsOf: out), as: UTF8.self),
        String(decoding: try Data(contentsOf: err), as: UTF8.self)
      )
    }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      defer { for file in [out, err] { try? FileManager.default.removeItem(at: file) } }
      return Outcome(
        code: process.terminationReason == .uncaughtSignal
          ? 128 + process.terminationStatus : process.terminationStatus,
        out: String(decoding: try Data(contentsOf: out), as: UTF8.self),
        err: String(decoding: try Data(contentsOf: err), as: UTF8.self))
    }
  }

  /// Runs a script of bash in the folder.
  func shell(_ script: String) throws {
    let bash = Process()
    bash.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    bash.arguments = ["bash", "-euc", script]
    bash.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    bash.standardInput = FileHandle.nullDevice
    try bash.run()
    bash.waitUntilExit()
    guard bash.terminationStatus == 0 else { throw ScriptFailed(script: script) }
  }

  struct ScriptFailed: Error { let script: String }

  /// Whether another program reads the document as XML without a complaint.
  func isWellFormed(_ name: String) throws -> Bool {
    let xmllint = Process()
    xmllint.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    xmllint.arguments = ["xmllint", "--noout", "--huge", folder[name]]
    try xmllint.run()
    xmllint.waitUntilExit()
    return xmllint.terminationStatus == 0
  }

  /// Every file's bytes by its path: what must be equal before and after a refusal.
  func snapshot() -> [String: [UInt8]] {
    Dictionary(uniqueKeysWithValues: folder.files().map { ($0, folder.read($0) ?? []) })
  }

  /// The inode and the nanosecond mtime of each document: what a document that was not written keeps.
  func stamps(_ directory: String = "feeds") -> [String: [Int]] {
    Dictionary(
      uniqueKeysWithValues: folder.files().filter { $0.hasPrefix(directory + "/") }.map { name in
        var status = stat()
        stat(folder[name], &status)
        return (name, [Int(status.st_ino), status.st_mtim.tv_sec, status.st_mtim.tv_nsec])
      })
  }

  static let config = """
    {
      "site": { "title": "A Site", "url": "https://example.org/" },
      "sources": [{ "type": "listing", "path": "posts.txt" }]
    }
    """

  static let listing = """
    A Site ·

    7 min read Original article ↗

    The Newest Post

    26 Mar 2022 | graphs reproducibility Last, First

    What the newest post is about.


    The Second Post

    25 Mar 2022 | graphs van der Berg, Anna (A University); Other, Bob

    What the second post is about.


    The First Post

    25 Mar 2022 | memory Last, First, Some Company

    What the first post is about.
    """
}
