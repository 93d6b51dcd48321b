internal import Syndication
internal import SyndicationMarkup

/// Reads RSS 2.0 and 0.9x, https://www.rssboard.org/rss-specification, and RSS 1.0, https://web.resource.org/rss/1.0/spec.
struct RSSReader {
  /// What the feed says of itself.
  let feed: Origin
  private let items: [XMLElement]
  private let source: FeedSource
  private let text: FeedText
  private let language: String?
  /// Whom entries are by that say nothing of it.
  private let authors: [Person]

  init(_ root: XMLElement, of source: FeedSource) {
    self.source = source
    let outer = XMLChildren(of: root)
    let channel = outer["channel"].first.map(XMLChildren.init)
    // In RSS 1.0 and 0.90 they stand beside the channel.
    items = outer["item"] + (channel?["item"] ?? [])
    let own = channel?["atom:link"].first { $0.attribute("rel") == "self" }?.attribute("href")
    let page = channel?.text("link")
    let addresses = [own, page].compactMap { $0.flatMap { AbsoluteURL($0) } }
    let generator = channel?.text("generator") ?? ""
    text = FeedText(
      site: source.site, base: addresses.first ?? source.site.url, isOwn: generator.hasPrefix("Syndicate"))
    feed = Origin(title: channel?["title"].first.map(text.plain), url: page, feedURL: own)
    language = channel?.text("language") ?? channel?.text("dc:language")
    authors = channel.map(text.authors(of:)) ?? []
  }

  func contents() -> SourceContents { SourceContents(items: items.map(item)) }

  private func item(_ element: XMLElement) -> SourceItem {
    let children = XMLChildren(of: element)
    let media = FeedMedia(children, text)
    var item = SourceItem(
      source: source.name, place: Place(file: source.path, line: element.line),
      identity: identity(of: element, children))
    let title = children["title"].first
    item.title = title.map(text.plain) ?? media.episode?.title
    // An item of RSS has a title or a description.
    item.needsNoTitle = true
    item.externalURL = text.related(children)
    (item.content, item.summary) = bodies(children)
    // One that cannot be made out is left for whoever reads it to say so.
    item.published = (children.text("pubDate") ?? children.text("dc:date")).map { DateSpelling.normalised($0) ?? $0 }
    item.updated = children.text("atom:updated") ?? children.text("dcterms:modified")
    let tags = children["category"] + children["dc:subject"]
    item.tags = tags.map { text.plain($0).trimmed }.filter { !$0.isEmpty }
    item.language = element.language ?? children.text("dc:language") ?? language
    item.authors = text.authors(of: children)
    if item.authors.isEmpty { item.authors = self.authors }
    if let source = children["source"].first {
      let title = source.trimmed
      item.origin = Origin(title: title.isEmpty ? nil : title, feedURL: text.url("url", of: source))
    }
    item.episode = media.episode
    (item.image, item.attachments) = media.files(enclosures: children["enclosure"].compactMap(enclosure))
    let authors = FeedText.authorNames.flatMap { children[$0] }.map(\.written)
    item.asWritten = AsWritten(
      title: title?.text ?? media.episode?.title ?? "", tags: tags.map(\.text),
      authors: authors.isEmpty ? nil : authors, files: media.written)
    return item
  }

  /// The `guid`, in RSS 1.0 `rdf:about`, and the page; a `guid` is the page too, unless it says that it is not.
  private func identity(of element: XMLElement, _ children: XMLChildren) -> SourceItem.Identity {
    let guid = children.filled("guid")
    let id = guid?.trimmed ?? element.attribute("about", in: "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
    let link = children.filled("feedburner:origLink") ?? children.filled("link")
    if let link { return .item(id: id, url: text.address(link.trimmed, in: link)) }
    let isPage =
      guid?.attribute("isPermaLink")?.lowercased() != "false"
      && guid.flatMap { AbsoluteURL($0.trimmed) }?.isWebAddress == true
    return .item(id: id, url: isPage ? guid.map { .written($0.trimmed) } : nil)
  }

  /// A `description` is the content, unless there is one that says so.
  private func bodies(_ children: XMLChildren) -> (content: Content?, summary: Content?) {
    let description = children.filled("description")
    let encoded = children.filled("content:encoded")
    let summary = (encoded == nil ? nil : description) ?? children.filled("itunes:summary")
    return (
      (encoded ?? description).map { text.content($0.text, in: $0) },
      summary.map { Content(.html, .text($0.text)) }
    )
  }

  private func enclosure(_ element: XMLElement) -> Attachment? {
    guard let url = element.attribute("url")?.trimmed, !url.isEmpty else { return nil }
    // Where the length is not known 0 is written.
    let size = element.attribute("length").flatMap { Int($0.trimmed) }.flatMap { $0 > 0 ? $0 : nil }
    return Attachment(
      url: text.resolve(url, in: element), mediaType: element.attribute("type")?.trimmed ?? "", size: size)
  }
}

extension FeedText {
  fileprivate static let authorNames = ["dc:creator", "author", "managingEditor", "itunes:author", "atom:author"]

  /// A title or name, which is plain (rule T1); but where it stands in a CDATA section, or was escaped twice, references
  /// of HTML are meant.
  fileprivate func plain(_ element: XMLElement) -> String {
    var text = element.text
    var isHTML = element.isCDATA
    if !isOwn, !isHTML, text.utf8.contains(UInt8(ascii: "&")) || text.utf8.contains(UInt8(ascii: "!")) {
      if let section = text.wholeMatch(of: /\s*<!\[CDATA\[(.*)\]\]>\s*/.dotMatchesNewlines()) {
        text = String(section.1)
      }
      isHTML = text.firstMatch(of: /&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-z]{2,8}|[lr][ds]quo);/) != nil
    }
    return isHTML ? plain(html: text.replacing("<", with: "&lt;")) : text
  }

  /// Of an item or the channel.
  fileprivate func authors(of children: XMLChildren) -> [Person] {
    for name in FeedText.authorNames.dropLast() {
      let people = children[name].flatMap { FeedText.people(plain($0), isList: name == "dc:creator") }
      if !people.isEmpty { return people }
    }
    return children["atom:author"].compactMap { XMLChildren(of: $0).text("atom:name").map { Person(name: $0) } }
  }
}
