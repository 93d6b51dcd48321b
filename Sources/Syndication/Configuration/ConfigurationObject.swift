/// An object of the configuration while it is read.
///
/// It collects what is wrong, and remembers which keys it was asked for: any other is unknown.
package struct ConfigurationObject {
  private let place: Place
  private let members: [DataValue.Member]
  /// By their names, where they are; of those of one name the last counts.
  private var places: [String: Int] = [:]
  private var keys: [String] = []
  /// Keys that there are no more.
  private var formerKeys: [String] = []
  package private(set) var problems: [Problem] = []

  package init(_ members: [DataValue.Member], at place: Place) {
    self.members = members
    self.place = place
    for (index, member) in members.enumerated() where places.updateValue(index, forKey: member.name) != nil {
      report("the key is given twice: keep one", at: member.name)
    }
  }

  package var isEmpty: Bool { members.isEmpty }

  /// Reports what is wrong with the value of `key`, or with the object.
  package mutating func report(_ message: String, at key: String? = nil, rule: String = "configuration") {
    problems.append(.error(at: key.map(place(of:)) ?? place, rule: rule, message))
  }

  /// Reports the keys that nobody asked for: to be called when all has been read.
  package mutating func finish() {
    let known = Set(keys + formerKeys)
    for member in members where !known.contains(member.name) {
      report("the key is unknown: \(Suggestion.sentence(for: member.name, among: keys))", at: member.name)
    }
  }

  /// Reports a key that there is no more, where it is given: what `message` says of its value.
  package mutating func reportFormer(_ key: String, _ message: (DataValue) -> String) {
    formerKeys.append(key)
    if let value = self[key] { report(message(value), at: key) }
  }

  private subscript(key: String) -> DataValue? { places[key].map { members[$0].value } }

  // MARK: - Values

  /// The value of `key`; nil, and reported, where it has to be there and is not.
  package mutating func value(_ key: String, isRequired: Bool = false) -> DataValue? {
    keys.append(key)
    let value = self[key]
    if value == nil && isRequired { report("\"\(key)\" is missing: add it") }
    return value
  }

  /// What `parse` makes of a string, or `read`, where it is given, of an object.
  package mutating func read<Value>(
    _ key: String, isRequired: Bool = false, _ parse: (String) throws(ConfigurationFlaw) -> Value,
    orObject read: ((inout ConfigurationObject) -> Value)? = nil
  ) -> Value? {
    value(key, isRequired: isRequired).flatMap { parsed($0, at: place(of: key), parse, orObject: read) }
  }

  /// One of the words of `Choice`.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) -> Choice? {
    let word = read(key) { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: Choice.allCases.map(\.rawValue))
    }
    return word.flatMap(Choice.init(rawValue:))
  }

  /// A string that is not blank.
  package mutating func text(_ key: String, isRequired: Bool = false) -> String? {
    read(key, isRequired: isRequired, ConfigurationValue.plain)
  }

  /// True or false.
  package mutating func flag(_ key: String, isRequired: Bool = false) -> Bool? {
    guard let value = value(key, isRequired: isRequired) else { return nil }
    if case .boolean(let flag) = value { return flag }
    return mismatch(value, "true or false", at: place(of: key))
  }

  /// A whole number, 1 or more.
  package mutating func count(_ key: String) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .number(let number) = value else { return mismatch(value, "a number", at: place(of: key)) }
    let count = Int(exactly: number)
    if let count, count >= 1 { return count }
    report("this is \(count.map(String.init) ?? "\(number)"), and has to be a whole number, 1 or more", at: key)
    return nil
  }

  /// What `read` makes of an object.
  package mutating func object<Value>(
    _ key: String, isRequired: Bool = false, _ read: (inout ConfigurationObject) -> Value
  ) -> Value? {
    value(key, isRequired: isRequired).flatMap { object($0, at: place(of: key), read) }
  }

  /// What `read` makes of an object that may be missing: of an empty one then, so that it alone knows the defaults.
  package mutating func settings<Value>(_ key: String, _ read: (inout ConfigurationObject) -> Value) -> Value {
    if let value = object(key, read) { return value }
    var empty = ConfigurationObject([], at: place(of: key))
    return read(&empty)
  }

  /// What `read` makes of each object of an array.
  package mutating func objects<Value>(
    _ key: String, isRequired: Bool = false, _ read: (inout ConfigurationObject) -> Value
  ) -> [Value]? {
    elements(key, isRequired: isRequired, mayBeEmpty: !isRequired)?.compactMap { object($0.value, at: $0.place, read) }
  }

  /// What `parse` makes of each string of an array, which is not empty, and `read`, where it is given, of each object.
  package mutating func list<Value>(
    _ key: String, isRequired: Bool = false, _ parse: (String) throws(ConfigurationFlaw) -> Value,
    orObject read: ((inout ConfigurationObject) -> Value)? = nil
  ) -> [Value]? {
    elements(key, isRequired: isRequired)?.compactMap { parsed($0.value, at: $0.place, parse, orObject: read) }
  }

  /// The same where a string alone may stand for an array of one.
  package mutating func texts<Value>(
    _ key: String, _ parse: (String) throws(ConfigurationFlaw) -> Value
  ) -> [Value]? {
    let isString = self[key]?.string != nil
    return isString ? read(key, parse).map { [$0] } : list(key, parse)
  }

  /// What `parse` makes of the strings of an object whose keys are the publisher's own, in their order.
  package mutating func table<Value>(
    _ key: String, _ parse: (String) throws(ConfigurationFlaw) -> Value
  ) -> [(key: String, value: Value)] {
    object(key) { table in
      table.members.compactMap { member in table.read(member.name, parse).map { (member.name, $0) } }
    } ?? []
  }

  /// What `parse` makes of the strings, or of each string of the arrays, of an object whose keys are the publisher's own.
  package mutating func lists<Value>(
    _ key: String, _ parse: (String) throws(ConfigurationFlaw) -> Value
  ) -> [(key: String, values: [Value])] {
    object(key) { table in
      table.members.compactMap { member in table.texts(member.name, parse).map { (member.name, $0) } }
    } ?? []
  }

  /// What `read` makes of each object of an object whose keys are the publisher's own, in their order.
  package mutating func objects<Value>(
    inTable key: String, _ read: (String, inout ConfigurationObject) -> Value
  ) -> [Value] {
    object(key) { table in
      table.members.compactMap { member in table.object(member.name) { read(member.name, &$0) } }
    } ?? []
  }

  /// An object of some of `keys`, whose values are a string or an array of them.
  package mutating func lists(_ key: String, of keys: [String]) -> [(key: String, values: [String])] {
    object(key) { object in
      keys.compactMap { name in
        object.texts(name) { text throws(ConfigurationFlaw) in text }.map { (name, $0) }
      }
    } ?? []
  }

  // MARK: -

  private func place(of key: String) -> Place {
    // RFC 6901 §3.
    let escaped = key.asPointerToken
    return Place(file: place.file, pointer: "\(place.pointer ?? "")/\(escaped)")
  }

  private mutating func mismatch<Value>(_ value: DataValue, _ wanted: String, at place: Place) -> Value? {
    problems.append(.error(at: place, rule: "configuration", "this is \(value.kind), and has to be \(wanted)"))
    return nil
  }

  private mutating func parsed<Value>(
    _ value: DataValue, at place: Place, _ parse: (String) throws(ConfigurationFlaw) -> Value,
    orObject read: ((inout ConfigurationObject) -> Value)?
  ) -> Value? {
    if let read, case .object = value { return object(value, at: place, read) }
    guard let text = value.string else { return mismatch(value, "a string", at: place) }
    do throws(ConfigurationFlaw) {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw ConfigurationFlaw("this is empty: write something, or leave it out")
      }
      return try parse(text)
    } catch {
      problems.append(.error(at: place, rule: error.rule, error.message))
      return nil
    }
  }

  private mutating func object<Value>(
    _ value: DataValue, at place: Place, _ read: (inout ConfigurationObject) -> Value
  ) -> Value? {
    guard case .object(let members) = value else { return mismatch(value, "an object", at: place) }
    var object = ConfigurationObject(members, at: place)
    let result = read(&object)
    object.finish()
    problems += object.problems
    return result
  }

  private mutating func elements(
    _ key: String, isRequired: Bool = false, mayBeEmpty: Bool = false
  ) -> [(value: DataValue, place: Place)]? {
    guard let value = value(key, isRequired: isRequired) else { return nil }
    guard case .array(let elements) = value else { return mismatch(value, "an array", at: place(of: key)) }
    if elements.isEmpty && !mayBeEmpty { report("the array is empty: it has to hold one at least", at: key) }
    return elements.enumerated().map { index, element in
      (element, Place(file: place.file, pointer: "\(place(of: key).pointer!)/\(index)"))
    }
  }
}

/// What is wrong with a value, and what demands it.
package struct ConfigurationFlaw: Error {
  package var message: String
  package var rule: String

  package init(_ message: String, rule: String = "configuration") {
    self.message = message
    self.rule = rule
  }
}
