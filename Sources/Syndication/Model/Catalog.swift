/// All entries that may be published, newest first, their terms merged and named.
public struct Catalog: Sendable {
  /// The one that the entries are of.
  public let site: Site
  /// Newest `published` first, then by id: a total order (rule D7).
  public let entries: [Entry]
  /// What the entries have in common, by axis.
  public let terms: [Axis: Terms]

  /// The terms of one axis.
  public struct Terms: Sendable {
    /// Every one that some entry has, or that stands above one.
    public let all: [Term]
    /// For each entry, the positions of its terms in `all`, in its own order.
    let ofEntries: NumberLists
    /// Likewise, those whose feeds hold it.
    let inFeeds: NumberLists
    /// Of a position in `all`, those of the terms that stand above it.
    let above: [Int: [Int]]
    /// By what the spellings of each are known, and its position in `all`: one term may have several.
    let identities: [(identity: Vocabulary.Identity, position: Int)]

    fileprivate init(
      of entries: [Entry], on site: Site, in vocabulary: Vocabulary, by axis: Axis, below tree: TagTree? = nil,
      remembering ledger: Ledger, isPartial: Bool, configuration: String, problems: inout [Problem]
    ) {
      var vocabulary = vocabulary
      var numbers = NumberLists(count: entries.count)
      for entry in entries {
        axis.eachMention(entry, site) { mention in
          let note = vocabulary.note(mention, published: entry.published)
          if note.hasForbidden {
            problems.addWarning(
              at: entry.item.place, rule: "XML 1.0 §2.2",
              "dropped characters that no feed may hold from a \(axis.name)"
            )
          } else if note.term == nil {
            problems.addWarning(at: entry.item.place, rule: "T2", "an empty \(axis.name) is left out")
          } else if note.isCut {
            problems.addWarning(
              at: entry.item.place, rule: "P3",
              "one of its \(axis.plural!) has over \(Limit.nameCharacters.value) characters: the rest is cut; "
                + "shorten it")
          }
          if let term = note.term { numbers.append(term) }
        }
        numbers.endList()
      }
      let place = Place(file: configuration, pointer: "/tags")
      let terms = vocabulary.terms(
        remembering: ledger, isPartial: isPartial, at: place, problems: &problems)
      // Numbers of terms become positions among them, each once.
      var all: [Term] = []
      var places: [String: Int] = [:]
      let positions = terms.map { term in
        if let position = places[term.slug] { return position }
        places[term.slug] = all.count
        all.append(term)
        return all.count - 1
      }
      var identities = zip(vocabulary.identities, positions).map { (identity: $0, position: $1) }
      var above: [Int: [Int]] = [:]
      if let tree {
        for slug in places.keys.sorted() {
          guard let parents = tree.above[slug] else { continue }
          for parent in parents where places[parent] == nil {
            places[parent] = all.count
            identities.append((Vocabulary.Identity(name: Slug.folded(tree.spellings[parent]!)), all.count))
            all.append(vocabulary.term(of: tree.spellings[parent]!, remembering: ledger))
          }
          above[places[slug]!] = parents.map { places[$0]! }
        }
      }
      self.all = all
      self.identities = identities
      var ofEntries = NumberLists(count: entries.count)
      for index in entries.indices {
        let numbers = numbers[index]
        var seen: Set<Int> = []
        for number in numbers {
          let position = positions[number]
          // Among a few it is found sooner without a set.
          let isNew = numbers.count > 100 ? seen.insert(position).inserted : !ofEntries.lastHolds(position)
          if isNew { ofEntries.append(position) }
        }
        ofEntries.endList()
      }
      self.ofEntries = ofEntries
      self.above = above
      guard !above.isEmpty else {
        inFeeds = ofEntries
        return
      }
      var inFeeds = NumberLists(count: entries.count)
      for index in entries.indices {
        var seen: Set<Int> = []
        for own in ofEntries[index] {
          for position in [own] + (above[own] ?? []) where seen.insert(position).inserted { inFeeds.append(position) }
        }
        inFeeds.endList()
      }
      self.inFeeds = inFeeds
    }

    /// The queries that have feeds, and which of them each entry answers.
    fileprivate init(
      of queries: [FeedQuery], in entries: [Entry], by answers: QueryAnswers, _ terms: (Axis) -> Terms,
      configuration: String, problems: inout [Problem]
    ) {
      all = queries.map { Term(slug: $0.name, spelling: $0.name, label: $0.title) }
      identities = queries.enumerated().map { (Vocabulary.Identity(name: $1.name), $0) }
      let found = answers.positions(in: entries, terms)
      for (query, answer) in zip(queries, found) {
        let place = Place(file: configuration, pointer: "/feeds/queries/\(query.name)/query")
        for (field, number) in answer.unknown {
          let text = query.query.text(ofTerm: number)
          let axis = Axis.named(field.rawValue)!
          let nearest = Suggestion.nearest(to: text, among: terms(axis).all.lazy.map(\.spelling))
          problems.addWarning(
            at: place, rule: "query",
            "no post has the \(axis.name) “\(text)”" + (nearest.map { ": did you mean “\($0)”?" } ?? ""))
        }
        if answer.positions.isEmpty, answer.unknown.isEmpty {
          problems.addWarning(
            at: place, rule: "query", "no post answers this: the feed begins with the first that does")
        }
      }
      ofEntries = NumberLists(of: found.map(\.positions), count: entries.count)
      inFeeds = ofEntries
      above = [:]
    }
  }

  /// - Parameters:
  ///   - axes: those whose terms are wanted; tags always are, as each entry is written with its own.
  ///   - queries: those that have feeds.
  ///   - ledger: what it knows of the terms.
  ///   - isPartial: whether there are other entries, of which nothing is asked.
  ///   - configuration: the file that problems of tags name, as they are solved there.
  ///   - problems: takes two entries with one id, of which one is left out, and tags that are one by their slug.
  public init(
    site: Site, entries: [Entry], axes: Set<Axis>, tags settings: TagSettings, queries: [FeedQuery] = [],
    remembering ledger: Ledger, isPartial: Bool = false, configuration: String, problems: inout [Problem]
  ) {
    self.site = site
    let ordered = Catalog.ordered(entries, problems: &problems)
    self.entries = ordered
    var terms: [Axis: Terms] = [:]
    // Of those that are no tree, the configuration tells.
    let tree = settings.parents.isEmpty ? nil : try? TagTree(settings)
    func found(_ axis: Axis, _ problems: inout [Problem]) -> Terms {
      Terms(
        of: ordered, on: site, in: Vocabulary(of: axis, axis == .tag ? settings : TagSettings()), by: axis,
        below: axis == .tag ? tree : nil, remembering: ledger, isPartial: isPartial, configuration: configuration,
        problems: &problems)
    }
    for axis in Axis.ofTerms where axis == .tag || axes.contains(axis) && axis != .query {
      terms[axis] = found(axis, &problems)
    }
    if axes.contains(.query), !queries.isEmpty {
      // What queries ask for need have no feeds, and is not told of then.
      var (known, ignored) = (terms, [Problem]())
      let answers = QueryAnswers(queries, on: site, tags: settings)
      for (field, axis) in QueryAnswers.axes where answers.asked.contains(field) && known[axis] == nil {
        known[axis] = found(axis, &ignored)
      }
      terms[.query] = Terms(
        of: queries, in: ordered, by: answers, { known[$0]! }, configuration: configuration, problems: &problems)
    }
    self.terms = terms
  }

  /// The date in the ids of feeds, and the time of an empty one.
  var founded: LocalDate? { site.founded ?? entries.last.map { site.timeZone.date(of: $0.published) } }

  /// Rules I1 and D7.
  private static func ordered(_ entries: [Entry], problems: inout [Problem]) -> [Entry] {
    var known = HashedPositions(capacity: entries.count)
    var order: [(published: Int64, index: Int)] = []
    order.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      if let other = known.insert(entry.id, at: index, where: { entries[$0].id == entry.id }) {
        problems.addError(
          at: entry.item.place, rule: "RFC 4287 §4.2.6",
          "“\(entry.item.title ?? entry.id)” has the id of the entry at \(entries[other].item.place), \(entry.id): "
            + "each wants an id or an address of its own")
      } else {
        order.append((entry.published.seconds, index))
      }
    }
    order.sort { a, b in
      a.published == b.published ? entries[a.index].id < entries[b.index].id : a.published > b.published
    }
    return order.map { entries[$0.index] }
  }
}
