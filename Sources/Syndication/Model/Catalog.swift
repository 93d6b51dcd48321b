/// All entries that may be published, newest first, their tags merged and named.
public struct Catalog: Sendable {
  public let site: Site
  /// Newest `published` first, then by id: a total order (rule D7).
  public let entries: [Entry]
  /// Every tag that some entry has.
  public let tags: [Tag]
  /// For each entry, the positions of its tags in `tags`, in its own order.
  let tagsOfEntries: [[Int]]

  /// - Parameters:
  ///   - ledger: what it knows of the tags.
  ///   - configuration: the file that problems of tags name, as they are solved there.
  ///   - problems: takes two entries with one id, and two tags with one slug; what they concern is left out.
  public init(
    site: Site, entries: [Entry], tags settings: TagSettings, remembering ledger: Ledger, configuration: String,
    problems: inout [Problem]
  ) {
    self.site = site
    self.entries = Catalog.ordered(entries, problems: &problems)

    var vocabulary = TagVocabulary(settings)
    var numbers: [[Int?]] = []
    numbers.reserveCapacity(self.entries.count)
    for entry in self.entries {
      let (shared, published) = (entry.identified.shared, entry.published)
      numbers.append(
        shared.item.tags.map { tag in
          let note = vocabulary.note(tag, published: published)
          if note.hasForbidden {
            problems.append(
              .warning(
                at: shared.item.place, rule: "XML 1.0 §2.2", "dropped characters that no feed may hold from a tag"))
          } else if note.tag == nil {
            problems.append(.warning(at: shared.item.place, rule: "T2", "an empty tag is left out"))
          }
          return note.tag
        })
    }
    let place = Place(file: configuration, pointer: "/tags")
    let tags = vocabulary.tags(remembering: ledger, at: place, problems: &problems)
    // Numbers of tags become positions among those that are not left out.
    var position = 0
    let positions = tags.map { tag -> Int? in
      guard tag != nil else { return nil }
      defer { position += 1 }
      return position
    }
    for index in numbers.indices { numbers[index] = numbers[index].map { $0.flatMap { positions[$0] } } }
    self.tags = tags.compactMap { $0 }
    tagsOfEntries = numbers.map { Catalog.distinct($0) }
  }

  private static func distinct(_ positions: [Int?]) -> [Int] {
    var distinct: [Int] = []
    distinct.reserveCapacity(positions.count)
    for case let position? in positions where !distinct.contains(position) { distinct.append(position) }
    return distinct
  }

  /// The date in the ids of feeds, and the time of an empty one.
  var founded: LocalDate? { site.founded ?? entries.last.map { site.timeZone.date(of: $0.published) } }

  /// Rules I1 and D7.
  private static func ordered(_ entries: [Entry], problems: inout [Problem]) -> [Entry] {
    var first: [String: Int] = [:]
    first.reserveCapacity(entries.count)
    var order: [(published: Int64, index: Int)] = []
    order.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      if let other = first.updateValue(index, forKey: entry.id) {
        first[entry.id] = other
        problems.append(
          .error(
            at: entry.item.place, rule: "RFC 4287 §4.2.6",
            "“\(entry.item.title ?? entry.id)” has the id of the entry at \(entries[other].item.place), \(entry.id): "
              + "each wants an id or an address of its own"))
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
