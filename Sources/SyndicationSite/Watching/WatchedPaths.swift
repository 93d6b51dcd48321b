internal import Syndication
internal import SyndicationFiles

/// What is watched: files, and folders with all that is in them.
public struct WatchedPaths: Sendable, Hashable {
  /// Of files and folders.
  public var paths: Set<String>
  /// The folders that builds write to: where they lie in a watched one, they are not watched.
  public var outputs: Set<String>
  /// By the path of a watched folder, those that links in it may lead into, beside itself; `/` is everywhere.
  public var reach: [String: Set<String>]

  /// - Parameters:
  ///   - outputs: as the property of that name.
  ///   - reach: as the property of that name.
  public init(_ paths: Set<String>, without outputs: Set<String> = [], within reach: [String: Set<String>] = [:]) {
    self.paths = paths
    self.outputs = outputs
    self.reach = reach
  }

  /// The way through one of the folders.
  func walk(through path: String) -> FolderWalk {
    FolderWalk(through: path, without: outputs, within: reach[path] ?? [])
  }

  /// `changed` for people: of a folder in which very many changed, the folder.
  func summary(of changed: Set<String>) -> Set<String> {
    guard changed.count > WatchedPaths.many else { return changed }
    var summary = changed
    for path in paths {
      let inside = changed.filter { Path.isInside($0, path) }
      if inside.count > WatchedPaths.many { summary = summary.subtracting(inside).union([path]) }
    }
    return summary
  }

  private static let many = 100
}
