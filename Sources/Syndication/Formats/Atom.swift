/// The Atom Syndication Format, RFC 4287.
public struct Atom: FeedFormat {
  /// See `FeedFormat`.
  public var name: String { "atom" }
  /// See `FeedFormat`.
  public var mediaType: String { "application/atom+xml; charset=utf-8" }

  /// There is one way to write it.
  public init() {}

  /// See `FeedFormat`.
  public func fragment(of entry: PreparedEntry, as form: EntryForm) throws(RenderError) -> [UInt8] {
    try XMLWriter.fragment { xml throws(RenderError) in try write(entry, as: form, to: xml) }
  }

  private func write(_ entry: PreparedEntry, as form: EntryForm, to xml: XMLWriter) throws(RenderError) {
    try xml.start("entry", ["xml:lang": entry.language])
    try xml.element("id", [:], entry.id)
    try xml.element("title", ["type": "text"], entry.displayTitle)
    if let permalink = entry.permalink {
      try xml.element("link", ["rel": "alternate", "type": "text/html", "href": permalink.string])
    }
    if let url = entry.externalURL { try xml.element("link", ["rel": "related", "href": url.string]) }
    try xml.element("published", [:], entry.published.rfc3339)
    try xml.element("updated", [:], entry.updated.rfc3339)
    for author in entry.authors { try write(author, to: xml) }
    // Rule G4: readers show the term, not the label.
    for tag in entry.tags {
      try xml.start("category")
      try xml.attribute("term", tag.label)
      try xml.end()
    }
    for attachment in entry.attachments {
      try xml.element(
        "link",
        [
          "rel": "enclosure", "type": attachment.mediaType, "length": attachment.size.map(String.init),
          "title": attachment.title, "href": attachment.url.string,
        ])
    }
    if let origin = entry.origin { try write(origin, to: xml) }
    let content = form == .full ? entry.content : nil
    switch content {
    case .html(let html):
      try xml.start("content", ["type": "html"])
      try xml.fragment(html.xmlText)
      try xml.end()
    case .text(let text): try xml.element("content", ["type": "text"], text)
    case nil where entry.permalink == nil:
      // RFC 4287 §4.1.2: an entry without an alternate link must have content.
      try xml.element("content", ["type": "text"], entry.summary ?? entry.displayTitle)
    case nil: break
    }
    // Rule B4: rss2email takes the first of the type that it prefers, text or HTML, and would mail the summary where that
    // is of another than the content.
    if let summary = entry.summary {
      if content?.isText ?? (entry.permalink == nil) {
        try xml.element("summary", ["type": "text"], summary)
      } else {
        try xml.start("summary", ["type": "html"])
        if let html = entry.summaryHTML { try xml.fragment(html.xmlText) }
        try xml.end()
      }
    }
    // Rule M1: readers that go by local names take the first `content` and `title`.
    if let image = entry.image { try xml.mediaThumbnail(image) }
    try xml.end()
  }

  /// See `FeedFormat`.
  public func frame(of feed: RenderInput.Frame) throws(RenderError) -> Frame {
    let (site, selfLink) = (feed.site.value, feed.selfLink)
    return try XMLWriter.frame(styledBy: feed.stylesheet, ending: 1) { xml throws(RenderError) in
      // Rule P4: validators warn of the namespace, so it stands where it is wanted.
      try xml.start(
        "feed",
        [
          "xmlns": Namespace.atom, "xmlns:fh": feed.historyNamespace, "xmlns:media": Namespace.media,
          "xmlns:at": feed.tombstones.isEmpty ? nil : Namespace.tombstones, "xml:lang": site.language,
        ])
      try xml.element("id", [:], feed.id)
      try xml.element("title", ["type": "text"], feed.title)
      try xml.element("subtitle", ["type": "text"], feed.description)
      try xml.element("updated", [:], feed.updated.rfc3339)
      try xml.element("link", ["rel": "self", "type": "application/atom+xml", "href": selfLink.string])
      try xml.links("link", to: feed.hubs)
      try xml.element("link", ["rel": "alternate", "type": "text/html", "href": feed.alternate.string])
      try xml.links("link", to: feed.pages, type: "application/atom+xml")
      for author in site.authors { try write(author, to: xml) }
      if let icon = site.icon { try xml.element("icon", [:], icon.string) }
      if let rights = site.rights { try xml.element("rights", ["type": "text"], rights) }
      try xml.element("generator", [:], Generator.name)
      try xml.history(of: feed)
      for tombstone in feed.tombstones {
        // RFC 6721 §3.
        try xml.start("at:deleted-entry", ["ref": tombstone.id, "when": tombstone.when.rfc3339])
        try xml.end()
      }
    }
  }

  /// See `FeedFormat`.
  public func heldEntries(in document: [UInt8]) -> HeldEntries? {
    HeldEntries(xml: document, feed: ["feed"], entry: "entry", id: "id", updated: "updated")
  }

  /// See `FeedFormat`.
  public func isBegun(by head: [UInt8]) -> Bool { isBegun(by: head, withElement: "feed") }

  /// See `FeedFormat`.
  public func entryRanges(in document: [UInt8]) -> [Range<Int>] { elementRanges("entry", in: document) }

  /// RFC 4287 §4.2.11.
  private func write(_ origin: PreparedEntry.Origin, to xml: XMLWriter) throws(RenderError) {
    try xml.start("source")
    if let id = origin.id { try xml.element("id", [:], id) }
    if let title = origin.title { try xml.element("title", ["type": "text"], title) }
    if let updated = origin.updated { try xml.element("updated", [:], updated.rfc3339) }
    if let url = origin.url { try xml.element("link", ["rel": "alternate", "href": url.string]) }
    if let url = origin.feedURL { try xml.element("link", ["rel": "self", "href": url.string]) }
    try xml.end()
  }

  private func write(_ author: Person, to xml: XMLWriter) throws(RenderError) {
    try xml.start("author")
    try xml.element("name", [:], author.name)
    if let url = author.url { try xml.element("uri", [:], url) }
    if let email = author.email { try xml.element("email", [:], email) }
    try xml.end()
  }
}
