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
  private let own: OwnFiles
  /// By directories, the links on the ways to them, which are not followed.
  private let links: [String: String]

  /// - Parameters:
  ///   - root: the folder.
  ///   - own: which files in it are ours.
  /// - Throws: `FileError` where a document's path is a directory, a directory's a file, or a directory that lacks a document,
  ///   or has one to be removed, cannot be written to.
  init(_ publication: Publication, in root: String, owning own: OwnFiles) throws(FileError) {
    self.root = root
    self.own = own
    paths = publication.paths
    let published = Set(paths)
    _ = try Directory.base(of: root)
    var directories: Set<String> = []
    var links: [String: String] = [:]
    var states: [FileState?] = []
    states.reserveCapacity(paths.count)
    for path in paths {
      let directory = PublishPlan.directory(of: path, in: root)
      if !links.isEmpty, links[directory] != nil {
        states.append(nil)
        continue
      }
      if directories.insert(directory).inserted {
        links[directory] = path.parent.flatMap { Directory.link(on: $0.string, below: root) }
        if links[directory] != nil {
          states.append(nil)
          continue
        }
        _ = try Directory.base(of: directory)
        if let document = sequence(first: path, next: \.parent).dropFirst().first(where: published.contains) {
          throw FileError("write", "\(root)/\(document)", code: EISDIR)
        }
      }
      states.append(try FileState(ofFile: "\(root)/\(path)"))
    }
    self.states = states
    for path in publication.withdrawn {
      let directory = PublishPlan.directory(of: path, in: root)
      guard directories.insert(directory).inserted else { continue }
      links[directory] = path.parent.flatMap { Directory.link(on: $0.string, below: root) }
    }
    self.links = links
    // Only what is ours: a directory or a link at that path is not.
    removals = publication.withdrawn.subtracting(published).sorted().filter { [links] path in
      let file = "\(root)/\(path)"
      guard links[PublishPlan.directory(of: path, in: root)] == nil, let state = try? FileState(ofFile: file) else {
        return false
      }
      return own.holdsOurs(path, at: file, in: state)
    }
    self.directories = directories.filter { [links] in links[$0] == nil }
    let missing = zip(paths, states).lazy.filter { [links] path, state in
      state == nil && links[PublishPlan.directory(of: path, in: root)] == nil
    }.map(\.0)
    for directory in Set((missing + removals).map(directory(of:))).sorted() {
      try Directory.checkWritable(try Directory.base(of: directory))
    }
  }

  /// Why the document at `index` must not take its place; nil where it may.
  func refusal(of index: Int) -> Problem? {
    let path = paths[index]
    let file = file(path)
    if let link = links[directory(of: path)] {
      return .error(
        at: Place(file: link), rule: "feeds",
        "this is a link, and is not followed to where feeds are written: let it be a folder, or let \"feeds\" name "
          + "the folder that it leads to")
    }
    let cure = "which is left as it is: move it away, and build again"
    guard let state = states[index] else {
      guard let status = stat(file, followingLinks: false), !status.isLink, !status.isFile,
        !status.isFolder
      else { return nil }
      return .error(at: Place(file: file), rule: "feeds", "where a feed is to be, there is \(status.kind), \(cure)")
    }
    if own.mayReplace(path, at: file, in: state) { return nil }
    return .error(
      at: Place(file: file), rule: "feeds",
      "where a feed is to be, there is a file that Syndicate did not write, \(cure)")
  }

  func file(_ path: DocumentPath) -> String { "\(root)/\(path)" }

  func directory(of path: DocumentPath) -> String { PublishPlan.directory(of: path, in: root) }

  /// One of `directories`, to be written in: no link on the way to it from the folder is followed.
  func folder(_ directory: String) throws(FileError) -> OpenFolder {
    try OpenFolder(String(directory.dropFirst(root.count + 1)), in: root)
  }

  private static func directory(of path: DocumentPath, in root: String) -> String {
    path.parent.map { "\(root)/\($0)" } ?? root
  }
}

extension DocumentPath {
  /// What it is called in its directory.
  var name: String { String(string.split(separator: "/").last ?? "") }

  /// The path of its directory; nil where that is the folder itself.
  var parent: DocumentPath? {
    string.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { DocumentPath(String(string[..<$0])) }
  }
}

extension Document {
  /// Whether the file at `path` holds these bytes. One that cannot be read does not.
  func isHeld(by path: String) -> Bool { parts.areHeld(by: path) }
}

extension [UInt8] {
  /// Whether the file at `path` holds these bytes, and maybe more. One that cannot be read does not.
  func areHeld(by path: String) -> Bool {
    // What differs mostly differs early.
    stride(from: 0, to: count, by: 1 << 18).lazy.map { self[$0..<Swift.min($0 + 1 << 18, count)] }.areHeld(by: path)
  }
}

extension Sequence where Element: Collection<UInt8> {
  /// The same, of parts one behind another.
  fileprivate func areHeld(by path: String) -> Bool {
    guard let file = try? OpenFile(path, followingLinks: false) else { return false }
    var buffer: [UInt8] = []
    var offset = 0
    return allSatisfy { part in
      if buffer.count < part.count { buffer = [UInt8](repeating: 0, count: part.count) }
      defer { offset += part.count }
      return buffer.withUnsafeMutableBufferPointer { buffer in
        let wanted = UnsafeMutableBufferPointer(rebasing: buffer[..<part.count])
        return part.isEmpty
          || (try? file.read(into: wanted, at: offset)) == part.count
            && part.withContiguousStorageIfAvailable { memcmp(wanted.baseAddress!, $0.baseAddress!, part.count) == 0 }
              == true
      }
    }
  }
}
