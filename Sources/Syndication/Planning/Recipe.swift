/// What documents are made of, as hashes: while they are the same, so are the bytes.
///
/// It covers what the renderer reads, field by field; the program that renders is for the keeper of recipes to tell.
struct Recipe {
  private let common: ContentHash
  /// By position in the plan's entries.
  private let entries: [ContentHash]

  init(of plan: FeedPlan, site: Site, settings: FeedSettings) {
    var hash = FieldHash()
    hash.add(site.title, site.url.string, site.description, site.language, site.icon?.string, site.rights)
    for author in site.authors { hash.add(author.name, author.url, author.email, author.affiliation) }
    hash.add(settings.url.string, "\(settings.bytes)", settings.content.rawValue)
    common = hash.take()
    entries = plan.entries.map { entry in
      hash.add(entry.id, entry.permalink?.string, entry.item.language, "\(entry.published.seconds)")
      hash.add("\(entry.updated.seconds)", entry.item.content.map { "\($0.kind)" })
      for tag in entry.tags { hash.add(tag.slug, tag.label) }
      if let written = entry.written {
        for part in written.all { hash.add(part) }
      }
      return hash.take()
    }
  }

  func hash(of feed: Feed, in format: String, at path: DocumentPath) -> ContentHash {
    var hash = FieldHash()
    hash.add(common)
    hash.add(format, path.string, feed.id, feed.title, feed.alternate.string, "\(feed.updated.seconds)")
    for entry in feed.entries { hash.add(entries[entry]) }
    return hash.take()
  }
}

/// Hashes fields one after another, told apart where they meet.
private struct FieldHash {
  private var bytes: [UInt8] = []

  mutating func add(_ fields: String?...) {
    for field in fields {
      // Neither is in UTF-8.
      if let field { bytes += field.utf8 } else { bytes.append(0xFE) }
      bytes.append(0xFF)
    }
  }

  mutating func add(_ hash: ContentHash) {
    withUnsafeBytes(of: hash.value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func take() -> ContentHash {
    defer { bytes.removeAll(keepingCapacity: true) }
    return ContentHash(CollectionOfOne(bytes))
  }
}
