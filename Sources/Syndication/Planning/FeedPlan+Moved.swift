/// What is left at the addresses of feeds that others have taken the place of.
extension FeedPlan {
  /// The last documents of the feeds of tags that are called otherwise now: by an alias or a slug of the configuration, or, as
  /// the ledger knows, once were.
  func movedDocuments(
    remembering ledger: Ledger, _ names: Vocabulary, _ template: FeedTemplate, founded: Timestamp,
    reserving reserved: [DocumentPath]
  ) -> [MovedDocument] {
    let rows = ledger.terms[.tag] ?? [:]
    let planned = Dictionary(feeds.lazy.filter { $0.scope.axis == .tag }.map { ($0.scope.term!.slug, $0) }) { a, _ in a
    }
    func scope(_ slug: String) -> Scope {
      Scope(axis: .tag, term: Term(slug: slug, spelling: rows[slug]?.spelling ?? slug))
    }
    /// What a tag is called now; nil where it is called as it was, or had gone before it was called otherwise.
    func next(after slug: String) -> String? {
      let known = ledger.feeds[scope(slug).name]?.successor
      let meant = rows[slug].flatMap { $0.isLive || known != nil ? names.slug(of: $0.spelling) : nil }
      return meant.flatMap { $0 == slug ? nil : $0 } ?? known
    }
    func successor(of slug: String) -> Feed? {
      var (slug, seen) = (slug, Set<String>())
      while seen.insert(slug).inserted, let next = next(after: slug) {
        if let feed = planned[next] { return feed }
        slug = next
      }
      return nil
    }
    let moving = rows.keys.filter { planned[$0] == nil }.sorted().compactMap { slug in
      successor(of: slug).map { (scope: scope(slug), feed: $0) }
    }
    guard !moving.isEmpty else { return [] }
    var taken = Set((feeds.flatMap(\.documents).map(\.path) + reserved).map { Slug.folded($0.string) })
    var folders = Set(taken.flatMap(FeedPlan.folders))
    var moved: [MovedDocument] = []
    for (scope, feed) in moving {
      guard let known = ledger.feeds[scope.name] else { continue }
      for own in template.feed(of: scope, id: known.id, founded: founded, holding: []).documents {
        let path = Slug.folded(own.path.string)
        guard known.documents.contains(own.path.string), !folders.contains(path),
          FeedPlan.folders(of: path).allSatisfy({ !taken.contains($0) }),
          let destination = feed.documents.first(where: { $0.format == own.format })?.path,
          taken.insert(path).inserted
        else { continue }
        folders.formUnion(FeedPlan.folders(of: path))
        let empty = template.feed(
          of: scope, id: known.id, founded: founded, holding: [], at: [own], alternate: feed.alternate,
          description: "This feed is now at \(url.appending(path: destination.string))")
        moved.append(MovedDocument(feed: empty, destination: destination, successor: feed.scope.term!.slug))
      }
    }
    return moved
  }
}

/// The last document of a feed in one format, where another feed has taken its place: it holds nothing, and its self link is that
/// of the other.
public struct MovedDocument: Sendable, Hashable {
  /// What it was, and now says; of one document.
  let feed: Feed
  /// Where the other feed is in this format.
  public let destination: DocumentPath
  /// The slug of what that is about.
  let successor: String
  /// The name of the feed's scope.
  public var scope: String { feed.scope.name }
  /// Where it lies.
  public var path: DocumentPath { feed.documents[0].path }
}
