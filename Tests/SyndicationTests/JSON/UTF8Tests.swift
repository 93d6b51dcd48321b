import SyndicationTesting
import Testing

@testable import Syndication

@Suite("RFC 3629") struct UTF8Tests {
  /// The bytes at the bounds of what table 3-7 of Unicode allows.
  private static let bounds: [UInt8] = [
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
    0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
  ]

  private func expectAgreement(_ bytes: [UInt8]) {
    var expected: Int?
    do { _ = try UTF8Span(validating: bytes.span) } catch { expected = error.byteOffsets.lowerBound }
    #expect(SourceText.firstInvalidUTF8(bytes) == expected, "\(bytes)")
  }

  @Test("the first invalid byte is the one that the standard library finds")
  func sequences() {
    for first in Self.bounds {
      for second in Self.bounds {
        for third in Self.bounds { expectAgreement([first, second, third]) }
      }
    }
    expectAgreement([])
  }

  @Test("the first invalid byte is found wherever it stands among the eight looked at together", arguments: [3, 8])
  func places(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let text = (0..<random.number(0...12)).map { _ in random.one(of: ["a", "é", "模", "🏷", "\u{10FFFF}", "\u{7FF}"]) }
      var bytes = Array(text.joined().utf8)
      if !bytes.isEmpty, random.once(in: 2) { bytes[random.number(0...bytes.count - 1)] = random.one(of: Self.bounds) }
      expectAgreement(bytes.dropLast(random.number(0...1)).map(\.self))
    }
  }
}

@Suite("Strings that recur") struct RecurringStringsTests {
  @Test("are as they are written, however many there are")
  func many() {
    var strings = RecurringStrings()
    for round in 0..<3 {
      for number in 0..<10_000 {
        let text = "author number \(number) of a long list"
        let made = Array(text.utf8).withUnsafeBufferPointer { strings.string(of: $0) }
        #expect(made == text, "\(round)")
      }
    }
  }

  @Test("are their bytes', though others are equal to them or had their place")
  func strings() {
    var strings = RecurringStrings()
    var random = SeededGenerator(seed: 5)
    let composed = "a tag of caf\u{E9}s, long"
    let decomposed = "a tag of cafe\u{301}s, long"
    #expect(composed == decomposed)
    for round in 0..<20_000 {
      let other = "tag \(random.number(0...10_000)) of many, \(round % 7)"
      for text in [composed, decomposed, "", "short", other, other] {
        let string = Array(text.utf8).withUnsafeBufferPointer { strings.string(of: $0) }
        guard string.utf8.elementsEqual(text.utf8) else { return #expect(Bool(false), "\(string) for \(text)") }
      }
    }
  }
}
