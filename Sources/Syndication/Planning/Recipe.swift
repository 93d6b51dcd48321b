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
      hash.add(item.content?.kind.rawValue)
      hash.add(item.content?.dialect.rawValue)
      hash.add(item.content?.excerptSeparator)
      hash.add(item.content?.base)
      if let template = item.content?.template { hash.add(template) }
      if let origin = item.origin { hash.add(origin) }
      for tag in entry.tags {
        hash.add(tag.slug)
        hash.add(tag.label)
      }
      for part in entry.written?.all ?? [] { hash.add(part) }
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

  mutating func add(_ template: Template) {
    add(template.language.rawValue)
    add(template.variables)
    if let pages = template.pages { add(pages.hash) }
  }

  private mutating func add(_ value: JSONValue) {
    switch value {
    case .object(let members):
      add("{\(members.count)")
      for member in members {
        add(member.name)
        add(member.value)
      }
    case .array(let values):
      add("[\(values.count)")
      for value in values { add(value) }
    case .string(let text): add(text)
    case .number(let number): add(number.bitPattern)
    case .boolean(let value): add(value ? 1 : 0)
    case .null: add(String?.none)
    }
  }

  mutating func take() -> ContentHash {
    defer { bytes.removeAll() }
    return ContentHash(bytes.bytes)
  }
}
