internal import Syndication
internal import SyndicationFiles

extension FeedSettings {
  private static let scopes = ["all", "tag"]

  /// The settings, and the folder that feeds are written to, relative to the configuration.
  static func read(_ object: inout ConfigurationObject, on site: Site) -> (FeedSettings, directory: String) {
    let directory = object.read("directory", ConfigurationValue.path) ?? "feeds"
    let url = object.read("url", ConfigurationValue.folderURL)
    if url == nil, address(of: directory, on: site) == nil {
      object.report("\"url\" is missing: add it, as \(directory) does not lie below the configuration's folder")
    }
    var settings = FeedSettings(url: (url ?? address(of: directory, on: site) ?? site.url).asFolder)
    let known = settings.formats
    let formats = object.list("formats") { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: known)
    }
    if let formats {
      settings.formats = formats
      for (index, format) in formats.enumerated() where formats[..<index].contains(format) {
        object.report("\"\(format)\" is given twice: keep one", at: "formats")
      }
    }
    object.settings("paths") { object in
      for (scope, format) in scopes.flatMap({ scope in ([nil] + known).map { (scope, $0) } }) {
        let key = scope + (format.map { ".\($0)" } ?? "")
        let path = object.read(key) { text throws(ConfigurationFlaw) in
          try ConfigurationValue.documentPath(text, hasSlug: scope == "tag")
        }
        if let path { settings.paths[key] = path }
      }
    }
    settings.reportClashes(to: &object)
    if let entries = object.count("entries") { settings.entries = entries }
    if let bytes = object.count("bytes") { settings.bytes = bytes }
    let content = object.read("content") { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: EntryForm.allCases.map(\.rawValue))
    }
    if let content { settings.content = EntryForm(rawValue: content)! }
    return (settings, directory)
  }

  /// Where the site serves `directory` if it serves the configuration's folder; nil for one that is not below that.
  private static func address(of directory: String, on site: Site) -> AbsoluteURL? {
    let segments = Path.segments(directory)
    guard !directory.hasPrefix("/"), segments.first != ".." else { return nil }
    return segments.isEmpty
      ? site.url : site.url.appending(path: segments.map { AbsoluteURL.percentEncoded($0) }.joined(separator: "/"))
  }

  /// Two documents cannot have one path, nor can the path of one be a folder on the path of another.
  private func reportClashes(to object: inout ConfigurationObject) {
    let documents = Self.scopes.flatMap { scope in
      Set(formats).sorted().map { format in
        (key: "\(scope).\(format)", path: paths["\(scope).\(format)"] ?? "\(paths[scope]!).\(format)")
      }
    }
    for (index, document) in documents.enumerated() {
      for other in documents[..<index] {
        // There are file systems on which case does not tell two names apart.
        let (a, b) = (Slug.folded(document.path), Slug.folded(other.path))
        if a == b {
          object.report(
            "\(other.key) and \(document.key) have one path, \(document.path): give each its own", at: "paths")
        } else if a.hasPrefix("\(b)/") || b.hasPrefix("\(a)/") {
          object.report(
            "\(other.key) and \(document.key) have paths of which one is a folder in the other, "
              + "\(other.path) and \(document.path): change one", at: "paths")
        }
      }
    }
  }
}

extension AbsoluteURL {
  /// The same address with a slash at its end.
  fileprivate var asFolder: AbsoluteURL { string.hasSuffix("/") ? self : AbsoluteURL(string + "/")! }
}
