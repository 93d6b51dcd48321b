internal import Syndication

/// Letters of other scripts as ASCII writes them, in the way of Text::Unidecode, which Pelican and Zola follow: `straße` is
/// `strasse`, `日本語` is `Ri Ben Yu `.
enum Transliteration {
  static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.unicodeScalars.reduce(into: "") { $0 += ascii($1) }
  }

  private static func ascii(_ scalar: Unicode.Scalar) -> String {
    if scalar.isASCII { return String(scalar) }
    if let known = letters[scalar] { return known }
    if let lower = letters[scalar.properties.lowercaseMapping.unicodeScalars.first!], scalar.properties.isUppercase {
      return lower.withCapital
    }
    switch scalar.value {
    // Katakana lie as hiragana do.
    case 0x30A1...0x30F4: return letters[Unicode.Scalar(scalar.value - 0x60)!] ?? ""
    case 0xAC00...0xD7A3: return hangul(Int(scalar.value - 0xAC00))
    case _ where scalar.properties.isIdeographic:
      return Transliterator.han(scalar).withoutMarks.withCapital + " "
    default: break
    }
    let parts = String(scalar).nfkd.unicodeScalars
    if parts.count > 1 || parts.first != scalar { return parts.reduce(into: "") { $0 += ascii($1) } }
    guard scalar.properties.isAlphabetic else { return scalar.properties.isWhitespace ? " " : "" }
    return Transliterator.latin(scalar).withoutMarks
  }

  /// Unicode §3.12: a syllable is made of an initial, a vowel and a final.
  private static func hangul(_ index: Int) -> String {
    initials[index / 588] + vowels[index % 588 / 28] + finals[index % 28]
  }

  private static let initials = words("g gg n d dd r m b bb s ss - j jj c k t p h")
  private static let vowels = words("a ae ya yae eo e yeo ye o wa wae oe yo u weo we wi yu eu yi i")
  private static let finals = words("- g gg gs n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j c k t p h")

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map { $0 == "-" ? "" : String($0) }
  }

  /// By the letter in lower case.
  private static let letters: [Unicode.Scalar: String] = {
    let pairs = """
      æ ae ø o ß ss ð d þ th đ d ħ h ı i ĸ k ł l ŋ ng œ oe ŧ t ƒ f ə @ ẞ SS ſ s ƶ z ʒ zh ǝ @ ȷ j
      α a β b γ g δ d ε e ζ z η e θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r ς s σ s τ t υ u φ ph χ kh ψ ps ω o
      а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch
      ъ ' ы y ь ' э e ю iu я ia ѐ ie ё io ђ dj ѓ gj є ie ѕ dz і i ї yi ј j љ lj њ nj ћ tsh ќ kj ѝ i ў u џ dzh ґ g' ѣ e ң n ү u ұ u һ h ө o
      ぁ a あ a ぃ i い i ぅ u う u ぇ e え e ぉ o お o か ka が ga き ki ぎ gi く ku ぐ gu け ke げ ge こ ko ご go さ sa ざ za
      し shi じ zi す su ず zu せ se ぜ ze そ so ぞ zo た ta だ da ち chi ぢ di っ tsu つ tsu づ du て te で de と to ど do
      な na に ni ぬ nu ね ne の no は ha ば ba ぱ pa ひ hi び bi ぴ pi ふ hu ぶ bu ぷ pu へ he べ be ぺ pe ほ ho ぼ bo ぽ po
      ま ma み mi む mu め me も mo ゃ ya や ya ゅ yu ゆ yu ょ yo よ yo ら ra り ri る ru れ re ろ ro ゎ wa わ wa ゐ wi ゑ we
      を wo ん n ゔ vu ー - ヵ ka ヶ ke
      \u{679} t \u{67A} th \u{67B} b \u{67C} t \u{67D} t \u{67F} th \u{680} bh \u{681} dz \u{683} n \u{684} j \u{685} ts \u{687} ch
      \u{688} d \u{689} d \u{68A} d \u{68C} dh \u{68D} dh \u{68F} d \u{691} r \u{693} r \u{696} zh \u{699} r \u{6A6} ph \u{6AA} k
      \u{6AB} g \u{6B1} n \u{6B3} g \u{6BB} n \u{6BC} n \u{6C1} h \u{6C3} h \u{6CD} ay \u{6D0} e \u{6D2} ai \u{6D5} h
      \u{D7A} n \u{D7B} n \u{D7C} r \u{D7D} l \u{D7E} l \u{103F} s
      – - — -- ― -- ‐ - ‑ - ‒ - − - ‘ ' ’ ' “ " ” " „ ,, « << » >> … ... × x ½ 1/2 ¼ 1/4 ¾ 3/4
      """
    let words = pairs.split(whereSeparator: \.isWhitespace)
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: words.count, by: 2).map {
        (words[$0].unicodeScalars.first!, String(words[$0 + 1]))
      })
  }()
}

extension String {
  /// What of it is ASCII once its letters have lost their marks.
  fileprivate var withoutMarks: String {
    String(String.UnicodeScalarView(nfkd.unicodeScalars.filter(\.isASCII)))
  }

  fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
