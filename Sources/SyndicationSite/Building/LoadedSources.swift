internal import Synchronization
internal import Syndication

/// What a program that builds again and again keeps in memory of its last build: what the sources held when they were last
/// read, so that one that is still the same is not read again; or the edition that the next change is followed from.
public final class LoadedSources: Sendable {
  /// The revision is that before it was read.
  private typealias Loaded = (
    configuration: SourceConfiguration, site: Site, revision: Revision, contents: SourceContents
  )

  private let loaded = Mutex<[String: Loaded]>([:])
  private let edition = Mutex<RememberedEdition?>(nil)
  /// Those of the last change.
  let rendered = RenderedEntries()

  /// None yet.
  public init() {}

  /// - Parameters:
  ///   - source: what `configuration` names.
  ///   - site: the one that it is read for.
  ///   - isAlone: whether it is the only one: then it is asked what changed, and what it holds is not kept where it tells.
  func contents(
    of source: any CatalogSource, as configuration: SourceConfiguration, on site: Site, isAlone: Bool
  ) async throws -> SourceContents {
    let revision = await source.revision()
    let name = configuration.name
    if let known = loaded.withLock({ $0[name] }), known.configuration == configuration, known.site == site,
      known.revision == revision
    {
      return known.contents
    }
    // Not both in memory.
    loaded.withLock { $0[name] = nil }
    var contents = try await source.load()
    contents.problems = contents.problems.bounded
    if isAlone, contents.state != nil { return contents }
    // One that cannot be known again is read each time.
    if let revision { loaded.withLock { $0[name] = (configuration, site, revision, contents) } }
    return contents
  }

  /// Keeps an edition until it is taken.
  func keep(_ edition: consuming RememberedEdition) {
    let kept = consume edition
    self.edition.withLock { $0 = kept }
  }

  /// The edition that is kept, once.
  func takeEdition() -> RememberedEdition? {
    edition.withLock { edition in
      defer { edition = nil }
      return edition
    }
  }
}

/// What was kept of an edition, and the text of its ledger, as the state has both.
struct RememberedEdition: Sendable {
  var kept: KeptEdition
  var ledger: [UInt8]
  /// Of the documents of the state that hold them.
  var revisions: (edition: Revision, ledger: Revision)
}
