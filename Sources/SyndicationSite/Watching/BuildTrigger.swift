/// Why a build is made; texts name triggers in this order.
public enum BuildTrigger: Sendable, Hashable, Comparable {
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

  /// What changed.
  public var file: String? { if case .change(let file) = self { file } else { nil } }
}
