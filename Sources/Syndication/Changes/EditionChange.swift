/// The part of an edition that a change of its source touches: the feeds that hold what changed, with all that they hold.
package struct EditionChange: Sendable {
  /// The documents of these feeds; all others stay as they are.
  package let publication: Publication
  private let state: CatalogState
  /// What the ledger remembers of what is in it.
  let before: Ledger
  /// The ids of the entries in which something was found when they were last written.
  let warned: Set<String>

  init(publication: Publication, state: CatalogState, before: Ledger, warned: Set<String>) {
    self.publication = publication
    self.state = state
    self.before = before
    self.warned = warned
  }

  /// What to keep of the edition now.
  ///
  /// - Parameter rendered: what making the documents came to.
  package func state(after rendered: RenderedEdition) -> CatalogState {
    guard let plan = rendered.plan, !state.siteDocuments.isEmpty else { return state }
    var state = state
    state.note(plan.feeds)
    return state
  }

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
  /// item; where a page of an archive comes, goes or comes to be full. A whole edition tells then.
  ///
  /// - Parameters:
  ///   - state: of the edition before.
  ///   - ledger: of its publication.
  ///   - file: the ledger's.
  ///   - instant: the build instant; since the edition before, nothing came due, and nothing expired.
  ///   - rendered: keeps what is rendered for the next change.
  /// - Throws: what reading items throws; a `Problem` where a row of the ledger cannot be understood.
  package func edition(
    of changes: SourceChanges, since state: CatalogState, remembering ledger: LedgerLines, in file: String,
    at instant: Timestamp, keeping rendered: RenderedEntries? = nil
  ) throws -> EditionChange? {
    guard mayFollowChanges else { return nil }
    var change = CatalogChange(state, changes, self, at: instant)
    guard try change.follow(remembering: { try ledger.rows(of: $0, [], in: file) }) else { return nil }
    let after = change.after
    guard var parts = try change.feeds(remembering: { try ledger.pages(of: $0, in: file) }) else { return nil }

    let members = Set(parts.flatMap { ($0.members ?? []) + ($0.archive?.pages.flatMap(\.entries) ?? []) }).sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(members, members.indices))
    let places = members.map { after.entries[$0].item }
    guard let items = try changes.read(places) else { return nil }
    var problems: [Problem] = []
    let candidates = zip(items, places).compactMap { item, place in
      item.isWithin(terms: tags.atMost)
        ? Candidate(item, index: place, on: site, at: instant, problems: &problems) : nil
    }
    guard candidates.count == items.count, problems.isEmpty else { return nil }
    let before = try ledger.rows(of: candidates.map(\.key) + after.gone, parts.map(\.scope), in: file)
    let tagRows = after.terms.first { $0.axis == .tag }
    let numbers = Set(members.flatMap { tagRows?.terms(of: $0) ?? [] })
    let terms = Dictionary(uniqueKeysWithValues: numbers.map { ($0, tagRows?.term($0)) })
    var entries: [Entry] = []
    for (candidate, member) in zip(candidates, members) {
      candidate.rowKey = before.entries[candidate.key] == nil ? nil : candidate.key
      var entry = before.entry(
        of: candidate, published: Timestamp(seconds: after.entries[member].published), on: site)
      guard ContentHash(entry.id).value == after.entries[member].id else { return nil }
      entry.tags = tagRows?.terms(of: member).compactMap { terms[$0] ?? nil } ?? []
      entries.append(entry)
    }
    for index in parts.indices {
      parts[index].members = parts[index].members.map { $0.map { positions[$0]! } }
      for page in (parts[index].archive?.pages ?? []).indices {
        let places = parts[index].archive!.pages[page].entries
        parts[index].archive!.pages[page].entries = places.map { positions[$0]! }
      }
    }
    guard
      var plan = FeedPlan(of: parts, holding: entries, on: site, feeds, tags: tags, remembering: before)
    else { return nil }
    if let tombstones = feeds.tombstones {
      let gone = Set(after.gone.compactMap { before.entries[$0]?.id })
      let back = Set(gone.map { ContentHash($0).value }).intersection(after.entries.map(\.id))
      plan.tell(
        of: before.tombstones(
          beside: Set(entries.map(\.id)).union(gone.filter { back.contains(ContentHash($0).value) }), at: instant,
          tombstones))
    }
    var about: (plan: FeedPlan, documents: [any SiteDocument])?
    if !documents.isEmpty || !after.siteDocuments.isEmpty {
      let remembered = try ledger.feeds(in: file)
      guard var whole = after.plan(on: site, feeds, tags: tags, remembering: remembered) else { return nil }
      let made = siteDocuments(of: &whole, remembering: remembered, problems: &problems)
      // Where there are others, some come or go.
      guard problems.isEmpty, made.map(\.path.string) == after.siteDocuments else { return nil }
      about = (whole, made)
    }
    let renderer = Renderer(
      plan, settings: feeds, remembering: before, present: entries, at: instant,
      siteDocuments: about?.documents ?? [], about: about?.plan, keeping: rendered)
    let warned = zip(entries, places).filter { after.items[$0.1].isWarned != 0 }.map(\.0.id)
    return EditionChange(
      publication: Publication(
        paths: renderer.paths, withdrawn: [], isPart: true, make: renderer.makeDocuments),
      state: after, before: before, warned: Set(warned))
  }
}
