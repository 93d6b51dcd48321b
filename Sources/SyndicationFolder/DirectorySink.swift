internal import Glibc
public import Syndication
internal import SyndicationFiles

/// Publishes to a folder, which may hold other files too: they are left alone, and so are the folders.
///
/// A document whose bytes are the same is not touched, and not even made where the manifest tells that it would be the same.
/// The others are written under temporary names and brought to the disk; only then does each take its place, in the
/// publication's order; then withdrawn documents go.
/// If a step fails, every document is wholly old or wholly new, and the next publication completes it.
public struct DirectorySink: Sink {
  /// The folder; made where it is missing. A link to a folder will do.
  public var directory: String
  /// Where the manifest is kept: outside of `directory`.
  public var stateDirectory: String
  /// Whether a document that looks as we left it is unchanged, or only one whose bytes were read and compared.
  public var trustsManifest: Bool
  /// Which program makes the documents: what another one made says nothing of what this one would make.
  public var program: String
  /// Called whenever a document was found unchanged or was written, with how many are done, and of how many.
  public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
  /// Called whenever an entry is rendered, with how many are, and of how many.
  public var renderingProgress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  public init(directory: String, stateDirectory: String, trustsManifest: Bool = true, program: String = "") {
    self.directory = Directory.trimmed(directory)
    self.stateDirectory = stateDirectory
    self.trustsManifest = trustsManifest
    self.program = program
  }

  /// What `publish` would do; touches nothing.
  ///
  /// - Throws: what `publish` would throw before it writes anything.
  public func preview(_ publication: Publication) throws -> PublishReport { try previewed(publication).report }

  /// The same, with what making the documents came to.
  package func previewed(_ publication: Publication) throws -> (report: PublishReport, edition: RenderedEdition) {
    let staging = Staging(
      try PublishPlan(publication, in: directory), manifest: manifest, isDry: true, progress: progress)
    let edition = try make(publication, into: staging)
    return (staging.report(problems: edition.problems), edition)
  }

  /// Publishes; to be called by the holder of the `StateLock` of `stateDirectory`.
  public func publish(
    _ publication: Publication, commit: @Sendable (RenderedEdition) throws -> Void
  ) async throws -> PublishReport {
    try publishNow(publication, commit: commit)
  }

  package func publishNow(_ publication: Publication, commit: (RenderedEdition) throws -> Void = { _ in }) throws -> PublishReport {
    let plan = try PublishPlan(publication, in: directory)
    for directory in plan.directories.union([stateDirectory]) { try TemporaryFile.sweep(directory) }
    let manifest = manifest
    let staging = Staging(plan, manifest: manifest, isDry: false, progress: progress)
    let edition: RenderedEdition
    var touched: Set<String>
    do {
      edition = try make(publication, into: staging)
      try staging.sync()
      try commit(edition)
      touched = try staging.moveIntoPlace()
    } catch {
      staging.discard()
      throw error
    }
    for path in plan.removals {
      let file = plan.file(path)
      guard unlink(file) == 0 || errno == ENOENT else { throw FileError.last("remove", file) }
      touched.insert(plan.directory(of: path))
    }
    try Directory.sync(touched)
    try save(staging.rows, edition.warnings, replacing: manifest)
    return staging.report(problems: edition.problems)
  }

  private func make(_ publication: Publication, into staging: Staging) throws -> RenderedEdition {
    try publication.makeDocuments(
      unless: { staging.isCurrent($0, fingerprint: $1) }, remembering: staging.manifest.warnings,
      progress: { renderingProgress?($0, $1) }, to: { try staging.take($0) })
  }

  /// The documents that were published last, if each is as it was left, and none of `withdrawn` is there; else nil.
  package func documentsAsLeft(without withdrawn: some Sequence<DocumentPath>) -> Set<DocumentPath>? {
    // As in the plan: what cannot be ours is not there.
    guard withdrawn.allSatisfy({ (try? FileState(ofFile: "\(directory)/\($0)")) == nil }) else { return nil }
    return Directory.absolute(directory).flatMap { Manifest.intactDocuments(at: manifestPath, of: $0) }
  }

  package var manifestPath: String { "\(stateDirectory)/manifest.ndjson" }

  private var manifest: Manifest {
    guard trustsManifest, let directory = Directory.absolute(directory) else { return Manifest() }
    return Manifest(at: manifestPath, of: directory, by: program)
  }

  private func save(
    _ rows: [DocumentPath: Manifest.Row], _ warnings: [ContentHash: [Warning]], replacing manifest: Manifest
  ) throws(FileError) {
    // Without the folder, nothing was published.
    guard manifest.isOutdated(by: rows, warnings), let directory = Directory.absolute(directory) else { return }
    try Directory.sync(try Directory.create(stateDirectory))
    try Manifest.save(rows, warnings, of: directory, by: program, to: manifestPath)
  }
}
