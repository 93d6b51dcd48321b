internal import Glibc
package import Syndication

extension Path {
  /// Whether `path` is `folder`, or lies in it.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    segments(absolute(path)).starts(with: segments(absolute(folder)))
  }

  /// The path as a person in the working directory would write it: relative to that where it lies in it, and without `..` in
  /// the middle.
  package static func shown(_ path: String) -> String {
    guard path.hasPrefix("/") || path.hasPrefix("./") || path.contains("..") else { return path }
    let (here, there) = (segments(absolute(".")), segments(absolute(path)))
    if there.count > here.count, there.starts(with: here) { return there.dropFirst(here.count).joined(separator: "/") }
    return plain(path)
  }

  /// A text in which paths stand, likewise. What goes on with an address, or with another path, is none of these.
  package static func shown(in text: String) -> String {
    if here.isEmpty { return text }
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: here + "/") {
      let isPath = (rest[..<found.lowerBound].last ?? result.last).map { " \"'`“‘([,=:".contains($0) } ?? true
      result += rest[..<(isPath ? found.lowerBound : found.upperBound)]
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") || here.isEmpty ? path : here + "/" + path
  }

  /// The working directory: commands stay in it.
  private static let here: String = {
    guard let current = getcwd(nil, 0) else { return "" }
    defer { free(current) }
    let path = String(cString: current)
    return path == "/" ? "" : path
  }()
}
