internal import Syndication

/// Hugo's shortcodes: `{{< figure src="a.png" >}}`, `{{% details %}}…{{% /details %}}`.
enum HugoTags {
  /// In time linear in the body's size: what looks for a tag's end stops where the next one begins.
  static func all(in expansion: inout Expansion) -> [Shortcodes.Piece] {
    Shortcodes.pieces(of: &expansion) {
      $0 == UInt8(ascii: "{")
    } read: { scanner, _ in
      guard scanner.isNext("{{<") || scanner.isNext("{{%") else { return nil }
      let start = scanner.position
      let mark = scanner.bytes[start + 2] == UInt8(ascii: "<") ? UInt8(ascii: ">") : UInt8(ascii: "%")
      scanner.position += 3
      guard let end = end(of: scanner, mark) else { return [.gone("shortcode without an end")] }
      let inside = TagScanner(scanner.bytes, scanner.position..<end)
      scanner.position = end + 3
      return [piece(inside, start..<end + 3)]
    }
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

  private static func piece(_ inside: TagScanner, _ range: Range<Int>) -> Shortcodes.Piece {
    var scanner = inside
    // `{{</* figure */>}}` shows how a shortcode is written.
    if scanner.take("/*") {
      let text = scanner.text(scanner.rest)
      let shown = text.hasSuffix("*/") ? text.dropLast(2) : text[...]
      let (open, close) = (inside.bytes[range][range.lowerBound + 2], inside.bytes[range.upperBound - 3])
      return .written("{{" + String(UnicodeScalar(open)) + shown + String(UnicodeScalar(close)) + "}}")
    }
    scanner.skipSpace()
    let closes = scanner.take("/")
    scanner.skipSpace()
    let name = scanner.bareWord(stops: "\"'`")
    if closes { return .close(name, range) }
    var end = scanner.end
    if end > scanner.position, scanner.bytes[end - 1] == UInt8(ascii: "/") { end -= 1 }
    var arguments = TagScanner(scanner.bytes, min(scanner.position, end)..<end)
    let tagName = name.hasSuffix("/") ? String(name.dropLast()) : name
    return .open(Shortcodes.Tag(name: tagName, arguments: TagArguments(&arguments), kind: "shortcode", range: range))
  }
}
