internal import Glibc
internal import Synchronization
internal import Syndication
internal import SyndicationFiles

/// The documents of a publication on their way: each is compared with what is there, and where it differs written under a
/// temporary name, until all can take their places.
///
/// Documents come from several threads.
final class Staging: Sendable {
  private struct State {
    /// By position in the publication; nil for a document that has not come.
    var rows: [Manifest.Row?]
    var files: [Int: TemporaryFile] = [:]
    var changed: Set<Int> = []
    /// Why those that must not take their places must not.
    var refusals: [Int: Problem] = [:]
    var done = 0
    /// The directories that are ready for temporary files, unless the run is dry held open; those that got new members on the
    /// way; and those that were made for it, the innermost last.
    var prepared: [String: OpenFolder?] = [:]
    var touched: Set<String> = []
    var created: [String] = []
  }

  let plan: PublishPlan
  let manifest: Manifest
  private let isDry: Bool
  /// Nil where nobody tells.
  private let space: DiskSpace?
  private let progress: @Sendable (_ done: Int, _ total: Int) -> Void
  private let state: Mutex<State>

  init(
    _ plan: PublishPlan, manifest: Manifest, isDry: Bool,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws(FileError) {
    space = DiskSpace(of: plan.root)
    try space?.check(files: plan.states.count { $0 == nil })
    self.plan = plan
    self.manifest = manifest
    self.isDry = isDry
    self.progress = progress
    state = Mutex(State(rows: Array(repeating: nil, count: plan.paths.count)))
  }

  /// Whether the document at `index` is there as the manifest knows it, made of what `fingerprint` tells.
  func isCurrent(_ index: Int, fingerprint: ContentHash) -> Bool {
    guard let present = plan.states[index], let row = manifest.row(of: plan.paths[index], in: present),
      row.fingerprint == fingerprint
    else { return false }
    settle(index, row)
    return true
  }

  func take(_ made: Publication.Made) throws(FileError) {
    let path = plan.paths[made.index]
    let document = made.document
    if let present = plan.states[made.index], present.size == document.size,
      manifest.row(of: path, in: present)?.hash == document.hash || document.isHeld(by: plan.file(path))
    {
      settle(made.index, Manifest.Row(state: present, hash: document.hash, fingerprint: made.fingerprint))
      return
    }
    if let refusal = plan.refusal(of: made.index) {
      state.withLock { $0.refusals[made.index] = refusal }
      return settle(made.index, nil)
    }
    try space?.take(document.size)
    guard let folder = try prepared(plan.directory(of: path)) else { return settle(made.index, nil, isChanged: true) }
    let file = try TemporaryFile(for: path.name, in: folder)
    state.withLock { $0.files[made.index] = file }
    // Rule H0: servers that tell versions by size and second take two of one size within a second for the same.
    let present = plan.states[made.index].flatMap { $0.size == document.size ? $0.modified : nil }
    let written = try file.write(document.parts, laterThan: present)
    settle(
      made.index, Manifest.Row(state: written, hash: document.hash, fingerprint: made.fingerprint), isChanged: true)
  }

  private func settle(_ index: Int, _ row: Manifest.Row?, isChanged: Bool = false) {
    let done = state.withLock { state in
      state.rows[index] = row
      if isChanged { state.changed.insert(index) }
      state.done += 1
      return state.done
    }
    progress(done, plan.paths.count)
  }

  /// The directory, made where it is missing; nil where the run is dry.
  private func prepared(_ directory: String) throws(FileError) -> OpenFolder? {
    try state.withLock { state throws(FileError) in
      if let folder = state.prepared[directory] { return folder }
      try Directory.checkWritable(try Directory.base(of: directory))
      if isDry {
        state.prepared[directory] = .some(nil)
        return nil
      }
      state.created += try Directory.missing(above: directory).reversed()
      state.touched.formUnion(try Directory.create(directory))
      state.touched.insert(directory)
      let folder = try plan.folder(directory)
      state.prepared[directory] = folder
      return folder
    }
  }

  /// Brings what was written to the disk, under the temporary names.
  ///
  /// - Throws: `FileError`; `CancellationError` between two files where the task is cancelled.
  func sync() throws {
    let files = files
    if files.count < Directory.manySyncs {
      for file in files {
        try Task.checkCancellation()
        try file.sync()
      }
    } else {
      try Directory.sync(state.withLock { Set($0.prepared.keys) }, wholly: true)
    }
  }

  /// Lets each file take its place, in the order of the publication.
  ///
  /// - Returns: the directories that got new members.
  /// - Throws: `FileError`; `CancellationError` between two files where the task is cancelled.
  func moveIntoPlace() throws -> Set<String> {
    for file in files {
      try Task.checkCancellation()
      try file.moveIntoPlace()
    }
    return state.withLock { $0.touched }
  }

  /// Removes what did not take its place, and the directories that were made for it.
  func discard() {
    for file in files { file.remove() }
    // rmdir leaves those that hold something.
    for directory in state.withLock({ $0.created }).reversed() { rmdir(directory) }
  }

  private var files: [TemporaryFile] {
    state.withLock { state in state.files.keys.sorted().map { state.files[$0]! } }
  }

  /// What the manifest is to say.
  var rows: [DocumentPath: Manifest.Row] {
    let rows = state.withLock { $0.rows }
    return Dictionary(uniqueKeysWithValues: zip(plan.paths, rows).compactMap { path, row in row.map { (path, $0) } })
  }

  /// What is to take its place, and was not there before.
  var changing: [DocumentPath: ContentHash] {
    let (changed, rows) = state.withLock { ($0.changed, $0.rows) }
    return Dictionary(
      uniqueKeysWithValues: changed.compactMap { index in rows[index].map { (plan.paths[index], $0.hash) } })
  }

  func report(problems: [Problem]) -> PublishReport {
    let (changed, refusals) = state.withLock { ($0.changed, $0.refusals) }
    let written = Set(changed.map { plan.paths[$0] })
    let refused = refusals.keys.map { plan.paths[$0] }
    // Of what one link keeps from its place, the link is told once.
    var told: Set<Problem> = []
    let errors = refusals.sorted { $0.key < $1.key }.map(\.value).filter { told.insert($0).inserted }
    return PublishReport(
      written: written, unchanged: Set(plan.paths).subtracting(written).subtracting(refused),
      removed: Set(plan.removals), problems: problems + errors)
  }
}
