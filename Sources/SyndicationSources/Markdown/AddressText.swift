internal import Syndication

/// How generators make parts of addresses of titles and names.
enum AddressText {
  /// Jekyll's: what is no letter, mark or digit becomes `-`.
  static func dashed(_ text: String) -> String { dashed(text.lowercased(), keeping: \.isOfRubysWord) }

  /// Jekyll's for names: runs of what no address holds as it is become `-`.
  static func pretty(_ text: String) -> String {
    dashed(text) { $0.isOfRubysWord || "._~!$&'()+,;=@".unicodeScalars.contains($0) }
  }

  /// Of github-slugger, as Astro has it: letters, digits, `-` and `_`, with `-` for a space.
  static func github(_ text: String) -> String {
    let kept = text.lowercased().unicodeScalars.filter { $0.isOfWord || [" ", "-", "_"].contains($0) }
    return String(kept).replacing(" ", with: "-")
  }

  /// Zola's: of ASCII alone, whatever else is becomes `-`.
  static func ascii(_ text: String) -> String {
    dashed(Transliteration.ascii(text).lowercased()) { $0.isASCII && $0.isOfWord }
  }

  /// Pelican's: letters, digits and `_` of ASCII, `-` for runs of blanks and of `-`; whatever else is goes.
  static func pelican(_ text: String) -> String { asciiWords(text, keeping: "_-") }

  private static func asciiWords(_ text: String, keeping signs: String) -> String {
    let kept = Transliteration.ascii(text).lowercased().unicodeScalars.filter {
      $0.isASCII && $0.isOfWord || signs.unicodeScalars.contains($0) || $0.properties.isWhitespace
    }
    let words = String(String.UnicodeScalarView(kept)).trimmingWhitespace
    return words.replacing(/[-\s]+/, with: "-")
  }

  /// Nikola's: Pelican's, in which a `+` stays.
  static func nikola(_ text: String) -> String { asciiWords(text, keeping: "_-+") }

  /// Hugo's: spaces become `-`, but none beside another, and signs go but for a few.
  ///
  /// `paths.Sanitize` of Hugo's source.
  static func hugo(_ text: String) -> String {
    // As most names are.
    if text.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }) { return text }
    var result = String.UnicodeScalarView()
    var (isAfterSpace, isAfterDash) = (false, false)
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let isEscape =
        scalar == "%" && index + 2 < scalars.count && scalars[(index + 1)...(index + 2)].allSatisfy(\.isHexDigit)
      if isEscape || scalar.isOfRubysWord || "./\\_#+~-@".unicodeScalars.contains(scalar) {
        isAfterDash = scalar == "-"
        if isAfterSpace, !isAfterDash { result.append("-") }
        isAfterSpace = false
        result.append(scalar)
      } else if !result.isEmpty, !isAfterDash, scalar.properties.isWhitespace {
        isAfterSpace = true
      }
    }
    return String(result)
  }

  /// In lower case letter by letter, as Go has it: `İ` is `i`.
  static func lowercased(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.contains("\u{130}") else { return text.lowercased() }
    return String(String.UnicodeScalarView(scalars.map { $0 == "\u{130}" ? "i" : $0 })).lowercased()
  }

  /// Without the marks that letters bear.
  static func withoutAccents(_ text: String) -> String {
    let parts = text.nfd.unicodeScalars
    return String(String.UnicodeScalarView(parts.filter { $0.properties.generalCategory != .nonspacingMark })).nfc
  }

  /// In the form that Ruby's Addressable gives an address.
  static func composed(_ text: String) -> String {
    text.nfkc
  }

  private static func dashed(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    text.unicodeScalars.split { !isKept($0) }.map { String($0) }.joined(separator: "-")
  }
}

extension Unicode.Scalar {
  fileprivate var isHexDigit: Bool { isASCII && properties.isASCIIHexDigit }

  /// `\p{L}`, `\p{M}` or `\p{Nd}`.
  fileprivate var isOfRubysWord: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber:
      true
    default: false
    }
  }

  /// A letter, a number, or a mark on one.
  fileprivate var isOfWord: Bool {
    properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
  }
}

extension String {
  /// Without slashes around, and `.` on the way.
  var withoutDots: String { split(separator: "/").filter { $0 != "." }.joined(separator: "/") }

  /// The address, or the path from the site's root.
  var fromRoot: String { hasPrefix("/") || contains("://") ? self : "/\(self)" }
}
