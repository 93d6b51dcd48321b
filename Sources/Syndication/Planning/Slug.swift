/// A tag or title as a file's name and a part of an address: lower case, letters and digits of any script, `-` between.
public enum Slug {
  /// The slug of `text`: deterministic, never empty, at most 200 bytes, safe on every file system.
  ///
  /// `c++` is `cpp`, `c#` is `c-sharp`, `.net` is `dotnet`. A text without letters or digits is `u-` and its scalars
  /// in hexadecimal.
  public static func of(_ text: String) -> String {
    let scalars = Array(folded(text).unicodeScalars)
    var words: [String] = []
    var word = ""
    func endWord() {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    func isWordEnd(after index: Int, past symbol: Unicode.Scalar) -> Bool {
      let next = scalars[index...].first { $0 != symbol }
      return next.map { !isWordScalar($0) } ?? true
    }
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "+" where !word.isEmpty && isWordEnd(after: index, past: "+"):
        word += "p"
      case "#" where !word.isEmpty && isWordEnd(after: index, past: "#"):
        endWord()
        word = "sharp"
      case "."
      where (index == 0 || scalars[index - 1] == " ") && scalars[(index + 1)...].first.map(isWordScalar) == true:
        word = "dot"
      case _ where isWordScalar(scalar) || (isMark(scalar) && !word.isEmpty):
        word.unicodeScalars.append(scalar)
      default:
        endWord()
      }
    }
    endWord()
    // A letter that stands for a symbol may meet a mark.
    let slug =
      words.isEmpty
      ? "u-" + scalars.map { String($0.value, radix: 16) }.joined(separator: "-")
      : normalized(words.joined(separator: "-"))
    return shortened(deviceNames.contains(slug) ? "tag-\(slug)" : slug, of: text)
  }

  /// `text` in NFC and case-folded: tags that are equal so are one tag.
  package static func folded(_ text: String) -> String {
    // Decomposed first, so that equal texts meet the same rules (Unicode, D145); upper case before lower, so that ß
    // meets SS and the final sigma the others.
    text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : normalized(text.nfd.uppercased().lowercased())
  }

  private static func normalized(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.nfc
  }

  /// Whether `slug` may stand in a path as it is.
  package static func isSlug(_ slug: String) -> Bool {
    !slug.isEmpty && slug.utf8.count <= 200 && folded(slug).utf8.elementsEqual(slug.utf8)
      && !slug.hasPrefix("-") && !slug.hasPrefix(".") && !slug.hasSuffix(".") && !deviceNames.contains(slug)
      && slug.unicodeScalars.allSatisfy { isWordScalar($0) || isMark($0) || $0 == "-" || $0 == "_" || $0 == "." }
  }

  static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    [.nonspacingMark, .spacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
  }

  private static func shortened(_ slug: String, of text: String) -> String {
    guard slug.utf8.count > 200 else { return slug }
    var head = slug.prefix(191)
    while head.utf8.count > 191 { head.removeLast() }
    return "\(head.isEmpty ? "u" : head)-\(ContentHash(folded(text)).description.prefix(8))"
  }

  /// Names that Windows keeps for devices, whatever the extension.
  private static let deviceNames: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}
