/// Which spellings are one term of an axis, and what each term is called and addressed by.
struct Vocabulary {
  private let axis: Axis
  private let settings: TagSettings
  /// Identity to the term that it means, one step of a chain.
  private let aliases: [String: String]
  /// How the configuration spells what aliases mean, by identity.
  private let targets: [String: String]
  /// Those that are decided by hand, by identity.
  private let slugs: [String: String]
  /// What is known of each way in which a term was written.
  private var notes: [Note] = []
  private var mentions: [Axis.Mention: Int] = [:]
  /// The same by the text in memory, of those at home nowhere: most tags are noted again and again.
  private var identical: [Identical: Int] = [:]
  /// The terms by number, each known by what is the same for all its spellings.
  private(set) var identities: [Identity] = []
  private var numbers: [Identity: Int] = [:]
  /// By number, as the newest entry writes it.
  private var urls: [AbsoluteURL?] = []

  struct Identity: Hashable {
    var name: String
    /// Of what is at home somewhere, what tells it from others of its name.
    var home: String?
  }

  struct Note {
    /// The term's number; nil for an empty one.
    var term: Int?
    /// Whether characters that no feed may hold are dropped from it, and something is left.
    var hasForbidden: Bool
    /// Whether it is longer than a name may be, and cut.
    var isCut: Bool
    /// How this way of writing it spells the term; an alias spells it as its target.
    var spelling: String
    /// When an entry was first written so.
    var oldest: Timestamp
    /// How many entries write it so.
    var count = 1
  }

  /// What a term has of all notes of it.
  private struct Use {
    var spelling: String
    var oldest: Timestamp
    var count: Int

    /// The commoner first, ties to what is older, then by code points.
    static func precedes(_ a: Use, _ b: Use) -> Bool {
      if a.count != b.count { return a.count > b.count }
      if a.oldest != b.oldest { return a.oldest < b.oldest }
      return a.spelling.unicodeScalars.lexicographicallyPrecedes(b.spelling.unicodeScalars)
    }
  }

  /// - Parameter settings: those of tags; empty for other axes.
  init(of axis: Axis, _ settings: TagSettings) {
    self.axis = axis
    self.settings = settings
    // In one order, so that every run chooses alike.
    let sorted = settings.aliases.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    aliases = Dictionary(sorted.map { (axis.identity(PlainText.line($0).text), $1) }) { first, _ in first }
    targets = Dictionary(
      sorted.map { PlainText.line($1).text }.map { (axis.identity($0), $0) },
      uniquingKeysWith: { $1.unicodeScalars.lexicographicallyPrecedes($0.unicodeScalars) ? $1 : $0 })
    slugs = Vocabulary.byIdentity(settings.slugs, in: axis)
  }

  /// What `text` means, by way of aliases, as it is spelled last on that way.
  private func meaning(of text: String) -> String {
    var text = text
    var seen: Set<String> = []
    // The configuration refuses cycles; here one only ends.
    while let target = aliases[axis.identity(text)], seen.insert(axis.identity(text)).inserted {
      text = PlainText.line(target).text
    }
    return text
  }

  /// The slug of a term that is written so; of several that share a name, as authors may, that of the name.
  func slug(of text: String) -> String {
    let identity = axis.identity(meaning(of: PlainText.line(text).text))
    return slugs[identity] ?? (axis == .tag ? Slug.of(identity) : identity)
  }

  /// Takes note of how an entry of `published` writes a term. Newer entries come first.
  mutating func note(_ mention: Axis.Mention, published: Timestamp) -> Note {
    let position = position(of: mention)
    guard position == notes.count else {
      notes[position].count += 1
      if published < notes[position].oldest { notes[position].oldest = published }
      return notes[position]
    }
    let (line, dropped) = PlainText.line(mention.text)
    let cut = PlainText.cut(line, by: .nameCharacters)
    let own = cut ?? line
    let text = meaning(of: own)
    let identity = axis.identity(text)
    let spelling = axis.identity(own) == identity ? own : targets[identity] ?? identity
    let term = text.isEmpty ? nil : number(of: identity, at: mention.url)
    let note = Note(
      term: term, hasForbidden: dropped > 0 && !own.isEmpty, isCut: cut != nil, spelling: spelling, oldest: published)
    notes.append(note)
    return note
  }

  /// The position of its note; the one behind the last for a new one.
  private mutating func position(of mention: Axis.Mention) -> Int {
    func known(_ mention: Axis.Mention) -> Int {
      if let number = mentions[mention] { return number }
      mentions[mention] = notes.count
      return notes.count
    }
    guard mention.url == nil else { return known(mention) }
    let text = Identical(mention.text)
    if let number = identical[text] { return number }
    let number = known(mention)
    // Where each text is another in memory, there is no end to them.
    if identical.count < 1 << 14 { identical[text] = number }
    return number
  }

  private mutating func number(of name: String, at url: AbsoluteURL?) -> Int {
    let identity = Identity(name, at: url)
    if let number = numbers[identity] { return number }
    numbers[identity] = identities.count
    identities.append(identity)
    urls.append(url)
    return identities.count - 1
  }

  /// An address without what changes while the place stays: scheme and last slash.
  fileprivate static func home(of url: String) -> String {
    let place = url.prefix { $0 != ":" }.lowercased().hasPrefix("http") ? url.drop { $0 != ":" } : url[...]
    return String(place.hasSuffix("/") ? place.dropLast() : place)
  }

  /// By number, spelled as most entries do.
  private var uses: [Use] {
    var spellings: [[String: Use]] = Array(repeating: [:], count: identities.count)
    for note in notes {
      guard let term = note.term else { continue }
      let use = Use(spelling: note.spelling, oldest: note.oldest, count: note.count)
      spellings[term][note.spelling] =
        spellings[term][note.spelling].map {
          Use(spelling: $0.spelling, oldest: min($0.oldest, use.oldest), count: $0.count + use.count)
        } ?? use
    }
    return spellings.map { uses in
      var best = uses.values.min(by: Use.precedes)!
      best.oldest = uses.values.map(\.oldest).min()!
      best.count = uses.values.reduce(0) { $0 + $1.count }
      return best
    }
  }

  /// The terms by number: the same for several where they are one.
  ///
  /// - Parameters:
  ///   - ledger: keeps spellings, and says whose a slug was.
  ///   - isPartial: whether there are other entries, which may have the terms that the ledger knows.
  ///   - problems: takes a warning for each slug of several tags (rule G2), which are one.
  func terms(
    remembering ledger: Ledger, isPartial: Bool = false, at place: Place, problems: inout [Problem]
  ) -> [Term] {
    let rows = ledger.terms[axis] ?? [:]
    let liveFirst = rows.sorted { ($0.value.isLive ? 0 : 1, $0.key) < ($1.value.isLive ? 0 : 1, $1.key) }
    let remembered = Dictionary(liveFirst.map { (axis.identity($1.spelling), $1.spelling) }) { first, _ in first }
    let uses = zip(identities, uses).map { identity, use in
      var use = use
      use.spelling = remembered[identity.name] ?? use.spelling
      return use
    }
    guard axis == .tag else {
      return numberedSlugs(remembering: rows, isPartial: isPartial, uses).map { slug, number in
        Term(slug: slug, spelling: uses[number].spelling, url: urls[number])
      }
    }
    let titles = Vocabulary.byIdentity(settings.titles, in: axis)
    let bySlug = Dictionary(grouping: identities.indices) { slugs[identities[$0].name] ?? Slug.of(identities[$0].name) }

    var terms: [Term?] = Array(repeating: nil, count: identities.count)
    for (slug, numbers) in bySlug.sorted(by: { $0.key < $1.key }) {
      let former = rows[slug].map { axis.identity($0.spelling) }
      let numbers = numbers.sorted { a, b in
        let (isFormer, isOtherFormer) = (identities[a].name == former, identities[b].name == former)
        return isFormer == isOtherFormer ? Use.precedes(uses[a], uses[b]) : isFormer
      }
      let spellings = numbers.map { uses[$0].spelling }
      if Set(spellings.map(Vocabulary.letters)).count > 1 {
        problems.addWarning(
          at: place, rule: "G2",
          "the tags \(spellings.map { "“\($0)”" }.joined(separator: " and ")) have one slug, “\(slug)”, and are one tag: "
            + "keep them apart by tags.slugs, or make one an alias of the other in tags.aliases")
      }
      let label = numbers.lazy.compactMap { titles[identities[$0].name] }.first ?? spellings[0]
      for number in numbers { terms[number] = Term(slug: slug, spelling: spellings[0], label: label) }
    }
    noteMisspelt(
      beside: Set(remembered.keys).union(bySlug.keys), uses.map(\.spelling), at: place, problems: &problems)
    return terms.map { $0! }
  }

  /// Tells of settings for a tag that nobody knows, where it is nearly one that posts have.
  ///
  /// - Parameters:
  ///   - known: identities and slugs of other tags.
  ///   - spellings: of those that posts have.
  private func noteMisspelt(
    beside known: Set<String>, _ spellings: [String], at place: Place, problems: inout [Problem]
  ) {
    func identity(_ tag: String) -> String { axis.identity(PlainText.line(tag).text) }
    let configured = settings.aliases.values + settings.parents.values.flatMap(\.self)
    var known = known.union(identities.map(\.name)).union(configured.map(identity))
    known.formUnion(mentions.keys.lazy.map { identity($0.text) })
    let settings: [(key: String, tags: [String])] = [
      ("aliases", Array(settings.aliases.keys)), ("titles", Array(settings.titles.keys)),
      ("slugs", Array(settings.slugs.keys)), ("parents", Array(settings.parents.keys)),
      ("descriptions", Array(settings.descriptions.keys)),
    ]
    for (key, tags) in settings {
      // Of few letters any other is near.
      for tag in tags.sorted() where tag.count > 3 && !known.contains(identity(tag)) && !known.contains(tag) {
        guard let nearest = Suggestion.nearest(to: tag, among: spellings) else { continue }
        problems.addWarning(
          at: Place(file: place.file, pointer: "\(place.pointer ?? "")/\(key)/\(tag.asPointerToken)"), rule: "tags",
          "no post has the tag “\(tag)”: did you mean “\(nearest)”?")
      }
    }
  }

  /// The term that is written so, and that no entry has.
  func term(of text: String, remembering ledger: Ledger) -> Term {
    let meaning = meaning(of: PlainText.line(text).text)
    let (identity, slug) = (axis.identity(meaning), slug(of: text))
    let known = ledger.terms[axis]?[slug]?.spelling
    let spelling = known.flatMap { axis.identity($0) == identity ? $0 : nil } ?? targets[identity] ?? meaning
    return Term(slug: slug, spelling: spelling, label: Vocabulary.byIdentity(settings.titles, in: axis)[identity])
  }

  /// A spelling without what nobody tells two tags by: case, blanks, `-` and `_`.
  private static func letters(of spelling: String) -> String {
    spelling.lowercased().filter { !" -_".contains($0) }
  }

  /// For each number the term's slug and, of those that are one term, the number of the one with a home.
  ///
  /// Of those that share a name each keeps the slug that the ledger has for it. The others, the oldest first, take one whose
  /// owner is nowhere any more, as somebody may move; else the name's, or that and a number.
  private func numberedSlugs(
    remembering rows: [String: Ledger.TermRow], isPartial: Bool, _ uses: [Use]
  ) -> [(slug: String, number: Int)] {
    var slugs = identities.enumerated().map { (slug: $1.name, number: $0) }
    var assigned: Set<String> = []
    let owners = rows.mapValues { axis.identity($0.spelling) }
    let known = Dictionary(grouping: rows.keys) { owners[$0]! }
    let sharing = Dictionary(grouping: identities.indices) { identities[$0].name }
    for (name, numbers) in sharing.sorted(by: { $0.key < $1.key }) {
      let rowsOfName = (known[name] ?? []).sorted()
      let homes = Dictionary(
        rowsOfName.compactMap { slug in rows[slug]!.url.map { (Vocabulary.home(of: $0), slug) } }
      ) { first, _ in first }
      let settled = numbers.filter { identities[$0].home != nil }.sorted {
        (uses[$0].oldest, identities[$0].home!) < (uses[$1].oldest, identities[$1].home!)
      }
      func assign(_ slug: String, to number: Int) {
        slugs[number].slug = slug
        assigned.insert(slug)
      }
      let moved = settled.filter { number in
        guard let own = homes[identities[number].home!] else { return true }
        assign(own, to: number)
        return false
      }
      let kept = Set(settled.compactMap { homes[identities[$0].home!] })
      /// Whether it may be that of somebody else, of whom other entries are.
      func isTaken(_ slug: String) -> Bool {
        isPartial && !settled.isEmpty && rows[slug].map { $0.isLive && $0.url != nil } ?? false
      }
      var former = rowsOfName.filter { !kept.contains($0) && !isTaken($0) }[...]
      var count = 1
      for number in settled.isEmpty ? numbers : moved {
        var slug = former.popFirst() ?? name
        var isCounted = false
        while assigned.contains(slug) || (owners[slug] ?? name) != name || isCounted && sharing[slug] != nil
          || isTaken(slug)
        {
          count += 1
          slug = "\(name)-\(count)"
          isCounted = true
        }
        assign(slug, to: number)
      }
      // Who gives no address is the one that has the name to itself.
      if let host = settled.first(where: { slugs[$0].slug == name }) ?? settled.first {
        for number in numbers where identities[number].home == nil { slugs[number] = slugs[host] }
      }
    }
    return slugs
  }

  /// A setting by the tag that it is for, whatever its spelling there.
  private static func byIdentity(_ setting: [String: String], in axis: Axis) -> [String: String] {
    Dictionary(
      setting.sorted { $0.key < $1.key }.map { (axis.identity(PlainText.line($0.key).text), $0.value) }
    ) { first, _ in first }
  }
}

extension Vocabulary.Identity {
  fileprivate init(_ name: String, at url: AbsoluteURL?) {
    self.init(name: name, home: url.map { Vocabulary.home(of: $0.string) })
  }
}
