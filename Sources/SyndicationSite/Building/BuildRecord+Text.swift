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
      json.array("terms") { json in
        for axis in Axis.axes {
          guard let count = report.terms[axis] else { continue }
          json.object { json in
            json.string("axis", axis.name)
            json.number("count", count)
          }
        }
      }
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
      let inputs = json.list("inputs", Revision.init), let ledger = json["ledger"].flatMap(Revision.init),
      let withdrawn = json.list("withdrawn", { $0.string.flatMap(DocumentPath.init) }),
      let instant = json["instant"]?.timestamp, let report = BuildReport(json)
    else { return nil }
    self.version = version
    self.inputs = inputs
    self.ledger = ledger
    self.withdrawn = withdrawn
    self.instant = instant
    self.report = report
    if let next = json["nextChange"] {
      guard let next = next.timestamp else { return nil }
      self.report.nextChange = next
    }
  }
}

extension JSONWriter {
  fileprivate mutating func revision(_ revision: Revision) {
    for field in revision.fields { string(nil, field) }
  }
}

extension Revision {
  fileprivate init?(_ json: DataValue) {
    guard case .array(let elements) = json else { return nil }
    let fields = elements.compactMap(\.string)
    guard fields.count == elements.count else { return nil }
    self.init(fields)
  }
}

extension BuildReport {
  fileprivate init?(_ json: DataValue) {
    guard let title = json["title"]?.string, let directory = json["directory"]?.string,
      let formats = json.list("formats", \.string), let sources = json.list("sources", Source.init),
      let problems = json.list("problems", Problem.init), let feeds = json["feeds"]?.count,
      let documents = json["documents"]?.count, let terms = json.list("terms", { $0.terms }),
      let hidden = json["hidden"]?.count, let scheduled = json.list("scheduled", \.timestamp)
    else { return nil }
    self.init(title: title, directory: directory, formats: formats)
    self.sources = sources
    self.problems = problems
    self.feeds = feeds
    self.documents = documents
    self.terms = Dictionary(terms) { $1 }
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
  /// What `element` makes of each element of the array called `name`; nil where it makes nothing of one.
  fileprivate func list<Element>(_ name: String, _ element: (DataValue) -> Element?) -> [Element]? {
    guard case .array(let values)? = self[name] else { return nil }
    let elements = values.compactMap(element)
    return elements.count == values.count ? elements : nil
  }

  fileprivate var terms: (Axis, Int)? {
    guard let axis = self["axis"]?.string.flatMap(Axis.named), let count = self["count"]?.count else { return nil }
    return (axis, count)
  }

  fileprivate var count: Int? {
    guard case .number(let number) = self else { return nil }
    return Int(exactly: number)
  }

  fileprivate var timestamp: Timestamp? { count.map { Timestamp(seconds: Int64($0)) } }
}
