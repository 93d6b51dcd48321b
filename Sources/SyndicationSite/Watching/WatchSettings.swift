internal import Syndication

/// When `watch` builds, and how it learns that something changed.
public struct WatchSettings: Sendable, Hashable {
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// The kernel's events, unless they cannot be had.
    case auto
    /// The kernel's events (inotify(7)), also on a file system that may not give them.
    case inotify
    /// A look at each file every second.
    case poll
  }

  /// A build starts when nothing changed for this long.
  public var quiet = Duration.milliseconds(200)
  /// And when the first change is this long ago, even if changes go on.
  public var atMost = Duration.seconds(2)
  public var method = Method.auto

  public init() {}

  init(_ object: inout ConfigurationObject) {
    quiet = object.read("quiet", ConfigurationValue.duration) ?? quiet
    atMost = object.read("atMost", ConfigurationValue.duration) ?? atMost
    method = object.choice("method") ?? method
    if atMost < quiet {
      object.report("a build would start before it was quiet: make \"atMost\" \(quiet.inUnits) or more", at: "atMost")
    }
  }
}

extension ConfigurationValue {
  /// A length of time, not zero.
  static func duration(_ text: String) throws(ConfigurationFlaw) -> Duration {
    let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000)]
    for unit in units where text.hasSuffix(unit.suffix) {
      let digits = text.dropLast(unit.suffix.count)
      if digits.utf8.count < 10, digits.utf8.allSatisfy(\.isDigit), let count = Int64(digits), count > 0 {
        return .milliseconds(count * unit.milliseconds)
      }
    }
    throw ConfigurationFlaw("\"\(text)\" is no length of time: write one such as 200ms, 2s or 1m")
  }
}

extension Duration {
  /// As the configuration writes it: `200ms`, `2s`.
  var inUnits: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}
