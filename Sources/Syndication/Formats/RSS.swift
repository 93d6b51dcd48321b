/// RSS 2.0.11, as the RSS Advisory Board's best-practices profile reads it.
public struct RSS: FeedFormat {
  /// See `FeedFormat`.
  public var name: String { "rss" }
  /// See `FeedFormat`.
  public var mediaType: String { "application/rss+xml; charset=utf-8" }
  /// See `FeedFormat`.
  public var isForPodcasts: Bool { true }

  /// There is one way to write it.
  public init() {}

  /// See `FeedFormat`.
  public func fragment(of entry: PreparedEntry, as form: EntryForm) throws(RenderError) -> [UInt8] {
    try XMLWriter.fragment { xml throws(RenderError) in try write(entry, as: form, to: xml) }
  }

  private func write(_ entry: PreparedEntry, as form: EntryForm, to xml: XMLWriter) throws(RenderError) {
    try xml.start("item", ["xml:lang": entry.language])
    if let title = entry.title { try xml.title(title) }
    if let permalink = entry.permalink { try xml.element("link", [:], permalink.string) }
    if let url = entry.externalURL { try xml.element("atom:link", ["rel": "related", "href": url.string]) }
    // Rule T4: before `content:encoded`, in every item. Readers take it for HTML, so that a `<` in plain text must be
    // escaped twice.
    switch (entry.summaryHTML, form == .full ? entry.content?.html : nil) {
    case (let summary?, let content?) where summary.isShorter(than: content):
      try xml.element("description", summary)
      try xml.element("content:encoded", content)
    case (_, let content?): try xml.element("description", content)
    case (let summary?, nil): try xml.element("description", summary)
    case (nil, nil): try xml.element("description", [:], XMLCharacters.escaped(entry.displayTitle))
    }
    try xml.element("guid", ["isPermaLink": entry.id == entry.permalink?.string ? "true" : "false"], entry.id)
    try xml.element("pubDate", [:], entry.published.rfc822)
    // Rule A1: RSS has room for one author, and wants an address.
    if entry.authors.count == 1, let author = entry.authors.first, let email = author.email {
      try xml.element("author", [:], "\(email) (\(author.name))")
    } else {
      // Of several elements newsboat shows the last, and XML::Feed none.
      try xml.element("dc:creator", [:], entry.authors.map(\.name).joined(separator: ", "))
    }
    for tag in entry.tags { try xml.element("category", [:], tag.label) }
    // It has to have an address.
    if let origin = entry.origin, let url = origin.feedURL?.string {
      try xml.element("source", ["url": url], origin.title ?? url)
    }
    let file = entry.enclosure
    if let file {
      // `length` is required, and 0 where it is not known.
      try xml.element(
        "enclosure", ["url": file.url.string, "length": String(file.size ?? 0), "type": file.mediaType])
    }
    // Rule M2: a file is named once, and a picture is no file.
    for attachment in entry.attachments where attachment != file { try xml.mediaContent(attachment) }
    if let image = entry.image { try xml.mediaThumbnail(image) }
    if entry.isOfPodcast, let file, file.isPlayable { try xml.episode(entry.episode, in: file) }
    try xml.end()
  }

  /// See `FeedFormat`.
  public func frame(of feed: RenderInput.Frame) throws(RenderError) -> Frame {
    let (site, selfLink) = (feed.site.value, feed.selfLink)
    return try XMLWriter.frame(styledBy: feed.stylesheet, ending: 2) { xml throws(RenderError) in
      try xml.start(
        "rss",
        [
          "version": "2.0", "xmlns:atom": Namespace.atom, "xmlns:content": Namespace.content,
          "xmlns:dc": Namespace.dublinCore, "xmlns:fh": feed.historyNamespace, "xmlns:media": Namespace.media,
          "xmlns:itunes": site.podcast == nil ? nil : Namespace.podcast, "xml:lang": site.language,
        ])
      try xml.start("channel")
      try xml.title(feed.title)
      try xml.element("link", [:], feed.alternate.string)
      try xml.element("description", [:], feed.description)
      try xml.element("atom:link", ["rel": "self", "type": "application/rss+xml", "href": selfLink.string])
      try xml.links("atom:link", to: feed.hubs)
      try xml.links("atom:link", to: feed.pages, type: "application/rss+xml")
      try xml.element("language", [:], site.language)
      if let rights = site.rights { try xml.element("copyright", [:], rights) }
      try xml.element("lastBuildDate", [:], feed.updated.rfc822)
      try xml.element("generator", [:], Generator.name)
      try xml.history(of: feed)
      if let icon = site.icon {
        // The profile: an image has the title and link of its channel.
        try xml.start("image")
        try xml.element("url", [:], icon.string)
        try xml.title(feed.title)
        try xml.element("link", [:], feed.alternate.string)
        try xml.end()
      }
      if let podcast = site.podcast { try xml.podcast(podcast, in: feed) }
    }
  }

  /// See `FeedFormat`.
  public func heldEntries(in document: [UInt8]) -> HeldEntries? {
    HeldEntries(xml: document, feed: ["rss", "channel"], entry: "item", id: "guid", updated: nil)
  }

  /// See `FeedFormat`.
  public func isBegun(by head: [UInt8]) -> Bool { isBegun(by: head, withElement: "rss") }

  /// See `FeedFormat`.
  public func entryRanges(in document: [UInt8]) -> [Range<Int>] { elementRanges("item", in: document) }
}

extension SafeHTML {
  /// Rule B4: some readers take the longer of two texts for the article, by its bytes or by its characters.
  fileprivate func isShorter(than other: SafeHTML) -> Bool {
    func characters(_ html: SafeHTML) -> Int { html.utf8.count { $0 & 0xC0 != 0x80 } }
    guard utf8.count < other.utf8.count else { return false }
    return utf8.count * 4 < other.utf8.count || characters(self) < characters(other)
  }
}

extension XMLWriter {
  fileprivate func element(_ name: StaticString, _ html: SafeHTML) throws(RenderError) {
    try start(name)
    try fragment(html.xmlText)
    try end()
  }
}
