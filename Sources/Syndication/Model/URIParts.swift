/// The five components of a URI reference: RFC 3986, Appendix B.
package struct URIParts {
  package var scheme: Substring?
  package var authority: Substring?
  package var path: Substring
  package var query: Substring?
  package var fragment: Substring?

  /// Nil where what stands before the first `:` can be neither a scheme nor a path segment.
  package init?(_ text: String) {
    // Byte by byte: to Swift a delimiter and a combining mark after it are one character.
    var rest = Substring(URIParts.trimmed(text)).utf8
    func cut(at delimiter: Unicode.Scalar) -> Substring? {
      guard let index = rest.firstIndex(of: UInt8(ascii: delimiter)) else { return nil }
      defer { rest = rest[..<index] }
      return Substring(rest[rest.index(after: index)...])
    }
    fragment = cut(at: "#")
    query = cut(at: "?")
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), !rest[..<colon].contains(UInt8(ascii: "/")) {
      let name = rest[..<colon]
      guard let first = name.first, first.isLetter,
        name.allSatisfy({ $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) })
      else { return nil }
      scheme = Substring(name)
      rest = rest[rest.index(after: colon)...]
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      authority = Substring(rest[..<end])
      rest = rest[end...]
    }
    path = Substring(rest)
  }

  /// As browsers read an attribute: no white space around, no tab or newline within (WHATWG URL §4.4).
  package static func trimmed(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 > 0x20 }) { return text }
    var scalars = text.unicodeScalars.filter { $0 != "\t" && $0 != "\n" && $0 != "\r" }[...]
    while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
    while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }
}
