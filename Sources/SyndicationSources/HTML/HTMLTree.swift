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

  /// Without a bound, a page of a few MB could take hours.
  static let depth = Limit.pageDepth.value

  /// - Parameter html: UTF-8 without NUL. However broken, it is a tree.
  init(_ html: [UInt8]) {
    let builder = HTMLTreeBuilder(HTMLTags.bounded(html).html)
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

/// Takes the events of the parser.
private struct HTMLTreeBuilder {
  var nodes: [HTMLTree.Node] = []
  var comments: [String] = []
  var isCut = false
  /// The elements that are open in the tree.
  private var open: [Int] = []
  /// For each element open in the input, how many were open in the tree when it began.
  private var input: [Int] = []
  /// A text is told in many pieces.
  private var pending: [UInt8] = []
  /// Of the event that is taken, from 1.
  private var line = 1

  init(_ html: [UInt8]) {
    _ = HTMLEvents.read(html[...], depth: HTMLTree.depth) { take($0) }
    flush()
    end(to: 0)
  }

  private mutating func take(_ event: HTMLEvent) {
    line = event.line
    switch event.kind {
    case .start(let name, let attributes):
      end(to: event.depth - 1)
      flush()
      start(String(cString: name), attributes)
      if event.depth >= HTMLTree.depth { isCut = true }
    case .end: end(to: event.depth - 1)
    case .text(let text):
      end(to: event.depth)
      pending += text
    case .comment(let text): if comments.count < 8 { comments.append(String(cString: text)) }
    case .processingInstruction: break
    }
  }

  private mutating func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
    var list: [(name: String, value: String)] = []
    var next = attributes
    while let pair = next, let name = pair[0] {
      list.append((String(cString: name), pair[1].map { String(cString: $0) } ?? ""))
      next = pair + 2
    }
    input.append(open.count)
    append(.element(name: name, attributes: list))
    if !HTMLTree.void.contains(name) { open.append(nodes.count - 1) }
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    append(.text(String(decoding: pending, as: UTF8.self)))
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ kind: HTMLTree.Node.Kind) {
    nodes.append(HTMLTree.Node(kind: kind, parent: open.last ?? -1, end: nodes.count + 1, line: line))
  }

  /// Ends the elements of the input that are nested deeper than `depth`.
  private mutating func end(to depth: Int) {
    if input.count > depth { flush() }
    while input.count > depth {
      let count = input.removeLast()
      while open.count > count { nodes[open.removeLast()].end = nodes.count }
    }
  }
}
