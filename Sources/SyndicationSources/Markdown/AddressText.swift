internal import Foundation
internal import Syndication

/// How generators make parts of addresses of titles and names.
enum AddressText {
  /// Jekyll's: what is no letter or digit becomes `-`.
  static func dashed(_ text: String) -> String {
    dashed(text.lowercased()) { $0.properties.isAlphabetic || $0.properties.numericType != nil }
  }

  /// Jekyll's for names: runs of what no address holds as it is become `-`.
  static func pretty(_ text: String) -> String {
    dashed(text) { scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber:
        true
      default: "._~!$&'()+,;=@-".unicodeScalars.contains(scalar)
      }
    }
  }

  /// Of github-slugger, as Astro has it: letters, digits, `-` and `_`, with `-` for a space.
  static func github(_ text: String) -> String {
    let kept = text.lowercased().unicodeScalars.filter { $0.isOfWord || [" ", "-", "_"].contains($0) }
    return String(kept).replacing(" ", with: "-")
  }

  /// Zola's and Pelican's: of ASCII alone, letters without their marks.
  static func ascii(_ text: String) -> String {
    let plain = text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars.filter {
      $0.properties.generalCategory != .nonspacingMark && $0 != "'" && $0 != "’"
    }
    return dashed(String(plain)) { $0.isASCII && $0.isOfWord }
  }

  /// Hugo's: spaces become `-`, and signs go but for a few.
  static func hugo(_ text: String, keepsCase: Bool = false) -> String {
    var result = String.UnicodeScalarView()
    for scalar in (keepsCase ? text : text.lowercased()).unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "+", "/", "@": result.append(scalar)
      case " ": if result.last != "-" { result.append("-") }
      default: if !scalar.isASCII, scalar.isOfWord { result.append(scalar) }
      }
    }
    return String(result)
  }

  private static func dashed(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    text.unicodeScalars.split { !isKept($0) }.map { String($0) }.joined(separator: "-")
  }
}

extension Unicode.Scalar {
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
