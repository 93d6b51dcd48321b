import Foundation

/// Every way to make a configuration differ in one thing, as the schema tells.
struct ConfigurationChanges {
  /// A property, and how it may be changed.
  struct Property {
    var path: [String]
    /// Values of several kinds; of each kind the first that is valid will do. A nil takes the property out.
    var kinds: [[Any?]]
    /// Whether one of them has to be valid: not where there are properties in it that can be changed.
    var isLeaf: Bool
    /// What it is now.
    var value: Any?

    var name: String { path.joined(separator: ".") }
  }

  private let schema: ConfigurationSchema
  private let complete: JSONObject
  private(set) var properties: [Property] = []

  /// - Parameter key: that of the configuration whose value is walked.
  init(of complete: JSONObject, at key: String, by schema: ConfigurationSchema) {
    self.schema = schema
    self.complete = complete
    walk(complete, by: schema.root, at: [], only: key)
  }

  private mutating func walk(_ object: JSONObject, by schema: JSONObject, at path: [String], only: String? = nil) {
    let required = schema["required"] as? [String] ?? []
    for (key, declared) in (schema["properties"] as? JSONObject ?? [:]).sorted(by: { $0.key < $1.key })
    where only == nil || key == only {
      let value = object[key]
      let declared = self.schema.resolved(declared)
      // There is nothing else that it could be.
      guard declared["const"] == nil else { continue }
      let own = self.schema.variant(of: declared, for: value)
      let path = path + [key]
      let members = value as? JSONObject
      let hasProperties = members != nil && own["properties"] != nil
      let isRemovable = value != nil && !required.contains(key)
      properties.append(
        Property(
          path: path, kinds: kinds(of: value, by: own, declared) + (isRemovable ? [[nil]] : []), isLeaf: !hasProperties,
          value: value))
      if let members, hasProperties { walk(members, by: own, at: path) }
      for (index, element) in (value as? [Any] ?? []).enumerated() {
        guard let element = element as? JSONObject else { continue }
        let items = self.schema.variant(of: self.schema.resolved(own["items"]), for: element)
        walk(element, by: items, at: path + ["\(index)"])
      }
    }
  }

  private func kinds(of value: Any?, by schema: JSONObject, _ declared: JSONObject) -> [[Any?]] {
    let said = (declared["examples"] as? [Any] ?? []) + (declared["default"].map { [$0] } ?? [])
    if let choices = schema["enum"] as? [String] { return [choices.filter { $0 != value as? String }] }
    switch value {
    case nil: return [said]
    case let text as String:
      return [(Self.texts(unlike: text, by: schema) as [Any]) + said.filter { $0 as? String != text }]
    case let array as [Any]: return kinds(of: array, by: schema)
    case let object as JSONObject where schema["properties"] == nil:
      return [[JSONObject()]]
        + object.keys.sorted().flatMap { key -> [[Any?]] in
          let values = Self.texts(unlike: object[key] as? String ?? "", by: [:])
          var renamed = object
          renamed["\(key)x"] = renamed.removeValue(forKey: key)
          return [values.map { object.merging([key: $0]) { $1 } as Any? }, [renamed]]
        }
    // Of another shape.
    case is JSONObject: return [said.filter { $0 is String }]
    default:
      return schema["type"] as? String == "boolean" ? [[!(value as? Bool ?? false)]] : [[(value as? Int ?? 0) + 1]]
    }
  }

  private func kinds(of array: [Any], by schema: JSONObject) -> [[Any?]] {
    var kinds: [[Any?]] = [[Array(array.dropLast()), Array(array.dropFirst())]]
    if array.count > 1 { kinds.append([Array(array.reversed())]) }
    for (index, element) in array.enumerated() where !(element is JSONObject) {
      let items = self.schema.variant(of: self.schema.resolved(schema["items"]), for: element)
      let others = self.kinds(of: element, by: items, items).flatMap(\.self)
      kinds.append(
        others.map { other in
          var changed = array
          changed[index] = other!
          return changed
        })
    }
    return kinds
  }

  /// Texts that the schema takes.
  private static func texts(unlike text: String, by schema: JSONObject) -> [String] {
    let name = text.lastIndex(of: "/").map(text.index(after:)) ?? text.startIndex
    let dot = text[name...].lastIndex(of: ".").flatMap { $0 > name ? $0 : nil } ?? text.endIndex
    var texts = ["\(text[..<dot])x\(text[dot...])", "\(text)x", "x\(text)"]
    if let digit = text.lastIndex(where: \.isNumber), let number = text[digit].wholeNumberValue {
      texts.append("\(text[..<digit])\((number + 1) % 10)\(text[text.index(after: digit)...])")
    }
    let pattern = schema["pattern"] as? String
    return texts.filter { text in pattern.map { text.range(of: $0, options: .regularExpression) != nil } ?? true }
  }
}
