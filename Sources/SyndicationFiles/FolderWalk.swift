package import Glibc

/// The way through a folder and all that is below it, links followed, each folder once.
///
/// What begins with a dot is no content, nor is `node_modules`, nor what a build writes.
package struct FolderWalk {
  /// A file of a folder.
  package struct File {
    /// Good until the next one is met.
    package let name: UnsafePointer<CChar>
    fileprivate let folder: Int32

    /// What stat(2) tells of it, links followed; nil where it is gone.
    package func status() -> stat? {
      var status = stat()
      return fstatat(folder, name, &status, 0) == 0 ? status : nil
    }
  }

  private struct Identity: Hashable {
    let device: dev_t
    let inode: ino_t

    init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
  }

  package let root: String
  private let outputs: Set<Identity>

  /// - Parameter outputs: the folders that builds write to: they are passed over, by whatever path they are met.
  package init(through root: String, without outputs: Set<String>) {
    self.root = root
    self.outputs = Set(outputs.compactMap { stat($0) }.map(Identity.init))
  }

  /// The path of a file or folder that is met, as seen from where the root's is.
  package func path(of member: String) -> String { FolderWalk.path(of: member, in: root) }

  /// The path of what is called `member` in `folder`, or of the folder where that is empty.
  package static func path(of member: String, in folder: String) -> String {
    if member.isEmpty { return folder }
    return folder == "." ? member : folder.hasSuffix("/") ? folder + member : "\(folder)/\(member)"
  }

  /// Whether what is called so is content, as far as the name tells.
  package static func isContent(_ name: UnsafePointer<CChar>) -> Bool {
    name[0] != CChar(UInt8(ascii: ".")) && strcmp(name, "node_modules") != 0
  }

  /// Whether `path` is a folder that builds write to.
  package func isOutput(_ path: String) -> Bool {
    !outputs.isEmpty && stat(path).map { outputs.contains(Identity($0)) } ?? false
  }

  /// Goes the way.
  ///
  /// - Parameters:
  ///   - isSkipped: whether a folder is passed over with all that it holds.
  ///   - enter: called with each folder, by its path from the root, whose own is empty. Its files come next, before any
  ///     other folder.
  ///   - meet: called with each regular file.
  /// - Returns: why a folder could not be listed, the first of those that could not.
  package func run(
    skipping isSkipped: (String) -> Bool = { _ in false }, folder enter: (String) -> Void, file meet: (File) -> Void
  ) -> FileError? {
    var failure: FileError?
    var visited: Set<Identity> = []
    // A folder that links lead to as well is met by its own path, on every walk.
    var (folders, linked) = ([""], [String]())
    while let folder = folders.popLast() ?? linked.popLast() {
      let path = path(of: folder)
      guard let directory = opendir(path) else {
        failure = failure ?? .last("list", path)
        continue
      }
      defer { closedir(directory) }
      guard let identity = stat(descriptor: dirfd(directory)).map(Identity.init),
        folder.isEmpty || !outputs.contains(identity), visited.insert(identity).inserted
      else { continue }
      enter(folder)
      while let entry = readdir(directory) {
        let file = File(name: FolderWalk.name(of: entry), folder: dirfd(directory))
        guard FolderWalk.isContent(file.name) else { continue }
        let type = Int(entry.pointee.d_type)
        // Only of links, and where a file system does not tell, has it to be asked.
        let status = type == DT_LNK || type == DT_UNKNOWN ? file.status() : nil
        if type == DT_REG || status?.isFile == true {
          meet(file)
        } else if type == DT_DIR || status?.isFolder == true {
          let name = String(cString: file.name)
          let member = folder.isEmpty ? name : "\(folder)/\(name)"
          guard !isSkipped(member) else { continue }
          if type == DT_DIR { folders.append(member) } else { linked.append(member) }
        }
      }
      linked.sort { $1.utf8.lexicographicallyPrecedes($0.utf8) }
    }
    return failure
  }

  static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
    UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
      .assumingMemoryBound(to: CChar.self)
  }
}
