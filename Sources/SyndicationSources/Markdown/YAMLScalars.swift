internal import Syndication

/// How the YAML parsers of generators take what stands without quotes, where that is not the text as it stands: `1.10` is
/// the number 1.1, `0123` is 83.
enum YAMLScalars: Sendable, Hashable {
  /// Ruby's Psych, YAML 1.1: `no` is false, and a time without a zone is in UTC.
  case psych
  /// goccy/go-yaml, as Hugo has it.
  case goccy
  /// js-yaml 3, as gray-matter has it.
  case gray
  /// js-yaml 4: `0123` is 123.
  case js

  /// Nil for what is as it stands.
  func value(ofPlain text: String) -> DataValue? {
    guard let first = text.utf8.first, text.utf8.count <= 40 else { return nil }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      if let number = number(text), number != text { return .string(number) }
      return self == .psych ? timestamp(text).map { .string($0) } : nil
    case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "y"),
      UInt8(ascii: "Y"):
      guard self == .psych else { return nil }
      return switch text.lowercased() {
      case "yes", "on": .boolean(true)
      case "no", "off": .boolean(false)
      default: nil
      }
    default: return nil
    }
  }

  /// As it is written again; nil for what is none.
  private func number(_ text: String) -> String? {
    let isNegative = text.hasPrefix("-")
    var digits = String(text.utf8.first == UInt8(ascii: "+") || isNegative ? text.dropFirst() : text[...])
    guard digits.utf8.first?.isDigit == true || digits.hasPrefix(".") else { return nil }
    // What is no number in any base stays: a version `1.2.3`, a date.
    let isRound = digits.utf8.allSatisfy { $0.isDigit || $0 == UInt8(ascii: "_") }
    digits = digits.removing(sign: "_")
    func whole(_ text: Substring, radix: Int) -> String? {
      Int(text, radix: radix).map { isNegative ? "-\($0)" : "\($0)" }
    }
    let bases: [(String, Int)] = [("0x", 16), ("0o", 8), ("0b", 2)]
    for (mark, radix) in bases where digits.hasPrefix(mark) { return whole(digits.dropFirst(2), radix: radix) }
    if isRound {
      let isOctal = self != .js && digits.count > 1 && digits.hasPrefix("0")
      return whole(digits[...], radix: isOctal ? 8 : 10)
    }
    guard digits.utf8.contains(UInt8(ascii: ".")), !digits.utf8.contains(UInt8(ascii: ":")),
      digits.wholeMatch(of: /(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/) != nil,
      let number = Double(
        "\(isNegative ? "-" : "")\(digits.hasPrefix(".") ? "0" : "")\(digits.hasSuffix(".") ? "\(digits)0" : digits)")
    else { return nil }
    if self != .psych, let whole = Int(exactly: number) { return "\(whole)" }
    return "\(number)"
  }

  /// YAML 1.1's timestamp with its seconds and without a zone, with the zone that is meant: UTC.
  private func timestamp(_ text: String) -> String? {
    guard text.utf8.count >= 16,
      let match = text.wholeMatch(
        of: /([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]*)?/)
    else { return nil }
    func padded(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
    let time = match.4.utf8.count == 7 ? "0\(match.4)" : String(match.4)
    return "\(match.1)-\(padded(match.2))-\(padded(match.3))T\(time)Z"
  }
}
