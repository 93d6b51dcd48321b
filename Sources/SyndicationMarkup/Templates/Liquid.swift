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

  static func expanded(_ expansion: Expansion) -> Expansion {
    // How much loops and values may add to what is written.
    var liquid = Liquid(expansion: expansion, budget: max(Limit.templateBytes.value, 20 * expansion.body.count))
    let (nodes, unended) = LiquidParser.nodes(of: expansion.body, isNunjucks: liquid.isNunjucks)
    for _ in 0..<unended { liquid.note("tag without an end") }
    liquid.run(nodes)
    return liquid.expansion
  }

  mutating func note(_ kind: String) { expansion.note("\(isNunjucks ? "Nunjucks" : "Liquid") \(kind)") }

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
      body: Array(text.utf8), kind: outer.kind, template: outer.template, permalink: outer.permalink, site: outer.site,
      dialect: outer.dialect)
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
      case .output(let expression, let range):
        let (value, isKnown) = evaluate(expression)
        if let text = value?.text {
          if spend(text.utf8.count) { expansion.write(text) }
        } else if !isKnown, expansion.literals.contains(range.lowerBound) {
          // In code and maths, braces around a name that is no variable's are meant: `\frac{{a}}{b}`.
          expansion.write(range)
        } else if !isKnown {
          note("variable")
        }
      case .tag(let tag): run(tag)
      case .block(let branches): run(branches)
      }
    }
  }

  private mutating func run(_ tag: LiquidTag) {
    switch tag.name {
    case "assign", "set":
      var scanner = TagScanner(expansion.body, tag.arguments)
      guard let name = scanner.identifier(), scanner.takeNext("="), let expression = LiquidExpression(&scanner) else {
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

  private mutating func run(_ branches: [LiquidBranch]) {
    let tag = branches[0].head
    if loops > 0, !spend(tag.arguments.count + 1) { return }
    switch tag.name {
    case "if", "unless": runFirst(of: branches)
    case "case": runCase(branches)
    case "for": runLoop(tag, branches)
    case "capture", "set":
      var scanner = TagScanner(expansion.body, tag.arguments)
      let name = scanner.quoted() ?? scanner.identifier() ?? ""
      assigned[name] = .string(String(decoding: captured(branches[0].nodes), as: UTF8.self))
    case "highlight" where !isInListing:
      isInListing = true
      let code = captured(branches[0].nodes)
      isInListing = false
      var scanner = TagScanner(expansion.body, tag.arguments)
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
      let name = branch.head.name
      let holds = name == "else" ? true : condition(branch.head.arguments)
      if holds == nil { note("tag “\(name)”") }
      // What cannot be told is taken to hold: rather too much than too little.
      if holds != (name == "unless") { return run(branch.nodes) }
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
        guard scanner.takeNext(",") || scanner.take(word: "or") else { break }
      }
    }
  }

  private mutating func runLoop(_ tag: LiquidTag, _ branches: [LiquidBranch]) {
    guard let loop = loop(tag.arguments) else { return note("tag “for”") }
    guard let items = loop.items else { return note("variable") }
    if items.isEmpty { return run(branches.first { $0.head.name == "else" }?.nodes ?? []) }
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
    var names: [String] = []
    repeat {
      scanner.skipSpace()
      guard let name = scanner.identifier() else { return nil }
      names.append(name)
    } while names.count < 2 && scanner.takeNext(",")
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
      } else if scanner.take(word: "limit"), scanner.takeNext(":"), let count = number(&scanner) {
        items = Array(items.prefix(count))
      } else if scanner.take(word: "offset"), scanner.takeNext(":"), let count = number(&scanner) {
        items = Array(items.dropFirst(count))
      } else {
        return (names, items)
      }
    }
  }

  private mutating func number(_ scanner: inout TagScanner) -> Int? {
    guard let term = LiquidExpression.term(&scanner), case .number(let number)? = evaluate(term).value else {
      return nil
    }
    return Int(max(0, min(number, 1e9)))
  }

  // MARK: Tags that stand alone

  /// Writes what stands for `tag`; false where that is not known.
  private mutating func write(_ tag: LiquidTag) -> Bool {
    var scanner = TagScanner(expansion.body, tag.arguments)
    switch tag.name {
    case "post_url", "link":
      let reference = scanner.quoted() ?? scanner.bareWord()
      guard !reference.isEmpty else { return false }
      write(page: expansion.address(of: reference))
    case "include", "include_cached", "include_relative", "remote_include", "render":
      let file = scanner.quoted() ?? scanner.bareWord(stops: ",")
      let arguments = arguments(&scanner)
      guard let html = gallery(file, arguments) ?? embed(file, arguments) else { return false }
      expansion.write(html: html, tag: tag.range)
    default:
      guard let html = embed(tag.name, arguments(&scanner)) else { return false }
      expansion.write(html: html, tag: tag.range)
    }
    return true
  }

  /// As a path of the site: bodies put `{{ site.url }}` or `{{ site.baseurl }}` before, and mean one address.
  private mutating func write(page address: String) {
    let origin = expansion.origin
    guard address.hasPrefix(origin + "/") || address.hasPrefix("/") else { return expansion.write(address) }
    let path = address.hasPrefix("/") ? address[...] : address.dropFirst(origin.count)
    let base = expansion.basePath
    let isBaseThere =
      !base.isEmpty && path.hasPrefix(base + "/") && expansion.output.suffix(base.utf8.count).elementsEqual(base.utf8)
    expansion.write(String(isBaseThere ? path.dropFirst(base.count) : path))
  }

  private mutating func embed(_ name: String, _ arguments: TagArguments) -> String? {
    var resolver = self
    return Embed.html(of: name, arguments) { address in
      resolver.isNunjucks || address.hasPrefix(".") ? address : resolver.relativeURL(address)
    }
  }

  /// The images that the front matter lists: `{% include gallery id="trip" %}`.
  private mutating func gallery(_ name: String, _ arguments: TagArguments) -> String? {
    guard name.contains("gallery"),
      case .array(let images)? = expansion.variable(["page", arguments.first(["id"]) ?? "gallery"])
    else { return nil }
    let figures = images.prefix(100).compactMap { image in
      let members = TagArguments(
        named: ["url", "image_path", "path", "src", "alt", "title"].compactMap { name in
          image[name]?.string.map { (name == "image_path" ? "src" : name, .init(text: $0)) }
        })
      return embed("image", members)
    }
    guard !figures.isEmpty else { return nil }
    let caption = arguments.first(["caption"]).map { "<figcaption>\(HTMLText.line($0))</figcaption>" } ?? ""
    return "<figure>\(figures.joined())\(caption)</figure>"
  }

  /// What a tag is given, variables filled in.
  private mutating func arguments(_ scanner: inout TagScanner) -> TagArguments {
    let given = TagArguments(&scanner)
    return TagArguments(
      positional: given.positional.compactMap { filled($0, isNamed: false) },
      named: given.named.compactMap { name, value in filled(value, isNamed: true).map { (name, $0) } })
  }

  private mutating func filled(_ value: TagArguments.Value, isNamed: Bool) -> TagArguments.Value? {
    let text = value.text
    if value.isQuoted { return .init(text: text.contains("{{") ? filled(text) : text) }
    var scanner = TagScanner(Array(text.utf8), 0..<text.utf8.count)
    guard let term = LiquidExpression.term(&scanner), scanner.isAtEnd else { return value }
    if let known = evaluate(term).value { return .init(text: known.text, isQuoted: false) }
    // A bare word may be an identifier; a path that nothing knows is no file either.
    return isNamed && text.contains(".") && !MediaType.isShown(at: text) ? nil : value
  }
}
