internal import Syndication

extension StringProtocol {
  /// Without white space of ASCII around.
  var trimmed: String { String(Substring(String(self)[...].utf8.trimming(\.isSpace))) }
}

extension String {
  /// Without white space around, of any script.
  var trimmingWhitespace: String {
    guard let first = utf8.first, let last = utf8.last, first <= 0x20 || last <= 0x20 || first > 0x7F || last > 0x7F
    else { return self }
    return String(unicodeScalars[...].trimming(\.properties.isWhitespace))
  }

  /// Without dashes around.
  var trimmingDashes: String { String(self[...].trimming { $0 == "-" }) }

  /// Without slashes around.
  var trimmingSlashes: String {
    utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.joined(separator: "/")
  }
}

extension BidirectionalCollection where SubSequence == Self {
  /// Without what is so at both ends.
  func trimming(_ isOut: (Element) -> Bool) -> Self { drop(while: isOut).trimmingSuffix(isOut) }

  /// Without what is so at the end.
  func trimmingSuffix(_ isOut: (Element) -> Bool) -> Self {
    var rest = self
    while let last = rest.last, isOut(last) { rest.removeLast() }
    return rest
  }
}

extension Sequence where Element: Hashable {
  /// Without what was there before.
  func uniqued() -> [Element] {
    var seen = Set<Element>(minimumCapacity: underestimatedCount)
    return filter { seen.insert($0).inserted }
  }
}
