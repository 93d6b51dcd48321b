internal import Synchronization

/// Reads each entry's bodies once, hashes them for the ledger, writes the entry once in each format, and splices the bytes into
/// every document that holds it.
///
/// It goes through the feeds in batches: an entry is read for the first feed that holds it, and its bytes are kept until the
/// last. So memory is bounded by what is in flight, not by what is published.
struct Renderer: Sendable {
  let plan: FeedPlan
  let settings: FeedSettings
  let ledger: Ledger
  /// The keys of all entries that could be published now, selected or not.
  let present: [Entry]
  /// Names of sources that hold more than could be read.
  private let incomplete: Set<String>
  let instant: Timestamp
  let site: Shared<Site>
  let formats: [any FeedFormat]
  /// The documents of all feeds, in the order in which they are made.
  private let documents: [Order]
  /// Those about all feeds, which come after them.
  private let siteDocuments: [any SiteDocument]
  /// All feeds, where the plan is of a part of them.
  private let whole: FeedPlan?
  /// That of which feeds want most: full, where one wants that; and whether others want the summary form.
  private let forms: (first: EntryForm, areBoth: Bool)
  /// How large the largest documents may be.
  private let room: Int
  /// Keeps what is rendered for the next time; nil where there is none.
  private let kept: RenderedEntries?

  /// A document that may be asked for.
  private struct Order {
    /// Among all documents, in the order of publication.
    var index = 0
    var feed: Int
    var page: Int
    var format: Int
    var path: DocumentPath
    /// Those of the page.
    var entries: [Int]

    var isOfArchive: Bool { page > 0 }
    func isOfSamePage(as other: Order) -> Bool { feed == other.feed && page == other.page }
  }

  /// How many entries a batch is to bring, so that a core has enough to do and little is in flight; how many of them, and
  /// how many documents, a core takes at a time.
  private static let batch = (entries: 512, chunk: 16, documents: 12)

  init(
    _ plan: FeedPlan, settings: FeedSettings, remembering ledger: Ledger, present: [Entry],
    incomplete: Set<String> = [], at instant: Timestamp,
    siteDocuments: [any SiteDocument], about whole: FeedPlan? = nil, keeping kept: RenderedEntries? = nil
  ) {
    self.kept = kept
    self.whole = whole
    self.plan = plan
    self.settings = settings
    self.ledger = ledger
    self.present = present
    self.incomplete = incomplete
    self.instant = instant
    self.siteDocuments = siteDocuments
    site = Shared(plan.site)
    formats = settings.formats.compactMap(FeedFormats.named)
    var documents = plan.feeds.indices.flatMap { feed in
      // A reader of the current page finds those that it leads to.
      plan.feeds[feed].pages.indices.reversed().flatMap { index in
        let page = plan.feeds[feed].pages[index]
        return (page.isUntouched ? [] : page.documents).map { destination in
          Order(
            feed: feed, page: index, format: settings.formats.firstIndex(of: destination.format)!,
            path: destination.path, entries: page.entries)
        }
      }
    }
    for index in documents.indices { documents[index].index = index }
    paths = documents.map(\.path) + plan.moved.map(\.path) + siteDocuments.map(\.path)
    self.documents = Renderer.inOrderOfMaking(documents)
    let isFull = plan.feeds.contains { $0.content == .full }
    forms = (isFull ? .full : .summary, isFull && plan.feeds.contains { $0.content == .summary })
    room = plan.feeds.lazy.map(\.bytes).max() ?? settings.bytes
  }

  /// Where the documents are to be, in the order of publication.
  let paths: [DocumentPath]

  /// From the newest entries to the oldest: each page of an archive when its first entry comes, other documents when their last
  /// does. So few entries are kept until the last document that holds them, and one that is rendered for a page is still there
  /// for the feeds.
  private static func inOrderOfMaking(_ documents: [Order]) -> [Order] {
    func place(_ order: Order) -> (entry: Int, index: Int) {
      ((order.isOfArchive ? order.entries.first : order.entries.last) ?? 0, order.index)
    }
    return documents.sorted { place($0) < place($1) }
  }

  func makeDocuments(
    unless isCurrent: @Sendable (Int, ContentHash) -> Bool, remembering known: [ContentHash: [Warning]],
    progress: @Sendable (Int, Int) -> Void, _ body: @Sendable (Publication.Made) throws -> Void
  ) throws -> RenderedEdition {
    var plan = plan
    var entries = [EntryState](repeating: EntryState(), count: plan.entries.count)
    var fingerprints = [ContentHash](repeating: ContentHash(value: 0), count: plan.entries.count)
    var warnings = [[Warning]?](repeating: nil, count: plan.entries.count)
    var lastUse = [Int](repeating: -1, count: plan.entries.count)
    for (index, document) in documents.enumerated() {
      // What is kept for an archive would be all that there is: it is rendered again.
      for entry in document.entries where !document.isOfArchive || lastUse[entry] < 0 { lastUse[entry] = index }
    }
    let total = lastUse.count { $0 >= 0 }
    let done = Atomic<Int>(0)
    let cuts = Mutex<[Int: Cut]>([:])
    let former = kept?.entries(as: forms, formats, in: room) ?? [:]
    var toKeep: [ContentHash: RenderedEntry] = [:]

    var start = 0
    while start < documents.count {
      // A build that is to end need not make what it will not publish.
      try Task.checkCancellation()
      let (end, unread) = nextBatch(from: start, beside: entries)
      let read = try concurrentMap(unread.count, chunk: Renderer.batch.chunk) { [plan] index in
        try ReadEntry(plan.entries[unread[index]], by: self)
      }
      for (index, entry) in zip(unread, read) {
        entries[index] = EntryState(isRead: true, read: entry)
        fingerprints[index] = entry.fingerprint
        plan.entries[index].updated = entry.input.updated
        plan.entries[index].written = entry.written
      }
      for index in start..<end where index == start || !documents[index].isOfSamePage(as: documents[index - 1]) {
        plan.setTime(ofPage: documents[index].page, ofFeed: documents[index].feed)
      }

      let made = try concurrentMap(end - start, chunk: Renderer.batch.documents) { [plan, fingerprints, start] offset in
        let input = input(documents[start + offset], in: plan, fingerprints)
        let fingerprint = ContentHash(of: input)
        return isCurrent(documents[start + offset].index, fingerprint) ? nil : (input: input, fingerprint: fingerprint)
      }
      let wanted = made.indices.filter { made[$0] != nil }.flatMap { documents[start + $0].entries }
      let unrendered = Set(wanted).filter { entries[$0].rendered == nil }.sorted()
      let rendered = try concurrentMap(unrendered.count, chunk: Renderer.batch.chunk) { [plan, entries] index in
        let position = unrendered[index]
        // Of an earlier batch, in which nobody wanted it, it is read again.
        let entry = try entries[position].read ?? ReadEntry(plan.entries[position], by: self)
        let rendered =
          try former[entry.fingerprint] ?? RenderedEntry(entry.input, as: forms, formats, in: room)
        progress(done.add(1, ordering: .relaxed).newValue, total)
        return rendered
      }
      for (index, entry) in zip(unrendered, rendered) {
        entries[index] = EntryState(isRead: true, rendered: entry)
        warnings[index] = entry.warnings
        if kept != nil { toKeep[fingerprints[index]] = entry }
      }
      try concurrently(end - start, chunk: Renderer.batch.documents) { [entries, start] offset in
        guard let (input, fingerprint) = made[offset] else { return }
        let order = documents[start + offset]
        let members = order.entries.map { entries[$0].rendered! }
        let (whole, cut) = try document(in: order.format, input, of: members)
        if cut != Cut() { cuts.withLock { $0[start + offset] = cut } }
        try body(Publication.Made(index: order.index, document: whole, fingerprint: fingerprint))
      }
      for index in start..<end {
        for entry in documents[index].entries {
          // What was read and is not rendered would only take memory.
          if lastUse[entry] <= index || entries[entry].rendered == nil { entries[entry] = EntryState(isRead: true) }
        }
      }
      start = end
    }
    kept?.keep(toKeep, as: forms, formats, in: room)

    var edition = RenderedEdition()
    edition.plan = plan
    edition.ledger = ledger
    edition.changes = edition.ledger.record(
      plan, present: present, without: incomplete, at: instant, withTombstones: settings.tombstones != nil)
    for index in plan.entries.indices where lastUse[index] >= 0 {
      guard let found = warnings[index] ?? known[fingerprints[index]], !found.isEmpty else { continue }
      edition.warnings[fingerprints[index]] = found
      edition.problems += found.map { $0.problem(at: plan.entries[index].item.place) }
      edition.warned.insert(plan.entries[index].id)
    }
    edition.losses = losses(cuts.withLock { $0 })
    edition.siteDocuments = siteDocuments.map(\.path)
    edition.ledger.siteDocuments.formUnion(siteDocuments.map(\.path.string))
    for (index, moved) in zip(documents.count..., plan.moved) {
      let (format, feed) = (settings.formats.firstIndex(of: moved.feed.documents[0].format)!, moved.feed)
      let input = RenderInput.Document(
        format: formats[format].name,
        frame: RenderInput.Frame(
          feed, on: site, at: settings.url.appending(path: moved.destination.string),
          stylesheet: stylesheet(of: moved.path), hubs: settings.hubs),
        form: feed.content, bytes: feed.bytes, isWhole: false, entries: ContentHash(numbers: []))
      let fingerprint = ContentHash(of: input)
      guard !isCurrent(index, fingerprint) else { continue }
      let (made, _) = try document(in: format, input, of: [])
      try body(Publication.Made(index: index, document: made, fingerprint: fingerprint))
    }
    var about = whole ?? plan
    if whole != nil { about.note(plan) }
    for (index, document) in zip((documents.count + plan.moved.count)..., siteDocuments) {
      let bytes = try document.bytes(of: about)
      let fingerprint = ContentHash(texts: [document.mediaType, ContentHash(bytes).description])
      guard !isCurrent(index, fingerprint) else { continue }
      let made = Document(parts: [bytes], mediaType: document.mediaType)
      try body(Publication.Made(index: index, document: made, fingerprint: fingerprint))
    }
    return edition
  }

  /// What is known, and kept, of an entry on the way through the batches.
  private struct EntryState: Sendable {
    var isRead = false
    var read: ReadEntry?
    var rendered: RenderedEntry?
  }

  /// Where the batch ends that begins with the document at `start`, and which of its entries are yet to be read.
  private func nextBatch(from start: Int, beside entries: [EntryState]) -> (end: Int, unread: [Int]) {
    var end = start
    var unread: [Int] = []
    var seen: Set<Int> = []
    var count = 0
    while end < documents.count, count < Renderer.batch.entries {
      let order = documents[end]
      // All formats of a page together.
      while end < documents.count, documents[end].isOfSamePage(as: order) { end += 1 }
      let new = order.entries.filter { !entries[$0].isRead && seen.insert($0).inserted }
      unread += new
      // What an archive holds may have to be rendered again.
      count += order.isOfArchive ? order.entries.count : new.count
    }
    return (end, unread)
  }

  private func input(_ order: Order, in plan: FeedPlan, _ fingerprints: [ContentHash]) -> RenderInput.Document {
    let feed = plan.feeds[order.feed]
    return RenderInput.Document(
      format: formats[order.format].name,
      frame: RenderInput.Frame(
        feed, page: order.page, on: site, at: settings.url.appending(path: order.path.string),
        stylesheet: stylesheet(of: order.path),
        // A full page of an archive never changes.
        hubs: order.isOfArchive ? [] : settings.hubs,
        pages: pages(beside: order, of: feed),
        tombstones: order.isOfArchive ? [] : settings.tombstones.map { feed.tombstones(within: $0.days) } ?? []),
      form: feed.content, bytes: feed.bytes, isWhole: order.isOfArchive || feed.isComplete,
      entries: ContentHash(numbers: order.entries.map { fingerprints[$0].value }))
  }

  /// Where the stylesheet is that the document at `path` names; nil where it names none.
  private func stylesheet(of path: DocumentPath) -> String? {
    settings.discovery.stylesheet ? FeedStylesheet().address(from: path) : nil
  }

  /// Where the other pages of a feed are that one leads to.
  private func pages(beside order: Order, of feed: Feed) -> RenderInput.Pages {
    var pages = RenderInput.Pages()
    func address(_ page: Int) -> AbsoluteURL? {
      guard feed.pages.indices.contains(page) else { return nil }
      let document = feed.pages[page].documents.first { $0.format == settings.formats[order.format] }
      return document.map { settings.url.appending(path: $0.path.string) }
    }
    pages.older = address(order.page + 1)
    guard order.isOfArchive else { return pages }
    pages.current = address(0)
    if order.page > 1, feed.pages[order.page].isFollowed { pages.newer = address(order.page - 1) }
    return pages
  }

  /// What the documents of each feed had no room for.
  private func losses(_ cuts: [Int: Cut]) -> [FeedLoss] {
    var losses: [FeedLoss] = []
    for (feed, cuts) in Dictionary(grouping: cuts, by: { documents[$0.key].feed }).sorted(by: { $0.key < $1.key }) {
      func positions(_ offsets: KeyPath<Cut, Set<Int>>) -> Set<Int> {
        Set(cuts.flatMap { document, cut in cut[keyPath: offsets].map { documents[document].entries[$0] } })
      }
      let omitted = positions(\.omitted)
      let shortened = positions(\.shortened).subtracting(omitted)
      func ids(_ positions: Set<Int>) -> [String] { positions.sorted().map { plan.entries[$0].id } }
      losses.append(
        FeedLoss(
          feed: plan.feeds[feed].scope.name, bytes: plan.feeds[feed].bytes, shortened: ids(shortened),
          omitted: ids(omitted)))
    }
    return losses
  }
}
