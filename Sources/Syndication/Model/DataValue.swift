/// What JSON, YAML and TOML can say, and templates hold, as a tree: for what is small and wholly used.
package indirect enum DataValue: Sendable, Hashable {
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: DataValue

    package init(name: String, value: DataValue) {
      self.name = name
      self.value = value
    }
  }
  case object([Member])
  case array([DataValue])
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null

  /// The value of `bytes`, which hold it as JSON and nothing else.
  ///
  /// - Parameter limit: how many values there may be in it.
  package init(json bytes: [UInt8], atMost limit: Int = .max) throws(JSONError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
      var reader = JSONReader(buffer)
      var count = 0
      let value = try reader.value(counting: &count, atMost: limit)
      try reader.finish()
      return value
    }
  }

  package subscript(name: String) -> DataValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The value at a path of names, `cover.image`.
  package subscript(path path: String) -> DataValue? {
    var value: DataValue? = self
    for name in path.utf8.split(separator: UInt8(ascii: ".")) { value = value?[String(Substring(name))] }
    return value
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  /// What this is, with its article: `an object`.
  package var kind: String {
    switch self {
    case .object: JSONReader.Kind.object.rawValue
    case .array: JSONReader.Kind.array.rawValue
    case .string: JSONReader.Kind.string.rawValue
    case .number: JSONReader.Kind.number.rawValue
    case .boolean: JSONReader.Kind.boolean.rawValue
    case .null: JSONReader.Kind.null.rawValue
    }
  }
}

extension JSONReader {
  /// The next value as a tree.
  package mutating func value() throws(JSONError) -> DataValue {
    var count = 0
    return try value(counting: &count, atMost: .max)
  }

  fileprivate mutating func value(counting count: inout Int, atMost limit: Int) throws(JSONError) -> DataValue {
    let kind = try next()
    count += 1
    if count > limit {
      throw JSONError(offset, "over \(limit) values are not read: leave some out", isBeyondBound: true)
    }
    switch kind {
    case .object:
      var members: [DataValue.Member] = []
      try beginObject()
      while let name = try nextName() {
        members.append(.init(name: name, value: try value(counting: &count, atMost: limit)))
      }
      return .object(members)
    case .array:
      var elements: [DataValue] = []
      try beginArray()
      while try nextElement() { elements.append(try value(counting: &count, atMost: limit)) }
      return .array(elements)
    case .string: return .string(try string())
    case .number: return .number(try number())
    case .boolean: return .boolean(try boolean())
    case .null:
      try null()
      return .null
    }
  }
}

extension DataValue {
  /// As JSON, on one line.
  package var json: String {
    func quoted(_ text: String) -> String {
      var json = JSONWriter()
      json.string(nil, text)
      return String(decoding: json.bytes, as: UTF8.self)
    }
    switch self {
    case .object(let members):
      return "{\(members.map { "\(quoted($0.name)):\($0.value.json)" }.joined(separator: ","))}"
    case .array(let values): return "[\(values.map(\.json).joined(separator: ","))]"
    case .string(let text): return quoted(text)
    case .number(let number): return Int(exactly: number).map(String.init) ?? "\(number)"
    case .boolean(let flag): return "\(flag)"
    case .null: return "null"
    }
  }
}

extension DataValue: Fingerprinted {
  /// Its kind, and what it holds.
  package static let layout = FingerprintLayout { (value: DataValue, fingerprint) in
    fingerprint.write(value.kind)
    switch value {
    case .object(let members):
      fingerprint.write(UInt64(members.count))
      for member in members {
        fingerprint.write(member.name)
        fingerprint.write(member.value)
      }
    case .array(let values):
      fingerprint.write(UInt64(values.count))
      for value in values { fingerprint.write(value) }
    case .string(let text): fingerprint.write(text)
    case .number(let number): fingerprint.write(number)
    case .boolean(let flag): fingerprint.write(flag)
    case .null: break
    }
  }
}
