internal import Syndication
internal import SyndicationMarkup

/// Reads RSS 2.0 and 0.9x, https://www.rssboard.org/rss-specification, and RSS 1.0, https://web.resource.org/rss/1.0/spec.
struct RSSReader: FeedReader {
  let feed: Origin
  private let items: [XMLElement]
  private let place: FeedPlace
  private let links: FeedLinks
  private let language: String?
  /// Whom entries are by that say nothing of it.
  private let authors: [Person]

  init(_ root: XMLElement, _ place: FeedPlace) {
    self.place = place
    let outer = XMLChildren(of: root)
    let channel = outer["channel"].first.map(XMLChildren.init)
    // In RSS 1.0 and 0.90 they stand beside the channel.
    items = outer["item"] + (channel?["item"] ?? [])
    let own = channel?["atom:link"].first { $0.attribute("rel") == "self" }?.attribute("href")
    let page = channel?.text("link")
    feed = Origin(
      title: channel?["title"].first.map { FeedText.plain($0, on: place.site) }, url: page, feedURL: own)
    links = FeedLinks(base: [own, page].compactMap { $0.flatMap { AbsoluteURL($0) } }.first ?? place.site.url)
    language = channel?.text("language") ?? channel?.text("dc:language")
    authors = channel.map { RSSReader.authors(of: $0, on: place.site) } ?? []
  }

  func contents() -> SourceContents { SourceContents(items: items.map(item)) }

  private func item(_ element: XMLElement) -> SourceItem {
    let children = XMLChildren(of: element)
    let media = FeedMedia(children, links)
    var item = SourceItem(
      source: place.source, place: Place(file: place.file, line: element.line),
      identity: identity(of: element, children))
    let title = children["title"].first
    item.title = title.map { FeedText.plain($0, on: place.site) } ?? media.episode?.title
    (item.content, item.summary) = bodies(children)
    item.published  // One that cannot be made out is left for whoever reads it to say so.
    = (children.text("pubDate") ?? children.text("dc:date")).map { DateSpelling.normalised($0) ?? $0 }
    item.updated = children.text("atom:updated") ?? children.text("dcterms:modified")
    let tags = children["category"] + children["dc:subject"]
    item.tags = tags.map { FeedText.plain($0, on: place.site).trimmed }.filter { !$0.isEmpty }
    item.language = element.language ?? children.text("dc:language") ?? language
    item.authors = RSSReader.authors(of: children, on: place.site)
    if item.authors.isEmpty { item.authors = self.authors }
    if let source = children["source"].first {
      let title = source.trimmed
      item.origin = Origin(
        title: title.isEmpty ? nil : title, feedURL: source.attribute("url").map { links.resolve($0, in: source) })
    }
    item.episode = media.episode
    (item.image, item.attachments) = media.files(enclosures: children["enclosure"].compactMap(enclosure))
    let authors = RSSReader.authorNames.flatMap { children[$0] }.map(\.written)
    item.asWritten = AsWritten(
      title: title?.text ?? media.episode?.title ?? "", tags: tags.map(\.text),
      authors: authors.isEmpty ? nil : authors, files: media.written)
    return item
  }

  /// The `guid`, in RSS 1.0 `rdf:about`, and the page; a `guid` is the page too, unless it says that it is not.
  private func identity(of element: XMLElement, _ children: XMLChildren) -> SourceItem.Identity {
    let guid = children["guid"].first { !$0.trimmed.isEmpty }
    let id = guid?.trimmed ?? element.attribute("about", in: "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
    let link = children["link"].first { !$0.trimmed.isEmpty }
    let original = children["feedburner:origLink"].first { !$0.trimmed.isEmpty }
    var url = (original ?? link).map { links.address($0.trimmed, in: $0) }
    if url == nil, let guid, guid.attribute("isPermaLink")?.lowercased() != "false",
      let page = AbsoluteURL(guid.trimmed),
      ["http", "https"].contains(page.scheme)
    {
      url = .written(guid.trimmed)
    }
    return .item(id: id, url: url)
  }

  /// A `description` is the content, unless there is one that says so.
  private func bodies(_ children: XMLChildren) -> (content: Content?, summary: Content?) {
    func filled(_ name: String) -> XMLElement? { children[name].first { !$0.trimmed.isEmpty } }
    let description = filled("description")
    let content = filled("content:encoded") ?? description
    let summary = (content?.name == "content:encoded" ? description : nil) ?? filled("itunes:summary")
    return (
      content.map { links.content($0.text, in: $0) },
      summary.map { Content(.html, .text($0.text)) }
    )
  }

  private func enclosure(_ element: XMLElement) -> Attachment? {
    guard let url = element.attribute("url")?.trimmed, !url.isEmpty else { return nil }
    // Where the length is not known 0 is written.
    let size = element.attribute("length").flatMap { Int($0.trimmed) }.flatMap { $0 > 0 ? $0 : nil }
    return Attachment(
      url: links.resolve(url, in: element), mediaType: element.attribute("type")?.trimmed ?? "", size: size)
  }

  private static let authorNames = ["dc:creator", "author", "managingEditor", "itunes:author", "atom:author"]

  /// Of an item or the channel.
  private static func authors(of children: XMLChildren, on site: Site) -> [Person] {
    for name in authorNames.dropLast() {
      let people = children[name].compactMap { FeedText.person(FeedText.plain($0, on: site)) }
      if !people.isEmpty { return people }
    }
    return children["atom:author"].compactMap { XMLChildren(of: $0).text("atom:name").map { Person(name: $0) } }
  }
}
