internal import CLibXML2
internal import Syndication
internal import SyndicationMarkup

/// A page as a tree. Its nodes are numbered in the order of the page, so that what an element holds is a range of them,
/// and no depth of nesting needs recursion.
final class HTMLTree: Sendable {
  struct Node: Sendable {
    enum Kind: Sendable {
      case element(name: String, attributes: [(name: String, value: String)])
      case text(String)
    }
    let kind: Kind
    /// Of the element around it; -1 for the first.
    let parent: Int
    /// The number behind its last descendant's.
    fileprivate(set) var end: Int
    /// From 1.
    let line: Int
  }

  let nodes: [Node]
  /// The first ones: programs that save pages leave notes there.
  let comments: [String]
  /// Whether the page is read only to where its elements are nested `depth` deep, as no page is that a person reads.
  let isCut: Bool

  /// Every end tag makes libxml2 look through all open elements: without a bound, a page of a few MB could take hours.
  static let depth = 2000

  /// - Parameter html: UTF-8 without NUL. However broken, it is a tree.
  init(_ html: [UInt8]) {
    let builder = HTMLTreeBuilder()
    builder.parse(HTMLTags.bounded(html).html)
    nodes = builder.nodes
    comments = builder.comments
    isCut = builder.isCut
  }

  /// Nil for a page without an element.
  var root: HTMLElement? {
    guard let first = nodes.first, case .element = first.kind else { return nil }
    return HTMLElement(tree: self, index: 0)
  }

  /// What has no end tag. libxml2 does not know those that are younger than HTML 4.
  static let void: Set<String> = [
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "isindex", "link", "meta", "param",
    "source", "track", "wbr",
  ]
}

/// Takes the events of libxml2's parser. Its own tree is not used: it ends where elements are nested deep.
private final class HTMLTreeBuilder {
  var nodes: [HTMLTree.Node] = []
  var comments: [String] = []
  var isCut = false
  /// The elements that are open in the tree.
  private var open: [Int] = []
  /// For each element open in the input, how many were open in the tree when it began.
  private var input: [Int] = []
  /// libxml2 tells a text in many pieces.
  private var pending: [UInt8] = []
  private var context: htmlParserCtxtPtr?

  func parse(_ html: [UInt8]) {
    _ = Self.initialised
    guard let context = htmlNewParserCtxt() else { return }
    defer { htmlFreeParserCtxt(context) }
    self.context = context
    // Without a handler of errors libxml2 tells nobody of any: broken HTML is the usual case.
    context.pointee.sax.pointee = Self.handler
    context.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    html.withUnsafeBytes {
      let text = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
      _ = htmlCtxtReadMemory(context, text, Int32(clamping: $0.count), nil, "UTF-8", Int32(bitPattern: options))
    }
    flush()
    end(to: 0)
    self.context = nil
  }

  private static let initialised: Void = xmlInitParser()

  /// How many elements are open. It is asked for at every event, as libxml2 does not tell every end.
  private var depth: Int { Int(context!.pointee.nameNr) }
  private var line: Int { max(1, Int(context!.pointee.input?.pointee.line ?? 1)) }

  private func start(_ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
    end(to: depth - 1)
    let name = String(cString: name)
    var list: [(name: String, value: String)] = []
    if var next = attributes {
      while let name = next[0] {
        list.append((String(cString: name), next[1].map { String(cString: $0) } ?? ""))
        next += 2
      }
    }
    flush()
    input.append(open.count)
    let index = append(.element(name: name, attributes: list))
    if !HTMLTree.void.contains(name) { open.append(index) }
    if depth >= HTMLTree.depth {
      isCut = true
      xmlStopParser(context)
    }
  }

  private func text(_ text: UnsafeBufferPointer<UInt8>) {
    end(to: depth)
    pending += text
  }

  private func flush() {
    guard !pending.isEmpty else { return }
    append(.text(String(decoding: pending, as: UTF8.self)))
    pending.removeAll(keepingCapacity: true)
  }

  @discardableResult
  private func append(_ kind: HTMLTree.Node.Kind) -> Int {
    nodes.append(HTMLTree.Node(kind: kind, parent: open.last ?? -1, end: nodes.count + 1, line: line))
    return nodes.count - 1
  }

  /// Ends the elements of the input that are nested deeper than `depth`.
  private func end(to depth: Int) {
    if input.count > depth { flush() }
    while input.count > depth {
      let count = input.removeLast()
      while open.count > count { nodes[open.removeLast()].end = nodes.count }
    }
  }

  private static func of(_ userData: UnsafeMutableRawPointer?) -> HTMLTreeBuilder {
    Unmanaged.fromOpaque(userData!).takeUnretainedValue()
  }

  private static var handler: htmlSAXHandler {
    var handler = htmlSAXHandler()
    handler.startElement = { userData, name, attributes in HTMLTreeBuilder.of(userData).start(name!, attributes) }
    handler.endElement = { userData, _ in
      let builder = HTMLTreeBuilder.of(userData)
      builder.end(to: builder.depth - 1)
    }
    let text: charactersSAXFunc = { userData, bytes, count in
      HTMLTreeBuilder.of(userData).text(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
    handler.characters = text
    handler.ignorableWhitespace = text
    handler.comment = { userData, text in
      let builder = HTMLTreeBuilder.of(userData)
      if builder.comments.count < 8 { builder.comments.append(String(cString: text!)) }
    }
    return handler
  }
}
