internal import Syndication
internal import SyndicationFiles

/// Which files in the folder are ours: no other is replaced or removed, whatever a ledger or a manifest says.
struct OwnFiles: Sendable {
  let manifest: Manifest
  /// Whether a document that begins so is one of ours.
  let isMarked: @Sendable (_ head: [UInt8]) -> Bool

  /// Whether the file at `path` may be removed: it is as we left it, or names this program as what made it.
  func holdsOurs(_ path: DocumentPath, at file: String, in state: FileState) -> Bool {
    manifest.left(path, in: state) || isMarked(at: file)
  }

  /// Whether it may be replaced: beside those, one that we made and somebody wrote into, and one that holds nothing.
  func mayReplace(_ path: DocumentPath, at file: String, in state: FileState) -> Bool {
    state.size == 0 || manifest.made(path, in: state) || isMarked(at: file)
  }

  private func isMarked(at file: String) -> Bool {
    guard let open = try? OpenFile(file, followingLinks: false) else { return false }
    let head = [UInt8](unsafeUninitializedCapacity: OwnMark.length) { buffer, count in
      count = (try? open.read(into: buffer, at: 0)) ?? 0
    }
    return isMarked(head)
  }
}
