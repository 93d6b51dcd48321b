internal import Syndication

/// Where the entries of a feed's document lie in its bytes, so that some of them can be sent alone (RFC 3229, with `feed`).
struct FeedEntries: Sendable {
  /// Of each entry's bytes, in their order.
  let hashes: [UInt64]
  private let ranges: [Range<Int>]

  /// Nil where the document has none, or is no feed.
  init?(of bytes: [UInt8], in kind: DocumentKind) {
    guard let ranges = kind.format.flatMap(FeedFormats.named)?.entryRanges(in: bytes), !ranges.isEmpty else {
      return nil
    }
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
}
