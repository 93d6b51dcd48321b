/// Why a build is made.
public enum BuildTrigger: Sendable, Hashable {
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
extension BuildTrigger: Comparable {
  public static func < (a: BuildTrigger, b: BuildTrigger) -> Bool { a.rank < b.rank }

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
