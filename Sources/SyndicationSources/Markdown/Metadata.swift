internal import Syndication
internal import TOMLKit
internal import Yams

/// Reads what people write about their posts and sites, in any of its languages, as one kind of tree.
///
/// Numbers and dates stay the text that stands there (`1.10`, `2022-03-25`): only who asks for a field knows what it is.
enum Metadata {
  /// - Returns: an object; and the names that it gives twice.
  static func yaml(
    _ text: UnsafeBufferPointer<UInt8>
  ) throws(MetadataError) -> (fields: JSONValue, repeated: [String]) {
    if let plain = PlainYAML.read(text) { return plain }
    return (try composed(yaml: text), [])
  }

  /// The same by the library, to which a name given twice is an error.
  static func composed(yaml text: UnsafeBufferPointer<UInt8>) throws(MetadataError) -> JSONValue {
    let node: Node?
    do {
      node = try compose(yaml: String(decoding: text, as: UTF8.self), .basic)
    } catch {
      throw MetadataError(yaml: error)
    }
    guard let node else { return .object([]) }
    guard case .mapping = node else {
      throw MetadataError(line: 1, message: "this is no list of fields", remedy: "write each as `name: value`")
    }
    return try JSONValue(node, depth: 0)
  }

  static func toml(_ text: UnsafeBufferPointer<UInt8>) throws(MetadataError) -> JSONValue {
    if let fault = TOMLFaults.first(in: text) {
      throw MetadataError(
        line: 1 + text[..<fault].count { $0 == 0x0A },
        message: "this is not TOML (the name of a table, a value of a list or a time of day is missing)",
        remedy: "mend this line, as in [taxonomies] or date = 2022-03-25T10:00:00Z")
    }
    do {
      return JSONValue(try TOMLTable(string: String(decoding: text, as: UTF8.self)))
    } catch let error as TOMLParseError {
      throw MetadataError(
        line: error.source.begin.line, message: "this is not TOML (\(error.description))",
        remedy: "mend this line; texts stand in quotes, as in title = \"…\"")
    } catch {
      throw MetadataError(line: 1, message: "this is not TOML (\(error))", remedy: "mend it")
    }
  }

  static func json(_ text: UnsafeBufferPointer<UInt8>) throws(MetadataError) -> JSONValue {
    do throws(JSONError) {
      return try JSONValue(Array(text))
    } catch {
      let line = 1 + text[..<min(error.offset, text.count)].count { $0 == 0x0A }
      throw MetadataError(line: line, message: "this is not JSON (\(error.message))", remedy: "mend this line")
    }
  }

  /// Lines `Name: value`; those that begin with white space go on with the one above. Names are in lower case.
  static func headers(_ text: UnsafeBufferPointer<UInt8>) -> JSONValue {
    var members: [JSONValue.Member] = []
    for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if let header = header(in: line) {
        members.append(JSONValue.Member(name: header.name, value: .string(header.value)))
      } else if let last = members.last, case .string(let value) = last.value {
        members[members.count - 1].value = .string("\(value)\n\(line.trimmingSpaces)")
      }
    }
    return .object(members)
  }

  /// Lines `name: value`, whatever the values look like.
  static func lines(_ text: UnsafeBufferPointer<UInt8>) -> JSONValue {
    let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
    return .object(
      lines.compactMap { line in
        guard let colon = line.firstIndex(of: ":") else { return nil }
        return JSONValue.Member(
          name: line[..<colon].trimmingSpaces, value: .string(line[line.index(after: colon)...].trimmingSpaces))
      })
  }

  /// The name, in lower case, and the value of a line `Name: value`; nil for any other.
  static func header(in line: some StringProtocol) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: ":"), let first = line.utf8.first, first != 0x20, first != 0x09 else {
      return nil
    }
    let name = line[..<colon]
    let isName = name.utf8.allSatisfy { byte in
      (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
    }
    // `http://…` is a text's beginning.
    guard isName, name.utf8.count <= 40, !line[colon...].hasPrefix("://") else { return nil }
    return (name.lowercased(), line[line.index(after: colon)...].trimmingSpaces)
  }
}

/// What is wrong with metadata, in which of its lines.
struct MetadataError: Error {
  /// From 1.
  var line: Int
  var message: String
  var remedy: String

  init(line: Int, message: String, remedy: String) {
    self.line = line
    self.message = message
    self.remedy = remedy
  }

  fileprivate init(yaml error: any Error) {
    let remedy = "put a text in quotes that holds `: `, ` #` or begins with a sign, and indent by spaces"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(line: max(mark.line, 1), message: "this is not YAML (\(problem))", remedy: remedy)
    case .duplicatedKeysInMapping(let names, let context):
      self.init(
        line: max(context.mark.line, 1),
        message: "given twice: \(names.map { "`\($0)`" }.joined(separator: ", "))", remedy: "keep one")
    default:
      self.init(line: 1, message: "this is not YAML", remedy: remedy)
    }
  }
}

extension JSONValue {
  /// Scalars stay text but for plain booleans and nulls. Aliases are followed by the library.
  fileprivate init(_ node: Node, depth: Int) throws(MetadataError) {
    guard depth < 100 else {
      throw MetadataError(line: node.mark?.line ?? 1, message: "this is nested too deep", remedy: "flatten it")
    }
    switch node {
    case .scalar(let scalar):
      self = scalar.style == .plain ? PlainYAML.value(ofPlain: scalar.string) : .string(scalar.string)
    case .sequence(let nodes):
      var values: [JSONValue] = []
      for node in nodes { values.append(try JSONValue(node, depth: depth + 1)) }
      self = .array(values)
    case .mapping(let mapping):
      var members: [Member] = []
      for (key, value) in mapping {
        members.append(Member(name: key.scalar?.string ?? "", value: try JSONValue(value, depth: depth + 1)))
      }
      self = .object(members)
    case .alias: self = .null
    }
  }

  fileprivate init(_ table: TOMLTable) {
    self = .object(table.map { Member(name: $0.0, value: JSONValue($0.1)) })
  }

  private init(_ value: any TOMLValueConvertible) {
    if let text = value.string {
      self = .string(text)
    } else if let flag = value.bool {
      self = .boolean(flag)
    } else if let table = value.table {
      self = JSONValue(table)
    } else if let array = value.array {
      self = .array(array.map { JSONValue($0) })
    } else {
      self = .string(value.debugDescription)
    }
  }
}
