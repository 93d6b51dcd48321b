/// The fields of a form, as `application/x-www-form-urlencoded` writes them (WHATWG URL §5), in their order.
public struct WebForm: Sendable, Hashable {
  /// Names and values.
  public var fields: [(name: String, value: String)]

  /// A form of these fields.
  public init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// Reads a form. What is no UTF-8 becomes U+FFFD.
  public init(reading bytes: some Sequence<UInt8>) {
    fields = Array(bytes).split(separator: UInt8(ascii: "&")).map { field in
      let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (WebForm.decoded(parts[0]), parts.count > 1 ? WebForm.decoded(parts[1]) : "")
    }
  }

  /// The value of the first field of that name.
  public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// As it is sent.
  public var text: String {
    fields.map { "\(WebForm.encoded($0.name))=\(WebForm.encoded($0.value))" }.joined(separator: "&")
  }

  public static func == (a: WebForm, b: WebForm) -> Bool { a.text == b.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  private static func decoded(_ text: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(0x20)
      } else if byte == UInt8(ascii: "%"), rest.count > 1, let high = digit(rest.first!),
        let low = digit(rest.dropFirst().first!)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).isASCII ? Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) } : nil
  }

  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
