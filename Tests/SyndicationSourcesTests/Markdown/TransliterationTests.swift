import Foundation
import Testing

@testable import SyndicationSources

@Suite("Letters as ASCII writes them")
struct TransliterationTests {
  private static let scalars = (0...0x33FFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).filter {
    ![.unassigned, .privateUse].contains($0.properties.generalCategory)
  }

  @Test("compatibility forms are Foundation's, of every character")
  func forms() {
    let wrong = Self.scalars.filter { scalar in
      let text = String(scalar)
      return !text.nfkd.unicodeScalars.elementsEqual(text.decomposedStringWithCompatibilityMapping.unicodeScalars)
        || !text.nfkc.unicodeScalars.elementsEqual(text.precomposedStringWithCompatibilityMapping.unicodeScalars)
    }
    #expect(wrong == [])
    let text = "ﬁ ½ Ａ\u{30A}\u{323} e\u{301}\u{328} ﷺ 한글 각"
    #expect(text.nfkd == text.decomposedStringWithCompatibilityMapping)
    #expect(text.nfkc == text.precomposedStringWithCompatibilityMapping)
    #expect("".nfkd == "" && "plain".nfkc == "plain")
  }

  /// By the system's ICU, whose version is another.
  @Test("letters of other scripts are what Foundation makes of them")
  func letters() {
    // These have a table of their own.
    let known: [ClosedRange<UInt32>] = [0...0x52F, 0x3040...0x30FF, 0xAC00...0xD7A3]
    let letters = Self.scalars.filter { scalar in
      scalar.properties.isAlphabetic && !scalar.properties.isIdeographic
        && !known.contains { $0.contains(scalar.value) } && String(scalar).nfkd.unicodeScalars.elementsEqual([scalar])
    }
    #expect(letters.count > 10_000)
    let wrong = letters.filter { scalar in
      Transliteration.ascii(String(scalar)) != ascii(of: String(scalar).applyingTransform(.toLatin, reverse: false))
        && scalar != "ẞ"
    }
    #expect(wrong == [])
  }

  @Test("ideographs are what Foundation makes of them, but for some that versions of ICU read otherwise")
  func ideographs() {
    let ideographs = Self.scalars.filter { $0.properties.isIdeographic }
    let wrong = ideographs.filter { scalar in
      let mandarin = ascii(of: String(scalar).applyingTransform(.mandarinToLatin, reverse: false)).capitalized
      return Transliteration.ascii(String(scalar)) != mandarin + " "
    }
    #expect(ideographs.count > 90_000 && wrong.count < ideographs.count / 100)
    #expect(Transliteration.ascii("日本語") == "Ri Ben Yu " && Transliteration.ascii("北京") == "Bei Jing ")
  }

  private func ascii(of latin: String?) -> String {
    String(
      String.UnicodeScalarView(
        (latin ?? "").decomposedStringWithCompatibilityMapping.unicodeScalars.filter(\.isASCII)))
  }
}
