internal import CLinux
internal import Glibc
internal import Syndication

/// What is done to directories.
package enum Directory {
  /// From how many on one syncfs(2) is faster than as many fsync(2).
  package static let manySyncs = 65

  /// The directory at `path`, or the nearest above it that is there. Links are followed.
  ///
  /// - Throws: `FileError` where none could be made at `path`: something else is in the way.
  package static func base(of path: String) throws(FileError) -> String {
    if let status = stat(path) {
      guard status.isFolder else { throw FileError("open the folder", path, code: ENOTDIR) }
      return path
    }
    // A link that leads nowhere is there, which leaves errno as it is.
    guard errno == ENOENT || errno == ENOTDIR, stat(path, followingLinks: false) == nil,
      let parent = parent(of: path)
    else { throw .last("open the folder", path) }
    return try base(of: parent)
  }

  /// The directory at `path` and those above it that are not there, the innermost first.
  package static func missing(above path: String) throws(FileError) -> [String] {
    guard try base(of: path) != path, let parent = parent(of: path) else { return [] }
    return [path] + (try missing(above: parent))
  }

  /// Makes the directory at `path` and those above it, where they are missing.
  ///
  /// - Returns: the directories that got a new member, to be synced.
  @discardableResult
  package static func create(_ path: String) throws(FileError) -> Set<String> {
    guard try base(of: path) != path, let parent = parent(of: path) else { return [] }
    var touched = try create(parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .last("create", path) }
    touched.insert(parent)
    return touched
  }

  /// Checks that files can be made in and removed from the directory at `path`.
  package static func checkWritable(_ path: String) throws(FileError) {
    guard faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0 else { throw .last("write to", path) }
  }

  /// Brings the names in `paths` to the disk, or all that was written to their file systems, where that is wanted or they
  /// are many.
  package static func sync(_ paths: Set<String>, wholly: Bool = false) throws(FileError) {
    var synced: Set<dev_t> = []
    for path in paths.sorted() {
      let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .last("sync", path) }
      defer { close(descriptor) }
      if wholly || paths.count >= manySyncs {
        guard let device = stat(descriptor: descriptor)?.st_dev,
          !synced.insert(device).inserted || linux_syncfs(descriptor) == 0
        else { throw .last("sync", path) }
        continue
      }
      // EINVAL: a file system that cannot sync a directory.
      guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last("sync", path) }
    }
  }

  /// Whether a directory is there, or a link to one.
  package static func exists(_ path: String) -> Bool { stat(path)?.isFolder ?? false }

  /// The one absolute path of the directory at `path`, links followed; nil where it is missing.
  package static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The one absolute path of what is at `path`, or will be, links followed as far as they lead somewhere.
  package static func resolved(_ path: String) -> String {
    if let whole = absolute(path) { return whole }
    guard let parent = parent(of: path) else { return path }
    return "\(resolved(parent))/\(Path.trimmed(path).split(separator: "/").last ?? "")"
  }

  /// Whether what is at `path`, links followed, is one of `folders` or lies in one; these may be links themselves. What is
  /// hidden there, such as `.git`, is not held where links alone lead to it.
  package static func holds(_ path: String, in folders: Set<String>) -> Bool {
    if folders.contains("/") { return true }
    guard let resolved = absolute(path) else { return false }
    let named = Set(path.split(separator: "/"))
    return folders.contains { folder in
      guard let folder = absolute(folder) else { return false }
      if resolved == folder { return true }
      let start = folder == "/" ? "/" : "\(folder)/"
      return resolved.hasPrefix(start)
        && resolved.dropFirst(start.count).split(separator: "/").allSatisfy { !$0.hasPrefix(".") || named.contains($0) }
    }
  }

  /// The first folder on the way from `root` down to `path` that is a link; nil where none of those that are there is.
  package static func link(on path: String, below root: String) -> String? {
    var folder = root
    for name in path.split(separator: "/") {
      folder += "/\(name)"
      guard let status = stat(folder, followingLinks: false) else { return nil }
      if status.isLink { return folder }
    }
    return nil
  }

  /// The path of the directory that holds `path`: `.` for a single name, nil for `/`, `.` and nothing.
  package static func parent(of path: String) -> String? {
    let name = Path.trimmed(path)
    return ["/", ".", ""].contains(name) ? nil : Path.folder(of: name)
  }
}
