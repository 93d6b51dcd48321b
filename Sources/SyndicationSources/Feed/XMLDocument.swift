internal import CLibXML2
internal import Syndication

/// An XML document in memory, read by libxml2: nothing is fetched, and of entities only HTML's names are known, so that
/// none can be made to grow.
final class XMLDocument {
  /// Where it is not well-formed, in libxml2's words, or beyond a bound.
  private typealias Fault = (message: String, line: Int, isXML: Bool)

  private let tree: xmlDocPtr
  /// The element that holds all others; not to be kept longer than the document.
  let root: XMLElement

  /// - Parameters:
  ///   - bytes: in any encoding that the document declares. What stands before the declaration is passed over.
  ///   - file: as problems name it.
  /// - Throws: a `Problem` that says where the document is not well-formed.
  init(_ bytes: [UInt8], file: String) throws(Problem) {
    xmlInitParser()
    guard let context = xmlNewParserCtxt() else { throw XMLDocument.problem("libxml2 has no memory", in: file) }
    defer { xmlFreeParserCtxt(context) }
    var fault: Fault?
    let tree = withUnsafeMutablePointer(to: &fault) { fault in
      context.pointee._private = UnsafeMutableRawPointer(fault)
      XMLDocument.prepare(context.pointee.sax)
      return XMLDocument.read(bytes, by: context)
    }
    guard context.pointee.wellFormed == 1, fault == nil, let tree, let root = xmlDocGetRootElement(tree) else {
      if let tree { xmlFreeDoc(tree) }
      throw XMLDocument.problem(
        fault?.message ?? "there is no element", in: file, line: fault?.line, isXML: fault?.isXML ?? false)
    }
    self.tree = tree
    self.root = XMLElement(root)
  }

  deinit { xmlFreeDoc(tree) }

  private static func problem(
    _ message: String, in file: String, line: Int? = nil, isXML: Bool = false
  ) -> Problem {
    if isXML {
      return .error(
        at: Place(file: file, line: line), rule: "limits", "no feed is read from it, as \(message): leave some out")
    }
    let advice =
      message.contains("encoding") || message.contains("UTF-8")
      ? "declare the encoding that it is in, as in <?xml version=\"1.0\" encoding=\"windows-1252\"?>"
      : "make it well-formed, or fetch it again if it was cut"
    return .error(
      at: Place(file: file, line: line), rule: "XML 1.0 §2.1",
      "no feed is read from it, as it is not XML: \(message); \(advice)")
  }

  private static func read(_ bytes: [UInt8], by context: xmlParserCtxtPtr) -> xmlDocPtr? {
    let options =
      XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_BIG_LINES.rawValue
    let encoding = bytes.starts(with: mark) ? "UTF-8" : declaredEncoding(of: bytes)
    // That of the thread prints what cannot be decoded.
    xmlSetStructuredErrorFunc(nil) { _, _ in }
    defer { xmlSetStructuredErrorFunc(nil, nil) }
    return declarationFirst(bytes).withUnsafeBytes { bytes in
      var input = Input(rest: bytes[...], context: context)
      return xmlCtxtReadIO(context, Input.read, nil, &input, nil, encoding, Int32(options))
    }
  }

  /// What the parser reads, a piece at a time: so an element is stopped at that has far more attributes than are taken, each
  /// of which libxml2 compares with all before it.
  private struct Input {
    var rest: Slice<UnsafeRawBufferPointer>
    let context: xmlParserCtxtPtr

    static let read: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 = {
      input, buffer, count in
      let input = input!.assumingMemoryBound(to: Input.self)
      let context = input.pointee.context
      // There is room for five words an attribute, twice as much as was last needed, and for two a namespace.
      if max(Int(context.pointee.maxatts) / 10, Int(context.pointee.nsNr) / 10) > Limit.attributes.value + 10 {
        XMLDocument.note(
          XMLDocument.surplus, line: Int(context.pointee.input?.pointee.line ?? 0), in: context, isXML: true)
        return 0
      }
      let piece = input.pointee.rest.prefix(Int(count))
      input.pointee.rest = input.pointee.rest.dropFirst(piece.count)
      UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)).copyBytes(from: piece)
      return Int32(piece.count)
    }
  }

  /// A byte order mark.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes with the declaration first, as XML has it: what white space stood before it follows it, so that the lines
  /// of what comes after stay as they are counted.
  private static func declarationFirst(_ bytes: [UInt8]) -> [UInt8] {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "<")), start > 0, bytes[start...].starts(with: "<?xml ".utf8),
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    else { return bytes }
    let space = bytes[..<start].filter { !mark.contains($0) }
    guard space.allSatisfy(\.isSpace) else { return bytes }
    return Array(bytes[start...end] + space + bytes[(end + 1)...])
  }

  /// What is declared as Latin-1 is Windows-1252, as browsers know; nil for all else, which libxml2 sees to.
  private static func declaredEncoding(of bytes: [UInt8]) -> String? {
    guard bytes.contains(where: { (0x80...0x9F).contains($0) }) else { return nil }
    let declaration = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased().prefix { $0 != ">" }
    return ["iso-8859-1\"", "iso-8859-1'", "latin1", "us-ascii"].contains { declaration.contains($0) }
      ? "windows-1252" : nil
  }

  private static func prepare(_ sax: UnsafeMutablePointer<xmlSAXHandler>) {
    sax.pointee.serror = { context, error in
      guard let error = error?.pointee, error.level == XML_ERR_FATAL else { return }
      XMLDocument.note(String(cString: error.message), line: Int(error.line), in: context)
    }
    sax.pointee.startElementNs = { context, name, prefix, uri, namespaces, list, attributes, defaulted, values in
      guard let parser = XMLDocument.parser(context) else { return }
      if Int(namespaces) + Int(attributes) > Limit.attributes.value {
        XMLDocument.refuse(XMLDocument.surplus, by: parser)
      } else if Int(parser.pointee.nodeNr) >= Limit.feedDepth.value {
        XMLDocument.refuse("elements are nested over \(Limit.feedDepth.value) deep", by: parser)
      } else {
        xmlSAX2StartElementNs(context, name, prefix, uri, namespaces, list, attributes, defaulted, values)
      }
    }
    // Those that a document declares may hold each other, and grow a thousandfold.
    sax.pointee.entityDecl = { _, _, _, _, _, _ in }
    sax.pointee.getEntity = { context, name in
      guard let parser = XMLDocument.parser(context), let document = parser.pointee.myDoc, let name,
        let entity = xmlGetDocEntity(document, name) ?? XMLDocument.add(name, to: document)
      else { return nil }
      // As one that XML itself knows, its text joins that before it; else it would be copied, and all before it measured. Of
      // such a one an attribute takes the first byte alone.
      let isInAttribute = parser.pointee.instate == XML_PARSER_ATTRIBUTE_VALUE
      entity.pointee.etype = isInAttribute ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY
      return entity
    }
    // So may attributes that every element is given.
    sax.pointee.attributeDecl = { context, _, _, _, _, value, values in
      xmlFreeEnumeration(values)
      guard value != nil, let parser = XMLDocument.parser(context) else { return }
      XMLDocument.refuse("its DOCTYPE gives attributes to elements", by: parser)
    }
  }

  /// One that HTML knows.
  private static func add(_ name: UnsafePointer<xmlChar>, to document: xmlDocPtr) -> xmlEntityPtr? {
    guard let character = htmlEntityLookup(name).flatMap({ Unicode.Scalar($0.pointee.value) }) else { return nil }
    if document.pointee.intSubset == nil { xmlCreateIntSubset(document, "feed", nil, nil) }
    return xmlAddDocEntity(
      document, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, String(Character(character)))
  }

  private static let surplus = "an element has over \(Limit.attributes.value) attributes"

  private static func refuse(_ message: String, by parser: xmlParserCtxtPtr) {
    note(message, line: Int(parser.pointee.input?.pointee.line ?? 0), in: parser, isXML: true)
    xmlStopParser(parser)
  }

  private static func parser(_ context: UnsafeMutableRawPointer?) -> xmlParserCtxtPtr? {
    context?.assumingMemoryBound(to: xmlParserCtxt.self)
  }

  /// The first fault is the one to mend: others follow from it.
  private static func note(
    _ message: String, line: Int, in context: UnsafeMutableRawPointer?, isXML: Bool = false
  ) {
    guard let fault = parser(context)?.pointee._private?.assumingMemoryBound(to: Fault?.self), fault.pointee == nil
    else { return }
    fault.pointee = (message.split(whereSeparator: \.isWhitespace).joined(separator: " "), line, isXML)
  }
}
