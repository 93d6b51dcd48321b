internal import CKernels
internal import Glibc

/// Bytes written one after another, in memory that is kept for the next text.
package struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  package private(set) var count = 0

  package init(capacity: Int = 8192) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  package mutating func removeAll() { count = 0 }

  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  /// The decimal digits of a number that is not negative.
  mutating func append(decimal number: Int) {
    if number > 9 { append(decimal: number / 10) }
    append(UInt8(truncatingIfNeeded: 48 + number % 10))
  }

  /// Sixteen lower-case hexadecimal digits.
  mutating func append(hexadecimal number: UInt64) {
    reserve(16)
    for place in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - place * 4)) & 15
      base[count + place] = digit + (digit < 10 ? 48 : 87)
    }
    count += 16
  }

  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    memcpy(base + count, start, bytes.count)
    count += bytes.count
  }

  mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  package mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package mutating func append(_ text: String) {
    // Nearly all are contiguous, and need not be copied.
    if text.utf8.withContiguousStorageIfAvailable({ append($0) }) != nil { return }
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends `text` without what may not be written, newlines as LF, and what `escaping` has a reference for as that.
  ///
  /// - Returns: how many characters were dropped.
  @discardableResult
  package mutating func append(_ text: String, _ escaping: Escaping) -> Int {
    if let dropped = text.utf8.withContiguousStorageIfAvailable({ append($0, escaping) }) { return dropped }
    var text = text
    return text.withUTF8 { append($0, escaping) }
  }

  @discardableResult
  package mutating func append(_ utf8: UnsafeBufferPointer<UInt8>, _ escaping: Escaping) -> Int {
    guard var next = utf8.baseAddress else { return 0 }
    reserve(Escaping.room(for: utf8.count))
    let end = next + utf8.count
    var dropped = 0
    while next < end {
      var written = 0
      next += kernels_escape(escaping.kernel, next, end - next, base + count, &written)
      count += written
      guard next < end else { break }
      let (length, isNewline) = XMLCharacters.forbidden(next, end - next)
      next += length
      if isNewline {
        count += escaping.write(UInt8(ascii: "\n"), to: base + count)
      } else {
        dropped += 1
      }
    }
    return dropped
  }

  /// Removes what stands in `range`; what is behind it moves up.
  package mutating func remove(_ range: Range<Int>) {
    memmove(base + range.lowerBound, base + range.upperBound, count - range.upperBound)
    count -= range.count
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
  package init(_ buffer: borrowing ByteBuffer) { self = Array(buffer.bytes) }
  /// Appends `bytes` with what `escaping` has a reference for as that, and all else as it is: also what may not be written.
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ escaping: Escaping) {
    var copied = 0
    for (index, byte) in bytes.enumerated() {
      let length = escaping.length(of: byte)
      guard length > 1 else { continue }
      append(contentsOf: bytes[copied..<index])
      Swift.withUnsafeBytes(of: escaping.text(of: byte)) { append(contentsOf: $0.prefix(length)) }
      copied = index + 1
    }
    append(contentsOf: bytes[copied...])
  }

  package mutating func append(_ text: String, _ escaping: Escaping) {
    var text = text
    text.withUTF8 { append($0, escaping) }
  }
}

/// What is written for each byte that cannot stand for itself.
package struct Escaping: @unchecked Sendable {
  /// How much longer a text can become.
  package static let longest = 6
  /// So many bytes behind a text may be written to, as many are copied at a time.
  private static let spare = 40

  /// How much memory there has to be for a text of so many bytes.
  static func room(for count: Int) -> Int { count * longest + spare }

  // Made once for each kind of text, and kept as long as the program runs.
  let kernel: UnsafePointer<kernels_escaping>

  package init(_ texts: KeyValuePairs<Unicode.Scalar, StaticString>) {
    let kernel = UnsafeMutablePointer<kernels_escaping>.allocate(capacity: 1)
    kernel.initialize(to: kernels_escaping())
    withUnsafeMutablePointer(to: &kernel.pointee.length) { lengths in
      withUnsafeMutablePointer(to: &kernel.pointee.text) { references in
        let lengths = UnsafeMutableRawPointer(lengths).assumingMemoryBound(to: UInt8.self)
        let references = UnsafeMutableRawPointer(references).assumingMemoryBound(to: UInt64.self)
        for byte in 0...255 {
          lengths[byte] = XMLCharacters.mayBeForbidden(UInt8(byte)) ? 0 : 1
          references[byte] = UInt64(byte).littleEndian
        }
        for (scalar, text) in texts {
          precondition(text.utf8CodeUnitCount <= Escaping.longest)
          var bytes: UInt64 = 0
          for index in 0..<text.utf8CodeUnitCount { bytes |= UInt64(text.utf8Start[index]) << UInt64(index * 8) }
          let byte = Int(UInt8(ascii: scalar))
          lengths[byte] = UInt8(text.utf8CodeUnitCount)
          references[byte] = bytes.littleEndian
        }
      }
    }
    self.kernel = UnsafePointer(kernel)
    let special = ByteSet.kernel { [self] in length(of: $0) != 1 }
    kernel.pointee.special = special
  }

  /// How many bytes are written: one for a byte that stands for itself, none for one that may begin a forbidden character.
  fileprivate func length(of byte: UInt8) -> Int {
    Int(UnsafeRawPointer(kernel).load(fromByteOffset: Escaping.lengths + Int(byte), as: UInt8.self))
  }

  /// What is written, the first byte lowest.
  fileprivate func text(of byte: UInt8) -> UInt64 {
    UnsafeRawPointer(kernel).load(fromByteOffset: Escaping.texts + 8 * Int(byte), as: UInt64.self)
  }

  /// - Returns: how many bytes were written.
  fileprivate func write(_ byte: UInt8, to out: UnsafeMutablePointer<UInt8>) -> Int {
    UnsafeMutableRawPointer(out).storeBytes(of: text(of: byte), as: UInt64.self)
    return length(of: byte)
  }

  private static let lengths = MemoryLayout<kernels_escaping>.offset(of: \.length)!
  private static let texts = MemoryLayout<kernels_escaping>.offset(of: \.text)!

  /// Nothing is escaped: what may not be written is dropped.
  package static let none = Escaping([:])
  /// Text of an element.
  package static let xmlText = Escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;"])
  /// With `&` and `<` in hexadecimal: what all RSS readers take for plain text (rule T1).
  package static let xmlTitle = Escaping(["&": "&#x26;", "<": "&#x3C;", ">": "&gt;"])
  /// An attribute's value, in double quotes: white space as references, or it would be read as spaces (XML 1.0 §3.3.3).
  package static let xmlAttribute = Escaping(
    ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\n": "&#10;", "\t": "&#9;"])
  /// Text and values of HTML.
  package static let html = Escaping(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"])
  /// Values that were written for HTML: the references in them stay what they are.
  package static let htmlValue = Escaping(["<": "&lt;", ">": "&gt;", "\"": "&quot;"])
  /// A string of JSON (RFC 8259 §7), only what must be escaped (rule F2).
  package static let json = Escaping(["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t"])
}
