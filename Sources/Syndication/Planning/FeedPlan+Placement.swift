/// Which feed keeps a path that two of them would have.
extension FeedPlan {
  /// Of feeds that a template puts at one path, or one in the other, the one for everything keeps it, then the first in
  /// order (rule G2); a feed whose path no file system could hold is withheld, too.
  mutating func withholdUnplaceable(
    reserving reserved: [DocumentPath], configuration: String, settings: FeedSettings, problems: inout [Problem]
  ) {
    var owners: [String: String] = [:]
    var folders: [String: String] = [:]
    var withheld: Set<String> = []
    func own(_ paths: [String], as owner: String) {
      for path in paths {
        owners[path] = owner
        for folder in FeedPlan.folders(of: path) { folders[folder] = owner }
      }
    }
    func withhold(_ feed: Feed, _ what: String) {
      withheld.insert(feed.scope.name)
      let axis = feed.scope.axis
      problems.addError(
        at: Place(file: configuration, pointer: "/feeds/scopes"), rule: "G2",
        "\(what): change feeds.scopes.\(axis.name).path"
          + (axis == .tag ? ", or give the tag another slug in tags.slugs" : ""))
    }
    for document in reserved { own([Slug.folded(document.string)], as: document.string) }
    for feed in feeds.filter({ $0.scope.term == nil }) + feeds.filter({ $0.scope.term != nil }) {
      guard feed.documents.count == settings.formats.count * feed.pages.count else {
        withhold(
          feed, "the feed “\(feed.scope.name)” has a path that is no path, or a name in it of more than 255 bytes")
        continue
      }
      // Folded, as file systems may take `All.atom` for `all.atom`.
      let paths = feed.documents.map { Slug.folded($0.path.string) }
      func owner(of path: String) -> String? {
        owners[path] ?? folders[path] ?? FeedPlan.folders(of: path).lazy.compactMap { owners[$0] }.first
      }
      if let path = paths.first(where: { owner(of: $0) != nil }) {
        withhold(feed, "“\(owner(of: path)!)” and “\(feed.scope.name)” would both be at, or below, \(path)")
      } else {
        own(paths, as: feed.scope.name)
      }
    }
    feeds.removeAll { withheld.contains($0.scope.name) }
  }

  /// Those that a path leads through.
  static func folders(of path: String) -> [String] {
    path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }.map { String(path[..<$0]) }
  }
}
