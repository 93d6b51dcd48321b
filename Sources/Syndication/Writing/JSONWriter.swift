/// Writes JSON (RFC 8259) as UTF-8, members in the order of the calls, only what must be escaped escaped (rule F2).
///
/// Strings are cleaned as in XML, so that an entry reads the same in every format.
package struct JSONWriter: ~Copyable {
  private var buffer = ByteBuffer()
  private var needsComma = false

  package init() {}

  /// What was written since the last `take`.
  package var bytes: [UInt8] { Array(buffer) }

  package mutating func object(_ name: StaticString? = nil, _ members: (inout JSONWriter) -> Void) {
    nest(name, "{", "}", members)
  }

  package mutating func array(_ name: StaticString? = nil, _ elements: (inout JSONWriter) -> Void) {
    nest(name, "[", "]", elements)
  }

  /// Nothing where `text` is nil.
  package mutating func string(_ name: StaticString? = nil, _ text: String?) {
    guard let text else { return }
    begin(name)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(text, .json)
    buffer.append(UInt8(ascii: "\""))
  }

  /// A member whose name is no literal.
  mutating func member(_ name: String, _ text: String) {
    begin(nil)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(name, .json)
    buffer.append("\":\"" as StaticString)
    buffer.append(text, .json)
    buffer.append(UInt8(ascii: "\""))
  }

  /// - Parameter utf8: a string's bytes.
  mutating func string(_ name: StaticString, utf8: [UInt8]) {
    begin(name)
    buffer.append(UInt8(ascii: "\""))
    _ = utf8.withUnsafeBufferPointer { buffer.append($0, .json) }
    buffer.append(UInt8(ascii: "\""))
  }

  /// A string of hexadecimal digits.
  mutating func hash(_ name: StaticString, _ hash: ContentHash) {
    begin(name)
    buffer.append(UInt8(ascii: "\""))
    buffer.append(hexadecimal: hash.value)
    buffer.append(UInt8(ascii: "\""))
  }

  package mutating func number(_ name: StaticString? = nil, _ number: Int?) {
    guard let number else { return }
    begin(name)
    buffer.append(String(number))
  }

  /// A whole number is written without a fraction.
  package mutating func number(_ name: StaticString? = nil, _ number: Double?) {
    guard let number, number.isFinite else { return }
    if let whole = Int(exactly: number) { return self.number(name, whole) }
    begin(name)
    buffer.append(String(number))
  }

  package mutating func boolean(_ name: StaticString? = nil, _ value: Bool) {
    begin(name)
    buffer.append(value ? "true" as StaticString : "false")
  }

  /// Ends a line; what follows is another text.
  package mutating func endLine() {
    buffer.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// The bytes since the last call; what follows continues the same text.
  package mutating func take() -> [UInt8] {
    defer { buffer.removeAll() }
    return bytes
  }

  private mutating func nest(
    _ name: StaticString?, _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    begin(name)
    buffer.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    buffer.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func begin(_ name: StaticString?) {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
    if let name {
      buffer.append(UInt8(ascii: "\""))
      buffer.append(name)
      buffer.append("\":" as StaticString)
    }
    needsComma = true
  }
}
