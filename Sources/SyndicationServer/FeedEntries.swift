internal import Glibc
internal import Syndication

/// Where the entries of a feed's document lie in its bytes, so that some of them can be sent alone (RFC 3229, with `feed`).
struct FeedEntries: Sendable {
  /// Of each entry's bytes, in their order.
  let hashes: [UInt64]
  private let ranges: [Range<Int>]

  /// Nil where the document has none, or is no feed.
  init?(of bytes: [UInt8], in kind: DocumentKind) {
    let ranges: [Range<Int>] =
      switch kind {
      case .feed("atom"): FeedEntries.elements("entry", in: bytes)
      case .feed("rss"): FeedEntries.elements("item", in: bytes)
      case .feed("json"): FeedEntries.items(in: bytes)
      default: []
      }
    guard !ranges.isEmpty else { return nil }
    self.ranges = ranges
    hashes = bytes.withUnsafeBufferPointer { bytes in
      ranges.map { ContentHash(UnsafeBufferPointer(rebasing: bytes[$0])).value }
    }
  }

  /// The document without the entries that `isKnown` holds of; nil where it would have all of them, or none.
  func document(_ bytes: [UInt8], without isKnown: (UInt64) -> Bool) -> [UInt8]? {
    let rest = ranges.indices.filter { !isKnown(hashes[$0]) }
    guard !rest.isEmpty, rest.count < ranges.count else { return nil }
    let separator = bytes[ranges[0].upperBound..<ranges[1].lowerBound]
    var document = Array(bytes[..<ranges[0].lowerBound])
    for (position, index) in rest.enumerated() {
      if position > 0 { document += separator }
      document += bytes[ranges[index]]
    }
    return document + bytes[ranges.last!.upperBound...]
  }

  /// Those of a name, which hold no others of it: in what we write, `<` stands before names alone.
  private static func elements(_ name: String, in bytes: [UInt8]) -> [Range<Int>] {
    let (open, close) = (Array("<\(name)".utf8), Array("</\(name)>".utf8))
    return bytes.withUnsafeBufferPointer { bytes in
      var ranges: [Range<Int>] = []
      var (index, start) = (0, 0)
      while let found = memchr(bytes.baseAddress! + index, Int32(UInt8(ascii: "<")), bytes.count - index) {
        index = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!)
        func follows(_ text: [UInt8]) -> Bool {
          bytes.count - index > text.count && memcmp(bytes.baseAddress! + index, text, text.count) == 0
        }
        if follows(open), [UInt8(ascii: ">"), 0x20].contains(bytes[index + open.count]) { start = index }
        if follows(close) { ranges.append(start..<index + close.count) }
        index += 1
      }
      return ranges
    }
  }

  private static func items(in bytes: [UInt8]) -> [Range<Int>] {
    bytes.withUnsafeBufferPointer { bytes in
      var ranges: [Range<Int>] = []
      var reader = JSONReader(bytes)
      do {
        try reader.object { name, reader in
          guard name == "items" else { return try reader.skip() }
          try reader.array { _, reader in
            _ = try reader.next()
            let start = reader.offset
            try reader.skip()
            ranges.append(start..<reader.offset)
          }
        }
      } catch { return [] }
      return ranges
    }
  }
}
