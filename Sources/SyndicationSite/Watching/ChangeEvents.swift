public import SyndicationFiles

/// Tells when a build has to look again: the seam at which another system's events take the place of inotify's.
///
/// An event is no more than that. It may come late, or twice, or for nothing; but after each change there is one, from the
/// moment on at which this was made. What it says is for people: which of the watched files changed, and of those in watched
/// folders, by the paths that they are watched under; none where nobody knows.
public protocol ChangeEvents: Sendable {
  /// The events, for one reader; a failure where there are no more.
  var changes: AsyncStream<Result<Set<String>, FileError>> { get }

  /// Finds out where the paths of the files lead now, where no change tells: a file system may have been mounted on the way.
  func resolvePaths() throws(FileError)
}

extension ChangeEvents {
  public func resolvePaths() {}
}
