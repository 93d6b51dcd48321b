internal import CLibXML2
internal import Syndication

/// An XML document in memory, read by libxml2: nothing is fetched, and of entities only HTML's names are known, so that
/// none can be made to grow.
final class XMLDocument {
  /// Where it is not well-formed, in libxml2's words.
  private typealias Fault = (message: String, line: Int)

  private let tree: xmlDocPtr
  /// The element that holds all others; not to be kept longer than the document.
  let root: XMLElement

  /// - Parameters:
  ///   - bytes: in any encoding that the document declares. What stands before the declaration is passed over.
  ///   - file: as problems name it.
  /// - Throws: a `Problem` that says where the document is not well-formed.
  init(_ bytes: [UInt8], file: String) throws(Problem) {
    try XMLDocument.checkAttributes(of: bytes, file: file)
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
      throw XMLDocument.problem(fault?.message ?? "there is no element", in: file, line: fault?.line)
    }
    self.tree = tree
    self.root = XMLElement(root)
  }

  deinit { xmlFreeDoc(tree) }

  private static func problem(_ message: String, in file: String, line: Int? = nil) -> Problem {
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
    return declarationFirst(bytes).withUnsafeBytes {
      let text = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
      return xmlCtxtReadMemory(context, text, Int32(clamping: $0.count), nil, encoding, Int32(options))
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
    // Those that a document declares may hold each other, and grow a thousandfold.
    sax.pointee.entityDecl = { _, _, _, _, _, _ in }
    sax.pointee.getEntity = { context, name in
      guard let document = XMLDocument.parser(context)?.pointee.myDoc, let name else { return nil }
      if let known = xmlGetDocEntity(document, name) { return known }
      guard let entity = htmlEntityLookup(name) else { return nil }
      if document.pointee.intSubset == nil { xmlCreateIntSubset(document, "feed", nil, nil) }
      return xmlAddDocEntity(
        document, name, Int32(XML_INTERNAL_GENERAL_ENTITY.rawValue), nil, nil, "&#\(entity.pointee.value);")
    }
    // So may attributes that every element is given.
    sax.pointee.attributeDecl = { context, _, _, _, _, value, values in
      xmlFreeEnumeration(values)
      guard value != nil, let parser = XMLDocument.parser(context) else { return }
      XMLDocument.note(
        "its DOCTYPE gives attributes to elements", line: Int(parser.pointee.input.pointee.line), in: context)
      xmlStopParser(parser)
    }
  }

  private static func parser(_ context: UnsafeMutableRawPointer?) -> xmlParserCtxtPtr? {
    context?.assumingMemoryBound(to: xmlParserCtxt.self)
  }

  /// The first fault is the one to mend: others follow from it.
  private static func note(_ message: String, line: Int, in context: UnsafeMutableRawPointer?) {
    guard let fault = parser(context)?.pointee._private?.assumingMemoryBound(to: Fault?.self), fault.pointee == nil
    else { return }
    fault.pointee = (message.split(whereSeparator: \.isWhitespace).joined(separator: " "), line)
  }
}
