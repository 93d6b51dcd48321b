internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationFolder
internal import SyndicationOptions
internal import SyndicationPush
internal import SyndicationSite

struct PingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ping", abstract: "Tell hubs of the feeds that changed since they were told.",
    discussion: """
      syndicate build and syndicate watch start it. What fails is told again after a minute, then two, up to an hour.
      A hub that fails is no reason to fail: what it was not told waits, and is told by a later ping, build or server.
      Exit codes: 0 done, or what is left waits; 1 the configuration has errors; 2 the machine failed; 64 wrong usage.
      """)

  @OptionGroup var site: SiteOptions

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
    let configuration = try Configuration.load(site.config)
    let state = StateFolder(configuration.stateDirectory)
    let client = PushClient(CallbackResolver())
    let publisher = Publisher(
      state: state, sink: DirectorySink(directory: site.output ?? configuration.feedDirectory, state: state)
    ) { topic, hub in await client.publish(topic, to: hub) }
    // What a build adds while the turn is given back is for the next one.
    while try await !state.outbox().notices.isEmpty {
      let turn: StateLock
      do { turn = try await configuration.turns.lock(timeout: .zero) } catch let other as LockHeld {
        // Who has it looks again and again.
        let holder = other.holder.map { "process \($0)" } ?? "another program"
        say("\(holder) tells hubs: it is left to that, exit code 0")
        break
      }
      defer { turn.release() }
      if once {
        let round = try await publisher.deliver()
        tell(of: round)
        if round.isIdle { tell(ofWaiting: try await state.outbox().notices) }
        break
      }
      try await publisher.run { tell(of: $0) }
    }
    try await client.shutDown()
  }

  private func tell(of round: Publisher.Round) {
    for (hub, notices) in Dictionary(grouping: round.told, by: \.hub).sorted(by: { $0.key < $1.key }) {
      say("\(hub) was told of \(counted(notices.count))")
    }
    let failures = Dictionary(grouping: round.failed) { [$0.notice.hub, $0.reason] }
    for (key, failed) in failures.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      write("\(key[0]) was not told of \(counted(failed.count)), and will be again: \(key[1])", to: STDERR_FILENO)
    }
    for (hub, notices) in Dictionary(grouping: round.abandoned, by: \.hub).sorted(by: { $0.key < $1.key }) {
      write("\(hub) was not told of \(counted(notices.count)) for days: given up", to: STDERR_FILENO)
    }
  }

  /// Nothing was due.
  private func tell(ofWaiting notices: [Outbox.Notice]) {
    for (hub, notices) in Dictionary(grouping: notices, by: \.hub).sorted(by: { $0.key < $1.key }) {
      guard let due = notices.compactMap(\.due).min() else { continue }
      say(
        "\(hub) failed, and is told of \(counted(notices.count)) after \(due.rfc3339): till then they wait, exit code 0"
      )
    }
  }

  private func say(_ line: String) { if !quiet { write(line, to: STDOUT_FILENO) } }

  private func counted(_ count: Int) -> String { "\(count) feed\(count == 1 ? "" : "s")" }

  /// What a hub said may hold anything.
  private func write(_ line: String, to descriptor: Int32) {
    let text = PlainText.line(line).text + "\n"
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
