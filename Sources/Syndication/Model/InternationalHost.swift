/// Hosts with letters beyond ASCII as DNS has them: labels in lower case and NFC, in the Punycode of RFC 3492.
///
/// Of the mapping of UTS #46 this does the part that the standard library has tables for. A host with characters that
/// UTS #46 maps to others (`ｅｘａｍｐｌｅ`), or allows by their neighbours' joining types, is refused, never changed.
enum InternationalHost {
  /// `bücher.example` as `xn--bcher-kva.example`; nil for what is no host, or none that this can tell.
  static func ascii(_ host: String) -> String? {
    // UTS #46 §2.3 names the last three.
    let dots: [Unicode.Scalar] = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    let labels = host.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: dots.contains)
      .map { ascii(label: String($0)) }
    // The root's empty label alone may follow.
    guard !labels.contains(nil), !labels.dropLast().contains("") else { return nil }
    return labels.compactMap(\.self).joined(separator: ".")
  }

  private static func ascii(label: String) -> String? {
    // A picture's selector of its look is ignored (UTS #46 §4.1).
    let shown = label.unicodeScalars.filter { !$0.properties.isVariationSelector }
    let scalars = Array(String(String.UnicodeScalarView(shown)).lowercased().nfc.unicodeScalars)
    guard zip(scalars, [nil] + scalars).allSatisfy({ isValid($0, after: $1) }) else { return nil }
    let text = String(String.UnicodeScalarView(scalars))
    if scalars.allSatisfy(\.isASCII) { return text }
    // No hyphens at the ends, nor in the third and fourth place (UTS #46 §4.1).
    guard scalars.first != "-", scalars.last != "-", !scalars.dropFirst(2).starts(with: ["-", "-"]),
      let encoded = punycode(scalars), encoded.utf8.count <= 59
    else { return nil }
    return "xn--" + encoded
  }

  private static func isValid(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
    let properties = scalar.properties
    switch scalar {
    case "a"..."z", "0"..."9", "-", "_", "~", "ß", "ς": return true
    case _ where scalar.isASCII, "\u{FFFC}", "\u{FFFD}": return false
    // The joiners, after what joins by itself (RFC 5892, A.1 and A.2).
    case "\u{200C}", "\u{200D}": return previous?.properties.canonicalCombiningClass == .virama
    default: break
    }
    switch properties.generalCategory {
    case .unassigned, .control, .format, .privateUse, .surrogate, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      return false
    case .nonspacingMark, .spacingMark, .enclosingMark: return previous != nil && !properties.changesWhenNFKCCaseFolded
    default: return !properties.changesWhenNFKCCaseFolded
    }
  }

  /// RFC 3492 §6.3, with the parameters of §5.
  private static func punycode(_ scalars: [Unicode.Scalar]) -> String? {
    let basic = scalars.filter(\.isASCII)
    var result = String(String.UnicodeScalarView(basic)) + (basic.isEmpty ? "" : "-")
    var (code, delta, bias, handled) = (UInt32(128), UInt32(0), UInt32(72), UInt32(basic.count))
    while handled < scalars.count {
      guard let next = scalars.lazy.map(\.value).filter({ $0 >= code }).min() else { return nil }
      let (step, isTooMuch) = (next - code).multipliedReportingOverflow(by: handled + 1)
      guard !isTooMuch, delta <= UInt32.max - step else { return nil }
      delta += step
      code = next
      for scalar in scalars {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        var rest = delta
        var place = UInt32(36)
        while true {
          let threshold = place <= bias ? 1 : min(place - bias, 26)
          guard rest >= threshold else { break }
          result.unicodeScalars.append(digit(threshold + (rest - threshold) % (36 - threshold)))
          rest = (rest - threshold) / (36 - threshold)
          place += 36
        }
        result.unicodeScalars.append(digit(rest))
        bias = adapted(delta, to: handled + 1, isFirst: handled == basic.count)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
    }
    return result
  }

  private static func digit(_ value: UInt32) -> Unicode.Scalar {
    Unicode.Scalar(UInt8(value < 26 ? 97 + value : 22 + value))
  }

  /// RFC 3492 §6.1.
  private static func adapted(_ delta: UInt32, to count: UInt32, isFirst: Bool) -> UInt32 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var bias = UInt32(0)
    while delta > 455 {
      delta /= 35
      bias += 36
    }
    return bias + 36 * delta / (delta + 38)
  }
}
