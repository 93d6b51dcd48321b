internal import Syndication

/// Takes a body apart into text, outputs and tags, in time linear in its size.
struct LiquidParser {
  private let body: [UInt8]
  private let isNunjucks: Bool
  /// How many tags have no end, and are gone.
  private var unended = 0
  /// Blocks that are open, from the outside in; below them, the body itself.
  private var open: [[LiquidBranch]] = []
  private var nodes: [LiquidNode] = []
  /// What ends tags, and comes no more.
  private var missing: Set<String> = []
  private var trimsNext = false

  /// How deep blocks may be nested; the tags of deeper ones are gone.
  private static let depth = Limit.templateDepth.value
  private static let blocks: Set<String> = ["if", "unless", "for", "case", "capture", "highlight", "set"]
  private static let branches: Set<String> = ["else", "elsif", "elseif", "elif", "when"]

  static func nodes(of body: [UInt8], isNunjucks: Bool) -> (nodes: [LiquidNode], unended: Int) {
    var parser = LiquidParser(body: body, isNunjucks: isNunjucks)
    parser.parse()
    return (parser.nodes, parser.unended)
  }

  private mutating func parse() {
    var scanner = TagScanner(body, 0..<body.count)
    var textStart = 0
    while let brace = body[scanner.position...].firstIndex(of: UInt8(ascii: "{")) {
      scanner.position = brace
      if scanner.isNext("{%") {
        addText(textStart..<brace)
        textStart = addTag(at: brace)
      } else if scanner.isNext("{{"), let end = end(of: brace, "}}"), let expression = expression(brace + 2..<end) {
        addText(textStart..<brace)
        add(.output(expression, brace..<end + 2))
        trimsNext = body[end - 1] == UInt8(ascii: "-") && end > brace + 2
        textStart = end + 2
      } else if isNunjucks, scanner.isNext("{#"), let end = commentEnd(of: brace) {
        addText(textStart..<brace)
        trimsNext = body[end - 1] == UInt8(ascii: "-")
        textStart = end + 2
      } else {
        scanner.position = brace + 1
        continue
      }
      scanner.position = textStart
    }
    addText(textStart..<body.count)
    while !open.isEmpty { close(at: body.count) }
  }

  /// Adds text, which a `-` trims behind the brackets that end it.
  private mutating func addText(_ range: Range<Int>) {
    var (start, end) = (range.lowerBound, range.upperBound)
    let inside = end + 2
    if trimsNext { while start < end, body[start].isSpace { start += 1 } }
    if inside < body.count, body[inside] == UInt8(ascii: "-") {
      while end > start, body[end - 1].isSpace { end -= 1 }
    }
    trimsNext = false
    if start < end { add(.text(start..<end)) }
  }

  private mutating func add(_ node: LiquidNode) {
    guard let block = open.indices.last else { return nodes.append(node) }
    open[block][open[block].count - 1].nodes.append(node)
  }

  /// - Returns: where the text behind it begins.
  private mutating func addTag(at start: Int) -> Int {
    guard let tag = tag(at: start) else {
      unended += 1
      return start + 2
    }
    trimsNext = body[tag.range.upperBound - 3] == UInt8(ascii: "-")
    switch tag.name {
    case "raw", "verbatim", "comment", "macro":
      guard let end = endTag(of: tag) else { break }
      if tag.name == "raw" || tag.name == "verbatim" {
        addText(tag.range.upperBound..<end.range.lowerBound)
      }
      trimsNext = body[end.range.upperBound - 3] == UInt8(ascii: "-")
      return end.range.upperBound
    case "set" where body[tag.arguments].contains(UInt8(ascii: "=")): break
    case _ where LiquidParser.blocks.contains(tag.name) && open.count < LiquidParser.depth:
      open.append([LiquidBranch(head: tag)])
      return tag.range.upperBound
    case _ where LiquidParser.branches.contains(tag.name):
      if let block = open.indices.last, ["if", "unless", "for", "case"].contains(open[block][0].head.name) {
        open[block].append(LiquidBranch(head: tag))
        return tag.range.upperBound
      }
    case _ where tag.name.hasPrefix("end"):
      // Of a tag that is not known, the end goes with it in silence.
      if let block = open.lastIndex(where: { $0[0].head.name == tag.name.dropFirst(3) }) {
        while open.count > block { close(at: tag.range.upperBound) }
      }
      return tag.range.upperBound
    default: break
    }
    add(.tag(tag))
    return tag.range.upperBound
  }

  /// Ends the innermost block.
  private mutating func close(at end: Int) {
    var branches = open.removeLast()
    branches[0].head.range = branches[0].head.range.lowerBound..<end
    add(.block(branches))
  }

  private func tag(at start: Int) -> LiquidTag? {
    guard let end = end(of: start, "%}") else { return nil }
    var inside = TagScanner(body, start + 2..<end)
    _ = inside.take("-") || inside.take("+")
    inside.skipSpace()
    let name = inside.identifier() ?? ""
    inside.skipSpace()
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
    let end = body[(start + 2)...].firstRange(of: "#}".utf8)?.lowerBound
    if end == nil { missing.insert("#}") }
    return end
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
    _ = scanner.take("-")
    return scanner.isAtEnd ? expression : nil
  }
}

/// A piece of a body in Liquid or Nunjucks.
indirect enum LiquidNode {
  case text(Range<Int>)
  /// `{{ page.title | upcase }}`, and where it stands.
  case output(LiquidExpression, Range<Int>)
  case tag(LiquidTag)
  /// A tag with an end, and what stands between: a branch for itself, and one for each `else`.
  case block([LiquidBranch])
}

struct LiquidTag {
  var name: String
  /// What follows the name.
  var arguments: Range<Int>
  /// From its first byte to its last; a block's ends with its end tag.
  var range: Range<Int>
}

struct LiquidBranch {
  /// The tag that it begins with: `if`, `elsif`, `else`, `when`.
  var head: LiquidTag
  var nodes: [LiquidNode] = []
}
