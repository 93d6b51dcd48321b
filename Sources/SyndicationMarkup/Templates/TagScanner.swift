internal import Syndication

/// Reads the inside of a tag.
struct TagScanner {
  let bytes: [UInt8]
  var position: Int
  let end: Int
  /// How much may still be looked at for nothing.
  private var patience: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
    patience = 8 * range.count + 80_000
  }

  /// What `read` finds, and the scanner is then behind; nil where there is nothing within reach.
  ///
  /// What has no end costs patience, and once that is gone, the rest is text: so bodies of nothing but `{` stay linear.
  mutating func find<Found>(within reach: Int, _ read: (inout TagScanner) -> Found?) -> Found? {
    guard patience > 0 else { return nil }
    var near = TagScanner(bytes, position..<min(end, position + reach))
    let found = read(&near)
    if found == nil { patience -= reach } else { position = near.position }
    return found
  }

  var isAtEnd: Bool { position >= end }
  var next: UInt8? { position < end ? bytes[position] : nil }
  /// What is not read yet.
  var rest: String { text(position..<end) }

  func isNext(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[position..<end].starts(with: $0) }
  }

  mutating func take(_ text: StaticString) -> Bool {
    guard isNext(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// Takes `text`, and white space before it in any case.
  mutating func takeNext(_ text: StaticString) -> Bool {
    skipSpace()
    return take(text)
  }

  /// Takes `word`, white space before it and no letter behind it.
  mutating func take(word: String) -> Bool {
    var ahead = self
    ahead.skipSpace()
    guard ahead.identifier() == word else { return false }
    self = ahead
    return true
  }

  mutating func skipSpace() {
    while let byte = next, byte.isSpace { position += 1 }
  }

  /// Letters, digits, `_` and `-`, not beginning with a digit or `-`.
  mutating func identifier() -> String? {
    let start = position
    guard let first = next, TagScanner.isLetter(first) else { return nil }
    while let byte = next, TagScanner.isLetter(byte) || byte.isDigit || byte == UInt8(ascii: "-") {
      position += 1
    }
    return text(start..<position)
  }

  /// A string in any quotes; of escapes, only those of quotes and of the backslash mean something.
  mutating func quoted() -> String? {
    guard let quote = next, "\"'`".utf8.contains(quote) else { return nil }
    var result: [UInt8] = []
    var index = position + 1
    while index < end, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "\\"), quote != UInt8(ascii: "`"), index + 1 < end,
        bytes[index + 1] == quote || bytes[index + 1] == UInt8(ascii: "\\")
      {
        index += 1
      }
      result.append(bytes[index])
      index += 1
    }
    guard index < end else { return nil }
    position = index + 1
    return String(decoding: result, as: UTF8.self)
  }

  /// All up to white space or one of `stops`.
  mutating func bareWord(stops: String = "") -> String {
    let start = position
    while let byte = next, !byte.isSpace, !stops.utf8.contains(byte) { position += 1 }
    return text(start..<position)
  }

  /// Takes all up to where the brackets close that open here, strings in it skipped, and gives what is in them; nil where
  /// they do not.
  mutating func bracketed() -> TagScanner? {
    guard let next, "{[(".utf8.contains(next) else { return nil }
    let start = position
    var depth = 0
    var index = position
    var unclosed: [UInt8] = []
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        if unclosed.contains(bytes[index]) { break }
        var string = self
        string.position = index
        // An apostrophe is no string.
        if string.quoted() != nil { index = string.position - 1 } else { unclosed.append(bytes[index]) }
      default: break
      }
      index += 1
      if depth == 0 {
        position = index
        return TagScanner(bytes, start + 1..<index - 1)
      }
    }
    return nil
  }

  /// Whether the address begins here that a link of Markdown or HTML leads to: behind `](`, `](<`, `]: `, `href="` and the
  /// like.
  var isAtDestination: Bool {
    switch position > 0 ? bytes[position - 1] : 0 {
    case UInt8(ascii: "("), UInt8(ascii: "<"): true
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="):
      bytes[max(0, position - 2)..<position].contains(UInt8(ascii: "="))
    case UInt8(ascii: " "): bytes[..<position].suffix(3).elementsEqual("]: ".utf8)
    default: false
    }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  static func isLetter(_ byte: UInt8) -> Bool { byte.isLetter || byte == UInt8(ascii: "_") }
}
