import Foundation
import Testing

typealias JSONObject = [String: Any]

/// `docs/config.schema.json`.
struct ConfigurationSchema {
  let root: JSONObject

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    root = try Self.object(Data(contentsOf: folder.appending(path: "docs/config.schema.json")))
  }

  static func object(_ data: Data) throws -> JSONObject {
    try #require(try JSONSerialization.jsonObject(with: data) as? JSONObject)
  }

  /// A schema with what its reference leads to.
  func resolved(_ schema: Any?) -> JSONObject {
    var schema = schema as? JSONObject ?? [:]
    let reference = schema["$ref"] ?? (schema["allOf"] as? [JSONObject])?.first?["$ref"]
    guard let name = (reference as? String)?.split(separator: "/").last else { return schema }
    let definition = (root["definitions"] as? JSONObject)?[String(name)] as? JSONObject ?? [:]
    schema.merge(definition) { own, _ in own }
    return schema
  }

  /// The one of several schemas that `value` is written by.
  func variant(of schema: JSONObject, for value: Any?) -> JSONObject {
    guard let variants = (schema["oneOf"] as? [Any])?.map(resolved) else { return schema }
    let type = (value as? JSONObject)?["type"] as? String
    let shape = value is String ? "string" : value is [Any] ? "array" : "object"
    let fitting = variants.first { variant in
      if let named = ((variant["properties"] as? JSONObject)?["type"] as? JSONObject)?["const"] as? String {
        return named == type
      }
      return (variant["type"] as? String ?? "string") == shape
    }
    return fitting ?? schema
  }
}

/// `container` with `value` at `path`, made where it is missing; without what is there where the value is nil.
func edited(_ path: [String], _ value: Any?, in container: Any?) -> Any? {
  guard let key = path.first else { return value }
  if var array = container as? [Any], let index = Int(key) {
    array[index] = edited(Array(path.dropFirst()), value, in: array[index])!
    return array
  }
  var object = container as? JSONObject ?? [:]
  object[key] = edited(Array(path.dropFirst()), value, in: object[key])
  return object
}
