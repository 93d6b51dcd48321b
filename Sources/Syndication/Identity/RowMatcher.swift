/// Finds the row that remembers an item, though its title, its address or its source may have changed.
struct RowMatcher {
  private let rows: [Ledger.Key: Ledger.EntryRow]
  private let site: Site
  private var claimed: Set<Ledger.Key> = []
  /// The rows of a source and day, for what is known by its date and text.
  private lazy var rowsByDay: [DayOfSource: [Ledger.Key]] = Dictionary(grouping: rows.keys.sorted(), by: day(of:))
  /// Those of one title among them.
  private lazy var rowsByTitle: [TitleOfDay: [Ledger.Key]] = Dictionary(grouping: rows.keys.sorted()) { [rows] key in
    TitleOfDay(day: day(of: key), title: rows[key]!.written.title)
  }

  private struct DayOfSource: Hashable {
    var source: String
    var date: LocalDate
  }

  private struct TitleOfDay: Hashable {
    var day: DayOfSource
    var title: ContentHash
  }

  private func day(of key: Ledger.Key) -> DayOfSource {
    let row = rows[key]!
    return DayOfSource(
      source: key.source, date: row.date?.date(in: site.timeZone) ?? site.timeZone.date(of: row.published))
  }

  private func day(of candidate: Candidate) -> DayOfSource {
    DayOfSource(source: candidate.item.source, date: candidate.date)
  }

  init(rows: [Ledger.Key: Ledger.EntryRow], site: Site) {
    self.rows = rows
    self.site = site
  }

  /// Sets the key, the row and the permalink of every candidate; leaves out those that another source holds too.
  mutating func match(_ candidates: inout [Candidate], precedence: SourcePrecedence, problems: inout [Problem]) {
    if !rows.isEmpty {
      claimByID(candidates)
      claimListed(candidates)
    }
    leaveOutOthers(&candidates, precedence, problems: &problems)
    if !rows.isEmpty {
      claimByPermalink(candidates)
      claimByText(candidates, problems: &problems)
    }
    for candidate in candidates { settle(candidate) }
  }

  private mutating func claim(_ row: Ledger.Key, for candidate: Candidate) {
    claimed.insert(row)
    candidate.rowKey = row
  }

  /// Claims the first of `free` that is live, else the first.
  private mutating func claimLive(of free: [Ledger.Key], for candidate: Candidate) {
    if let row = free.first(where: { rows[$0]!.isLive }) ?? free.first { claim(row, for: candidate) }
  }

  private func isFree(_ row: Ledger.Key) -> Bool { !claimed.contains(row) }

  private mutating func claimByID(_ candidates: [Candidate]) {
    for candidate in candidates where candidate.rule == nil && rows[candidate.key] != nil {
      claim(candidate.key, for: candidate)
    }
  }

  /// A listed post is first known by the title that it has now: its row may bear an older title's slug, which a
  /// newer post of the same day may have taken up since.
  private mutating func claimListed(_ candidates: [Candidate]) {
    let listed = candidates.filter { $0.rule != nil }
    for (byTitle, byKey) in [(true, true), (true, false), (false, true)] {
      for candidate in listed where candidate.rowKey == nil {
        let ofTitle =
          byTitle
          ? rowsByTitle[TitleOfDay(day: day(of: candidate), title: candidate.item.writtenTitle)] ?? []
          : [candidate.key].filter { rows[$0] != nil && day(of: $0) == day(of: candidate) }
        claimLive(of: ofTitle.filter { isFree($0) && (!byKey || $0 == candidate.key) }, for: candidate)
      }
    }
  }

  /// What is kept of an entry that several sources hold goes on with the row of the others, as if they never were.
  private func leaveOutOthers(
    _ candidates: inout [Candidate], _ precedence: SourcePrecedence, problems: inout [Problem]
  ) {
    let pairs = precedence.pairs(among: candidates, permalink: permalink(of:))
    guard !pairs.isEmpty else { return }
    for pair in pairs {
      if !pair.isDecided { problems.append(pair.problem) }
      pair.kept.rowKey = pair.kept.rowKey ?? pair.other.rowKey
      // Where no row remembers either, the id is that of the one that has one.
      if pair.kept.hasNoID, !pair.other.hasNoID { pair.kept.lender = pair.kept.lender ?? pair.other }
    }
    let others = Set(pairs.map { ObjectIdentifier($0.other) })
    candidates.removeAll { others.contains(ObjectIdentifier($0)) }
  }

  /// An unknown item at the address of a vanished one is that one: so a publisher moves from one source to another.
  private mutating func claimByPermalink(_ candidates: [Candidate]) {
    let unknown = candidates.filter { $0.rowKey == nil }
    guard !unknown.isEmpty else { return }
    let vanished = Dictionary(
      grouping: rows.keys.filter { isFree($0) && rows[$0]!.permalink != nil }.sorted(), by: { rows[$0]!.permalink! })
    guard !vanished.isEmpty else { return }
    for candidate in unknown {
      // Where it lives now, then where it says that it lived.
      let addresses = [permalink(of: candidate)] + candidate.item.aliases.map(site.url.resolving)
      let free = addresses.compactMap { $0.flatMap { vanished[$0.string] }?.filter(isFree) }
      claimLive(of: free.first { !$0.isEmpty } ?? [], for: candidate)
    }
  }

  /// An unknown item without an id of its own is the vanished one of its source and day that shares most with it.
  private mutating func claimByText(_ candidates: [Candidate], problems: inout [Problem]) {
    let unknown = candidates.filter { $0.rowKey == nil && $0.hasNoID }
    guard !unknown.isEmpty else { return }
    var pairs: [(candidate: Candidate, row: Ledger.Key, shared: Int)] = []
    let unknownOfDays = Dictionary(unknown.map { (day(of: $0), 1) }, uniquingKeysWith: +)
    var free: [DayOfSource: [Ledger.Key]] = [:]
    for day in unknownOfDays.keys { free[day] = (rowsByDay[day] ?? []).filter(isFree) }
    var crowded: Set<DayOfSource> = []
    for candidate in unknown {
      let day = day(of: candidate)
      guard let rowsOfDay = free[day], !rowsOfDay.isEmpty else { continue }
      guard rowsOfDay.count * unknownOfDays[day]! <= Limit.pairsOfDay.value else {
        if crowded.insert(day).inserted {
          problems.addWarning(
            at: candidate.item.place, rule: "RFC 4287 §4.2.6",
            "\(unknownOfDays[day]!) posts of \(day.date) are not known, and \(rowsOfDay.count) are gone: too many to tell "
              + "which are which, and all are published as new; keep their ids or addresses")
        }
        continue
      }
      guard let written = try? candidate.item.written() else { continue }
      for row in rowsOfDay {
        if let shared = rows[row]!.written.shared(with: written) { pairs.append((candidate, row, shared)) }
      }
    }
    // Of those that share most, those are one that no other shares as much with.
    var seen: (candidates: Set<ObjectIdentifier>, rows: Set<Ledger.Key>) = ([], [])
    for most in Set(pairs.map(\.shared)).sorted(by: >) {
      let best = pairs.filter {
        $0.shared == most && !seen.candidates.contains(ObjectIdentifier($0.candidate)) && !seen.rows.contains($0.row)
      }
      let ofCandidates = Dictionary(best.map { (ObjectIdentifier($0.candidate), 1) }, uniquingKeysWith: +)
      let ofRows = Dictionary(best.map { ($0.row, 1) }, uniquingKeysWith: +)
      for (candidate, row, _) in best {
        let isFirst = seen.candidates.insert(ObjectIdentifier(candidate)).inserted
        seen.rows.insert(row)
        if ofCandidates[ObjectIdentifier(candidate)] == 1, ofRows[row] == 1 {
          claim(row, for: candidate)
        } else if isFirst {
          problems.addWarning(
            at: candidate.item.place, rule: "RFC 4287 §4.2.6",
            "“\(candidate.name)” may be one of several posts of that day that are gone, and is published as new")
        }
      }
    }
  }

  /// A listed post keeps the slug of its first title; every other goes by the key that it has now.
  private func settle(_ candidate: Candidate) {
    guard let rule = candidate.rule else { return }
    if let row = ownRow(of: candidate) {
      candidate.key = row
    } else {
      while rows[candidate.key] != nil { candidate.key.id += "~" }
    }
    candidate.permalink = permalink(of: candidate, by: rule, under: candidate.key)
  }

  /// The row of a listed post that bears the slug of its first title.
  private func ownRow(of candidate: Candidate) -> Ledger.Key? {
    candidate.rowKey.flatMap { $0.source == candidate.key.source && $0.id.hasPrefix("\(candidate.date)/") ? $0 : nil }
  }

  /// As it will be, unless a row is yet to be claimed.
  private func permalink(of candidate: Candidate) -> AbsoluteURL? {
    guard let rule = candidate.rule else { return candidate.permalink }
    return permalink(of: candidate, by: rule, under: ownRow(of: candidate) ?? candidate.key)
  }

  private func permalink(of candidate: Candidate, by rule: PermalinkRule, under key: Ledger.Key) -> AbsoluteURL? {
    let slug = String(key.id.dropFirst("\(candidate.date)/".count))
    return rule.permalink(date: candidate.date, slug: slug, currentSlug: candidate.slug, on: site)
  }
}

extension Candidate {
  fileprivate var rule: PermalinkRule? {
    if case .listed(let rule) = item.identity { rule } else { nil }
  }
}

extension WrittenHashes {
  /// How much two versions of a text share: nil where too little to be of one post. What neither has is not shared.
  fileprivate func shared(with other: WrittenHashes) -> Int? {
    func isShared(_ part: KeyPath<WrittenHashes, ContentHash>) -> Bool {
      let hash = self[keyPath: part]
      return hash == other[keyPath: part] && hash != ContentHash("")
    }
    let texts = [\WrittenHashes.title, \.summary, \.body].count(where: isShared)
    let lists = [\WrittenHashes.tags, \.authors].count(where: isShared)
    return texts > 0 || lists == 2 ? texts + lists : nil
  }
}
