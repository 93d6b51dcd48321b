internal import Crypto
internal import Synchronization
internal import Syndication
internal import SyndicationFiles

/// The documents of a publication on their way: each is compared with what the index knows, and where it differs waits on the
/// disk until all are made.
///
/// Documents come from several threads.
final class S3Staging: Sendable {
  /// A document that is to be stored.
  struct Waiting: Sendable {
    var index: Int
    var path: DocumentPath
    /// Where its bytes wait, as they are to be stored, and their hash.
    var range: Range<Int>
    var checksum: SHA256.Digest
    /// Header fields that it is served with.
    var fields: [String: String]
    /// Without the tag.
    var record: DocumentRecord
    /// Of the document.
    var hash: ContentHash
  }

  private struct State {
    var waiting: [Waiting] = []
    /// Of documents that stay as they are, and are made of other things than before.
    var renewed: [DocumentPath: DocumentRecord?] = [:]
    var done = 0
  }

  let paths: [DocumentPath]
  /// What the index knows of the publication's documents, of those that are withdrawn, and, unless it is a part, of all others.
  let known: [DocumentPath: DocumentRecord]
  /// What is withdrawn and there.
  let removals: [DocumentPath]
  let spool = Spool()
  private let sink: S3Sink
  private let isDry: Bool
  private let progress: @Sendable (PublishProgress) -> Void
  private let state = Mutex(State())

  init(
    _ publication: Publication, to sink: S3Sink, known: [DocumentPath: DocumentRecord], isDry: Bool,
    progress: @escaping @Sendable (PublishProgress) -> Void
  ) {
    paths = publication.paths
    self.known = known
    self.sink = sink
    self.isDry = isDry
    self.progress = progress
    removals = publication.withdrawn.subtracting(paths).filter { known[$0] != nil }.sorted()
  }

  /// Whether the document at `index` is stored, made of what `fingerprint` tells.
  func isCurrent(_ index: Int, fingerprint: ContentHash) -> Bool {
    guard let record = known[paths[index]], record.fingerprint == sink.fingerprint(fingerprint) else { return false }
    settle()
    return true
  }

  func take(_ made: Publication.Made) throws {
    let (path, document) = (paths[made.index], made.document)
    var record = DocumentRecord(
      size: document.size, hash: sink.hash(of: document), fingerprint: made.fingerprint.map(sink.fingerprint), tag: "")
    if var present = known[path], present.hash == record.hash {
      if present.fingerprint != record.fingerprint {
        present.fingerprint = record.fingerprint
        state.withLock { $0.renewed[path] = present }
      }
      return settle()
    }
    let bytes = isDry ? [] : try sink.stored(document)
    if !isDry { record.size = bytes.count }
    let waiting = Waiting(
      index: made.index, path: path, range: try spool.append(bytes), checksum: SHA256.hash(data: bytes),
      fields: sink.fields(of: document), record: record, hash: document.hash)
    state.withLock { $0.waiting.append(waiting) }
  }

  /// Tells that a document is stored, or stays as it is.
  func settle() {
    let done = state.withLock { state in
      state.done += 1
      return state.done
    }
    progress(.writing(done, of: paths.count))
  }

  /// What is to be stored, in the publication's order.
  var waiting: [Waiting] { state.withLock { $0.waiting }.sorted { $0.index < $1.index } }

  /// What the index is to know of what is not stored anew.
  var renewed: [DocumentPath: DocumentRecord?] { state.withLock { $0.renewed } }

  func report(problems: [Problem]) -> PublishReport {
    let written = Set(waiting.map(\.path))
    return PublishReport(
      written: written, unchanged: Set(paths).subtracting(written), removed: Set(removals), problems: problems)
  }
}
