/// JSON Feed 1.1.
public struct JSONFeed: FeedFormat {
  /// See `FeedFormat`.
  public var name: String { "json" }
  /// See `FeedFormat`.
  public var mediaType: String { "application/feed+json; charset=utf-8" }

  /// There is one way to write it.
  public init() {}

  /// See `FeedFormat`.
  public func fragment(of entry: PreparedEntry, as form: EntryForm) throws(RenderError) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.string("id", entry.id)
      json.string("url", entry.permalink?.string)
      json.string("external_url", entry.externalURL?.string)
      json.string("title", entry.title)
      switch form == .full ? entry.content : nil {
      case .html(let html):
        json.string("content_html", utf8: html.utf8)
        json.string("summary", entry.summary)
      case .text(let text):
        json.string("content_text", text)
        json.string("summary", entry.summary)
      case nil:
        // An item must have content; a summary that is all there is would only be said twice.
        json.string("content_text", entry.summary ?? entry.displayTitle)
      }
      json.string("image", entry.image?.string)
      json.string("banner_image", entry.bannerImage?.string)
      json.string("date_published", entry.published.rfc3339)
      json.string("date_modified", entry.updated.rfc3339)
      write(entry.authors, to: &json)
      if !entry.tags.isEmpty {
        json.array("tags") { json in for tag in entry.tags { json.string(nil, tag.label) } }
      }
      json.string("language", entry.language)
      if !entry.attachments.isEmpty {
        json.array("attachments") { json in
          for attachment in entry.attachments {
            json.object { json in
              json.string("url", attachment.url.string)
              json.string("mime_type", attachment.mediaType)
              json.string("title", attachment.title)
              json.number("size_in_bytes", attachment.size)
              json.number("duration_in_seconds", attachment.duration)
            }
          }
        }
      }
      if entry.origin != nil || entry.episode != nil {
        json.object("_syndicate") { json in
          if let origin = entry.origin { write(origin, to: &json) }
          if let episode = entry.episode { write(episode, to: &json) }
        }
      }
    }
    return json.bytes
  }

  /// See `FeedFormat`.
  public func frame(of feed: RenderInput.Frame) throws(RenderError) -> Frame {
    let (site, selfLink) = (feed.site.value, feed.selfLink)
    var json = JSONWriter()
    var opening: [UInt8] = []
    json.object { json in
      json.string("version", "https://jsonfeed.org/version/1.1")
      json.string("title", feed.title)
      json.string("home_page_url", feed.alternate.string)
      json.string("feed_url", selfLink.string)
      json.string("description", feed.description)
      // Rule P2.
      json.string("next_url", feed.pages.older?.string)
      json.string("icon", site.icon?.string)
      write(site.authors, to: &json)
      json.string("language", site.language)
      if !feed.hubs.isEmpty {
        json.array("hubs") { json in
          for hub in feed.hubs {
            json.object { json in
              json.string("type", "WebSub")
              json.string("url", hub.string)
            }
          }
        }
      }
      json.object("_syndicate") { json in json.string("generator", Generator.name) }
      json.array("items") { json in opening = json.take() + [0x0A] }
    }
    return Frame(opening: opening, separator: Array(",\n".utf8), closing: [0x0A] + json.bytes + [0x0A])
  }

  /// See `FeedFormat`.
  public func isWellFormed(fragment: [UInt8], of entry: PreparedEntry) -> Bool { JSONReader.isValue(fragment) }

  /// See `FeedFormat`.
  public func isWellFormed(frame: Frame) -> Bool { JSONReader.isValue(frame.opening + frame.closing) }

  /// See `FeedFormat`.
  public func heldEntries(in document: [UInt8]) -> HeldEntries? { try? HeldEntries(json: document) }

  /// See `FeedFormat`.
  public func isBegun(by head: [UInt8]) -> Bool { head.starts(with: "{\"version\":\"https://jsonfeed.org/".utf8) }

  /// See `FeedFormat`.
  public func entryRanges(in document: [UInt8]) -> [Range<Int>] {
    document.withUnsafeBufferPointer { bytes in
      var ranges: [Range<Int>] = []
      var reader = JSONReader(bytes)
      do {
        try reader.object { name, reader in
          guard name == "items" else { return try reader.skip() }
          try reader.array { _, reader in
            _ = try reader.next()
            let start = reader.offset
            try reader.skip()
            ranges.append(start..<reader.offset)
          }
        }
      } catch { return [] }
      return ranges
    }
  }

  private func write(_ origin: PreparedEntry.Origin, to json: inout JSONWriter) {
    json.object("origin") { json in
      json.string("id", origin.id)
      json.string("title", origin.title)
      json.string("updated", origin.updated?.rfc3339)
      json.string("url", origin.url?.string)
      json.string("feed_url", origin.feedURL?.string)
    }
  }

  private func write(_ episode: Episode, to json: inout JSONWriter) {
    json.object("episode") { json in
      json.number("number", episode.number)
      json.number("season", episode.season)
      json.string("type", episode.kind?.rawValue)
      if let isExplicit = episode.isExplicit { json.boolean("explicit", isExplicit) }
      json.string("image", episode.image)
      json.string("title", episode.title)
    }
  }

  private func write(_ authors: [Person], to json: inout JSONWriter) {
    json.array("authors") { json in
      for author in authors {
        json.object { json in
          json.string("name", author.name)
          json.string("url", author.url ?? author.email.map { "mailto:\($0)" })
          if let affiliation = author.affiliation {
            json.object("_syndicate") { json in json.string("affiliation", affiliation) }
          }
        }
      }
    }
  }
}
