/// What the feeds of one axis have in common.
struct FeedTemplate {
  private let site: Site
  private let tags: TagSettings
  private let title: TextTemplate
  /// By slug.
  private let descriptions: [String: String]
  private let paths: [(format: String, path: TextTemplate)]
  /// Of the pages of archives.
  private let archivePaths: [(format: String, path: TextTemplate)]
  private let settings: ScopeSettings
  /// How many entries a current page holds.
  private let limit: Int
  private let bytes: Int
  private let content: EntryForm

  init(_ settings: ScopeSettings, of axis: Axis, _ feeds: FeedSettings, on site: Site, tags: TagSettings) {
    self.site = site
    self.tags = tags
    title = TextTemplate(settings.title)
    switch axis {
    case .query:
      descriptions =
        Dictionary(feeds.queries.map { ($0.name, $0.description) }) { first, _ in first }.compactMapValues(\.self)
    case .tag where !tags.descriptions.isEmpty:
      let names = Vocabulary(of: .tag, tags)
      let told = tags.descriptions.sorted { $0.key < $1.key }.map { (names.slug(of: $0.key), $0.value) }
      descriptions = Dictionary(told) { first, _ in first }
    default: descriptions = [:]
    }
    paths = feeds.formats.map { (format: $0, path: TextTemplate(settings.path(in: $0))) }
    archivePaths = feeds.formats.map { (format: $0, path: TextTemplate(settings.archivePath(in: $0))) }
    self.settings = settings
    limit = feeds.entries(of: settings)
    bytes = settings.bytes ?? feeds.bytes
    content = settings.content ?? feeds.content
  }

  /// - Parameters:
  ///   - founded: the time of a feed that holds nothing.
  ///   - members: the positions of entries, of which an archive leaves the current page the newest; nil where that is untouched.
  ///   - documents: where they are not where the template puts them; and so for the rest.
  func feed(
    of scope: Scope, id: String, founded: Timestamp, holding members: [Int]?, _ archive: Archive? = nil,
    at documents: [Feed.Destination]? = nil, alternate: AbsoluteURL? = nil, description: String? = nil
  ) -> Feed {
    let current = members.map { archive == nil ? $0 : Array($0.prefix(limit)) }
    var pages = [
      Feed.Page(
        entries: current ?? [], documents: documents ?? self.documents(of: scope), number: nil, isFollowed: false,
        isUntouched: current == nil, updated: founded)
    ]
    var rows = archive?.rows
    for page in archive?.pages ?? [] {
      let documents = self.documents(of: scope, page: page.number)
      rows?[page.number, default: .init()].documents.formUnion(documents.lazy.map(\.path.string))
      pages.append(
        Feed.Page(
          entries: page.entries, documents: documents, number: page.number, isFollowed: page.isFollowed,
          isUntouched: page.isUntouched, updated: founded))
    }
    return Feed(
      scope: scope, id: id, title: title.filled(with: ["name": scope.term?.label ?? "", "site": site.title]),
      description: description ?? scope.term.flatMap { descriptions[$0.slug] },
      alternate: alternate ?? Feed.alternate(of: scope, site: site, tags: tags), pages: pages,
      // What a feed that moved no longer holds has not gone.
      isComplete: settings.isComplete && documents == nil, archive: rows, bytes: bytes, content: content)
  }

  private func documents(of scope: Scope, page: Int? = nil) -> [Feed.Destination] {
    (page == nil ? paths : archivePaths).compactMap { format, path in
      DocumentPath(path.filled(with: ["slug": scope.term?.slug ?? "", "page": page.map(String.init) ?? ""])).map {
        Feed.Destination(format: format, path: $0)
      }
    }
  }
}
