/// The characters that leave: XML 1.0 §2.2 `Char`, less the controls and U+FFFD that validators warn on.
package enum XMLCharacters {
  /// `text` without what may not be written, newlines as LF, and how many characters were dropped.
  package static func cleaned(_ text: String) -> (text: String, dropped: Int) {
    var text = text
    if text.withUTF8({ !needsCleaning($0) }) { return (text, 0) }
    var buffer = ByteBuffer(capacity: text.utf8.count + 256)
    let dropped = buffer.append(text, .none)
    return (String(decoding: buffer.bytes, as: UTF8.self), dropped)
  }

  /// `text` with what is markup as references, and without what may not be written.
  package static func escaped(_ text: String, _ escaping: Escaping = .xmlText) -> String {
    var buffer = ByteBuffer(capacity: text.utf8.count + 256)
    buffer.append(text, escaping)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Whether `cleaned` changes anything.
  package static func needsCleaning(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    guard var next = utf8.baseAddress else { return false }
    let end = next + utf8.count
    while true {
      next = ByteSet.forbidden.first(from: next, to: end)
      guard next < end else { return false }
      if forbidden(next, end - next).length > 0 { return true }
      next += 1
    }
  }

  /// Whether a forbidden character, or a newline that is not LF, may begin with `byte`.
  package static func mayBeForbidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F, 0xC2, 0xEF: true
    default: false
    }
  }

  /// How many of the `count` bytes at `utf8` are a character that may not be written; none where the first is allowed.
  /// A CR, with the LF that may follow it, is a newline.
  package static func forbidden(_ utf8: UnsafePointer<UInt8>, _ count: Int) -> (length: Int, isNewline: Bool) {
    switch utf8[0] {
    case 0x0D: (count > 1 && utf8[1] == 0x0A ? 2 : 1, true)
    case 0x09, 0x0A: (0, false)
    case ..<0x20, 0x7F: (1, false)
    case 0xC2 where count > 1 && utf8[1] < 0xA0: (2, false)
    case 0xEF where count > 2 && utf8[1] == 0xBF && utf8[2] >= 0xBD: (3, false)
    default: (0, false)
    }
  }
}
