internal import Syndication

/// Zola's shortcodes, `{{ youtube(id="…") }}` and `{% note(kind="x") %}…{% end %}`, and its links, `@/blog/post.md`.
enum ZolaTags {
  /// The piece that begins here; nil where that is text, as all is for Zola that has not the shape of a call.
  static func piece(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    if scanner.isNext("@/") {
      guard scanner.isAtDestination, !expansion.literals.contains(scanner.position) else { return nil }
      scanner.position += 2
      return .written(expansion.address(of: scanner.bareWord(stops: ")>\"'")))
    }
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
      guard var inside = scanner.find(within: 4096, { $0.bracketed() }) else { return nil }
      arguments = TagArguments(&inside)
    } else if !isBlock || name != "end" {
      return nil
    }
    scanner.skipSpace()
    _ = scanner.take("-")
    guard isBlock ? scanner.take("%}") : scanner.take("}}") else { return nil }
    let tag = Shortcodes.Tag(name: name, arguments: arguments, range: start..<scanner.position)
    // `{{ x() }}` stands alone: nothing can end it, not even the `{% end %}` of what is around it.
    return !isBlock ? .alone(tag) : name == "end" ? .close(nil, tag.range) : .open(tag)
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
}
