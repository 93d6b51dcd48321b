import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rule G1 slugs")
struct SlugTests {
  @Test(
    "G1 a slug is readable",
    arguments: [
      ("graphs", "graphs"), ("Deep Learning", "deep-learning"), ("deep-learning", "deep-learning"), ("c++", "cpp"),
      ("C++", "cpp"), ("c#", "c-sharp"), ("F#", "f-sharp"), (".net", "dotnet"), ("ASP.NET", "asp-net"),
      ("rock & roll", "rock-roll"), ("a/b", "a-b"), ("a  -- b", "a-b"), ("--a--", "a"), ("...a...", "a"), ("_a", "a"),
      ("ÜBUNG", "übung"), ("u\u{308}bung", "übung"), ("Straße", "strasse"), ("ΣΊΣΥΦΟΣ", "σίσυφοσ"), ("模型", "模型"),
      ("3.14", "3-14"), ("ﬁn", "fin"), ("हिन्दी", "हिन्दी"), ("a\u{0}b", "a-b"), ("l'été", "l-été"), ("½", "½"),
    ])
  func readable(_ tag: String, _ slug: String) {
    #expect(Slug.of(tag).scalars == slug.scalars)
  }

  @Test(
    "G1 where nothing is left, the slug is u- and the scalars in hexadecimal",
    arguments: [
      ("🏷️", "u-1f3f7-fe0f"), ("+", "u-2b"), ("!?", "u-21-3f"), ("#", "u-23"), (".", "u-2e"), ("..", "u-2e-2e"),
    ])
  func hexadecimal(_ tag: String, _ slug: String) {
    #expect(Slug.of(tag) == slug)
  }

  @Test("G1 over 200 bytes a slug is cut at a character, and ends in the hash of the whole")
  func long() {
    for letter in ["a", "é", "模", "𐌰"] {
      let slug = Slug.of(String(repeating: letter, count: 300))
      #expect(slug.utf8.count <= 200 && slug.utf8.count > 190)
      #expect(slug.wholeMatch(of: /(.+)-[0-9a-f]{8}/)?.1.allSatisfy { String($0) == letter } == true)
      #expect(slug != Slug.of(String(repeating: letter, count: 301)))
    }
    #expect(Slug.of(String(repeating: "a", count: 200)) == String(repeating: "a", count: 200))
    #expect(Slug.of(String(repeating: "🏷", count: 100)).utf8.count <= 200)
    let mark = "e" + String(repeating: "\u{323}\u{301}", count: 200)
    #expect(Slug.of(mark).utf8.count <= 200)
  }

  @Test(
    "G1 a name that Windows keeps for a device is no slug", arguments: ["con", "PRN", "aux", "NUL", "com1", "LPT9"])
  func devices(_ tag: String) {
    let slug = Slug.of(tag)
    #expect(slug != tag.lowercased())
    #expect(slug.contains(tag.lowercased()))
  }

  @Test("G1 every slug is safe in a path, NFC, case-folded and deterministic", arguments: 1...20)
  func safe(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pool = Array(
      "aZ09éßŉǰΐİıſ模ーﾊ\u{301}\u{308}\u{327}\u{345}\u{5B0}\u{940}\u{200D}\u{FE0F}🏷+#.-_/\\:*?\"<>|~%&= \u{A0}\u{0}\u{FFFE}ﬃ𝐀ªⅣ²ǅ"
        .unicodeScalars)
    for _ in 0..<200 {
      var scalars = String.UnicodeScalarView()
      for _ in 0..<random.number(1...8) { scalars.append(random.one(of: pool)) }
      let tag = String(scalars)
      let slug = Slug.of(tag)
      #expect(Slug.isSlug(slug), "\(tag.debugDescription) → \(slug.debugDescription)")
      #expect(slug.scalars == slug.precomposedStringWithCanonicalMapping.scalars, "\(tag.debugDescription)")
      #expect(!slug.hasPrefix("-") && !slug.hasPrefix("."))
      #expect(!slug.unicodeScalars.contains { "/\\:*?\"<>| \u{0}".unicodeScalars.contains($0) })
      #expect(Slug.of(slug).scalars == slug.scalars, "\(tag.debugDescription) → \(slug.debugDescription)")
      #expect(Slug.of(tag.decomposedStringWithCanonicalMapping).scalars == slug.scalars, "\(tag.debugDescription)")
    }
  }

  @Test("what is no slug is told", arguments: ["", "A", "-a", ".a", "a.", "a/b", "a b", "con", "u\u{308}", "🏷", ".."])
  func isNoSlug(_ text: String) {
    #expect(!Slug.isSlug(text))
  }
}
