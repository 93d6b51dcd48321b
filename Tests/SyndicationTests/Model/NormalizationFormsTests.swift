import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Unicode normalization, as Foundation has it")
struct NormalizationFormsTests {
  private func expectSame(_ text: String) {
    #expect(text.nfc.scalars == text.precomposedStringWithCanonicalMapping.scalars, "\(text.debugDescription)")
    #expect(text.nfd.scalars == text.decomposedStringWithCanonicalMapping.scalars, "\(text.debugDescription)")
  }

  /// Of a version of Unicode that both libraries know.
  private static let scalars = (UInt32(0x80)..<0x30000).compactMap(Unicode.Scalar.init).filter {
    $0.properties.age.map { $0.major < 15 } ?? false
  }

  @Test("D118, D120 every scalar that changes, and every other so many")
  func scalars() {
    for (index, scalar) in NormalizationFormsTests.scalars.enumerated() {
      let text = String(scalar)
      if index % 10 == 0 || text.nfd.scalars != text.scalars || text.nfc.scalars != text.scalars { expectSame(text) }
    }
  }

  @Test("D118, D120 letters and marks in any order", arguments: 1...20)
  func texts(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let marks = NormalizationFormsTests.scalars.filter { $0.properties.canonicalCombiningClass != .notReordered }
    // Latin, Greek, Hangul and its parts, and what stands for others.
    let letters = NormalizationFormsTests.scalars.filter {
      $0.value < 0x600 || (0x1100..<0x1200).contains($0.value) || (0x1E00..<0x2000).contains($0.value)
        || $0.value > 0xD000 && $0.value < 0xFB50
    }
    for _ in 0..<200 {
      var text = String.UnicodeScalarView()
      for _ in 0..<random.number(1...8) { text.append(random.one(of: random.number(0...1) == 0 ? marks : letters)) }
      expectSame(String(text))
    }
  }
}
