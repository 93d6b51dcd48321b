internal import Glibc
internal import Synchronization
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
  /// Nil where something could not be known again, or where the report has characters that JSON does not carry.
  ///
  /// - Parameters:
  ///   - withdrawn: paths of documents that were once published.
  ///   - inputs: as they were before they were read.
  ///   - ledger: the revision that holds the edition's.
  init?(
    without withdrawn: some Sequence<DocumentPath>, from inputs: [Revision]?, ledger: Revision, _ report: BuildReport,
    at instant: Timestamp
  ) {
    guard let inputs else { return nil }
    var report = report
    report.changes = Ledger.Changes()
    report.published = nil
    self.init(
      inputs: inputs, ledger: ledger, withdrawn: withdrawn.sorted(), instant: instant,
      report: report)
    guard BuildRecord(text) == self else { return nil }
  }

  // MARK: - As text: a JSON object on a line. What needs 64 bits is a string: JSON's numbers do not hold them everywhere.

  var text: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("version", version)
      json.array("inputs") { json in
        for input in inputs { json.array { json in for field in input.fields { json.string(nil, field) } } }
      }
      json.array("ledger") { json in for field in ledger.fields { json.string(nil, field) } }
      json.array("withdrawn") { json in for path in withdrawn { json.string(nil, path.string) } }
      json.number("instant", Int(instant.seconds))
      json.number("nextChange", (report.nextChange?.seconds).map { Int($0) })
      json.string("title", report.title)
      json.string("directory", report.directory)
      json.array("formats") { json in for format in report.formats { json.string(nil, format) } }
      json.array("sources") { json in
        for source in report.sources {
          json.object { json in
            json.string("path", source.path)
            json.number("entries", source.entries)
            json.string("kind", source.kind)
          }
        }
      }
      json.number("feeds", report.feeds)
      json.number("documents", report.documents)
      json.object("terms") { json in for axis in Axis.axes { json.number(axis.key, report.terms[axis]) } }
      json.number("hidden", report.hidden)
      json.array("scheduled") { json in for instant in report.scheduled { json.number(nil, Int(instant.seconds)) } }
      json.array("problems") { json in
        for problem in report.problems {
          json.object { json in
            json.string("severity", problem.severity.rawValue)
            json.string("file", problem.place.file)
            json.number("line", problem.place.line)
            json.number("column", problem.place.column)
            json.string("pointer", problem.place.pointer)
            json.string("rule", problem.rule)
            json.string("message", problem.message)
            json.number("others", problem.others > 0 ? problem.others : nil)
          }
        }
      }
    }
    return json.bytes + [0x0A]
  }

  /// Nil where `text` is not wholly a record.
  init?(_ text: [UInt8]) {
    guard let json = try? DataValue(json: text) else { return nil }
    var report = BuildReport(
      title: json.text("title"), directory: json.text("directory"), formats: json.list("formats").compactMap(\.string))
    report.sources = json.list("sources").map {
      BuildReport.Source(path: $0.text("path"), entries: $0.number("entries") ?? 0, kind: $0["kind"]?.string)
    }
    report.feeds = json.number("feeds") ?? 0
    report.documents = json.number("documents") ?? 0
    for axis in Axis.axes { report.terms[axis] = json["terms"]?.number(axis.name) }
    report.hidden = json.number("hidden") ?? 0
    report.scheduled = json.list("scheduled").compactMap(\.timestamp)
    report.nextChange = json["nextChange"]?.timestamp
    report.problems = json.list("problems").map { member in
      var problem = Problem(
        Problem.Severity(rawValue: member.text("severity")) ?? .warning,
        at: Place(
          file: member.text("file"), line: member.number("line"), column: member.number("column"),
          pointer: member["pointer"]?.string),
        rule: member.text("rule"), member.text("message"))
      problem.others = member.number("others") ?? 0
      return problem
    }
    self.init(
      version: json.text("version"), inputs: json.list("inputs").map(Revision.init),
      ledger: Revision(json["ledger"] ?? .null),
      withdrawn: json.list("withdrawn").compactMap { $0.string.flatMap(DocumentPath.init) },
      instant: json["instant"]?.timestamp ?? Timestamp(seconds: 0), report: report)
    // What is missing or damaged shows in what it would be written as.
    guard self.text == text else { return nil }
  }
}

extension BuildRecord {
  /// Whether time alone has changed nothing at `instant`.
  func isStanding(at instant: Timestamp) -> Bool {
    // Warnings of dates far ahead count in years, and one of a date that is yet to come holds until that has come.
    self.instant <= instant && self.instant.date.year == instant.date.year
      && report.nextChange.map { instant < $0 } ?? true
      && (self.instant == instant || !report.problems.contains { $0.rule == "D5" })
  }
}

extension Build {
  /// What a build at `instant` would report of the sources, whatever became of the documents, where the last build told;
  /// nil where it may be something else.
  ///
  /// - Parameter inputs: as they were before they were read.
  func record(from inputs: [Revision]?, at instant: Timestamp) async throws -> BuildRecord? {
    guard !options.force, let record = (try? await state.read(.record)).flatMap(BuildRecord.init),
      record.version == Program.version, record.inputs == inputs, !(isStrict && record.report.problems.hasErrors),
      try await state.revision(of: .ledger) == record.ledger, record.isStanding(at: instant)
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

  /// All that it reads but for the ledger: the program itself, the configuration, the time zones, the sources and what they name.
  ///
  /// Nil where one of them is missing or too young to be known again, or where the file no longer says what this does.
  func inputs() async -> [Revision]? {
    var inputs: [Revision] = []
    for path in ["/proc/self/exe", configuration.file] {
      guard let revision = Revision(ofFiles: [path]) else { return nil }
      inputs.append(revision)
    }
    if let zones = FileState(at: SiteTimeZone.database) { inputs.append(Revision(SiteTimeZone.database, zones)) }
    for source in sources {
      guard let revision = await source.revision() else { return nil }
      inputs.append(revision)
    }
    for path in configuration.sources.flatMap(\.adopted) where access(path, F_OK) == 0 {
      guard let revision = Revision(ofFiles: [path]) else { return nil }
      inputs.append(revision)
    }
    // It was read before it was looked at, and its reader may have changed it since.
    return configurationHash == nil ? nil : inputs
  }

  /// Of the configuration's file; nil where that no longer says what this does.
  var configurationHash: ContentHash? {
    guard let bytes = try? FileContents.read(configuration.file), case let hash = ContentHash(bytes) else { return nil }
    return said.hash.withLock { said in
      // The same bytes say the same.
      if said == hash { return hash }
      guard (try? Configuration(bytes, file: configuration.file)) == configuration else { return nil }
      said = hash
      return hash
    }
  }
}

extension Revision {
  fileprivate init(_ json: DataValue) { self.init(json.elements.compactMap(\.string)) }
}

extension DataValue {
  fileprivate var elements: [DataValue] { if case .array(let elements) = self { elements } else { [] } }

  fileprivate var number: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }

  fileprivate var timestamp: Timestamp? { number.map { Timestamp(seconds: Int64($0)) } }

  fileprivate func list(_ name: String) -> [DataValue] { self[name]?.elements ?? [] }

  fileprivate func text(_ name: String) -> String { self[name]?.string ?? "" }

  fileprivate func number(_ name: String) -> Int? { self[name]?.number }
}
