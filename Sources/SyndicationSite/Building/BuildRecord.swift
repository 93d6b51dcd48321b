internal import Glibc
internal import Syndication
internal import SyndicationFiles
internal import SyndicationFolder

/// What the last build read, left and reported, so that one that would do the same again need not be done.
///
/// It is only a cache, and local: one that is missing, damaged or outdated counts as none.
struct BuildRecord: Sendable, Hashable {
  var version = Program.version
  /// By path.
  var inputs: [String: FileState]
  /// The ledger, the manifest, which holds the states of the documents, and the folder, by path.
  var outputs: [String: FileState]
  /// Where a document was once, and must not be again.
  var withdrawn: [DocumentPath]
  var instant: Timestamp
  /// Without what was done.
  var report: BuildReport
}

extension BuildRecord {
  /// Nil where a file is so young that a change of it might go unnoticed, or is missing, or where the report has errors
  /// or characters that JSON does not carry.
  ///
  /// - Parameters:
  ///   - inputs: as they were before they were read.
  ///   - ledger: the state of the ledger's file that holds the edition's.
  init?(
    of edition: Edition, from inputs: [String: FileState]?, ledger: FileState, _ ledgerFile: LedgerFile,
    _ sink: DirectorySink,
    _ report: BuildReport, at instant: Timestamp
  ) {
    guard !report.problems.hasErrors, let inputs, let outputs = Self.outputs(ledgerFile, sink),
      outputs[ledgerFile.path] == ledger
    else { return nil }
    var report = report
    report.changes = Ledger.Changes()
    report.published = nil
    self.init(
      inputs: inputs, outputs: outputs, withdrawn: edition.publication.withdrawn.sorted(), instant: instant,
      report: report)
    guard BuildRecord(text) == self else { return nil }
  }

  /// What a build at `instant` would report that finds nothing to do; nil where there may be something.
  func report(
    from inputs: [String: FileState]?, _ ledgerFile: LedgerFile, _ sink: DirectorySink, at instant: Timestamp
  ) -> BuildReport? {
    guard reads(inputs, at: instant), outputs == Self.outputs(ledgerFile, sink),
      let documents = sink.documentsAsLeft(without: withdrawn), documents.count == report.documents
    else { return nil }
    var report = report
    report.published = PublishReport(unchanged: documents)
    return report
  }

  /// Whether a build at `instant` would find in its sources, and in the same ledger, what this one found.
  private func reads(_ inputs: [String: FileState]?, at instant: Timestamp) -> Bool {
    // Warnings of dates far ahead count in years.
    version == Program.version && self.inputs == inputs && self.instant <= instant
      && self.instant.date.year == instant.date.year && report.nextChange.map { instant < $0 } ?? true
  }

  /// What a build at `instant` would report of the sources, whatever became of the documents; nil where it may be
  /// something else.
  func findings(from inputs: [String: FileState]?, _ ledger: LedgerFile, at instant: Timestamp) -> BuildReport? {
    guard reads(inputs, at: instant), let state = FileState.settled(ledger.path), outputs[ledger.path] == state else {
      return nil
    }
    return report
  }

  private static func outputs(_ ledger: LedgerFile, _ sink: DirectorySink) -> [String: FileState]? {
    guard let ledgerState = FileState.settled(ledger.path), let manifest = FileState(at: sink.manifestPath),
      let folder = FileState(ofFolder: sink.directory)
    else { return nil }
    return [ledger.path: ledgerState, sink.manifestPath: manifest, sink.directory: folder]
  }

  // MARK: - The file

  private static func path(in stateDirectory: String) -> String { "\(stateDirectory)/record.ndjson" }

  init?(in stateDirectory: String) {
    guard let text = try? FileContents.read(Self.path(in: stateDirectory)) else { return nil }
    self.init(text)
  }

  func save(in stateDirectory: String) throws(FileError) {
    try AtomicFile.write(text, to: Self.path(in: stateDirectory))
  }

  /// To be called before anything that a record tells of is changed.
  static func remove(from stateDirectory: String) throws(FileError) {
    let path = path(in: stateDirectory)
    guard unlink(path) == 0 || errno == ENOENT else { throw .last("remove", path) }
  }
}

extension Build {
  /// All that it reads but for the ledger: the program itself, the configuration, the sources and what they name.
  ///
  /// Nil where one of them is missing or too young to be known again, or where the file no longer says what this does.
  var inputs: [String: FileState]? {
    var states: [String: FileState] = [:]
    for path in ["/proc/self/exe", configuration.file] + configuration.sources.flatMap(\.files) {
      guard let state = FileState.settled(path, without: outputs) else { return nil }
      states[path] = state
    }
    // It was read before it was looked at, and its reader may have changed it since.
    return (try? Configuration.load(configuration.file)) == configuration ? states : nil
  }

  /// The folders that builds write to: where they lie in a source's, they are none of its content.
  var outputs: Set<String> { [directory, configuration.feedDirectory, configuration.stateDirectory] }
}
