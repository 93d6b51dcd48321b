internal import Synchronization
internal import Syndication

/// What the sources held when they were last read, for a program that builds again and again: one that is still the same
/// is not read again.
public final class LoadedSources: Sendable {
  private struct Loaded {
    var configuration: SourceConfiguration
    var site: Site
    /// As it was before it was read.
    var revision: Revision
    var contents: SourceContents
  }

  private let loaded = Mutex<[String: Loaded]>([:])

  /// None yet.
  public init() {}

  /// - Parameters:
  ///   - source: what `configuration` names.
  ///   - site: the one that it is read for.
  func contents(
    of source: any CatalogSource, as configuration: SourceConfiguration, on site: Site
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
    let contents = try await source.load()
    // One that cannot be known again is read each time.
    if let revision {
      loaded.withLock {
        $0[name] = Loaded(configuration: configuration, site: site, revision: revision, contents: contents)
      }
    }
    return contents
  }
}
