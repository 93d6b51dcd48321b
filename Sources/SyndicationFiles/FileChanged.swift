/// A source was written anew in place while a build was reading it: what it holds now may be half of either.
public struct FileChanged: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which file.
  public var path: String

  /// The file of a path changed.
  public init(path: String) { self.path = path }

  public var description: String { "\(path) changed during the build, and nothing was published: build again" }
}
