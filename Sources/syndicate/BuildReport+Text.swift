internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

extension BuildReport {
  /// For people: a small table.
  func table(seconds: Duration, isDryRun: Bool) -> [String] {
    var rows = sources.map { (name(of: $0), sources.count == 1 ? catalogFacts : "\($0.entries) entries") }
    if sources.count > 1 { rows.append(("together", catalogFacts)) }
    rows.append(("\(counted(feeds, "feed")) × \(counted(formats.count, "format"))", counted(documents, "document")))
    if let published { rows.append((folder, outcome(published, isDryRun, separator: " · "))) }
    let width = max(36, rows.map(\.0.count).max()! + 2)
    var lines = [title] + rows.map { "  " + $0.padded(to: width) + $1 }
    lines.append(lines.removeLast().padded(to: width + 48) + shown(seconds) + " s")
    return lines
  }

  /// How many errors there are.
  var countedErrors: String { counted(problems.filter { $0.severity == .error }.told, "error") }

  /// Where the documents are published, with a slash at its end.
  var folder: String { directory.hasSuffix("/") ? directory : directory + "/" }

  /// For a pipe: a fact a line.
  func lines(seconds: Duration, isDryRun: Bool) -> [String] {
    var lines = sources.map { "source: \(name(of: $0)), \(counted($0.entries, "entry", "entries"))" }
    lines.append(
      "entries: \(entriesRead) read, \(changes.new.count) new, \(changes.updated.count) updated, \(changes.removed.count) removed"
    )
    if hidden > 0 { lines.append("hidden: \(hidden)") }
    if let next = scheduled.first { lines.append("scheduled: \(scheduled.count), the next at \(next.rfc3339)") }
    for (axis, count) in termCounts { lines.append("\(axis.plural ?? axis.name): \(count)") }
    lines.append("feeds: \(feeds)")
    if let published { lines.append("documents: \(outcome(published, isDryRun, separator: ", "))") }
    lines.append("seconds: \(shown(seconds))")
    return lines
  }

  /// Its path, and what was found there.
  private func name(of source: Source) -> String {
    let path = Path.shown(source.path)
    return source.kind.map { "\(path) (\($0))" } ?? path
  }

  private var catalogFacts: String {
    var facts = [counted(entriesRead, "entry", "entries")]
    facts += termCounts.map { axis, count in counted(count, axis.name, axis.plural) }
    if hidden > 0 { facts.append("\(hidden) hidden") }
    if !scheduled.isEmpty { facts.append("\(scheduled.count) scheduled") }
    return facts.joined(separator: " · ")
  }

  private var termCounts: [(Axis, Int)] { Axis.axes.compactMap { axis in terms[axis].map { (axis, $0) } } }

  func outcome(_ published: PublishReport, _ isDryRun: Bool, separator: String) -> String {
    [
      "\(published.written.count) \(isDryRun ? "to write" : "written")", "\(published.unchanged.count) unchanged",
      "\(published.removed.count) \(isDryRun ? "to remove" : "removed")",
    ].joined(separator: separator)
  }

  /// For scripts: one JSON object.
  func json(seconds: Duration) -> String { JSONWriter.text { write(to: &$0, seconds: seconds) } }

  /// The members of that object.
  func write(to json: inout JSONWriter, seconds: Duration) {
    json.object("entries") { json in
      json.number("read", entriesRead)
      json.number("new", changes.new.count)
      json.number("updated", changes.updated.count)
      json.number("removed", changes.removed.count)
    }
    json.number("feeds", feeds)
    json.outcome(of: self, seconds: seconds)
  }
}

extension JSONWriter {
  /// An object as text.
  static func text(_ members: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter()
    json.object(nil, members)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// What every report ends with.
  mutating func outcome(of report: BuildReport, seconds: Duration) {
    let published = report.published ?? PublishReport()
    func paths(_ name: StaticString, _ paths: Set<DocumentPath>) {
      array(name) { json in for path in paths.sorted() { json.string(nil, path.string) } }
    }
    paths("written", published.written)
    number("unchanged", published.unchanged.count)
    paths("removed", published.removed)
    string("nextChange", report.nextChange?.rfc3339)
    number("seconds", seconds.inSeconds)
    problems(report.problems)
  }

  mutating func problems(_ problems: [Problem]) {
    array("problems") { json in
      for problem in problems {
        json.object { json in
          json.string("severity", problem.severity.rawValue)
          json.string("place", problem.place.shown)
          json.string("rule", problem.rule)
          json.string("message", Path.shown(in: problem.message))
          json.number("others", problem.others > 0 ? problem.others : nil)
        }
      }
    }
  }
}

func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

func shown(_ duration: Duration) -> String {
  let tenths = Int((duration.inSeconds * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

extension Duration {
  /// To the millisecond.
  var inSeconds: Double {
    (Double(components.seconds) * 1000 + Double(components.attoseconds / 1_000_000_000_000_000)) / 1000
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
