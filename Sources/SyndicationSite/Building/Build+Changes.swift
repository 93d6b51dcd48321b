internal import Synchronization
internal import Syndication
internal import SyndicationFiles

extension Build {
  /// Whether what one source holds is all that an edition is made of.
  var mayFollowChanges: Bool {
    !options.force && !options.dryRun && sources.count == 1 && configuration.sources[0].adopted.isEmpty
      && configuration.pipeline.mayFollowChanges
  }

  /// A build of what changed since the last edition, what there is to report then, and what keeps the next one; nil where that
  /// cannot be told without looking at everything.
  ///
  /// - Parameter inputs: as they were before anything is read.
  /// - Throws: as `run`.
  func changedReport(
    from inputs: [Revision]?, at instant: Timestamp, progress: @escaping Progress
  ) async throws -> (report: BuildReport, keep: Keeping)? {
    guard let (kept, text) = try await keptEdition(at: instant), await clockProblems(at: instant).isEmpty,
      let changes = try await sources[0].changes(since: kept.source),
      // What was found in documents is told of them as they were.
      !(configuration.checksDocuments && kept.record.report.hasFindings),
      // What is told of items would have to be told of other places.
      !(changes.hasMoved && kept.record.report.problems.contains { $0.place.file == configuration.sources[0].path })
    else { return nil }
    try Task.checkCancellation()
    let ledger = Mutex(LedgerLines(consume text))
    var pipeline = configuration.pipeline
    pipeline.site = configuration.site.filled(configuration.siteDefaults, from: [changes.site])
    guard
      let change = try ledger.withLock({ ledger in
        try pipeline.edition(
          of: changes, since: kept.catalog, remembering: ledger, in: state.name(of: .ledger), at: instant,
          keeping: loaded?.rendered)
      }),
      let documents = try await sink.intactDocuments(without: Set(kept.record.withdrawn)),
      documents.count == kept.record.report.documents
    else { return nil }

    let saved = Mutex<(edition: RenderedEdition, text: ContentHash, ledger: Revision)?>(nil)
    let published: PublishReport
    let check = publicationCheck()
    do {
      published = try await sink.publish(check?.checking(change.publication) ?? change.publication) {
        progress(.publishing($0))
      } commit: { rendered in
        try Task.checkCancellation()
        guard check?.problems.isEmpty ?? true else { throw NotFollowed() }
        guard let text = ledger.withLock({ change.record(rendered, in: &$0) ? $0.text : nil }) else {
          throw NotFollowed()
        }
        try await state.remove(.record)
        try await state.remove(.edition)
        try await noteChanges(rendered)
        let hash = ContentHash(text)
        let revision =
          try await hash == kept.ledger ? state.write(text, to: .ledger) : state.replace(.ledger, with: text)
        saved.withLock { $0 = (rendered, hash, revision) }
      }
    } catch is NotFollowed { return nil }
    guard let (rendered, text, revision) = saved.withLock({ $0 }) else { return nil }
    var report = kept.record.report
    report.sources[0].entries = changes.count
    report.note(published, rendered, beside: documents)
    let withdrawn = Set(kept.record.withdrawn)
    try await remember(report, from: inputs, ledger: revision, withdrawn, at: instant)
    let lines = ledger.withLock { $0.text }
    return (
      report,
      { [report] in
        let kept = try await keep(
          change.state(after: rendered), of: changes.state, ledger: text, report, withdrawn, at: instant)
        if let loaded, let (edition, revision: written) = kept {
          loaded.keep(RememberedEdition(kept: edition, ledger: lines, revisions: (written, revision)))
        }
      }
    )
  }

  /// What the last build kept, and the text of its ledger: from memory where that is what the state has; nil where there is
  /// nothing, or not of this configuration, ledger and time.
  private func keptEdition(at instant: Timestamp) async throws -> (KeptEdition, ledger: [UInt8])? {
    func isFit(_ kept: KeptEdition) -> Bool {
      kept.record.isStanding(at: instant) && kept.record.report.directory == configuration.output(options)
        && configurationHash == kept.configuration
    }
    if let known = loaded?.takeEdition(), isFit(known.kept),
      try await state.revision(of: .edition) == known.revisions.edition,
      try await state.revision(of: .ledger) == known.revisions.ledger
    {
      return (known.kept, known.ledger)
    }
    guard let kept = (try? await state.read(.edition)).flatMap(KeptEdition.init), isFit(kept),
      let text = try await state.read(.ledger), ContentHash(text) == kept.ledger
    else { return nil }
    return (kept, text)
  }

  /// Something is to be told that was not told before.
  private struct NotFollowed: Error {}

  /// Keeps what the next build is to go on from.
  ///
  /// - Parameters:
  ///   - ledger: a hash of its text.
  ///   - withdrawn: paths of documents that were once published.
  /// - Returns: it, and the revision that holds it; nil where nothing is kept.
  @discardableResult
  func keep(
    _ catalog: CatalogState, of source: SourceState, ledger: ContentHash, _ report: BuildReport,
    _ withdrawn: Set<DocumentPath>, at instant: Timestamp
  ) async throws -> (KeptEdition, revision: Revision)? {
    // An error is to be looked at again, and so is the clock.
    guard !report.problems.hasErrors, !report.problems.contains(where: { $0.rule == "clock" }),
      let hash = configurationHash,
      let record = BuildRecord(without: withdrawn, from: [], ledger: Revision([]), report, at: instant)
    else { return nil }
    let kept = KeptEdition(
      configuration: hash, ledger: ledger, record: record, source: source, catalog: catalog)
    return (kept, try await state.write(kept.bytes, to: .edition))
  }
}

extension BuildReport {
  /// - Parameter documents: those that there are.
  fileprivate mutating func note(
    _ published: PublishReport, _ rendered: RenderedEdition, beside documents: Set<DocumentPath>
  ) {
    // What is found in entries is told already.
    add(published.problems.filter { $0.severity == .error })
    self.published = published
    // Of a few written, in place: `subtracting` hashes all others anew.
    self.published?.unchanged = documents
    self.published?.unchanged.subtract(published.written)
    changes = rendered.changes
  }
}
