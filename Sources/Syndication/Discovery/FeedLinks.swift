extension FeedPlan {
  /// The elements by which a page names the documents of a feed, a format each: what readers and browsers look for in a head
  /// (HTML, `link rel=alternate`).
  public func links(to feed: Feed) -> [String] {
    (feed.pages.first?.documents ?? []).compactMap { document in
      FeedFormats.named(document.format).map { format in
        let address = url.appending(path: document.path.string).string
        return "<link rel=\"alternate\" type=\"\(format.mediaType.withoutParameters)\" title=\""
          + "\(XMLCharacters.escaped(PlainText.line(feed.title).text, .html))\" href=\"\(XMLCharacters.escaped(address, .html))\">"
      }
    }
  }

  /// The feed of a term, by its slug, or however it is spelled, or for people; of a tag that is called otherwise now, by what it
  /// was called. Nil where no term is called so.
  public func feed(of axis: Axis, named name: String, tags: TagSettings = TagSettings()) -> Feed? {
    let feeds = feeds.filter { $0.scope.axis == axis }
    let folded = Slug.folded(name)
    return feeds.first { $0.scope.term?.slug == name }
      ?? feeds.first { [$0.scope.term?.spelling, $0.scope.term?.label].contains(name) }
      ?? feeds.first { feed in
        guard let term = feed.scope.term else { return false }
        return [term.slug, term.spelling, term.label].contains { Slug.folded($0) == folded }
      } ?? (axis == .tag ? successor(of: name, tags) : nil)
  }

  /// The feed of the tag that an alias, or a slug by hand, makes of `name`, or that has taken its place.
  private func successor(of name: String, _ tags: TagSettings) -> Feed? {
    let slugs = [Vocabulary(of: .tag, tags).slug(of: name), name, Slug.of(Slug.folded(name))]
    let successors = slugs.compactMap { slug in moved.first { $0.scope == "\(Axis.tag.plural!)/\(slug)" }?.successor }
    return (slugs.prefix(1) + successors).lazy.compactMap { slug in
      feeds.first { $0.scope.axis == .tag && $0.scope.term?.slug == slug }
    }.first
  }

  /// Says which of an axis's terms is nearest to `name`.
  public func suggestion(for name: String, of axis: Axis) -> String {
    let labels = feeds.filter { $0.scope.axis == axis }.map(\.label)
    guard !labels.isEmpty else { return "no \(axis.name) has a feed: \"feeds.scopes\" names what has" }
    if let nearest = Suggestion.nearest(to: name, among: labels) { return "did you mean \"\(nearest)\"?" }
    return "\(labels.count) have one, \"\(labels[0])\" among them"
  }
}

extension String {
  /// A media type alone.
  package var withoutParameters: Substring { prefix { $0 != ";" } }
}
