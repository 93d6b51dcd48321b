internal import CLibXML2
internal import Syndication

/// The text of a document in UTF-8, whatever it was encoded in, and where each byte of it stands.
struct XMLText {
  let bytes: [UInt8]
  let hasMark: Bool
  /// As the declaration names it.
  let encoding: String?
  let version: String?
  private let positions: TextPositions

  /// Why there is none.
  struct Fault: Error {
    let message: String
    var line = 1
    var column = 1
  }

  init(_ document: [UInt8]) throws(Fault) {
    var (bytes, name, mark) = XMLText.unmarked(document)
    let head = name.hasPrefix("UTF-16") ? bytes.prefix(600).filter { $0 != 0 } : Array(bytes.prefix(300))
    let declaration = XMLText.declaration(head)
    version = declaration["version"]
    encoding = declaration["encoding"]
    hasMark = mark
    if !mark, name == "UTF-8", let declared = encoding, declared.lowercased() != "utf-8" {
      name = declared
      // What declares two bytes a character and has one is of one all the same.
      if ["utf-16", "ucs-2", "utf-32"].contains(where: name.lowercased().hasPrefix) {
        throw Fault(message: "it declares \(name), and is in another encoding")
      }
    }
    if name != "UTF-8" { bytes = try XMLText.decoded(bytes, from: name) }
    self.bytes = bytes
    positions = TextPositions(bytes)
    if let invalid = SourceText.firstInvalidUTF8(bytes) {
      let place = positions.position(of: invalid)
      throw Fault(
        message: "it is not in UTF-8, as it has to be where it declares no other encoding", line: place.line,
        column: place.column)
    }
  }

  /// Where a byte stands: its line, and its column in characters, both from 1.
  func position(of offset: Int) -> (line: Int, column: Int) { positions.position(of: offset) }

  /// Where an attribute stands in the start tag at `offset`.
  func offset(ofAttribute name: String, inTagAt offset: Int) -> Int {
    let name = Array(name.utf8)
    var index = offset
    var quote: UInt8?
    // Of a tag beyond all measure, the tag itself will do.
    while index < min(bytes.count, offset + 65_536) {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        break
      } else if byte.isSpace, bytes[(index + 1)...].starts(with: name),
        case let end = index + 1 + name.count, end < bytes.count, bytes[end].isSpace || bytes[end] == UInt8(ascii: "=")
      {
        return index + 1
      }
      index += 1
    }
    return offset
  }

  /// Whether some start tag has more attributes than are taken: libxml2 compares each with all before it.
  var hasSurplus: Bool {
    var count = 0
    var isInTag = false
    var quote: UInt8?
    for (index, byte) in bytes.enumerated() {
      if isInTag {
        if let open = quote {
          if byte == open { quote = nil }
        } else {
          switch byte {
          case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
          case UInt8(ascii: ">"): isInTag = false
          case UInt8(ascii: "="): count += 1
          default: break
          }
          if count > Limit.attributes.value { return true }
        }
      } else if byte == UInt8(ascii: "<"), index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "!") {
        (isInTag, count) = (true, 0)
      }
    }
    return false
  }

  private static func unmarked(_ bytes: [UInt8]) -> (bytes: [UInt8], name: String, mark: Bool) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (Array(bytes.dropFirst(3)), "UTF-8", true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (Array(bytes.dropFirst(2)), "UTF-16LE", true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (Array(bytes.dropFirst(2)), "UTF-16BE", true) }
    if bytes.starts(with: [0x3C, 0]) { return (bytes, "UTF-16LE", false) }
    if bytes.starts(with: [0, 0x3C]) { return (bytes, "UTF-16BE", false) }
    return (bytes, "UTF-8", false)
  }

  /// The pseudo-attributes of the declaration: XML 1.0 §2.8.
  private static func declaration(_ head: [UInt8]) -> [String: String] {
    let text = String(decoding: head, as: UTF8.self).trimmed
    guard text.hasPrefix("<?xml"), let end = text.range(of: "?>") else { return [:] }
    var rest = text[..<end.lowerBound].dropFirst(5)
    var values: [String: String] = [:]
    while let equals = rest.firstIndex(of: "="),
      let open = rest[equals...].firstIndex(where: { $0 == "\"" || $0 == "'" }),
      let close = rest[rest.index(after: open)...].firstIndex(of: rest[open])
    {
      values[String(rest[..<equals]).trimmed] = String(rest[rest.index(after: open)..<close])
      rest = rest[rest.index(after: close)...]
    }
    return values
  }

  private static func decoded(_ bytes: [UInt8], from name: String) throws(Fault) -> [UInt8] {
    guard let handler = xmlFindCharEncodingHandler(name) else {
      throw Fault(message: "“\(name)” is an encoding that is not known")
    }
    defer { xmlCharEncCloseFunc(handler) }
    xmlSetStructuredErrorFunc(nil) { _, _ in }
    defer { xmlSetStructuredErrorFunc(nil, nil) }
    guard let source = xmlBufferCreate(), let target = xmlBufferCreateSize(bytes.count * 4 + 16) else {
      throw Fault(message: "libxml2 has no memory")
    }
    defer {
      xmlBufferFree(source)
      xmlBufferFree(target)
    }
    func text() -> [UInt8] {
      Array(UnsafeBufferPointer(start: xmlBufferContent(target), count: Int(xmlBufferLength(target))))
    }
    xmlBufferAdd(source, bytes, Int32(bytes.count))
    while xmlBufferLength(source) > 0 {
      if xmlCharEncInFunc(handler, target, source) <= 0 {
        // What stands before it was decoded.
        let place = TextPositions(text()).position(of: .max)
        throw Fault(
          message: "a byte stands in it that \(name) does not have", line: place.line, column: place.column)
      }
    }
    return text()
  }
}

extension StringProtocol {
  /// Where `text` first stands: byte by byte, as to Swift `>` and a combining mark after it are one character.
  func range(of text: String) -> Range<Index>? {
    let (haystack, needle) = (utf8, Array(text.utf8))
    var index = haystack.startIndex
    while let start = haystack[index...].firstIndex(of: needle[0]) {
      if haystack[start...].starts(with: needle) { return start..<haystack.index(start, offsetBy: needle.count) }
      index = haystack.index(after: start)
    }
    return nil
  }
}
