internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationFolder
internal import SyndicationPush
internal import SyndicationSite

struct PingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping", abstract: "Tell hubs of the feeds that changed since they were told.",
    discussion: """
      syndicate build and syndicate watch start it. What fails is told again after a minute, then two, up to an hour.
      Exit codes: 0 done, or another one does it; 1 the configuration has errors; 2 the machine failed; 64 wrong usage.
      """)

  @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
  var config = DefaultConfiguration.file

  @Option(help: ArgumentHelp("Where the feeds are, instead of feeds.directory.", valueName: "folder"))
  var output: String?

  @Flag(help: "Tell each hub once, and leave what fails to a later time.")
  var once = false

  @Flag(help: "Print nothing but what fails.")
  var quiet = false

  func run() async throws {
    do { try await ping() } catch let error as ConfigurationProblems {
      write("\(error)", to: STDERR_FILENO)
      throw ExitCode(1)
    } catch {
      write("\(error)", to: STDERR_FILENO)
      throw ExitCode(2)
    }
  }

  private func ping() async throws {
    let configuration = try Configuration.load(config)
    let state = StateFolder(configuration.stateDirectory)
    let client = PushClient(CallbackResolver())
    let publisher = Publisher(
      state: state, sink: DirectorySink(directory: output ?? configuration.feedDirectory, state: state)
    ) { topic, hub in await client.publish(topic, to: hub) }
    // What a build adds while the turn is given back is for the next one.
    while try await !state.outbox().notices.isEmpty {
      let turn: StateLock
      do { turn = try await configuration.turns.lock(timeout: .zero) } catch is LockHeld {
        // Who has it looks again and again.
        break
      }
      defer { turn.release() }
      if once {
        tell(of: try await publisher.deliver())
        break
      }
      try await publisher.run { tell(of: $0) }
    }
    try await client.shutDown()
  }

  private func tell(of round: Publisher.Round) {
    for (hub, notices) in Dictionary(grouping: round.told, by: \.hub).sorted(by: { $0.key < $1.key }) where !quiet {
      write("\(hub) was told of \(counted(notices.count))", to: STDOUT_FILENO)
    }
    let failures = Dictionary(grouping: round.failed) { [$0.notice.hub, $0.reason] }
    for (key, failed) in failures.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      write("\(key[0]) was not told of \(counted(failed.count)), and will be again: \(key[1])", to: STDERR_FILENO)
    }
    for (hub, notices) in Dictionary(grouping: round.abandoned, by: \.hub).sorted(by: { $0.key < $1.key }) {
      write("\(hub) was not told of \(counted(notices.count)) for days: given up", to: STDERR_FILENO)
    }
  }

  private func counted(_ count: Int) -> String { "\(count) feed\(count == 1 ? "" : "s")" }

  /// What a hub said may hold anything.
  private func write(_ line: String, to descriptor: Int32) {
    let text = PlainText.line(line).text + "\n"
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
