import Foundation
import SyndicationTesting
import Testing

/// The built programs.
enum Programs {
  /// Beside the bundle of the tests.
  static let folder: URL = {
    let path = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Bundle.main.executablePath ?? ""
    var folder = URL(filePath: path)
    while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.appending(path: "syndicate").path) {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  struct Outcome {
    var code: Int32
    /// Of both outputs.
    var text: String
  }

  @discardableResult
  static func run(_ program: String, _ arguments: [String], in folder: TemporaryFolder) throws -> Outcome {
    let process = Process()
    process.executableURL = Programs.folder.appending(path: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(code: process.terminationStatus, text: String(decoding: bytes, as: UTF8.self))
  }
}

/// A worker that goes on until it is stopped; it ends with the test.
final class RunningWorker {
  private let process = Process()
  private let folder: TemporaryFolder
  private let name: String

  init(on address: String, in folder: TemporaryFolder, _ arguments: String...) throws {
    self.folder = folder
    name = "worker-\(UUID()).log"
    try folder.write("", to: name)
    let log = try #require(FileHandle(forWritingAtPath: folder[name]))
    process.executableURL = Programs.folder.appending(path: "syndicate-worker")
    process.arguments =
      arguments.first == "import"
      ? arguments + ["--database", address]
      : ["run", "--database", address, "--store", "file:\(folder.path)/store"] + arguments
    (process.standardOutput, process.standardError) = (log, log)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { if process.isRunning { kill() } }

  /// What it logged until now.
  var text: String { folder.text(name) ?? "" }

  var isRunning: Bool { process.isRunning }

  func waitUntilItSays(_ words: String) async throws {
    try await eventually { text.contains(words) }
  }

  /// What it answers.
  func answer(_ path: String) async throws -> String {
    try await waitUntilItSays("answers at http://")
    let address = try #require(text.firstMatch(of: /answers at (http:\/\/[^\/]*)/)?.1)
    let curl = Process()
    curl.executableURL = URL(filePath: "/usr/bin/env")
    curl.arguments = ["curl", "-sS", "\(address)\(path)"]
    let output = Pipe()
    curl.standardOutput = output
    try curl.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    curl.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Its exit code.
  func stop() -> Int32 {
    process.terminate()
    return code()
  }

  /// Waits until it ends by itself.
  func code() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}

struct TimedOut: Error {}

/// Waits for what another process does.
func eventually(_ condition: () async throws -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(600)
  while try await !condition() {
    guard ContinuousClock.now < end else { throw TimedOut() }
    try await Task.sleep(for: .milliseconds(20))
  }
}
