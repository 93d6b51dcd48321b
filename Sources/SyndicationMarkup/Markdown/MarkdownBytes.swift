internal import Glibc
internal import Syndication

/// What is asked of a body's bytes, wherever they stand.
extension UnsafeBufferPointer<UInt8> {
  /// Nil behind the end.
  func byte(_ index: Int) -> UInt8? { index < count ? self[index] : nil }

  /// The first place from `start` on, or `limit`, where `isPassed` does not hold.
  func skip(from start: Int, to limit: Int? = nil, while isPassed: (UInt8) -> Bool) -> Int {
    let limit = limit ?? count
    var index = start
    while index < limit, isPassed(self[index]) { index += 1 }
    return index
  }

  /// Where `byte` stands next, or `limit`.
  func index(of byte: UInt8, from start: Int, to limit: Int? = nil) -> Int {
    let limit = limit ?? count
    guard start < limit, let base = baseAddress, let found = memchr(base + start, Int32(byte), limit - start) else {
      return limit
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  func count(of byte: UInt8, in range: Range<Int>) -> Int {
    var count = 0
    var next = index(of: byte, from: range.lowerBound, to: range.upperBound)
    while next < range.upperBound {
      count += 1
      next = index(of: byte, from: next + 1, to: range.upperBound)
    }
    return count
  }

  /// The next line feed, or the end.
  func lineEnd(from start: Int) -> Int { index(of: 10, from: Swift.min(start, count)) }

  /// Whether nothing but white space follows in the line.
  func isBlank(from start: Int) -> Bool {
    let end = skip(from: start) { $0.isSpace && $0 != 10 }
    return end >= count || self[end] == 10
  }

  func hasBlankLine(in range: Range<Int>) -> Bool {
    let lines = self[range].split(separator: 10, omittingEmptySubsequences: false)
    return lines.dropFirst().dropLast().contains { $0.allSatisfy(\.isSpace) }
  }

  // MARK: Text

  /// Where `text` ends, if it stands at `start`.
  func end(of text: StaticString, at start: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    guard start >= 0, count <= self.count - start else { return nil }
    for offset in 0..<count where self[start + offset] != text.utf8Start[offset] { return nil }
    return start + count
  }

  func has(_ text: StaticString, at start: Int) -> Bool { end(of: text, at: start) != nil }

  func has(_ text: StaticString, before end: Int) -> Bool { has(text, at: end - text.utf8CodeUnitCount) }

  func contains(_ text: StaticString) -> Bool { index(of: text, from: 0, to: count) != nil }

  /// Where `text` stands first, within `start..<end`.
  func index(of text: StaticString, from start: Int, to end: Int) -> Int? {
    var index = index(of: text.utf8Start[0], from: start, to: end)
    while index < end {
      if let textEnd = self.end(of: text, at: index) { return textEnd <= end ? index : nil }
      index = self.index(of: text.utf8Start[0], from: index + 1, to: end)
    }
    return nil
  }

  // MARK: Tags

  /// The name of the tag that begins at `start`, behind `<` or `</`, in lower case.
  func tagName(from start: Int) -> String {
    let name = self[Swift.min(start, count)...].prefix { $0.isLetter || $0.isDigit }
    return String(decoding: name, as: UTF8.self).lowercased()
  }

  /// Where the tag or address in angle brackets ends that begins at `start` (CommonMark §6.6, §6.5).
  func tagEnd(_ start: Int) -> Int? {
    // None is looked at twice.
    let limit = Swift.min(count, start + Limit.tagBytes.value)
    var index = start + 1
    if index < limit, self[index] == UInt8(ascii: "/") { index += 1 }
    guard index < limit, self[index].isLetter else { return nil }
    index = skip(from: index, to: limit, while: \.isNameByte)
    guard index < limit else { return nil }
    if ":@".utf8.contains(self[index]) {
      index = skip(from: index, to: limit) { $0 > 0x20 && !"<>".utf8.contains($0) }
      return index < limit && self[index] == UInt8(ascii: ">") ? index + 1 : nil
    }
    while true {
      let spaces = index
      index = skip(from: index, to: limit) { $0.isSpace || $0 == UInt8(ascii: "/") }
      guard index < limit else { return nil }
      if self[index] == UInt8(ascii: ">") { return index + 1 }
      guard index > spaces, let next = attributeEnd(from: index, to: limit) else { return nil }
      index = next
    }
  }

  /// Where the attribute ends that begins at `start`: a name, and a value perhaps.
  func attributeEnd(from start: Int, to limit: Int) -> Int? {
    let nameEnd = skip(from: start, to: limit) { $0.isNameByte || ":@".utf8.contains($0) }
    guard nameEnd > start else { return nil }
    let sign = skip(from: nameEnd, to: limit, while: \.isSpace)
    guard sign < limit, self[sign] == UInt8(ascii: "=") else { return nameEnd }
    let value = skip(from: sign + 1, to: limit, while: \.isSpace)
    guard value < limit else { return nil }
    if "\"'".utf8.contains(self[value]) {
      return self[(value + 1)..<limit].firstIndex(of: self[value]).map { $0 + 1 }
    }
    let end = skip(from: value, to: limit) { !$0.isSpace && !"<>}".utf8.contains($0) }
    return end > value ? end : nil
  }
}

extension UInt8 {
  /// Of names of classes, attributes and languages.
  var isNameByte: Bool { isLetter || isDigit || "-_.".utf8.contains(self) }
}
