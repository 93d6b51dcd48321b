/// The part of an edition that a change of its source touches: the feeds that hold what changed, with all that they hold.
package struct EditionChange: Sendable {
  /// The documents of these feeds; all others stay as they are.
  package let publication: Publication
  /// What to keep of the edition now.
  package let state: CatalogState
  /// What the ledger remembers of what is in it.
  let before: Ledger
  /// The ids of the entries in which something was found when they were last written.
  let warned: Set<String>

  /// Lets the ledger say what it is to say once the documents are published.
  ///
  /// - Parameter rendered: what making the documents came to.
  /// - Returns: false where something else is to be told of the entries than before.
  package func record(_ rendered: RenderedEdition, in ledger: inout LedgerLines) -> Bool {
    guard rendered.warned == warned else { return false }
    ledger.replace(before, with: rendered.ledger)
    return true
  }
}

extension Pipeline {
  /// What `changes` of the one source come to, told without looking at what they do not touch.
  ///
  /// Nil where that cannot be told: where an item is gone, or hidden or due otherwise than it was; where one that is new may be
  /// one that is gone, or is dated by its day alone; where a term is new or loses its feed; where something is wrong with an
  /// item. A whole edition tells then.
  ///
  /// - Parameters:
  ///   - state: of the edition before.
  ///   - ledger: of its publication.
  ///   - file: the ledger's.
  ///   - instant: the build instant; since the edition before, nothing came due, and nothing expired.
  /// - Throws: what reading items throws; a `Problem` where a row of the ledger cannot be understood.
  package func edition(
    of changes: SourceChanges, since state: CatalogState, remembering ledger: LedgerLines, in file: String,
    at instant: Timestamp
  ) throws -> EditionChange? {
    guard mayFollowChanges else { return nil }
    var change = CatalogChange(state, changes, self, at: instant)
    guard try change.follow(remembering: { try ledger.rows(of: $0, [], in: file) }) else { return nil }
    let after = change.after
    guard let feeds = change.feeds() else { return nil }

    let members = Set(feeds.flatMap(\.members)).sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(members, members.indices))
    let places = members.map { after.entries[$0].item }
    guard let items = try changes.read(places) else { return nil }
    var problems: [Problem] = []
    let candidates = zip(items, places).compactMap { item, place in
      item.isWithin(terms: tags.atMost)
        ? Candidate(item, index: place, on: site, at: instant, problems: &problems) : nil
    }
    guard candidates.count == items.count, problems.isEmpty else { return nil }
    let before = try ledger.rows(of: candidates.map(\.key), feeds.map(\.scope), in: file)
    let tagRows = after.terms.first { $0.axis == .tag }
    var entries: [Entry] = []
    for (candidate, member) in zip(candidates, members) {
      candidate.rowKey = before.entries[candidate.key] == nil ? nil : candidate.key
      var entry = before.entry(
        of: candidate, published: Timestamp(seconds: after.entries[member].published), on: site)
      guard ContentHash(entry.id).value == after.entries[member].id else { return nil }
      entry.tags = tagRows.map { rows in rows.terms(of: member).compactMap(rows.term) } ?? []
      entries.append(entry)
    }
    let parts = feeds.map { (scope: $0.scope, members: $0.members.map { positions[$0]! }) }
    guard
      let plan = FeedPlan(
        of: parts, holding: entries, on: site, self.feeds, tags: tags, remembering: before)
    else { return nil }
    let renderer = Renderer(
      plan, settings: self.feeds, remembering: before, present: entries, at: instant, siteDocuments: [])
    let warned = zip(entries, places).filter { after.items[$0.1].isWarned != 0 }.map(\.0.id)
    return EditionChange(
      publication: Publication(
        paths: renderer.paths, withdrawn: [], isPart: true, make: renderer.makeDocuments),
      state: after, before: before, warned: Set(warned))
  }
}
