internal import Syndication

/// The fields of a form, as `application/x-www-form-urlencoded` writes them (WHATWG URL §5), in their order.
public struct WebForm: Sendable, Hashable {
  /// Names and values.
  public var fields: [(name: String, value: String)]

  /// A form of these fields.
  public init(_ fields: [(name: String, value: String)]) { self.fields = fields }

  /// Reads a form.
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
    fields.map { "\(AbsoluteURL.percentEncoded($0.name))=\(AbsoluteURL.percentEncoded($0.value))" }.joined(
      separator: "&")
  }

  public static func == (a: WebForm, b: WebForm) -> Bool { a.text == b.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// What is no escape, or no UTF-8, stays as it is.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }, as: UTF8.self)
    return AbsoluteURL.percentDecoded(text) ?? text
  }
}
