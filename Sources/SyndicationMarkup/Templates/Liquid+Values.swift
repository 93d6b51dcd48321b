internal import Syndication

extension Liquid {
  /// The value of `expression`; nil where it has none, and whether that is because nothing here knows it.
  mutating func evaluate(_ expression: LiquidExpression) -> (value: DataValue?, isKnown: Bool) {
    var (value, isKnown) = evaluate(expression.term)
    for filter in expression.filters {
      let arguments = filter.arguments.map { evaluate($0).value ?? .null }
      if filter.name == "default" || filter.name == "d" {
        isKnown = isKnown || !arguments.isEmpty
        if !isTrue(value) || value?.text == "" { value = arguments.first ?? value }
        continue
      }
      // What is not known stays so whatever is done to it.
      guard let known = value else { continue }
      value = LiquidFilters.apply(filter.name, to: known, arguments, &self)
      guard spend(cost(value)) else { return (nil, true) }
    }
    return (value, isKnown)
  }

  mutating func evaluate(_ term: LiquidExpression.Term) -> (value: DataValue?, isKnown: Bool) {
    switch term {
    case .literal(.null): return (nil, true)
    case .literal(let value): return (value, true)
    case .range(let low, let high):
      guard case .number(let first)? = evaluate(low).value, case .number(let last)? = evaluate(high).value,
        first <= last, last - first < Double(Limit.templateRange.value), abs(first) < 1e9, spend(Int(last - first))
      else { return (.array([]), true) }
      return (.array((Int(first)...Int(last)).map { .number(Double($0)) }), true)
    case .path(let steps):
      guard let value = value(at: steps) else { return (nil, false) }
      return (value != .null && spend(cost(value)) ? value : nil, true)
    }
  }

  /// Whether a condition holds with it: Liquid has two false values, Nunjucks JavaScript's.
  func isTrue(_ value: DataValue?) -> Bool {
    switch value {
    case nil, .null, .boolean(false): false
    case .string(""), .number(0): !isNunjucks
    default: true
    }
  }

  private func cost(_ value: DataValue?) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .array(let values): values.count
    default: 1
    }
  }

  private mutating func value(at steps: [LiquidExpression.Step]) -> DataValue? {
    guard case .name(let first)? = steps.first else { return nil }
    var value = assigned[first] ?? expansion.template.variables[first]
    for (index, step) in steps.enumerated().dropFirst() {
      switch step {
      case .name(let name):
        let found = value.flatMap { Liquid.member(name, of: $0) }
        value = found ?? (index == 1 && first == "site" ? siteDefault(name) : nil)
      case .index(let term):
        switch (value, evaluate(term).value) {
        case (.array(let values)?, .number(let number)?):
          let position = Int(exactly: number).map { $0 < 0 ? values.count + $0 : $0 }
          value = position.flatMap { values.indices.contains($0) ? values[$0] : nil }
        case (let object?, .string(let name)?): value = object[name]
        default: value = nil
        }
      }
      if value == nil { return nil }
    }
    return value
  }

  static func member(_ name: String, of value: DataValue) -> DataValue? {
    switch (value, name) {
    case (.array(let values), "size"), (.array(let values), "length"): .number(Double(values.count))
    case (.array(let values), "first"): values.first
    case (.array(let values), "last"): values.last
    case (.string(let text), "size"), (.string(let text), "length"): .number(Double(text.count))
    default: value[name]
    }
  }

  /// What the site says of itself where its configuration is silent.
  private func siteDefault(_ name: String) -> DataValue? {
    switch name {
    case "url": .string(expansion.origin)
    case "baseurl": .string(expansion.template.variables["site"]?["url"] == nil ? expansion.basePath : "")
    case "title": .string(expansion.site.title)
    case "description": .string(expansion.site.description)
    case "lang": .string(expansion.site.language)
    default: nil
    }
  }

  // MARK: Addresses

  /// Liquid's `relative_url`: a path of the site, from the host's root.
  mutating func relativeURL(_ path: String) -> String {
    if Liquid.isAbsolute(path) || path.hasPrefix("#") { return path }
    let base = siteText("baseurl")
    let root = base.isEmpty || base.hasPrefix("/") ? base : "/\(base)"
    let trimmed = root.hasSuffix("/") ? String(root.dropLast()) : root
    let rooted = path.hasPrefix("/") ? path : "/\(path)"
    return trimmed.isEmpty || rooted.hasPrefix(trimmed + "/") ? rooted : trimmed + rooted
  }

  mutating func absoluteURL(_ path: String) -> String {
    Liquid.isAbsolute(path) ? path : siteText("url") + relativeURL(path)
  }

  private mutating func siteText(_ name: String) -> String {
    value(at: [.name("site"), .name(name)])?.text ?? ""
  }

  /// Whether it has a scheme or a host.
  static func isAbsolute(_ address: String) -> Bool {
    if address.hasPrefix("//") { return true }
    let scheme = address.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
    return scheme.endIndex < address.endIndex && address[scheme.endIndex] == ":" && scheme.allSatisfy(\.isASCII)
  }

  // MARK: Conditions

  /// Whether the condition of an `if` holds; nil where it cannot be told.
  mutating func condition(_ range: Range<Int>) -> Bool? {
    var scanner = TagScanner(expansion.body, range)
    guard let first = comparison(&scanner) else { return nil }
    var results = [first]
    var operators: [String] = []
    while let word = ["and", "or"].first(where: { scanner.take(word: $0) }) {
      guard let next = comparison(&scanner) else { return nil }
      operators.append(word)
      results.append(next)
    }
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
    guard let sign = Liquid.sign(&scanner) else { return isTrue(left) != isNegated }
    guard let expression = LiquidExpression(&scanner) else { return nil }
    return holds(left, sign, evaluate(expression).value) != isNegated
  }

  private static func sign(_ scanner: inout TagScanner) -> String? {
    scanner.skipSpace()
    let signs: [StaticString] = ["===", "!==", "==", "!=", "<>", "<=", ">=", "<", ">"]
    return signs.first { scanner.take($0) }?.description ?? ["contains", "in"].first { scanner.take(word: $0) }
  }

  private func holds(_ left: DataValue?, _ sign: String, _ right: DataValue?) -> Bool {
    switch sign {
    case "==", "===": return isEqual(left, right)
    case "!=", "!==", "<>": return !isEqual(left, right)
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
