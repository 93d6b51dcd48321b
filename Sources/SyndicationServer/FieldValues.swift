internal import Syndication

/// How a field's values are read: liberally, as what makes no sense counts as not said.
enum FieldValue {
  /// The elements of a list, without white space around them (RFC 9110 §5.6.1).
  static func elements(of list: String) -> [Substring] {
    list.utf8.split(separator: UInt8(ascii: ",")).map { trimmed(Substring($0)) }.filter { !$0.isEmpty }
  }

  static func trimmed(_ text: Substring) -> Substring {
    var text = text.utf8
    while let first = text.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
    return Substring(text)
  }

  /// What stands before the parameters of an element, in lower case, and its quality in thousandths (RFC 9110 §12.4.2); nil
  /// where that is no number from 0 to 1.
  static func weighted(_ element: Substring) -> (name: String, quality: Int)? {
    let parts = element.utf8.split(separator: UInt8(ascii: ";")).map { trimmed(Substring($0)) }
    guard let name = parts.first?.lowercased(), !name.isEmpty else { return nil }
    var quality = 1000
    for part in parts.dropFirst() where part.lowercased().hasPrefix("q=") {
      guard let value = thousandths(part.dropFirst(2)) else { return nil }
      quality = value
    }
    return (name, quality)
  }

  /// `0.125` is 125: at most three digits behind the point.
  private static func thousandths(_ text: Substring) -> Int? {
    let digits = Array(text.utf8)
    guard let first = digits.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), digits.count <= 5,
      digits.count < 2 || digits[1] == UInt8(ascii: "."), digits.dropFirst(2).allSatisfy(\.isDigit)
    else { return nil }
    var value = Int(first - UInt8(ascii: "0")) * 1000
    for (digit, weight) in zip(digits.dropFirst(2), [100, 10, 1]) { value += Int(digit - UInt8(ascii: "0")) * weight }
    return value <= 1000 ? value : nil
  }
}

/// Which codings a client takes (RFC 9110 §12.5.3).
struct AcceptedCodings {
  private var gzip = 0
  private var brotli = 0
  private var identity = 0

  /// - Parameter value: of `Accept-Encoding`.
  init(_ value: String) {
    // What most clients say.
    if value == "gzip" {
      gzip = 1000
      return
    }
    var (gzip, brotli, identity, others): (Int?, Int?, Int?, Int) = (nil, nil, nil, 0)
    for element in FieldValue.elements(of: value) {
      guard let (name, quality) = FieldValue.weighted(element) else { continue }
      switch name {
      case "gzip", "x-gzip": gzip = quality
      case "br": brotli = quality
      case "identity": identity = quality
      case "*": others = quality
      default: break
      }
    }
    self.gzip = gzip ?? others
    self.brotli = brotli ?? others
    // Not named, it is taken, and anything else that is taken is better.
    self.identity = identity ?? 0
  }

  /// The best of what there is of a document.
  func choice(of document: ServedDocument) -> Representation {
    if let form = document.brotli, brotli > 0, brotli >= gzip || document.gzip == nil, brotli >= identity {
      return form
    }
    if let form = document.gzip, gzip > 0, gzip >= identity { return form }
    return document.identity
  }
}

/// Entity tags in `If-Match` and `If-None-Match` (RFC 9110 §8.8.3, §13.1).
enum EntityTags {
  /// Whether a list has `tag`, which is strong, or is `*`.
  ///
  /// - Parameter isWeak: whether the two need only be weakly the same.
  static func list(_ list: String, has tag: String, isWeak: Bool) -> Bool {
    // What nearly all clients send back.
    if list == tag || isWildcard(list) { return true }
    return tags(in: list).contains { ($0.isStrong || isWeak) && $0.tag == tag }
  }

  static func isWildcard(_ list: String) -> Bool { FieldValue.trimmed(list[...]) == "*" }

  /// In quotes; those before the first error.
  static func tags(in list: String) -> [(tag: Substring, isStrong: Bool)] {
    var tags: [(Substring, Bool)] = []
    var rest = list.utf8[...]
    while true {
      while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ",") { rest = rest.dropFirst() }
      let isStrong = !rest.starts(with: "W/".utf8)
      if !isStrong { rest = rest.dropFirst(2) }
      guard rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else {
        return tags
      }
      let next = rest.index(after: end)
      tags.append((Substring(rest[..<next]), isStrong))
      rest = rest[next...]
    }
  }
}

/// What a client asks for of a document's bytes (RFC 9110 §14).
enum RequestedRange: Equatable {
  case part(Range<Int>)
  case unsatisfiable

  /// Nil where the whole is to be sent: it is no range of bytes, or several.
  init?(_ value: String, of length: Int) {
    guard value.utf8.count > 6, value.prefix(6).lowercased() == "bytes=" else { return nil }
    let text = FieldValue.trimmed(value.dropFirst(6))
    guard !text.utf8.contains(UInt8(ascii: ",")), let dash = text.utf8.firstIndex(of: UInt8(ascii: "-")) else {
      return nil
    }
    let (first, last) = (text[..<dash], text[text.utf8.index(after: dash)...])
    func number(_ text: Substring) -> Int? {
      guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else { return nil }
      return Int(text.utf8.count > 15 ? "999999999999999" : text)
    }
    if first.isEmpty {
      guard let count = number(last) else { return nil }
      self = count == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - count)..<length)
      return
    }
    guard let start = number(first) else { return nil }
    guard let end = last.isEmpty ? Int.max - 1 : number(last), end >= start else { return nil }
    self = start < length ? .part(start..<min(end + 1, length)) : .unsatisfiable
  }
}
