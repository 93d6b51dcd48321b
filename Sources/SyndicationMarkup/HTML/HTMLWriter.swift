internal import CLibXML2
internal import Syndication

/// Writes the events of libxml2's HTML parser as clean HTML.
///
/// What it writes parses as it was written: where libxml2 would end an open element before another begins, so does the
/// writer. One pass is enough, and a second changes nothing (rule B3).
struct HTMLWriter: ~Copyable {
  private var buffer = ByteBuffer()
  private(set) var removed: [String: Int] = [:]
  private let base: AbsoluteURL

  /// The elements open in the output.
  private var written: [String] = []
  /// For each element open in the input, how many were open in the output when it began, and what is written at its end.
  private var input: [(written: Int, suffix: StaticString)] = []
  /// The depth in the input of the element that is being removed with its content.
  private var removedDepth: Int?
  private var unknownNames: Set<String> = []

  /// How many unknown elements are told by name.
  private static let namesTold = 4

  init(base: AbsoluteURL) { self.base = base }

  /// What was written.
  var utf8: [UInt8] { Array(buffer) }

  /// Remembers that something was taken out.
  mutating func note(_ kind: String, _ count: Int = 1) {
    if count > 0 { removed[kind, default: 0] += count }
  }

  mutating func take(_ event: HTMLEvent) {
    switch event.kind {
    case .start(let name, let attributes): start(name, attributes, depth: event.depth)
    case .end: end(to: event.depth - 1)
    case .text(let text): self.text(text, depth: event.depth)
    case .comment: break
    case .processingInstruction: note("processing instruction")
    }
  }

  /// - Parameters:
  ///   - attributes: as `HTMLAttributes` takes them.
  ///   - depth: how many elements are open in the input, this one among them.
  private mutating func start(
    _ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, depth: Int
  ) {
    end(to: depth - 1)
    guard removedDepth == nil else { return input.append((written.count, "")) }
    var element = String(cString: name)
    var isOpened = false
    var suffix: StaticString = ""
    switch HTMLAllowList.treatments[element] {
    case .kept: isOpened = startTag(element, self.attributes(attributes, of: element))
    case .keptVoid:
      let attributes = self.attributes(attributes, of: element)
      // An image without an address is no HTML, and shows nothing.
      if attributes["src"] != nil || attributes["srcset"] != nil || !HTMLAllowList.showing.contains(element) {
        startTag(element, attributes)
      } else {
        note(element)
      }
    case .linked:
      note(element)
      let isLinked = link(self.attributes(attributes, of: element))
      if element == "iframe" || element == "object" && isLinked { removedDepth = depth }
    case .removed:
      note(element)
      removedDepth = depth
    case .unwrapped: note(element)
    case .ignored: break
    case .generated: removedDepth = depth
    case .citation:
      let keys = HTMLAttributes.value(of: ["key", "bibtex-key"], in: attributes) ?? ""
      let list = keys.split { $0 == "," || $0.isWhitespace }.joined(separator: ", ")
      if !list.isEmpty { buffer.append("[\(list)]", .html) }
    case .footnote:
      buffer.append(buffer.bytes.last.map { $0 > 0x20 } ?? false ? " (" as StaticString : "(")
      suffix = ")"
    case .maths:
      suffix = HTMLAttributes.value(of: ["block"], in: attributes) == nil ? "$" : "$$"
      buffer.append(suffix)
    case .listing:
      element = HTMLAttributes.value(of: ["block"], in: attributes) == nil ? "code" : "pre"
      isOpened = startTag(element, self.attributes(attributes, of: element))
    case nil:
      if unknownNames.count < HTMLWriter.namesTold { unknownNames.insert(element) }
      note(unknownNames.contains(element) ? "unknown <\(element)>" : "other unknown elements")
    }
    input.append((written.count, suffix))
    if isOpened { written.append(element) }
  }

  private mutating func text(_ text: UnsafeBufferPointer<UInt8>, depth: Int) {
    end(to: depth)
    guard removedDepth == nil else { return }
    guard XMLCharacters.needsCleaning(text) else {
      buffer.append(text, .html)
      return
    }
    let (text, dropped) = HTMLCharacters.cleaned(String(decoding: text, as: UTF8.self))
    note("characters", dropped)
    buffer.append(text, .html)
  }

  /// Ends the elements of the input that are nested deeper than `depth`.
  mutating func end(to depth: Int) {
    while let element = input.last, input.count > depth {
      endWritten(to: element.written)
      buffer.append(element.suffix)
      input.removeLast()
    }
    if let removed = removedDepth, removed > depth { removedDepth = nil }
  }

  // MARK: -

  private mutating func attributes(
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, of element: String
  ) -> HTMLAttributes {
    let attributes = HTMLAttributes(attributes, of: element, base: base)
    for kind in attributes.removed { note(kind) }
    return attributes
  }

  /// Whether the tag was written: one that is nested too deep is not.
  @discardableResult
  private mutating func startTag(_ element: String, _ attributes: HTMLAttributes) -> Bool {
    while let last = written.last, HTMLWriter.ends(last, before: element) { endWritten(to: written.count - 1) }
    if written.count >= HTMLAllowList.depth {
      note("deeply nested element")
      return false
    }
    buffer.append("<" + element)
    for (name, value) in attributes.list {
      buffer.append(" " + name + "=\"")
      buffer.append(value, .html)
      buffer.append("\"" as StaticString)
    }
    buffer.append(">" as StaticString)
    return true
  }

  private mutating func endWritten(to count: Int) {
    while written.count > count { buffer.append("</" + written.removeLast() + ">") }
  }

  /// Puts a link in the place of what cannot be shown; false where its address is none of the web.
  private mutating func link(_ attributes: HTMLAttributes) -> Bool {
    guard let address = attributes["src"] else { return false }
    let title = attributes["title"] ?? ""
    var link = HTMLAttributes(nil, of: "a", base: base)
    link.set("href", address)
    let isLink = startTag("a", link)
    buffer.append(title.allSatisfy(\.isWhitespace) ? address : title, .html)
    if isLink { buffer.append("</a>" as StaticString) }
    return true
  }

  /// Whether an open `outer` has to end where `inner` begins, for the parser to read both as they are written.
  static func ends(_ outer: String, before inner: String) -> Bool {
    outer == inner
      ? HTMLAllowList.notWithinThemselves.contains(inner) : parserEnds(outer, before: inner)
  }

  /// Whether the parser ends an open `outer` where `inner` begins.
  static func parserEnds(_ outer: String, before inner: String) -> Bool {
    inner.withCString { inner in
      inner.withMemoryRebound(to: UInt8.self, capacity: 1) {
        var node = xmlNode()
        node.name = $0
        return htmlAutoCloseTag(nil, outer, &node) != 0
      }
    }
  }
}
