/// Which source keeps an entry that several hold: the one that is named first.
struct SourcePrecedence {
  private let ranks: [String: Int]

  /// - Parameter names: of sources; those that are not among them come after all that are, and none before another.
  init(_ names: [String]) { ranks = Dictionary(zip(names, names.indices)) { first, _ in first } }

  /// Two candidates of different sources that are one entry.
  struct Pair {
    var kept: Candidate
    var other: Candidate
    /// What both have: a permalink, an id that is a URI, or a title on one day.
    var shared: String
    /// Whether a precedence says which is kept; else it is the first.
    var isDecided: Bool

    /// That nothing says which of them is kept.
    var problem: Problem {
      .error(
        at: other.item.place, rule: "RFC 4287 §4.2.6",
        "“\(other.name)” is the same entry as the one at \(kept.item.place): both have \(shared); remove one, or "
          + "say which source wins: \"precedence\": [\"\(kept.key.source)\", \"\(other.key.source)\"]")
    }
  }

  /// Every candidate that is an entry of another source too, with the one that is kept of them.
  ///
  /// A draft hides what it takes precedence over; beside a source that is no better than its own it is nobody's match.
  func pairs(among candidates: [Candidate], permalink: (Candidate) -> AbsoluteURL?) -> [Pair] {
    guard let first = candidates.first?.key.source, candidates.contains(where: { $0.key.source != first }) else {
      return []
    }
    var pairs: [Pair] = []
    var known: [Substring: Candidate] = [:]
    known.reserveCapacity(candidates.count)
    let candidates = inOrder(candidates)
    for candidate in candidates {
      let addresses = [permalink(candidate), candidate.uri.flatMap(AbsoluteURL.init)].compactMap(\.self)
      let rivals = addresses.compactMap { url in known[url.page].map { (address: url.string, candidate: $0) } }
        .filter { $0.candidate.key.source != candidate.key.source }
      let winner = rivals.first { rank(of: $0.candidate) < rank(of: candidate) }
      let rival = winner ?? rivals.first { !$0.candidate.isHidden && !candidate.isHidden }
      if let rival {
        pairs.append(
          Pair(kept: rival.candidate, other: candidate, shared: rival.address, isDecided: winner != nil))
      }
      // By what one of them has beside, a third source may hold it. A draft makes room.
      for page in addresses.map(\.page) where known[page]?.isHidden ?? true {
        known[page] = rival?.candidate ?? candidate
      }
    }
    return ranks.isEmpty ? pairs : pairs + pairsByTitle(among: candidates, without: pairs)
  }

  /// Where a precedence says that sources hold the same, a title on one day is one entry, too: of two that share it in one
  /// source, one.
  private func pairsByTitle(among candidates: [Candidate], without pairs: [Pair]) -> [Pair] {
    let matched = Set(pairs.flatMap { [ObjectIdentifier($0.kept), ObjectIdentifier($0.other)] })
    var known: [Candidate.TitleOfDay: Candidate] = [:]
    return candidates.compactMap { candidate in
      guard !candidate.isHidden, !matched.contains(ObjectIdentifier(candidate)), let title = candidate.titleOfDay else {
        return nil
      }
      guard let better = known[title] else {
        known[title] = candidate
        return nil
      }
      guard rank(of: better) < rank(of: candidate) else { return nil }
      known[title] = nil
      return Pair(kept: better, other: candidate, shared: title.title, isDecided: true)
    }
  }

  private func rank(of candidate: Candidate) -> Int { ranks[candidate.key.source] ?? ranks.count }

  private func inOrder(_ candidates: [Candidate]) -> [Candidate] {
    if ranks.isEmpty { return candidates }
    let byRank = Dictionary(grouping: candidates, by: rank(of:))
    return byRank.keys.sorted().flatMap { byRank[$0]! }
  }
}

extension Candidate {
  /// Its id where that tells it from every other in the world.
  fileprivate var uri: String? { !hasNoID && AbsoluteURL.isIdentifier(key.id) ? key.id : nil }
}
