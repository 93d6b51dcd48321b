/// The files below a folder, as `FolderWalk` meets them.
package struct FileTree: Sendable, Hashable {
  /// The folder.
  package let root: String
  /// The paths of all regular files, relative to the root, in the order of their bytes.
  package private(set) var files: [String] = []
  /// The paths of all folders, relative to the root; the root's own is empty.
  package private(set) var folders: [String] = []

  /// - Parameters:
  ///   - outputs: the folders that builds write to, which are passed over.
  ///   - isSkipped: whether a folder, by its path relative to the root, is passed over with all that it holds.
  /// - Throws: `FileError` where the root or a folder below it cannot be listed.
  package init(
    at root: String, without outputs: Set<String> = [], skipping isSkipped: (String) -> Bool = { _ in false }
  ) throws(FileError) {
    self.root = root
    var (files, folders) = ([String](), [String]())
    let failure = FolderWalk(through: root, without: outputs).run(skipping: isSkipped) {
      folders.append($0)
    } file: { file in
      let name = String(cString: file.name)
      files.append(folders.last!.isEmpty ? name : "\(folders.last!)/\(name)")
    }
    if let failure { throw failure }
    self.files = files.sorted { $0.precedes($1) }
    self.folders = folders.sorted { $0.precedes($1) }
  }

  /// The path of a file or folder of the tree, as seen from where the root's is.
  package func path(of file: String) -> String { FolderWalk.path(of: file, in: root) }
}

extension String {
  /// Whether its bytes come before those of another.
  fileprivate func precedes(_ other: String) -> Bool {
    var (text, other) = (self, other)
    return text.withUTF8 { text in other.withUTF8 { text.lexicographicallyPrecedes($0) } }
  }
}
