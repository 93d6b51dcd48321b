internal import Syndication
internal import SyndicationFiles

/// What the last build read, left and reported, so that one that would do the same again need not be done.
///
/// It is only a cache, and local: one that is missing, damaged or outdated counts as none.
struct BuildRecord: Sendable, Hashable {
  var version = Program.version
  var inputs: [Revision]
  var ledger: Revision
  /// Where a document was once, and must not be again.
  var withdrawn: [DocumentPath]
  var instant: Timestamp
  /// Without what was done.
  var report: BuildReport
}

extension BuildRecord {
  /// Nil where something could not be known again, or where the report has errors or characters that JSON does not carry.
  ///
  /// - Parameters:
  ///   - inputs: as they were before they were read.
  ///   - ledger: the revision that holds the edition's.
  init?(
    of edition: Edition, from inputs: [Revision]?, ledger: Revision, _ report: BuildReport, at instant: Timestamp
  ) {
    guard !report.problems.hasErrors, let inputs else { return nil }
    var report = report
    report.changes = Ledger.Changes()
    report.published = nil
    self.init(
      inputs: inputs, ledger: ledger, withdrawn: edition.publication.withdrawn.sorted(), instant: instant,
      report: report)
    guard BuildRecord(text) == self else { return nil }
  }

  /// Whether a build at `instant` would find in its sources, and in the same ledger, what this one found.
  func reads(_ inputs: [Revision]?, ledger: Revision?, at instant: Timestamp) -> Bool {
    // Warnings of dates far ahead count in years.
    version == Program.version && self.inputs == inputs && self.ledger == ledger && self.instant <= instant
      && self.instant.date.year == instant.date.year && report.nextChange.map { instant < $0 } ?? true
  }
}

extension Build {
  /// What a build at `instant` would report of the sources, whatever became of the documents, where the last build told;
  /// nil where it may be something else.
  ///
  /// - Parameter inputs: as they were before they were read.
  func record(from inputs: [Revision]?, at instant: Timestamp) async throws -> BuildRecord? {
    guard !options.force, let record = (try? await state.read(.record)).flatMap(BuildRecord.init),
      record.reads(inputs, ledger: try await state.revision(of: .ledger), at: instant)
    else { return nil }
    return record
  }

  /// What there is to report where nothing is new since the last build; nil where something may be.
  func recordedReport(from inputs: [Revision]?, at instant: Timestamp) async throws -> BuildReport? {
    guard let record = try await record(from: inputs, at: instant),
      let documents = try await sink.intactDocuments(without: Set(record.withdrawn)),
      documents.count == record.report.documents
    else { return nil }
    var report = record.report
    report.published = PublishReport(unchanged: documents)
    return report
  }

  /// All that it reads but for the ledger: the program itself, the configuration, the sources and what they name.
  ///
  /// Nil where one of them is missing or too young to be known again, or where the file no longer says what this does.
  func inputs() async -> [Revision]? {
    var inputs: [Revision] = []
    for path in ["/proc/self/exe", configuration.file] {
      guard let revision = Revision(ofFiles: [path]) else { return nil }
      inputs.append(revision)
    }
    for source in sources {
      guard let revision = await source.revision() else { return nil }
      inputs.append(revision)
    }
    // It was read before it was looked at, and its reader may have changed it since.
    return (try? Configuration.load(configuration.file)) == configuration ? inputs : nil
  }
}
