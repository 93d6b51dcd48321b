/// Reads JSON (RFC 8259) in one pass, decoding only what it is asked for: what is skipped is checked all the same.
///
/// It reads bytes that are known to be UTF-8 and that outlive it.
package struct JSONReader {
  package enum Kind: String { case object, array, string, number, boolean, null }

  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the next byte is.
  package private(set) var offset: Int
  private let end: Int
  private var depth = 0

  package init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>? = nil) {
    self.bytes = bytes
    offset = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// The kind of the value that comes next.
  package mutating func next() throws(JSONError) -> Kind {
    skipSpace()
    guard offset < end else { throw JSONError(offset, "the text ends where a value should follow") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw JSONError(offset, "\(shown(offset)) does not begin a value")
    }
  }

  /// Whether nothing but white space is left.
  package mutating func isAtEnd() -> Bool {
    skipSpace()
    return offset >= end
  }

  /// Reads an object; `member` reads or skips the value of each name.
  package mutating func object(_ member: (String, inout JSONReader) throws -> Void) throws {
    try expect("{")
    try nest()
    defer { depth -= 1 }
    if take("}") { return }
    repeat {
      skipSpace()
      guard offset < end, bytes[offset] == UInt8(ascii: "\"") else {
        throw JSONError(offset, "\(shown(offset)) stands where a member's name in quotes should")
      }
      let name = try string()
      try expect(":")
      try member(name, &self)
    } while take(",")
    try expect("}", or: "','")
  }

  /// Reads an array; `element` reads or skips the value at each index.
  package mutating func array(_ element: (Int, inout JSONReader) throws -> Void) throws {
    try expect("[")
    try nest()
    defer { depth -= 1 }
    if take("]") { return }
    var index = 0
    repeat {
      try element(index, &self)
      index += 1
    } while take(",")
    try expect("]", or: "','")
  }

  package mutating func string() throws(JSONError) -> String {
    try JSONReader.decoded(bytes, in: stringRange())
  }

  /// Checks a string and gives where it stands, between its quotes, to be `decoded` when it is needed.
  package mutating func stringRange() throws(JSONError) -> Range<Int> {
    try expect("\"")
    let start = offset
    while offset < end {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return start..<(offset - 1)
      case UInt8(ascii: "\\"):
        try checkEscape()
      case 0..<0x20:
        throw JSONError(offset, "a control character stands raw in a string: write it as \\u00XX")
      default:
        offset += 1
      }
    }
    throw JSONError(start - 1, "the string that begins here is not ended")
  }

  package mutating func boolean() throws(JSONError) -> Bool {
    if literal("true") { return true }
    if literal("false") { return false }
    throw JSONError(offset, "\(shown(offset)) is neither true nor false")
  }

  package mutating func null() throws(JSONError) {
    guard literal("null") else { throw JSONError(offset, "\(shown(offset)) is not null") }
  }

  package mutating func number() throws(JSONError) -> Double {
    skipSpace()
    let start = offset
    _ = takeByte("-")
    var isValid = takeByte("0") ? !isAtDigit : takeDigits()
    if isValid, takeByte(".") { isValid = takeDigits() }
    if isValid, takeByte("e") || takeByte("E") {
      _ = takeByte("+") || takeByte("-")
      isValid = takeDigits()
    }
    guard isValid, let number = Double(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
      throw JSONError(start, "this is no number")
    }
    return number
  }

  /// Passes over the next value, whatever it is, checking it.
  package mutating func skip() throws {
    switch try next() {
    case .object: try object { _, reader in try reader.skip() }
    case .array: try array { _, reader in try reader.skip() }
    case .string: _ = try stringRange()
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  package mutating func value() throws -> JSONValue {
    switch try next() {
    case .object:
      var members: [JSONValue.Member] = []
      try object { name, reader in members.append(.init(name: name, value: try reader.value())) }
      return .object(members)
    case .array:
      var elements: [JSONValue] = []
      try array { _, reader in elements.append(try reader.value()) }
      return .array(elements)
    case .string: return .string(try string())
    case .number: return .number(try number())
    case .boolean: return .boolean(try boolean())
    case .null:
      try null()
      return .null
    }
  }

  /// The text of a string that `stringRange` has checked.
  package static func decoded(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> String {
    let slice = UnsafeBufferPointer(rebasing: bytes[range])
    guard slice.contains(UInt8(ascii: "\\")) else { return String(decoding: slice, as: UTF8.self) }
    var units: [UInt8] = []
    units.reserveCapacity(slice.count)
    var index = 0
    func hexadecimal(at index: Int) -> UInt16 {
      UInt16(String(decoding: slice[index..<index + 4], as: UTF8.self), radix: 16)!
    }
    while index < slice.count {
      guard slice[index] == UInt8(ascii: "\\") else {
        units.append(slice[index])
        index += 1
        continue
      }
      let escape = slice[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "u"):
        var utf16 = [hexadecimal(at: index)]
        index += 4
        if (0xD800..<0xDC00).contains(utf16[0]), index + 5 < slice.count, slice[index] == UInt8(ascii: "\\"),
          slice[index + 1] == UInt8(ascii: "u"), (0xDC00..<0xE000).contains(hexadecimal(at: index + 2))
        {
          utf16.append(hexadecimal(at: index + 2))
          index += 6
        }
        // A lone surrogate becomes U+FFFD, which never leaves.
        units += String(decoding: utf16, as: UTF16.self).utf8
      default: units.append(escape)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  // MARK: -

  private mutating func checkEscape() throws(JSONError) {
    guard offset + 1 < end else { throw JSONError(offset, "the text ends within an escape") }
    switch bytes[offset + 1] {
    case UInt8(ascii: "u"):
      let digits = offset + 2..<offset + 6
      guard digits.upperBound <= end,
        bytes[digits].allSatisfy({ (48...57).contains($0) || (65...70).contains($0 & 0xDF) })
      else { throw JSONError(offset, "\\u wants four hexadecimal digits") }
      offset += 6
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
    default: throw JSONError(offset, "there is no such escape in JSON")
    }
  }

  private mutating func nest() throws(JSONError) {
    depth += 1
    if depth > 256 { throw JSONError(offset, "values are nested more than 256 deep") }
  }

  private mutating func skipSpace() {
    while offset < end, bytes[offset] == 0x20 || bytes[offset] == 0x0A || bytes[offset] == 0x0D || bytes[offset] == 0x09
    {
      offset += 1
    }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    skipSpace()
    return takeByte(text)
  }

  private var isAtDigit: Bool { offset < end && (48...57).contains(bytes[offset]) }

  private mutating func takeDigits() -> Bool {
    let start = offset
    while isAtDigit { offset += 1 }
    return offset > start
  }

  private mutating func takeByte(_ text: StaticString) -> Bool {
    guard offset < end, bytes[offset] == text.utf8Start.pointee else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ text: StaticString, or other: String? = nil) throws(JSONError) {
    guard !take(text) else { return }
    let wanted = other.map { "\($0) or '\(text)'" } ?? "'\(text)'"
    throw JSONError(offset, "\(shown(offset)) stands where \(wanted) should")
  }

  private mutating func literal(_ text: StaticString) -> Bool {
    skipSpace()
    guard offset + text.utf8CodeUnitCount <= end,
      bytes[offset..<offset + text.utf8CodeUnitCount].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    else { return false }
    offset += text.utf8CodeUnitCount
    return true
  }

  private func shown(_ offset: Int) -> String {
    guard offset < end else { return "the end of the text" }
    let byte = bytes[offset]
    return (0x21..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte 0x\(String(byte, radix: 16))"
  }
}

/// Where a text is not JSON, and why.
package struct JSONError: Error, Hashable {
  /// In bytes, from 0.
  package var offset: Int
  package var message: String

  init(_ offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}

/// A JSON value as a tree: for what is small and wholly used.
package indirect enum JSONValue: Sendable, Hashable {
  package struct Member: Sendable, Hashable {
    package var name: String
    package var value: JSONValue
  }
  case object([Member])
  case array([JSONValue])
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null

  /// The value of `bytes`, which hold it and nothing else.
  package init(_ bytes: [UInt8]) throws {
    self = try bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(buffer)
      let value = try reader.value()
      guard reader.isAtEnd() else { throw JSONError(reader.offset, "something follows the value") }
      return value
    }
  }

  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  package var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// What this is, in the words of RFC 8259.
  package var kind: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "a boolean"
    case .null: "null"
    }
  }
}
