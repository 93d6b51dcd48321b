internal import Glibc
internal import Syndication

/// What publishing to a folder will do, decided and checked before anything is touched.
struct PublishPlan {
  /// Documents to write, in their order.
  private(set) var writes: [Publication.Item] = []
  /// Documents that are there already, with what the manifest is to say of them.
  private(set) var unchanged: [DocumentPath: Manifest.Row] = [:]
  private(set) var removals: [DocumentPath] = []
  /// The directories that documents are, or were, published to.
  private(set) var directories: Set<String> = []

  private let root: String

  /// - Parameters:
  ///   - root: the folder.
  ///   - manifest: what can be trusted without reading documents.
  ///   - found: called for each document that is unchanged.
  /// - Throws: `FileError` where a document's path is a directory, a directory's a file, or a directory cannot be written to.
  init(_ publication: Publication, in root: String, manifest: Manifest, found: () -> Void = {}) throws(FileError) {
    self.root = root
    let paths = Set(publication.documents.map(\.path))
    _ = try Directory.base(of: root)
    for item in publication.documents {
      let directory = directory(of: item.path)
      if directories.insert(directory).inserted {
        _ = try Directory.base(of: directory)
        if let document = sequence(first: item.path, next: \.parent).dropFirst().first(where: paths.contains) {
          throw FileError("write", file(document), code: EISDIR)
        }
      }
      if let row = try unchangedRow(of: item, manifest) {
        unchanged[item.path] = row
        found()
      } else {
        writes.append(item)
      }
    }
    for path in publication.withdrawn.subtracting(paths).sorted() {
      // Only what can be ours: a directory or a link at that path is not.
      if (try? FileState(of: file(path))) != nil { removals.append(path) }
    }
    directories.formUnion(publication.withdrawn.map(directory(of:)))
    for directory in Set((writes.map(\.path) + removals).map(directory(of:))).sorted() {
      try Directory.checkWritable(try Directory.base(of: directory))
    }
  }

  var report: PublishReport {
    PublishReport(
      written: Set(writes.map(\.path)), unchanged: Set(unchanged.keys), removed: Set(removals))
  }

  func file(_ path: DocumentPath) -> String { "\(root)/\(path)" }

  func directory(of path: DocumentPath) -> String {
    path.parent.map(file) ?? root
  }

  private func unchangedRow(of item: Publication.Item, _ manifest: Manifest) throws(FileError) -> Manifest.Row? {
    let file = file(item.path)
    guard let state = try FileState(of: file), state.size == item.document.size else { return nil }
    guard manifest.vouches(for: state, as: item.document, at: item.path) || item.document.isHeld(by: file) else {
      return nil
    }
    return Manifest.Row(state: state, hash: item.document.hash)
  }
}

extension DocumentPath {
  /// The path of its directory; nil where that is the folder itself.
  var parent: DocumentPath? {
    string.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { DocumentPath(String(string[..<$0])) }
  }
}

extension Document {
  /// Whether the file at `path` holds these bytes. One that cannot be read does not.
  func isHeld(by path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var offset = 0
    for part in parts {
      var compared = 0
      while compared < part.count {
        let got = pread(descriptor, &buffer, min(buffer.count, part.count - compared), off_t(offset))
        if got < 0 && errno == EINTR { continue }
        guard got > 0, part.withUnsafeBytes({ memcmp($0.baseAddress! + compared, buffer, got) }) == 0 else {
          return false
        }
        compared += got
        offset += got
      }
    }
    return true
  }
}
