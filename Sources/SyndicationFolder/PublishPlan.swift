internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// What is at the paths of a publication before anything is touched, and whether it can be published there.
struct PublishPlan: Sendable {
  let paths: [DocumentPath]
  /// Of the file at each of `paths`; nil where there is none.
  let states: [FileState?]
  let removals: [DocumentPath]
  /// The directories that documents are, or were, published to.
  let directories: Set<String>

  let root: String

  /// - Parameter root: the folder.
  /// - Throws: `FileError` where a document's path is a directory, a directory's a file, or a directory that lacks a document,
  ///   or has one to be removed, cannot be written to.
  init(_ publication: Publication, in root: String) throws(FileError) {
    self.root = root
    paths = publication.paths
    let published = Set(paths)
    _ = try Directory.base(of: root)
    var directories: Set<String> = []
    var states: [FileState?] = []
    states.reserveCapacity(paths.count)
    for path in paths {
      let directory = PublishPlan.directory(of: path, in: root)
      if directories.insert(directory).inserted {
        _ = try Directory.base(of: directory)
        if let document = sequence(first: path, next: \.parent).dropFirst().first(where: published.contains) {
          throw FileError("write", "\(root)/\(document)", code: EISDIR)
        }
      }
      states.append(try FileState(ofFile: "\(root)/\(path)"))
    }
    self.states = states
    // Only what can be ours: a directory or a link at that path is not.
    removals = publication.withdrawn.subtracting(published).sorted().filter { path in
      (try? FileState(ofFile: "\(root)/\(path)")) != nil
    }
    self.directories = directories.union(publication.withdrawn.map { PublishPlan.directory(of: $0, in: root) })
    let missing = zip(paths, states).lazy.filter { $0.1 == nil }.map(\.0)
    for directory in Set((missing + removals).map(directory(of:))).sorted() {
      try Directory.checkWritable(try Directory.base(of: directory))
    }
  }

  func file(_ path: DocumentPath) -> String { "\(root)/\(path)" }

  func directory(of path: DocumentPath) -> String { PublishPlan.directory(of: path, in: root) }

  private static func directory(of path: DocumentPath, in root: String) -> String {
    path.parent.map { "\(root)/\($0)" } ?? root
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
    guard let file = try? OpenFile(path) else { return false }
    var buffer = [UInt8](repeating: 0, count: parts.lazy.map(\.count).max() ?? 0)
    var offset = 0
    return parts.allSatisfy { part in
      defer { offset += part.count }
      return buffer.withUnsafeMutableBufferPointer { buffer in
        let wanted = UnsafeMutableBufferPointer(rebasing: buffer[..<part.count])
        return part.isEmpty
          || (try? file.read(into: wanted, at: offset)) == part.count
            && memcmp(wanted.baseAddress!, part, part.count) == 0
      }
    }
  }
}
