internal import Syndication

/// When `watch` builds, and how it learns that something changed.
public struct WatchSettings: Sendable, Hashable {
  /// How changes are noticed.
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
  /// How changes are noticed.
  public var method = Method.auto

  /// As it is where the configuration says nothing.
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
    if let duration = Duration(inUnits: text), duration > .zero { return duration }
    throw ConfigurationFlaw("\"\(text)\" is no length of time: write one such as 200ms, 2s or 1m")
  }
}

/// As the configuration and the command line write it: `200ms`, `2s`, `1m`.
extension Duration {
  /// Nil for what is no duration with its unit: `500ms`.
  public init?(inUnits text: String) {
    guard let match = text.wholeMatch(of: /(\d{1,9})(ms|s|m)/), let count = Int64(match.1) else { return nil }
    self = match.2 == "ms" ? .milliseconds(count) : .seconds(match.2 == "s" ? count : count * 60)
  }

  /// In seconds, or in milliseconds where these are needed.
  public var inUnits: String {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
  }
}
