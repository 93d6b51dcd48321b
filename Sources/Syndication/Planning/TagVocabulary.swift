/// Which spellings are one tag, and what each tag is called and addressed by.
struct TagVocabulary {
  private let settings: TagSettings
  /// Folded tag to the tag that it means, one step of a chain.
  private let aliases: [String: String]
  /// How the configuration spells what aliases mean, by identity.
  private let targets: [String: String]
  /// What is known of each way in which a tag was written.
  private var notes: [String: Note] = [:]
  /// The tags by number, each known by what is the same for all its spellings.
  private var identities: [String] = []
  private var numbers: [String: Int] = [:]

  private struct Note {
    /// Nil: an empty tag.
    var tag: Int?
    /// Whether characters that no feed may hold are dropped from it, and something is left.
    var hasForbidden: Bool
    /// How this way of writing it spells the tag; an alias spells it as its target.
    var spelling: String
    /// When an entry was first written so.
    var oldest: Timestamp
  }

  init(_ settings: TagSettings) {
    self.settings = settings
    // In one order, so that every run chooses alike.
    let sorted = settings.aliases.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    aliases = Dictionary(
      sorted.map { (Slug.folded(PlainText.line($0).text), $1) }, uniquingKeysWith: { first, _ in first })
    targets = Dictionary(
      sorted.map { PlainText.line($1).text }.map { (Slug.folded($0), $0) },
      uniquingKeysWith: { $1.unicodeScalars.lexicographicallyPrecedes($0.unicodeScalars) ? $1 : $0 })
  }

  /// Takes note of how an entry of `published` writes a tag.
  ///
  /// - Returns: the tag's number, nil for an empty tag; and whether characters are dropped from it.
  mutating func note(_ raw: String, published: Timestamp) -> (tag: Int?, hasForbidden: Bool) {
    if let index = notes.index(forKey: raw) {
      if published < notes.values[index].oldest { notes.values[index].oldest = published }
      return (notes.values[index].tag, notes.values[index].hasForbidden)
    }
    let (own, dropped) = PlainText.line(raw)
    var text = own
    var seen: Set<String> = []
    // The configuration refuses cycles; here one only ends.
    while let target = aliases[Slug.folded(text)], seen.insert(Slug.folded(text)).inserted {
      text = PlainText.line(target).text
    }
    let identity = Slug.folded(text)
    let spelling = Slug.folded(own) == identity ? own : targets[identity] ?? identity
    let tag = text.isEmpty ? nil : number(of: identity)
    let note = Note(tag: tag, hasForbidden: dropped > 0 && !own.isEmpty, spelling: spelling, oldest: published)
    notes[raw] = note
    return (tag, note.hasForbidden)
  }

  private mutating func number(of identity: String) -> Int {
    if let number = numbers[identity] { return number }
    numbers[identity] = identities.count
    identities.append(identity)
    return identities.count - 1
  }

  /// The oldest entry's spelling of each tag, ties by code point.
  private var spellings: [String] {
    var chosen: [Note?] = Array(repeating: nil, count: identities.count)
    for note in notes.values {
      guard let tag = note.tag else { continue }
      if let best = chosen[tag],
        (best.oldest, 0) < (
          note.oldest, note.spelling.unicodeScalars.lexicographicallyPrecedes(best.spelling.unicodeScalars) ? -1 : 1
        )
      {
        continue
      }
      chosen[tag] = note
    }
    return chosen.map { $0!.spelling }
  }

  /// The tags by number, each with a slug of its own; nil for one that is left out.
  ///
  /// - Parameters:
  ///   - ledger: keeps spellings and, among tags with one slug, says whose it was.
  ///   - problems: takes an error for each slug of several tags (rule G2); one of them keeps it, the others are left out.
  func tags(remembering ledger: Ledger, at place: Place, problems: inout [Problem]) -> [Tag?] {
    let remembered = Dictionary(
      ledger.tags.sorted { ($0.value.isLive ? 0 : 1, $0.key) < ($1.value.isLive ? 0 : 1, $1.key) }
        .map { (Slug.folded($0.value.spelling), $0.value.spelling) }, uniquingKeysWith: { first, _ in first })
    let titles = byIdentity(settings.titles)
    let slugs = byIdentity(settings.slugs)
    let spellings = zip(identities, spellings).map { remembered[$0] ?? $1 }
    let owners = Dictionary(grouping: identities.indices) { slugs[identities[$0]] ?? Slug.of(identities[$0]) }

    var tags: [Tag?] = Array(repeating: nil, count: identities.count)
    for (slug, claimants) in owners.sorted(by: { $0.key < $1.key }) {
      let formerOwner = ledger.tags[slug].map { Slug.folded($0.spelling) }
      let claimants = claimants.sorted {
        (identities[$0] == formerOwner ? 0 : 1, spellings[$0]) < (identities[$1] == formerOwner ? 0 : 1, spellings[$1])
      }
      if claimants.count > 1 {
        problems.append(
          .error(
            at: place, rule: "G2",
            "the tags \(claimants.map { "“\(spellings[$0])”" }.joined(separator: " and ")) have one slug, “\(slug)”: "
              + "give one of them another in tags.slugs, or make one an alias of the other in tags.aliases"))
      }
      let owner = claimants[0]
      tags[owner] = Tag(slug: slug, spelling: spellings[owner], label: titles[identities[owner]] ?? spellings[owner])
    }
    return tags
  }

  /// A setting by the tag that it is for, whatever its spelling there.
  private func byIdentity(_ setting: [String: String]) -> [String: String] {
    Dictionary(
      setting.sorted { $0.key < $1.key }.map { (Slug.folded(PlainText.line($0.key).text), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }
}
