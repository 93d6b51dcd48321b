internal import Syndication

/// Copies HTML that `HTMLWriter` would write as it stands, but for addresses and a few references.
///
/// Most bodies come out of a generator and are such. What is anything else (a comment, an end tag left out, an unusual
/// reference, element or attribute, something to be removed) is left to the parser; so both always write the same, and a
/// body costs a fraction of its parse.
struct HTMLCopier: ~Copyable {
  private let base: AbsoluteURL
  private var cursor: Cursor
  private var copy: ByteBuffer
  /// The elements that are open: positions in `PlainElements.all`.
  private var open: [Int] = []

  /// The copy of `html`, which is UTF-8; nil where it wants to be parsed.
  static func copy(_ html: [UInt8], base: AbsoluteURL) -> [UInt8]? {
    html.withUnsafeBufferPointer { html in
      guard html.count <= Limit.copiedBytes.value, let start = html.baseAddress else { return html.isEmpty ? [] : nil }
      var copier = HTMLCopier(
        base: base, cursor: Cursor(next: start, end: start + html.count),
        copy: ByteBuffer(capacity: html.count + html.count / 4 + 64))
      return copier.copyAll() ? Array(copier.copy) : nil
    }
  }

  private mutating func copyAll() -> Bool {
    while copyText(upTo: UInt8(ascii: "<")) {
      guard cursor.take("<") else { return open.isEmpty }
      guard cursor.take("/") ? copyEndTag() : copyStartTag() else { return false }
    }
    return false
  }

  /// Copies text to `end`, or to the end of all; false where it holds what is not plain.
  private mutating func copyText(upTo end: UInt8) -> Bool {
    var run = cursor.next
    func flush(_ copy: inout ByteBuffer, _ cursor: Cursor) {
      copy.append(UnsafeBufferPointer(start: run, count: cursor.next - run))
    }
    while let byte = cursor.passPlain(), byte != end {
      switch byte {
      case UInt8(ascii: "&"):
        guard cursor.take("&amp;") || cursor.take("&lt;") || cursor.take("&gt;") || cursor.take("&quot;") else {
          return false
        }
      case UInt8(ascii: ">"), UInt8(ascii: "\""):
        flush(&copy, cursor)
        copy.append(byte == UInt8(ascii: ">") ? "&gt;" as StaticString : "&quot;")
        cursor.next += 1
        run = cursor.next
      case UInt8(ascii: "<"): return false
      default:
        if XMLCharacters.forbidden(cursor.next, cursor.end - cursor.next).length > 0 { return false }
        cursor.next += 1
      }
    }
    flush(&copy, cursor)
    return true
  }

  private mutating func copyEndTag() -> Bool {
    let start = cursor.next - 2
    guard let last = open.popLast(), PlainElements.all[last].name.isMade(of: cursor.takeName()), cursor.take(">")
    else { return false }
    copy.append(UnsafeBufferPointer(start: start, count: cursor.next - start))
    return true
  }

  private mutating func copyStartTag() -> Bool {
    let start = cursor.next - 1
    guard let index = PlainElements.index(of: cursor.takeName()), open.count < Limit.copiedDepth.value,
      PlainElements.canStand(index, in: open.last),
      // The writer takes the lines and tables of code apart.
      PlainElements.within & 1 << UInt64(index) == 0
        || !open.contains(where: { PlainElements.code & 1 << UInt64($0) != 0 })
    else { return false }
    copy.append(UnsafeBufferPointer(start: start, count: cursor.next - start))
    let element = PlainElements.all[index]
    guard copyAttributes(of: element), cursor.take(">") || element.isVoid && (cursor.take("/>") || cursor.take(" />"))
    else { return false }
    copy.append(UInt8(ascii: ">"))
    if !element.isVoid { open.append(index) }
    return true
  }

  private mutating func copyAttributes(of element: PlainElements.Element) -> Bool {
    var seen: UInt32 = 0
    while cursor.isAtAttribute {
      let start = cursor.next
      cursor.next += 1
      let name = cursor.takeName()
      // The parser takes the first of two.
      guard let number = PlainElements.attribute(of: name), cursor.take("=\""),
        seen & 1 << UInt32(number) == 0
      else { return false }
      seen |= 1 << UInt32(number)
      copy.append(UnsafeBufferPointer(start: start, count: cursor.next - start))
      let isAddress = number < PlainElements.addressCount
      if isAddress, number != element.address { return false }
      let value = cursor.next
      guard isAddress ? copyAddress() : copyText(upTo: UInt8(ascii: "\"")) else { return false }
      let text = UnsafeBufferPointer(start: value, count: cursor.next - value)
      switch number {
      case PlainElements.classNumber: if UnseenHTML.mayTell(text, of: element.name) { return false }
      case PlainElements.idNumber: if DocumentMembers.contain(text) { return false }
      case PlainElements.sizes: if text.count > 4 || !text.allSatisfy(\.isDigit) { return false }
      default: break
      }
      guard cursor.take("\"") else { return false }
      copy.append(UInt8(ascii: "\""))
    }
    // An image without an address is removed.
    return !element.isImage || seen & 1 << UInt32(PlainElements.source) != 0
  }

  /// Copies an address of the web to its closing quote, made absolute.
  private mutating func copyAddress() -> Bool {
    let start = cursor.next
    var (hasReferences, hasFragment) = (false, false)
    while cursor.next < cursor.end, case let byte = cursor.next.pointee, byte != UInt8(ascii: "\"") {
      // A `<` may begin what the parser's way takes for a declaration.
      guard (0x21...0x7E).contains(byte), byte != UInt8(ascii: "<") else { return false }
      if byte == UInt8(ascii: "#") { hasFragment = true }
      if byte == UInt8(ascii: "&") {
        hasReferences = true
        guard cursor.take("&amp;") else { return false }
      } else {
        cursor.next += 1
      }
    }
    let bytes = UnsafeBufferPointer(start: start, count: cursor.next - start)
    // The writer looks for the marks of headings.
    if hasFragment, open.contains(where: { PlainElements.headings & 1 << UInt64($0) != 0 }) { return false }
    if !hasReferences, base.append(resolving: bytes, to: &copy, .html) { return true }
    guard !bytes.isEmpty, let url = base.resolving(String(attribute: bytes)), url.isWebAddress else { return false }
    copy.append(url.string, .html)
    return true
  }
}

private struct Cursor {
  var next: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>

  /// Goes to the next byte that may not stand for itself, and gives it; nil at the end.
  mutating func passPlain() -> UInt8? {
    next = ByteSet.markup.first(from: next, to: end)
    return next < end ? next.pointee : nil
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard end - next >= text.utf8CodeUnitCount else { return false }
    for offset in 0..<text.utf8CodeUnitCount where next[offset] != text.utf8Start[offset] { return false }
    next += text.utf8CodeUnitCount
    return true
  }

  /// A name of lower-case letters, then digits too; empty where there is none.
  mutating func takeName() -> UnsafeBufferPointer<UInt8> {
    let start = next
    while next < end, (97...122).contains(next.pointee) || next > start && (48...57).contains(next.pointee) {
      next += 1
    }
    return UnsafeBufferPointer(start: start, count: next - start)
  }

  /// Whether a space and a letter come next.
  var isAtAttribute: Bool { end - next > 1 && next[0] == 0x20 && (97...122).contains(next[1]) }
}

/// The elements and attributes that most bodies are made of, all of them kept by `HTMLAllowList`.
private enum PlainElements {
  struct Element {
    var name: String
    var isVoid: Bool
    /// The attribute that may be an address.
    var address: Int?
    /// Whether it is nothing without that.
    var isImage: Bool
  }

  static let all = """
    p a em strong code li ul ol img br pre h2 h3 h1 h4 h5 h6 blockquote hr div span b i u s sub sup del ins small abbr cite \
    kbd q table thead tbody tr td th dl dt dd figure figcaption section
    """.split(separator: " ").map { name in
      Element(
        name: String(name), isVoid: HTMLAllowList.treatments[String(name)] == .keptVoid,
        address: name == "a" ? link : name == "img" ? source : nil, isImage: name == "img")
    }

  /// First those that are addresses.
  static let attributes = ["href", "src", "alt", "title", "class", "id", "lang", "width", "height", "align"]
  static let addressCount = 2
  static let link = attributes.firstIndex(of: "href")!
  static let source = attributes.firstIndex(of: "src")!
  static let classNumber = attributes.firstIndex(of: "class")!
  static let idNumber = attributes.firstIndex(of: "id")!
  static let sizes = attributes.firstIndex(of: "width")!...attributes.firstIndex(of: "height")!

  /// The elements of a kind, a bit each.
  static let headings = bits { HTMLAllowList.headings.contains($0) }
  static let code = bits { $0 == "pre" }
  static let within = bits { ["div", "pre", "table"].contains($0) }

  private static func bits(_ isOne: (String) -> Bool) -> UInt64 {
    all.indices.reduce(0) { $0 | (isOne(all[$1].name) ? 1 << UInt64($1) : 0) }
  }

  static func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    elementNumbers.number(of: name).flatMap { all[$0].name.isMade(of: name) ? $0 : nil }
  }

  static func attribute(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    attributeNumbers.number(of: name).flatMap { attributes[$0].isMade(of: name) ? $0 : nil }
  }

  private static let elementNumbers = NameNumbers(all.map(\.name))
  private static let attributeNumbers = NameNumbers(attributes)

  /// Whether nothing ends `outer`, nil for the body, where `inner` begins.
  static func canStand(_ inner: Int, in outer: Int?) -> Bool { table[(outer.map { $0 + 1 } ?? 0) * all.count + inner] }

  private static let table = (["body"] + all.map(\.name)).flatMap { outer in
    all.map { inner in !HTMLWriter.ends(outer, before: inner.name) && !HTMLWriter.parserEnds(outer, before: inner.name)
    }
  }
}

/// Numbers a few names, by what tells them apart: their first eight bytes and their length.
private struct NameNumbers {
  /// Open addressing, three quarters free.
  private var slots: [(key: UInt64, number: Int)] = Array(repeating: (0, -1), count: 256)

  init(_ names: [String]) {
    for (number, name) in names.enumerated() {
      var name = name
      let key = name.withUTF8(NameNumbers.key)
      var slot = NameNumbers.slot(of: key)
      while slots[slot].number >= 0 { slot = (slot + 1) % slots.count }
      slots[slot] = (key, number)
    }
  }

  /// That of the one that `name` is, if any.
  func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    let key = NameNumbers.key(name)
    return slots.withUnsafeBufferPointer { slots in
      var slot = NameNumbers.slot(of: key)
      while slots[slot].number >= 0 {
        if slots[slot].key == key { return slots[slot].number }
        slot = (slot + 1) % slots.count
      }
      return nil
    }
  }

  private static func slot(of key: UInt64) -> Int { Int((key &* 0x9E37_79B9_7F4A_7C15) >> 56) }

  private static func key(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var key = UInt64(name.count)
    for index in 0..<min(name.count, 8) { key = key << 8 ^ UInt64(name[index]) }
    return key
  }
}
