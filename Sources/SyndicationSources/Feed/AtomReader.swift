internal import Syndication
internal import SyndicationMarkup

/// Reads Atom 1.0, RFC 4287.
struct AtomReader {
  /// What the feed says of itself. Not when it was updated: that moves with each of its posts, and would move every
  /// document that holds one of them.
  let feed: Origin
  private let root: XMLElement
  private let source: FeedSource
  private let text: FeedText
  /// Whom entries are by that say nothing of it (§4.2.1).
  private let authors: [Person]

  init(_ root: XMLElement, of source: FeedSource) {
    self.root = root
    self.source = source
    let (site, children) = (source.site, XMLChildren(of: root))
    var feed = FeedText(site: site, base: site.url).origin(children)
    text = FeedText(site: site, base: (feed.feedURL ?? feed.url).flatMap { AbsoluteURL($0) } ?? site.url)
    authors = text.authors(children)
    feed.updated = nil
    self.feed = feed
  }

  func contents() -> SourceContents {
    var contents = SourceContents()
    // §4.1.1: of several versions of an entry the one that was updated last is meant.
    var places: [String: Int] = [:]
    for entry in root.children where entry.name == "atom:entry" {
      let item = item(entry, problems: &contents.problems)
      if let id = item.id, let place = places[id] {
        if item.isNewer(than: contents.items[place]) { contents.items[place] = item }
        continue
      }
      if let id = item.id { places[id] = contents.items.count }
      contents.items.append(item)
    }
    return contents
  }

  private func item(_ entry: XMLElement, problems: inout [Problem]) -> SourceItem {
    let children = XMLChildren(of: entry)
    let media = FeedMedia(children, text)
    let original = children.filled("feedburner:origLink")
    let url = original.map { text.address($0.trimmed, in: $0) } ?? text.alternate(children)
    var item = SourceItem(
      source: source.name, place: Place(file: source.path, line: entry.line),
      identity: .item(id: children.text("atom:id"), url: url))
    let title = children["atom:title"].first
    item.title = title.map(text.plain)
    item.summary = children["atom:summary"].first.map(text.summary)
    item.content = children["atom:content"].first.flatMap { content($0, problems: &problems) }
    item.externalURL = text.related(children)
    item.published = children.text("atom:published")
    item.updated = children.text("atom:updated")
    item.tags = children["atom:category"].compactMap(tag)
    item.language = entry.language
    item.isHidden = children["app:control"].contains { XMLChildren(of: $0).text("app:draft") == "yes" }
    item.authors = text.authors(children)
    let source = children["atom:source"].first.map(XMLChildren.init)
    if let source {
      item.origin = text.origin(source)
      if item.authors.isEmpty { item.authors = text.authors(source) }
    }
    if item.authors.isEmpty { item.authors = self.authors }
    item.episode = media.episode
    let enclosures = children["atom:link"].filter { $0.attribute("rel") == "enclosure" }
    (item.image, item.attachments) = media.files(enclosures: enclosures.compactMap(enclosure))
    let authors = [children, source].flatMap { $0?["atom:author"] ?? [] }.map(\.written)
    item.asWritten = AsWritten(
      title: title.map { $0.attribute("type") == "xhtml" ? $0.written : $0.text } ?? "",
      authors: authors.isEmpty ? nil : authors,
      files: enclosures.map(\.written) + media.written)
    return item
  }

  // MARK: -

  private func content(_ content: XMLElement, problems: inout [Problem]) -> Content? {
    func leaveOut(_ rule: String, _ reason: String) -> Content? {
      problems.append(.warning(at: Place(file: source.path, line: content.line), rule: rule, reason))
      return nil
    }
    if let source = content.attribute("src") {
      return leaveOut(
        "RFC 4287 §4.1.3.2",
        "the content stands elsewhere, at \(source.quoted), and is left out: its summary stays")
    }
    switch content.attribute("type")?.lowercased() {
    case nil, "text", "text/plain": return Content(.text, .text(content.text))
    case "html", "text/html": return text.content(content.text, in: content)
    case "xhtml", "application/xhtml+xml":
      // Of the `div` around it all but the name belongs to the content.
      let div = content.children.first ?? content
      return text.content(div.html, written: div.written, in: div)
    case let type?:
      return leaveOut(
        "RFC 4287 §4.1.3.3", "content of type \(type.quoted) is left out: text, html and xhtml are read")
    }
  }

  private func tag(_ category: XMLElement) -> String? {
    // Blogger's, of what kind an entry is.
    if category.attribute("scheme")?.hasSuffix("#kind") == true { return nil }
    return [category.attribute("label"), category.attribute("term")].compactMap { $0?.trimmed }.first { !$0.isEmpty }
  }

  private func enclosure(_ link: XMLElement) -> Attachment? {
    guard let url = text.url("href", of: link) else { return nil }
    return Attachment(
      url: url, mediaType: link.attribute("type")?.trimmed ?? "", title: link.attribute("title"),
      size: link.attribute("length").flatMap { Int($0) })
  }
}

extension FeedText {
  /// §3.1: what a text says as HTML, and as it is written where that is another; nil for a plain one.
  private func html(_ text: XMLElement) -> (html: String, written: String?)? {
    switch text.attribute("type") {
    case "html", "text/html": (text.text, nil)
    case "xhtml": ((text.children.first ?? text).html, text.written)
    default: nil
    }
  }

  fileprivate func plain(_ text: XMLElement) -> String { html(text).map { plain(html: $0.html) } ?? text.text }

  fileprivate func summary(_ text: XMLElement) -> Content {
    html(text).map { Content(.html, .text($0.html, written: $0.written)) } ?? .text(text.text)
  }

  /// The page: of several, one that is HTML.
  fileprivate func alternate(_ children: XMLChildren) -> SourceItem.Address? {
    let alternates = children["atom:link"].filter { ["alternate", nil].contains($0.attribute("rel")) }
    let html = alternates.first { [nil, "text/html", "application/xhtml+xml"].contains($0.attribute("type")) }
    return (html ?? alternates.first).flatMap { link in link.attribute("href").map { address($0, in: link) } }
  }

  fileprivate func authors(_ children: XMLChildren) -> [Person] {
    children["atom:author"].compactMap { author in
      let parts = XMLChildren(of: author)
      let uri = parts["atom:uri"].first.map { resolve($0.trimmed, in: $0) }
      let email = parts.text("atom:email")
      guard let name = parts.text("atom:name") ?? email ?? uri else { return nil }
      return Person(name: name, url: uri, email: email)
    }
  }

  /// Of a feed or an `atom:source`.
  fileprivate func origin(_ children: XMLChildren) -> Origin {
    Origin(
      id: children.text("atom:id"), title: children["atom:title"].first.map(plain),
      updated: children.text("atom:updated"), url: alternate(children)?.string,
      feedURL: children["atom:link"].first { $0.attribute("rel") == "self" }.flatMap { url("href", of: $0) })
  }
}

extension SourceItem {
  fileprivate var id: String? { if case .item(let id, _) = identity { id } else { nil } }

  fileprivate func isNewer(than other: SourceItem) -> Bool {
    func time(_ item: SourceItem) -> Timestamp? {
      if case .instant(let time)? = item.updated.flatMap(SourceDate.init) { time } else { nil }
    }
    guard let mine = time(self), let others = time(other) else { return false }
    return mine > others
  }
}
