internal import Syndication

/// The posts that a page marks up as microformats: `h-entry` (https://microformats.org/wiki/h-entry), else `hentry`, its
/// ancestor, with the classes that it had.
enum Microformats {
  /// The root classes of others. Only known ones count, as frameworks have classes such as `h-full`.
  private static let roots: Set<String> = [
    "h-adr", "h-app", "h-card", "h-cite", "h-entry", "h-event", "h-feed", "h-geo", "h-item", "h-listing", "h-product",
    "h-recipe", "h-resume", "h-review", "h-x-app", "hentry", "vcard",
  ]

  static func isRoot(_ element: HTMLElement) -> Bool { !roots.isDisjoint(with: element.words("class")) }

  static func posts(in root: HTMLElement, base: AbsoluteURL) -> [PagePost] {
    for name in ["h-entry", "hentry"] {
      // An entry within an entry, or within what it cites, is a comment or a quotation.
      let found = root.elements(notInto: { $0.has(class: name) || $0.has(class: "h-cite") })
      let entries = found.filter { $0.has(class: name) }
      if !entries.isEmpty {
        let feed = root.first { $0.has(class: "h-feed") }
        return entries.map { post(of: $0, in: feed, base: base) }
      }
    }
    return []
  }

  private static func post(of entry: HTMLElement, in feed: HTMLElement?, base: AbsoluteURL) -> PagePost {
    let properties = MicroformatProperties(of: entry, base: base)
    var post = PagePost(line: entry.line)
    post.anchor = entry["id"]
    let content = properties.elements("e-content", "entry-content").first
    let name = properties.elements("p-name", "entry-title").first
    // The name of a note is often all of it.
    let isNote = name.map { name in content.map { $0 == name || name.holds($0) } ?? false } ?? false
    (post.isNote, post.needsNoTitle) = (isNote, true)
    // What has a content and no name has none that is implied.
    post.isUnnamed = name == nil && content?.has(class: "e-content") ?? false
    post.title = properties.pageText("p-name", "entry-title") ?? properties.impliedName
    if isNote, let title = post.title, title.line.utf8.count > 100 { post.title = nil }
    post.url = (properties.reference("u-url") ?? properties.bookmark ?? properties.impliedReference)
      .flatMap(base.address)
    post.id = properties.reference("u-uid").flatMap { base.resolving($0)?.string }
    post.published = properties.date("dt-published", "published")
    post.updated = properties.date("dt-updated", "updated")
    post.summary = properties.pageText("p-summary", "entry-summary")
    if let content {
      post.body = PageBody.marked(content)
    } else if let content = properties.text("p-content") {
      post.body = .text(content)
    }
    post.authors = properties.authors
    if post.authors.isEmpty { post.authors = ArticleElements.people(in: entry.elements()) }
    if post.authors.isEmpty, let feed { post.authors = MicroformatProperties(of: feed, base: base).authors }
    let categories = properties.elements("p-category", "u-category", "category")
    let tags = (categories.isEmpty ? properties.tagLinks : categories).map(properties.text)
    post.tags = tags.filter { !$0.isEmpty }.uniqued()
    post.image = properties.reference("u-featured") ?? properties.reference("u-photo")
    post.externalURL = properties.cited("u-bookmark-of")
    post.attachments = ["audio", "video"].flatMap { kind in
      properties.elements("u-\(kind)").compactMap { properties.attachment(of: $0, kind) }
    }
    post.language = entry["lang"]
    return post
  }
}
