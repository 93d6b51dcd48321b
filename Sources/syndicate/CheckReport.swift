internal import Syndication
internal import SyndicationCheck
internal import SyndicationSite

/// What was found in documents.
struct CheckReport {
  private var documents: [(file: String, findings: [Finding])] = []

  mutating func add(_ findings: [Finding], of file: String) { documents.append((file, findings)) }

  func count(_ severity: Rule.Severity) -> Int {
    documents.reduce(0) { $0 + $1.findings.filter { $0.severity == severity }.reduce(0) { $0 + 1 + $1.others } }
  }

  private var findings: [(file: String, finding: Finding)] {
    documents.flatMap { document in document.findings.map { (document.file, $0) } }
  }

  // MARK: - For people

  /// A line a kind of finding, or where wanted a line each; then how many there are.
  func lines(isVerbose: Bool, isQuiet: Bool) -> [String] {
    var lines: [String] = []
    for severity in Rule.Severity.allCases where !isQuiet || severity == .error {
      let found = findings.filter { $0.finding.severity == severity }
      // What is found by a rule and a clause is of one format.
      var advice: [String: String] = [:]
      let problems = found.map { file, finding in
        var problem = Problem(
          .warning, at: Place(file: file, line: finding.line, column: finding.column),
          rule: "\(finding.rule.id), \(finding.clause)", finding.message)
        problem.others = finding.others
        advice[problem.rule] = finding.advice
        return problem
      }
      for kind in problems.kinds {
        let told = advice[kind.rule]!
        for problem in isVerbose || kind.problems.count == 1 ? kind.problems : [] {
          let more = problem.others > 0 ? ", and \(problem.others) more" : ""
          lines.append("\(problem.place.shown): \(severity.name): \(problem.message); \(told) [\(kind.rule)]\(more)")
        }
        if !isVerbose, kind.problems.count > 1 {
          let places = kind.problems.prefix(3).map(\.place.shown).joined(separator: ", ")
          let rest = kind.problems.count > 3 ? ", …" : ""
          lines.append(
            "\(severity.name): \(kind.count) times: \(kind.sentence); \(told) (\(places)\(rest)) [\(kind.rule)]")
        }
      }
    }
    let counts = Rule.Severity.allCases.filter { count($0) > 0 }.map { counted(count($0), $0.name) }
    if !isQuiet {
      lines.append("\(counted(documents.count, "document")): \(counts.isEmpty ? "nothing found" : listed(counts))")
    }
    return lines
  }

  // MARK: - For programs

  /// One object: `docs/check.schema.json`.
  var json: String {
    JSONWriter.text { json in
      json.number("documents", documents.count)
      json.number("errors", count(.error))
      json.number("warnings", count(.warning))
      json.number("notes", count(.info))
      json.array("findings") { json in
        for (file, finding) in findings {
          json.object { json in
            json.string("file", file)
            json.number("line", finding.line)
            json.number("column", finding.column)
            json.string("severity", finding.severity.rawValue)
            json.string("class", finding.rule.kind.rawValue)
            json.string("rule", finding.rule.id)
            json.string("clause", finding.clause)
            json.string("message", finding.message)
            json.string("advice", finding.advice)
            if finding.others > 0 { json.number("others", finding.others) }
          }
        }
      }
    }
  }

  /// SARIF 2.1.0 (OASIS).
  var sarif: String {
    JSONWriter.text { json in
      json.string("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.string("version", "2.1.0")
      json.array("runs") { json in
        json.object { json in
          json.object("tool") { json in
            json.object("driver") { json in
              json.string("name", "syndicate")
              json.string("version", Program.version)
              json.array("rules") { json in for rule in Rule.all { json.rule(rule) } }
            }
          }
          json.string("columnKind", "unicodeCodePoints")
          json.array("results") { json in
            for (file, finding) in findings { json.result(finding, in: file) }
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// §3.49.
  fileprivate mutating func rule(_ rule: Rule) {
    object { json in
      json.string("id", rule.id)
      json.object("shortDescription") { $0.string("text", rule.summary) }
      json.object("help") { $0.string("text", rule.advice) }
      json.object("defaultConfiguration") { $0.string("level", rule.severity.level) }
      json.object("properties") { json in
        json.array("tags") { $0.string(nil, rule.kind.rawValue) }
      }
    }
  }

  /// §3.27.
  fileprivate mutating func result(_ finding: Finding, in file: String) {
    object { json in
      json.string("ruleId", finding.rule.id)
      json.number("ruleIndex", Rule.all.firstIndex(of: finding.rule))
      json.string("level", finding.severity.level)
      json.object("message") { $0.string("text", "\(finding.message); \(finding.advice) [\(finding.clause)]") }
      json.array("locations") { json in
        json.object { json in
          json.object("physicalLocation") { json in
            // §3.4: a URI reference.
            json.object("artifactLocation") { $0.string("uri", AbsoluteURL.percentEncoded(file, keeping: "/")) }
            json.object("region") { json in
              json.number("startLine", finding.line)
              json.number("startColumn", finding.column)
            }
          }
        }
      }
    }
  }
}

extension Rule.Severity {
  fileprivate var name: String { self == .info ? "note" : rawValue }
  /// §3.27.10.
  fileprivate var level: String { self == .info ? "note" : rawValue }
}
