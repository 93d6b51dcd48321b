extension Ledger {
  /// What speaks against publishing `entries`: a source that held much and now holds nothing, or less than half, is
  /// more often broken than edited.
  ///
  /// - Parameters:
  ///   - sources: the names of all configured sources.
  ///   - cure: what to do where that is meant.
  public func shrinkage(
    to entries: [Entry], of sources: [String], configuration: String, cure: String = "build once with --allow-shrink"
  ) -> [Problem] {
    func problem(_ what: String, _ now: Int, _ before: Int) -> Problem? {
      guard 2 * now < before else { return nil }
      return .error(
        at: Place(file: configuration, pointer: "/sources"), rule: "guard",
        "\(what) \(now == 0 ? "no entries" : "\(now) of \(before) entries") now, where \(before) were published last: "
          + "if that is meant, \(cure)")
    }
    var now: [String: Int] = [:]
    // What another source holds as well, or instead, has not gone.
    var taken: [String: Int] = [:]
    for entry in entries {
      let source = entry.identified.item.source
      now[source, default: 0] += 1
      if let row = entry.identified.rowKey, row.source != source { taken[row.source, default: 0] += 1 }
    }
    let bySource = sources.compactMap {
      problem("the source “\($0)” holds", now[$0] ?? 0, liveEntries(of: $0) - (taken[$0] ?? 0))
    }
    return bySource.isEmpty
      ? [problem("all sources together hold", entries.count, liveEntries)].compactMap { $0 } : bySource
  }
}
