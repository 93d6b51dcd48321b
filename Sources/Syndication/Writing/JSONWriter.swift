/// Writes JSON (RFC 8259) as UTF-8, members in the order of the calls, only what must be escaped escaped (rule F2).
///
/// Strings are cleaned as in XML, so that an entry reads the same in every format.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package mutating func object(_ name: String? = nil, _ members: (inout JSONWriter) -> Void) {
    nest(name, "{", "}", members)
  }

  package mutating func array(_ name: String? = nil, _ elements: (inout JSONWriter) -> Void) {
    nest(name, "[", "]", elements)
  }

  /// Nothing where `text` is nil.
  package mutating func string(_ name: String? = nil, _ text: String?) {
    guard let text else { return }
    begin(name)
    quote(text)
  }

  package mutating func number(_ name: String? = nil, _ number: Int?) {
    guard let number else { return }
    begin(name)
    bytes += String(number).utf8
  }

  /// A whole number is written without a fraction.
  package mutating func number(_ name: String? = nil, _ number: Double?) {
    guard let number, number.isFinite else { return }
    if let whole = Int(exactly: number) { return self.number(name, whole) }
    begin(name)
    bytes += String(number).utf8
  }

  package mutating func boolean(_ name: String? = nil, _ value: Bool) {
    begin(name)
    bytes += (value ? "true" : "false").utf8
  }

  /// The bytes since the last call; what follows continues the same text.
  package mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  private mutating func nest(_ name: String?, _ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    begin(name)
    bytes += open.utf8
    needsComma = false
    body(&self)
    bytes += close.utf8
    needsComma = true
  }

  private mutating func begin(_ name: String?) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if let name {
      quote(name)
      bytes.append(UInt8(ascii: ":"))
    }
    needsComma = true
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    XMLCharacters.append(XMLCharacters.cleaned(text).text, to: &bytes) { byte in
      switch byte {
      case UInt8(ascii: "\""): "\\\""
      case UInt8(ascii: "\\"): "\\\\"
      case UInt8(ascii: "\n"): "\\n"
      case UInt8(ascii: "\t"): "\\t"
      default: nil
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
