/// Paths as text: no file is looked at.
package enum Path {
  /// The folder that holds `file`: `.` where it names none.
  package static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// `path` without slashes at its end.
  package static func trimmed(_ path: String) -> String {
    var name = path[...]
    while name.utf8.count > 1, name.hasSuffix("/") { name.removeLast() }
    return String(name)
  }

  /// `path` as it is seen from where `folder` is, without a slash at its end.
  package static func join(_ folder: String, _ path: String) -> String {
    let path = trimmed(path)
    if path.hasPrefix("/") || folder == "." { return path }
    return path == "." ? folder : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The path without `.` and `..` in the middle.
  package static func plain(_ path: String) -> String {
    (path.hasPrefix("/") ? "/" : "") + segments(path).joined(separator: "/")
  }

  /// The names on the way, `.` and `..` resolved; `..` stays where it leads out of a relative path.
  package static func segments(_ path: String) -> [String] {
    var segments: [String] = []
    // By scalars: to a file system a slash is one even where a combining mark follows it.
    for segment in path.unicodeScalars.split(separator: "/").map({ String($0) }) where segment != "." {
      if segment != ".." {
        segments.append(segment)
      } else if let last = segments.last, last != ".." {
        segments.removeLast()
      } else if !path.hasPrefix("/") {
        segments.append("..")
      }
    }
    return segments
  }
}
