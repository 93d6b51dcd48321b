internal import ArgumentParser
internal import Glibc
internal import Syndication
internal import SyndicationCheck
internal import SyndicationFiles
internal import SyndicationSite

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check documents of Atom, RSS, JSON Feed and OPML, ours or anybody's.",
    discussion: """
      Without a file or a folder: the folder that config.json here publishes to. Of a folder, what is named as a feed.
      Exit codes: 0 without an error, 1 with one, 2 where a file cannot be read, 64 for wrong usage.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, sarif }

  @Argument(help: ArgumentHelp("What to check; - is standard input.", valueName: "file-or-folder"))
  var paths: [String] = []

  @Option(
    help: ArgumentHelp("The configuration that says what is published, where nothing is named.", valueName: "file"))
  var config = DefaultConfiguration.file

  @Option(help: "How to tell what is found: text, json or sarif.")
  var format = Format.text

  @Flag(help: "Exit 1 with a warning, too.")
  var strict = false

  @Flag(help: "Tell each finding for itself.")
  var verbose = false

  @Flag(help: "Tell errors alone.")
  var quiet = false

  func run() throws {
    var report = CheckReport()
    /// What was found is told, whatever else cannot be read.
    var failure: Int32?
    func attempt(_ body: () throws -> Void) throws {
      do { try body() } catch let error as ValidationError { throw error } catch {
        let (code, problems) = Console.meaning(of: error)
        writeLines(code < 2 ? problems.lines(isVerbose: true) : problems.map(\.message), to: STDERR_FILENO)
        failure = max(failure ?? 0, code)
      }
    }
    var paths = paths
    try attempt { if paths.isEmpty { paths = [try publishedFolder()] } }
    for path in paths { try attempt { try check(path, at: try BuildInstant.current(), into: &report) } }
    switch format {
    case .text: writeLines(report.lines(isVerbose: verbose, isQuiet: quiet), to: STDOUT_FILENO)
    case .json: writeLines([report.json], as: .json, to: STDOUT_FILENO)
    case .sarif: writeLines([report.sarif], as: .json, to: STDOUT_FILENO)
    }
    if let failure { throw ExitCode(failure) }
    if report.count(.error) > 0 || strict && report.count(.warning) > 0 { throw ExitCode(1) }
  }

  private func publishedFolder() throws -> String {
    guard stat(config) != nil else {
      throw ValidationError("name a file or a folder: there is no \(config) here that says what is published")
    }
    return try Configuration.load(config).feedDirectory
  }

  private func check(_ path: String, at instant: Timestamp, into report: inout CheckReport) throws {
    if path == "-" {
      report.add(DocumentCheck.findings(in: try standardInput(), at: instant), of: "-")
      return
    }
    guard Directory.exists(path) else {
      report.add(DocumentCheck.findings(in: try FileContents.read(path), at: instant), of: path)
      return
    }
    let tree = try FileTree(at: path)
    var isEmpty = true
    for file in tree.files.map(tree.path(of:)) {
      guard let ending = file.split(separator: ".").last?.lowercased(), Self.endings.contains(ending) else { continue }
      let document = try FileContents.read(file)
      let findings = DocumentCheck.findings(in: document, at: instant)
      // A folder holds other things, too.
      if ending == "xml" || ending == "json", findings.contains(where: \.isOfNoFeed) { continue }
      report.add(findings, of: file)
      isEmpty = false
    }
    if isEmpty {
      throw FileError(
        "check", path, code: ENOENT,
        reason: "no document in it is named as a feed: .\(Self.endings.sorted().joined(separator: ", ."))")
    }
  }

  /// Those that a feed's name has.
  private static let endings: Set = ["atom", "rss", "xml", "json", "opml", "rdf"]

  private func standardInput() throws -> [UInt8] {
    var document: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // What is beyond the bound is told by one byte of it.
    while document.count <= Limit.checkedBytes.value {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw FileError("read", "standard input", code: errno) }
      if count == 0 { break }
      document += buffer[..<count]
    }
    return document
  }
}
