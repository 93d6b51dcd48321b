/// An entry that is gone, as a feed that held it tells its readers. RFC 6721.
public struct Tombstone: Sendable, Hashable, Fingerprinted {
  /// Of the entry.
  public var id: String
  /// When it was first found to be gone.
  public var when: Timestamp

  /// See `Fingerprinted`.
  public static let layout = FingerprintLayout(of: Tombstone.self)
}

extension Ledger {
  /// Those of each feed, by the name of its scope, newest first: of what was published while they were wanted.
  ///
  /// - Parameters:
  ///   - present: the ids of all entries that may be published now.
  ///   - incomplete: names of sources that hold more than could be read: what of them is missing has not gone.
  ///   - instant: the build instant, at which goes what was there until now. From then on the ledger remembers it.
  func tombstones(
    beside present: Set<String>, without incomplete: Set<String> = [], at instant: Timestamp,
    _ settings: TombstoneSettings
  ) -> [String: [Tombstone]] {
    var tombstones: [String: [Tombstone]] = [:]
    for (key, row) in entries where !row.feeds.isEmpty && !present.contains(row.id) {
      guard let when = row.isLive ? incomplete.contains(key.source) ? nil : instant : row.gone else { continue }
      for feed in row.feeds { tombstones[feed, default: []].append(Tombstone(id: row.id, when: when)) }
    }
    return tombstones.mapValues { all in
      // Two sources may have held one.
      var told: Set<String> = []
      let newest = all.sorted { ($1.when, $0.id) < ($0.when, $1.id) }.filter { told.insert($0.id).inserted }
      return Array(newest.prefix(settings.atMost))
    }
  }
}

extension Feed {
  /// Those of the feed that are young enough beside its last change.
  func tombstones(within days: Int) -> [Tombstone] {
    guard let newest = tombstones.first?.when else { return [] }
    let first = max(newest, updated).seconds - Int64(days) * 86_400
    return tombstones.filter { $0.when.seconds >= first }
  }
}
