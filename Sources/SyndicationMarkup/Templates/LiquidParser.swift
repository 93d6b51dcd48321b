internal import Syndication

/// Takes a body apart into text, outputs and tags, in time linear in its size.
struct LiquidParser {
  private let body: [UInt8]
  private let isNunjucks: Bool
  /// Kinds of what was dropped.
  private(set) var dropped: [String] = []
  /// Blocks that are open, from the outside in; below them, the body itself.
  private var open: [(tag: LiquidTag, branches: [LiquidBranch])] = []
  private var nodes: [LiquidNode] = []
  /// What ends tags, and comes no more.
  private var missing: Set<String> = []
  private var trimsNext = false

  /// How deep blocks may be nested; the tags of deeper ones are gone.
  private static let depth = 50
  private static let blocks: Set<String> = ["if", "unless", "for", "case", "capture", "highlight", "set"]
  private static let branches: Set<String> = ["else", "elsif", "elseif", "elif", "when"]

  static func nodes(of body: [UInt8], isNunjucks: Bool) -> (nodes: [LiquidNode], dropped: [String]) {
    var parser = LiquidParser(body: body, isNunjucks: isNunjucks)
    parser.parse()
    return (parser.nodes, parser.dropped)
  }

  private init(body: [UInt8], isNunjucks: Bool) {
    self.body = body
    self.isNunjucks = isNunjucks
  }

  private mutating func parse() {
    var scanner = TagScanner(body, 0..<body.count)
    var textStart = 0
    while let brace = body[scanner.position...].firstIndex(of: UInt8(ascii: "{")) {
      scanner.position = brace
      if scanner.isNext("{%") {
        addText(textStart..<brace, before: brace + 2)
        textStart = addTag(at: brace)
      } else if scanner.isNext("{{"), let end = end(of: brace, "}}"), let expression = expression(brace + 2..<end) {
        addText(textStart..<brace, before: brace + 2)
        add(.output(expression, brace..<end + 2))
        trimsNext = body[end - 1] == UInt8(ascii: "-") && end > brace + 2
        textStart = end + 2
      } else if isNunjucks, scanner.isNext("{#"), let end = commentEnd(of: brace) {
        addText(textStart..<brace, before: brace + 2)
        trimsNext = body[end - 1] == UInt8(ascii: "-")
        textStart = end + 2
      } else {
        scanner.position = brace + 1
        continue
      }
      scanner.position = textStart
    }
    addText(textStart..<body.count, before: body.count)
    while let block = open.popLast() { close(block, at: body.count) }
  }

  /// - Parameter inside: where the tag begins that ends the text, behind its brackets: `-` trims the text.
  private mutating func addText(_ range: Range<Int>, before inside: Int) {
    var (start, end) = (range.lowerBound, range.upperBound)
    if trimsNext { while start < end, body[start].isSpace { start += 1 } }
    if inside < body.count, body[inside] == UInt8(ascii: "-") {
      while end > start, body[end - 1].isSpace { end -= 1 }
    }
    trimsNext = false
    if start < end { add(.text(start..<end)) }
  }

  private mutating func add(_ node: LiquidNode) {
    guard let block = open.indices.last else { return nodes.append(node) }
    open[block].branches[open[block].branches.count - 1].nodes.append(node)
  }

  /// - Returns: where the text behind it begins.
  private mutating func addTag(at start: Int) -> Int {
    guard let tag = tag(at: start) else {
      dropped.append("\(isNunjucks ? "Nunjucks" : "Liquid") tag without an end")
      return start + 2
    }
    trimsNext = body[tag.range.upperBound - 3] == UInt8(ascii: "-")
    switch tag.name {
    case "raw", "verbatim", "comment", "macro":
      guard let end = endTag(of: tag) else { break }
      if tag.name == "raw" || tag.name == "verbatim" {
        addText(tag.range.upperBound..<end.range.lowerBound, before: end.range.lowerBound + 2)
      }
      trimsNext = body[end.range.upperBound - 3] == UInt8(ascii: "-")
      return end.range.upperBound
    case "set" where body[tag.arguments].contains(UInt8(ascii: "=")): break
    case _ where LiquidParser.blocks.contains(tag.name) && open.count < LiquidParser.depth:
      open.append((tag, [LiquidBranch(head: tag)]))
      return tag.range.upperBound
    case _ where LiquidParser.branches.contains(tag.name):
      if let block = open.indices.last, ["if", "unless", "for", "case"].contains(open[block].tag.name) {
        open[block].branches.append(LiquidBranch(head: tag))
        return tag.range.upperBound
      }
    case _ where tag.name.hasPrefix("end"):
      // Of a tag that is not known, the end goes with it in silence.
      if let block = open.lastIndex(where: { $0.tag.name == tag.name.dropFirst(3) }) {
        while open.count > block {
          let block = open.removeLast()
          close(block, at: tag.range.upperBound)
        }
      }
      return tag.range.upperBound
    default: break
    }
    add(.tag(tag))
    return tag.range.upperBound
  }

  private mutating func close(_ block: (tag: LiquidTag, branches: [LiquidBranch]), at end: Int) {
    var tag = block.tag
    tag.range = tag.range.lowerBound..<end
    add(.block(tag, block.branches))
  }

  private func tag(at start: Int) -> LiquidTag? {
    guard let end = end(of: start, "%}") else { return nil }
    var inside = TagScanner(body, start + 2..<end)
    _ = inside.take("-") || inside.take("+")
    inside.skipSpace()
    let name = inside.identifier() ?? ""
    var argumentsEnd = end
    if argumentsEnd > inside.position, body[argumentsEnd - 1] == UInt8(ascii: "-") { argumentsEnd -= 1 }
    return LiquidTag(
      name: name.hasSuffix("-") ? String(name.dropLast()) : name,
      arguments: min(inside.position, argumentsEnd)..<argumentsEnd, range: start..<end + 2)
  }

  /// Where the brackets end that open at `start`; nil where others open before.
  private func end(of start: Int, _ brackets: StaticString) -> Int? {
    var scanner = TagScanner(body, start + 2..<body.count)
    let isTag = body[start + 1] == UInt8(ascii: "%")
    while let byte = scanner.next {
      switch byte {
      case UInt8(ascii: "{") where scanner.isNext("{%") || !isTag && scanner.isNext("{{"): return nil
      case brackets.utf8Start[0] where scanner.isNext(brackets): return scanner.position
      default: scanner.position += 1
      }
    }
    return nil
  }

  private mutating func commentEnd(of start: Int) -> Int? {
    guard !missing.contains("#}") else { return nil }
    var scanner = TagScanner(body, start + 2..<body.count)
    while !scanner.isAtEnd, !scanner.isNext("#}") { scanner.position += 1 }
    if scanner.isAtEnd { missing.insert("#}") }
    return scanner.isAtEnd ? nil : scanner.position
  }

  /// The next tag that ends `tag`, whatever stands between.
  private mutating func endTag(of tag: LiquidTag) -> LiquidTag? {
    let name = "end" + tag.name
    guard !missing.contains(name) else { return nil }
    var position = tag.range.upperBound
    while let brace = body[position...].firstIndex(of: UInt8(ascii: "{")) {
      if brace + 1 < body.count, body[brace + 1] == UInt8(ascii: "%"), let end = self.tag(at: brace), end.name == name {
        return end
      }
      position = brace + 1
    }
    missing.insert(name)
    return nil
  }

  private func expression(_ range: Range<Int>) -> LiquidExpression? {
    var scanner = TagScanner(body, range)
    _ = scanner.take("-")
    guard let expression = LiquidExpression(&scanner) else { return nil }
    scanner.skipSpace()
    _ = scanner.take("-")
    return scanner.isAtEnd ? expression : nil
  }
}
