internal import Syndication

extension Liquid {
  /// Whether the condition of an `if` holds; nil where it cannot be told.
  mutating func condition(_ range: Range<Int>) -> Bool? {
    var scanner = TagScanner(expansion.body, range)
    guard let first = comparison(&scanner) else { return nil }
    var results = [first]
    var operators: [String] = []
    while true {
      if scanner.take(word: "and") {
        operators.append("and")
      } else if scanner.take(word: "or") {
        operators.append("or")
      } else {
        break
      }
      guard let next = comparison(&scanner) else { return nil }
      results.append(next)
    }
    scanner.skipSpace()
    guard scanner.isAtEnd else { return nil }
    if isNunjucks {
      // `and` binds tighter.
      return zip(["or"] + operators, results).reduce(into: [Bool]()) { groups, next in
        if next.0 == "or" { groups.append(next.1) } else { groups[groups.count - 1] = groups.last! && next.1 }
      }.contains(true)
    }
    // Liquid goes from right to left.
    return zip(operators, results).reversed().reduce(results.last!) { right, next in
      next.0 == "and" ? next.1 && right : next.1 || right
    }
  }

  private mutating func comparison(_ scanner: inout TagScanner) -> Bool? {
    var isNegated = false
    while scanner.take(word: "not") { isNegated.toggle() }
    guard let expression = LiquidExpression(&scanner) else { return nil }
    let left = evaluate(expression).value
    var ahead = scanner
    guard let sign = Liquid.sign(&ahead) else { return isTrue(left) != isNegated }
    guard let expression = LiquidExpression(&ahead) else { return nil }
    let right = evaluate(expression).value
    scanner = ahead
    return holds(left, sign, right) != isNegated
  }

  private static func sign(_ scanner: inout TagScanner) -> String? {
    scanner.skipSpace()
    for (notation, sign) in [
      ("===", "=="), ("!==", "!="), ("==", "=="), ("!=", "!="), ("<>", "!="), ("<=", "<="), (">=", ">="),
    ]
      + [("<", "<"), (">", ">")]
    {
      let end = scanner.position + notation.utf8.count
      if end <= scanner.end, scanner.bytes[scanner.position..<end].elementsEqual(notation.utf8) {
        scanner.position = end
        return sign
      }
    }
    return ["contains", "in"].first { scanner.take(word: $0) }
  }

  private func holds(_ left: DataValue?, _ sign: String, _ right: DataValue?) -> Bool {
    switch sign {
    case "==": return isEqual(left, right)
    case "!=": return !isEqual(left, right)
    case "contains": return contains(left, right)
    case "in": return contains(right, left)
    default: break
    }
    switch (left, right) {
    case (.number(let left)?, .number(let right)?): return Liquid.compare(left, sign, right)
    case (.string(let left)?, .string(let right)?): return Liquid.compare(left, sign, right)
    default: return false
    }
  }

  /// A list without items equals `empty`, which is read as an empty text.
  private func isEqual(_ left: DataValue?, _ right: DataValue?) -> Bool {
    switch (left, right) {
    case (.array(let values)?, .string("")?), (.string("")?, .array(let values)?): values.isEmpty
    default: (left ?? .null) == (right ?? .null)
    }
  }

  private func contains(_ whole: DataValue?, _ part: DataValue?) -> Bool {
    switch (whole, part) {
    case (.string(let text)?, let part?): text.contains(part.text)
    case (.array(let values)?, let part?): values.contains(part)
    case (.object?, .string(let name)?): whole?[name] != nil
    default: false
    }
  }

  private static func compare<Value: Comparable>(_ left: Value, _ sign: String, _ right: Value) -> Bool {
    switch sign {
    case "<": left < right
    case "<=": left <= right
    case ">": left > right
    default: left >= right
    }
  }
}
