/// What `Watch` tells of.
public enum WatchEvent: Sendable {
  /// These files and folders are watched from now on; said after the first build, and whenever it changes.
  case watching(Set<String>, Lookout)
  /// Something happened that a build will look at.
  case noticed(Occasion)
  /// A build begins.
  case began
  /// A build came to its end: it published, or refused to, for which the problems say why.
  case built(BuildReport, on: Set<Occasion>, took: Duration)
  /// A build broke off, and is tried again after a while, or when something changes; repeated where it did so the last time.
  case failed(any Error, on: Set<Occasion>, retryAfter: Duration, isRepeated: Bool)
  /// The configuration cannot be used as it is: the last good one stays. Told once for each error in a row.
  case misconfigured(any Error)
  /// The configuration, which could not be used, is good again: builds go by it from now on.
  case mended
}

/// Why a build is made.
public enum Occasion: Sendable, Hashable {
  /// It is the first.
  case start
  /// A watched file changed, or one in a watched folder, or much in that folder.
  case change(of: String)
  /// So much changed that nobody can tell what.
  case flood
  /// An entry is due, or expires.
  case schedule
  /// Somebody asked for it.
  case request
  /// The folder that was published to is gone, or is another.
  case output(String)
}

/// Names of what happens are compared in texts: this is their order.
extension Occasion: Comparable {
  public static func < (a: Occasion, b: Occasion) -> Bool { a.rank < b.rank }

  private var rank: (Int, String) {
    switch self {
    case .start: (0, "")
    case .change(let file): (1, file)
    case .flood: (2, "")
    case .schedule: (3, "")
    case .request: (4, "")
    case .output(let folder): (5, folder)
    }
  }
}
