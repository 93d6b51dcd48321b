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
      With --watch it goes on where PostgreSQL was away, or a file half saved.
      Exit codes: 0 done; 1 a source or the configuration has errors, so that not all could be brought, a setting cannot be \
      used, or the schema is another program's; 2 the machine or PostgreSQL failed; 64 wrong usage.
      """)

  @Option(help: ArgumentHelp("The configuration; its relative paths start from its folder.", valueName: "file"))
  var config = "config.json"

  @Option(
    help: ArgumentHelp(
      "What the site is called in the database: small letters, digits, . _ and -, as a host has them.",
      valueName: "name"))
  var site: String

  @OptionGroup var database: DatabaseOption

  @Flag(help: "Bring what changes, too, until Ctrl-C.")
  var watch = false

  @Flag(help: "Do so though another program keeps the site's entries, or most of them would go.")
  var force = false

  func validate() throws {
    if !PostgresSite.isName(site) {
      throw ValidationError(
        "--site wants a name as a host has: small letters, digits, \".\", \"_\" and \"-\", the first a letter or a digit, 100 at most"
      )
    }
  }

  func run() async throws {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    let logger = Logger(label: "syndicate-worker")
    do {
      var known: Set<Problem> = []
      var connection: PostgresConnection? = try await connect()
      guard try await bring(on: connection!, logger, knowing: &known) else { throw ExitCode(1) }
      var before = await revisions
      var told: String?
      var pause = Duration.seconds(1)
      while watch {
        try await Task.sleep(for: pause)
        let now = await revisions
        // Where a source does not tell, it is read: what is the same is not written.
        guard told != nil || now == nil || now != before else { continue }
        do {
          if connection == nil { connection = try await connect() }
          _ = try await bring(on: connection!, logger, knowing: &known)
          before = now
          if told != nil { logger.info("\(site): what changes is brought again") }
          told = nil
          pause = .seconds(1)
        } catch is CancellationError {
          throw CancellationError()
        } catch let error as SchemaVersionError { throw error } catch {
          // Half saved, or away for a moment: it is tried again.
          if "\(error)" != told { logger.error("\(error): what was brought stays") }
          told = "\(error)"
          guard error is PostgresError else { continue }
          await connection?.close()
          connection = nil
          pause = min(pause * 2, .seconds(10))
        }
      }
      await connection?.close()
      // The others were brought.
      if known.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    } catch let code as ExitCode { throw code } catch {
      Output.error("\(error)")
      let isOfSetting =
        error is ImportRefusal || error is ConfigurationProblems || error is MissingConfiguration
        || error is SchemaVersionError || error is DatabaseAddressError
      throw ExitCode(isOfSetting ? 1 : 2)
    }
  }

  private func connect() async throws -> PostgresConnection {
    let connection = try await PostgresConnection.open(database.database, as: "syndicate-worker import")
    try await Migrations.check(on: connection)
    return connection
  }

  /// In which the sources are; nil where one does not tell.
  private var revisions: [Revision]? {
    get async {
      guard let configuration = try? Configuration.load(config) else { return nil }
      return await Build(configuration).inputRevisions
    }
  }

  /// Whether there was something that could be brought.
  ///
  /// - Parameter known: what was told the last time, which is not told again.
  private func bring(
    on connection: PostgresConnection, _ logger: Logger, knowing known: inout Set<Problem>
  ) async throws -> Bool {
    let configuration = try Configuration.load(config)
    let count = try await replaceableEntries(on: connection)
    var options = Build.Options()
    // What was published last counts the first time, what is in the database afterwards.
    options.allowShrink = force || count > 0
    options.shrinkCure = "give --force"
    let build = Build(configuration, options: options)
    var report = BuildReport(problems: [])
    let holdings = try await build.holdings(for: Worker.source, at: ImportCommand.now, into: &report)
    let told = known
    known = []
    func tell(_ problems: [Problem]) {
      for problem in problems where !told.contains(problem) {
        if problem.severity == .error { logger.error("\(problem)") } else { logger.warning("\(problem)") }
      }
      known.formUnion(problems)
    }
    tell(report.problems)
    guard let holdings else { return false }
    if !force, holdings.items.count * 2 < count {
      throw ImportRefusal(
        description:
          "the sources hold \(holdings.items.count) posts, and \(site) has \(count) entries: if so many are meant to go, "
          + "give --force")
    }
    let text = try storedConfiguration(of: configuration, holdings.site)
    let stored = try await PostgresSite.put(site, configuration: text, isHeld: true, on: connection)
    let state = PostgresState(of: stored, on: connection)
    // As a worker does that publishes it.
    let lock = try await state.lock(timeout: .seconds(60))
    defer { lock.release() }
    // Before any of them is there: who is killed now may try again.
    try await stored.setNote("import", to: config, on: connection)
    let replaced = try await PostgresEntries(of: stored, on: connection).replace(
      with: holdings.items, on: holdings.site)
    tell(replaced.problems)
    if try await state.read(.ledger) == nil, holdings.ledger != Ledger() {
      var ledger = holdings.ledger
      try ledger.rewrite(
        to: try await PostgresSource(of: stored, named: Worker.source, on: connection).load().items)
      _ = try await state.write(ledger.text, to: .ledger)
      logger.info("\(site): \(ledger.liveEntries) posts keep the ids and times that they had")
    }
    try await stored.release(on: connection)
    if !watch || replaced.written > 0 || replaced.removed > 0 {
      logger.info("\(site): wrote \(replaced.written) entries, removed \(replaced.removed)")
    }
    return true
  }

  /// How many entries there are that an import brought.
  ///
  /// - Throws: `ImportRefusal` where they came otherwise: who keeps them by another program hardly means to delete them.
  private func replaceableEntries(on connection: PostgresConnection) async throws -> Int {
    guard let known = try await PostgresSite.named(site, on: connection) else { return 0 }
    let count = try await PostgresSlices(of: known, on: connection).count(upTo: 1_000_000)
    if !force, count > 0, try await known.note("import", on: connection) == nil {
      throw ImportRefusal(
        description:
          "the \(count) entries of \(site) were not brought by import, which would delete them: choose another name with "
          + "--site, or give --force")
    }
    return count
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

/// Entries that an import would delete, as a sentence that says what to do.
private struct ImportRefusal: Error, CustomStringConvertible {
  let description: String
}
