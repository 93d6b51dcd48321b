internal import Glibc

/// The files below a folder, links followed.
///
/// What begins with a dot is no content, nor is `node_modules`.
struct FileTree: Sendable, Hashable {
  /// The folder.
  let root: String
  /// The paths of all regular files, relative to the root, in the order of their bytes.
  private(set) var files: [String] = []
  /// The paths of all folders, relative to the root; the root's own is empty.
  private(set) var folders: [String] = []

  /// - Parameter isSkipped: whether a folder, by its path relative to the root, is passed over with all that it holds.
  /// - Throws: `FileError` where the root or a folder below it cannot be listed.
  init(at root: String, skipping isSkipped: (String) -> Bool = { _ in false }) throws(FileError) {
    self.root = root
    var visited: Set<FileStamp> = []
    try visit("", isSkipped, &visited)
    files.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    folders.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of a file or folder of the tree, as seen from where the root's is.
  func path(of file: String) -> String { file.isEmpty ? root : root.hasSuffix("/") ? root + file : "\(root)/\(file)" }

  private mutating func visit(
    _ folder: String, _ isSkipped: (String) -> Bool, _ visited: inout Set<FileStamp>
  ) throws(FileError) {
    let path = path(of: folder)
    guard let directory = opendir(path) else { throw .last("list", path) }
    defer { closedir(directory) }
    // A link may lead back to a folder that it lies in.
    guard var stamp = FileStamp.folder(path) else { return }
    stamp.path = ""
    guard visited.insert(stamp).inserted else { return }
    folders.append(folder)
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name.hasPrefix(".") || name == "node_modules" { continue }
      let member = folder.isEmpty ? name : "\(folder)/\(name)"
      switch kind(of: entry.pointee.d_type, at: member) {
      case S_IFREG: files.append(member)
      case S_IFDIR where !isSkipped(member): try visit(member, isSkipped, &visited)
      default: break
      }
    }
  }

  /// As `st_mode` tells it; nil for a link that leads nowhere.
  private func kind(of type: UInt8, at member: String) -> mode_t? {
    switch Int(type) {
    case DT_REG: return S_IFREG
    case DT_DIR: return S_IFDIR
    default:
      var status = stat()
      return stat(path(of: member), &status) == 0 ? status.st_mode & S_IFMT : nil
    }
  }
}
