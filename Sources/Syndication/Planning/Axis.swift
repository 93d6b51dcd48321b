/// A way to part entries into feeds: not at all, or by what some of them have in common.
///
/// Another axis is another value here, named in `axes`: catalog, ledger, plan, configuration and reports ask the axis.
public struct Axis: Sendable, Hashable {
  /// In the configuration and in the ledger: `tag`.
  public let name: String
  /// The same as the name of a member.
  package let key: StaticString
  /// Several of its terms, which the names of their scopes begin with: `tags`. Nil for the axis that has no terms.
  public let plural: String?
  /// Where its feeds lie if nothing else is said, without the extension: `tags/{slug}`.
  public let path: String
  /// What its feeds are called if nothing else is said.
  public let title: String
  /// Takes note of the terms of an entry, as it writes them, in its order.
  let eachMention: @Sendable (Entry, Site, (Mention) -> Void) -> Void
  /// What is the same for all spellings of a term.
  let identity: @Sendable (String) -> String
  /// The hash of what an author wrote of an entry's terms; nil where there is none.
  let written: @Sendable (WrittenHashes) -> ContentHash?

  /// A term as an entry writes it.
  struct Mention: Hashable {
    var text: String
    /// Where it is at home, which tells two of one name apart.
    var url: AbsoluteURL?
  }

  private init(
    _ name: StaticString, plural: String? = nil, path: String? = nil, title: String,
    eachMention: @escaping @Sendable (Entry, Site, (Mention) -> Void) -> Void = { _, _, _ in },
    identity: @escaping @Sendable (String) -> String = Slug.of,
    written: @escaping @Sendable (WrittenHashes) -> ContentHash? = { _ in nil }
  ) {
    self.name = name.description
    key = name
    self.plural = plural
    self.path = path ?? plural.map { "\($0)/{slug}" } ?? name.description
    self.title = title
    self.eachMention = eachMention
    self.identity = identity
    self.written = written
  }

  /// Everything is in one feed.
  public static let all = Axis("all", title: "{site}")

  /// What an entry is about. Its settings are `tags` in the configuration.
  public static let tag = Axis(
    "tag", plural: "tags", title: "Tag: {name} · {site}",
    eachMention: { entry, _, note in entry.identified.item.eachTag { note(Mention(text: $0)) } },
    identity: Slug.folded, written: \.tags)

  /// Whom it is by, as its readers see it. One is known by name and address: who has no address is whoever has the name.
  public static let author = Axis(
    "author", plural: "authors", title: "Author: {name} · {site}",
    eachMention: { entry, site, note in
      var authors = entry.identified.item.authors
      // None where the site's title stands in for them.
      if authors.isEmpty, site.authors != [Person(name: site.title)] { authors = site.authors }
      let base = entry.permalink ?? site.url
      for person in authors {
        // What is wrong with it is told where it is written.
        let name = PlainText.line(person.name).text
        guard !name.isEmpty else { continue }
        let url = person.url.flatMap { $0.isEmpty ? nil : base.resolving($0) }
        note(Mention(text: name, url: url.flatMap { $0.isWebAddress ? $0 : nil }))
      }
    },
    written: \.authors)

  /// The section of the site that it is in, or the categories that it names.
  public static let category = Axis(
    "category", plural: "categories", title: "Category: {name} · {site}",
    eachMention: { entry, _, note in for text in entry.identified.item.categories { note(Mention(text: text)) } })

  /// The language that it is in, where that is another than the site's.
  public static let language = Axis(
    "language", plural: "languages", title: "Language: {name} · {site}",
    eachMention: { entry, site, note in
      guard let language = entry.identified.item.language, !language.isEmpty,
        language.lowercased() != site.language.lowercased()
      else { return }
      note(Mention(text: language))
    })

  /// What the configuration asks for by queries: these find the entries, which mention nothing themselves.
  public static let query = Axis(
    "query", plural: "queries", path: "{slug}", title: "{name} · {site}",
    written: { ContentHash(numbers: [$0.tags.value, $0.authors.value, $0.title.value]) })

  /// All that there are, in the order in which their feeds are published: that of everything last.
  public static let axes: [Axis] = [tag, author, category, language, query, all]

  /// Those that have terms.
  package static let ofTerms = axes.filter { $0.plural != nil }

  /// Nil where none is called so.
  public static func named(_ name: String) -> Axis? { axes.first { $0.name == name } }

  /// The terms of an entry, as it writes them, in its order.
  func mentions(_ entry: Entry, _ site: Site) -> [Mention] {
    var mentions: [Mention] = []
    eachMention(entry, site) { mentions.append($0) }
    return mentions
  }

  /// It is known by its name.
  public static func == (a: Axis, b: Axis) -> Bool { a.name == b.name }

  /// Of its name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
