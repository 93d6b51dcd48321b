package import Syndication

/// A value that is bound to a statement, never part of its text.
package enum PostgresValue: Sendable {
  /// As PostgreSQL reads a value of the type that the statement wants there.
  case text(String)
  case bytes([UInt8])
  case null

  package static func text(_ text: String?) -> PostgresValue { text.map { .text($0) } ?? .null }

  package static func bytes(_ bytes: [UInt8]?) -> PostgresValue { bytes.map { .bytes($0) } ?? .null }

  package static func number(_ number: Int?) -> PostgresValue { .text(number.map(String.init)) }

  package static func boolean(_ value: Bool) -> PostgresValue { .text(value ? "true" : "false") }

  package static func time(_ time: Timestamp?) -> PostgresValue { .text(time?.rfc3339) }

  /// An array: the manual, 8.15.2.
  package static func numbers(_ numbers: [Int]) -> PostgresValue {
    .text("{\(numbers.map(String.init).joined(separator: ","))}")
  }

  /// An array, whose elements may be null.
  package static func texts(_ texts: some Sequence<String?>) -> PostgresValue {
    var literal = "{"
    for text in texts {
      if literal.utf8.count > 1 { literal += "," }
      guard let text else {
        literal += "NULL"
        continue
      }
      literal += "\""
      for scalar in text.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { literal += "\\" }
        literal.unicodeScalars.append(scalar)
      }
      literal += "\""
    }
    return .text(literal + "}")
  }
}
