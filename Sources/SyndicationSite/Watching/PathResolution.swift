internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// How the kernel finds a path (path_resolution(7)): each name that is looked up on the way, in the folder that holds it,
/// where links lead included.
///
/// Whatever makes the path lead elsewhere, or to nothing, or to something again, happens to one of these names: a file
/// replaced by a rename, a link switched, a folder deleted and made again.
struct PathResolution: Sendable, Hashable {
  struct Step: Sendable, Hashable {
    /// Without links in it.
    var folder: String
    var name: String

    var path: String { folder == "/" ? "/\(name)" : "\(folder)/\(name)" }
  }

  /// Up to the first name that is missing.
  private(set) var steps: [Step] = []

  /// Relative paths begin in the working directory, whatever that is called.
  init(of path: String) {
    var folder = path.hasPrefix("/") ? "/" : "."
    var names = PathResolution.names(in: path)
    // As many links as the kernel follows (path_resolution(7)).
    var links = 0
    while let name = names.popLast() {
      if name == ".." {
        folder = PathResolution.parent(of: folder)
        continue
      }
      let step = Step(folder: folder, name: name)
      steps.append(step)
      guard let status = stat(step.path, followingLinks: false) else { return }
      if status.isLink {
        links += 1
        guard links <= 40, let target = PathResolution.target(of: step.path) else { return }
        if target.hasPrefix("/") { folder = "/" }
        names += PathResolution.names(in: target)
      } else {
        folder = step.path
      }
    }
  }

  /// The last first.
  private static func names(in path: String) -> [String] {
    path.unicodeScalars.split(separator: "/").map { String($0) }.filter { $0 != "." }.reversed()
  }

  private static func parent(of folder: String) -> String {
    if folder == "/" { return "/" }
    if folder == "." { return ".." }
    if folder == ".." || folder.hasSuffix("/..") { return folder + "/.." }
    return Path.folder(of: folder)
  }

  private static func target(of link: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { readlink(link, $0.baseAddress!, $0.count) }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
