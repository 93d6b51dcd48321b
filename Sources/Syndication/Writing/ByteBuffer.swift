internal import Glibc

/// Bytes written one after another, in memory that is kept for the next text.
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 8192) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  mutating func removeAll() { count = 0 }

  mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    memcpy(base + count, start, bytes.count)
    count += bytes.count
  }

  mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends `text` without what may not be written, newlines as LF, and what `escaping` has a reference for as that.
  ///
  /// - Returns: how many characters were dropped.
  @discardableResult
  mutating func append(_ text: String, _ escaping: Escaping) -> Int {
    var text = text
    return text.withUTF8 { append($0, escaping) }
  }

  @discardableResult
  mutating func append(_ utf8: UnsafeBufferPointer<UInt8>, _ escaping: Escaping) -> Int {
    guard let source = utf8.baseAddress else { return 0 }
    // A reference is stored as eight bytes, of which the next ones overwrite what is too much.
    reserve(utf8.count * Escaping.longest + 8)
    var dropped = 0
    var out = base + count
    var index = 0
    while index < utf8.count {
      let byte = source[index]
      let reference = escaping.references[Int(byte)]
      if reference.length == 1 {
        out.pointee = byte
        out += 1
        index += 1
      } else if reference.length > 0 {
        UnsafeMutableRawPointer(out).storeBytes(of: reference.bytes, as: UInt64.self)
        out += Int(reference.length)
        index += 1
      } else {
        let (length, isNewline) = XMLCharacters.forbidden(source + index, utf8.count - index)
        if isNewline {
          out.pointee = UInt8(ascii: "\n")
          // What a newline is written as.
          let reference = escaping.references[Int(UInt8(ascii: "\n"))]
          if reference.length > 1 { UnsafeMutableRawPointer(out).storeBytes(of: reference.bytes, as: UInt64.self) }
          out += Int(reference.length)
        } else if length == 0 {
          out.pointee = byte
          out += 1
          index += 1
        } else {
          dropped += 1
        }
        index += length
      }
    }
    count = out - base
    return dropped
  }

  private mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(count + more, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    memcpy(larger, base, count)
    base.deallocate()
    base = larger
  }
}

extension [UInt8] {
  init(_ buffer: borrowing ByteBuffer) { self = Array(buffer.bytes) }
}

/// What is written for each byte that cannot stand for itself.
struct Escaping: @unchecked Sendable {
  /// Up to eight bytes, the first one lowest, and how many they are: one for a byte that stands for itself, none for one
  /// that may begin a forbidden character.
  struct Reference {
    var bytes: UInt64
    var length: UInt8
  }

  /// How much longer a text can become.
  static let longest = 6
  /// By byte; made once for each kind of text, and kept as long as the program runs.
  fileprivate let references: UnsafePointer<Reference>

  init(_ references: KeyValuePairs<Unicode.Scalar, StaticString>) {
    let table = UnsafeMutablePointer<Reference>.allocate(capacity: 256)
    for byte in 0...255 {
      table[byte] = Reference(bytes: UInt64(byte), length: XMLCharacters.mayBeForbidden(UInt8(byte)) ? 0 : 1)
    }
    for (scalar, text) in references {
      precondition(text.utf8CodeUnitCount <= Escaping.longest)
      var bytes: UInt64 = 0
      for index in 0..<text.utf8CodeUnitCount { bytes |= UInt64(text.utf8Start[index]) << UInt64(index * 8) }
      table[Int(UInt8(ascii: scalar))] = Reference(bytes: bytes.littleEndian, length: UInt8(text.utf8CodeUnitCount))
    }
    self.references = UnsafePointer(table)
  }

  /// Text of an element.
  static let xmlText = Escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;"])
  /// With `&` and `<` in hexadecimal: what all RSS readers take for plain text (rule T1).
  static let xmlTitle = Escaping(["&": "&#x26;", "<": "&#x3C;", ">": "&gt;"])
  /// An attribute's value, in double quotes: white space as references, or it would be read as spaces (XML 1.0 §3.3.3).
  static let xmlAttribute = Escaping([
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\n": "&#10;", "\t": "&#9;",
  ])
  /// Text and values of HTML.
  static let html = Escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"])
  /// A string of JSON (RFC 8259 §7), only what must be escaped (rule F2).
  static let json = Escaping(["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t"])
}
