internal import Synchronization

/// Writes each entry once in each format, and splices the bytes into every feed that holds it.
///
/// It goes through the feeds in batches: an entry's bytes are made for the first feed that holds it, and kept until the
/// last. So memory is bounded by what is in flight, not by what is published.
struct Renderer: DocumentSource {
  let plan: FeedPlan
  let site: Site
  let settings: FeedSettings
  private let formats: [any FeedFormat]
  /// The documents of all feeds, in the order of publication.
  private let documents: [Order]
  private let recipe: Recipe
  /// That of which feeds want most: full, where one wants that.
  fileprivate let form: EntryForm
  /// Whether others want the summary form.
  fileprivate let wantsBothForms: Bool

  /// A document that may be asked for.
  private struct Order {
    var feed: Int
    var page: Feed.Page
    var format: Int
    var path: DocumentPath
  }

  /// How many entries a batch is to bring, so that a core has enough to do and little is in flight; how many of them, and
  /// how many documents, a core takes at a time.
  private static let batch = (entries: 512, chunk: 16, documents: 12)

  init(_ plan: FeedPlan, site: Site, settings: FeedSettings) {
    self.plan = plan
    recipe = Recipe(of: plan, site: site, settings: settings)
    self.site = site
    self.settings = settings
    formats = settings.formats.compactMap(FeedFormats.named)
    form = plan.feeds.contains { $0.content == .full } ? .full : .summary
    wantsBothForms = form == .full && plan.feeds.contains { $0.content == .summary }
    documents = plan.feeds.indices.flatMap { feed in
      plan.feeds[feed].pages.flatMap { page in
        page.documents.map { destination in
          Order(
            feed: feed, page: page, format: settings.formats.firstIndex(of: destination.format)!,
            path: destination.path)
        }
      }
    }
  }

  /// - Parameter withdrawn: see `Publication`.
  func publication(withdrawn: Set<DocumentPath>) -> Publication {
    Publication(
      paths: documents.map(\.path),
      recipes: documents.map { recipe.hash(of: plan.feeds[$0.feed], in: formats[$0.format].name, at: $0.path) },
      withdrawn: withdrawn, source: self)
  }

  func makeDocuments(
    at indices: [Int], remembering known: [ContentHash: [Remark]], progress: @Sendable (Int, Int) -> Void,
    _ body: @Sendable (Int, Document) throws -> Void
  ) throws -> Findings {
    var lastUse = [Int](repeating: -1, count: plan.entries.count)
    for (position, index) in indices.enumerated() {
      for entry in documents[index].page.entries { lastUse[entry] = position }
    }
    let wanted = lastUse.count { $0 >= 0 }
    let done = Atomic<Int>(0)
    var entries = [RenderedEntry?](repeating: nil, count: plan.entries.count)
    var remarks = [[Remark]?](repeating: nil, count: plan.entries.count)

    var start = 0
    while start < indices.count {
      // A build that is to end need not make what it will not publish.
      try Task.checkCancellation()
      let (end, missing) = nextBatch(from: start, of: indices, beside: entries)
      let made = try concurrentMap(missing.count, chunk: Renderer.batch.chunk) { index in
        let entry = try RenderedEntry(plan.entries[missing[index]], of: self, formats: formats)
        progress(done.add(1, ordering: .relaxed).newValue, wanted)
        return entry
      }
      for (index, entry) in zip(missing, made) {
        entries[index] = entry
        remarks[index] = entry.remarks
      }
      try concurrently(end - start, chunk: Renderer.batch.documents) { [entries, start] offset in
        let index = indices[start + offset]
        let members = documents[index].page.entries.map { entries[$0]! }
        try body(index, try document(documents[index], of: members))
      }
      for position in start..<end {
        for entry in documents[indices[position]].page.entries where lastUse[entry] == position {
          entries[entry] = nil
        }
      }
      start = end
    }
    return findings(remarks, remembering: known)
  }

  /// - Parameters:
  ///   - made: of the entries that were rendered, by position.
  ///   - known: of the others.
  private func findings(_ made: [[Remark]?], remembering known: [ContentHash: [Remark]]) -> Findings {
    var isHeld = [Bool](repeating: false, count: plan.entries.count)
    for document in documents { for entry in document.page.entries { isHeld[entry] = true } }
    var findings = Findings()
    for index in isHeld.indices where isHeld[index] {
      let hash = recipe.entries[index]
      guard let remarks = made[index] ?? known[hash], !remarks.isEmpty else { continue }
      findings.add(remarks, of: hash, at: plan.entries[index].item.place)
    }
    return findings
  }

  /// Where the batch ends that begins with the document at `indices[start]`, and which of its entries are not in `rendered`.
  private func nextBatch(
    from start: Int, of indices: [Int], beside rendered: [RenderedEntry?]
  ) -> (end: Int, missing: [Int]) {
    var end = start
    var missing: [Int] = []
    var seen: Set<Int> = []
    while end < indices.count, missing.count < Renderer.batch.entries {
      let (feed, page) = (documents[indices[end]].feed, documents[indices[end]].page)
      // All formats of a page together.
      while end < indices.count, documents[indices[end]].feed == feed, documents[indices[end]].page == page { end += 1 }
      for entry in page.entries where rendered[entry] == nil && seen.insert(entry).inserted {
        missing.append(entry)
      }
    }
    return (end, missing)
  }

  private func document(_ order: Order, of entries: [RenderedEntry]) throws -> Document {
    let format = formats[order.format]
    let selfLink = settings.url.appending(path: order.path.string)
    let feed = plan.feeds[order.feed]
    let frame = try format.frame(of: feed, on: site, at: selfLink)
    guard frame.isWellFormed(in: format) else { throw RenderError("the frame of \(selfLink) is not well-formed") }
    let fragments = try fitting(
      entries, as: feed.content, in: feed.bytes - frame.opening.count - frame.closing.count, order.format,
      frame.separator)
    var parts = [frame.opening]
    parts.reserveCapacity(2 * fragments.count + 1)
    for (index, fragment) in fragments.enumerated() {
      if index > 0 { parts.append(frame.separator) }
      parts.append(fragment)
    }
    return Document(parts: parts + [frame.closing], mediaType: format.mediaType)
  }

  /// Rule P3: the oldest entries first go to their summary form, then go; the newest stays.
  private func fitting(
    _ entries: [RenderedEntry], as form: EntryForm, in bytes: Int, _ format: Int, _ separator: [UInt8]
  ) throws -> [[UInt8]] {
    var parts = try entries.map { entry in
      form == self.form ? entry.fragments[format] : try entry.summary(in: format, of: self, formats: formats)
    }
    // Between the entries, not after the last.
    var size = parts.reduce(0) { $0 + $1.count + separator.count } - separator.count
    if form == .full {
      for index in parts.indices.reversed() where size > bytes {
        let short = try entries[index].summary(in: format, of: self, formats: formats)
        guard short.count < parts[index].count else { continue }
        size -= parts[index].count - short.count
        parts[index] = short
      }
    }
    while size > bytes, parts.count > 1 { size -= parts.removeLast().count + separator.count }
    return parts
  }
}

/// An entry's bytes in each format, as long as a feed is to hold them.
private final class RenderedEntry: Sendable {
  /// In the renderer's form.
  let fragments: [[UInt8]]
  let remarks: [Remark]
  private let entry: Entry
  /// In summary form, which few feeds want, if any.
  private let summaries: Mutex<[[UInt8]]?>

  init(_ entry: Entry, of renderer: Renderer, formats: [any FeedFormat]) throws {
    self.entry = entry
    var problems: [Problem] = []
    let prepared = try PreparedEntry(entry, on: renderer.site, problems: &problems)
    remarks = problems.map { Remark($0.severity, rule: $0.rule, $0.message) }
    fragments = try RenderedEntry.fragments(of: prepared, as: renderer.form, on: renderer.site, formats)
    summaries = Mutex(
      renderer.wantsBothForms
        ? try RenderedEntry.fragments(of: prepared, as: .summary, on: renderer.site, formats) : nil)
  }

  func summary(in format: Int, of renderer: Renderer, formats: [any FeedFormat]) throws -> [UInt8] {
    try summaries.withLock { summaries in
      if let summaries { return summaries[format] }
      var ignored: [Problem] = []
      let prepared = try PreparedEntry(entry, on: renderer.site, problems: &ignored)
      let made = try RenderedEntry.fragments(of: prepared, as: .summary, on: renderer.site, formats)
      summaries = made
      return made[format]
    }
  }

  private static func fragments(
    of entry: PreparedEntry, as form: EntryForm, on site: Site, _ formats: [any FeedFormat]
  ) throws(RenderError) -> [[UInt8]] {
    var fragments: [[UInt8]] = []
    for format in formats {
      let bytes = try format.fragment(of: entry, as: form, on: site)
      guard format.isWellFormed(fragment: bytes) else {
        throw RenderError("the entry \(entry.id) would not be well-formed \(format.name)")
      }
      fragments.append(bytes)
    }
    return fragments
  }
}

extension Frame {
  fileprivate func isWellFormed(in format: any FeedFormat) -> Bool {
    format.name == "json"
      ? JSONReader.isValue(opening + closing) : WellFormedness.holds(opening + closing)
  }
}
