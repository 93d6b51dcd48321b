/// All entries that may be published, newest first, their tags merged and named.
public struct Catalog: Sendable {
  public let site: Site
  /// Newest `published` first, then by id: a total order (rule D7).
  public let entries: [Entry]

  /// - Parameters:
  ///   - ledger: what it knows of the tags.
  ///   - configuration: the file that problems of tags name, as they are solved there.
  ///   - problems: takes two entries with one id, and two tags with one slug; what they concern is left out.
  public init(
    site: Site, entries: [Entry], tags settings: TagSettings, remembering ledger: Ledger, configuration: String,
    problems: inout [Problem]
  ) {
    self.site = site
    var entries = Catalog.unique(entries, problems: &problems)
    entries.sort { ($1.published, $0.id) < ($0.published, $1.id) }

    var vocabulary = TagVocabulary(settings)
    var empty: [Problem] = []
    let identities = entries.map { entry in
      entry.item.tags.compactMap { tag in
        let identity = vocabulary.note(tag, published: entry.published)
        if identity == nil {
          empty.append(.warning(at: entry.item.place, rule: "T2", "an empty tag is left out"))
        }
        return identity
      }
    }
    problems += empty
    let place = Place(file: configuration, pointer: "/tags")
    let tags = vocabulary.tags(remembering: ledger, at: place, problems: &problems)
    for index in entries.indices {
      var seen: Set<String> = []
      entries[index].tags = identities[index].filter { seen.insert($0).inserted }.compactMap { tags[$0] }
    }
    self.entries = entries
  }

  /// The date in the ids of feeds, and the time of an empty one.
  var founded: LocalDate? { site.founded ?? entries.last.map { site.timeZone.date(of: $0.published) } }

  /// Rule I1.
  private static func unique(_ entries: [Entry], problems: inout [Problem]) -> [Entry] {
    var first: [String: Place] = [:]
    return entries.filter { entry in
      if let other = first[entry.id] {
        problems.append(
          .error(
            at: entry.item.place, rule: "RFC 4287 §4.2.6",
            "“\(entry.item.title ?? entry.id)” has the id of the entry at \(other), \(entry.id): each wants an id or an address of its own"
          ))
        return false
      }
      first[entry.id] = entry.item.place
      return true
    }
  }
}
