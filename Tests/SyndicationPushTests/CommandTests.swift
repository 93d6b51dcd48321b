import Foundation
import SyndicationPush
import SyndicationTesting
import Testing

/// The built programs.
enum Command {
  private static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
  static let syndicate = "\(folder)/syndicate"
  static let serve = "\(folder)/syndicate-serve"

  struct Outcome {
    var code: Int32
    var out: String
    var err: String
  }

  /// Runs a program in a folder, and waits for it.
  @discardableResult
  static func run(_ words: [String], in folder: TemporaryFolder, path: String? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    if let path { process.environment = ["PATH": path] }
    process.standardInput = FileHandle.nullDevice
    let names = (out: folder[".out"], err: folder[".err"])
    for name in [names.out, names.err] { _ = FileManager.default.createFile(atPath: name, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: names.out)
    process.standardError = FileHandle(forWritingAtPath: names.err)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      code: process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus,
      out: folder.text(".out") ?? "", err: folder.text(".err") ?? "")
  }
}

@Suite("The commands and hubs") struct CommandTests {
  let folder: TemporaryFolder
  let server: WebServer

  init() async throws {
    folder = try TemporaryFolder()
    server = try await WebServer { _ in .init(204) }
    try configure(hub: server.url + "/hub")
    try write("One")
  }

  private func configure(hub: String) throws {
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "hub": "\#(hub)",
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
  }

  private func write(_ title: String) throws {
    try folder.write(
      #"[{"id": "urn:1", "title": "\#(title)", "date_published": "2022-03-01", "tags": ["graphs"]}]"#, to: "posts.json")
  }

  private var topics: [String] {
    server.requests.compactMap { WebForm(reading: $0.body)["hub.topic"] }.map {
      String($0.dropFirst("https://example.org/feeds/".count))
    }
    .sorted()
  }

  private static let all = ["all", "tags/graphs"].flatMap { name in ["atom", "json", "rss"].map { "\(name).\($0)" } }

  @Test("build tells a hub of what it wrote, and of nothing where it wrote nothing")
  func build() throws {
    #expect(try Command.run([Command.syndicate, "build"], in: folder).code == 0)
    #expect(topics == Self.all)
    let again = try Command.run([Command.syndicate, "build"], in: folder)
    #expect(again.code == 0 && again.err == "")
    #expect(topics == Self.all)
    #expect(folder.read(".syndicate/outbox.ndjson") == nil)
    #expect(!folder.files().contains { $0.contains("lock") })
  }

  @Test("build does not fail where a hub does: it says so, and tells it the next time")
  func failing() throws {
    server.answers { _ in .init(500, "out of order") }
    let outcome = try Command.run([Command.syndicate, "build"], in: folder)
    #expect(outcome.code == 0)
    #expect(
      outcome.err == "\(server.url)/hub was not told of 6 feeds, and will be again: it answered 500: out of order\n")
    // Not before its time.
    server.answers { _ in .init(204) }
    server.forget()
    let ping = try Command.run([Command.serve, "ping", "--once"], in: folder)
    #expect(ping.code == 0 && ping.err == "" && topics == [])
    let sentence =
      /\S+\/hub failed, and is told of 6 feeds after \d{4}-\d\d-\d\dT\S+Z: till then they wait, exit code 0\n/
    #expect(try sentence.wholeMatch(in: ping.out) != nil, "\(ping.out)")
    #expect(try Command.run([Command.syndicate, "build"], in: folder).err == "")
    #expect(topics == [])
    try write("Uno")
    #expect(try Command.run([Command.syndicate, "build", "--json"], in: folder).code == 0)
    #expect(topics == Self.all)
  }

  @Test("build without syndicate-serve says in a line what is not told, and ping tells it later")
  func absent() throws {
    try FileManager.default.copyItem(atPath: Command.syndicate, toPath: folder["syndicate"])
    let outcome = try Command.run([folder["syndicate"], "build"], in: folder, path: "/nowhere")
    #expect(outcome.code == 0)
    #expect(
      outcome.err.hasPrefix("no hub is told of 6 feeds: syndicate-serve, which ")
        && outcome.err.split(separator: "\n").count == 1)
    #expect(try Command.run([folder["syndicate"], "build", "--quiet"], in: folder, path: "/nowhere").err == "")
    #expect(topics == [])
    let ping = try Command.run([Command.serve, "ping"], in: folder)
    #expect(ping.code == 0 && ping.out == "\(server.url)/hub was told of 6 feeds\n" && ping.err == "")
    #expect(topics == Self.all)
    #expect(try Command.run([Command.serve, "ping"], in: folder).out == "")
  }

  @Test("watch tells a hub of what it writes")
  func watch() async throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.syndicate)
    process.arguments = ["watch"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    try await eventually { topics == Self.all }
    server.forget()
    try write("Uno")
    try await eventually { topics == Self.all }
  }
}
