internal import CLibXML2

/// An element of a store's answer in XML: errors, and lists of objects.
struct S3Element {
  var name: String
  /// What it and all in it say.
  var text: String
  var children: [S3Element]

  /// Nil where `bytes` are no XML document. Nothing is fetched, and no entity grows.
  init?(_ bytes: [UInt8]) {
    xmlInitParser()
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let document = bytes.withUnsafeBytes { bytes in
      xmlReadMemory(
        bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, nil, Int32(bitPattern: options))
    }
    guard let document else { return nil }
    defer { xmlFreeDoc(document) }
    guard let root = xmlDocGetRootElement(document) else { return nil }
    self.init(root, depth: 0)
  }

  /// What is nested deeper than any answer is passed over.
  private init(_ node: xmlNodePtr, depth: Int) {
    name = String(cString: node.pointee.name)
    let content = xmlNodeGetContent(node)
    text = content.map { String(cString: $0) } ?? ""
    xml_free(content)
    children = []
    var next = depth < 4 ? node.pointee.children : nil
    while let child = next {
      if child.pointee.type == XML_ELEMENT_NODE { children.append(S3Element(child, depth: depth + 1)) }
      next = child.pointee.next
    }
  }

  /// What its first child of that name says.
  subscript(name: String) -> String? { children.first { $0.name == name }?.text }
}
