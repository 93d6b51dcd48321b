internal import CLibXML2
internal import Synchronization

/// Writes XML through libxml2's `xmlTextWriter`, and owns what that lets through: text and attributes are cleaned to the
/// characters of XML 1.0 §2.2, names are literals of this program, every return code is checked. It writes no CDATA and
/// does not indent.
final class XMLWriter {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr
  private var escaped = ByteBuffer()

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

  func start(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) throws(RenderError) {
    try check(xmlTextWriterStartElement(writer, name.utf8Start))
    for case (let attribute, let value?) in attributes {
      try check(xmlTextWriterStartAttribute(writer, attribute.utf8Start))
      try write(value, .xmlAttribute)
      try check(xmlTextWriterEndAttribute(writer))
    }
  }

  func end() throws(RenderError) { try check(xmlTextWriterEndElement(writer)) }

  func text(_ text: String) throws(RenderError) { try write(text, .xmlText) }

  /// A text's bytes as `fragment` takes them.
  static func escaped(_ utf8: [UInt8]) -> [UInt8] {
    var escaped = ByteBuffer(capacity: utf8.count * 2)
    _ = utf8.withUnsafeBufferPointer { escaped.append($0, .xmlText) }
    return [UInt8](escaped)
  }

  /// What `fragment` or `escaped` gave.
  func fragment(_ bytes: [UInt8]) throws(RenderError) {
    try check(xmlTextWriterWriteRawLen(writer, bytes, Int32(bytes.count)))
  }

  /// An element `title`: what all RSS readers take for plain text (rule T1).
  func title(_ text: String) throws(RenderError) {
    try start("title")
    try write(text, .xmlTitle)
    try end()
  }

  func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ text: String? = nil
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

  /// What `body` writes as the opening of a frame, and the ends of that many elements as its closing; a line each entry.
  static func frame(
    ending elements: Int, _ body: (XMLWriter) throws(RenderError) -> Void
  ) throws(RenderError) -> Frame {
    var opening: [UInt8] = []
    let closing = try fragment { xml throws(RenderError) in
      try body(xml)
      try xml.text("\n")
      opening = try declaration + xml.take()
      try xml.text("\n")
      for _ in 0..<elements { try xml.end() }
    }
    return Frame(opening: opening, separator: [0x0A], closing: closing + [0x0A])
  }

  /// What a document begins with.
  static let declaration = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)

  // Escaped by us, text costs less than through xmlTextWriterWriteString, which copies it once more.
  private func write(_ text: String, _ escaping: Escaping) throws(RenderError) {
    escaped.removeAll()
    escaped.append(text, escaping)
    try writeEscaped()
  }

  private func writeEscaped() throws(RenderError) {
    let bytes = escaped.bytes
    try check(xmlTextWriterWriteRawLen(writer, bytes.baseAddress, Int32(bytes.count)))
  }

  private func check(_ code: Int32) throws(RenderError) {
    if code < 0 { throw RenderError("libxml2's writer refused a call") }
  }

  /// What `body` writes: a part of a document, without a declaration.
  ///
  /// - Parameter body: has to end every element that it starts.
  static func fragment(_ body: (XMLWriter) throws(RenderError) -> Void) throws(RenderError) -> [UInt8] {
    let writer: XMLWriter
    if let idle = idle.withLock({ $0.popLast() }) {
      writer = idle.writer
    } else {
      writer = try XMLWriter()
      _ = try writer.take()
    }
    try body(writer)
    let bytes = try writer.take()
    // One that failed within an element is not used again.
    idle.withLock { $0.append(Idle(writer: writer)) }
    return bytes
  }

  /// Making one costs as much as writing an entry.
  private static let idle = Mutex<[Idle]>([])

  private struct Idle: @unchecked Sendable { let writer: XMLWriter }
}

/// A document that could not be written: a fault of this program or a lack of memory, never of the data.
public struct RenderError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}
