internal import Syndication

/// A value and the filters that it goes through: `page.date | date: "%Y"`.
struct LiquidExpression {
  indirect enum Term {
    case literal(DataValue)
    /// `site.authors[0].name`; without steps where it holds a call, `page.number()`: nothing here can make one.
    case path([Step])
    /// `(1..5)`
    case range(Term, Term)
  }

  enum Step {
    case name(String)
    case index(Term)
  }

  var term: Term
  var filters: [(name: String, arguments: [Term])] = []

  /// Nil where what comes next has not the shape of one.
  init?(_ scanner: inout TagScanner) {
    guard let term = LiquidExpression.term(&scanner) else { return nil }
    self.term = term
    while scanner.takeNext("|") {
      scanner.skipSpace()
      guard let name = scanner.identifier(), let arguments = LiquidExpression.arguments(&scanner) else { return nil }
      filters.append((name, arguments))
    }
  }

  /// Liquid's `: a, b` and Nunjucks' `(a, b)`.
  private static func arguments(_ scanner: inout TagScanner) -> [Term]? {
    let isCall = scanner.takeNext("(")
    guard isCall || scanner.take(":") else { return [] }
    if isCall, scanner.takeNext(")") { return [] }
    var arguments: [Term] = []
    repeat {
      scanner.skipSpace()
      // `size: 5`, `size=5`: the value counts.
      var named = scanner
      if named.identifier() != nil, named.takeNext("=") || named.take(":") { scanner = named }
      guard let argument = term(&scanner) else { return nil }
      arguments.append(argument)
    } while scanner.takeNext(",")
    return !isCall || scanner.take(")") ? arguments : nil
  }

  /// What comes next, white space before it.
  static func term(_ scanner: inout TagScanner, depth: Int = 0) -> Term? {
    scanner.skipSpace()
    guard depth < Limit.expressionDepth.value, let first = scanner.next else { return nil }
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return scanner.quoted().map { .literal(.string($0)) }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return number(&scanner).map { .literal(.number($0)) }
    case UInt8(ascii: "("):
      scanner.position += 1
      guard let low = term(&scanner, depth: depth + 1), scanner.takeNext(".."),
        let high = term(&scanner, depth: depth + 1), scanner.takeNext(")")
      else { return nil }
      return .range(low, high)
    default: return path(&scanner, depth)
    }
  }

  private static let constants: [String: DataValue] = [
    "true": .boolean(true), "false": .boolean(false), "nil": .null, "null": .null, "none": .null, "empty": .string(""),
    "blank": .string(""),
  ]

  private static func path(_ scanner: inout TagScanner, _ depth: Int) -> Term? {
    guard let name = name(&scanner) else { return nil }
    if let constant = constants[name] { return .literal(constant) }
    var steps = [Step.name(name)]
    var isCall = false
    while true {
      if scanner.isNext("."), !scanner.isNext("..") {
        scanner.position += 1
        guard let name = self.name(&scanner) else { return nil }
        steps.append(.name(name))
      } else if scanner.take("[") {
        guard let index = term(&scanner, depth: depth + 1), scanner.takeNext("]") else { return nil }
        steps.append(.index(index))
      } else if scanner.isNext("(") {
        guard scanner.bracketed() != nil else { return nil }
        isCall = true
      } else {
        return .path(isCall ? [] : steps)
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
    if scanner.take("-"), scanner.next?.isDigit != true { return nil }
    while let byte = scanner.next, byte.isDigit || byte == UInt8(ascii: ".") && !scanner.isNext("..") {
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
