internal import Syndication

/// What MDX has beside Markdown: imports, components and expressions in braces. In code and maths there are none.
enum MDXTags {
  static func all(in expansion: inout Expansion) -> [Shortcodes.Piece] {
    var lookahead = Lookahead(reach: 8192, in: expansion)
    return Shortcodes.pieces(of: &expansion) {
      "{<\\ie".utf8.contains($0)
    } read: { scanner, expansion in
      pieces(&scanner, in: &expansion, &lookahead)
    }
  }

  private static func pieces(
    _ scanner: inout TagScanner, in expansion: inout Expansion, _ lookahead: inout Lookahead
  ) -> [Shortcodes.Piece]? {
    let (start, byte) = (scanner.position, scanner.bytes[scanner.position])
    if byte.isLetter, start > 0, scanner.bytes[start - 1] != UInt8(ascii: "\n") { return nil }
    if let literal = expansion.literals.range(at: start) {
      scanner.position = literal.upperBound
      return [.text(start..<literal.upperBound)]
    }
    switch byte {
    case UInt8(ascii: "{"): return expression(&scanner, in: expansion, &lookahead)
    case UInt8(ascii: "<"): return component(&scanner, &lookahead).map { [$0] }
    case UInt8(ascii: "\\"):
      // What is escaped is text.
      scanner.position = min(start + 2, scanner.end)
      return [.text(start..<scanner.position)]
    default: return skipStatement(&scanner) ? [] : nil
    }
  }

  /// `import` and `export`: to the next blank line, brackets closed.
  private static func skipStatement(_ scanner: inout TagScanner) -> Bool {
    guard scanner.isNext("import ") || scanner.isNext("import{") || scanner.isNext("export ") else { return false }
    var depth = 0
    var ahead = scanner
    while let byte = ahead.next {
      if "{[(".utf8.contains(byte) { depth += 1 }
      if "}])".utf8.contains(byte) { depth -= 1 }
      if byte == UInt8(ascii: "\n"), depth <= 0, ahead.isNext("\n\n") || ahead.isNext("\n\r\n") { break }
      ahead.position += 1
    }
    // Brackets in strings may mislead: then the statement ends at the first blank line.
    if ahead.isAtEnd, depth > 0 {
      ahead = scanner
      while !ahead.isAtEnd, !ahead.isNext("\n\n"), !ahead.isNext("\n\r\n") { ahead.position += 1 }
    }
    scanner = ahead
    return true
  }

  private static func expression(
    _ scanner: inout TagScanner, in expansion: Expansion, _ lookahead: inout Lookahead
  ) -> [Shortcodes.Piece]? {
    let isAttribute = scanner.position > 0 && scanner.bytes[scanner.position - 1] == UInt8(ascii: "=")
    guard let range = lookahead.find(&scanner, { $0.bracketed() }) else { return nil }
    var inside = TagScanner(scanner.bytes, range.lowerBound + 1..<range.upperBound - 1)
    inside.skipSpace()
    if inside.isNext("/*") || inside.isAtEnd { return isAttribute ? [.written("\"\"")] : [] }
    let value = literal(inside) ?? variable(inside.text(inside.rest), in: expansion)
    if isAttribute { return [.written("\"\(HTMLText.attribute(value ?? ""))\"")] }
    return value.map { [.written($0)] } ?? [.gone("MDX expression")]
  }

  /// A string or a number, and nothing else.
  private static func literal(_ scanner: TagScanner) -> String? {
    var scanner = scanner
    let start = scanner.position
    if let text = scanner.quoted() {
      let isTemplate = scanner.bytes[start] == UInt8(ascii: "`")
      scanner.skipSpace()
      return scanner.isAtEnd && !(isTemplate && text.contains("${")) ? text : nil
    }
    let text = scanner.bareWord()
    scanner.skipSpace()
    return scanner.isAtEnd && Double(text) != nil ? text : nil
  }

  /// `frontmatter.title`, and what the configuration names.
  private static func variable(_ name: String, in expansion: Expansion) -> String? {
    var path = name.split(separator: ".").map { $0.filter { !$0.isWhitespace } }
    if path.first == "frontmatter" { path[0] = "page" }
    switch expansion.variable(path) {
    case .object, .array, nil: return nil
    case let value?: return value.text
    }
  }

  /// A tag whose name begins with a capital; nil where this is a tag of HTML, or none.
  private static func component(_ scanner: inout TagScanner, _ lookahead: inout Lookahead) -> Shortcodes.Piece? {
    // A fragment, which only holds others together.
    if scanner.take("<>") || scanner.take("</>") { return .written("") }
    var name = scanner
    name.position += name.isNext("</") ? 2 : 1
    guard let first = name.next, (65...90).contains(first) else { return nil }
    return lookahead.find(&scanner, component)
  }

  private static func component(_ scanner: inout TagScanner) -> Shortcodes.Piece? {
    let start = scanner.position
    scanner.position += 1
    let closes = scanner.take("/")
    let name = scanner.bareWord(stops: "/>{}<=\"'()`")
    guard name.utf8.allSatisfy({ TagScanner.isLetter($0) || $0.isDigit || ".:-".utf8.contains($0) }) else { return nil }
    var arguments = TagArguments()
    while true {
      scanner.skipSpace()
      if scanner.take("/>") { return .alone(tag(name, arguments, start..<scanner.position)) }
      if scanner.take(">") {
        let range = start..<scanner.position
        return closes ? .close(name, range) : .open(tag(name, arguments, range))
      }
      // `{...props}`
      if scanner.isNext("{"), scanner.bracketed() != nil { continue }
      guard let attribute = scanner.identifier() else { return nil }
      scanner.skipSpace()
      guard scanner.take("=") else { continue }
      scanner.skipSpace()
      if let text = scanner.quoted() {
        arguments.named.append((attribute.lowercased(), .quoted(text)))
      } else if let value = scanner.bracketed() {
        var inside = TagScanner(scanner.bytes, value.lowerBound + 1..<value.upperBound - 1)
        inside.skipSpace()
        if let text = literal(inside) { arguments.named.append((attribute.lowercased(), .quoted(text))) }
      } else {
        return nil
      }
    }
  }

  private static func tag(_ name: String, _ arguments: TagArguments, _ range: Range<Int>) -> Shortcodes.Tag {
    Shortcodes.Tag(name: name, arguments: arguments, kind: "component", range: range)
  }
}
