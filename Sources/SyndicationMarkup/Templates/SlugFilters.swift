internal import Syndication

/// The filters that make a part of an address of a text, as each generator has them.
enum SlugFilters {
  /// Jekyll's `slugify`: what is no letter, mark or digit becomes `-`.
  static func jekyll(_ text: String) -> String {
    dashed(text.lowercased()) { scalar in
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber:
        true
      default: false
      }
    }
  }

  /// Eleventy's `slugify`, of the package `@sindresorhus/slugify`: letters and digits of ASCII, and `-`.
  static func slugify(_ text: String) -> String {
    let spelled = text.replacing("&", with: " and ").replacing("♥", with: " love ").replacing("🦄", with: " unicorn ")
    let ascii = ascii(spelled, umlauts.merging(letters) { $1 }).lowercased()
    // `don't` and `it's` are words.
    let words = ascii.replacing(/([a-z0-9]+)'([ts])(?=\s|$)/) { "\($0.1)\($0.2)" }
    return dashed(words) { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) }
  }

  /// Eleventy's older `slug`, of the package `slugify`: some signs stay, some become words, the others go.
  static func slug(_ text: String) -> String {
    let spaced = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "-" ? " " : $0 }))
    let kept = ascii(spaced, signs.merging(letters) { $1 }.merging(slugLetters) { $1 }).unicodeScalars.filter {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil
          || "$*_+~.()'\"!-:@".unicodeScalars.contains($0))
        || $0.properties.isWhitespace
    }
    return String(kept).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: "-")
  }

  private static func dashed(_ text: String, keeping isKept: (Unicode.Scalar) -> Bool) -> String {
    text.unicodeScalars.split { !isKept($0) }.map { String($0) }.joined(separator: "-")
  }

  /// The text with what a table has for its letters, and the others without their marks.
  private static func ascii(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
    text.nfc.unicodeScalars.reduce(into: "") { result, scalar in
      let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
      if let known = table[lower] {
        result += known
      } else {
        let parts = String(scalar).nfd.unicodeScalars
        result.unicodeScalars += parts.filter { $0.properties.generalCategory != .nonspacingMark }
      }
    }
  }

  // By the letter in lower case.
  private static let umlauts = table("ä ae ö oe ü ue")
  private static let letters = table(
    """
    ß ss æ ae œ oe ø o ð d þ th đ d ł l ı i
    а a б b в v г g д d е e ё yo ж zh з z и i й j к k л l м m н n о o п p р r с s т t у u ф f х h ц cz ч ch ш sh щ shh
    ъ _ ы y ь _ э e ю yu я ya є ye і i ї yi ґ g
    """)
  private static let slugLetters = table("đ dj ц c щ sh ъ u")
  private static let signs = table(
    "$ dollar % percent & and < less > greater | or € euro £ pound © (c) ® (r) ™ tm ’ ' ‘ ' – - • * † +")

  /// Of letters and what stands for each; `_` for nothing.
  private static func table(_ pairs: String) -> [Unicode.Scalar: String] {
    let words = pairs.split(whereSeparator: \.isWhitespace)
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: words.count, by: 2).map {
        (words[$0].unicodeScalars.first!, words[$0 + 1] == "_" ? "" : String(words[$0 + 1]))
      })
  }
}
