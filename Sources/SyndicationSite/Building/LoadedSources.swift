internal import Synchronization
internal import Syndication

/// What the sources held when they were last read, for a program that builds again and again: one that is still the same
/// is not read again.
public final class LoadedSources: Sendable {
  /// The revision is that before it was read.
  private typealias Loaded = (
    configuration: SourceConfiguration, site: Site, revision: Revision, contents: SourceContents
  )

  private let loaded = Mutex<[String: Loaded]>([:])

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
}
