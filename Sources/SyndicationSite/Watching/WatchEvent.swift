/// What `Watch` tells of.
public enum WatchEvent: Sendable {
  /// These files and folders are watched from now on; said after the first build, and whenever it changes.
  case watching(Set<String>, FileWatcher)
  /// Something happened that a build will look at.
  case noticed(BuildTrigger)
  /// A build begins.
  case began
  /// A build came to its end: it published, or refused to, for which the problems say why.
  case built(BuildReport, on: Set<BuildTrigger>, took: Duration)
  /// A build broke off, and is tried again after a while, or when something changes; repeated where it did so the last time.
  case failed(any Error, on: Set<BuildTrigger>, retryAfter: Duration, isRepeated: Bool)
  /// The configuration cannot be used as it is: the last good one stays. Told once for each error in a row.
  case misconfigured(any Error)
  /// The configuration, which could not be used, is good again: builds go by it from now on.
  case mended
}
