internal import Syndication
internal import SyndicationSite

extension BuildReport {
  /// For people: a small table.
  func table(seconds: Duration, isDryRun: Bool) -> String {
    var rows: [(String, String)] = []
    for source in sources {
      let isOnly = sources.count == 1
      rows.append((source.name, isOnly ? catalogFacts : "\(source.entries) entries"))
    }
    if sources.count > 1 { rows.append(("together", catalogFacts)) }
    rows.append(("\(counted(feeds, "feed")) × \(counted(formats.count, "format"))", counted(documents, "document")))
    if let published {
      rows.append(
        (directory.hasSuffix("/") ? directory : directory + "/", outcome(published, isDryRun, separator: " · ")))
    }
    let width = max(36, rows.map(\.0.count).max()! + 2)
    let lines = rows.map { "  " + $0.padded(to: width) + $1 }
    let last = lines[lines.count - 1]
    return ([title] + lines.dropLast() + [last.padded(to: width + 48) + shown(seconds) + " s"]).joined(separator: "\n")
      + "\n"
  }

  /// For a pipe: a fact a line.
  func lines(seconds: Duration, isDryRun: Bool) -> String {
    var lines = sources.map { "source: \($0.name), \(counted($0.entries, "entry", "entries"))" }
    lines.append(
      "entries: \(entriesRead) read, \(changes.new.count) new, \(changes.updated.count) updated, \(changes.removed.count) removed"
    )
    if hidden > 0 { lines.append("hidden: \(hidden)") }
    if let next = scheduled.first { lines.append("scheduled: \(scheduled.count), the next at \(next.rfc3339)") }
    for (axis, count) in termCounts { lines.append("\(axis.plural ?? axis.name): \(count)") }
    lines.append("feeds: \(feeds)")
    if let published { lines.append("documents: \(outcome(published, isDryRun, separator: ", "))") }
    lines.append("seconds: \(shown(seconds))")
    return lines.joined(separator: "\n") + "\n"
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
    let outcome = [
      "\(published.written.count) \(isDryRun ? "to write" : "written")", "\(published.unchanged.count) unchanged",
      "\(published.removed.count) \(isDryRun ? "to remove" : "removed")",
    ]
    return outcome.joined(separator: separator)
  }
}

extension BuildReport.Source {
  /// The path, and what was found there.
  fileprivate var name: String { kind.map { "\(path) (\($0))" } ?? path }
}

extension BuildReport {
  /// For scripts: one JSON object.
  func json(seconds: Duration) -> String {
    var json = JSONWriter()
    json.object { write(to: &$0, seconds: seconds) }
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }

  /// The members of that object.
  func write(to json: inout JSONWriter, seconds: Duration) {
    BuildReport.write(
      to: &json, entries: (entriesRead, changes.new.count, changes.updated.count, changes.removed.count), feeds: feeds,
      published: published, nextChange: nextChange, problems: problems, seconds: seconds)
  }

  /// That of a build that did not come to read anything.
  static func json(problems: [Problem], seconds: Duration) -> String {
    var json = JSONWriter()
    json.object {
      write(
        to: &$0, entries: (0, 0, 0, 0), feeds: 0, published: nil, nextChange: nil, problems: problems, seconds: seconds)
    }
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }

  private static func write(
    to json: inout JSONWriter, entries: (read: Int, new: Int, updated: Int, removed: Int), feeds: Int,
    published: PublishReport?, nextChange: Timestamp?, problems: [Problem], seconds: Duration
  ) {
    json.object("entries") { json in
      json.number("read", entries.read)
      json.number("new", entries.new)
      json.number("updated", entries.updated)
      json.number("removed", entries.removed)
    }
    json.number("feeds", feeds)
    json.outcome(published, nextChange: nextChange, problems: problems, seconds: seconds)
  }
}

extension JSONWriter {
  /// What every report ends with.
  mutating func outcome(
    _ published: PublishReport?, nextChange: Timestamp?, problems: [Problem], seconds: Duration
  ) {
    func paths(_ name: StaticString, _ paths: Set<DocumentPath>?) {
      array(name) { json in for path in paths?.sorted() ?? [] { json.string(nil, path.string) } }
    }
    paths("written", published?.written)
    number("unchanged", published?.unchanged.count ?? 0)
    paths("removed", published?.removed)
    string("nextChange", nextChange?.rfc3339)
    number("seconds", seconds.inSeconds)
    self.problems(problems)
  }

  mutating func problems(_ problems: [Problem]) {
    array("problems") { json in
      for problem in problems {
        json.object { json in
          json.string("severity", problem.severity.rawValue)
          json.string("place", problem.place.description)
          json.string("rule", problem.rule)
          json.string("message", problem.message)
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
