import CLibXML2

/// An element as an XML parser reads it back: libxml2, not the code under test.
struct XMLTree: Hashable {
  /// As written: `media:content`.
  var name: String
  var namespace: String?
  var attributes: [String: String] = [:]
  var children: [XMLTree] = []
  /// Its own text and that of its descendants.
  var text = ""

  struct Fault: Error, CustomStringConvertible {
    var description: String
  }

  /// - Throws: where `bytes` are not well-formed with namespaces, or hold what is neither element nor text.
  init(_ bytes: [UInt8]) throws {
    guard let context = xmlNewParserCtxt() else { throw Fault(description: "no memory") }
    defer { xmlFreeParserCtxt(context) }
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOERROR.rawValue
    let document = bytes.withUnsafeBytes {
      xmlCtxtReadMemory(
        context, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, nil, Int32(options))
    }
    defer { xmlFreeDoc(document) }
    guard let document, context.pointee.wellFormed == 1, context.pointee.nsWellFormed == 1,
      let root = xmlDocGetRootElement(document)
    else {
      let error = xmlCtxtGetLastError(context)
      let message = error?.pointee.message.map { String(cString: $0) } ?? "no XML"
      throw Fault(description: "line \(error?.pointee.line ?? 0): \(message)")
    }
    try self.init(root)
  }

  private init(_ node: xmlNodePtr) throws {
    func qualified(_ name: UnsafePointer<xmlChar>, _ space: UnsafeMutablePointer<xmlNs>?) -> String {
      (space?.pointee.prefix.map { String(cString: $0) + ":" } ?? "") + String(cString: name)
    }
    name = qualified(node.pointee.name, node.pointee.ns)
    namespace = node.pointee.ns?.pointee.href.map { String(cString: $0) }
    var attribute = node.pointee.properties
    while let current = attribute {
      let value = xmlNodeListGetString(current.pointee.doc, current.pointee.children, 1)
      attributes[qualified(current.pointee.name, current.pointee.ns)] = value.map { String(cString: $0) } ?? ""
      value.map { xml_free($0) }
      attribute = current.pointee.next
    }
    var child = node.pointee.children
    while let current = child {
      switch current.pointee.type {
      case XML_ELEMENT_NODE:
        let element = try XMLTree(current)
        text += element.text
        children.append(element)
      case XML_TEXT_NODE:
        if let content = current.pointee.content { text += String(cString: content) }
      default: throw Fault(description: "a node of type \(current.pointee.type.rawValue) in \(name)")
      }
      child = current.pointee.next
    }
  }

  /// All children of this name.
  func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

  /// The only child of this name; nil where there is none or are several.
  func only(_ name: String) -> XMLTree? {
    let found = all(name)
    return found.count == 1 ? found[0] : nil
  }

  /// The text of the only child of this name.
  subscript(name: String) -> String? { only(name)?.text }

  func link(_ relation: String) -> XMLTree? { all("link").first { $0.attributes["rel"] == relation } }
}
