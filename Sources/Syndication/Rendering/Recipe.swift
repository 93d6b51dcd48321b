/// What documents are made of, as hashes: while they are the same, so are the bytes.
///
/// It covers what the renderer reads, field by field; the program that renders is for the keeper of recipes to tell.
struct Recipe {
  private let common: ContentHash
  /// Of all that an entry is made of, by position in the plan's entries.
  let entries: [ContentHash]

  init(of plan: FeedPlan, site: Site, settings: FeedSettings) {
    var hash = FieldHash()
    for text in [site.title, site.url.string, site.description, site.language, site.icon?.string, site.rights] {
      hash.add(text)
    }
    for author in site.authors {
      for text in [author.name, author.url, author.email, author.affiliation] { hash.add(text) }
    }
    if let podcast = site.podcast { hash.add(podcast) }
    hash.add(settings.url.string)
    hash.add(UInt64(settings.bytes))
    hash.add(settings.content.rawValue)
    common = hash.take()
    var entries: [ContentHash] = []
    entries.reserveCapacity(plan.entries.count)
    for entry in plan.entries {
      let item = entry.identified.shared.item
      hash.add(common)
      hash.add(entry.id)
      hash.add(entry.permalink?.string)
      hash.add(entry.published)
      hash.add(entry.updated)
      hash.add(item.language)
      if let content = item.content { hash.add(ContentHash(encoding: content.markup)) }
      if let summary = item.summary { hash.add(ContentHash(encoding: summary.markup)) }
      if let origin = item.origin { hash.add(origin) }
      for tag in entry.tags {
        hash.add(tag.slug)
        hash.add(tag.label)
      }
      if let shown = entry.shown { hash.add(shown) }
      entries.append(hash.take())
    }
    self.entries = entries
  }

  func hash(of feed: Feed, in format: String, at path: DocumentPath) -> ContentHash {
    var hash = FieldHash()
    hash.add(common)
    for text in [format, path.string, feed.id, feed.title, feed.alternate.string] { hash.add(text) }
    hash.add(feed.updated)
    for entry in feed.entries { hash.add(entries[entry]) }
    return hash.take()
  }
}

/// Hashes fields one after another, told apart where they meet.
private struct FieldHash: ~Copyable {
  private var bytes = ByteBuffer(capacity: 512)

  mutating func add(_ field: String?) {
    // Neither is in UTF-8.
    if let field { bytes.append(field) } else { bytes.append(0xFE) }
    bytes.append(0xFF)
  }

  mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append($0.assumingMemoryBound(to: UInt8.self)) }
  }

  mutating func add(_ hash: ContentHash) { add(hash.value) }
  mutating func add(_ time: Timestamp) { add(UInt64(bitPattern: time.seconds)) }

  mutating func add(_ origin: Origin) {
    for text in ["origin", origin.id, origin.title, origin.updated, origin.url, origin.feedURL] { add(text) }
  }

  mutating func add(_ podcast: Podcast) {
    add(UInt64(podcast.categories.count))
    for category in podcast.categories { for text in [category.name, category.subcategory] { add(text) } }
    for text in [
      podcast.image.string, podcast.author, podcast.owner?.name, podcast.owner?.email, podcast.kind.rawValue,
      podcast.newFeedURL?.string,
    ] { add(text) }
    for flag in [podcast.isExplicit, podcast.isComplete, podcast.isBlocked] { add(flag ? 1 : 0) }
  }

  mutating func take() -> ContentHash {
    defer { bytes.removeAll() }
    return ContentHash(bytes.bytes)
  }
}
