internal import Syndication

/// Zola's shortcodes, `{{ youtube(id="…") }}` and `{% note(kind="x") %}…{% end %}`, and its links, `@/blog/post.md`.
enum ZolaTags {
  static func all(in expansion: inout Expansion) -> [Shortcodes.Piece] {
    let body = expansion.body
    var pieces: [Shortcodes.Piece] = []
    var textStart = 0
    var scanner = TagScanner(body, 0..<body.count)
    var patience = 8 * body.count + 10 * reach
    while let found = body[scanner.position...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "@") }
    ) {
      scanner.position = found
      guard let piece = piece(&scanner, of: &expansion, &patience) else {
        scanner.position = found + 1
        continue
      }
      pieces += [.text(textStart..<found), piece]
      textStart = scanner.position
    }
    pieces.append(.text(textStart..<body.count))
    return pieces
  }

  /// The piece that begins here; nil where that is text, as all is for Zola that has not the shape of a call.
  private static func piece(
    _ scanner: inout TagScanner, of expansion: inout Expansion, _ patience: inout Int
  ) -> Shortcodes.Piece? {
    if scanner.isNext("@/") { return link(&scanner, of: &expansion) }
    let start = scanner.position
    let isBlock = scanner.isNext("{%")
    guard scanner.take("{{") || scanner.take("{%") else { return nil }
    if scanner.take("/*") { return shown(&scanner, isBlock) }
    _ = scanner.take("-")
    scanner.skipSpace()
    guard let name = scanner.identifier() else { return nil }
    var arguments = TagArguments()
    scanner.skipSpace()
    if scanner.isNext("(") {
      guard patience > 0 else { return nil }
      guard let brackets = bracketed(&scanner) else {
        patience -= reach
        return nil
      }
      var inside = TagScanner(scanner.bytes, brackets.lowerBound + 1..<brackets.upperBound - 1)
      arguments = TagArguments(&inside)
    } else if !isBlock || name != "end" {
      return nil
    }
    scanner.skipSpace()
    _ = scanner.take("-")
    guard isBlock ? scanner.take("%}") : scanner.take("}}") else { return nil }
    let range = start..<scanner.position
    // `{{ x() }}` stands alone: nothing can end it, not even the `{% end %}` of what is around it.
    if isBlock { return name == "end" ? .close(nil, range) : .open(tag(name, arguments, range)) }
    return .alone(tag(name, arguments, range))
  }

  private static func tag(_ name: String, _ arguments: TagArguments, _ range: Range<Int>) -> Shortcodes.Tag {
    Shortcodes.Tag(name: name, arguments: arguments, kind: "shortcode", range: range)
  }

  /// How far a call may reach. What has no end costs patience, and once that is gone, the rest is text: so bodies of
  /// nothing but `{{ x(` stay linear.
  private static let reach = 4096

  private static func bracketed(_ scanner: inout TagScanner) -> Range<Int>? {
    var near = TagScanner(scanner.bytes, scanner.position..<min(scanner.end, scanner.position + reach))
    let range = near.bracketed()
    scanner.position = near.position
    return range
  }

  /// `{{/* youtube() */}}` shows how a shortcode is written.
  private static func shown(_ scanner: inout TagScanner, _ isBlock: Bool) -> Shortcodes.Piece? {
    let start = scanner.position
    while !scanner.isAtEnd, !scanner.isNext("{{/*"), !scanner.isNext("{%/*") {
      let end = scanner.position
      if isBlock ? scanner.take("*/%}") : scanner.take("*/}}") {
        let text = scanner.text(start..<end)
        return .written(isBlock ? "{%\(text)%}" : "{{\(text)}}")
      }
      scanner.position += 1
    }
    return nil
  }

  /// A link's destination: `](@/blog/post.md#part)`, `]: @/blog/post.md`.
  private static func link(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    let start = scanner.position
    guard LinkDestination.begins(at: start, in: scanner.bytes), !expansion.literals.contains(start) else { return nil }
    scanner.position += 2
    return .page(scanner.bareWord(stops: ")>\"'"))
  }
}
