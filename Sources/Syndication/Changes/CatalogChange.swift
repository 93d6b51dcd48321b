/// Follows a change of the source through what is kept of a catalog.
struct CatalogChange {
  private let before: CatalogState
  private let changes: SourceChanges
  private let pipeline: Pipeline
  private let instant: Timestamp
  private let answers: QueryAnswers
  /// Once it is followed.
  private(set) var after: CatalogState
  /// By the positions of their items as they were, the entries that stay where they are, with other bytes.
  private var edited: [Int: Int] = [:]
  /// By their places in the order as it was, those that go elsewhere.
  private var moved: Set<Int> = []
  /// Those that go there, and those that come.
  private var new: [CatalogState.New] = []

  init(_ state: CatalogState, _ changes: SourceChanges, _ pipeline: Pipeline, at instant: Timestamp) {
    before = state
    after = state
    self.changes = changes
    self.pipeline = pipeline
    self.instant = instant
    answers = QueryAnswers(pipeline.feeds.queries, on: pipeline.site, tags: pipeline.tags)
  }

  /// Whether it could be followed to its end; if not, what it touches is not known.
  ///
  /// - Parameter remembered: the rows of the ledger that there are of some keys.
  mutating func follow(remembering remembered: ([Ledger.Key]) throws -> Ledger) throws -> Bool {
    let replaced = changes.replaced
    guard replaced.upperBound <= before.items.count,
      before.items.count - replaced.count + changes.items.count == changes.count,
      let candidates = candidates(of: changes.items)
    else { return false }
    let known = Dictionary(replaced.map { (before.items[$0].key, $0) }) { first, _ in first }
    let places = entries(of: replaced)
    var items: [CatalogState.Item] = []
    var unsettled: [Candidate] = []
    var nameless: [Candidate] = []
    var positions: [Int: Int] = [:]
    var numbers: [UInt64] = []
    for candidate in candidates {
      let item = CatalogState.Item(of: candidate.item, key: candidate.key, by: &numbers)
      guard let old = known[item.key] else {
        // One that stands elsewhere, too, or did until now.
        guard !before.items.contains(where: { $0.key == item.key }) else { return false }
        items.append(item)
        unsettled.append(candidate)
        continue
      }
      guard positions.updateValue(candidate.index, forKey: old) == nil, before.items[old].isWarned == 0 else {
        return false
      }
      if before.items[old].shape == item.shape {
        items.append(before.items[old])
        if let place = places[old] {
          guard keepsAnswers(candidate, at: place) else { return false }
          edited[old] = place
        }
        if candidate.hasNoID { nameless.append(candidate) }
      } else {
        guard let place = places[old] else { return false }
        items.append(item)
        moved.insert(place)
        unsettled.append(candidate)
      }
    }
    // What is gone.
    guard positions.count == replaced.count, Set(items.map(\.key)).count == items.count else { return false }
    // What it says may now make one that no row remembers one that is gone.
    if before.vanished != nil, !nameless.isEmpty {
      let known = try remembered(nameless.map(\.key)).entries
      guard nameless.allSatisfy({ known[$0.key] != nil }) else { return false }
    }
    guard try settle(unsettled, remembering: remembered) else { return false }
    guard keepsTerms() else { return false }
    var order: [Int]?
    if !new.isEmpty {
      order = self.order()
      if order == nil { return false }
    }
    after = before.replacing(replaced, with: items, at: { positions[$0]! }, order: order, new)
    return true
  }

  /// Whether an entry whose words alone are others answers the queries that it did.
  private func keepsAnswers(_ candidate: Candidate, at place: Int) -> Bool {
    guard answers.asked.contains(.title), let rows = before.terms.first(where: { $0.axis == .query }) else {
      return true
    }
    let entry = Ledger().entry(
      of: candidate, published: Timestamp(seconds: before.entries[place].published), on: pipeline.site)
    return answers.numbers(of: entry).elementsEqual(rows.terms(of: place).lazy.map { Int($0) })
  }

  /// Nil where something is wrong with one, or its author is warned.
  private func candidates(of items: [SourceItem]) -> [Candidate]? {
    var problems: [Problem] = []
    let candidates = items.enumerated().compactMap { offset, item in
      item.isWithin(terms: pipeline.tags.atMost)
        ? Candidate(
          item, index: changes.replaced.lowerBound + offset, on: pipeline.site, at: instant,
          problems: &problems) : nil
    }
    return candidates.count == items.count && problems.isEmpty ? candidates : nil
  }

  /// The places in the order of the entries that items are, by their positions.
  private func entries(of items: Range<Int>) -> [Int: Int] {
    var places: [Int: Int] = [:]
    if items.isEmpty { return places }
    for (place, entry) in before.entries.enumerated() where items.contains(entry.item) { places[entry.item] = place }
    return places
  }

  /// Finds out who those are that come or move, and when they were published; false where that takes more than themselves.
  private mutating func settle(
    _ candidates: [Candidate], remembering remembered: ([Ledger.Key]) throws -> Ledger
  ) throws -> Bool {
    if candidates.isEmpty { return true }
    // Which categories there are is not kept where they have no feeds, and queries tell of those that there are not.
    guard !answers.asked.contains(.category) || before.terms.contains(where: { $0.axis == .category }) else {
      return false
    }
    let ledger = try remembered(candidates.map(\.key))
    for candidate in candidates {
      // What is dated by its day finds its time among others of that day.
      if case .day = candidate.published { return false }
      guard !candidate.isHidden, candidate.expires == nil, !candidate.item.isTranslation else { return false }
      if let row = ledger.entries[candidate.key] {
        // One that comes back may be in feeds that it does not change.
        guard row.isLive else { return false }
        candidate.rowKey = candidate.key
      } else if let vanished = before.vanished {
        guard !candidate.hasNoID, candidate.item.aliases.isEmpty,
          candidate.permalink.map({ !vanished.contains(ContentHash($0.string).value) }) ?? true
        else { return false }
      }
      let published = ledger.rememberedTime(of: candidate) ?? candidate.instant(of: candidate.published)
      guard published <= instant || candidate.item.isDue else { return false }
      let entry = ledger.entry(of: candidate, published: published, on: pipeline.site)
      guard let terms = terms(of: entry) else { return false }
      new.append(.init(published: published, id: entry.id, item: candidate.index, terms: terms))
    }
    let ids = Set(new.map { ContentHash($0.id).value })
    return ids.count == new.count
      && !before.entries.enumerated().contains { ids.contains($1.id) && !moved.contains($0) }
  }

  /// The numbers of its terms; nil where one has no feed yet, where axes are for that, or is to be told of.
  private func terms(of entry: Entry) -> [Axis: [UInt32]]? {
    var terms: [Axis: [UInt32]] = [:]
    for rows in before.terms {
      var numbers: [UInt32] = []
      if rows.axis == .query {
        numbers = answers.numbers(of: entry).map(UInt32.init)
        guard numbers.allSatisfy({ rows.isPlanned[Int($0)] }) else { return nil }
        terms[.query] = numbers
        continue
      }
      if rows.isOfNames {
        for person in entry.identified.item.authors {
          guard let number = rows.number(of: TermRows.hash(ofAuthor: person.name)) else { return nil }
          numbers.append(number)
        }
      } else {
        var vocabulary = Vocabulary(of: rows.axis, rows.axis == .tag ? pipeline.tags : TagSettings())
        for mention in rows.axis.mentions(entry, pipeline.site) {
          let note = vocabulary.note(mention, published: entry.published)
          guard let own = note.term, !note.hasForbidden, !note.isCut,
            let number = rows.number(of: TermRows.hash(of: vocabulary.identities[own])),
            rows.inFeeds([number]).allSatisfy({ rows.isPlanned[Int($0)] }), rows.term(number)?.url == mention.url
          else { return nil }
          if !numbers.contains(number) { numbers.append(number) }
        }
      }
      terms[rows.axis] = numbers
    }
    return terms
  }

  /// Whether no term comes to have less than it takes to have a feed.
  private func keepsTerms() -> Bool {
    before.terms.allSatisfy { rows in
      var less: [UInt32: Int] = [:]
      var lessOwn: [UInt32: Int] = [:]
      for place in moved {
        for number in rows.terms(of: place) { lessOwn[number, default: 0] += 1 }
        for number in rows.inFeeds(rows.terms(of: place)) { less[number, default: 0] += 1 }
      }
      guard !less.isEmpty else { return true }
      guard rows.isOfNames || less.keys.allSatisfy({ rows.isPlanned[Int($0)] }) else { return false }
      for entry in new {
        let own = entry.terms[rows.axis] ?? []
        for number in own { lessOwn[number]? -= 1 }
        for number in rows.inFeeds(own) { less[number]? -= 1 }
      }
      let least = rows.isOfNames ? 1 : max(pipeline.feeds.scopes[rows.axis]?.minimumEntries ?? 1, 1)
      return rows.counts(of: Set(less.keys)).allSatisfy { number, count in
        // Which term it is, those that have it decide.
        count.inFeeds - less[number]! >= least && lessOwn[number].map { count.own - $0 >= 1 } ?? true
      }
    }
  }

  /// The order of the entries afterwards (rule D7), as `CatalogState.replacing` takes it; nil where the id of one that stayed
  /// would have to be known for it.
  private func order() -> [Int]? {
    let coming = new.indices.sorted { a, b in
      (new[b].published, new[a].id) < (new[a].published, new[b].id)
    }
    var order: [Int] = []
    order.reserveCapacity(before.entries.count + coming.count)
    var next = coming[...]
    for (place, entry) in before.entries.enumerated() where !moved.contains(place) {
      while let first = next.first, new[first].published.seconds >= entry.published {
        if new[first].published.seconds == entry.published { return nil }
        order.append(~first)
        next.removeFirst()
      }
      order.append(place)
    }
    return order + next.map { ~$0 }
  }

  // MARK: - What it touches

  /// What is touched of the feeds that hold an entry that changed, or come to hold others, in the order of publication; the members
  /// are places in the order of entries as it is now. Nil where an entry that something is told of comes to be in no feed, and
  /// where a page of an archive comes, goes or comes to be full.
  ///
  /// - Parameter pages: what the ledger remembers of those of a feed's archive.
  func feeds(remembering pages: (Scope) throws -> [Int: Ledger.PageRow]) throws -> [FeedPlan.Part]? {
    let isChanged = Set(edited.keys.map { before.items[$0].key } + new.map { after.items[$0.item].key })
    let places = after.entries.indices.filter { isChanged.contains(after.items[after.entries[$0].item].key) }
    var isUntold = false
    func isTouched(_ now: [Int], _ old: [Int]) -> Bool {
      let keys = now.map { after.items[after.entries[$0].item].key }
      let former = old.map { before.items[before.entries[$0].item] }
      if former.contains(where: { $0.isWarned != 0 && !keys.contains($0.key) }) { isUntold = true }
      return keys.contains(where: isChanged.contains) || keys != former.map(\.key)
    }
    /// Nil where nothing of it is touched.
    func part(_ scope: Scope, _ now: [Int], _ old: [Int], limit: Int, archive size: Int?) throws -> FeedPlan.Part? {
      let (current, former) = (Array(now.prefix(limit)), Array(old.prefix(limit)))
      var part = FeedPlan.Part(scope: scope, members: isTouched(current, former) ? current : nil)
      guard let size else { return part.members == nil ? nil : part }
      let known = try pages(scope)
      guard let earlier = Archive(of: old, in: before.entries, holding: size, remembering: known),
        var archive = Archive(of: now, in: after.entries, holding: size, remembering: known),
        archive.pages.map(\.number) == earlier.pages.map(\.number)
      else {
        isUntold = true
        return nil
      }
      for (index, page) in earlier.pages.enumerated()
      where !isTouched(archive.pages[index].entries, page.entries) && archive.pages[index].isFollowed == page.isFollowed
      {
        archive.pages[index] = archive.pages[index].untouched
      }
      part.archive = archive
      return part.members == nil && archive.pages.allSatisfy(\.isUntouched) ? nil : part
    }
    var parts: [FeedPlan.Part] = []
    for axis in Axis.axes {
      guard let settings = pipeline.feeds.scopes[axis] else { continue }
      let (limit, size) = (pipeline.feeds.entries(of: settings), settings.archive)
      let most = size == nil ? limit : .max
      guard axis.plural != nil else {
        let (now, old) = (after.entries.indices.prefix(most), before.entries.indices.prefix(most))
        if let part = try part(.all, Array(now), Array(old), limit: limit, archive: size) { parts.append(part) }
        continue
      }
      guard let rows = after.terms.first(where: { $0.axis == axis }),
        let old = before.terms.first(where: { $0.axis == axis })
      else { continue }
      let touched = rows.inFeeds(places.flatMap(rows.terms(of:)) + moved.flatMap(old.terms(of:))).filter {
        rows.isPlanned[Int($0)]
      }
      let (now, former) = (rows.entries(of: touched, atMost: most), old.entries(of: touched, atMost: most))
      let scopes = touched.map { (number: $0, scope: Scope(axis: axis, term: rows.term($0))) }
      for (number, scope) in scopes.sorted(by: { $0.scope.term?.slug ?? "" < $1.scope.term?.slug ?? "" }) {
        if let part = try part(scope, now[number]!, former[number]!, limit: limit, archive: size) { parts.append(part) }
      }
    }
    return isUntold ? nil : parts
  }
}
