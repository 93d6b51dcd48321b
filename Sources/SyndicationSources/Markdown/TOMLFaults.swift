/// Looks for what the library does not refuse, but ends the process at: toml++ 3.4 asserts that a table's name begins as names
/// do, that no value of an array is missing, and that a date's time has a digit behind its `T`, or two behind its space.
enum TOMLFaults {
  /// Where the first one is, as `[(a)]`, `[[[a]]]`, `[}`, `2022-03-25Tx` or `2022-03-25 1`; nil where the library may read
  /// `text`.
  static func first(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    /// What the brackets are that are open.
    var open: [UInt8] = []
    var isLineStart = true
    while index < text.count {
      switch text[index] {
      case 0x0A...0x0D: isLineStart = true
      case 0x20 where followsDate(index, in: text) && isOneDigit(at: index + 1, in: text): return index
      case 0x20, 0x09: break
      case 0x80...: if isLineBreak(at: index, in: text) { return index }
      case UInt8(ascii: "#"): index = (text[index...].firstIndex(of: 0x0A) ?? text.count) - 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // The library goes no further than a string without an end.
        guard let end = endOfString(at: index, in: text) else { return nil }
        index = end - 1
        isLineStart = false
      case UInt8(ascii: "[") where isLineStart && open.isEmpty:
        var name = skipBlanks(from: index + 1, in: text)
        if name < text.count, text[name] == UInt8(ascii: "[") { name = skipBlanks(from: name + 1, in: text) }
        guard name < text.count else { return nil }
        guard beginsName(text[name]) else { return index }
        index = name - 1
        isLineStart = false
      case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(text[index])
      case UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: "}"): if open.popLast() == UInt8(ascii: "[") { return index }
      case UInt8(ascii: "T"), UInt8(ascii: "t"):
        if followsDate(index, in: text), index + 1 < text.count, !isDigit(text[index + 1]) { return index }
        isLineStart = false
      default: isLineStart = false
      }
      index += 1
    }
    return nil
  }

  /// What follows the string that begins at `start`; nil where it has no end.
  private static func endOfString(at start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    let quote = text[start]
    let isLong = start + 2 < text.count && text[start + 1] == quote && text[start + 2] == quote
    var index = start + (isLong ? 3 : 1)
    while index < text.count {
      if text[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 2
      } else if text[index] == quote {
        let run = text[index...].prefix(isLong ? 5 : 1).prefix { $0 == quote }.count
        if !isLong || run >= 3 { return index + run }
        index += run
      } else if !isLong, text[index] == 0x0A {
        return nil
      } else {
        index += 1
      }
    }
    return nil
  }

  private static func followsDate(_ index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    index >= 10
      && zip(text[(index - 10)..<index], "0000-00-00".utf8).allSatisfy { byte, pattern in
        pattern == UInt8(ascii: "-") ? byte == pattern : isDigit(byte)
      }
  }

  /// Whether one digit stands at `index`, where an hour has two.
  private static func isOneDigit(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    index < text.count && isDigit(text[index])
      && (index + 1 == text.count || text[index + 1] <= 0x20 || text[index + 1] >= 0x80
        || ",]}#".utf8.contains(text[index + 1]))
  }

  /// Of those that Unicode knows beside ASCII's.
  private static func isLineBreak(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let rest = text[index...]
    return ["\u{85}", "\u{2028}", "\u{2029}"].contains { rest.starts(with: $0.utf8) }
  }

  private static func skipBlanks(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    text[start...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? text.count
  }

  /// Or ends the header, which the library minds in words.
  private static func beginsName(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || isDigit(byte) || "_-\"']".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
