internal import Glibc
package import Syndication

extension Path {
  /// Whether `path` is `folder`, or lies in it.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    segments(absolute(path)).starts(with: segments(absolute(folder)))
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
  }
}
