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

  /// With another sign of ASCII in the place of one: `replacing` takes a hundred times as long.
  func replacing(sign old: Unicode.Scalar, with new: Unicode.Scalar) -> String {
    let (old, new) = (UInt8(ascii: old), UInt8(ascii: new))
    return has(old) ? String(decoding: utf8.map { $0 == old ? new : $0 }, as: UTF8.self) : self
  }

  /// Without a sign of ASCII.
  func removing(sign: Unicode.Scalar) -> String {
    let sign = UInt8(ascii: sign)
    return has(sign) ? String(decoding: utf8.filter { $0 != sign }, as: UTF8.self) : self
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
