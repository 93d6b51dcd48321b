internal import CLibXML2
internal import Syndication

/// What stands in the HTML of pages and is no part of what people read there: what is hidden, what only screen readers read
/// out, and what themes add to headings and code.
package enum UnseenHTML {
  /// Whether nobody sees an element and what it holds.
  ///
  /// - Parameters:
  ///   - isInCode: whether it stands in code, or in a table of it.
  ///   - attribute: the value of the one with a name; nil where there is none.
  package static func hides(_ element: String, isInCode: Bool, _ attribute: (StaticString) -> String?) -> Bool {
    // The panels of tabs are hidden until they are chosen, and what can be found in the page is not.
    if let value = attribute("hidden"), value != "until-found", attribute("role") != "tabpanel" { return true }
    guard var classes = attribute("class"), classes.withUTF8({ mayTell($0, of: element) }) else { return false }
    let words = UnseenHTML.words(classes)
    if words.contains(where: unseen.contains) { return true }
    let isSmall = !["code", "figure", "pre", "section", "table"].contains(element)
    return isSmall && words.contains { additions.contains($0) || isInCode && numbers.contains($0) }
      || element == "td" && words.contains(where: numbers.contains)
  }

  /// Whether an element is decoration, to be passed over by who cannot see it: an icon, the mark of a heading.
  package static func isDecoration(_ element: String, _ attribute: (StaticString) -> String?) -> Bool {
    attribute("aria-hidden") == "true" && element != "math" && !HTMLAllowList.blocks.contains(element)
      && !HTMLAllowList.pictures.contains(element)
  }

  /// Whether a link with these classes marks the heading that it leads to.
  package static func isMark(_ classes: String) -> Bool {
    words(classes).contains { word in marks.contains(where: word.contains) }
  }

  /// Whether a text is of signs alone, such as the `#` or `¶` of a mark.
  package static func isSigns(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }

  private static func words(_ classes: String) -> [String] {
    classes.utf8.split { $0 <= 0x20 }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Read out, and not shown.
  private static let unseen: Set<String> = [
    "screen-reader-only", "screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden",
  ]
  /// Numbers of lines and buttons, wherever they stand.
  private static let additions: Set<String> = [
    "btn-copy", "clipboard-button", "code-copy", "copy-btn", "copy-button", "copy-code-button", "copybtn",
    "giallo-ln", "hljs-ln-numbers", "line-number", "line-numbers-rows", "linenodiv", "linenumber", "lineno",
    "react-syntax-highlighter-line-number", "rouge-gutter",
  ]
  /// What may be called so elsewhere.
  private static let numbers: Set<String> = ["gl", "gutter", "linenos", "ln", "lnt"]
  private static let marks = [
    "anchor", "direct-link", "hash-link", "hashlink", "header-link", "headerlink", "heading-link", "headinglink",
    "headline-hash", "permalink", "section-link",
  ]
  /// Of tables that hold the numbers of lines beside code; of those with `true` in the first column, unnamed.
  static let codeTables: [String: Bool] = [
    "codehilitetable": false, "highlighttable": false, "hljs-ln": false, "lntable": true, "rouge-table": false,
  ]

  /// Whether `HTMLWriter` goes by a class of an element, perhaps.
  static func mayTell(_ classes: UnsafeBufferPointer<UInt8>, of element: String) -> Bool {
    if element == "a", isMark(String(decoding: classes, as: UTF8.self)) { return true }
    var (key, count) = (UInt64(0), UInt64(0))
    for byte in classes {
      if byte > 0x20 {
        key = key << 8 | UInt64(byte)
        count += 1
      } else {
        if keys.contains(key ^ count << 56) { return true }
        (key, count) = (0, 0)
      }
    }
    return keys.contains(key ^ count << 56)
  }

  /// Tells words apart that differ in their last eight bytes or their length.
  private static let keys: [UInt64] =
    (unseen.union(additions).union(numbers).union(codeTables.keys).union(["highlight", "katex", "katex-html"])).map {
      $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } ^ UInt64($0.utf8.count) << 56
    }
}

/// The attributes of an element, as libxml2 tells them.
struct GivenAttributes {
  private let list: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

  /// - Parameter list: names and values in turn, ended by a null name; a null value where there is none.
  init(_ list: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) { self.list = list }

  /// The value as it stands: empty where it has none; nil where there is no such attribute.
  subscript(name: StaticString) -> String? {
    guard var next = list else { return nil }
    while let given = next[0] {
      if xmlStrEqual(given, name.utf8Start) == 1 { return next[1].map { String(cString: $0) } ?? "" }
      next += 2
    }
    return nil
  }
}
