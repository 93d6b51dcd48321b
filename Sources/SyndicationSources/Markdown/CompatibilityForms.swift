internal import CUnicode
internal import Synchronization
internal import Syndication

extension String {
  /// Decomposed, with letters for those that are kept for compatibility: NFKD (Unicode, D119). `ﬁ` is `fi`.
  var nfkd: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    return rewritten(unicode_decomposed)
  }

  /// Composed after that: NFKC (Unicode, D121).
  var nfkc: String { nfkd.nfc }

  fileprivate func rewritten(
    _ write: (UnsafePointer<UInt16>, Int32, UnsafeMutablePointer<UInt16>, Int32) -> Int32
  ) -> String {
    let units = Array(utf16)
    // The longest that stands for one sign (U+FDFA) has 18.
    let room = units.count * 18
    let result = [UInt16](unsafeUninitializedCapacity: room) { result, count in
      count = Int(write(units, Int32(units.count), result.baseAddress!, Int32(room)))
    }
    return String(decoding: result, as: UTF16.self)
  }
}

/// What ICU writes texts of other scripts with.
final class Transliterator: Sendable {
  static let han = Transliterator("Han-Latin")
  static let latin = Transliterator("Any-Latin")

  private let transliterator: Mutex<UnsafeMutableRawPointer>

  private init(_ name: String) {
    guard let transliterator = unicode_transliterator(name) else { fatalError("ICU is there without its \(name)") }
    self.transliterator = Mutex(transliterator)
  }

  func callAsFunction(_ scalar: Unicode.Scalar) -> String {
    transliterator.withLock { transliterator in
      String(scalar).rewritten { unicode_transliterated(transliterator, $0, $1, $2, $3) }
    }
  }
}
