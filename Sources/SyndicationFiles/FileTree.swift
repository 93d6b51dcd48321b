/// The files below a folder, as `FolderWalk` meets them.
package struct FileTree: Sendable, Hashable {
  /// The folder.
  package let root: String
  /// The paths of all regular files, relative to the root, in the order of their bytes.
  package private(set) var files: [String] = []
  /// The paths of all folders, relative to the root; the root's own is empty.
  package private(set) var folders: [String] = []

  /// What may be content and is in neither, in the order of the paths.
  package private(set) var omissions: [FolderWalk.Omission] = []

  /// - Parameters:
  ///   - outputs: the folders that builds write to, which are passed over.
  ///   - reach: folders that links may lead into, beside the root; `/` is everywhere.
  ///   - isSkipped: whether a folder, by its path relative to the root, is passed over with all that it holds.
  /// - Throws: `FileError` where the root or a folder below it cannot be listed.
  package init(
    at root: String, without outputs: Set<String> = [], within reach: Set<String> = [],
    skipping isSkipped: (String) -> Bool = { _ in false }
  ) throws(FileError) {
    self.root = root
    var (files, folders, omissions) = ([String](), [String](), [FolderWalk.Omission]())
    let failure = FolderWalk(through: root, without: outputs, within: reach).run(skipping: isSkipped) {
      folders.append($0)
    } file: { file in
      let text = String(validatingCString: file.name)
      let name = text ?? FolderWalk.shown(file.name)
      let path = folders.last!.isEmpty ? name : "\(folders.last!)/\(name)"
      if text != nil {
        files.append(path)
      } else {
        omissions.append(.init(path: path, reason: .namedInBytes, isFolder: false))
      }
    } omitting: {
      omissions.append($0)
    }
    if let failure { throw failure }
    self.files = files.sorted { $0.precedes($1) }
    self.folders = folders.sorted { $0.precedes($1) }
    self.omissions = omissions.sorted { $0.path.precedes($1.path) }
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
