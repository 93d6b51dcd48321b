internal import Syndication

/// An element of a document that is checked: what rules ask of it, and where it stands.
final class XMLNode {
  struct Attribute {
    let name: String
    /// Nil for none.
    let namespace: String?
    let prefix: String?
    let value: String
  }

  let name: String
  let namespace: String?
  let prefix: String?
  let attributes: [Attribute]
  /// Those that begin at this element.
  let declarations: [(prefix: String?, uri: String)]
  /// Of its start tag, in the text.
  let offset: Int
  private(set) unowned(unsafe) var parent: XMLNode?
  private(set) var children: [XMLNode] = []
  /// What stands in it itself, without that of its children.
  var text = ""
  var hasCharacterData = false
  /// How many children there were when text last came.
  var lastText: Int?

  init(
    name: String, namespace: String?, prefix: String?, attributes: [Attribute],
    declarations: [(prefix: String?, uri: String)], offset: Int
  ) {
    self.name = name
    self.namespace = namespace
    self.prefix = prefix
    self.attributes = attributes
    self.declarations = declarations
    self.offset = offset
    key = Namespaces.key(name, in: namespace)
  }

  /// Lets `key` be the name alone, in it and below, in the namespaces that a document is written in.
  func takeAsHome(_ namespaces: Set<String>) {
    for node in tree where node.namespace.map(namespaces.contains) ?? false { node.key = node.name }
  }

  func append(_ child: XMLNode) {
    child.parent = self
    children.append(child)
  }

  /// As the document writes it: `dc:creator`.
  var qualifiedName: String { prefix.map { "\($0):\(name)" } ?? name }

  var isBlank: Bool { text.utf8.allSatisfy(\.isSpace) }

  func attribute(_ name: String, in namespace: String? = nil) -> String? {
    attributes.first { $0.name == name && $0.namespace == namespace }?.value
  }

  func children(_ key: String) -> [XMLNode] { children.filter { $0.key == key } }
  func child(_ key: String) -> XMLNode? { children.first { $0.key == key } }
  /// The text of the first child of that key, trimmed.
  func value(_ key: String) -> String? { child(key)?.text.trimmed }

  /// Itself and all below, in the order of the document.
  var tree: some Sequence<XMLNode> {
    sequence(state: [self]) { (rest: inout [XMLNode]) -> XMLNode? in
      guard let next = rest.popLast() else { return nil }
      rest += next.children.reversed()
      return next
    }
  }

  /// The text of it and all below.
  var content: String { tree.map(\.text).joined() }

  /// `name` in the document's own namespace, and with its usual prefix in one that is known; in any other, with the namespace.
  private(set) var key: String
}

extension String {
  /// Without white space of XML around it.
  var trimmed: String {
    guard let first = utf8.first, let last = utf8.last, first.isSpace || last.isSpace else { return self }
    let inner = utf8.drop(while: \.isSpace)
    let end = inner.lastIndex { !$0.isSpace }.map { inner.index(after: $0) } ?? inner.startIndex
    return String(Substring(inner[..<end]))
  }
}
