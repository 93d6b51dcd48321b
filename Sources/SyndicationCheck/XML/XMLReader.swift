internal import CLibXML2
internal import Syndication

/// Reads a document by libxml2, which fetches nothing, and says of each element where it stands.
struct XMLReader {
  /// Something that libxml2 says of the text.
  struct Fault {
    let message: String
    let line: Int
    let column: Int
    let kind: Kind

    enum Kind { case fatal, prefix, bound }
  }

  /// What the callbacks see.
  private final class Collector {
    let context: xmlParserCtxtPtr
    let text: XMLText
    var faults: [Fault] = []
    var hasExternalEntity = false
    var documentType: (name: String, systemID: String?)?

    init(_ context: xmlParserCtxtPtr, _ text: XMLText) { (self.context, self.text) = (context, text) }

    /// Where the tag begins that was read last: a start tag holds no other `<`.
    var tag: Int {
      guard let input = context.pointee.inputTab?[0]?.pointee else { return 0 }
      var offset = min(Int(input.consumed) + (input.cur - input.base), text.bytes.count - 1)
      if offset > 0, text.bytes[offset] == UInt8(ascii: "<") { offset -= 1 }
      while offset > 0, text.bytes[offset] != UInt8(ascii: "<") { offset -= 1 }
      return offset
    }

    func refuse(_ message: String, by parser: xmlParserCtxtPtr) {
      let position = text.position(of: tag)
      faults.append(Fault(message: message, line: position.line, column: position.column, kind: .bound))
      xmlStopParser(parser)
    }
  }

  /// Nil where the document is not well-formed.
  private(set) var root: XMLNode?
  private(set) var faults: [Fault]
  let hasExternalEntity: Bool
  let documentType: (name: String, systemID: String?)?

  init(_ text: XMLText) {
    xmlInitParser()
    guard let context = xmlNewParserCtxt() else {
      (root, faults, hasExternalEntity, documentType) =
        (nil, [Fault(message: "libxml2 has no memory", line: 1, column: 1, kind: .bound)], false, nil)
      return
    }
    defer { xmlFreeParserCtxt(context) }
    let collector = Collector(context, text)
    let document = withExtendedLifetime(collector) {
      context.pointee._private = Unmanaged.passUnretained(collector).toOpaque()
      XMLReader.prepare(context.pointee.sax)
      xmlSetStructuredErrorFunc(nil) { _, _ in }
      defer { xmlSetStructuredErrorFunc(nil, nil) }
      // Without XML_PARSE_HUGE, so that libxml2 bounds what entities grow to.
      let options = XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue
      return text.bytes.withUnsafeBytes { bytes in
        xmlCtxtReadMemory(
          context, bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), nil, "UTF-8", Int32(options))
      }
    }
    defer { if let document { xmlFreeDoc(document) } }
    faults = collector.faults
    hasExternalEntity = collector.hasExternalEntity
    documentType = collector.documentType
    guard context.pointee.wellFormed == 1, !faults.contains(where: { $0.kind != .prefix }), let document,
      let top = xmlDocGetRootElement(document)
    else {
      if !faults.contains(where: { $0.kind != .prefix }) {
        faults.append(Fault(message: "there is no element", line: 1, column: 1, kind: .fatal))
      }
      return
    }
    root = XMLReader.tree(top)
    if root == nil {
      faults.append(Fault(message: XMLReader.tooDeep, line: 1, column: 1, kind: .bound))
    }
  }

  private static let tooDeep = "elements are nested over \(Limit.feedDepth.value) deep"

  private static func collector(_ context: UnsafeMutableRawPointer?) -> (Collector, xmlParserCtxtPtr)? {
    guard let parser = context?.assumingMemoryBound(to: xmlParserCtxt.self), let collector = parser.pointee._private
    else { return nil }
    return (Unmanaged<Collector>.fromOpaque(collector).takeUnretainedValue(), parser)
  }

  private static func prepare(_ sax: UnsafeMutablePointer<xmlSAXHandler>) {
    sax.pointee.serror = { context, error in
      guard let (collector, _) = XMLReader.collector(context), let error = error?.pointee else { return }
      let isPrefix = error.domain == Int32(XML_FROM_NAMESPACE.rawValue) && error.level != XML_ERR_WARNING
      guard error.level == XML_ERR_FATAL || isPrefix, collector.faults.count < Limit.problemsOfKind.value else {
        return
      }
      // Of one that grows beyond its bound it says that it is a loop, too.
      if error.code == Int32(XML_ERR_ENTITY_LOOP.rawValue) {
        let position = collector.text.position(of: collector.tag)
        collector.faults.append(
          Fault(
            message: "an entity in it holds itself, or grows beyond a bound", line: position.line,
            column: position.column, kind: .bound))
        return
      }
      collector.faults.append(
        Fault(
          message: String(cString: error.message).split(whereSeparator: \.isWhitespace).joined(separator: " "),
          line: max(1, Int(error.line)), column: max(1, Int(error.int2)), kind: isPrefix ? .prefix : .fatal))
    }
    sax.pointee.startElementNs = { context, name, prefix, uri, namespaces, list, attributes, defaulted, values in
      guard let (collector, parser) = XMLReader.collector(context) else { return }
      if Int(parser.pointee.nodeNr) >= Limit.feedDepth.value {
        collector.refuse(XMLReader.tooDeep, by: parser)
        return
      }
      xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, list, attributes, defaulted, values)
      parser.pointee.node?.pointee._private = UnsafeMutableRawPointer(bitPattern: collector.tag + 1)
    }
    sax.pointee.internalSubset = { context, name, publicID, systemID in
      guard let (collector, _) = XMLReader.collector(context) else { return }
      collector.documentType = (name.map(XMLReader.string) ?? "", systemID.map(XMLReader.string))
      xmlSAX2InternalSubset(context, name, publicID, systemID)
    }
    // What lies elsewhere is not read.
    sax.pointee.entityDecl = { context, name, type, publicID, systemID, content in
      guard let (collector, _) = XMLReader.collector(context) else { return }
      switch UInt32(type) {
      case XML_INTERNAL_GENERAL_ENTITY.rawValue, XML_INTERNAL_PARAMETER_ENTITY.rawValue:
        xmlSAX2EntityDecl(context, name, type, publicID, systemID, content)
      case XML_EXTERNAL_GENERAL_PARSED_ENTITY.rawValue:
        collector.hasExternalEntity = true
        var nothing: xmlChar = 0
        xmlSAX2EntityDecl(context, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, &nothing)
      default: collector.hasExternalEntity = true
      }
    }
    sax.pointee.getEntity = { context, name in
      guard let (collector, parser) = XMLReader.collector(context), let name else { return nil }
      if let entity = xmlSAX2GetEntity(context, name) { return entity }
      // A document type that lies elsewhere may declare HTML's, as that of RSS 0.91 does.
      guard collector.documentType?.systemID != nil, let document = parser.pointee.myDoc,
        let scalar = htmlEntityLookup(name).flatMap({ Unicode.Scalar($0.pointee.value) })
      else { return nil }
      return xmlAddDocEntity(
        document, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, String(Character(scalar)))
    }
    // Attributes that every element is given may grow a document.
    sax.pointee.attributeDecl = { context, _, _, _, _, value, values in
      xmlFreeEnumeration(values)
      guard value != nil, let (collector, parser) = XMLReader.collector(context) else { return }
      collector.refuse("its DOCTYPE gives attributes to elements", by: parser)
    }
  }

  private static func string(_ text: UnsafePointer<xmlChar>) -> String { String(cString: text) }

  /// Nil where it is nested too deep.
  private static func tree(_ top: xmlNodePtr) -> XMLNode? {
    var strings: [UnsafePointer<xmlChar>: String] = [:]
    func interned(_ text: UnsafePointer<xmlChar>?) -> String? {
      guard let text else { return nil }
      // Names and namespaces are kept in a dictionary of libxml2's, or once a declaration.
      if let known = strings[text] { return known }
      let made = string(text)
      strings[text] = made
      return made
    }
    func element(_ node: xmlNodePtr) -> XMLNode {
      var attributes: [XMLNode.Attribute] = []
      var next = node.pointee.properties
      while let attribute = next {
        let value = xmlNodeListGetString(node.pointee.doc, attribute.pointee.children, 1)
        defer { xml_free(value) }
        attributes.append(
          .init(
            name: interned(attribute.pointee.name) ?? "", namespace: interned(attribute.pointee.ns?.pointee.href),
            prefix: interned(attribute.pointee.ns?.pointee.prefix), value: value.map { string($0) } ?? ""))
        next = attribute.pointee.next
      }
      var declarations: [(String?, String)] = []
      var declared = node.pointee.nsDef
      while let namespace = declared {
        declarations.append((interned(namespace.pointee.prefix), interned(namespace.pointee.href) ?? ""))
        declared = namespace.pointee.next
      }
      let uri = interned(node.pointee.ns?.pointee.href)
      return XMLNode(
        name: interned(node.pointee.name) ?? "", namespace: uri == "" ? nil : uri,
        prefix: interned(node.pointee.ns?.pointee.prefix), attributes: attributes, declarations: declarations,
        offset: max(0, Int(bitPattern: node.pointee._private) - 1))
    }
    let root = element(top)
    var open = [root]
    var next = top.pointee.children
    var above = [top]
    while true {
      guard let node = next else {
        open.removeLast()
        let closed = above.removeLast()
        if open.isEmpty { return root }
        next = closed.pointee.next
        continue
      }
      next = node.pointee.next
      switch node.pointee.type {
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
        guard let content = node.pointee.content, let parent = open.last else { continue }
        let text = string(content)
        parent.text += text
        if node.pointee.type == XML_CDATA_SECTION_NODE { parent.hasCharacterData = true }
        if !text.utf8.allSatisfy(\.isSpace) { parent.lastText = parent.children.count }
      case XML_ELEMENT_NODE:
        if open.count >= Limit.feedDepth.value { return nil }
        let child = element(node)
        open.last?.append(child)
        open.append(child)
        above.append(node)
        next = node.pointee.children
      default: continue
      }
    }
  }
}
