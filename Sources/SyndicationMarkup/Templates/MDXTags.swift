internal import Syndication

/// What MDX has beside Markdown: imports, components and expressions in braces. In code and maths there are none.
enum MDXTags {
  /// The piece that begins here; nil where that is text.
  static func piece(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    let (start, byte) = (scanner.position, scanner.bytes[scanner.position])
    if byte.isLetter, start > 0, scanner.bytes[start - 1] != UInt8(ascii: "\n") { return nil }
    if let literal = expansion.literals.range(at: start) {
      scanner.position = literal.upperBound
      return .text(start..<literal.upperBound)
    }
    switch byte {
    case UInt8(ascii: "{"): return expression(&scanner, in: &expansion).map { .written($0) }
    case UInt8(ascii: "<"): return component(&scanner)
    case UInt8(ascii: "\\"):
      // What is escaped is text.
      scanner.position = min(start + 2, scanner.end)
      return .text(start..<scanner.position)
    default: return skipStatement(&scanner) ? .written("") : nil
    }
  }

  /// `import` and `export`: to the next blank line, brackets closed. Within a paragraph they are words.
  private static func skipStatement(_ scanner: inout TagScanner) -> Bool {
    guard scanner.isNext("import ") || scanner.isNext("import{") || scanner.isNext("export "),
      mayBegin(scanner), isStatement(scanner)
    else { return false }
    var depth = 0
    var firstBlankLine: Int?
    while let byte = scanner.next {
      if "{[(".utf8.contains(byte) { depth += 1 }
      if "}])".utf8.contains(byte) { depth -= 1 }
      if byte == UInt8(ascii: "\n"), scanner.isNext("\n\n") || scanner.isNext("\n\r\n") {
        if depth <= 0 { return true }
        firstBlankLine = firstBlankLine ?? scanner.position
      }
      scanner.position += 1
    }
    // Brackets in strings may mislead: then the statement ends at the first blank line.
    if depth > 0, let firstBlankLine { scanner.position = firstBlankLine }
    return true
  }

  /// Whether a blank line or a heading stands above, or nothing.
  private static func mayBegin(_ scanner: TagScanner) -> Bool {
    let above = scanner.bytes[..<scanner.position].dropLast()
    let line = above[(above.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? above.startIndex)...]
    return line.allSatisfy(\.isSpace) || line.first == UInt8(ascii: "#")
  }

  /// Whether it is written as JavaScript has it, and no sentence.
  private static func isStatement(_ scanner: TagScanner) -> Bool {
    let text = scanner.text(scanner.position..<min(scanner.end, scanner.position + 4_000))
    let names = /import\s*(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*\s*as\s+[\w$]+)?\s*(?:from\s*)?["']/
    let values =
      /export\s+(?:default\b|[{*]|(?:async|const|let|var|function|class|type|interface|enum)\s+[\w${\[*])/
    return text.prefixMatch(of: names) != nil || text.prefixMatch(of: values) != nil
  }

  /// What stands for the value in braces; nil where they do not close.
  private static func expression(_ scanner: inout TagScanner, in expansion: inout Expansion) -> String? {
    let isAttribute = scanner.position > 0 && scanner.bytes[scanner.position - 1] == UInt8(ascii: "=")
    guard var inside = scanner.find(within: 8192, { $0.bracketed() }) else { return nil }
    inside.skipSpace()
    let isComment = inside.isNext("/*") || inside.isAtEnd
    let value = isComment ? "" : literal(inside) ?? variable(inside.rest, in: expansion)
    if isAttribute { return "\"\(HTMLText.attribute(value ?? ""))\"" }
    if value == nil { expansion.note("MDX expression") }
    return value ?? ""
  }

  /// A string or a number, and nothing else.
  private static func literal(_ scanner: TagScanner) -> String? {
    var scanner = scanner
    scanner.skipSpace()
    let isTemplate = scanner.isNext("`")
    let text = scanner.quoted()
    let value = text ?? scanner.bareWord()
    scanner.skipSpace()
    let isLiteral = text == nil ? Double(value) != nil : !isTemplate || !value.contains("${")
    return scanner.isAtEnd && isLiteral ? value : nil
  }

  /// `frontmatter.title`, and what the configuration names.
  private static func variable(_ name: String, in expansion: Expansion) -> String? {
    var path = name.split(separator: ".").map { $0.filter { !$0.isWhitespace } }
    if path.first == "frontmatter" { path[0] = "page" }
    return switch expansion.variable(path) {
    case .object, .array, nil: nil
    case let value?: value.text
    }
  }

  /// A tag whose name begins with a capital; nil where this is a tag of HTML, or none.
  private static func component(_ scanner: inout TagScanner) -> Shortcodes.Piece? {
    // A fragment, which only holds others together.
    if scanner.take("<>") || scanner.take("</>") { return .written("") }
    var name = scanner
    name.position += name.isNext("</") ? 2 : 1
    guard let first = name.next, (65...90).contains(first) else { return nil }
    return scanner.find(within: 8192, tag)
  }

  private static func tag(_ scanner: inout TagScanner) -> Shortcodes.Piece? {
    let start = scanner.position
    scanner.position += 1
    let closes = scanner.take("/")
    let name = scanner.bareWord(stops: "/>{}<=\"'()`")
    guard name.utf8.allSatisfy({ TagScanner.isLetter($0) || $0.isDigit || ".:-".utf8.contains($0) }) else { return nil }
    var arguments = TagArguments()
    while true {
      scanner.skipSpace()
      let isAlone = scanner.take("/>")
      if isAlone || scanner.take(">") {
        let tag = Shortcodes.Tag(name: name, arguments: arguments, range: start..<scanner.position)
        return isAlone ? .alone(tag) : closes ? .close(name, tag.range) : .open(tag)
      }
      // `{...props}`
      if scanner.isNext("{"), scanner.bracketed() != nil { continue }
      guard let attribute = scanner.identifier() else { return nil }
      guard scanner.takeNext("=") else { continue }
      scanner.skipSpace()
      var value = scanner.quoted()
      if value == nil {
        guard let inside = scanner.bracketed() else { return nil }
        value = literal(inside)
      }
      if let value { arguments.named.append((attribute.lowercased(), .init(text: value))) }
    }
  }
}
