internal import Synchronization
internal import Syndication
internal import SyndicationFiles

/// What the sources held when they were last read, for a program that builds again and again: one whose files are still the
/// same is not read again.
public final class LoadedSources: Sendable {
  private struct Loaded {
    var source: SourceConfiguration
    var site: Site
    /// As they were before they were read.
    var files: [FileState]
    var contents: SourceContents
  }

  private let loaded = Mutex<[String: Loaded]>([:])

  /// None yet.
  public init() {}

  /// - Parameter outputs: the folders that builds write to.
  func contents(
    of source: SourceConfiguration, on site: Site, without outputs: Set<String>
  ) async throws -> SourceContents {
    let states = source.files.map { FileState.settled($0, without: outputs) }
    // One that is missing, or too young to be known again, is read each time.
    let files = states.contains(nil) ? nil : states.compactMap(\.self)
    if let files, let known = loaded.withLock({ $0[source.name] }), known.source == source, known.site == site,
      known.files == files
    {
      return known.contents
    }
    // Not both in memory.
    loaded.withLock { $0[source.name] = nil }
    let contents = try await source.source(on: site, without: outputs).load()
    if let files {
      loaded.withLock { $0[source.name] = Loaded(source: source, site: site, files: files, contents: contents) }
    }
    return contents
  }
}
