internal import CLibXML2

/// The markup of an element with some attributes, as libxml2 writes it around their values.
///
/// Shapes are found and held by their addresses: nothing is counted for each element of each entry. Names are literals, so
/// that there are few, and they stay as long as the program runs.
struct XMLShape {
  typealias Address = UnsafeMutablePointer<XMLShape>
  typealias Markup = UnsafeBufferPointer<UInt8>

  /// Of the last attribute, or of the element where there is none; ended by a zero byte, without digits.
  private let name: UnsafePointer<UInt8>
  /// The same without the last attribute.
  private let outer: Address?
  /// What comes before the value of the last attribute.
  let beforeValue: Markup
  /// What comes behind it; where there is no attribute, what the element begins with.
  let behindValue: Markup
  /// What ends its start where something follows, and all of it where nothing does.
  let startEnd: Markup
  let emptyEnd: Markup
  let closing: Markup
  /// The first of those with one attribute more.
  private var longer: Address?
  /// The next of those with another last name.
  private var next: Address?

  /// The one with another attribute.
  static func shape(of name: StaticString, in outer: Address) throws(RenderError) -> Address {
    try shape(of: name, in: outer, among: &outer.pointee.longer)
  }

  /// - Parameter first: the first of all with that `outer`, and perhaps of some of them alone.
  fileprivate static func shape(
    of name: StaticString, in outer: Address?, among first: inout Address?
  ) throws(RenderError) -> Address {
    var found = first
    while let shape = found {
      if shape.pointee.name == name.utf8Start { return shape }
      found = shape.pointee.next
    }
    let shape = Address.allocate(capacity: 1)
    shape.initialize(to: try XMLShape(name.utf8Start, in: outer, before: first))
    first = shape
    return shape
  }

  private init(_ name: UnsafePointer<UInt8>, in outer: Address?, before next: Address?) throws(RenderError) {
    (self.name, self.outer, self.next) = (name, outer, next)
    var names = [name]
    var last = outer
    while let shape = last {
      names.insert(shape.pointee.name, at: 0)
      last = shape.pointee.outer
    }
    let empty = try XMLShape.written(names, holding: nil).split(
      separator: XMLShape.value, omittingEmptySubsequences: false)
    let full = try XMLShape.written(names, holding: XMLShape.text)
      .split(separator: XMLShape.value, omittingEmptySubsequences: false)
    let ends = full.last?.split(separator: XMLShape.text, omittingEmptySubsequences: false) ?? []
    let begun = outer.map { Array($0.pointee.behindValue) } ?? []
    let before = full.dropLast().last ?? begun[...]
    guard let emptyEnd = empty.last, let startEnd = ends.first, ends.count == 2, full.count == names.count,
      full.dropLast() == empty.dropLast(), before.starts(with: begun)
    else { throw RenderError("libxml2's writer wrote something else") }
    // What both ends have in common stands before either.
    let common = zip(emptyEnd, startEnd).prefix { $0 == $1 }.count
    beforeValue = XMLShape.kept(before.dropFirst(begun.count))
    behindValue = XMLShape.kept(startEnd.prefix(common))
    self.startEnd = XMLShape.kept(startEnd.dropFirst(common))
    self.emptyEnd = XMLShape.kept(emptyEnd.dropFirst(common))
    closing = XMLShape.kept(ends[1])
  }

  private static func kept(_ markup: ArraySlice<UInt8>) -> Markup {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: markup.count)
    _ = bytes.initialize(from: markup)
    return Markup(bytes)
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

/// The shapes that a writer has written, found by where the names are.
struct XMLShapes: ~Copyable {
  private var elements = [XMLShape.Address?](repeating: nil, count: 64)

  /// Of an element without attributes.
  mutating func shape(of name: StaticString) throws(RenderError) -> XMLShape.Address {
    let place = Int((UInt(bitPattern: name.utf8Start) &* 0x9E37_79B9_7F4A_7C15) >> 58)
    return try XMLShape.shape(of: name, in: nil, among: &elements[place])
  }
}
