internal import CLibXML2
internal import Syndication

/// An element of an `XMLDocument`, and so good for as long as that lives.
struct XMLElement {
  private let node: xmlNodePtr

  init(_ node: xmlNodePtr) { self.node = node }

  /// Its name, with the prefix that its vocabulary commonly has, whatever it has here: `atom:link`, `dc:creator`; of RSS
  /// itself with none. An undeclared prefix is taken at its word, as feeds forget to.
  var name: String {
    let name = String(cString: node.pointee.name)
    guard let namespace = node.pointee.ns?.pointee.href else { return name }
    let prefix = XMLElement.prefix(of: String(cString: namespace))
    return prefix.isEmpty ? name : "\(prefix):\(name)"
  }

  /// From 1.
  var line: Int { xmlGetLineNo(node) }

  var children: [XMLElement] {
    xmlFirstElementChild(node).map { sequence(first: $0) { xmlNextElementSibling($0) }.map(XMLElement.init) } ?? []
  }

  /// All text in it and in the elements in it.
  var text: String { XMLElement.string(xmlNodeGetContent(node)) ?? "" }

  /// Whether its text stands in a CDATA section, as HTML does.
  var isCDATA: Bool {
    let nodes = node.pointee.children.map { sequence(first: $0) { $0.pointee.next } }
    return nodes?.contains { $0.pointee.type == XML_CDATA_SECTION_NODE } ?? false
  }

  /// The attribute without a namespace, or with that of `namespace`.
  func attribute(_ name: String, in namespace: String? = nil) -> String? {
    XMLElement.string(namespace.map { xmlGetNsProp(node, name, $0) } ?? xmlGetNoNsProp(node, name))
  }

  /// `xml:base` as the elements around add up to it; nil where none has one.
  var base: String? { XMLElement.string(xmlNodeGetBase(node.pointee.doc, node)) }

  /// `xml:lang`, its own or that of the nearest element around that has one.
  var language: String? { XMLElement.string(xmlNodeGetLang(node)) }

  /// What is in it as HTML, without the prefixes of XHTML.
  var html: String {
    var html = ""
    walk(
      entering: { node in
        XMLElement.begin(node, in: &html, text: { XMLCharacters.escaped($0) }) {
          "\"\(XMLCharacters.escaped($0, .html))\""
        } && !HTMLTree.void.contains(String(cString: node.pointee.name))
      },
      leaving: { html += "</\(String(cString: $0.pointee.name))>" })
    return html
  }

  /// It and what is in it as they were written: the names, the values and the texts, however they are marked up. The tree
  /// does not tell which bytes of the file they are.
  var written: String {
    var written = ""
    _ = XMLElement.begin(node, in: &written)
    walk(entering: { XMLElement.begin($0, in: &written) }, leaving: { _ in written += "</>" })
    return written
  }

  // MARK: -

  private static func string(_ text: UnsafeMutablePointer<xmlChar>?) -> String? {
    guard let text else { return nil }
    defer { xml_free(text) }
    return String(cString: text)
  }

  /// Goes through what is in it. No recursion: a document may be nested as deep as it likes.
  ///
  /// - Parameter enter: whether the node is to be gone into, and left.
  private func walk(entering enter: (xmlNodePtr) -> Bool, leaving leave: (xmlNodePtr) -> Void) {
    var next = node.pointee.children
    while let current = next {
      let isOpen = enter(current)
      if isOpen, let child = current.pointee.children {
        next = child
        continue
      }
      if isOpen { leave(current) }
      var last = current
      while last.pointee.next == nil, let parent = last.pointee.parent, parent != node {
        leave(parent)
        last = parent
      }
      next = last.pointee.next
    }
  }

  /// Writes what `node` begins with, its text and its attributes' values in their own way; whether it is an element.
  private static func begin(
    _ node: xmlNodePtr, in markup: inout String, text: (String) -> String = { $0 },
    value: (String) -> String = { $0 }
  ) -> Bool {
    switch node.pointee.type {
    case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
      markup += text(node.pointee.content.map { String(cString: $0) } ?? "")
      return false
    case XML_ELEMENT_NODE:
      markup += "<\(String(cString: node.pointee.name))"
      var attribute = node.pointee.properties
      while let current = attribute {
        let written = string(xmlNodeListGetString(node.pointee.doc, current.pointee.children, 1)) ?? ""
        markup += " \(String(cString: current.pointee.name))=\(value(written))"
        attribute = current.pointee.next
      }
      markup += ">"
      return true
    default: return false
    }
  }

  /// The prefix that a vocabulary commonly has; of an unknown one, its whole name.
  private static func prefix(of namespace: String) -> String {
    switch namespace.lowercased() {
    case "http://www.w3.org/2005/atom": "atom"
    // RSS 1.0, 0.90; some give RSS 2.0 a namespace, which it has not.
    case "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2",
      "http://blogs.law.harvard.edu/tech/rss":
      ""
    case "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf"
    case "http://purl.org/dc/elements/1.1/": "dc"
    case "http://purl.org/dc/terms/": "dcterms"
    case "http://purl.org/rss/1.0/modules/content/": "content"
    case "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss": "media"
    case "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes"
    case "http://rssnamespace.org/feedburner/ext/1.0": "feedburner"
    case "http://www.w3.org/2007/app", "http://purl.org/atom/app#": "app"
    case "http://www.w3.org/1999/xhtml": "xhtml"
    default: namespace
    }
  }
}

/// Elements by their names.
struct XMLChildren {
  private let all: [(name: String, element: XMLElement)]

  init(of element: XMLElement) { all = element.children.map { ($0.name, $0) } }

  subscript(name: String) -> [XMLElement] { all.filter { $0.name == name }.map(\.element) }

  /// The first of a name that says something, with no white space around.
  func text(_ name: String) -> String? { filled(name)?.trimmed }

  /// The first of a name that says something.
  func filled(_ name: String) -> XMLElement? { self[name].first { !$0.trimmed.isEmpty } }
}

extension XMLElement {
  /// Its text with no white space around.
  var trimmed: String { text.trimmed }
}
