/// Which spellings are one tag, and what each tag is called and addressed by.
struct TagVocabulary {
  private let settings: TagSettings
  /// Folded tag to the tag that it means, one step of a chain.
  private let aliases: [String: String]
  /// How the configuration spells what aliases mean, by identity.
  private let targets: [String: String]
  private var identities: [String: String?] = [:]
  private var spellings: [String: Spelling] = [:]

  private struct Spelling {
    var text: String
    var published: Timestamp
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

  /// Takes note of how an entry of `published` spells its tags. Nil: an empty tag.
  ///
  /// - Returns: what is the same for all spellings of one tag.
  mutating func note(_ raw: String, published: Timestamp) -> String? {
    if let known = identities[raw] {
      if let known { noteSpelling(raw, of: known, published) }
      return known
    }
    var text = PlainText.line(raw).text
    var seen: Set<String> = []
    // The configuration refuses cycles; here one only ends.
    while let target = aliases[Slug.folded(text)], seen.insert(Slug.folded(text)).inserted {
      text = PlainText.line(target).text
    }
    let identity = text.isEmpty ? nil : Slug.folded(text)
    identities[raw] = identity
    if let identity { noteSpelling(raw, of: identity, published) }
    return identity
  }

  /// The oldest entry's spelling counts, ties by code point; an alias's is that of its target.
  private mutating func noteSpelling(_ raw: String, of identity: String, _ published: Timestamp) {
    var text = PlainText.line(raw).text
    if Slug.folded(text) != identity {
      text = targets[identity] ?? identity
    }
    if let known = spellings[identity], known.published < published { return }
    if let known = spellings[identity], known.published == published,
      known.text.unicodeScalars.lexicographicallyPrecedes(text.unicodeScalars) || known.text == text
    {
      return
    }
    spellings[identity] = Spelling(text: text, published: published)
  }

  /// The tags by identity, each with a slug of its own.
  ///
  /// - Parameters:
  ///   - ledger: keeps spellings and, among tags with one slug, says whose it was.
  ///   - problems: takes an error for each slug of several tags (rule G2); one of them keeps it, the others are left out.
  func tags(remembering ledger: Ledger, at place: Place, problems: inout [Problem]) -> [String: Tag] {
    let remembered = Dictionary(
      ledger.tags.sorted { ($0.value.isLive ? 0 : 1, $0.key) < ($1.value.isLive ? 0 : 1, $1.key) }
        .map { (Slug.folded($0.value.spelling), $0.value.spelling) }, uniquingKeysWith: { first, _ in first })
    let titles = byIdentity(settings.titles)
    let slugs = byIdentity(settings.slugs)

    var owners: [String: [String]] = [:]
    for identity in spellings.keys { owners[slugs[identity] ?? Slug.of(identity), default: []].append(identity) }

    var tags: [String: Tag] = [:]
    for (slug, identities) in owners.sorted(by: { $0.key < $1.key }) {
      let formerOwner = ledger.tags[slug].map { Slug.folded($0.spelling) }
      let claimants = identities.sorted {
        ($0 == formerOwner ? 0 : 1, spelling(of: $0, remembered)) < (
          $1 == formerOwner ? 0 : 1, spelling(of: $1, remembered)
        )
      }
      let spelled = claimants.map { spelling(of: $0, remembered) }
      if claimants.count > 1 {
        problems.append(
          .error(
            at: place, rule: "G2",
            "the tags \(spelled.map { "“\($0)”" }.joined(separator: " and ")) have one slug, “\(slug)”: give one of them "
              + "another in tags.slugs, or make one an alias of the other in tags.aliases"))
      }
      tags[claimants[0]] = Tag(slug: slug, spelling: spelled[0], label: titles[claimants[0]] ?? spelled[0])
    }
    return tags
  }

  private func spelling(of identity: String, _ remembered: [String: String]) -> String {
    remembered[identity] ?? spellings[identity]!.text
  }

  /// A setting by the tag that it is for, whatever its spelling there.
  private func byIdentity(_ setting: [String: String]) -> [String: String] {
    Dictionary(
      setting.sorted { $0.key < $1.key }.map { (Slug.folded(PlainText.line($0.key).text), $0.value) },
      uniquingKeysWith: { first, _ in first })
  }
}
