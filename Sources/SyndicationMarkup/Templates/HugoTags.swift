internal import Syndication

/// Hugo's shortcodes: `{{< figure src="a.png" >}}`, `{{% details %}}…{{% /details %}}`.
enum HugoTags {
  /// In time linear in the body's size: what looks for a tag's end stops where the next one begins.
  static func piece(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    if scanner.isNext("]") { return link(&scanner, of: &expansion) }
    guard scanner.isNext("{{<") || scanner.isNext("{{%") else { return nil }
    let start = scanner.position
    let mark = scanner.bytes[start + 2] == UInt8(ascii: "<") ? UInt8(ascii: ">") : UInt8(ascii: "%")
    scanner.position += 3
    guard var end = end(of: scanner, mark) else {
      expansion.note("shortcode without an end")
      return .written("")
    }
    var inside = TagScanner(scanner.bytes, scanner.position..<end)
    scanner.position = end + 3
    let range = start..<scanner.position
    // `{{</* figure */>}}` shows how a shortcode is written.
    if inside.take("/*") {
      let text = inside.rest
      let shown = text.hasSuffix("*/") ? text.dropLast(2) : text[...]
      return .written(scanner.text(start..<start + 3) + shown + scanner.text(end..<end + 3))
    }
    inside.skipSpace()
    let closes = inside.take("/")
    inside.skipSpace()
    let name = inside.bareWord(stops: "\"'`")
    if closes { return .close(name, range) }
    if end > inside.position, inside.bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
    var arguments = TagScanner(inside.bytes, min(inside.position, end)..<end)
    let tagName = name.hasSuffix("/") ? String(name.dropLast()) : name
    return .open(Shortcodes.Tag(name: tagName, arguments: TagArguments(&arguments), range: range))
  }

  /// `](plain.md`, `]: plain.md`: a link to the page of a file.
  private static func link(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    let start = scanner.position
    let isDefinition = scanner.isNext("]:")
    guard scanner.take("](") || scanner.take("]:") else { return nil }
    scanner.skipSpace()
    _ = scanner.take("<")
    let destination = scanner.position
    let reference = scanner.bareWord(stops: ")>\"'")
    // A word behind a colon may be any text.
    guard !isDefinition || reference.contains(".md"), let file = expansion.template.file,
      let address = expansion.template.pages?.address(
        ofLink: reference, in: file, below: expansion.template.contentFolder),
      !expansion.literals.contains(start)
    else { return nil }
    return .written(scanner.text(start..<destination) + address)
  }

  /// Where `>}}` stands, strings skipped.
  private static func end(of tag: TagScanner, _ mark: UInt8) -> Int? {
    var scanner = tag
    while let byte = scanner.next {
      if byte == mark, scanner.isNext(">}}") || scanner.isNext("%}}") { return scanner.position }
      if scanner.isNext("{{<") || scanner.isNext("{{%") { return nil }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`"), scanner.quoted() != nil { continue }
      scanner.position += 1
    }
    return nil
  }
}
