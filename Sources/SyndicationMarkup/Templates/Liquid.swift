internal import Syndication

/// Fills in Liquid, as Jekyll does, and Nunjucks, which is much alike: one engine takes the notation of both.
///
/// What a variable brings in is not filled in again.
struct Liquid {
  var expansion: Expansion
  /// What the body has assigned, and the variables of loops.
  var assigned: [String: DataValue] = [:]
  /// How much more loops and values may cost, in bytes; negative once that was not enough.
  private var budget: Int
  private var loops = 0
  /// Whether what is run is the code of a listing: one within another is no more than its code.
  private var isInListing = false
  /// Set by `break` and `continue`, until the loop has seen it.
  private var leaving: Leaving?

  private enum Leaving { case iteration, loop }

  var isNunjucks: Bool { expansion.template.language == .nunjucks }
  private var languageName: String { isNunjucks ? "Nunjucks" : "Liquid" }

  static func expanded(_ expansion: Expansion) -> Expansion {
    var liquid = Liquid(expansion: expansion, budget: expansion.bound)
    let (nodes, dropped) = LiquidParser.nodes(of: expansion.body, isNunjucks: liquid.isNunjucks)
    for kind in dropped { liquid.expansion.note(kind) }
    liquid.run(nodes)
    return liquid.expansion
  }

  private init(expansion: Expansion, budget: Int) {
    self.expansion = expansion
    self.budget = budget
  }

  mutating func note(_ kind: String) { expansion.note("\(languageName) \(kind)") }

  /// Whether there is as much left to spend; it is then spent.
  mutating func spend(_ cost: Int) -> Bool {
    guard budget >= cost else {
      if budget >= 0 { note("output beyond its bound") }
      budget = -1
      return false
    }
    budget -= cost
    return true
  }

  /// The text of a parameter filled in: `"{{ site.baseurl }}/a.png"`.
  mutating func filled(_ text: String) -> String {
    let outer = expansion
    expansion = Expansion(
      of: Array(text.utf8), as: outer.kind, by: outer.template, permalink: outer.permalink, on: outer.site)
    run(LiquidParser.nodes(of: expansion.body, isNunjucks: isNunjucks).nodes)
    let inner = expansion
    expansion = outer
    for (kind, count) in inner.unfilled { expansion.note(kind, count) }
    return String(decoding: inner.output, as: UTF8.self)
  }

  // MARK: Nodes

  private mutating func run(_ nodes: [LiquidNode]) {
    for node in nodes where leaving == nil {
      switch node {
      case .text(let range):
        if loops == 0 || spend(range.count) { expansion.write(range) }
      case .output(let expression, let range): output(expression, range)
      case .tag(let tag): run(tag)
      case .block(let tag, let branches): run(tag, branches)
      }
    }
  }

  private mutating func output(_ expression: LiquidExpression, _ range: Range<Int>) {
    let (value, isKnown) = evaluate(expression)
    if let value {
      let text = value.text
      if spend(text.utf8.count) { expansion.write(text) }
    } else if !isKnown {
      // In code and maths, braces around a name that is no variable's are meant: `\frac{{a}}{b}`.
      if expansion.literals.contains(range.lowerBound) { return expansion.write(range) }
      note("variable")
    }
  }

  private mutating func run(_ tag: LiquidTag) {
    switch tag.name {
    case "assign", "set":
      var scanner = TagScanner(expansion.body, tag.arguments)
      scanner.skipSpace()
      guard let name = scanner.identifier(), scanner.takeEquals(), let expression = LiquidExpression(&scanner) else {
        return note("tag “\(tag.name)”")
      }
      assigned[name] = evaluate(expression).value ?? .null
    case "break": leaving = loops > 0 ? .loop : nil
    case "continue": leaving = loops > 0 ? .iteration : nil
    // `{% # a comment %}`, and the end of a tag without one.
    case "" where expansion.body[tag.arguments].first == UInt8(ascii: "#"): break
    default:
      if loops > 0, !spend(tag.range.count) { return }
      if !write(tag) { note(tag.name.isEmpty ? "tag" : "tag “\(tag.name)”") }
    }
  }

  private mutating func run(_ tag: LiquidTag, _ branches: [LiquidBranch]) {
    if loops > 0, !spend(tag.arguments.count + 1) { return }
    switch tag.name {
    case "if", "unless": runFirst(of: branches)
    case "case": runCase(branches)
    case "for": runLoop(tag, branches)
    case "capture", "set":
      var scanner = TagScanner(expansion.body, tag.arguments)
      scanner.skipSpace()
      let name = scanner.quoted() ?? scanner.identifier() ?? ""
      let content = captured(branches[0].nodes)
      assigned[name] = .string(String(decoding: content, as: UTF8.self))
    case "highlight" where !isInListing:
      isInListing = true
      let code = captured(branches[0].nodes)
      isInListing = false
      var scanner = TagScanner(expansion.body, tag.arguments)
      scanner.skipSpace()
      let language = scanner.quoted() ?? scanner.bareWord(stops: "`,")
      expansion.write(code: code, language: language, tag: tag.range)
    default: run(branches[0].nodes)
    }
  }

  private mutating func captured(_ nodes: [LiquidNode]) -> [UInt8] {
    let start = expansion.output.count
    run(nodes)
    let content = Array(expansion.output[start...])
    expansion.output.removeSubrange(start...)
    return content
  }

  private mutating func runFirst(of branches: [LiquidBranch]) {
    for branch in branches {
      let isUnless = branch.head.name == "unless"
      if branch.head.name == "else" { return run(branch.nodes) }
      guard let holds = condition(branch.head.arguments) else {
        // What cannot be told is taken to hold: rather too much than too little.
        note("tag “\(branch.head.name)”")
        return run(branch.nodes)
      }
      if holds != isUnless { return run(branch.nodes) }
    }
  }

  private mutating func runCase(_ branches: [LiquidBranch]) {
    var scanner = TagScanner(expansion.body, branches[0].head.arguments)
    guard let subject = LiquidExpression(&scanner) else { return note("tag “case”") }
    let value = evaluate(subject).value ?? .null
    // What stands before the first `when` is nothing.
    for branch in branches.dropFirst() {
      if branch.head.name == "else" { return run(branch.nodes) }
      var scanner = TagScanner(expansion.body, branch.head.arguments)
      while let candidate = LiquidExpression(&scanner) {
        if (evaluate(candidate).value ?? .null) == value { return run(branch.nodes) }
        scanner.skipSpace()
        guard scanner.take(",") || scanner.take(word: "or") else { break }
      }
    }
  }

  private mutating func runLoop(_ tag: LiquidTag, _ branches: [LiquidBranch]) {
    guard let loop = loop(tag.arguments) else { return note("tag “for”") }
    guard let items = loop.items else { return note("variable") }
    if items.isEmpty {
      if let other = branches.first(where: { $0.head.name == "else" }) { run(other.nodes) }
      return
    }
    let names = loop.names + [isNunjucks ? "loop" : "forloop"]
    let outer = names.map { assigned[$0] }
    loops += 1
    for (index, item) in items.enumerated() where spend(16) {
      switch item {
      case .array(let pair) where loop.names.count > 1 && pair.count == 2:
        for (name, value) in zip(loop.names, pair) { assigned[name] = value }
      default: assigned[loop.names[0]] = item
      }
      assigned[names.last!] = .object([
        .init(name: "index", value: .number(Double(index + 1))),
        .init(name: "index0", value: .number(Double(index))),
        .init(name: "first", value: .boolean(index == 0)),
        .init(name: "last", value: .boolean(index == items.count - 1)),
        .init(name: "length", value: .number(Double(items.count))),
      ])
      run(branches[0].nodes)
      defer { leaving = nil }
      if leaving == .loop { break }
    }
    loops -= 1
    // Only the loop's own variables end with it.
    for (name, value) in zip(names, outer) { assigned[name] = value }
  }

  /// What a loop goes through; no items where the list is not known.
  private mutating func loop(_ arguments: Range<Int>) -> (names: [String], items: [DataValue]?)? {
    var scanner = TagScanner(expansion.body, arguments)
    scanner.skipSpace()
    guard let name = scanner.identifier() else { return nil }
    var names = [name]
    scanner.skipSpace()
    if scanner.take(",") {
      scanner.skipSpace()
      guard let second = scanner.identifier() else { return nil }
      names.append(second)
    }
    guard scanner.take(word: "in"), let expression = LiquidExpression(&scanner) else { return nil }
    let (value, isKnown) = evaluate(expression)
    var items: [DataValue]
    switch value {
    case .array(let values): items = values
    case .object(let members): items = members.map { .array([.string($0.name), $0.value]) }
    case .string(let text): items = text.isEmpty ? [] : [.string(text)]
    case nil where !isKnown: return (names, nil)
    default: items = []
    }
    guard spend(items.count) else { return (names, []) }
    while true {
      if scanner.take(word: "reversed") {
        items.reverse()
      } else if scanner.take(word: "limit"), scanner.takeColon(), let count = number(&scanner) {
        items = Array(items.prefix(count))
      } else if scanner.take(word: "offset"), scanner.takeColon(), let count = number(&scanner) {
        items = Array(items.dropFirst(count))
      } else {
        return (names, items)
      }
    }
  }

  private mutating func number(_ scanner: inout TagScanner) -> Int? {
    scanner.skipSpace()
    guard let term = LiquidExpression.term(&scanner), case .number(let number)? = evaluate(term).value else {
      return nil
    }
    return Int(max(0, min(number, 1e9)))
  }
}

extension TagScanner {
  fileprivate mutating func takeEquals() -> Bool {
    skipSpace()
    return take("=")
  }

  fileprivate mutating func takeColon() -> Bool {
    skipSpace()
    return take(":")
  }
}
