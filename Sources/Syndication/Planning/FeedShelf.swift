/// The feeds of one axis while they are filled.
struct FeedShelf {
  let axis: Axis
  let settings: ScopeSettings
  private let terms: Catalog.Terms?
  private let limit: Int
  /// Whether there is to be a feed, by position of the term.
  private let isPlanned: [Bool]
  private var entries: [[Int]]
  /// By position of the term.
  private var tallies: [FeedTally]
  /// By position in the catalog, those that feeds are without but for those of languages; a query says itself whether it asks
  /// for them.
  private let isTranslation: [Bool]

  /// - Parameters:
  ///   - languages: those that are to have feeds; nil for all.
  ///   - excluded: the slugs of terms that are to have none.
  init(
    _ axis: Axis, _ settings: ScopeSettings, of catalog: Catalog, entries limit: Int, only languages: [String]?,
    without excluded: Set<String>
  ) {
    self.axis = axis
    self.settings = settings
    self.limit = limit
    let terms = catalog.terms[axis]
    self.terms = terms
    entries = Array(repeating: [], count: terms?.all.count ?? 1)
    tallies = Array(repeating: FeedTally(), count: entries.count)
    var counts = Array(repeating: 0, count: entries.count)
    let isTranslation =
      axis == .language || axis == .query ? [] : catalog.entries.map { $0.identified.item.isTranslation }
    self.isTranslation = isTranslation.contains(true) ? isTranslation : []
    if let terms {
      for index in 0..<terms.inFeeds.count where self.isTranslation.isEmpty || !isTranslation[index] {
        for term in terms.inFeeds[index] { counts[term] += 1 }
      }
    }
    // RFC 4647 §3.3.1: who names `de` means `de-CH`, too.
    let ranges = languages?.map(Slug.of)
    func isWanted(_ slug: String) -> Bool { ranges?.contains { slug == $0 || slug.hasPrefix("\($0)-") } ?? true }
    isPlanned = counts.enumerated().map { term, count in
      guard let terms else { return true }
      let slug = terms.all[term].slug
      return count >= max(settings.minimumEntries, 1) && isWanted(slug) && !excluded.contains(slug)
    }
  }

  /// Whether a feed takes the entry at `index` of the catalog, which is then at `position` in the plan.
  ///
  /// - Parameter moment: when it was published, where that is to be tallied.
  mutating func take(_ index: Int, as position: Int, at moment: (published: Timestamp, span: Int)?) -> Bool {
    if !isTranslation.isEmpty, isTranslation[index] { return false }
    var isTaken = false
    func take(_ term: Int) {
      guard isPlanned[term] else { return }
      if let moment { tallies[term].add(moment.published, in: moment.span) }
      guard entries[term].count < limit else { return }
      entries[term].append(position)
      isTaken = true
    }
    if let terms { for term in terms.inFeeds[index] { take(term) } } else { take(0) }
    return isTaken
  }

  /// Of all feeds, about: what is dated back may make one less.
  var pageCount: Int {
    let current = isPlanned.count { $0 }
    guard let size = settings.archive.map({ max($0, Archive.least) }) else { return current }
    return entries.reduce(current) { $0 + ($1.count + size - 1) / size }
  }

  /// The slugs of terms that some entry has, and that have no feed all the same.
  var withoutFeeds: [String] {
    guard let terms else { return [] }
    let held = Set((0..<terms.inFeeds.count).lazy.flatMap { terms.inFeeds[$0] })
    return held.filter { !isPlanned[$0] }.map { terms.all[$0].slug }.sorted()
  }

  /// What each feed is about and holds, by slug.
  var sorted: [(term: Term?, entries: [Int], tally: FeedTally)] {
    guard let terms else { return [(nil, entries[0], tallies[0])] }
    return terms.all.indices.filter { isPlanned[$0] }.map { (terms.all[$0], entries[$0], tallies[$0]) }
      .sorted { $0.0.slug < $1.0.slug }
  }
}
