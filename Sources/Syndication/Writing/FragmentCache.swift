internal import Synchronization

/// Bytes that many entries have, such as those of an author or a tag: each is made once, and kept as long as there is room.
final class FragmentCache<Key: Hashable & Sendable>: Sendable {
  /// How many are kept: the most frequent ones come again soon.
  private static var limit: Int { 4096 }
  private let known = Mutex<[Key: [UInt8]]>([:])

  /// Writes to `xml` what `make` writes of `key`.
  func write(
    _ key: Key, to xml: XMLWriter, _ make: (XMLWriter) throws(RenderError) -> Void
  ) throws(RenderError) {
    if let bytes = known.withLock({ $0[key] }) { return try xml.fragment(bytes) }
    let bytes = try XMLWriter.fragment(make)
    known.withLock { known in
      if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
      known[key] = bytes
    }
    try xml.fragment(bytes)
  }
}
