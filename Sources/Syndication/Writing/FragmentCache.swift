internal import Synchronization

/// Bytes that many entries have, such as those of an author or a tag: each is made once, and kept as long as there is room.
final class FragmentCache<Key: Hashable & Sendable>: Sendable {
  /// How many are kept: the most frequent ones come again soon.
  private static var limit: Int { 4096 }
  private let known = Mutex<[Key: [UInt8]]>([:])

  func bytes(of key: Key, _ make: () throws(RenderError) -> [UInt8]) throws(RenderError) -> [UInt8] {
    if let bytes = known.withLock({ $0[key] }) { return bytes }
    let bytes = try make()
    known.withLock { known in
      if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
      known[key] = bytes
    }
    return bytes
  }
}
