internal import Foundation
internal import Syndication

/// How generators make parts of addresses of titles and names.
enum AddressText {
  /// Jekyll's: what is no letter or digit becomes `-`.
  static func dashed(_ text: String) -> String {
    words(in: text.lowercased(), keeping: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
      .joined(separator: "-")
  }

  /// Jekyll's for names: runs of what no address holds as it is become `-`.
  static func pretty(_ text: String) -> String {
    words(in: text) { scalar in
      let properties = scalar.properties
      switch properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber:
        return true
      default: return "._~!$&'()+,;=@-".unicodeScalars.contains(scalar)
      }
    }.joined(separator: "-")
  }

  /// Of github-slugger, as Astro has it: letters, digits, `-` and `_`, with `-` for a space.
  static func github(_ text: String) -> String {
    let kept = text.lowercased().unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      if scalar == " " { return "-" }
      let isKept =
        scalar == "-" || scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar.properties.generalCategory == .nonspacingMark
      return isKept ? scalar : nil
    }
    return String(String.UnicodeScalarView(kept))
  }

  /// Zola's and Pelican's: of ASCII alone, letters without their marks.
  static func ascii(_ text: String) -> String {
    let plain = text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
      $0.properties.generalCategory != .nonspacingMark && $0 != "'" && $0 != "’"
    }
    return words(
      in: String(String.UnicodeScalarView(plain)), keeping: { $0.isASCII && $0.properties.isAlphabetic || $0.isDigit }
    ).joined(separator: "-")
  }

  /// Hugo's: spaces become `-`, and signs go but for a few.
  static func hugo(_ text: String, keepsCase: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for scalar in (keepsCase ? text : text.lowercased()).unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "+", "/", "@": result.append(scalar)
      case " ": if result.last != "-" { result.append("-") }
      case _
      where !scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || scalar.properties.generalCategory == .nonspacingMark):
        result.append(scalar)
      default: break
      }
    }
    return String(result)
  }

  private static func words(in text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> [String] {
    text.unicodeScalars.split { !isKept($0) }.map { String(String.UnicodeScalarView($0)) }
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { (48...57).contains(value) }
}
