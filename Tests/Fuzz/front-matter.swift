import Syndication

@testable import SyndicationSources

/// Front matter is read or refused with a problem.
func check(_ bytes: [UInt8]) {
  let bytes = text(bytes)
  let lineCount = 1 + bytes.count { $0 == 0x0A }
  bytes.withUnsafeBufferPointer { bytes in
    for mayBeHeaders in [false, true] {
      do throws(Problem) {
        guard let matter = try FrontMatter(bytes, mayBeHeaders: mayBeHeaders, file: "post.md") else { continue }
        require((1...bytes.count).contains(matter.end), "ends at \(matter.end) of \(bytes.count)")
        guard case .object = matter.fields else { fatalError("no object: \(matter.fields)") }
      } catch {
        require((1...lineCount).contains(error.place.line ?? 1), "\(error) in a text of \(lineCount) lines")
      }
    }
    if let found = try? YAMLReader.fields(of: bytes, atMost: .postValues) { requireBounds(found.fields) }
    if let found = try? TOMLReader.fields(of: bytes, atMost: .postValues) { requireBounds(found) }
    if let found = try? Metadata.json(bytes, atMost: .postValues) { requireBounds(found) }
    _ = try? Metadata.headers(bytes, atMost: .postValues)
    let text = String(decoding: bytes, as: UTF8.self)
    for value in WrittenOut.assignments(in: text).values.values { requireBounds(value, atMost: .fileValues) }
    if let found = WrittenOut.exported(by: text) { requireBounds(found.object, atMost: .fileValues) }
    if let found = WrittenOut.property("a", in: text) { requireBounds(found, atMost: .fileValues) }
  }
}

/// As deep as JSON may be, and merged no wider than aliases may repeat.
private func requireBounds(_ value: DataValue, atMost limit: Limit = .postValues) {
  func count(_ value: DataValue, depth: Int) -> Int {
    require(depth <= Limit.jsonDepth.value, "a value is \(depth) deep")
    return switch value {
    case .array(let values): values.reduce(1) { $0 + count($1, depth: depth + 1) }
    case .object(let members): members.reduce(1) { $0 + count($1.value, depth: depth + 1) }
    default: 1
    }
  }
  let values = count(value, depth: 0)
  require(values <= limit.value + 1, "\(values) values")
}
