internal import ArgumentParser
internal import Glibc
internal import Logging
internal import Syndication
internal import SyndicationFiles
internal import SyndicationPostgres
internal import SyndicationSite

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring the posts of a configuration's sources into a database, and the ledger with them.",
    discussion: """
      The first time, what was published until now is remembered there, too: ids and times stay, and nobody is shown a post \
      again. Later, only what differs is written. Posts in markup that only their generator's rules explain are brought as HTML.
      Exit codes: 0 done; 1 a source or the configuration has errors; 2 the machine or PostgreSQL failed; 64 wrong usage.
      """)

  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = "config.json"

  @Option(help: ArgumentHelp("What the site is called in the database: letters, digits, . _ and -.", valueName: "name"))
  var site: String

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Bring what changes, too, until Ctrl-C.")
  var watch = false

  func run() async throws {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let logger = Logger(label: "syndicate-worker")
    do {
      let connection = try await PostgresConnection.open(database.database, as: "syndicate-worker import")
      try await Migrations.check(on: connection)
      guard try await bring(on: connection, logger) else { throw ExitCode(1) }
      var before = await revisions
      while watch {
        try await Task.sleep(for: .seconds(1))
        let now = await revisions
        // Where a source does not tell, it is read: what is the same is not written.
        if now == nil || now != before { _ = try await bring(on: connection, logger) }
        before = now
      }
      await connection.close()
    } catch let code as ExitCode { throw code } catch {
      Output.error("\(error)")
      throw ExitCode(error is ConfigurationProblems || error is MissingConfiguration ? 1 : 2)
    }
  }

  /// In which the sources are; nil where one does not tell.
  private var revisions: [Revision]? {
    get async {
      guard let configuration = try? Configuration.load(config) else { return nil }
      return await Build(configuration).inputRevisions
    }
  }

  /// Whether there was something that could be brought.
  private func bring(on connection: PostgresConnection, _ logger: Logger) async throws -> Bool {
    let configuration = try Configuration.load(config)
    let build = Build(configuration)
    var report = BuildReport(problems: [])
    let holdings = try await build.holdings(for: Worker.source, at: ImportCommand.now, into: &report)
    for problem in report.problems {
      if problem.severity == .error { logger.error("\(problem)") } else { logger.warning("\(problem)") }
    }
    guard let holdings else { return false }
    let text = try storedConfiguration(of: configuration, holdings.site)
    let stored = try await PostgresSite.put(site, configuration: text, isHeld: true, on: connection)
    let state = PostgresState(of: stored, on: connection)
    // As a worker does that publishes it.
    let lock = try await state.lock(timeout: .seconds(60))
    defer { lock.release() }
    let replaced = try await PostgresEntries(of: stored, on: connection).replace(
      with: holdings.items, on: holdings.site)
    for problem in replaced.problems { logger.error("\(problem)") }
    if try await state.read(.ledger) == nil, holdings.ledger != Ledger() {
      var ledger = holdings.ledger
      try ledger.rewrite(
        to: try await PostgresSource(of: stored, named: Worker.source, on: connection).load().items)
      _ = try await state.write(ledger.text, to: .ledger)
      logger.info("\(site): \(ledger.liveEntries) posts keep the ids and times that they had")
    }
    try await stored.release(on: connection)
    if replaced.written > 0 || replaced.removed > 0 {
      logger.info("\(site): wrote \(replaced.written) entries, removed \(replaced.removed)")
    }
    return true
  }

  /// The configuration without what is of its folder alone, and with what the sources know of the site.
  private func storedConfiguration(of configuration: Configuration, _ site: Site) throws -> String {
    guard case .object(var members) = try DataValue(json: FileContents.read(configuration.file)) else { return "{}" }
    members.removeAll { ["$schema", "sources", "precedence", "state", "watch"].contains($0.name) }
    for index in members.indices where members[index].name == "site" {
      guard case .object(var known) = members[index].value else { continue }
      func add(_ name: String, _ value: DataValue) {
        if !known.contains(where: { $0.name == name }) { known.append(.init(name: name, value: value)) }
      }
      add("language", .string(site.language))
      add("timeZone", .string(site.timeZone.identifier))
      if !site.authors.isEmpty, site.authors != [Person(name: site.title)] {
        add(
          "authors",
          .array(
            site.authors.map { person in
              let fields = [("name", person.name), ("url", person.url), ("email", person.email)]
              return .object(
                fields.compactMap { name, text in text.map { DataValue.Member(name: name, value: .string($0)) } })
            }))
      }
      members[index].value = .object(known)
    }
    return DataValue.object(members).json
  }

  private static var now: Timestamp { Timestamp(seconds: Int64(time(nil))) }
}
