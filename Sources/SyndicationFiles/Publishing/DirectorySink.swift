internal import Glibc
public import Syndication

/// Publishes to a folder, which may hold other files too: they are left alone, and so are the folders.
///
/// A document whose bytes are the same is not touched. The others are written under temporary names and brought to the
/// disk; only then does each take its place, in the publication's order; then withdrawn documents go.
/// If a step fails, every document is wholly old or wholly new, and the next publication completes it.
public struct DirectorySink: Sink {
  /// The folder; made where it is missing. A link to a folder will do.
  public var directory: String
  /// Where the manifest is kept: outside of `directory`.
  public var stateDirectory: String
  /// Whether a document that looks as we left it is unchanged, or only one whose bytes were read and compared.
  public var trustsManifest: Bool
  /// Called whenever a document was found unchanged or was written, with how many are done, and of how many.
  public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  public init(
    directory: String, stateDirectory: String, trustsManifest: Bool = true,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.directory = Directory.trimmed(directory)
    self.stateDirectory = stateDirectory
    self.trustsManifest = trustsManifest
    self.progress = progress
  }

  /// What `publish` would do; touches nothing.
  ///
  /// - Throws: what `publish` would throw before it touches anything.
  public func preview(_ publication: Publication) throws(FileError) -> PublishReport {
    try plan(publication, manifest).report
  }

  /// Publishes; to be called by the holder of the `StateLock` of `stateDirectory`, the ledger being written.
  public func publish(_ publication: Publication) async throws(FileError) -> PublishReport {
    try publishNow(publication)
  }

  func publishNow(_ publication: Publication) throws(FileError) -> PublishReport {
    var done = 0
    func step() {
      done += 1
      progress?(done, publication.documents.count)
    }
    let manifest = self.manifest
    let plan = try plan(publication, manifest, found: step)
    for directory in plan.directories.union([stateDirectory]) { try TemporaryFile.sweep(directory) }
    var touched: Set<String> = []
    for directory in Set(plan.writes.map { plan.directory(of: $0.path) }) {
      touched.formUnion(try Directory.create(directory))
      touched.insert(directory)
    }
    let rows = try write(plan, written: step)
    for path in plan.removals {
      let file = plan.file(path)
      guard unlink(file) == 0 || errno == ENOENT else { throw .last("remove", file) }
      touched.insert(plan.directory(of: path))
    }
    try Directory.sync(touched)
    try save(rows.merging(plan.unchanged) { row, _ in row }, replacing: manifest)
    return plan.report
  }

  /// The documents that were published last, if each is as it was left, and none of `withdrawn` is there; else nil.
  func documentsAsLeft(without withdrawn: some Sequence<DocumentPath>) -> Set<DocumentPath>? {
    // As in the plan: what cannot be ours is not there.
    guard withdrawn.allSatisfy({ (try? FileState(of: "\(directory)/\($0)")) == nil }) else { return nil }
    return Directory.absolute(directory).flatMap { Manifest.intactDocuments(at: manifestPath, of: $0) }
  }

  private func plan(
    _ publication: Publication, _ manifest: Manifest, found: () -> Void = {}
  ) throws(FileError) -> PublishPlan {
    try PublishPlan(publication, in: directory, manifest: trustsManifest ? manifest : Manifest(), found: found)
  }

  /// Writes what the plan says, and gives the manifest's rows of it.
  private func write(_ plan: PublishPlan, written: () -> Void) throws(FileError) -> [DocumentPath: Manifest.Row] {
    let areMany = plan.writes.count >= Directory.manySyncs
    var rows: [DocumentPath: Manifest.Row] = [:]
    var files: [TemporaryFile] = []
    do {
      for item in plan.writes {
        let file = try TemporaryFile(for: plan.file(item.path), in: plan.directory(of: item.path))
        files.append(file)
        let state = try file.write(item.document.parts, syncs: !areMany)
        rows[item.path] = Manifest.Row(state: state, hash: item.document.hash)
        written()
      }
      if areMany { try Directory.syncFileSystems(of: Set(plan.writes.map { plan.directory(of: $0.path) })) }
      for file in files { try file.moveIntoPlace() }
    } catch {
      for file in files { file.remove() }
      throw error
    }
    return rows
  }

  var manifestPath: String { "\(stateDirectory)/manifest.ndjson" }

  private var manifest: Manifest {
    Directory.absolute(directory).map { Manifest(at: manifestPath, of: $0) } ?? Manifest()
  }

  private func save(_ rows: [DocumentPath: Manifest.Row], replacing manifest: Manifest) throws(FileError) {
    // Without the folder, nothing was published.
    guard manifest.isOutdated(by: rows), let directory = Directory.absolute(directory) else { return }
    try Directory.sync(try Directory.create(stateDirectory))
    try Manifest.save(rows, of: directory, to: manifestPath)
  }
}
