internal import CLibXML2

/// The markup of an element with certain attributes, as libxml2 writes it around its values.
final class XMLShape {
  fileprivate let names: [UnsafePointer<UInt8>]
  /// What comes before the value of each attribute, and behind the last.
  let opening: [[UInt8]]
  /// What ends its start where something follows, and all of it where nothing does.
  let startEnd: [UInt8]
  let emptyEnd: [UInt8]
  let closing: [UInt8]

  /// - Parameter names: of the element and its attributes, each ended by a zero byte; none has a digit.
  fileprivate init(_ names: [UnsafePointer<UInt8>]) throws(RenderError) {
    self.names = names
    let empty = try XMLShape.written(names, holding: nil).split(
      separator: XMLShape.value, omittingEmptySubsequences: false)
    let full = try XMLShape.written(names, holding: XMLShape.text)
      .split(separator: XMLShape.value, omittingEmptySubsequences: false)
    let ends = full.last?.split(separator: XMLShape.text, omittingEmptySubsequences: false) ?? []
    guard let last = empty.last, let start = ends.first, ends.count == 2, full.count == names.count,
      full.dropLast() == empty.dropLast()
    else { throw RenderError("libxml2's writer wrote something else") }
    // What both have in common stands before either end.
    let common = zip(last, start).prefix { $0 == $1 }.count
    opening = full.dropLast().map(Array.init) + [Array(start.prefix(common))]
    startEnd = Array(start.dropFirst(common))
    emptyEnd = Array(last.dropFirst(common))
    closing = Array(ends[1])
  }

  private static let value = UInt8(ascii: "0")
  private static let text = UInt8(ascii: "1")

  private static func written(_ names: [UnsafePointer<UInt8>], holding text: UInt8?) throws(RenderError) -> [UInt8] {
    guard let buffer = xmlBufferCreate() else { throw RenderError("libxml2 has no memory for a writer") }
    defer { xmlBufferFree(buffer) }
    guard let writer = xmlNewTextWriterMemory(buffer, 0) else {
      throw RenderError("libxml2 has no memory for a writer")
    }
    defer { xmlFreeTextWriter(writer) }
    func check(_ code: Int32) throws(RenderError) {
      if code < 0 { throw RenderError("libxml2's writer refused a call") }
    }
    try check(xmlTextWriterStartElement(writer, names[0]))
    for name in names.dropFirst() { try check(xmlTextWriterWriteAttribute(writer, name, [value, 0])) }
    if let text { try check(xmlTextWriterWriteString(writer, [text, 0])) }
    try check(xmlTextWriterEndElement(writer))
    try check(xmlTextWriterFlush(writer))
    return [UInt8](UnsafeBufferPointer(start: xmlBufferContent(buffer), count: Int(xmlBufferLength(buffer))))
  }
}

/// The shapes that a writer has written, found by where the names are: they are literals.
struct XMLShapes {
  /// Open addressing: of a few dozen there is more room than is needed.
  private var slots = [XMLShape?](repeating: nil, count: 256)
  private var count = 0

  mutating func shape(
    of name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
  ) throws(RenderError) -> XMLShape {
    var hash = UInt(bitPattern: name.utf8Start)
    for case (let attribute, _?) in attributes { hash = hash &* 31 &+ UInt(bitPattern: attribute.utf8Start) }
    var slot = Int((hash &* 0x9E37_79B9_7F4A_7C15) >> 56)
    while let shape = slots[slot] {
      if isSame(shape, name, attributes) { return shape }
      slot = (slot + 1) % slots.count
    }
    var names = [name.utf8Start]
    for case (let attribute, _?) in attributes { names.append(attribute.utf8Start) }
    let shape = try XMLShape(names)
    // There are never so many.
    if count < slots.count / 2 {
      slots[slot] = shape
      count += 1
    }
    return shape
  }

  private func isSame(
    _ shape: XMLShape, _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
  ) -> Bool {
    guard shape.names[0] == name.utf8Start else { return false }
    var index = 1
    for case (let attribute, _?) in attributes {
      guard index < shape.names.count, shape.names[index] == attribute.utf8Start else { return false }
      index += 1
    }
    return index == shape.names.count
  }
}
