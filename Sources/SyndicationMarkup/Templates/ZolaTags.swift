internal import Syndication

/// Zola's shortcodes, `{{ youtube(id="…") }}` and `{% note(kind="x") %}…{% end %}`, and its links, `@/blog/post.md`.
enum ZolaTags {
  static func all(in expansion: inout Expansion) -> [Shortcodes.Piece] {
    var lookahead = Lookahead(reach: 4096, in: expansion)
    return Shortcodes.pieces(of: &expansion) {
      $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "@")
    } read: { scanner, expansion in
      piece(&scanner, of: &expansion, &lookahead).map { [$0] }
    }
  }

  /// The piece that begins here; nil where that is text, as all is for Zola that has not the shape of a call.
  private static func piece(
    _ scanner: inout TagScanner, of expansion: inout Expansion, _ lookahead: inout Lookahead
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
      guard let brackets = lookahead.find(&scanner, { $0.bracketed() }) else { return nil }
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
