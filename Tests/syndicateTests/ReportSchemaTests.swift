import Foundation
import SyndicationTesting
import Testing

private typealias Object = [String: Any]

@Suite("The reports are what their schemas say") struct ReportSchemaTests {
  static let posts = #"""
    [{"id": "1", "title": "Now", "url": "/1", "date_published": "2022-03-25", "tags": ["graphs", ""]},
     {"id": "2", "url": "/2", "content_text": "Words", "date_published": "2022-03-24", "tags": ["memory"]},
     {"id": "3", "title": "Due", "url": "/3", "date_published": "2032-12-01"}]
    """#

  /// What the command prints in one situation after another, of first and later builds, refused ones and failures.
  private func reports(of command: String) throws -> [Object] {
    let site = try Workdir(config: NextDueTests.config)
    try site.folder.write(Self.posts, to: "posts.json")
    var reports: [Object] = []
    func report(_ arguments: String..., code: Int32 = 0) throws {
      let outcome = try site.start([command, "--json"] + arguments).wait()
      #expect(outcome.code == code, "\(arguments): \(outcome.err)")
      reports.append(try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? Object))
    }
    try report()
    try site.run("build")
    try report()
    // A title, a tag's end, an id that is lost.
    let edited = Self.posts.replacing("Now", with: "Then").replacing("memory", with: "graphs")
    try site.folder.write(edited.replacing("\"2\"", with: "\"two\"").replacing("/2", with: "/two"), to: "posts.json")
    try report()
    try report("--strict", "--force")
    // No room for an entry.
    try site.folder.write(
      NextDueTests.config.replacing(
        "\"sources\"",
        with: "\"feeds\": {\"bytes\": 400, \"queries\": {\"q\": {\"query\": \"graphs\"}}, "
          + "\"scopes\": {\"all\": {\"archive\": true}, \"tag\": {}}}, \"sources\""),
      to: "config.json")
    try report()
    try site.folder.write(NextDueTests.config, to: "config.json")
    try site.folder.write(Self.posts.replacing("2022-03-25", with: "2022-02-31"), to: "posts.json")
    try report(code: 1)
    let undated = (0...1_000).map { #"{"id": "\#($0)", "url": "/\#($0)", "date_published": "soon"}"# }
    try site.folder.write("[\(undated.joined(separator: ","))]", to: "posts.json")
    try report(code: 1)
    try site.folder.write("[", to: "posts.json")
    try report(code: 1)
    try report("--config", "none.json", code: 2)
    try site.folder.write("{}", to: "config.json")
    try report(code: 1)
    return reports
  }

  @Test("each is valid, and together they show every key", arguments: [("build", "report"), ("plan", "plan")])
  func valid(command: String, schema name: String) throws {
    let schema = try Schema(name)
    var used: Set<String> = []
    for report in try reports(of: command) {
      #expect(schema.faults(of: report, used: &used) == [], "\(report)")
    }
    #expect(schema.keys().subtracting(used) == [])
  }

  @Test("what a schema forbids is found", arguments: ["report", "plan"])
  func invalid(name: String) throws {
    let schema = try Schema(name)
    var used: Set<String> = []
    let faults = schema.faults(
      of: [
        "entries": ["new": -1.0, "updated": 1.5], "written": ["a", "a", 1], "other": 1,
        "problems": [["severity": "bad"]],
      ],
      used: &used)
    for fault in [
      "/feeds is missing", "/entries/removed is missing", "/entries/new is -1.0", "/entries/updated is 1.5",
      "/written has two of one", "/written/2 is 1", "/other is unknown", "/problems/0/severity is bad",
    ] {
      #expect(faults.contains(fault), "\(fault) in \(faults)")
    }
  }

  @Test("problems, paths and counts mean the same in both", arguments: ["count", "paths", "problems"])
  func shared(definition: String) throws {
    let definitions = try ["report", "plan"].map { try Schema($0).root["definitions"] as? Object }
    let values = definitions.map { $0?[definition] as? NSDictionary }
    #expect(values[0] != nil && values[0] == values[1])
  }
}

/// As much of JSON Schema (draft 7) as the schemas in `docs` use.
struct Schema {
  let root: [String: Any]

  init(_ name: String) throws {
    let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    let data = try Data(contentsOf: docs.appending(path: "\(name).schema.json"))
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// All keys that an object may have, as paths.
  func keys() -> Set<String> { keys(root, at: "") }

  private func keys(_ schema: [String: Any], at path: String) -> Set<String> {
    let schema = resolved(schema)
    var keys: Set<String> = []
    for (key, value) in schema["properties"] as? [String: [String: Any]] ?? [:] {
      keys.formUnion(self.keys(value, at: "\(path)/\(key)").union(["\(path)/\(key)"]))
    }
    if let items = schema["items"] as? [String: Any] { keys.formUnion(self.keys(items, at: path + "/*")) }
    return keys
  }

  /// What is wrong with `value`; `used` takes the keys that it has.
  func faults(of value: Any, used: inout Set<String>) -> [String] {
    faults(of: value, root, at: "", key: "", used: &used)
  }

  private func faults(of value: Any, _ schema: [String: Any], at path: String, key: String, used: inout Set<String>)
    -> [String]
  {
    let schema = resolved(schema)
    let number = value as? Double
    let isOfType =
      switch schema["type"] as? String {
      case "object": value is [String: Any]
      case "array": value is [Any]
      case "string": value is String
      case "boolean": value is Bool
      case "number": number != nil
      case "integer": number.map { $0 == $0.rounded() } ?? false
      default: schema["enum"] != nil
      }
    let isAllowed = (schema["enum"] as? [String]).map { $0.contains(value as? String ?? "") } ?? true
    let isLarge = number.map { $0 >= schema["minimum"] as? Double ?? $0 } ?? true
    let isLong = (value as? String).map { $0.count >= schema["minLength"] as? Int ?? 0 } ?? true
    let isDate = schema["format"] == nil || (value as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil
    guard isOfType, isAllowed, isLarge, isLong, isDate else { return ["\(path) is \(value)"] }

    var faults: [String] = []
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        faults.append("\(path)/\(name) is missing")
      }
      for (name, value) in object {
        guard let property = properties[name] else {
          if let other = schema["additionalProperties"] as? [String: Any] {
            faults += self.faults(of: value, other, at: "\(path)/\(name)", key: "\(key)/*", used: &used)
          } else {
            faults.append("\(path)/\(name) is unknown")
          }
          continue
        }
        used.insert("\(key)/\(name)")
        faults += self.faults(of: value, property, at: "\(path)/\(name)", key: "\(key)/\(name)", used: &used)
      }
    } else if let array = value as? [Any] {
      if array.count < schema["minItems"] as? Int ?? 0 { faults.append("\(path) has too few") }
      if schema["uniqueItems"] as? Bool == true, NSSet(array: array).count < array.count {
        faults.append("\(path) has two of one")
      }
      for (index, element) in array.enumerated() {
        let items = schema["items"] as? [String: Any] ?? [:]
        faults += self.faults(of: element, items, at: "\(path)/\(index)", key: key + "/*", used: &used)
      }
    }
    return faults
  }

  private func resolved(_ schema: [String: Any]) -> [String: Any] {
    guard let name = (schema["$ref"] as? String)?.split(separator: "/").last else { return schema }
    return resolved((root["definitions"] as? [String: Any])?[String(name)] as? [String: Any] ?? [:])
  }
}
