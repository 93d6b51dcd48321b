internal import Syndication
internal import SyndicationFiles

/// What is watched: files, and folders with all that is in them.
public struct WatchedPaths: Sendable, Hashable {
  /// Of files and folders.
  public var paths: Set<String>
  /// The folders that builds write to: where they lie in a watched one, they are not watched.
  public var outputs: Set<String>

  /// - Parameter outputs: as the property of that name.
  public init(_ paths: Set<String>, without outputs: Set<String> = []) {
    self.paths = paths
    self.outputs = outputs
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
