internal import Syndication

/// Writes items of lists so that CommonMark takes them for items of the lists that the dialect has.
struct MarkdownLists {
  private let rule: MarkdownDialect.Lists
  /// Of each list that is open, from the outermost: whether it is ordered.
  private var ordered: [Bool] = []
  /// The item that those of the other kind are in which stand right below it, whatever their margin.
  private var outer: (isOrdered: Bool, column: Int, sign: UInt8)?
  /// By how much they are indented further.
  private var shift = 0
  private var isBelowBlankLine = false
  /// Where the text of the definition begins that the lines are in, in columns.
  var base = 0

  init(_ rule: MarkdownDialect.Lists) { self.rule = rule }

  mutating func skipBlankLine() {
    isBelowBlankLine = true
    (outer, shift) = (nil, 0)
  }

  /// Whether the marker that `line` begins with is text.
  ///
  /// - Parameter isInParagraph: whether it stands in one that is in no list.
  func isText(_ line: MarkdownLine, isInParagraph: Bool) -> Bool {
    guard rule != .commonMark, let marker = line.marker else { return false }
    let sign = line.input.skip(from: marker, while: \.isDigit)
    if sign > marker, line.input.byte(sign) == UInt8(ascii: ")") { return true }
    return rule == .fourBlanks && isInParagraph && ordered.isEmpty && Self.isSimple(line)
  }

  /// Begins with the item of `line`.
  ///
  /// - Returns: where its text begins, in columns of lines that come after it.
  mutating func begin(_ line: MarkdownLine, into masked: inout MaskedMarkdown) -> Int? {
    guard let column = line.listColumn else { return nil }
    isBelowBlankLine = false
    guard let marker = line.marker, Self.isSimple(line) else { return column }
    switch rule {
    case .commonMark: break
    case .kramdown: putIn(line, marker, column, &masked)
    case .fourBlanks: return indent(line, marker, &masked)
    }
    return column
  }

  /// Whether the line is an item and nothing else: no quote, no item within an item, no rule.
  private static func isSimple(_ line: MarkdownLine) -> Bool {
    guard let marker = line.marker, line.input[line.start..<marker].allSatisfy(\.isSpace) else {
      return false
    }
    let sign = line.input[marker]
    return line.isOrderedItem || !line.input[line.text..<line.end].allSatisfy { $0 == sign || $0.isSpace }
  }

  /// `1. a` and below it ` - b`: the second in the first, up to the next item of the first's kind.
  private mutating func putIn(_ line: MarkdownLine, _ marker: Int, _ column: Int, _ masked: inout MaskedMarkdown) {
    let isOrdered = line.isOrderedItem
    let sign = line.input[marker]
    guard let outer, line.column < outer.column else {
      if outer == nil { outer = (isOrdered, column, sign) }
      shift = 0
      return
    }
    if isOrdered != outer.isOrdered {
      shift = outer.column - line.column
      masked.insert(repeatElement(0x20, count: shift), at: line.start)
      return
    }
    shift = 0
    // Of one list, whatever the signs are.
    if !isOrdered, sign != outer.sign { masked.replace(marker..<marker + 1, by: [outer.sign]) }
    self.outer = (isOrdered, column, isOrdered ? sign : outer.sign)
  }

  /// With its text in the fourth column of its list, an item holds what is indented by four, and nothing else.
  private mutating func indent(_ line: MarkdownLine, _ marker: Int, _ masked: inout MaskedMarkdown) -> Int {
    let depth = min(max(0, line.column - base) / 4, ordered.count)
    let isOrdered = depth < ordered.count ? ordered[depth] : line.isOrderedItem
    ordered.removeSubrange(min(depth + 1, ordered.count)...)
    if ordered.count == depth { ordered.append(isOrdered) }
    let own = line.input[marker..<line.input.skip(from: marker) { !$0.isSpace }]
    let sign = !isOrdered ? Array("-".utf8) : line.isOrderedItem && own.count < 4 ? Array(own) : Array("1.".utf8)
    let margin = repeatElement(UInt8(0x20), count: base + 4 * depth)
    masked.replace(line.start..<line.text, by: margin + sign + repeatElement(0x20, count: 4 - sign.count))
    return base + 4 * (depth + 1)
  }

  /// Looks at a line that begins no item.
  mutating func pass(_ line: MarkdownLine) {
    // What is not indented below a blank line ends all lists.
    if isBelowBlankLine, line.column < base + 4 { ordered = [] }
    isBelowBlankLine = false
  }
}
