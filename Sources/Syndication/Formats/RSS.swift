/// RSS 2.0.11, as the RSS Advisory Board's best-practices profile reads it.
public struct RSS: FeedFormat {
  /// See `FeedFormat`.
  public let name = "rss"
  /// See `FeedFormat`.
  public let mediaType = "application/rss+xml; charset=utf-8"
  /// See `FeedFormat`.
  public let isForPodcasts = true

  private let creators = FragmentCache<String>()
  private let categories = FragmentCache<String>()

  /// There is one way to write it.
  public init() {}

  /// See `FeedFormat`.
  public func fragment(of entry: PreparedEntry, as form: EntryForm) throws(RenderError) -> [UInt8] {
    try XMLWriter.fragment { xml throws(RenderError) in try write(entry, as: form, to: xml) }
  }

  private func write(_ entry: PreparedEntry, as form: EntryForm, to xml: XMLWriter) throws(RenderError) {
    try xml.start("item", ["xml:lang": entry.language])
    try xml.title(entry.title)
    if let permalink = entry.permalink { try xml.element("link", [:], permalink.string) }
    // Rule T4: before `content:encoded`, in every item. Readers take it for HTML, so that a `<` in plain text must be
    // escaped twice.
    try xml.element("description", [:], PreparedEntry.Content.html(of: entry.summary ?? entry.title))
    if form == .full, let content = entry.content {
      try xml.start("content:encoded")
      try xml.fragment(content.html.xmlText)
      try xml.end()
    }
    try xml.element("guid", ["isPermaLink": entry.id == entry.permalink?.string ? "true" : "false"], entry.id)
    try xml.element("pubDate", [:], entry.published.rfc822)
    // Rule A1: RSS has room for one author, and wants an address.
    if entry.authors.count == 1, let author = entry.authors.first, let email = author.email {
      try xml.element("author", [:], "\(email) (\(author.name))")
    } else {
      for author in entry.authors {
        try creators.write(author.name, to: xml) { xml throws(RenderError) in
          try xml.element("dc:creator", [:], author.name)
        }
      }
    }
    for tag in entry.tags {
      try categories.write(tag.label, to: xml) { xml throws(RenderError) in
        try xml.element("category", [:], tag.label)
      }
    }
    // It has to have an address.
    if let origin = entry.origin, let url = origin.feedURL?.string {
      try xml.element("source", ["url": url], origin.title ?? url)
    }
    if let file = entry.enclosure {
      // `length` is required, and 0 where it is not known.
      try xml.element(
        "enclosure", ["url": file.url.string, "length": String(file.size ?? 0), "type": file.mediaType])
    }
    for attachment in entry.attachments { try xml.mediaContent(attachment) }
    if let image = entry.image {
      try xml.mediaImage(image, isAttached: entry.attachments.contains { $0.url == image })
    }
    if entry.isOfPodcast, let file = entry.enclosure, file.isPlayable { try xml.episode(entry.episode, in: file) }
    try xml.end()
  }

  /// See `FeedFormat`.
  public func frame(of feed: RenderInput.Frame) throws(RenderError) -> Frame {
    let (site, selfLink) = (feed.site.value, feed.selfLink)
    let xml = try XMLWriter()
    try xml.start(
      "rss",
      [
        "version": "2.0", "xmlns:atom": Namespace.atom, "xmlns:content": Namespace.content,
        "xmlns:dc": Namespace.dublinCore, "xmlns:media": Namespace.media,
        "xmlns:itunes": site.podcast == nil ? nil : Namespace.podcast, "xml:lang": site.language,
      ])
    try xml.start("channel")
    try xml.title(feed.title)
    try xml.element("link", [:], feed.alternate.string)
    try xml.element("description", [:], site.description)
    try xml.element("atom:link", ["rel": "self", "type": "application/rss+xml", "href": selfLink.string])
    try xml.element("language", [:], site.language)
    if let rights = site.rights { try xml.element("copyright", [:], rights) }
    try xml.element("lastBuildDate", [:], feed.updated.rfc822)
    try xml.element("generator", [:], "\(Generator.name) (\(Generator.url))")
    if let icon = site.icon {
      // The profile: an image has the title and link of its channel.
      try xml.start("image")
      try xml.element("url", [:], icon.string)
      try xml.title(feed.title)
      try xml.element("link", [:], feed.alternate.string)
      try xml.end()
    }
    if let podcast = site.podcast { try xml.podcast(podcast, in: feed) }
    return try xml.frame(ending: 2)
  }

  /// See `FeedFormat`.
  public func heldEntries(in document: [UInt8]) -> HeldEntries? {
    HeldEntries(xml: document, feed: ["rss", "channel"], entry: "item", id: "guid", updated: nil)
  }
}
