internal import CKernels

/// Reads JSON (RFC 8259) in one pass, decoding only what it is asked for: what is skipped is checked all the same.
///
/// It reads bytes that are known to be UTF-8 and that outlive it.
package struct JSONReader {
  /// What a value is; the raw value is for messages.
  package enum Kind: String {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "a boolean"
    case null
  }

  package private(set) var bytes: UnsafeBufferPointer<UInt8>
  /// Where the next byte is.
  package private(set) var offset: Int
  /// The line of the next byte, from 1. Newlines stand only in white space, so they are counted where that is passed.
  package private(set) var line: Int
  private var end: Int
  private var depth = 0
  private let deepest = Limit.jsonDepth.value
  /// Whether an object or array has just begun, so that no comma comes before what follows.
  private var isFirst = false

  /// - Parameter range: where the text stands in `bytes`, beginning on `line`; all of them where not given.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>? = nil, line: Int = 1) {
    self.bytes = bytes
    self.line = line
    offset = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
  }

  /// Reads on within an array that stands in a value: `nextElement` comes next.
  ///
  /// - Parameters:
  ///   - line: that of the first byte.
  ///   - isFirst: whether no element of it came before.
  package init(inArray bytes: UnsafeBufferPointer<UInt8>, line: Int, isFirst: Bool) {
    self.init(bytes, line: line)
    self.isFirst = isFirst
    depth = 2
  }

  /// Goes on at the beginning of `bytes`, which hold what followed here, and more of it.
  package mutating func move(to bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    offset = 0
    end = bytes.count
  }

  /// Whether what was read last may be cut by the end of the bytes: a number or white space that ends with them, or a token
  /// of up to six bytes (`\u0000`) that is refused for want of the rest.
  package var isNearEnd: Bool { end - offset < 6 }

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

  /// Checks that nothing but white space is left.
  package mutating func finish() throws(JSONError) {
    guard isAtEnd() else { throw JSONError(offset, "\(shown(offset)) follows the end of the value") }
  }

  /// Reads an object; `member` reads or skips the value of each name.
  package mutating func object(_ member: (String, inout JSONReader) throws -> Void) throws {
    try beginObject()
    while let name = try nextName() { try member(name, &self) }
  }

  /// Reads an array; `element` reads or skips the value at each index.
  package mutating func array(_ element: (Int, inout JSONReader) throws -> Void) throws {
    try beginArray()
    var index = 0
    while try nextElement() {
      try element(index, &self)
      index += 1
    }
  }

  /// Enters an object, of which `nextName` then gives the members.
  package mutating func beginObject() throws(JSONError) { try begin("{") }

  /// The name of the next member, whose value is to be read or skipped; nil after the last.
  package mutating func nextName() throws(JSONError) -> String? {
    try nextNameRange().map { JSONReader.decoded(bytes, in: $0) }
  }

  /// Where the name of the next member stands, between its quotes; nil after the last.
  package mutating func nextNameRange() throws(JSONError) -> Range<Int>? {
    guard try follows("}") else { return nil }
    skipSpace()
    guard offset < end, bytes[offset] == UInt8(ascii: "\"") else {
      throw JSONError(offset, "\(shown(offset)) stands where a member's name in quotes should")
    }
    let name = try stringRange()
    try expect(":")
    return name
  }

  /// Enters an array, whose elements are to be read or skipped while there is a `nextElement`.
  package mutating func beginArray() throws(JSONError) { try begin("[") }

  /// Whether another element comes.
  package mutating func nextElement() throws(JSONError) -> Bool { try follows("]") }

  package mutating func string() throws(JSONError) -> String { try JSONReader.decoded(bytes, in: stringRange()) }

  /// Checks a string and gives where it stands, between its quotes, to be `decoded` when it is needed.
  package mutating func stringRange() throws(JSONError) -> Range<Int> {
    try expect("\"")
    let start = offset
    while true {
      passPlain()
      guard offset < end else { throw JSONError(start - 1, "the string that begins here is not ended") }
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        offset += 1
        return start..<(offset - 1)
      case UInt8(ascii: "\\"): try checkEscape()
      default: throw JSONError(offset, "a control character stands raw in a string: write it as \\u00XX")
      }
    }
  }

  package mutating func boolean() throws(JSONError) -> Bool {
    if literal("true") { return true }
    if literal("false") { return false }
    throw JSONError(offset, "\(shown(offset)) is neither true nor false")
  }

  package mutating func null() throws(JSONError) {
    guard literal("null") else { throw JSONError(offset, "\(shown(offset)) is not null") }
  }

  /// What RFC 8259 §6 calls a number is one to Double too.
  package mutating func number() throws(JSONError) -> Double { try Double(numberText())! }

  /// A number as it is written, for those to whom its digits matter.
  package mutating func numberText() throws(JSONError) -> String {
    try String(decoding: bytes[numberRange()], as: UTF8.self)
  }

  /// Where a number stands.
  package mutating func numberRange() throws(JSONError) -> Range<Int> {
    skipSpace()
    let start = offset
    _ = takeByte("-")
    var isValid = takeByte("0") ? !isAtDigit : takeDigits()
    if isValid, takeByte(".") { isValid = takeDigits() }
    if isValid, takeByte("e") || takeByte("E") {
      _ = takeByte("+") || takeByte("-")
      isValid = takeDigits()
    }
    guard isValid else { throw JSONError(start, "this is no number") }
    return start..<offset
  }

  /// Passes over the next value, whatever it is, checking it.
  package mutating func skip() throws(JSONError) {
    switch try next() {
    case .object:
      try beginObject()
      while try nextNameRange() != nil { try skip() }
    case .array:
      try beginArray()
      while try nextElement() { try skip() }
    case .string: _ = try stringRange()
    case .number: _ = try numberRange()
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Whether `bytes` are one value and nothing else.
  package static func isValue(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      return (try? reader.skip()) != nil && (try? reader.finish()) != nil
    }
  }

  // MARK: -

  private mutating func checkEscape() throws(JSONError) {
    guard offset + 1 < end else { throw JSONError(offset, "the text ends within an escape") }
    switch bytes[offset + 1] {
    case UInt8(ascii: "u"):
      let digits = offset + 2..<offset + 6
      guard digits.upperBound <= end,
        bytes[digits].allSatisfy(\.isHexDigit)
      else { throw JSONError(offset, "\\u wants four hexadecimal digits") }
      offset += 6
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
    default: throw JSONError(offset, "there is no such escape in JSON")
    }
  }

  /// Passes over the bytes of a string that stand for themselves and escapes of one byte, up to what is none of these.
  private mutating func passPlain() {
    guard let base = bytes.baseAddress else { return }
    offset = kernels_json_string(base + offset, base + end) - base
  }

  private mutating func begin(_ bracket: StaticString) throws(JSONError) {
    try expect(bracket)
    depth += 1
    isFirst = true
    if depth > deepest {
      throw JSONError(
        offset, "values are nested more than \(deepest) deep: flatten them", isBeyondBound: true)
    }
  }

  /// Whether another member or element comes, rather than `close`.
  private mutating func follows(_ close: StaticString) throws(JSONError) -> Bool {
    let wasFirst = isFirst
    isFirst = false
    if take(close) {
      depth -= 1
      return false
    }
    if !wasFirst { try expect(",", or: close) }
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    // Mostly there is none.
    if offset < end, bytes[offset] <= 0x20 { skipMoreSpace() }
  }

  private mutating func skipMoreSpace() {
    while offset < end {
      switch bytes[offset] {
      case 0x20, 0x0D, 0x09: offset += 1
      case 0x0A:
        offset += 1
        line += 1
      default: return
      }
    }
  }

  @inline(__always)
  private mutating func take(_ text: StaticString) -> Bool {
    skipSpace()
    return takeByte(text)
  }

  private var isAtDigit: Bool { offset < end && bytes[offset].isDigit }

  private mutating func takeDigits() -> Bool {
    let start = offset
    while isAtDigit { offset += 1 }
    return offset > start
  }

  @inline(__always)
  private mutating func takeByte(_ text: StaticString) -> Bool {
    guard offset < end, bytes[offset] == text.utf8Start.pointee else { return false }
    offset += 1
    return true
  }

  @inline(__always)
  private mutating func expect(_ text: StaticString, or other: StaticString? = nil) throws(JSONError) {
    guard !take(text) else { return }
    throw unexpected(text, or: other)
  }

  private func unexpected(_ text: StaticString, or other: StaticString?) -> JSONError {
    let wanted = other.map { "'\(text)' or '\($0)'" } ?? "'\(text)'"
    return JSONError(offset, "\(shown(offset)) stands where \(wanted) should")
  }

  private mutating func literal(_ text: StaticString) -> Bool {
    skipSpace()
    guard text.withUTF8Buffer({ bytes[offset..<end].starts(with: $0) }) else { return false }
    offset += text.utf8CodeUnitCount
    return true
  }

  private func shown(_ offset: Int) -> String {
    guard offset < end else { return "the end of the text" }
    let byte = bytes[offset]
    return (0x21..<0x7F).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte 0x\(String(byte, radix: 16))"
  }
}
