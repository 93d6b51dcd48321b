/// What MDX has beside Markdown: imports, components and expressions in braces. In code and maths there are none.
enum MDXTags {
  static func all(in expansion: inout Expansion) -> [Shortcodes.Piece] {
    let body = expansion.body
    var pieces: [Shortcodes.Piece] = []
    var textStart = 0
    var scanner = TagScanner(body, 0..<body.count)
    var patience = 8 * body.count + 10 * reach
    while let byte = scanner.next {
      let start = scanner.position
      let isLineStart = start == 0 || body[start - 1] == UInt8(ascii: "\n")
      guard "{<\\".utf8.contains(byte) || isLineStart && (byte == UInt8(ascii: "i") || byte == UInt8(ascii: "e")) else {
        scanner.position += 1
        continue
      }
      if let literal = expansion.literals.range(at: start) {
        scanner.position = literal.upperBound
        continue
      }
      let found: [Shortcodes.Piece]? =
        switch byte {
        case UInt8(ascii: "{"): expression(&scanner, in: expansion, &patience)
        case UInt8(ascii: "<"): component(&scanner, &patience).map { [$0] }
        case UInt8(ascii: "\\"): nil
        default: skipStatement(&scanner) ? [] : nil
        }
      guard let found else {
        scanner.position = start + (byte == UInt8(ascii: "\\") ? 2 : 1)
        continue
      }
      pieces.append(.text(textStart..<start))
      pieces += found
      textStart = scanner.position
    }
    if textStart < body.count { pieces.append(.text(textStart..<body.count)) }
    return pieces
  }

  /// How far a tag or an expression may reach. What has no end costs patience, and once that is gone, the rest is text:
  /// so bodies of nothing but `{` stay linear.
  private static let reach = 8192

  private static func near(_ scanner: TagScanner) -> TagScanner {
    TagScanner(scanner.bytes, scanner.position..<min(scanner.end, scanner.position + reach))
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
    _ scanner: inout TagScanner, in expansion: Expansion, _ patience: inout Int
  ) -> [Shortcodes.Piece]? {
    guard patience > 0 else { return nil }
    let isAttribute = scanner.position > 0 && scanner.bytes[scanner.position - 1] == UInt8(ascii: "=")
    var ahead = near(scanner)
    guard let range = ahead.bracketed() else {
      patience -= reach
      return nil
    }
    scanner.position = range.upperBound
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
  private static func component(_ scanner: inout TagScanner, _ patience: inout Int) -> Shortcodes.Piece? {
    let start = scanner.position
    // A fragment, which only holds others together.
    if scanner.take("<>") || scanner.take("</>") { return .written("") }
    var ahead = near(scanner)
    ahead.position += 1
    let closes = ahead.take("/")
    guard let first = ahead.next, (65...90).contains(first), patience > 0 else { return nil }
    // Given back where it is a component.
    patience -= reach
    let name = ahead.bareWord(stops: "/>{}<=\"'()`")
    guard name.utf8.allSatisfy({ TagScanner.isLetter($0) || $0.isDigit || ".:-".utf8.contains($0) }) else {
      return nil
    }
    var arguments = TagArguments()
    while true {
      ahead.skipSpace()
      if ahead.take("/>") {
        scanner.position = ahead.position
        patience += reach
        return .alone(tag(name, arguments, start..<ahead.position))
      }
      if ahead.take(">") {
        scanner.position = ahead.position
        patience += reach
        return closes ? .close(name, start..<ahead.position) : .open(tag(name, arguments, start..<ahead.position))
      }
      // `{...props}`
      if ahead.isNext("{"), ahead.bracketed() != nil { continue }
      guard let attribute = ahead.identifier() else { return nil }
      ahead.skipSpace()
      guard ahead.take("=") else { continue }
      ahead.skipSpace()
      if let text = ahead.quoted() {
        arguments.named.append((attribute.lowercased(), .quoted(text)))
      } else if let value = ahead.bracketed() {
        let inside = TagScanner(ahead.bytes, value.lowerBound + 1..<value.upperBound - 1)
        var trimmed = inside
        trimmed.skipSpace()
        if let text = literal(trimmed) { arguments.named.append((attribute.lowercased(), .quoted(text))) }
      } else {
        return nil
      }
    }
  }

  private static func tag(_ name: String, _ arguments: TagArguments, _ range: Range<Int>) -> Shortcodes.Tag {
    Shortcodes.Tag(name: name, arguments: arguments, kind: "component", range: range)
  }
}
