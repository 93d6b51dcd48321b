internal import Syndication

/// The record as text: a JSON object on a line. What needs 64 bits is a string: JSON's numbers do not hold them everywhere.
extension BuildRecord {
  var text: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("version", version)
      json.array("inputs") { json in for input in inputs { json.array { $0.revision(input) } } }
      json.array("ledger") { $0.revision(ledger) }
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
            json.string("pointer", problem.place.pointer)
            json.string("rule", problem.rule)
            json.string("message", problem.message)
          }
        }
      }
    }
    return json.bytes + [0x0A]
  }

  /// Nil where `text` is not wholly a record.
  init?(_ text: [UInt8]) {
    guard text.last == 0x0A, let json = try? DataValue(json: text), let version = json["version"]?.string,
      let inputs = json["inputs"]?.list(Revision.init), let ledger = json["ledger"].flatMap(Revision.init),
      let withdrawn = json["withdrawn"]?.list({ $0.string.flatMap(DocumentPath.init) }),
      let instant = json["instant"]?.timestamp, let report = BuildReport(json)
    else { return nil }
    self.version = version
    self.inputs = inputs
    self.ledger = ledger
    self.withdrawn = withdrawn
    self.instant = instant
    self.report = report
    self.report.nextChange = json["nextChange"]?.timestamp
    if json["nextChange"] != nil, self.report.nextChange == nil { return nil }
  }
}

extension JSONWriter {
  fileprivate mutating func revision(_ revision: Revision) {
    for field in revision.fields { string(nil, field) }
  }
}

extension Revision {
  fileprivate init?(_ json: DataValue) {
    guard let fields = json.list(\.string) else { return nil }
    self.init(fields)
  }
}

extension BuildReport {
  fileprivate init?(_ json: DataValue) {
    guard let title = json["title"]?.string, let directory = json["directory"]?.string,
      let formats = json["formats"]?.list(\.string), let sources = json["sources"]?.list(Source.init),
      let problems = json["problems"]?.list(Problem.init), let feeds = json["feeds"]?.count,
      let documents = json["documents"]?.count, let terms = json["terms"],
      let hidden = json["hidden"]?.count, let scheduled = json["scheduled"]?.list(\.timestamp)
    else { return nil }
    self.init(title: title, directory: directory, formats: formats)
    self.sources = sources
    self.problems = problems
    self.feeds = feeds
    self.documents = documents
    for axis in Axis.axes { self.terms[axis] = terms[axis.name]?.count }
    self.hidden = hidden
    self.scheduled = scheduled
  }
}

extension BuildReport.Source {
  fileprivate init?(_ json: DataValue) {
    guard let path = json["path"]?.string, let entries = json["entries"]?.count else { return nil }
    self.init(path: path, entries: entries, kind: json["kind"]?.string)
  }
}

extension Problem {
  fileprivate init?(_ json: DataValue) {
    guard let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)), let file = json["file"]?.string,
      let rule = json["rule"]?.string, let message = json["message"]?.string
    else { return nil }
    self.init(
      severity, at: Place(file: file, line: json["line"]?.count, pointer: json["pointer"]?.string), rule: rule, message)
  }
}

extension DataValue {
  /// What `element` makes of each element of an array; nil where it makes nothing of one.
  fileprivate func list<Element>(_ element: (DataValue) -> Element?) -> [Element]? {
    guard case .array(let values) = self else { return nil }
    let elements = values.compactMap(element)
    return elements.count == values.count ? elements : nil
  }

  fileprivate var count: Int? {
    guard case .number(let number) = self else { return nil }
    return Int(exactly: number)
  }

  fileprivate var timestamp: Timestamp? { count.map { Timestamp(seconds: Int64($0)) } }
}
