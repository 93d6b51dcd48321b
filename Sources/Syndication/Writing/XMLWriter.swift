internal import CLibXML2

/// Writes XML through libxml2's `xmlTextWriter`, and owns what that lets through: text and attributes are cleaned to the
/// characters of XML 1.0 §2.2, names are literals of this program, every return code is checked. It writes no CDATA and
/// does not indent.
final class XMLWriter {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr
  private var escaped: [UInt8] = []

  /// A writer of UTF-8. The XML declaration is written first, and is taken away with `take` where only a part of a
  /// document is wanted.
  init() throws(RenderError) {
    xmlInitParser()
    guard let buffer = xmlBufferCreate(), let writer = xmlNewTextWriterMemory(buffer, 0) else {
      throw RenderError("libxml2 has no memory for a writer")
    }
    self.buffer = buffer
    self.writer = writer
    // Else it grows by ten bytes at a time.
    xmlBufferSetAllocationScheme(buffer, XML_BUFFER_ALLOC_DOUBLEIT)
    // Without it libxml2 writes what is not ASCII as character references.
    try check(xmlTextWriterStartDocument(writer, nil, "UTF-8", nil))
  }

  deinit {
    xmlFreeTextWriter(writer)
    xmlBufferFree(buffer)
  }

  func start(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:]) throws(RenderError) {
    try check(xmlTextWriterStartElement(writer, name))
    for case (let attribute, let value?) in attributes {
      try check(xmlTextWriterWriteAttribute(writer, attribute, XMLCharacters.cleaned(value).text))
    }
  }

  func end() throws(RenderError) { try check(xmlTextWriterEndElement(writer)) }

  func text(_ text: String) throws(RenderError) {
    escaped.removeAll(keepingCapacity: true)
    XMLCharacters.append(XMLCharacters.cleaned(text).text, to: &escaped)
    try writeEscaped()
  }

  /// Text with `&` and `<` as hexadecimal references: what all RSS readers take for plain text (rule T1).
  func hexadecimalText(_ text: String) throws(RenderError) {
    escaped.removeAll(keepingCapacity: true)
    XMLCharacters.append(XMLCharacters.cleaned(text).text, to: &escaped, ampersand: "&#x26;", less: "&#x3C;")
    try writeEscaped()
  }

  // Escaped by us, long text costs less than through xmlTextWriterWriteString, which copies it once more.
  private func writeEscaped() throws(RenderError) {
    try check(xmlTextWriterWriteRawLen(writer, escaped, Int32(escaped.count)))
  }

  func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ text: String? = nil
  ) throws(RenderError) {
    try start(name, attributes)
    if let text { try self.text(text) }
    try end()
  }

  /// The bytes written since the last `take`. An element whose start is the last that was written is still open for
  /// attributes: nothing of what follows belongs to these bytes.
  func take() throws(RenderError) -> [UInt8] {
    try check(xmlTextWriterFlush(writer))
    let bytes = [UInt8](
      UnsafeBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer))))
    xmlBufferEmpty(buffer)
    return bytes
  }

  private func check(_ code: Int32) throws(RenderError) {
    if code < 0 { throw RenderError("libxml2's writer refused a call") }
  }
}

/// A document that could not be written: a fault of this program or a lack of memory, never of the data.
public struct RenderError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}

/// The last look at what is about to leave (rule X5).
enum WellFormedness {
  /// Whether `bytes` are one well-formed XML document; no entity is loaded, nothing is built.
  static func holds(_ bytes: [UInt8]) -> Bool {
    xmlInitParser()
    var handler = xmlSAXHandler()
    return bytes.withUnsafeBytes {
      xmlSAXUserParseMemory(&handler, nil, $0.baseAddress!.assumingMemoryBound(to: CChar.self), Int32($0.count)) == 0
    }
  }
}
