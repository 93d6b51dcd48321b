internal import CLibXML2
internal import Syndication

/// What stands in the HTML of pages and is no part of what people read there: what is hidden, what only screen readers read
/// out, and what themes add to headings and code.
package enum UnseenHTML {
  /// Whether an element and what it holds is for nobody who looks at a page.
  ///
  /// - Parameters:
  ///   - isInCode: whether it stands in code, or in a table of it.
  ///   - attribute: the value of the one with a name; nil where there is none.
  package static func hides(_ element: String, isInCode: Bool, _ attribute: (StaticString) -> String?) -> Bool {
    // The panels of tabs are hidden until they are chosen, and what can be found in the page is not.
    if let value = attribute("hidden"), value != "until-found", attribute("role") != "tabpanel" { return true }
    // A number or a prompt: it is not to be copied.
    let isUnselectable = isInCode && ["a", "span", "td"].contains(element)
    if isUnselectable, let style = attribute("style"), declares("user-select:none", in: style) { return true }
    guard var classes = attribute("class"), classes.withUTF8({ mayTell($0, of: element) }) else { return false }
    let words = UnseenHTML.words(classes)
    if words.contains(where: unseen.contains) || isUnselectable && words.contains("select-none") { return true }
    // Others of Bootstrap say on which screens it is shown.
    if words.contains("d-none"), !words.contains(where: { $0.wholeMatch(of: /d-(?!none|print).*/) != nil }) {
      return true
    }
    let isSmall = !["code", "figure", "pre", "section", "table"].contains(element)
    return isSmall && words.contains { additions.contains($0) || isInCode && numbers.contains($0) }
      || element == "td" && words.contains(where: numbers.contains)
  }

  /// Whether an element is not shown as the page stands, whatever it says.
  package static func conceals(_ element: String, _ attribute: (StaticString) -> String?) -> Bool {
    if attribute("popover") != nil || element == "dialog" && attribute("open") == nil { return true }
    guard let style = attribute("style"), attribute("role") != "tabpanel" else { return false }
    return declares("display:none", in: style) || declares("visibility:hidden", in: style)
  }

  /// Whether an element is to be passed over by who cannot see it, though it is no picture: what has no words in it is
  /// decoration then.
  package static func isPassedOver(_ element: String, _ attribute: (StaticString) -> String?) -> Bool {
    attribute("aria-hidden") == "true" && element != "math" && element != "hr"
      && !HTMLAllowList.pictures.contains(element)
  }

  /// Whether an element that is passed over is a drawing, whatever it says: fonts draw icons for their names.
  package static func isIcon(_ element: String, _ attribute: (StaticString) -> String?) -> Bool {
    if element == "i" || element == "svg" || element.hasPrefix("mjx-") { return true }
    guard !HTMLAllowList.blocks.contains(element), let classes = attribute("class") else { return false }
    return classes.contains("icon") || classes.contains("material-symbols")
  }

  /// Whether a text is the numbers of lines that follow each other.
  ///
  /// - Parameter start: the first, where it has to be that.
  static func isLineNumbers(_ text: String, from start: Int? = nil) -> Bool {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) ?? -1 }
    guard let first = numbers.first, first >= 0, first == start ?? first else { return false }
    return numbers.enumerated().allSatisfy { $1 == first + $0 }
  }

  /// Whether a `style` has a declaration, which is given without white space.
  private static func declares(_ declaration: String, in style: String) -> Bool {
    // Few have any such value.
    guard style.contains("one") || style.contains("idden") else { return false }
    return style.split(separator: ";").contains { bare($0) == declaration }
  }

  /// A `style` without what hides an element that is shown all the same, as a script does that fades it in; nil where
  /// nothing is left.
  static func shown(style: String) -> String? {
    guard style.contains("opacity") || style.contains("one") || style.contains("idden") else { return style }
    let declarations = style.split(separator: ";")
    let shown = declarations.filter { declaration in
      let declaration = bare(declaration)
      return !["display:none", "visibility:hidden"].contains(declaration)
        && !(declaration.hasPrefix("opacity:") && Double(declaration.dropFirst(8)) == 0)
    }
    return shown.isEmpty ? nil : shown.count == declarations.count ? style : shown.joined(separator: ";")
  }

  private static func bare(_ declaration: Substring) -> String {
    declaration.lowercased().filter { !$0.isWhitespace }.replacing("!important", with: "")
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
    "element-invisible", "govuk-visually-hidden", "is-sr-only", "screen-reader-only", "screen-reader-text", "sr-only",
    "u-visually-hidden", "visually-hidden", "visuallyhidden",
    // What MathJax shows until it has drawn the maths.
    "MathJax_Preview",
  ]
  /// Numbers of lines and buttons, wherever they stand.
  private static let additions: Set<String> = [
    "btn-copy", "clipboard-button", "code-copy", "copy-btn", "copy-button", "copy-code", "copy-code-button", "copybtn",
    "giallo-ln", "hljs-ln-numbers", "line-number", "line-numbers-rows", "linenodiv", "linenumber", "lineno",
    "react-syntax-highlighter-line-number", "rouge-gutter",
  ]
  /// What may be called so elsewhere.
  private static let numbers: Set<String> = ["blob-num", "gl", "gutter", "linenos", "linenr", "ln", "lnt"]
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
        if isKey(key ^ count << 56) { return true }
        (key, count) = (0, 0)
      }
    }
    return isKey(key ^ count << 56)
  }

  private static func isKey(_ key: UInt64) -> Bool { places[place(of: key)] && keys.contains(key) }

  /// Most words are at a place where no key is.
  private static let places: [Bool] = {
    var places = [Bool](repeating: false, count: 1024)
    for key in keys { places[place(of: key)] = true }
    return places
  }()

  private static func place(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 54) }

  /// Tells words apart that differ in their last eight bytes or their length.
  private static let keys: [UInt64] =
    unseen.union(additions).union(numbers).union(codeTables.keys)
    .union(["d-none", "highlight", "katex", "katex-html", "select-none"]).map {
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

  /// Whether a name or a value of one has something of this kind in it.
  func mention(_ isMeant: (String) -> Bool) -> Bool {
    guard var next = list else { return false }
    while let name = next[0] {
      if isMeant(String(cString: name)) || next[1].map({ isMeant(String(cString: $0)) }) ?? false { return true }
      next += 2
    }
    return false
  }
}
