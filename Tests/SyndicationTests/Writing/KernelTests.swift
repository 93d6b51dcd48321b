import CKernels
import SyndicationTesting
import Testing

@testable import Syndication

/// On a processor without AVX2 each is its portable form.
@Suite("Loops over bytes give what their portable forms give")
struct KernelTests {
  private static let pieces: [[UInt8]] =
    [
      "&lt;", "&gt;", "&amp;", "&quot;", "&#9;", "&#10;", "&#x26;", "&#x3C;", "&#x3c;", "&", "<", ">", "\"", "\\",
      "\\n",
      "\\u00e9", "\\", "\r", "\r\n", "\n", "\t", "\u{1}", "\u{7F}", "\u{85}", "\u{A0}", "é", "学", "😀", "\u{FFFD}",
      "\u{FFFE}", "\u{FEFF}", " ", "  ", "\u{1680}", "\u{2000}", "\u{2003}", "\u{200A}", "\u{200B}", "\u{2029}",
      "\u{202F}", "\u{2028}", "\u{205F}", "\u{3000}", "“", "\\\"",
      "\\\\",
      "plain words that are longer than any register of a processor",
    ].map { Array($0.utf8) } + [
      [0xC2], [0xEF], [0xEF, 0xBF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80],
      [0x80],
      [0xF0, 0x9F], [0xFF],
    ]

  /// In memory of just their size, so that a sanitizer sees what reads beyond them.
  private func texts(seed: UInt64) -> [[UInt8]] {
    var random = SeededGenerator(seed: seed)
    return (0..<2_000).map { _ in
      var bytes: [UInt8] = []
      let count = random.number(0...160)
      while bytes.count < count {
        if random.once(in: 3) {
          bytes += random.one(of: Self.pieces)
        } else {
          bytes += Array(repeating: UInt8(ascii: "x"), count: random.number(1...40))
        }
      }
      return Array(bytes.prefix(count))
    }
  }

  @Test("finding bytes of a set, and the end of a string or text", arguments: 1...6)
  func find(seed: UInt64) {
    for text in texts(seed: seed) {
      text.withUnsafeBufferPointer { text in
        guard let start = text.baseAddress, case let end = start + text.count else { return }
        for set in [ByteSet.markup, ByteSet.forbidden].map(\.kernel) {
          #expect(kernels_find(set, start, end) == kernels_find_portable(set, start, end))
        }
        #expect(kernels_json_string(start, end) == kernels_json_string_portable(start, end))
        let markup = ByteSet.markup.kernel
        for stop in "<\"".utf8 {
          #expect(kernels_xml_text(markup, start, end, stop) == kernels_xml_text_portable(markup, start, end, stop))
        }
      }
    }
  }

  @Test("escaping", arguments: 1...6)
  func escape(seed: UInt64) {
    typealias Kernel =
      @convention(c) (
        UnsafePointer<kernels_escaping>?, UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?,
        UnsafeMutablePointer<Int>?
      ) -> Int
    func escaped(_ text: [UInt8], _ escaping: Escaping, _ kernel: Kernel) -> (read: Int, written: [UInt8]) {
      var read = 0
      let written = [UInt8](unsafeUninitializedCapacity: 6 * text.count + 40) { out, count in
        read = kernel(escaping.kernel, text, text.count, out.baseAddress, &count)
      }
      return (read, written)
    }
    let escapings: [Escaping] = [.none, .xmlText, .xmlTitle, .xmlAttribute, .html, .htmlValue, .json]
    for text in texts(seed: seed) {
      for escaping in escapings {
        let (quick, portable) = (
          escaped(text, escaping, kernels_escape), escaped(text, escaping, kernels_escape_portable)
        )
        #expect(quick.read == portable.read && quick.written == portable.written, "\(text)")
      }
    }
  }

  @Test("what a string of JSON stands for", arguments: 1...6)
  func jsonText(seed: UInt64) {
    typealias Kernel =
      @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int>?) -> Int
    func text(_ bytes: [UInt8], _ kernel: Kernel) -> (read: Int, written: [UInt8]) {
      var read = 0
      let written = [UInt8](unsafeUninitializedCapacity: bytes.count) { out, count in
        read = kernel(bytes, bytes.count, out.baseAddress, &count)
      }
      return (read, written)
    }
    for bytes in texts(seed: seed) {
      let (quick, portable) = (text(bytes, kernels_json_text), text(bytes, kernels_json_text_portable))
      #expect(quick.read == portable.read && quick.written == portable.written, "\(bytes)")
    }
  }

  @Test("one line, as Unicode sees white space", arguments: 1...6)
  func line(seed: UInt64) {
    for text in texts(seed: seed) {
      let isLine = kernels_is_line_portable(text, text.count) != 0
      #expect((kernels_is_line(text, text.count) != 0) == isLine, "\(text)")
      guard let string = String(validating: text, as: UTF8.self) else { continue }
      let words = string.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
      let hasControls = text.contains { $0 < 0x20 || $0 == 0x7F }
      let joined = String(String.UnicodeScalarView(words.joined(separator: " ".unicodeScalars)))
      #expect(isLine == (!text.isEmpty && !hasControls && Array(joined.utf8) == text), "\(text)")
    }
  }

  @Test("UTF-8, as the standard library sees it", arguments: 1...6)
  func utf8(seed: UInt64) {
    for text in texts(seed: seed) {
      let isValid = String(validating: text, as: UTF8.self) != nil
      #expect(text.withUnsafeBufferPointer { UTF8.firstInvalid(in: $0) == nil } == isValid, "\(text)")
    }
  }
}
