/// Finds the entries that answer queries, in a catalog or one by one.
///
/// A term is compared by a key: of a tag, the slug of the tag that it means; of an author or a category, the slug of the name.
struct QueryAnswers: Sendable {
  private let site: Site
  private let queries: [Query]
  private let tagNames: Vocabulary
  private let tree: TagTree?
  private let names: Vocabulary
  /// Whether one of the queries asks for it.
  let asked: Set<QueryField>

  init(_ queries: [FeedQuery], on site: Site, tags: TagSettings) {
    self.site = site
    let (tagNames, names) = (Vocabulary(of: .tag, tags), Vocabulary(of: .category, TagSettings()))
    self.tagNames = tagNames
    tree = tags.parents.isEmpty ? nil : try? TagTree(tags)
    self.names = names
    self.queries = queries.map { query in
      query.query.mapping { field, text in
        switch field {
        case .tag: tagNames.slug(of: text)
        case .author, .category: names.slug(of: text)
        case .language: text.lowercased()
        case .title: QueryAnswers.words(of: text).joined(separator: " ")
        }
      }
    }
    asked = Set(QueryField.allCases.filter { field in queries.contains { $0.query.names(field) } })
  }

  // MARK: - Of one entry

  /// The numbers of the queries that it answers.
  func numbers(of entry: Entry) -> [Int] {
    var keys: [QueryField: Set<String>] = [:]
    for (field, axis) in QueryAnswers.axes where asked.contains(field) {
      keys[field] = Set(axis.mentions(entry, site).map { (field == .tag ? tagNames : names).slug(of: $0.text) })
    }
    if let tree, let own = keys[.tag] { keys[.tag] = own.union(own.flatMap { tree.above[$0] ?? [] }) }
    return queries.indices.filter { number in
      mayAnswer(entry, queries[number]) && answers(entry, queries[number]) { keys[$0]?.contains($1) == true }
    }
  }

  /// Translations are in feeds that ask for languages alone.
  private func mayAnswer(_ entry: Entry, _ query: Query) -> Bool {
    !entry.identified.item.isTranslation || query.names(.language)
  }

  /// - Parameter has: whether the entry has a tag, an author or a category.
  private func answers(_ entry: Entry, _ query: Query, _ has: (QueryField, String) -> Bool) -> Bool {
    switch query {
    case .term(.language, let range):
      // RFC 4647 §3.3.1.
      let own = entry.identified.item.language.flatMap { $0.isEmpty ? nil : $0 } ?? site.language
      return own.lowercased() == range || own.lowercased().hasPrefix("\(range)-")
    case .term(.title, let words):
      let words = words.split(separator: " ")
      let title = QueryAnswers.words(of: entry.identified.item.title ?? "")
      guard title.count >= words.count, !words.isEmpty else { return false }
      return (0...(title.count - words.count)).contains { start in
        zip(title[start...], words).allSatisfy { $0 == $1 }
      }
    case .term(let field, let key): return has(field, key)
    case .since(let day): return entry.published >= site.timeZone.instant(of: day, at: 0)
    case .until(let day): return entry.published < QueryAnswers.end(of: day, in: site.timeZone)
    case .not(let query): return !answers(entry, query, has)
    case .all(let queries): return queries.allSatisfy { answers(entry, $0, has) }
    case .any(let queries): return queries.contains { answers(entry, $0, has) }
    }
  }

  private static func end(of day: LocalDate, in zone: SiteTimeZone) -> Timestamp {
    zone.instant(of: LocalDate(daysSince1970: day.daysSince1970 + 1), at: 0)
  }

  private static func words(of text: String) -> [String] {
    Slug.folded(text).unicodeScalars.split { !Slug.isWordScalar($0) && !Slug.isMark($0) }.map { String($0) }
  }

  /// What terms ask for that catalogs know by axis.
  static let axes: [(field: QueryField, axis: Axis)] = [
    (.tag, .tag), (.author, .author), (.category, .category),
  ]

  // MARK: - Of a catalog

  /// For each query, the positions of the entries that answer it; and which of its terms no entry has.
  ///
  /// - Parameters:
  ///   - entries: newest first.
  ///   - terms: those of the axis.
  func positions(
    in entries: [Entry], _ terms: (Axis) -> Catalog.Terms
  ) -> [(positions: [Int32], unknown: [(field: QueryField, number: Int)])] {
    var lists: [QueryField: [String: [Int32]]] = [:]
    var isKnown: Set<[String]> = []
    for (field, axis) in QueryAnswers.axes where asked.contains(field) {
      let terms = terms(axis)
      var wanted: [String: Int] = [:]
      for query in queries { for key in query.keys(of: field) where wanted[key] == nil { wanted[key] = wanted.count } }
      var numbers = [Int](repeating: -1, count: terms.all.count)
      for (identity, position) in terms.identities {
        guard let number = wanted[field == .tag ? terms.all[position].slug : identity.name] else { continue }
        numbers[position] = number
      }
      // One pass for all of them: each entry is in few lists.
      var found = [[Int32]](repeating: [], count: wanted.count)
      for index in 0..<terms.inFeeds.count {
        for term in terms.inFeeds[index] where numbers[term] >= 0 {
          // Two authors of one name are one here.
          if found[numbers[term]].last != Int32(index) { found[numbers[term]].append(Int32(index)) }
        }
      }
      lists[field] = wanted.mapValues { found[$0] }
      for (key, number) in wanted where !found[number].isEmpty { isKnown.insert([field.rawValue, key]) }
    }
    let hasTranslations = entries.contains { $0.identified.item.isTranslation }
    return queries.map { query in
      var positions = Evaluation(entries: entries, lists: lists, answers: self).positions(of: query)
      if hasTranslations { positions = positions.filter { mayAnswer(entries[Int($0)], query) } }
      let unknown = query.terms.enumerated().filter { _, term in
        QueryAnswers.axes.contains { $0.field == term.field } && !isKnown.contains([term.field.rawValue, term.key])
      }
      return (positions, unknown.map { ($0.element.field, $0.offset) })
    }
  }

  /// Entries by their positions, in their order.
  private enum Selection {
    case only([Int32])
    case allBut([Int32])
  }

  /// Works on lists of the entries that have a term: so a query costs what its terms hold, and one that subtracts, or asks for
  /// words or languages alone, what there is.
  private struct Evaluation {
    let entries: [Entry]
    let lists: [QueryField: [String: [Int32]]]
    let answers: QueryAnswers

    func positions(of query: Query) -> [Int32] {
      switch selection(of: query) {
      case .only(let positions): positions
      case .allBut(let positions): all.subtracting(positions)
      }
    }

    private var all: [Int32] { Array(0..<Int32(entries.count)) }

    private func selection(of query: Query) -> Selection {
      switch query {
      case .term(let field, let key) where !query.isSieve: return .only(lists[field]?[key] ?? [])
      case .not(let inner) where !query.isSieve:
        switch selection(of: inner) {
        case .only(let positions): return .allBut(positions)
        case .allBut(let positions): return .only(positions)
        }
      case .all(let queries):
        let sieves = queries.filter(\.isSieve)
        let selections = queries.filter { !$0.isSieve }.map(selection)
        let selection = folded(selections, both) ?? .allBut([])
        return sieves.isEmpty ? selection : .only(sifted(selection, sieves))
      case .any(let queries):
        return folded(queries.map(selection), either) ?? .only([])
      default: return .only(sifted(.allBut([]), [query]))
      }
    }

    /// All in one, by pairs: so each is gone through few times, however many there are.
    private func folded(_ selections: [Selection], _ join: (Selection, Selection) -> Selection) -> Selection? {
      var selections = selections
      while selections.count > 1 {
        selections = stride(from: 0, to: selections.count, by: 2).map { index in
          index + 1 < selections.count ? join(selections[index], selections[index + 1]) : selections[index]
        }
      }
      return selections.first
    }

    /// Those that answer all of `sieves`. Days are found without looking at what is outside of them.
    private func sifted(_ selection: Selection, _ sieves: [Query]) -> [Int32] {
      var range = 0..<Int32(entries.count)
      var others: [Query] = []
      func firstBefore(_ instant: Timestamp) -> Int32 {
        var (low, high) = (0, entries.count)
        while low < high {
          let middle = (low + high) / 2
          if entries[middle].published >= instant { low = middle + 1 } else { high = middle }
        }
        return Int32(low)
      }
      let zone = answers.site.timeZone
      for sieve in sieves {
        switch sieve {
        case .since(let day): range = range.clamped(to: 0..<firstBefore(zone.instant(of: day, at: 0)))
        case .until(let day):
          range = range.clamped(to: firstBefore(QueryAnswers.end(of: day, in: zone))..<Int32(entries.count))
        default: others.append(sieve)
        }
      }
      let positions: [Int32] =
        switch selection {
        case .only(let positions): positions.filter(range.contains)
        case .allBut(let positions): Array(range).subtracting(positions)
        }
      guard !others.isEmpty else { return positions }
      return positions.filter { position in
        others.allSatisfy { answers.answers(entries[Int(position)], $0) { _, _ in false } }
      }
    }

    private func both(_ a: Selection, _ b: Selection) -> Selection {
      switch (a, b) {
      case (.only(let a), .only(let b)): .only(a.intersection(b))
      case (.only(let a), .allBut(let b)), (.allBut(let b), .only(let a)): .only(a.subtracting(b))
      case (.allBut(let a), .allBut(let b)): .allBut(a.union(b))
      }
    }

    private func either(_ a: Selection, _ b: Selection) -> Selection {
      switch (a, b) {
      case (.only(let a), .only(let b)): .only(a.union(b))
      case (.only(let a), .allBut(let b)), (.allBut(let b), .only(let a)): .allBut(b.subtracting(a))
      case (.allBut(let a), .allBut(let b)): .allBut(a.intersection(b))
      }
    }
  }
}

extension Query {
  /// Those of its terms, in their order.
  fileprivate var terms: [(field: QueryField, key: String)] {
    switch self {
    case .term(let field, let key): [(field, key)]
    case .since, .until: []
    case .not(let query): query.terms
    case .all(let queries), .any(let queries): queries.flatMap(\.terms)
    }
  }

  fileprivate func keys(of field: QueryField) -> [String] { terms.filter { $0.field == field }.map(\.key) }

  /// The texts of those of its terms that are found by axis, each as it is written.
  func text(ofTerm number: Int) -> String { terms[number].key }

  /// Whether each entry is looked at for it, as no list has those that answer it.
  fileprivate var isSieve: Bool {
    switch self {
    case .term(let field, _): field == .language || field == .title
    case .since, .until: true
    case .not(let query): query.isSieve
    case .all(let queries), .any(let queries): queries.allSatisfy(\.isSieve)
    }
  }
}

/// Of numbers in their order, each once.
extension [Int32] {
  fileprivate func intersection(_ other: [Int32]) -> [Int32] {
    var result: [Int32] = []
    var index = other.startIndex
    for number in self {
      while index < other.endIndex, other[index] < number { index += 1 }
      if index < other.endIndex, other[index] == number { result.append(number) }
    }
    return result
  }

  fileprivate func subtracting(_ other: [Int32]) -> [Int32] {
    if other.isEmpty { return self }
    var result: [Int32] = []
    var index = other.startIndex
    for number in self {
      while index < other.endIndex, other[index] < number { index += 1 }
      if index == other.endIndex || other[index] != number { result.append(number) }
    }
    return result
  }

  fileprivate func union(_ other: [Int32]) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(count + other.count)
    var index = other.startIndex
    for number in self {
      while index < other.endIndex, other[index] < number {
        result.append(other[index])
        index += 1
      }
      if index < other.endIndex, other[index] == number { index += 1 }
      result.append(number)
    }
    return result + other[index...]
  }
}
