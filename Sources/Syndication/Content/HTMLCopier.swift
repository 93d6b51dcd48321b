/// Copies HTML that `HTMLWriter` would write as it stands, but for addresses and a few references.
///
/// Most bodies come out of a generator and are such. What is anything else (a comment, an end tag left out, an unusual
/// reference or element, something to be removed) is left to the parser; so both always write the same, and a body costs
/// a fraction of its parse.
struct HTMLCopier: ~Copyable {
  private let base: AbsoluteURL
  private var copy = ByteBuffer()
  /// The elements that are open: positions in `PlainElements.names`.
  private var open: [Int] = []

  /// How long a body may be, and how deep its elements may be nested: far from every limit of the parser and the writer.
  private static let limits = (length: 1 << 20, depth: 100)

  init(base: AbsoluteURL) { self.base = base }

  /// The copy of `html`; nil where it wants to be parsed.
  static func copy(_ html: String, base: AbsoluteURL) -> String? {
    var html = html
    return html.withUTF8 { html in
      guard html.count <= limits.length, let start = html.baseAddress else { return html.isEmpty ? "" : nil }
      var copier = HTMLCopier(base: base)
      var cursor = Cursor(start: start, end: start + html.count)
      guard copier.copyAll(&cursor) else { return nil }
      return String(decoding: copier.copy.bytes, as: UTF8.self)
    }
  }

  private struct Cursor {
    var start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    /// The next byte; none at the end.
    var next: UInt8? { start < end ? start.pointee : nil }

    mutating func take(_ text: StaticString) -> Bool {
      guard end - start >= text.utf8CodeUnitCount else { return false }
      for offset in 0..<text.utf8CodeUnitCount where start[offset] != text.utf8Start[offset] { return false }
      start += text.utf8CodeUnitCount
      return true
    }

    /// A name of lower-case letters, then digits too and, where that is allowed, hyphens; nil where there is none.
    mutating func takeName(hyphens: Bool = false) -> UnsafeBufferPointer<UInt8>? {
      let first = start
      while let byte = next, (97...122).contains(byte) || start > first && isInner(byte, hyphens) { start += 1 }
      return start > first ? UnsafeBufferPointer(start: first, count: start - first) : nil
    }

    private func isInner(_ byte: UInt8, _ hyphens: Bool) -> Bool {
      (48...57).contains(byte) || hyphens && byte == UInt8(ascii: "-")
    }
  }

  private mutating func copyAll(_ cursor: inout Cursor) -> Bool {
    while copyText(&cursor, upTo: UInt8(ascii: "<")) {
      guard cursor.take("<") else { return open.isEmpty }
      guard cursor.take("/") ? copyEndTag(&cursor) : copyStartTag(&cursor) else { return false }
    }
    return false
  }

  /// Copies text to `end`, or to the end of all; false where it holds what is not plain.
  private mutating func copyText(_ cursor: inout Cursor, upTo end: UInt8) -> Bool {
    var run = cursor.start
    func flush(_ copy: inout ByteBuffer) { copy.append(UnsafeBufferPointer(start: run, count: cursor.start - run)) }
    while let byte = cursor.next, byte != end {
      switch byte {
      case UInt8(ascii: "&"):
        if cursor.take("&amp;") || cursor.take("&lt;") || cursor.take("&gt;") || cursor.take("&quot;") { continue }
        return false
      case UInt8(ascii: "<"): return false
      case UInt8(ascii: ">"), UInt8(ascii: "\""):
        flush(&copy)
        copy.append(byte == UInt8(ascii: ">") ? "&gt;" as StaticString : "&quot;")
        cursor.start += 1
        run = cursor.start
      case _ where XMLCharacters.mayBeForbidden(byte):
        if XMLCharacters.forbidden(cursor.start, cursor.end - cursor.start).length > 0 { return false }
        cursor.start += 1
      default: cursor.start += 1
      }
    }
    flush(&copy)
    return true
  }

  private mutating func copyEndTag(_ cursor: inout Cursor) -> Bool {
    guard let name = cursor.takeName(), let last = open.popLast(), PlainElements.names[last].isMade(of: name),
      cursor.take(">")
    else { return false }
    append("</", PlainElements.names[last], ">")
    return true
  }

  private mutating func copyStartTag(_ cursor: inout Cursor) -> Bool {
    guard let name = cursor.takeName(), let element = PlainElements.index(of: name),
      open.count < HTMLCopier.limits.depth,
      PlainElements.canStand(element, in: open.last)
    else { return false }
    let (word, isVoid) = (PlainElements.names[element], PlainElements.isVoid[element])
    append("<", word)
    if cursor.next != UInt8(ascii: ">") || isVoid {
      guard copyAttributes(of: word, &cursor) else { return false }
      if isVoid { _ = cursor.take(" ") || cursor.take("/") }
    }
    guard cursor.take(">") || isVoid && cursor.take("/>") else { return false }
    copy.append(UInt8(ascii: ">"))
    if !isVoid { open.append(element) }
    return true
  }

  private mutating func copyAttributes(of element: String, _ cursor: inout Cursor) -> Bool {
    var attributes = HTMLAttributes(of: element, base: base)
    var seen: [String] = []
    while cursor.end - cursor.start > 1, cursor.next == 0x20, (97...122).contains(cursor.start[1]) {
      cursor.start += 1
      guard let bytes = cursor.takeName(hyphens: true), cursor.take("=\"") else { return false }
      let name = String(decoding: bytes, as: UTF8.self)
      // The parser takes the first of two.
      guard !seen.contains(name), let value = takeValue(&cursor) else { return false }
      seen.append(name)
      attributes.take(name, value)
    }
    attributes.complete()
    guard attributes.removed.isEmpty else { return false }
    if PlainElements.isShowing(element), attributes["src"] == nil, attributes["srcset"] == nil { return false }
    for (name, value) in attributes.list {
      append(" ", name, "=\"")
      copy.append(value, .html)
      copy.append(UInt8(ascii: "\""))
    }
    return true
  }

  /// The value up to its closing quote, which is taken too.
  private func takeValue(_ cursor: inout Cursor) -> String? {
    var value = ""
    var run = cursor.start
    func flush() {
      value += String(decoding: UnsafeBufferPointer(start: run, count: cursor.start - run), as: UTF8.self)
    }
    while let byte = cursor.next {
      switch byte {
      case UInt8(ascii: "\""):
        flush()
        cursor.start += 1
        return value
      case UInt8(ascii: "&"):
        flush()
        if cursor.take("&amp;") {
          value += "&"
        } else if cursor.take("&quot;") {
          value += "\""
        } else if cursor.take("&lt;") {
          value += "<"
        } else if cursor.take("&gt;") {
          value += ">"
        } else {
          return nil
        }
        run = cursor.start
      case 0x20...0x7E: cursor.start += 1
      case _ where byte >= 0x80 && XMLCharacters.forbidden(cursor.start, cursor.end - cursor.start).length == 0:
        cursor.start += 1
      default: return nil
      }
    }
    return nil
  }

  private mutating func append(_ texts: String...) {
    for text in texts { copy.append(text) }
  }
}

/// The elements that most bodies are made of, all of them kept by `HTMLAllowList`.
private enum PlainElements {
  static let names = """
    p a em strong code li ul ol img br pre h2 h3 h1 h4 h5 h6 blockquote hr div span b i u s sub sup del ins small abbr cite \
    kbd q table thead tbody tr td th dl dt dd figure figcaption
    """.split(separator: " ").map(String.init)

  static let isVoid = names.map { HTMLAllowList.treatments[$0] == .keptVoid }

  static func isShowing(_ name: String) -> Bool { HTMLAllowList.showing.contains(name) }

  static func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    names.firstIndex { $0.isMade(of: name) }
  }

  /// Whether nothing ends `outer`, nil for the body, where `inner` begins.
  static func canStand(_ inner: Int, in outer: Int?) -> Bool {
    table[(outer.map { $0 + 1 } ?? 0) * names.count + inner]
  }

  private static let table = (["body"] + names).flatMap { outer in
    names.map { inner in !HTMLWriter.ends(outer, before: inner) && !HTMLWriter.parserEnds(outer, before: inner) }
  }
}
