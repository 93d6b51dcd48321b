@_spi(Reflection) import Swift
import SyndicationFiles
import SyndicationMarkup

@testable import Syndication

/// A value that differs from another in one thing, and where it does: `site.podcast.categories.0.name`.
struct Variation<Value> {
  var path: String
  var value: Value

  init(_ path: String = "", _ value: Value) {
    self.path = path
    self.value = value
  }

  /// The same of a value that holds this one under `name`.
  func within<Outer>(_ name: String, _ make: (Value) throws -> Outer) rethrows -> Variation<Outer> {
    Variation<Outer>(path.isEmpty ? name : "\(name).\(path)", try make(value))
  }
}

/// What knows how to differ from itself; a struct need not, as its fields are found.
protocol Varied {
  func variations() throws -> [Variation<Self>]
}

/// Something of which nobody said how it can differ, or that has nothing in it that could.
struct Unvaried: Error, CustomStringConvertible {
  let description: String
}

/// All values that differ from `value` in one thing: of a struct in one of its fields, which the type itself tells.
///
/// - Throws: `Unvaried` where something in it is of a type that nobody can vary, or is nil or empty: a new field has to be
///   given a value where the test makes one.
func valuesUnlike<Value>(_ value: Value) throws -> [Variation<Value>] {
  if let type = Value.self as? any Varied.Type { return try known(value, as: type) }
  if let type = Value.self as? any CaseIterable.Type { return cases(of: type, but: value) }
  func open<Concrete>(_ concrete: Concrete) throws -> [Variation<Value>] {
    try valuesUnlike(concrete).map { $0.within("\(Concrete.self)") { $0 as! Value } }
  }
  // Of a value of any type, a cast alone tells the type that it has.
  if let inner = value as? any Hashable, type(of: inner) != Value.self { return try open(inner) }
  return try differingInFields(of: value)
}

private func known<Value, Known: Varied>(_ value: Value, as _: Known.Type) throws -> [Variation<Value>] {
  try (value as! Known).variations().map { Variation($0.path, $0.value as! Value) }
}

private func cases<Value, Enumeration: CaseIterable>(of _: Enumeration.Type, but value: Value) -> [Variation<Value>] {
  Enumeration.allCases.filter { "\($0)" != "\(value)" }.map { Variation("\($0)", $0 as! Value) }
}

private func differingInFields<Value>(of value: Value) throws -> [Variation<Value>] {
  let mirror = Mirror(reflecting: value)
  guard mirror.displayStyle == .struct else { throw Unvaried(description: "\(Value.self) cannot be varied") }
  var found: [Variation<Value>] = []
  var fault: (any Error)?
  var count = 0
  let isWhole = _forEachFieldWithKeyPath(of: Value.self) { name, keyPath in
    let name = String(cString: name)
    count += 1
    func vary<Field>(_: Field.Type) throws {
      guard let keyPath = keyPath as? WritableKeyPath<Value, Field> else {
        throw Unvaried(description: "cannot be set")
      }
      for variation in try valuesUnlike(value[keyPath: keyPath]) {
        found.append(
          variation.within(name) { field in
            var whole = value
            whole[keyPath: keyPath] = field
            return whole
          })
      }
    }
    do { try _openExistential(type(of: keyPath).valueType, do: vary) } catch {
      fault = Unvaried(description: "\(Value.self).\(name): \(error)")
    }
    return fault == nil
  }
  if let fault { throw fault }
  guard isWhole, count == mirror.children.count, count > 0 else {
    throw Unvaried(description: "not all fields of \(Value.self) can be found")
  }
  return found
}

// MARK: - What the standard library has

extension String: Varied {
  /// What is a date becomes others, as texts are of many meanings.
  func variations() -> [Variation<String>] {
    if SourceDate(self) != nil {
      return ["2022-04-17T09:30:00Z", "2022-04-18", "2022-04-18T06:00"].map { Variation("\($0)", $0) }
    }
    // Those that there are come in arrays, which vary as a whole.
    if FeedFormats.named(self) != nil { return [] }
    return [Variation("x", self + "x"), Variation("empty", "")]
  }
}

extension Bool: Varied {
  func variations() -> [Variation<Bool>] { [Variation("\(!self)", !self)] }
}

extension Int: Varied {
  func variations() -> [Variation<Int>] {
    ([self + 1] + (self > 1 ? [self / 2] : [])).map { Variation("\($0)", $0) }
  }
}

extension Double: Varied {
  func variations() -> [Variation<Double>] { [Variation("\(self + 1)", self + 1)] }
}

extension Optional: Varied {
  func variations() throws -> [Variation<Wrapped?>] {
    guard let value = self else { throw Unvaried(description: "there is no \(Wrapped.self) to be varied") }
    let others = try valuesUnlike(value).map { Variation<Wrapped?>($0.path, $0.value) }
    return [Variation<Wrapped?>("nil", nil)] + others
  }
}

extension Array: Varied {
  func variations() throws -> [Variation<[Element]>] {
    guard !isEmpty else { throw Unvaried(description: "there is no \(Element.self) to be varied") }
    var found = [Variation("fewer", Array(dropLast()))]
    if count > 1 { found.append(Variation("reversed", Array(reversed()))) }
    for (index, element) in enumerated() {
      for variation in try valuesUnlike(element) {
        found.append(variation.within("\(index)") { self[..<index] + [$0] + self[(index + 1)...] })
      }
    }
    return found
  }
}

extension Dictionary: Varied {
  func variations() throws -> [Variation<[Key: Value]>] {
    guard !isEmpty else { throw Unvaried(description: "there is no \(Value.self) to be varied") }
    var found: [Variation<[Key: Value]>] = []
    for (key, value) in sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let rest = filter { $0.key != key }
      found.append(Variation("without \(key)", rest))
      for variation in try valuesUnlike(value) {
        found.append(variation.within("\(key)") { rest.merging([key: $0]) { $1 } })
      }
      for variation in try valuesUnlike(key) where self[variation.value] == nil {
        found.append(Variation("\(variation.value) for \(key)", rest.merging([variation.value: value]) { $1 }))
      }
    }
    return found
  }
}

// MARK: - What checks its values when it is made

extension AbsoluteURL: Varied {
  func variations() -> [Variation<AbsoluteURL>] { [Variation("x", AbsoluteURL(string + "x")!)] }
}

extension DocumentPath: Varied {
  func variations() -> [Variation<DocumentPath>] { [Variation("x", DocumentPath(string + "x")!)] }
}

extension SiteTimeZone: Varied {
  func variations() -> [Variation<SiteTimeZone>] {
    ["Asia/Tokyo", "America/Los_Angeles"].map { Variation($0, SiteTimeZone($0)!) }
  }
}

extension LocalDate: Varied {
  func variations() -> [Variation<LocalDate>] {
    [Variation("the day before", LocalDate(daysSince1970: daysSince1970 - 1))]
  }
}

extension Axis: Varied {
  func variations() -> [Variation<Axis>] { Axis.axes.filter { $0 != self }.map { Variation($0.name, $0) } }
}

// MARK: - What is one of several things

extension SourceItem: Varied {
  /// Those of its fields, whether most items have them or not.
  func variations() throws -> [Variation<SourceItem>] {
    guard Mirror(reflecting: self).children.compactMap(\.label) == ["own", "table", "index"] else {
      throw Unvaried(description: "not all fields of SourceItem are known")
    }
    return try valuesUnlike(fields).filter { $0.path != "rare.nil" }.map { variation in
      var item = self
      item.fields = variation.value
      return Variation(variation.path.hasPrefix("rare.") ? String(variation.path.dropFirst(5)) : variation.path, item)
    }
  }
}

extension Boxed: Varied {
  func variations() throws -> [Variation<Self>] {
    try valuesUnlike(value).map { Variation($0.path, Boxed($0.value)) }
  }
}

extension WrittenDate: Varied {
  func variations() -> [Variation<Self>] { text.variations().map { Variation($0.path, WrittenDate($0.value)) } }
}

extension Query: Varied {
  func variations() throws -> [Variation<Query>] {
    switch self {
    case .term(let field, let text):
      try valuesUnlike(field).map { $0.within("field") { .term($0, text) } }
        + valuesUnlike(text).map { $0.within("text") { .term(field, $0) } }
    case .since(let day): day.variations().map { $0.within("since") { .since($0) } }
    case .until(let day): day.variations().map { $0.within("until") { .until($0) } }
    case .not(let query): try query.variations().map { $0.within("not") { .not($0) } }
    case .all(let queries): try queries.variations().map { $0.within("all") { .all($0) } }
    case .any(let queries): try queries.variations().map { $0.within("any") { .any($0) } }
    }
  }
}

extension SourceItem.Standing: Varied {
  func variations() -> [Variation<Self>] {
    switch self {
    case .stands: [Variation("withdrawn", .withdrawn("Wrong."))]
    case .withdrawn(let why): [Variation("x", .withdrawn(why + "x")), Variation("stands", .stands)]
    }
  }
}

extension SourceItem.Identity: Varied {
  func variations() throws -> [Variation<Self>] {
    switch self {
    case .item(let id, let url):
      try valuesUnlike(id).map { $0.within("id") { .item(id: $0, url: url) } }
        + valuesUnlike(url).map { $0.within("url") { .item(id: id, url: $0) } }
    case .listed(let rule): try valuesUnlike(rule).map { $0.within("rule") { .listed($0) } }
    }
  }
}

extension SourceItem.Address: Varied {
  func variations() -> [Variation<Self>] {
    switch self {
    case .written(let address): [Variation("x", .written(address + "x")), Variation("derived", .derived(address))]
    case .derived(let address): [Variation("x", .derived(address + "x")), Variation("written", .written(address))]
    }
  }
}

extension Body: Varied {
  func variations() throws -> [Variation<Self>] {
    switch self {
    case .text(let text, let written):
      try valuesUnlike(text).map { $0.within("text") { .text($0, written: written) } }
        + valuesUnlike(written).map { $0.within("written") { .text(text, written: $0) } }
    case .handle(let handle): try valuesUnlike(handle).map { $0.within("handle") { .handle($0) } }
    }
  }
}

extension Content: Varied {
  /// The standard library finds no sound key path to a field of any type.
  func variations() throws -> [Variation<Content>] {
    guard Mirror(reflecting: self).children.compactMap(\.label) == ["body", "shared"] else {
      throw Unvaried(description: "not all fields of Content are known")
    }
    return try valuesUnlike(body).map { $0.within("body") { Content($0, in: markup) } }
      + valuesUnlike(markup).map { $0.within("markup") { Content(body, in: $0) } }
  }
}

extension PageAddresses: Varied {
  func variations() throws -> [Variation<PageAddresses>] {
    try byPath.variations().map { $0.within("byPath") { PageAddresses($0) } }
  }
}

extension DataValue: Varied {
  func variations() throws -> [Variation<DataValue>] {
    switch self {
    case .object(let members): try members.variations().map { $0.within("object") { .object($0) } }
    case .array(let values): try values.variations().map { $0.within("array") { .array($0) } }
    case .string(let text): text.variations().map { $0.within("string") { .string($0) } }
    case .number(let number): number.variations().map { $0.within("number") { .number($0) } }
    case .boolean(let flag): flag.variations().map { $0.within("boolean") { .boolean($0) } }
    case .null: [Variation("true", .boolean(true))]
    }
  }
}
