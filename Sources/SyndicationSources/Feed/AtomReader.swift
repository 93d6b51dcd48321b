internal import Syndication
internal import SyndicationMarkup

/// Reads Atom 1.0, RFC 4287.
struct AtomReader: FeedReader {
  let feed: Origin
  private let root: XMLElement
  private let place: FeedPlace
  private let links: FeedLinks
  /// Whom entries are by that say nothing of it (§4.2.1).
  private let authors: [Person]

  init(_ root: XMLElement, _ place: FeedPlace) {
    self.root = root
    self.place = place
    let children = XMLChildren(of: root)
    let own = FeedLinks(base: place.site.url)
    let origin = AtomReader.origin(children, by: own, on: place.site)
    links = FeedLinks(base: (origin.feedURL ?? origin.url).flatMap { AbsoluteURL($0) } ?? place.site.url)
    authors = AtomReader.authors(children, by: links)
    feed = Origin(id: origin.id, title: origin.title, url: origin.url, feedURL: origin.feedURL)
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
    let media = FeedMedia(children, links)
    let original = children["feedburner:origLink"].first { !$0.trimmed.isEmpty }
    let url = original.map { links.address($0.trimmed, in: $0) } ?? AtomReader.alternate(children, by: links)
    var item = SourceItem(
      source: place.source, place: Place(file: place.file, line: entry.line),
      identity: .item(id: children.text("atom:id"), url: url))
    let title = children["atom:title"].first
    item.title = title.map(plain)
    item.summary = children["atom:summary"].first.map(summary)
    item.content = children["atom:content"].first.flatMap { content($0, problems: &problems) }
    item.published = children.text("atom:published")
    item.updated = children.text("atom:updated")
    item.tags = children["atom:category"].compactMap(tag)
    item.language = entry.language
    item.isHidden = children["app:control"].contains { XMLChildren(of: $0).text("app:draft") == "yes" }
    item.authors = AtomReader.authors(children, by: links)
    let source = children["atom:source"].first.map(XMLChildren.init)
    if let source {
      item.origin = AtomReader.origin(source, by: links, on: place.site)
      if item.authors.isEmpty { item.authors = AtomReader.authors(source, by: links) }
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

  // MARK: - §3.1, §4.1.3

  private func plain(_ text: XMLElement) -> String { AtomReader.plain(text, on: place.site) }

  private static func plain(_ text: XMLElement, on site: Site) -> String {
    switch text.attribute("type") {
    case "html", "text/html": FeedText.plain(html: text.text, on: site)
    case "xhtml": FeedText.plain(html: (text.children.first ?? text).html, on: site)
    default: text.text
    }
  }

  private func summary(_ summary: XMLElement) -> Content {
    switch summary.attribute("type") {
    case "html", "text/html": Content(.html, .text(summary.text))
    case "xhtml":
      Content(.html, .text((summary.children.first ?? summary).html, written: summary.written))
    default: .text(summary.text)
    }
  }

  private func content(_ content: XMLElement, problems: inout [Problem]) -> Content? {
    let place = Place(file: place.file, line: content.line)
    if let source = content.attribute("src") {
      problems.append(
        .warning(
          at: place, rule: "RFC 4287 §4.1.3.2",
          "the content stands elsewhere, at \(source.quoted), and is left out: its summary stays"))
      return nil
    }
    switch content.attribute("type")?.lowercased() {
    case nil, "text", "text/plain": return Content(.text, .text(content.text))
    case "html", "text/html": return links.content(content.text, in: content)
    case "xhtml", "application/xhtml+xml":
      // Of the `div` around it all but the name belongs to the content.
      let div = content.children.first ?? content
      return links.content(div.html, written: div.written, in: div)
    case let type?:
      problems.append(
        .warning(
          at: place, rule: "RFC 4287 §4.1.3.3",
          "content of type \(type.quoted) is left out: text, html and xhtml are read"))
      return nil
    }
  }

  // MARK: - §4.2

  private func tag(_ category: XMLElement) -> String? {
    // Blogger's, of what kind an entry is.
    if category.attribute("scheme")?.hasSuffix("#kind") == true { return nil }
    return [category.attribute("label"), category.attribute("term")].compactMap { $0?.trimmed }.first { !$0.isEmpty }
  }

  private func enclosure(_ link: XMLElement) -> Attachment? {
    guard let href = link.attribute("href") else { return nil }
    return Attachment(
      url: links.resolve(href, in: link), mediaType: link.attribute("type")?.trimmed ?? "",
      title: link.attribute("title"),
      size: link.attribute("length").flatMap { Int($0) })
  }

  /// The page: of several, one that is HTML.
  private static func alternate(_ children: XMLChildren, by links: FeedLinks) -> SourceItem.Address? {
    let alternates = children["atom:link"].filter { ["alternate", nil].contains($0.attribute("rel")) }
    let html = alternates.first { [nil, "text/html", "application/xhtml+xml"].contains($0.attribute("type")) }
    return (html ?? alternates.first).flatMap { link in link.attribute("href").map { links.address($0, in: link) } }
  }

  private static func authors(_ children: XMLChildren, by links: FeedLinks) -> [Person] {
    children["atom:author"].compactMap { author in
      let parts = XMLChildren(of: author)
      let uri = parts["atom:uri"].first.map { links.resolve($0.trimmed, in: $0) }
      let email = parts.text("atom:email")
      guard let name = parts.text("atom:name") ?? email ?? uri else { return nil }
      return Person(name: name, url: uri, email: email)
    }
  }

  /// Of a feed or an `atom:source`.
  private static func origin(_ children: XMLChildren, by links: FeedLinks, on site: Site) -> Origin {
    let own = children["atom:link"].first { $0.attribute("rel") == "self" }
    return Origin(
      id: children.text("atom:id"), title: children["atom:title"].first.map { plain($0, on: site) },
      updated: children.text("atom:updated"), url: alternate(children, by: links)?.string,
      feedURL: own.flatMap { link in link.attribute("href").map { links.resolve($0, in: link) } })
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
