internal import CYAML
internal import Syndication

/// Reads YAML as libyaml tells it, event by event.
///
/// Scalars stay text but for plain booleans and nulls, unless they are wanted as a generator's parser takes them. An alias is what it names, and `<<` gives the members of the maps it
/// names.
struct YAMLReader {
  private let text: UnsafeBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// What the value of the last event is to be known as.
  private var anchor: String?
  /// Of the last event, from 1.
  private var line = 1
  private var anchors: [String: DataValue] = [:]
  /// How many more values there may be, those that aliases repeat among them.
  private var room: Int
  /// How many there may be in all: what is written out has no more values than bytes.
  private let most: Int
  private var repeated: [String] = []
  private let scalars: YAMLScalars?
  /// Whether scalars are taken as `scalars` has it.
  private let resolves: Bool
  /// Whether one of them is another than it looks.
  private var hasOther = false

  /// - Parameters:
  ///   - scalars: how a generator takes what stands there without quotes.
  ///   - limit: how many values there may be.
  /// - Returns: an object as it is written; what the generator makes of it, where that is another; and the names that it
  ///   gives twice, of which the last counts.
  static func fields(
    of text: UnsafeBufferPointer<UInt8>, as scalars: YAMLScalars? = nil, atMost limit: Limit
  ) throws(MetadataError) -> (fields: DataValue, meant: DataValue?, repeated: [String]) {
    try checkTags(of: text)
    let written = try read(text, scalars, limit, resolves: false)
    let meant = written.hasOther ? try read(text, scalars, limit, resolves: true).fields : nil
    return (written.fields, meant, written.repeated)
  }

  private static func read(
    _ text: UnsafeBufferPointer<UInt8>, _ scalars: YAMLScalars?, _ limit: Limit, resolves: Bool
  ) throws(MetadataError) -> (fields: DataValue, hasOther: Bool, repeated: [String]) {
    guard let bytes = text.baseAddress else { return (.object([]), false, []) }
    var parser = yaml_parser_t()
    yaml_parser_initialize(&parser)
    defer { yaml_parser_delete(&parser) }
    return try withUnsafeMutablePointer(to: &parser) { parser throws(MetadataError) in
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, bytes, text.count)
      var reader = YAMLReader(
        text: text, parser: parser, atMost: min(limit.value, text.count + 100), scalars: scalars, resolves: resolves)
      return (try reader.document(), reader.hasOther, reader.repeated)
    }
  }

  private init(
    text: UnsafeBufferPointer<UInt8>, parser: UnsafeMutablePointer<yaml_parser_t>, atMost most: Int,
    scalars: YAMLScalars?, resolves: Bool
  ) {
    self.text = text
    self.parser = parser
    room = most
    self.most = most
    self.scalars = scalars
    self.resolves = resolves
  }

  private static func checkTags(of text: UnsafeBufferPointer<UInt8>) throws(MetadataError) {
    var (count, start) = (0, 0)
    // YAML ends lines in more ways than one: each counts, wherever it stands.
    while let place = text[start...].firstIndex(of: UInt8(ascii: "%")) {
      start = place + 1
      guard text[place...].starts(with: "%TAG".utf8) else { continue }
      count += 1
      if count > Limit.yamlTags.value {
        throw MetadataError(
          line: 1 + text[..<place].count { $0 == 0x0A },
          message: "there are over \(Limit.yamlTags.value) lines %TAG: leave them out")
      }
    }
  }

  private mutating func document() throws(MetadataError) -> DataValue {
    guard let root = try next() else { return .object([]) }
    guard case .mapping = root else {
      throw MetadataError(line: line, message: "this is no list of fields: write each as `name: value`")
    }
    let value = try value(root, depth: 0)
    _ = try next()
    if try next() != nil { throw MetadataError(yaml: "a second document begins here", line: line) }
    return value
  }

  // MARK: - Events

  private enum Event {
    case scalar(String, isPlain: Bool)
    case sequence, mapping
    case alias(String)
  }

  /// Nil at the end of a sequence, a mapping, a document, or all.
  private mutating func next() throws(MetadataError) -> Event? {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
    defer { yaml_event_delete(&event) }
    line = event.start_mark.line + 1
    anchor = nil
    func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? { anchor.map { String(cString: $0) } }
    switch event.type {
    case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: return try next()
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      anchor = name(scalar.anchor)
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.plain_implicit == 1)
    case YAML_SEQUENCE_START_EVENT:
      anchor = name(event.data.sequence_start.anchor)
      return .sequence
    case YAML_MAPPING_START_EVENT:
      anchor = name(event.data.mapping_start.anchor)
      return .mapping
    case YAML_ALIAS_EVENT: return .alias(name(event.data.alias.anchor) ?? "")
    default: return nil
    }
  }

  private var fault: MetadataError {
    let parser = parser.pointee
    // Where bytes are refused there is only their place.
    let line =
      parser.error == YAML_READER_ERROR
      ? text[..<min(parser.problem_offset, text.count)].count { $0 == 0x0A } : parser.problem_mark.line
    let problem = parser.problem.map { String(cString: $0) }
    return MetadataError(yaml: problem ?? "there is no memory to read it in", line: line + 1)
  }

  // MARK: - Values

  private mutating func value(_ event: Event?, depth: Int) throws(MetadataError) -> DataValue {
    let (anchor, line) = (anchor, line)
    try check(depth, at: line)
    try take(1, at: line)
    let value: DataValue
    switch event {
    case .scalar(let text, let isPlain): value = isPlain ? self.value(ofPlain: text) : .string(text)
    case .sequence:
      var values: [DataValue] = []
      while let event = try next() { values.append(try self.value(event, depth: depth + 1)) }
      value = .array(values)
    case .mapping: value = .object(try members(from: line, depth: depth))
    case .alias(let name):
      guard let known = anchors[name] else {
        throw MetadataError(yaml: "nothing above is marked &\(name), which *\(name) names", line: line)
      }
      try spend(known, depth: depth, at: line)
      return known
    case nil: value = .null
    }
    if let anchor { anchors[anchor] = value }
    return value
  }

  private mutating func members(from line: Int, depth: Int) throws(MetadataError) -> [DataValue.Member] {
    var members: [DataValue.Member] = []
    var merged: [DataValue.Member] = []
    while let key = try next() {
      var name: String?
      if case .scalar(let text, _) = key {
        name = text
        if let anchor { anchors[anchor] = .string(text) }
      } else {
        name = try value(key, depth: depth + 1).string
      }
      let value = try self.value(try next(), depth: depth + 1)
      switch value {
      case .object(let inner) where name == "<<": merged += inner
      case .array(let maps) where name == "<<": merged += maps.flatMap(\.members)
      // What has no text for a name cannot be asked for.
      default: if let name { members.append(DataValue.Member(name: name, value: value)) }
      }
    }
    var names = Set<String>(minimumCapacity: members.count)
    for member in members where !names.insert(member.name).inserted {
      guard depth == 0 else {
        throw MetadataError(line: line, message: "given twice: `\(member.name)`: keep one")
      }
      repeated.append(member.name)
    }
    return merged.isEmpty ? members : merged.filter { names.insert($0.name).inserted } + members
  }

  private mutating func spend(_ value: DataValue, depth: Int, at line: Int) throws(MetadataError) {
    guard !value.take(from: &room, depth: Limit.valueDepth.value - depth) else { return }
    try take(0, at: line)
    try check(Limit.valueDepth.value, at: line)
  }

  private mutating func take(_ values: Int, at line: Int) throws(MetadataError) {
    room -= values
    if room < 0 {
      throw MetadataError(
        line: line, message: "over \(most) values, counting what aliases repeat, are not read: leave some out")
    }
  }

  private func check(_ depth: Int, at line: Int) throws(MetadataError) {
    if depth >= Limit.valueDepth.value {
      throw MetadataError(line: line, message: "this is nested too deep: flatten it")
    }
  }

  /// YAML 1.2.2 §10.3.2, without numbers, which stay text.
  private mutating func value(ofPlain text: String) -> DataValue {
    if let other = scalars?.value(ofPlain: text) {
      hasOther = true
      if resolves { return other }
    }
    guard text.utf8.count <= 5 else { return .string(text) }
    return switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: .string(text)
    }
  }
}

extension MetadataError {
  fileprivate init(yaml problem: String, line: Int) {
    self.init(
      line: line,
      message: "this is not YAML (\(problem)): put a text in quotes that holds `: `, ` #` or begins with a sign, "
        + "and indent by spaces")
  }
}
