internal import Syndication

/// A value and the filters that it goes through: `page.date | date: "%Y"`.
struct LiquidExpression {
  indirect enum Term {
    case literal(DataValue)
    /// `site.authors[0].name`
    case path([Step])
    /// `(1..5)`
    case range(Term, Term)
    /// `page.number()`: nothing here can call it.
    case call
  }

  enum Step {
    case name(String)
    case index(Term)
  }

  struct Filter {
    var name: String
    var arguments: [Term]
  }

  var term: Term
  var filters: [Filter] = []

  /// Nil where what comes next has not the shape of one.
  init?(_ scanner: inout TagScanner) {
    scanner.skipSpace()
    guard let term = LiquidExpression.term(&scanner) else { return nil }
    self.term = term
    while true {
      var ahead = scanner
      ahead.skipSpace()
      guard ahead.take("|") else { return }
      ahead.skipSpace()
      guard let name = ahead.identifier(), let arguments = LiquidExpression.arguments(&ahead) else { return nil }
      filters.append(Filter(name: name, arguments: arguments))
      scanner = ahead
    }
  }

  /// Liquid's `: a, b` and Nunjucks' `(a, b)`.
  private static func arguments(_ scanner: inout TagScanner) -> [Term]? {
    var ahead = scanner
    ahead.skipSpace()
    let isCall = ahead.take("(")
    guard isCall || ahead.take(":") else { return [] }
    var arguments: [Term] = []
    ahead.skipSpace()
    if isCall && ahead.take(")") {
      scanner = ahead
      return []
    }
    while true {
      ahead.skipSpace()
      // `size: 5`, `size=5`: the value counts.
      var named = ahead
      if named.identifier() != nil {
        named.skipSpace()
        if named.take("=") || named.take(":") {
          named.skipSpace()
          ahead = named
        }
      }
      guard let argument = term(&ahead) else { return nil }
      arguments.append(argument)
      scanner = ahead
      ahead.skipSpace()
      guard ahead.take(",") else { break }
    }
    guard !isCall || ahead.take(")") else { return nil }
    if isCall { scanner = ahead }
    return arguments
  }

  static func term(_ scanner: inout TagScanner, depth: Int = 0) -> Term? {
    guard depth < 8, let first = scanner.next else { return nil }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return scanner.quoted().map { .literal(.string($0)) }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return number(&scanner).map { .literal(.number($0)) }
    case UInt8(ascii: "("):
      scanner.position += 1
      scanner.skipSpace()
      guard let low = term(&scanner, depth: depth + 1) else { return nil }
      scanner.skipSpace()
      guard scanner.take("..") else { return nil }
      scanner.skipSpace()
      guard let high = term(&scanner, depth: depth + 1) else { return nil }
      scanner.skipSpace()
      return scanner.take(")") ? .range(low, high) : nil
    default: return path(&scanner, depth)
    }
  }

  private static func path(_ scanner: inout TagScanner, _ depth: Int) -> Term? {
    guard let name = name(&scanner) else { return nil }
    switch name {
    case "true": return .literal(.boolean(true))
    case "false": return .literal(.boolean(false))
    case "nil", "null", "none": return .literal(.null)
    case "empty", "blank": return .literal(.string(""))
    default: break
    }
    var steps = [Step.name(name)]
    var isCall = false
    while true {
      if scanner.isNext("."), !scanner.isNext("..") {
        scanner.position += 1
        guard let name = self.name(&scanner) else { return nil }
        steps.append(.name(name))
      } else if scanner.take("[") {
        scanner.skipSpace()
        guard let index = term(&scanner, depth: depth + 1) else { return nil }
        scanner.skipSpace()
        guard scanner.take("]") else { return nil }
        steps.append(.index(index))
      } else if scanner.isNext("(") {
        guard scanner.bracketed() != nil else { return nil }
        isCall = true
      } else {
        return isCall ? .call : .path(steps)
      }
    }
  }

  /// An identifier, of which a `-` before the tag's end is no part.
  private static func name(_ scanner: inout TagScanner) -> String? {
    guard let name = scanner.identifier() else { return nil }
    guard name.hasSuffix("-") else { return name }
    scanner.position -= 1
    return String(name.dropLast())
  }

  private static func number(_ scanner: inout TagScanner) -> Double? {
    let start = scanner.position
    if scanner.take("-"), !(scanner.next.map { (48...57).contains($0) } ?? false) { return nil }
    while let byte = scanner.next, (48...57).contains(byte) || byte == UInt8(ascii: ".") && !scanner.isNext("..") {
      scanner.position += 1
    }
    // `2022-03` and `2x` are none.
    if let byte = scanner.next, TagScanner.isLetter(byte) { return nil }
    return Double(scanner.text(start..<scanner.position))
  }
}

extension DataValue {
  /// As it is written where a text is wanted: a list's values one after another, nothing for an object.
  var text: String {
    switch self {
    case .string(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .boolean(let value): String(value)
    case .array(let values): values.map(\.text).joined()
    case .null, .object: ""
    }
  }
}
