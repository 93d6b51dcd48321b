internal import Glibc
public import Syndication
internal import SyndicationFiles

/// Publishes to a folder, which may hold other files too: they are left alone, and so are the folders. One that lies where
/// a document is to be is an error of that document. Below the folder, no link is followed.
///
/// A document whose bytes are the same is not touched, and not even made where the manifest tells that it would be the same.
/// The others are written under temporary names and brought to the disk; only then does each take its place, in the
/// publication's order; then withdrawn documents go.
/// If a step fails, every document is wholly old or wholly new, and the next publication completes it.
public struct DirectorySink: Sink {
  /// The folder; made where it is missing. A link to a folder will do.
  public var directory: String
  /// Where the manifest is kept: never in `directory`.
  public var state: any StateStore
  /// Whether a document that looks as we left it is unchanged, or only one whose bytes were read and compared.
  public var trustsManifest: Bool
  /// Which program makes the documents: what another one made says nothing of what this one would make.
  public var program: String
  /// Whether a document that begins so is one of ours, though no manifest knows it.
  var isMarked: @Sendable (_ head: [UInt8]) -> Bool = { OwnMark.isBorne(by: $0) }

  /// A folder, with notes about it in `state`.
  public init(directory: String, state: any StateStore, trustsManifest: Bool = true, program: String = "") {
    self.directory = Path.trimmed(directory)
    self.state = state
    self.trustsManifest = trustsManifest
    self.program = program
  }

  public func preview(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void
  ) async throws -> (report: PublishReport, edition: RenderedEdition) {
    let manifest = try await manifest(for: publication)
    let (staging, edition) = try stage(publication, comparing: manifest, isDry: true, progress: progress)
    return (staging.report(problems: edition.problems), edition)
  }

  public func publish(
    _ publication: Publication, progress: @escaping @Sendable (PublishProgress) -> Void,
    commit: @Sendable (RenderedEdition) async throws -> Void
  ) async throws -> PublishReport {
    let manifest = try await manifest(for: publication)
    var (staging, edition) = try stage(publication, comparing: manifest, progress: progress)
    edition.changing = staging.changing
    var touched: Set<String>
    do {
      try await commit(edition)
      touched = try staging.moveIntoPlace()
    } catch {
      staging.discard()
      throw error
    }
    for (directory, paths) in Dictionary(grouping: staging.plan.removals, by: staging.plan.directory) {
      let folder = try staging.plan.folder(directory)
      for path in paths { try folder.remove(path.name) }
      touched.insert(directory)
    }
    // Deeper ones first, so that one that holds nothing but such goes, too.
    for folder in staging.plan.removals.map(staging.plan.directory).sorted(by: >) {
      removeEmpty(folder, from: &touched)
    }
    try Directory.sync(touched)
    let (rows, warnings) = (staging.rows, edition.warnings)
    // Without the folder, nothing was published.
    if publication.isPart || manifest.isOutdated(by: rows, warnings), let directory = Directory.absolute(directory) {
      let text =
        publication.isPart
        ? manifest.text(updatedBy: rows, warnings, of: directory, by: program)
        : Manifest.text(rows, warnings, of: directory, by: program)
      _ = try await state.write(text, to: .manifest)
    }
    return staging.report(problems: edition.problems)
  }

  /// Removes a folder of documents where nothing is left in it, and those around it.
  private func removeEmpty(_ folder: String, from touched: inout Set<String>) {
    var folder = folder
    // rmdir leaves those that hold something.
    while folder.hasPrefix("\(directory)/"), rmdir(folder) == 0 {
      touched.remove(folder)
      folder = Path.folder(of: folder)
      touched.insert(folder)
    }
  }

  /// Makes the documents that change, and brings them to the disk under temporary names; where it is dry, touches nothing.
  func stage(
    _ publication: Publication, comparing manifest: Manifest = Manifest(), isDry: Bool = false,
    progress: @escaping @Sendable (PublishProgress) -> Void = { _ in }
  ) throws -> (Staging, RenderedEdition) {
    let own = OwnFiles(manifest: manifest, isMarked: isMarked)
    let plan = try PublishPlan(publication, in: directory, owning: own)
    if !isDry {
      for directory in plan.directories where Directory.exists(directory) {
        try TemporaryFile.sweep(plan.folder(directory))
      }
    }
    let staging = try Staging(plan, manifest: manifest, isDry: isDry) { progress(.writing($0, of: $1)) }
    do {
      let edition = try publication.makeDocuments(
        unless: { staging.isCurrent($0, fingerprint: $1) }, remembering: manifest.warnings,
        progress: { progress(.rendering($0, of: $1)) }, to: { try staging.take($0) })
      try staging.sync()
      return (staging, edition)
    } catch {
      staging.discard()
      throw error
    }
  }

  public func intactDocuments(without withdrawn: Set<DocumentPath>) async throws -> Set<DocumentPath>? {
    // As in the plan: what is not ours is not there.
    let present = withdrawn.compactMap { path in
      (try? FileState(ofFile: "\(directory)/\(path)")).map { (path: path, state: $0) }
    }
    guard let absolute = Directory.absolute(directory), let text = try? await state.read(.manifest) else { return nil }
    if !present.isEmpty {
      let own = OwnFiles(manifest: Manifest(text, of: absolute, by: program), isMarked: isMarked)
      guard !present.contains(where: { own.holdsOurs($0.path, at: "\(directory)/\($0.path)", in: $0.state) }) else {
        return nil
      }
    }
    return Manifest.intactDocuments(text, of: absolute)
  }

  public func contents(of path: DocumentPath) async throws -> [UInt8]? {
    let file = "\(directory)/\(path)"
    return FileState(at: file) == nil ? nil : try FileContents.read(file)
  }

  /// - Throws: `FileError` where the folder is a link now that leads elsewhere than what was published to.
  private func manifest(for publication: Publication) async throws -> Manifest {
    guard let absolute = Directory.absolute(directory), let text = try? await state.read(.manifest) else {
      return Manifest()
    }
    if let known = Manifest.directory(of: text), known != absolute,
      stat(directory, followingLinks: false)?.isLink == true
    {
      throw FileError(
        "write to", directory, code: ELOOP,
        reason: "it is a link to another folder than \(known), which was published to: let the configuration name the "
          + "folder itself, or remove \(state.name(of: .manifest))")
    }
    return Manifest(
      text, of: absolute, by: program, isTrusted: trustsManifest, about: publication.isPart ? publication.paths : nil)
  }
}
