internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Look at the folder here, and write a configuration that builds at once.",
    discussion: """
      What cannot be found is asked for on a terminal, and else has to be given.
      Exit codes: 0 written; 1 no posts were found, there is a configuration already, or a build would publish nothing; \
      2 the machine failed; 64 something is missing or wrong, as is told.
      """)

  @Option(help: ArgumentHelp("Where to write the configuration.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The folder of the site or of its posts, or a file that holds them.", valueName: "path"))
  var source = "."

  @Option(help: ArgumentHelp("What the site is called.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("The address of its home page.", valueName: "url"))
  var url: String?

  @Option(help: ArgumentHelp("The language that it is in, such as en or de-CH.", valueName: "tag"))
  var language: String?

  @Option(
    help: ArgumentHelp("The time zone that dates without one are in, such as Europe/Berlin.", valueName: "zone"))
  var timeZone: String?

  @Option(help: ArgumentHelp("Where feeds are to be written.", valueName: "folder"))
  var output: String?

  @Flag(help: "Ask nothing: take what is found, and the defaults.")
  var yes = false

  @Flag(help: "Replace a configuration that is there.")
  var force = false

  func run() async throws {
    do {
      try await begin()
    } catch let code as ExitCode {
      throw code
    } catch {
      throw Console(style: .plain).exitCode(after: error, seconds: .zero)
    }
  }

  private func begin() async throws {
    let outputs = Set([output ?? "feeds", ".syndicate"].map { Path.join(source, $0) } + [output].compactMap(\.self))
    let given = config ?? "config.json"
    let found = try await FoundSite(at: source, without: outputs)
    // Hugo would take it for its own.
    let isClaimed = config == nil && found.claimsConfiguration
    let file = isClaimed ? "syndicate.json" : given
    if found.claimsConfiguration, Directory.resolved(file) == Directory.resolved(Path.join(source, "config.json")) {
      try refuse(1, ["\(file): it would be taken for the generator's own: name another by --config"])
    }
    try checkFree(file)
    writeLines(found.problems.lines(isVerbose: true), to: STDERR_FILENO)
    guard let posts = found.source else {
      if found.problems.hasErrors { try refuse(1, ["nothing was written"]) }
      let looked = found.missed.isEmpty ? "" : ": looked for " + found.missed.joined(separator: "; ")
      try refuse(
        1,
        [
          "no posts are found in \(source.isEmpty || source == "." ? "this folder" : Path.shown(source))\(looked). --source names another folder, or a file"
        ])
    }

    writeLines(told(of: found), to: STDOUT_FILENO)
    let answers = try self.answers(beside: found)
    var draft = ConfigurationDraft(
      of: posts, in: found, title: answers.title, url: answers.url, at: file, output: output)
    draft.language = answers.language
    draft.timeZone = answers.timeZone
    let configuration = try draft.write(to: file, replacing: force)
    writeLines(
      ["", "wrote \(Path.shown(file))"] + draft.text.split(separator: "\n").map { "  " + $0 }, to: STDOUT_FILENO)
    try await tell(configuration, of: found)
  }

  private func checkFree(_ file: String) throws {
    if stat(file, followingLinks: false) != nil, !force {
      try refuse(1, ["\(Path.shown(file)): \(ConfigurationIsThere(path: file))"])
    }
  }

  private func refuse(_ code: Int32, _ lines: [String]) throws -> Never {
    writeLines(lines, to: STDERR_FILENO)
    throw ExitCode(code)
  }

  // MARK: - What was found

  private func told(of site: FoundSite) -> [String] {
    var facts: [(String, String)] = []
    func add(_ name: String, _ fact: FoundSite.Fact?) {
      guard let fact else { return }
      facts.append((name, fact.value + (fact.file.map { " (\(Path.shown($0)))" } ?? "")))
    }
    if let posts = site.source {
      let hidden = posts.hidden > 0 ? ", \(posts.hidden) kept back" : ""
      let told = posts.file.map { " (\(Path.shown($0)))" } ?? ""
      facts.append(("posts", "\(posts.kind)\(told), \(counted(posts.posts, "post"))\(hidden)"))
    }
    add("title", site.title)
    add("url", site.url)
    add("language", site.language)
    add("time zone", site.timeZone)
    if let former = site.former {
      facts.append(
        ("old feed", "\(Path.shown(former.path)), \(counted(former.entries, "entry", "entries")): their ids stay"))
    }
    return ["found in \(source == "." ? "this folder" : Path.shown(source))"]
      + facts.map { "  " + $0.padded(to: 12) + $1 }
  }

  // MARK: - What is asked for

  private typealias Answers = (title: String, url: String, language: String?, timeZone: String?)

  /// What flags say, else what is found, else what a person answers.
  private func answers(beside site: FoundSite) throws -> Answers {
    let isAsking = !yes && isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    var missing: [String] = []
    func answer(
      _ name: String, _ flag: String, _ given: String?, _ found: String?, isRequired: Bool = false,
      usual: String? = nil, _ check: (String) throws(ConfigurationFlaw) -> Void
    ) -> String? {
      if let given {
        do { try check(given) } catch { missing.append("\(flag): \(error.message)") }
        return given
      }
      if let found { return found }
      while isAsking {
        writeAll(printable("\(name)\(usual.map { " [\($0)]" } ?? ""):") + " ", to: STDERR_FILENO)
        guard let line = readLine() else { break }
        let text = PlainText.line(line).text
        if text.isEmpty {
          if isRequired { continue }
          return usual
        }
        do {
          try check(text)
          return text
        } catch { writeLines([error.message], to: STDERR_FILENO) }
      }
      if isRequired { missing.append("\(name.lowercased()) is not found: give \(flag)") }
      return nil
    }
    let title = answer("Title", "--title TEXT", self.title, site.title?.value, isRequired: true) {
      text throws(ConfigurationFlaw) in
      if PlainText.line(text).text.isEmpty { throw ConfigurationFlaw("it is empty: write what the site is called") }
    }
    let url = answer("URL", "--url https://…", self.url, site.url?.value, isRequired: true) {
      text throws(ConfigurationFlaw) in _ = try ConfigurationValue.folderURL(text)
    }
    let language = answer("Language", "--language", self.language, site.language?.value, usual: "en") {
      text throws(ConfigurationFlaw) in _ = try ConfigurationValue.language(text)
    }
    let zone = answer("Time zone", "--time-zone", timeZone, site.timeZone?.value, usual: "UTC") {
      text throws(ConfigurationFlaw) in _ = try ConfigurationValue.timeZone(text) { SiteTimeZone($0) }
    }
    guard missing.isEmpty, let title, let url else { try refuse(64, missing) }
    /// What a build finds by itself, or takes if nothing is said, need not be written.
    func said(_ given: String?, _ value: String?, _ found: FoundSite.Fact?, usual: String) -> String? {
      if given != nil { return value }
      if found != nil, site.isToldByGenerator { return nil }
      return value == usual ? nil : value
    }
    return (
      title, url, said(self.language, language, site.language, usual: "en"),
      said(timeZone, zone, site.timeZone, usual: "UTC")
    )
  }

  // MARK: - What comes next

  /// Tells what a build would do, and what is left to a person.
  private func tell(_ configuration: Configuration, of site: FoundSite) async throws {
    let instant = try BuildInstant.current()
    var options = Build.Options()
    options.dryRun = true
    let build = Build(configuration, options: options)
    let report = try await build.run(at: instant)
    writeLines(report.problems.lines(), to: STDERR_FILENO)
    guard let published = report.published else {
      try refuse(1, ["a build would publish nothing yet: mend what is told above, and then run syndicate plan"])
    }
    let links = try await build.feeds(at: instant).plan.map { plan in
      plan.feeds.filter { $0.scope == .all }.flatMap(plan.links)
    }
    let flags = configuration.file == DefaultConfiguration.file ? "" : " --config \(quoted(configuration.file))"
    let folder = Path.shown(configuration.feedDirectory)
    let served = configuration.feeds.url.string
    var lines = [
      "", "next", "  syndicate build\(flags)",
      "    writes \(counted(published.written.count + published.unchanged.count, "document")) of "
        + "\(counted(report.feeds, "feed")) to \(folder)/",
    ]
    if let copied = site.copied, Path.isInside(Directory.resolved(folder), Directory.resolved(copied)),
      let kind = site.source?.kind
    {
      lines.append("  \(kind) copies \(folder)/ into the site, so that it is served at \(served)")
    } else {
      lines.append("  publish \(folder)/ with your site, so that it is served at \(served)")
    }
    lines.append("  name the feeds in the <head> of your pages (syndicate links\(flags) prints this):")
    lines += (links ?? []).map { "    " + $0 }
    lines += [
      "  commit \(Path.shown(configuration.file)) and \(Path.shown(configuration.stateDirectory))/ledger.ndjson: the ledger keeps ids and dates",
      "  keep the feeds fresh, by one of these:",
      "    syndicate watch\(flags)",
      "    crontab -e, a line: * * * * *  cd \(quoted(Directory.resolved("."))) && \(quoted(program)) build --quiet\(flags)",
      "    a service: \(service(of: configuration))",
    ]
    writeLines(lines, to: STDOUT_FILENO)
  }

  /// How a service is begun: by the unit that is installed with the program, or by one that has to be adapted.
  private func service(of configuration: Configuration) -> String {
    let unit = "syndicate-watch@.service"
    guard configuration.file == DefaultConfiguration.file,
      stat(Path.join(Path.folder(of: Path.folder(of: program)), "lib/systemd/user/\(unit)")) != nil
    else { return "examples/systemd/syndicate-watch.service, with its paths changed" }
    return "systemctl --user enable --now \"syndicate-watch@$(systemd-escape --path \"$PWD\")\""
  }

  /// The program's own path: cron knows few.
  private var program: String { Directory.absolute("/proc/self/exe") ?? "syndicate" }

  /// As a shell wants it.
  private func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "/._-".utf8.contains($0) }
    return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
