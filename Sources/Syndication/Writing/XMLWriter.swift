internal import CLibXML2
internal import Synchronization

/// Writes XML, and owns what libxml2's writer lets through: text and attributes are cleaned to the characters of XML 1.0 §2.2,
/// names are literals of this program. It writes no CDATA and does not indent.
///
/// Markup is libxml2's: its `xmlTextWriter` writes each element once, with the attributes that it has, and what it wrote around
/// the values is written around all others.
final class XMLWriter {
  // By one thread at a time, and no call within another.
  @exclusivity(unchecked) private var buffer = ByteBuffer()
  /// The elements that are open.
  @exclusivity(unchecked) private var open: [XMLShape.Address] = []
  /// Whether the start of the last one is still open for attributes.
  @exclusivity(unchecked) private var isInStart = false
  @exclusivity(unchecked) private var shapes = XMLShapes()

  init() throws(RenderError) { xmlInitParser() }

  // Where it is inlined, the list is made on the stack, if at all.
  @inline(__always)
  func start(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]) throws(RenderError) {
    try begin(name)
    for case (let name, let value?) in attributes { try attribute(name, value) }
  }

  private func begin(_ name: StaticString) throws(RenderError) {
    endStart()
    let shape = try shapes.shape(of: name)
    buffer.append(shape.pointee.behindValue)
    open.append(shape)
    isInStart = true
  }

  /// Of the element whose start was written last.
  func attribute(_ name: StaticString, _ value: String) throws(RenderError) {
    guard isInStart else { throw RenderError("an attribute follows what an element holds") }
    let last = open.count - 1
    let shape = try XMLShape.shape(of: name, in: open[last])
    buffer.append(shape.pointee.beforeValue)
    buffer.append(value, .xmlAttribute)
    buffer.append(shape.pointee.behindValue)
    open[last] = shape
  }

  func end() throws(RenderError) {
    guard let shape = open.popLast() else { throw RenderError("an element is ended that was not started") }
    buffer.append(isInStart ? shape.pointee.emptyEnd : shape.pointee.closing)
    isInStart = false
  }

  private func endStart() {
    if isInStart, let shape = open.last { buffer.append(shape.pointee.startEnd) }
    isInStart = false
  }

  func text(_ text: String) throws(RenderError) {
    endStart()
    buffer.append(text, .xmlText)
  }

  /// A text's bytes as `fragment` takes them.
  static func escaped(_ utf8: [UInt8]) -> [UInt8] {
    var escaped = ByteBuffer(capacity: Escaping.room(for: utf8.count))
    _ = utf8.withUnsafeBufferPointer { escaped.append($0, .xmlText) }
    return [UInt8](escaped)
  }

  /// What `fragment` or `escaped` gave.
  func fragment(_ bytes: [UInt8]) throws(RenderError) {
    endStart()
    buffer.append(bytes)
  }

  /// An element `title`: what all RSS readers take for plain text (rule T1).
  func title(_ text: String) throws(RenderError) {
    try start("title")
    endStart()
    buffer.append(text, .xmlTitle)
    try end()
  }

  @inline(__always)
  func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ text: String? = nil
  ) throws(RenderError) {
    try start(name, attributes)
    if let text { try self.text(text) }
    try end()
  }

  /// The bytes written since the last `take`. An element whose start is the last that was written is still open for
  /// attributes: nothing of what follows belongs to these bytes.
  func take() -> [UInt8] {
    defer { buffer.removeAll() }
    return [UInt8](buffer)
  }

  /// What `body` writes as the opening of a frame, and the ends of that many elements as its closing; a line each entry.
  ///
  /// - Parameter stylesheet: the address of that by which browsers show the document (Associating Style Sheets with XML
  ///   documents 1.0).
  static func frame(
    styledBy stylesheet: String? = nil, ending elements: Int, _ body: (XMLWriter) throws(RenderError) -> Void
  ) throws(RenderError) -> Frame {
    var opening: [UInt8] = []
    let closing = try fragment { xml throws(RenderError) in
      try body(xml)
      try xml.text("\n")
      opening = declaration
      if let stylesheet {
        opening += instruction + Array(XMLCharacters.escaped(stylesheet, .xmlAttribute).utf8) + instructionEnd
      }
      opening += xml.take()
      try xml.text("\n")
      for _ in 0..<elements { try xml.end() }
    }
    return Frame(opening: opening, separator: [0x0A], closing: closing + [0x0A])
  }

  /// What a document begins with.
  static let declaration = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)

  /// What stands around the address of a stylesheet.
  private static let instruction = Array("<?xml-stylesheet type=\"text/css\" href=\"".utf8)
  private static let instructionEnd = Array("\"?>\n".utf8)

  /// Where a document goes on behind its declaration, and the stylesheet that it may name.
  static func root(of document: [UInt8]) -> Int? {
    guard document.starts(with: declaration) else { return nil }
    let rest = document[declaration.count...]
    guard rest.starts(with: instruction) else { return declaration.count }
    return rest.firstRange(of: instructionEnd)?.upperBound
  }

  /// What `body` writes: a part of a document, without a declaration.
  ///
  /// - Parameter body: has to end every element that it starts.
  static func fragment(_ body: (XMLWriter) throws(RenderError) -> Void) throws(RenderError) -> [UInt8] {
    let writer: XMLWriter
    if let idle = idle.withLock({ $0.popLast() }) { writer = idle.writer } else { writer = try XMLWriter() }
    try body(writer)
    let bytes = writer.take()
    // One that failed within an element is not used again.
    idle.withLock { $0.append(Idle(writer: writer)) }
    return bytes
  }

  /// Each knows the markup that it has written.
  private static let idle = Mutex<[Idle]>([])

  private struct Idle: @unchecked Sendable { let writer: XMLWriter }
}

/// A document that could not be written: a fault of this program or a lack of memory, never of the data.
public struct RenderError: Error, Sendable, Hashable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}
